"""Opening a store: a data folder on this machine or a service, and again when data change."""

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import BadInput
from kg.model.own_relations import FILE
from kg.resources import home
from kg.workspace.workspace import own

if TYPE_CHECKING:
    from kg.store.local import Store

_LOG = logging.getLogger("kg")


def place(data: Path | str | None = None, store: str | None = None) -> Path | str:
    """The data folder to open, or the address of the service to ask instead.

    One rule for `kg.open()`, the command line (`--data`, `--store`) and the app; the first of
    these that is there:

    1. the folder `data` or the SPARQL 1.1 service `store` that is named; both are refused;
    2. the folder that the environment variable KG_DATA names;
    3. the service that the environment variable KG_STORE names;
    4. your own workspace, once `kg add`, `kg import` or the Add page has put a source into it;
    5. the example shipped with the package.
    """
    if data and store:
        raise BadInput(f"{data} is a folder and {store} a service (--data, --store); give one")
    if store:
        return store
    named = data or os.environ.get("KG_DATA")
    address = None if named else os.environ.get("KG_STORE")
    return address or folder(named)


def folder(data: Path | str | None = None) -> Path:
    """The data folder by the rule of `place`, for what no service can do."""
    if named := data or os.environ.get("KG_DATA"):
        return Path(named)
    return own() or home("data")


def open(  # noqa: A001  (as kg.open)
    data: Path | str | None = None, store: str | None = None, *, memory: bool = False
) -> "Store":
    """The store of a data folder, or of a SPARQL 1.1 service, to be closed after use.

    Without arguments it opens what the app and the command line show: the folder that KG_DATA
    names, else the service that KG_STORE names, else your own workspace, else the shipped data
    (`kg.open(kg.home("data"))` opens these whatever else there is). With `memory` all of the data
    is taken into memory when it is first asked, for many queries of large data.

    A source whose files cannot be read is set aside: a warning names it, and `Store.aside`. Raises
    `BadData` where the folder is none or its entities cannot be read, `BadInput` where a
    folder and a service are both named or the address is none.
    """
    # The engine is loaded by who opens something: to find a folder takes none.
    found = place(data, store)
    if isinstance(found, str):
        from kg.store.remote import Remote  # noqa: PLC0415

        return Remote(found)
    from kg.store.generation import generation  # noqa: PLC0415
    from kg.store.local import Store  # noqa: PLC0415

    opened = generation(found)
    for name, reason in opened.aside.items():
        what = name if name == FILE else f"the source {name}"
        _LOG.warning("kg: %s is set aside, the rest is there: %s", what, reason)
    return Store(opened, memory=memory)


_PAUSE = 1.0  # seconds between two looks at the files
_FRESH = 300.0  # seconds for which a service is taken to hold the graphs that it held
Stamp = tuple[tuple[str, int, int], ...]


class Newest:
    """Call it for the store; `folder` says where the data lies now."""

    def __init__(self, folder: Callable[[], Path], service: str | None = None) -> None:
        self._folder = folder
        self._service = service  # the address of one that is asked instead
        self._lock = threading.Lock()
        self._look_again = 0.0
        self._stamp: Stamp = ()
        self._store: Store | None = None

    def __call__(self) -> "Store":
        """The store of the data as it is now, or was a second ago."""
        with self._lock:
            if self._store is None or time.monotonic() > self._look_again:
                self._look()
            assert self._store is not None
            return self._store

    def _look(self) -> None:
        if self._service:
            self._store = open(store=self._service)
            self._look_again = time.monotonic() + _FRESH
            return
        place = self._folder()
        stamp = _stamp(place)
        if self._store is None or stamp != self._stamp:
            # The old one is not closed: a query may still be reading it.
            self._store = open(place)
            self._stamp = stamp
        self._look_again = time.monotonic() + _PAUSE


def _stamp(place: Path) -> Stamp:
    """Names, sizes and times of the data files: enough to notice that somebody saved."""
    files = sorted([*place.glob("*.ttl"), *place.glob("sources/*/*")])
    found = ((str(file), file.stat()) for file in files)
    return tuple((name, about.st_size, about.st_mtime_ns) for name, about in found)
