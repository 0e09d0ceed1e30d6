"""A generation: one built index of a data folder, found if it is fresh and built if it is not."""

import atexit
import contextlib
import fcntl
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import threading
import time
import weakref
import zlib
from functools import cache
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import platformdirs
import pyoxigraph as ox
from rdflib import RDF

from kg.errors import BadData, Problem, StoreUnavailable
from kg.model import derivation, own_relations, proposed
from kg.model.claims import LEVELS
from kg.model.derivation import Tie, claimed_ties, closure, entailed, untagged
from kg.model.folder import source_folders, sources_in, text_of, why_aside
from kg.model.journal import finish_saving
from kg.model.ontology import declared_by, vocabulary
from kg.model.triples import entities
from kg.model.turtle import Index, Statements, index, triples
from kg.model.vocab import DIRECT_GRAPHS, ENTITIES, ONTOLOGY, TP, term_iri
from kg.resources import __version__, home
from kg.validation.report import entity_problems, source_problems
from kg.validation.triple_rules import unknown_terms

_TRIES = 5
_KEPT = 4  # generations kept although nobody has them open
_SEAL = "whole.json"  # what the files of a finished generation are, and what was set aside
_SUMMED = 256 * 2**20  # bytes up to which a check sum is taken whenever a generation is opened
_ABANDONED = 24 * 3600  # seconds after which an unfinished one is taken for a crash's


_LOG = logging.getLogger("kg")


class _Damaged(Exception):
    """The files of a generation are not those that were built."""


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
        try:
            seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
            whole = seal["files"] == _marks(folder)
            self.aside: dict[str, str] = seal["aside"]  # why, by the name of an unreadable source
        except (OSError, ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            os.close(lock)
            raise _Damaged
        self.close = weakref.finalize(self, os.close, lock)  # lets it be pruned

    def path(self, level: str) -> Path:
        """Path of the store of one level."""
        return self._folder / level


def generation(data: Path) -> Generation:
    """The generation of a data folder, built now if its files have changed."""
    finish_saving(data)
    own_relations.register(data)
    place = _cache()
    for _ in range(_TRIES):
        folder = place / _fingerprint(data)
        if not folder.is_dir():
            _remove(folder)
            if not _build(data, folder):
                continue  # Somebody saved in between.
        try:
            found = Generation(folder, data)
        except (FileNotFoundError, _Damaged):
            if folder.is_dir():  # Else pruned by somebody else in between.
                _LOG.warning("kg: the cache in %s was damaged; it is built again", folder)
                _remove(folder)
            continue
        if folder.is_dir():
            os.utime(folder)
            _prune(place)
            return found
        found.close()
    raise StoreUnavailable(f"{data} or {place} changes all the time; try again in a moment")


def _cache() -> Path:
    """The folder of the generations; one for this process alone where that cannot be written."""
    usual = Path(platformdirs.user_cache_dir("tech-partnerships")) / "stores"
    try:
        if usual.parent.is_dir() and not usual.is_dir():
            _remove(usual)
        usual.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=usual):
            return usual
    except OSError as error:
        place = Path(_own())
        _LOG.warning("kg: the cache %s cannot be written (%s); %s is used, and removed at the end",
                     usual, error.strerror, place)  # fmt: skip
        return place


