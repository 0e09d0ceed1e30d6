"""A SPARQL 1.1 service as the store: the same questions, asked over HTTP."""

import hashlib
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Unpack

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from kg import sparql
from kg.errors import BadInput, BadQuery, StoreUnavailable
from kg.formats import GRAPHS, ROWS
from kg.model import LEVELS
from kg.rows import Rows, parsed
from kg.store.reading import Given, Scope, Store, native, query_text, triples_graph
from kg.store.service import Service
from kg.vocab import DIRECT_GRAPHS, PREFIXES

__all__ = ["Remote"]

_MOST_GRAPHS = 300  # named one by one in a request; beyond, the service's own default graph counts


class Remote(Store):
    """A service behind the questions of a store.

    Where the query and the caller name no data set, the graphs of the level are named in the
    request, so that the answer does not depend on what the service takes for its default graph.
    """

    def __init__(self, address: str, seconds: float = 60.0) -> None:
        self._service = Service(address, seconds)
        # A service may change at any time; what pages keep of it lasts five minutes.
        stamp = f"{address} {int(time.time() // 300)}"
        self.generation = hashlib.sha256(stamp.encode()).hexdigest()[:32]

    def close(self) -> None:
        """Hang up."""
        self._service.close()

    def select(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Rows:
        """The rows of a SELECT query; `given` binds variables that stand in its SELECT line."""
        found = parsed(self.answer(query, ROWS["json"], given, **scope))
        if isinstance(found, bool):
            raise BadQuery(f"this is no SELECT query but {sparql.form(query)}")
        return found

    def ask(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> bool:
        """The yes or no of an ASK query."""
        found = parsed(self.answer(query, ROWS["json"], given, **scope))
        if not isinstance(found, bool):
            raise BadQuery(f"this is no ASK query but {sparql.form(query)}")
        return found

    def construct(self, query: str, given: Given = None, **scope: Unpack[Scope]) -> Graph:
        """The graph of a CONSTRUCT or DESCRIBE query."""
        if sparql.form(query) not in {"CONSTRUCT", "DESCRIBE"}:
            raise BadQuery(f"this is no CONSTRUCT or DESCRIBE query but {sparql.form(query)}")
        return triples_graph(self._triples(query, given, **scope), query)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all named graphs, sorted."""
        return self._graphs

    @cached_property
    def _graphs(self) -> tuple[str, ...]:
        body = self._service.ask(query_text("graphs"), ROWS["json"]).content
        found = parsed(body)
        return tuple(str(graph) for (graph,) in found) if isinstance(found, Rows) else ()

    def quads(self) -> Iterator[ox.Quad]:
        """All statements in their named graphs."""
        for graph in self.graphs():
            name = ox.NamedNode(graph)
            for triple in self._triples(query_text("whole_graph"), {"graph": _node(name)}):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    def graph(self, level: str = LEVELS[0]) -> Graph:
        """The union of the graphs that a level takes in, as one rdflib graph."""
        wanted = set(self._union(level))
        return triples_graph(q for q in self.quads() if str(native(q.graph_name)) in wanted)

    def path(self, level: str) -> Path:
        """There is none: nothing of a service lies on this machine."""
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
        sparql.check(query)
        default, named = scope.get("default_graphs"), scope.get("named_graphs")
        if default is None and named is None and not sparql.has_dataset(query):
            default, named = self._data_set(scope.get("level", LEVELS[0]))
        terms = {name: node.n3() for name, node in (given or {}).items()}
        text = sparql.prefixed(sparql.bound(query, terms), PREFIXES)
        return self._service.ask(text, media_type, default or (), named or (), seconds).content

    def _triples(
        self, query: str, given: Given = None, **scope: Unpack[Scope]
    ) -> Iterator[ox.Triple]:
        body = self.answer(query, GRAPHS["ntriples"], given, **scope)
        try:
            yield from (q.triple for q in ox.parse(body, ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise StoreUnavailable(f"the answer is cut off or no N-Triples: {error}") from error

    def _data_set(self, level: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        union = self._union(level)
        return (union, self.graphs()) if len(self.graphs()) <= _MOST_GRAPHS else ((), ())

    def _union(self, level: str) -> tuple[str, ...]:
        if level not in LEVELS:
            raise BadInput(f"no level is called {level!r}; there are: {', '.join(LEVELS)}")
        softer = {str(graph) for graph in DIRECT_GRAPHS[LEVELS.index(level) + 1 :]}
        return tuple(graph for graph in self.graphs() if graph not in softer)


def _node(name: ox.NamedNode) -> Node:
    found = native(name)
    assert found is not None
    return found
