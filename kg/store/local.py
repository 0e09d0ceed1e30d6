"""The store: a finished generation on disk, asked with SPARQL, answering in rdflib terms."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict, Unpack

import pyoxigraph as ox
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Node

from kg.errors import BadInput, BadQuery, Closed, NotFound, StoreUnavailable
from kg.model import triples
from kg.model.claims import LEVELS, Claim, Entity, Source
from kg.model.turtle import index
from kg.model.vocab import ENTITIES, PREFIXES
from kg.store import sparql_text
from kg.store.generation import Generation
from kg.store.result_rows import (
    Rows,
    bind,
    foreign,
    lined_triples,
    n_triples,
    read_rows,
    triples_graph,
)
from kg.store.values import Values, chosen_claims, index_of, of_class

_QUERIES = Path(__file__).parent / "queries"
_OFTEN = 3  # queries of a level after which a small store is taken into memory
_SMALL = 3 * 2**20  # bytes on disk, some 20,000 statements: a tenth of a second
Given = Mapping[str, Node] | None
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Scope(TypedDict, total=False):
    """The part of the data that a query covers."""

    level: str
    default_graphs: Sequence[str] | None
    named_graphs: Sequence[str] | None


class Store:
    """The knowledge graph, read-only; close it, or use it in a `with` statement.

    `level` widens what plain ties a query sees, from "stated" over "agreed" and "intended" to
    "all". `default_graphs` and `named_graphs` are the data set parameters of the SPARQL
    Protocol and, like FROM in the query, leave the level without effect.

    A small store is taken into memory when it is asked more than once or twice; `memory` takes
    any, which for a million triples costs ten seconds at first and 600 MB.
    """

    def __init__(self, opened: Generation, *, memory: bool = False) -> None:
        self.generation = opened.name
        # Why the files of a source cannot be read, by its name; the others are here.
        self.aside: Mapping[str, str] = opened.aside
        self.place: Path | str = opened.data  # the folder; of a service, its address
        self._opened = opened
        self._memory = memory
        self._closed = False
        self._engines: dict[str, ox.Store] = {}
        self._held: set[str] = set()  # levels that are in memory
        self._asked: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """The store itself, closed when the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of the files; whatever is asked afterwards raises `Closed`."""
        self._closed = True
        self._engines.clear()
        self._opened.close()

    def _check_open(self) -> None:
        if self._closed:
            raise Closed(f"the store of {self.place} has been closed; open it again")

    def select(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Rows:
        """Rows of a SELECT query; `given` binds variables of its SELECT line."""
        found = self._answer(query, given, **scope)
        if not isinstance(found, ox.QuerySolutions):
            raise BadQuery(f"this is not a SELECT query but {sparql_text.form(query)}")
        with _reading():
            rows = read_rows(found)
        starred = sparql_text.star(query)
        return rows.ordered(starred[1]) if starred else rows

    def ask(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> bool:
        """The yes or no of an ASK query."""
        found = self._answer(query, given, **scope)
        if not isinstance(found, ox.QueryBoolean):
            raise BadQuery(f"this is not an ASK query but {sparql_text.form(query)}")
        return bool(found)

    def construct(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Graph:
        """The graph of a CONSTRUCT or DESCRIBE query."""
        found = self._answer(query, given, **scope)
        if not isinstance(found, ox.QueryTriples):
            raise BadQuery(f"this is not CONSTRUCT or DESCRIBE but {sparql_text.form(query)}")
        with _reading():
            return triples_graph(found, query)

    def describe(self, iri: str, *, level: str = LEVELS[0]) -> Graph:
        """All triples about one thing; empty where nothing is known of it."""
        return self.construct(query_text("describe"), {"thing": URIRef(iri)}, level=level)

    def named(self, name: str, given: Given = None, *, level: str = LEVELS[0]) -> Rows:
        """The rows of one of the package's own SELECT queries, by its file's name."""
        return self.select(query_text(name), given, level=level)

    def texts(self, name: str) -> Iterator[tuple[str | None, ...]]:
        """Rows of one of the package's own SELECT queries, with values as plain text.

        For what reads very many rows: to make rdflib's terms takes as long as to find them.
        """
        found = self._answer(query_text(name), None)
        assert isinstance(found, ox.QuerySolutions)
        with _reading():
            for row in found:
                yield tuple([None if term is None else term.value for term in row])

    def claims(
        self,
        *,
        source: str | None = None,
        relation: str | None = None,
        entity: str | None = None,
        speaker: str | None = None,
        modality: str | None = None,
        polarity: str | None = None,
        level: str = LEVELS[0],
    ) -> Values[Claim]:
        """The claims as values, with `.frame()` as a data frame; ten thousand take about a second.

        By default those that are stated as done; `level="all"` gives every claim. `source`,
        `entity` (whatever its part in the claim, but for the speaker's) and `speaker` are IRIs or
        slugs, the rest local names: relation "partnersWith", modality "hint", polarity "denied".
        Denied and retracted claims are among them and say so.

        Raises `BadInput` for a level, relation, modality or polarity that does not exist.
        """
        wanted = {
            "source": source, "relation": relation, "entity": entity, "speaker": speaker,
            "modality": modality, "polarity": polarity,
        }  # fmt: skip
        stated = index_of(self.texts("claims"))
        return Values.of(Claim, chosen_claims(stated, wanted, level))

    def sources(self, *, publisher: str | None = None, entity: str | None = None) -> Values[Source]:
        """The sources as values, texts and all claims included; `.frame()` makes a data frame.

        `publisher` is a name as the source gives it; `entity`, an IRI or slug, leaves those that
        say something about it.
        """
        stated = index_of(self.texts("claims")) | index_of(self.texts("sources"))
        about = (
            None if entity is None else {c.source for c in self.claims(entity=entity, level="all")}
        )
        return Values.of(
            Source,
            (
                found
                for found in triples.sources(stated).values()
                if publisher in (None, found.publisher) and (about is None or found.iri in about)
            ),
        )

    def entities(self, *, kind: str | None = None) -> Values[Entity]:
        """The entities as values, with `.frame()` as a data frame.

        `kind` is the local name of a class, such as "Company" or "Organization", which takes in
        the classes below it. Raises `NotFound` where there is no such class.
        """
        stated = index(quad.triple for quad in self.statements(str(ENTITIES)))
        return Values.of(Entity, of_class(triples.entities(stated).values(), kind))

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all named graphs, sorted."""
        with _reading():
            return tuple(sorted(g.value for g in self._engine(LEVELS[0]).named_graphs()))

    def statements(self, graph: str) -> Iterator[ox.Quad]:
        """The statements of one named graph, one after the other, in the engine's own terms."""
        with _reading():
            name = ox.NamedNode(graph)
            yield from self._engine(LEVELS[0]).quads_for_pattern(None, None, None, name)

    def quads(self) -> Iterator[ox.Quad]:
        """All statements in their named graphs, in the engine's own terms, for exports."""
        with _reading():
            for quad in self._engine(LEVELS[0]).quads_for_pattern(None, None, None, None):
                if quad.graph_name != ox.DefaultGraph():
                    yield quad

    def dataset(self) -> Dataset:
        """All named graphs as an rdflib data set."""
        found = Dataset()
        bind(found)
        for name in self.graphs():
            graph = found.graph(URIRef(name))
            for triple in lined_triples(n_triples(quad.triple for quad in self.statements(name))):
                graph.add(triple)
        return found

    def graph(self, level: str = LEVELS[0]) -> Graph:
        """The default graph of a level as one rdflib graph: the union of the graphs it includes."""
        with _reading():
            default = ox.DefaultGraph()
            return triples_graph(self._engine(level).quads_for_pattern(None, None, None, default))

    def path(self, level: str) -> Path:
        """Path of the on-disk store of a level, which a worker process opens."""
        if level not in LEVELS:
            raise BadInput(f"no level is called {level!r}; there are: {', '.join(LEVELS)}")
        self._check_open()
        return self._opened.path(level)

    def _engine(self, level: str) -> ox.Store:
        self._check_open()
        engine = self._engines.get(level)
        if engine is None:
            engine = self._engines[level] = ox.Store.read_only(str(self.path(level)))
        self._asked[level] += 1
        wanted = self._memory or self._asked[level] == _OFTEN
        if wanted and level not in self._held and (self._memory or self._is_small(level)):
            held = ox.Store()
            held.bulk_extend(engine)
            self._held.add(level)
            engine = self._engines[level] = held
        return engine

    def _is_small(self, level: str) -> bool:
        return sum(file.stat().st_size for file in self.path(level).glob("*.sst")) < _SMALL

    def _answer(self, query: str, given: Given, **scope: Unpack[Scope]) -> Result:
        sparql_text.check_query(query)
        sparql_text.check_given(query, given or ())
        default, named = scope.get("default_graphs"), scope.get("named_graphs")
        own = default is None and named is None
        with _reading():
            return self._engine(scope.get("level", LEVELS[0])).query(
                sparql_text.names_decoded(query),
                prefixes=PREFIXES,
                substitutions={ox.Variable(k): foreign(v) for k, v in (given or {}).items()},
                default_graph=None if own else [ox.NamedNode(iri) for iri in default or ()],
                named_graphs=None if own else [ox.NamedNode(iri) for iri in named or ()],
            )


@cache
def query_text(name: str) -> str:
    """The text of one of the package's own queries."""
    path = _QUERIES / f"{name}.rq"
    if not path.is_file():
        names = ", ".join(sorted(p.stem for p in _QUERIES.glob("*.rq")))
        raise NotFound(f"no query named {name!r}; there are: {names}")
    return path.read_text(encoding="utf-8")


@contextmanager
def _reading() -> Iterator[None]:
    """The engine's errors become ours."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise BadQuery(str(error)) from error
    except (OSError, RuntimeError) as error:
        if "SELECT projection" in str(error):
            raise BadInput(
                f"a variable that is given must stand in the SELECT line: {error}"
            ) from error
        raise StoreUnavailable(f"the store cannot be read: {error}") from error