@cache
def _own() -> str:
    place = tempfile.mkdtemp(prefix="kg-stores-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _remove(path: Path) -> None:
    """Take away whatever is in a generation's place, at once for whoever looks for it."""
    with contextlib.suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            gone = path.rename(path.with_name(f"building-gone-{path.name}-{os.getpid()}"))
            shutil.rmtree(gone, ignore_errors=True)
        else:
            path.unlink()


def _marks(folder: Path) -> dict[str, list[int]]:
    """Size of each file of the stores and, of what is read quickly, its check sum."""
    paths = sorted(p for p in folder.glob("*/*") if p.suffix == ".sst" or p.name == "CURRENT")
    sizes = {path: path.stat() for path in paths}
    # Hard links are read once.
    once = {about.st_ino: path for path, about in sizes.items()}
    small = sum(sizes[path].st_size for path in once.values()) < _SUMMED
    sums = {inode: zlib.crc32(path.read_bytes()) if small else 0 for inode, path in once.items()}
    return {
        path.relative_to(folder).as_posix(): [about.st_size, sums[about.st_ino]]
        for path, about in sizes.items()
    }


def _fingerprint(data: Path) -> str:
    """A name that changes with anything a generation is made from."""
    digest = hashlib.sha256(__version__.encode())
    if not data.is_dir():
        raise BadData(f"{data} is not a folder; a data folder holds entities.ttl and sources/")
    ours = [
        home("ontology") / "partnerships.ttl",
        Path(__file__),
        Path(derivation.__file__),
    ]
    places = source_folders(data)
    parts = list(chain.from_iterable((p / "claims.ttl", p / "article.txt") for p in places))
    # What is decided about a proposal says whether it still waits.
    parts += [p / name for p in places if (p / proposed.FILE).exists()
              for name in (proposed.FILE, "record.json")]  # fmt: skip
    for path in chain(ours, [data / "entities.ttl", data / own_relations.FILE], parts):
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
        aside = build(data, draft)
        (draft / "in-use").touch()
        seal = json.dumps({"files": _marks(draft), "aside": aside})
        (draft / _SEAL).write_text(seal, encoding="utf-8")
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


def _prune(place: Path) -> None:
    """Remove all but the newest generations, except those still in use."""
    by_age = sorted(((p.stat().st_mtime, p) for p in place.iterdir() if p.is_dir()), reverse=True)
    for changed, folder in by_age:
        if folder.name.startswith("building-") and changed < time.time() - _ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)
    finished = [p for _, p in by_age if not p.name.startswith("building-")]
    for folder in finished[_KEPT:]:
        try:
            with (folder / "in-use").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Renamed first, so that nobody opens a half-removed folder.
                gone = folder.rename(place / f"building-gone-{folder.name}")
                shutil.rmtree(gone, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError):
            continue  # Open somewhere, or already gone.


_SHOWN = 20  # problems named when data is refused
_BLANK = re.compile(rb"^_:|> _:", re.MULTILINE)  # in N-Triples
_TEXT = ox.NamedNode(TP.text)


def build(data: Path, draft: Path) -> dict[str, str]:
    """Build the stores of all levels in one folder; BadData if the data break the contract.

    Returns why the files of some sources cannot be read: these are left out.

    A level's default graph is the union that it stands for, written out: Oxigraph's own union
    would count a triple twice that is in two graphs, and takes a list of graphs one by one.
    """
    draft.mkdir(exist_ok=True)
    first = draft / LEVELS[0]
    with _Loader(first) as loader:
        claimed, aside = _read(data, loader)
        direct = closure(claimed)
        for graph, stated in direct.items():
            loader.add(stated, graph, union=graph == str(DIRECT_GRAPHS[0]))
    store = ox.Store(first)
    for level in LEVELS[1:]:
        # Hard links to the files of the first, so the four take the room of one.
        store.backup(draft / level)
    del store
    softer: list[ox.Triple] = []
    for level, graph in zip(LEVELS[1:], DIRECT_GRAPHS[1:], strict=True):
        softer += direct[str(graph)]
        wider = ox.Store(draft / level)
        wider.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in softer)
        wider.flush()
    return aside


