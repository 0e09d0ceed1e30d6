"""The newest store of a data folder, opened again when somebody has saved."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from kg.store.local import Store
from kg.store.opening import open as opened

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

    def __call__(self) -> Store:
        """The store of the data as it is now, or was a second ago."""
        with self._lock:
            if self._store is None or time.monotonic() > self._look_again:
                self._look()
            assert self._store is not None
            return self._store

    def _look(self) -> None:
        if self._service:
            self._store = opened(store=self._service)
            self._look_again = time.monotonic() + _FRESH
            return
        place = self._folder()
        stamp = _stamp(place)
        if self._store is None or stamp != self._stamp:
            # The old one is not closed: a query may still be reading it.
            self._store = opened(place)
            self._stamp = stamp
        self._look_again = time.monotonic() + _PAUSE


def _stamp(place: Path) -> Stamp:
    """Names, sizes and times of the data files: enough to notice that somebody saved."""
    files = sorted([*place.glob("*.ttl"), *place.glob("sources/*/*")])
    found = ((str(file), file.stat()) for file in files)
    return tuple((name, about.st_size, about.st_mtime_ns) for name, about in found)
