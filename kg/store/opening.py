"""Opening a store: a data folder on this machine, or a service elsewhere."""

import os
from pathlib import Path

from kg.resources import home
from kg.store.generation import generation
from kg.store.local import Store
from kg.store.remote import Remote


def open(  # noqa: A001  (as kg.open)
    data: Path | None = None, store: str | None = None, *, memory: bool = False
) -> Store:
    """The store of a data folder, of the shipped one by default, or a SPARQL 1.1 service.

    `store`, or KG_STORE where neither is given, is the address of a service. With `memory` all
    of the data is taken into memory when it is first asked, for many queries of large data.
    """
    address = store or (os.environ.get("KG_STORE") if data is None else None)
    if address:
        return Remote(address)
    place = Path(data) if data is not None else home("data")
    return Store(generation(place), memory=memory)
