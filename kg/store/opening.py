"""Opening a store: a data folder on this machine, or a service elsewhere."""

import os
from pathlib import Path

from kg import home
from kg.store.generation import generation
from kg.store.reading import Store
from kg.store.remote import Remote

__all__ = ["open"]


def open(data: Path | None = None, store: str | None = None) -> Store:  # noqa: A001  (as kg.open)
    """The store of a data folder, of the shipped one by default, or a SPARQL 1.1 service.

    `store`, or KG_STORE where neither is given, is the address of a service.
    """
    address = store or (os.environ.get("KG_STORE") if data is None else None)
    if address:
        return Remote(address)
    return Store(generation(Path(data) if data is not None else home("data")))