class _Loader:
    """A store that the engine fills while the next file is read: two loads from two pipes.

    The engine sorts a load in one thread; the named graphs and the default graph, which share
    no index, keep it busy in two.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._errors: list[Exception] = []
        self._pipes: list[BinaryIO] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start to load."""
        try:
            store = ox.Store(self._place)
        except OSError as error:
            raise self._failed(error) from error
        for name in ("named", "default"):
            out, into = os.pipe()
            self._pipes.append(os.fdopen(into, "wb"))
            thread = threading.Thread(target=self._load, args=(store, out), name=f"load {name}")
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until everything is stored, and raise what went wrong."""
        for pipe in self._pipes:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        for thread in self._threads:
            thread.join()
        if self._errors and kind in {None, BrokenPipeError}:
            raise self._failed(self._errors[0]) from self._errors[0]

    def add(self, stated: Statements, graph: str, *, union: bool = True) -> None:
        """Statements for a named graph and, in the union, for the default graph."""
        lines = ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b""
        named, default = self._pipes
        # Only a line's end is a blank, a full stop and a line feed: texts have theirs escaped.
        named.write(lines.replace(b" .\n", f" <{graph}> .\n".encode()))
        if union:
            # A load gives blank nodes names of its own, so both mentions come in the same one.
            (named if _BLANK.search(lines) else default).write(lines)

    def _load(self, store: ox.Store, out: int) -> None:
        try:
            # Lenient: what comes has been parsed once already.
            store.bulk_load(path=f"/dev/fd/{out}", format=ox.RdfFormat.N_QUADS, lenient=True)
            store.flush()
        except (OSError, SyntaxError, RuntimeError, ValueError) as error:
            self._errors.append(error)
        finally:
            os.close(out)

    def _failed(self, error: Exception) -> StoreUnavailable:
        return StoreUnavailable(f"the store cannot be built in {self._place.parent}: {error}")


def _read(data: Path, loader: _Loader) -> tuple[set[Tie], dict[str, str]]:
    """Read the ties of a data folder, and why some cannot be; pass its triples to the loader.

    Each source is checked while the engine stores what it has got so far.
    """
    loader.add(triples(home("ontology") / "partnerships.ttl"), str(ONTOLOGY))
    unfit = own_relations.register(data)
    loader.add(declared_by(data).statements, str(ONTOLOGY))
    wider = {str(TP[n]): [TP[w] for w in c.supers] for n, c in vocabulary().classes.items()}
    path = data / "entities.ttl"
    stated = untagged(triples(path))
    _check(path, stated, indexed := index(stated))
    loader.add(chain(stated, entailed(indexed, wider)), str(ENTITIES))
    known = entities(indexed)
    wrong, found = entity_problems(known), set[Tie]()
    aside = {own_relations.FILE: own_relations.reasons(unfit)} if unfit else {}
    for place in source_folders(data):
        path = place / "claims.ttl"
        try:
            stated, text = triples(path), text_of(place)
            indexed = index(stated)
            iri = _source(path, indexed)
            unreviewed = proposed.waiting(place)
            own_relations.refuse_unknown(indexed, data)
            problems = list(source_problems(sources_in(indexed, text)[iri], known))
            _refuse_newer(path, unknown_terms(indexed, values=bool(problems)))
        except BadData as error:
            aside[place.name] = why_aside(error, data)
            continue
        wrong += problems
        _check(path, stated, indexed)
        if text is not None:
            stated.append(ox.Triple(ox.NamedNode(iri), _TEXT, ox.Literal(text)))
        loader.add(chain(stated, entailed(indexed, wider)), iri)
        if any(unreviewed):
            loader.add(unreviewed, proposed.graph(iri), union=False)
        found.update(claimed_ties(indexed))
    _refuse(wrong)
    return found, aside


def _check(path: Path, stated: list[ox.Triple], found: Index) -> None:
    """Refuse a data file that holds a tie itself, where a claim about it belongs."""
    relations = {str(term_iri(name)) for name in vocabulary().relations}
    if any(not relations.isdisjoint(links) for links in found.values()):
        triple = next(t for t in stated if t.predicate.value in relations)
        raise BadData(
            f"{path}: {triple} is a direct triple; write a claim with tp:subject, "
            "tp:relation and tp:object, and the direct triple is derived from it"
        )


def _refuse_newer(path: Path, unknown: list[str]) -> None:
    if unknown:
        raise BadData(
            f"{path} uses {', '.join(unknown[:_SHOWN])}, which this version ({__version__}) does "
            "not know; a newer one may: install it, or see `kg check`"
        )


def _source(path: Path, stated: Index) -> str:
    """The source that a folder describes; the graph of its claims goes by that name."""
    kind = str(TP.Source)
    found = [iri for iri, links in stated.items() if kind in links.get(str(RDF.type), ())]
    if len(found) != 1 or ":" not in found[0]:
        raise BadData(f"{path} describes {len(found)} sources; it must be one, with an IRI")
    return found[0]


def _refuse(problems: list[Problem]) -> None:
    """Nothing enters a store that breaks the evidence contract."""
    if problems:
        wrong = [str(problem) for problem in problems[:_SHOWN]]
        more = [f"… and {len(problems) - _SHOWN} more; `kg check` lists all"]
        raise BadData("\n".join(wrong + (more if len(problems) > _SHOWN else [])))
