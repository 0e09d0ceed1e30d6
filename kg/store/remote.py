"""A SPARQL 1.1 service as the store: the same questions over HTTP, and publishing to it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Unpack

import pyoxigraph as ox
from rdflib import DCTERMS, Graph

from kg.errors import BadInput, BadQuery, StoreUnavailable, TooMuch
from kg.model.claims import LEVELS
from kg.model.ontology import enter
from kg.model.own_relations import declared_relations
from kg.model.proposed import is_graph as is_proposed
from kg.model.vocab import BASE, DIRECT_GRAPHS, PREFIXES, PUBLISHED
from kg.store import sparql_text
from kg.store.formats import GRAPHS, ROWS
from kg.store.local import Given, Scope, Store, query_text
from kg.store.result_rows import Rows, parsed_answer, triples_graph

if TYPE_CHECKING:
    from kg.store.http_service import Service

Graphs = tuple[str, ...]

# Named one by one in a request; some services repeat them all in the head of their answer, which
# no client reads beyond a size, so more of them go into the query itself.
_MOST_GRAPHS = 300


class Remote(Store):
    """A SPARQL service with the interface of a store.

    Where the query and the caller name no data set, the graphs of the level are named in the
    request, so that the answer does not depend on what the service takes for its default graph.
    """

    def __init__(self, address: str, seconds: float = 60.0) -> None:
        self._service = _connected(address, seconds)
        self.place = address
        self.aside = {}
        self._closed = self._declared = False
        # A service may change at any time; what pages keep of it lasts five minutes.
        stamp = f"{address} {int(time.time() // 300)}"
        self.generation = hashlib.sha256(stamp.encode()).hexdigest()[:32]

    def close(self) -> None:
        """Hang up; whatever is asked afterwards raises `Closed`."""
        self._closed = True
        self._service.close()

    def select(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Rows:
        """Rows of a SELECT query; `given` binds variables of its SELECT line."""
        found = parsed_answer(self.answer(query, ROWS["json"].media_type, given, **scope))
        if isinstance(found, bool):
            raise BadQuery(f"this is not a SELECT query but {sparql_text.form(query)}")
        starred = sparql_text.star(query)
        return found.ordered(starred[1]) if starred else found

    def texts(self, name: str) -> Iterator[tuple[str | None, ...]]:
        """The rows of one of the package's own SELECT queries, their values as plain text."""
        self._own_relations()
        for row in self.named(name):
            yield tuple(None if term is None else str(term) for term in row)

    def _own_relations(self) -> None:
        """Make the relations known, once, that the data of the service declare themselves."""
        if not self._declared:
            self._declared = True
            own, _ = declared_relations(list(self._triples(query_text("own_relations"))))
            enter(Path(self.place), own if own.relations else None)

    def ask(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> bool:
        """The yes or no of an ASK query."""
        found = parsed_answer(self.answer(query, ROWS["json"].media_type, given, **scope))
        if not isinstance(found, bool):
            raise BadQuery(f"this is not an ASK query but {sparql_text.form(query)}")
        return found

    def construct(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Graph:
        """The graph of a CONSTRUCT or DESCRIBE query."""
        if sparql_text.form(query) not in {"CONSTRUCT", "DESCRIBE"}:
            raise BadQuery(f"this is not CONSTRUCT or DESCRIBE but {sparql_text.form(query)}")
        return triples_graph(self._triples(query, given, **scope), query)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all named graphs, sorted."""
        self._check_open()
        return self._graphs

    @cached_property
    def _graphs(self) -> tuple[str, ...]:
        body = self._service.ask(query_text("graphs"), ROWS["json"].media_type).content
        found = parsed_answer(body)
        names = (str(graph) for (graph,) in found) if isinstance(found, Rows) else ()
        return tuple(name for name in names if name != str(PUBLISHED))

    def statements(self, graph: str) -> Iterator[ox.Quad]:
        """The statements of one named graph."""
        name = ox.NamedNode(graph)
        for triple in self._triples(query_text("whole_graph"), default_graphs=[graph]):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    def quads(self) -> Iterator[ox.Quad]:
        """All statements in their named graphs."""
        for graph in self.graphs():
            yield from self.statements(graph)

    def graph(self, level: str = LEVELS[0]) -> Graph:
        """The union of the graphs that a level takes in, as one rdflib graph."""
        wanted = set(self._union(level)) & {*self.graphs()}
        return triples_graph(q.triple for name in wanted for q in self.statements(name))

    def path(self, level: str) -> Path:
        """Raises: a service does not have a path on this machine."""
        raise BadInput(f"{self._service.address} is a service; its {level} level lies on no disk")

    def answer(
        self,
        query: str,
        media_type: str,
        given: Given = None,
        seconds: float | None = None,
        **scope: Unpack[Scope],
    ) -> bytes:
        """The service's answer in the format asked for."""
        self._check_open()
        query = sparql_text.names_decoded(query)
        sparql_text.check_query(query)
        sparql_text.check_given(query, given or ())
        default, named = scope.get("default_graphs"), scope.get("named_graphs")
        terms = {name: node.n3() for name, node in (given or {}).items()}
        text = sparql_text.prefixed(sparql_text.bound(query, terms), PREFIXES)
        if default is None and named is None and not sparql_text.has_dataset(query):
            default, named = self._union(scope.get("level", LEVELS[0])), self.graphs()
            if len(named) > _MOST_GRAPHS:
                return self._ask_many(text, media_type, (default, named), seconds)
        return self._service.ask(text, media_type, default or (), named or (), seconds).content

    def _ask_many(
        self, text: str, media_type: str, graphs: tuple[Graphs, Graphs], seconds: float | None
    ) -> bytes:
        """The result over more graphs than one request can name; an error explains why that
        fails.
        """
        try:
            whole = sparql_text.scoped(text, *graphs)
            return self._service.ask(whole, media_type, seconds=seconds).content
        except BadQuery as error:
            try:
                ox.Store().query(text)
            except SyntaxError:
                raise error from None
            raise TooMuch(
                f"{self._service.address} takes no query over its {len(graphs[1])} graphs; "
                f"name those that are meant with FROM. It says: {error}"
            ) from error

    def _triples(
        self, query: str, given: Given = None, **scope: Unpack[Scope]
    ) -> Iterator[ox.Triple]:
        body = self.answer(query, GRAPHS["ntriples"].media_type, given, **scope)
        try:
            yield from (q.triple for q in ox.parse(body, ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise StoreUnavailable(f"the answer is cut off or no N-Triples: {error}") from error

    def _union(self, level: str) -> Graphs:
        if level not in LEVELS:
            raise BadInput(f"no level is called {level!r}; there are: {', '.join(LEVELS)}")
        softer = {str(graph) for graph in DIRECT_GRAPHS[LEVELS.index(level) + 1 :]}
        return tuple(graph for graph in self.graphs() if graph not in softer)


_FORMAT = GRAPHS["ntriples"].media_type


@dataclass(frozen=True)
class Published:
    """Result of an upload, as the IRIs of graphs."""

    graphs: tuple[str, ...]
    removed: tuple[str, ...]  # of an earlier upload, and no longer in the store


def publish(
    store: Store, address: str, progress: Callable[[int, int, str], None] | None = None
) -> Published:
    """Replace every named graph of a store at a graph store.

    `progress` is called after each with how many are done, how many there are, and its name.
    Graphs that an earlier upload brought and that are gone are removed; the service remembers
    them in a graph of its own. All others stay as they are.
    """
    service = _connected(address, seconds=600)
    # A service may take in every graph where a query names none: proposals stay here.
    names = tuple(name for name in store.graphs() if not is_proposed(name))
    try:
        earlier = _remembered(service)
        # Before anything else, so that the next upload knows what a broken-off one has brought.
        _remember(service, {*names, *earlier})
        for done, name in enumerate(names, 1):
            _upload(service, store, name)
            if progress is not None:
                progress(done, len(names), name)
        removed = tuple(sorted(earlier.difference(names)))
        for name in removed:
            service.delete(name)
        _remember(service, names)
    finally:
        service.close()
    return Published(names, removed)


def _connected(address: str, seconds: float) -> Service:
    from kg.store.http_service import Service  # noqa: PLC0415  # loads httpx, a third of a start

    return Service(address, seconds)


def _upload(service: Service, store: Store, name: str) -> None:
    """One graph, by way of a file: it may be larger than the memory."""
    with TemporaryFile() as content:
        triples = (quad.triple for quad in store.statements(name))
        ox.serialize(triples, content, ox.RdfFormat.N_TRIPLES)
        service.put(name, content, _FORMAT)


def _remembered(service: Service) -> set[str]:
    """The graphs that earlier uploads have brought; ours by their name, whoever wrote that."""
    content = service.graph(PUBLISHED, _FORMAT)
    try:
        triples = [quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise StoreUnavailable(f"{service.address} answers with no N-Triples: {error}") from error
    found = {t.object.value for t in triples if isinstance(t.object, ox.NamedNode)}
    return {name for name in found if name.startswith(BASE) and name != str(PUBLISHED)}


def _remember(service: Service, names: Iterable[str]) -> None:
    lines = (f"<{PUBLISHED}> <{DCTERMS.hasPart}> <{name}> .\n" for name in sorted(names))
    with TemporaryFile() as content:
        content.writelines(line.encode() for line in lines)
        service.put(PUBLISHED, content, _FORMAT)
