"""Data folders as immutable Oxigraph stores on disk, built once and opened read-only."""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import cast

import platformdirs
import pyoxigraph as ox

from kg import __version__, home
from kg.errors import BadData, StoreUnavailable
from kg.model import LEVELS
from kg.sources import Data, read, source_folders, text_of
from kg.terms import Relation, vocabulary
from kg.validation import problems
from kg.vocab import DIRECT_GRAPHS, ENTITIES, ONTOLOGY, RDF, TP

__all__ = ["Generation", "derived", "generation"]

_TRIES = 5
_KEPT = 4  # generations kept although nobody has them open
_ABANDONED = 24 * 3600  # seconds after which an unfinished one is taken for a crash's
_SHOWN = 20  # problems named when data is refused
_TEXT = ox.NamedNode(TP.text)
_SOURCE = ox.NamedNode(TP.Source)
_TYPE = ox.NamedNode(RDF.type)
_DEFAULT = ox.DefaultGraph()


class Generation:
    """One finished generation, kept from being pruned while it is open.

    It holds a store per level of firmness: the same named graphs, and as default graph the
    union that the level stands for. Oxigraph's own union would count a triple twice that is
    in two graphs, and takes a list of graphs one by one.
    """

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        lock = os.open(folder / "in-use", os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self.close = weakref.finalize(self, os.close, lock)  # lets it be pruned

    def path(self, level: str) -> Path:
        """Where the store of one level lies."""
        return self._folder / level


def generation(data: Path) -> Generation:
    """The generation of a data folder, built now if its files have changed."""
    cache = Path(platformdirs.user_cache_dir("tech-partnerships")) / "stores"
    for _ in range(_TRIES):
        folder = cache / _fingerprint(data)
        if not folder.is_dir() and not _build(data, folder):
            continue  # Somebody saved in between.
        try:
            found = Generation(folder)
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
    ours = [home("ontology") / "partnerships.ttl", Path(__file__)]
    places = source_folders(data)
    parts = chain.from_iterable((p / "claims.ttl", p / "article.txt") for p in places)
    for path in chain(ours, [data / "entities.ttl"], parts):
        content = path.read_bytes() if path.exists() else None
        digest.update(f"{path.parent.name}/{path.name} {content and len(content)}\n".encode())
        digest.update(content or b"")
    return digest.hexdigest()[:32]


def _build(data: Path, folder: Path) -> bool:
    """Build a generation, unless its files change meanwhile."""
    _refuse_wrong(read(data))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The name of what is being built tells the pruner to leave it alone for a day.
    draft = Path(tempfile.mkdtemp(prefix="building-", dir=folder.parent))
    try:
        _fill(draft, data)
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


def _refuse_wrong(data: Data) -> None:
    """Nothing enters a store that breaks the evidence contract."""
    wrong = [str(problem) for problem in problems(data)]
    if wrong:
        more = [f"… and {len(wrong) - _SHOWN} more; `kg check` lists all"]
        raise BadData("\n".join(wrong[:_SHOWN] + (more if len(wrong) > _SHOWN else [])))


def _fill(draft: Path, data: Path) -> None:
    first = LEVELS[0]
    store = ox.Store(draft / first)
    store.bulk_extend(_with_union(_quads(data)))
    direct = _direct_triples(store)
    store.bulk_extend(_with_union(direct[0]))
    store.bulk_extend(chain.from_iterable(direct[1:]))
    store.flush()
    for level in LEVELS[1:]:
        # Hard links to the files of the first, so the four take the room of one.
        store.backup(draft / level)
    del store
    for rank, level in enumerate(LEVELS[1:], start=2):
        wider = ox.Store(draft / level)
        wider.bulk_extend(_to_default(chain.from_iterable(direct[1:rank])))
        wider.flush()


def _quads(data: Path) -> Iterator[ox.Quad]:
    """All statements of the ontology and the data folder, each in its named graph."""
    yield from _in_graph(_parsed(home("ontology") / "partnerships.ttl"), ONTOLOGY)
    yield from _in_graph(_checked(data / "entities.ttl"), ENTITIES)
    for place in source_folders(data):
        triples = list(_checked(place / "claims.ttl"))
        source = _source(place, triples)
        text = text_of(place)
        if text is not None:
            triples.append(ox.Triple(source, _TEXT, ox.Literal(text)))
        yield from _in_graph(triples, source.value)


def _source(place: Path, triples: list[ox.Triple]) -> ox.NamedNode:
    """The source that a folder describes; the graph of its claims goes by that name."""
    found = [t.subject for t in triples if t.predicate == _TYPE and t.object == _SOURCE]
    if len(found) != 1 or not isinstance(found[0], ox.NamedNode):
        raise BadData(f"{place / 'claims.ttl'} describes {len(found)} sources; it must be one")
    return found[0]


def _checked(path: Path) -> Iterator[ox.Triple]:
    """The statements of a data file, which holds claims about ties and never a tie itself."""
    relations = {str(TP[name]) for name in vocabulary().relations}
    for triple in _parsed(path):
        if triple.predicate.value in relations:
            raise BadData(
                f"{path}: {triple} is a direct triple; write a claim with tp:subject, "
                "tp:relation and tp:object, and the direct triple is derived from it"
            )
        yield triple


def _parsed(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple
    except SyntaxError as error:
        raise BadData(f"{path}: not valid Turtle: {error}") from error
    except OSError as error:
        raise BadData(f"{path} cannot be read: {error}") from error


def _in_graph(triples: Iterable[ox.Triple], graph: str) -> Iterator[ox.Quad]:
    name = ox.NamedNode(graph)
    return (ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)


def derived(quads: Iterable[ox.Quad]) -> list[list[ox.Quad]]:
    """The direct triples that the claims among some statements give, by firmness."""
    store = ox.Store()
    store.bulk_extend(_to_default(quads))
    return _direct_triples(store)


def _direct_triples(store: ox.Store) -> list[list[ox.Quad]]:
    """The derived triples by firmness, closed under symmetry and wider relations."""
    query = Path(__file__).parent.parent / "queries" / "direct_triples.rq"
    relations = vocabulary().relations
    found: dict[str, dict[ox.Quad, None]] = {str(graph): {} for graph in DIRECT_GRAPHS}
    rows = cast("ox.QuerySolutions", store.query(query.read_text(encoding="utf-8")))
    for row in rows:
        graph = ox.NamedNode(row["firmness"].value)
        start, end = row["subject"], row["object"]
        for name, both_ways in _wider(relations, row["relation"].value.removeprefix(str(TP))):
            link = ox.NamedNode(TP[name])
            found[graph.value][ox.Quad(start, link, end, graph)] = None
            if both_ways:
                found[graph.value][ox.Quad(end, link, start, graph)] = None
    return [list(quads) for quads in found.values()]


def _wider(relations: dict[str, Relation], name: str) -> Iterator[tuple[str, bool]]:
    """A relation and all wider ones, each with whether the tie holds both ways in it."""
    chain_up = (name, *relations[name].supers)
    symmetric = [n for n in chain_up if relations[n].symmetric]
    for wider in chain_up:
        yield wider, any(wider == n or wider in relations[n].supers for n in symmetric)


def _with_union(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)


def _to_default(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    return (ox.Quad(q.subject, q.predicate, q.object, _DEFAULT) for q in quads)


def _prune(cache: Path) -> None:
    """Remove all but the newest generations, except those that somebody has open."""
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
