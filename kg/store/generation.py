"""Data folders as immutable Oxigraph stores on disk, built once and opened read-only."""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
import weakref
from itertools import chain
from pathlib import Path

import platformdirs

from kg.errors import BadData, StoreUnavailable
from kg.model.folder import source_folders
from kg.resources import __version__, home
from kg.store.building import build

_TRIES = 5
_KEPT = 4  # generations kept although nobody has them open
_ABANDONED = 24 * 3600  # seconds after which an unfinished one is taken for a crash's


class Generation:
    """One finished generation, kept from being pruned while it is open.

    It holds a store per level of firmness: the same named graphs, and as default graph the
    union that the level stands for. Oxigraph's own union would count a triple twice that is
    in two graphs, and takes a list of graphs one by one.
    """

    def __init__(self, folder: Path, data: Path) -> None:
        self.name = folder.name
        self.data = data
        self._folder = folder
        lock = os.open(folder / "in-use", os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self.close = weakref.finalize(self, os.close, lock)  # lets it be pruned

    def path(self, level: str) -> Path:
        """Path of the store of one level."""
        return self._folder / level


def generation(data: Path) -> Generation:
    """The generation of a data folder, built now if its files have changed."""
    cache = Path(platformdirs.user_cache_dir("tech-partnerships")) / "stores"
    for _ in range(_TRIES):
        folder = cache / _fingerprint(data)
        if not folder.is_dir() and not _build(data, folder):
            continue  # Somebody saved in between.
        try:
            found = Generation(folder, data)
        except FileNotFoundError:
            continue  # Pruned by somebody else in between.
        if folder.is_dir():
            os.utime(folder)
            _prune(cache)
            return found
        found.close()
    raise StoreUnavailable(f"{data} or {cache} changes all the time; try again in a moment")


def _fingerprint(data: Path) -> str:
    """A name that changes with anything a generation is made from."""
    digest = hashlib.sha256(__version__.encode())
    if not data.is_dir():
        raise BadData(f"{data} is no folder; a data folder holds entities.ttl and sources/")
    ours = [
        home("ontology") / "partnerships.ttl",
        *(Path(__file__).with_name(name) for name in ("generation.py", "building.py")),
    ]
    places = source_folders(data)
    parts = chain.from_iterable((p / "claims.ttl", p / "article.txt") for p in places)
    for path in chain(ours, [data / "entities.ttl"], parts):
        content = path.read_bytes() if path.exists() else None
        digest.update(f"{path.parent.name}/{path.name} {content and len(content)}\n".encode())
        digest.update(content or b"")
    return digest.hexdigest()[:32]


def _build(data: Path, folder: Path) -> bool:
    """Build a generation, unless its files change meanwhile."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The name of what is being built tells the pruner to leave it alone for a day.
    draft = Path(tempfile.mkdtemp(prefix="building-", dir=folder.parent))
    try:
        build(data, draft)
        (draft / "in-use").touch()
        if _fingerprint(data) != folder.name:
            return False
        try:
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    except OSError as error:
        raise StoreUnavailable(f"the store cannot be built in {draft}: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _prune(cache: Path) -> None:
    """Remove all but the newest generations, except those still in use."""
    by_age = sorted(((p.stat().st_mtime, p) for p in cache.iterdir() if p.is_dir()), reverse=True)
    for changed, folder in by_age:
        if folder.name.startswith("building-") and changed < time.time() - _ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)
    finished = [p for _, p in by_age if not p.name.startswith("building-")]
    for folder in finished[_KEPT:]:
        try:
            with (folder / "in-use").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Renamed first, so that nobody opens a half-removed folder.
                gone = folder.rename(cache / f"building-gone-{folder.name}")
                shutil.rmtree(gone, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError):
            continue  # Open somewhere, or already gone.
