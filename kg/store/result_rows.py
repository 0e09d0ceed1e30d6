"""Terms and rows of results, between rdflib's classes, the store's and the formats of SPARQL."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadInput, BadQuery, StoreUnavailable
from kg.model.vocab import PREFIXES
from kg.store import sparql_text
from kg.store.values import data_frame

_TEXT = str(XSD.string)


class Terms(dict[object, Node | None]):
    """The terms of one answer, each made once however often it comes."""

    def __missing__(self, term: object) -> Node | None:
        """Make it."""
        # What comes most often, without a further call.
        made = str.__new__(URIRef, term.value) if type(term) is ox.NamedNode else native(term)
        self[term] = made
        return made

    def rows(self, found: Iterable[Iterable[object]]) -> list[tuple[Node | None, ...]]:
        """The rows of the engine."""
        term = self.__getitem__
        return [tuple(map(term, row)) for row in found]

    def triple(self, found: ox.Triple | ox.Quad) -> tuple[Node, Node, Node]:
        """A statement of the engine."""
        parts = (self[found.subject], self[found.predicate], self[found.object])
        return cast("tuple[Node, Node, Node]", parts)


def native(term: object) -> Node | None:
    """A term of the engine as an rdflib term.

    The engine has checked it already, so rdflib's checks, which take ten times as long, are
    left out for IRIs and texts.
    """
    if isinstance(term, ox.NamedNode):
        return str.__new__(URIRef, term.value)
    if isinstance(term, ox.Literal):
        language = term.language
        if language:
            return _text(term.value, language)
        kind = term.datatype.value
        return _text(term.value) if kind == _TEXT else _typed(term.value, kind)
    if term is None:
        return None
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise BadQuery("the answer holds a triple term of RDF 1.2; ask for its parts instead")


def _text(value: str, language: str | None = None) -> Literal:
    found = str.__new__(Literal, value)
    found._language, found._datatype = language, None
    found._value, found._ill_typed = value, None
    return found


@lru_cache(maxsize=10_000)
def _typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=URIRef(kind))


def foreign(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """An rdflib term as a term of the engine."""
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype or XSD.string))
    raise BadInput(f"{node!r} is no RDF term; give a URIRef or a Literal")


def triples_graph(triples: Iterable[ox.Triple] | Iterable[ox.Quad], query: str = "") -> Graph:
    """Triples of the engine as an rdflib graph, with the prefixes that a query declares."""
    # For a graph that stands alone; rdflib's usual store takes twice as long to fill.
    found = Graph(store="SimpleMemory")
    bind(found)
    for prefix, namespace in sparql_text.declared_prefixes(query).items():
        found.bind(prefix, namespace)
    known = Terms()
    for triple in triples:
        found.store.add(known.triple(triple), found)
    return found


def bind(graph: Graph) -> None:
    """Declare the well-known prefixes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)


if TYPE_CHECKING:
    import pandas as pd


# Virtuoso 7 answers an ASK query with a row of its own.
_VIRTUOSO_ASK = "__ASK_RETVAL"
# And it labels blank nodes like addresses, which no label may be.
_BNODE = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_YEAR = re.compile(r"-?\d{4}")


@dataclass(frozen=True)
class Rows:
    """Rows of rdflib terms, None where a variable is unbound."""

    variables: tuple[str, ...]
    terms: tuple[tuple[Node | None, ...], ...]

    def __iter__(self) -> Iterator[tuple[Node | None, ...]]:
        """The rows, as tuples of terms."""
        return iter(self.terms)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.terms)

    def ordered(self, names: Sequence[str]) -> "Rows":
        """The same rows with the columns named here first, in this order."""
        wanted = [name for name in names if name in self.variables]
        order = [*wanted, *(name for name in self.variables if name not in wanted)]
        places = [self.variables.index(name) for name in order]
        return Rows(tuple(order), tuple(tuple(row[at] for at in places) for row in self.terms))

    def records(self) -> list[dict[str, Any]]:
        """A dictionary per row, of plain Python values: IRIs as text, numbers as numbers."""
        return [
            {name: _plain(term) for name, term in zip(self.variables, row, strict=True)}
            for row in self.terms
        ]

    def frame(self) -> "pd.DataFrame":
        """The rows as a pandas data frame: IRIs and texts as text, the rest typed.

        Counts and years are integers, other numbers floats, booleans booleans, exact dates
        `datetime64`; what is unbound is missing. A column of dates of which one is vague is text.
        """
        columns = zip(*self.terms, strict=True) if self.terms else [()] * len(self.variables)
        named = zip(self.variables, columns, strict=True)
        return data_frame({name: [_in_frame(term) for term in column] for name, column in named})


def parsed_answer(body: bytes) -> Rows | bool:
    """Rows, or the yes or no of ASK, from the SPARQL 1.1 JSON results format."""
    try:
        found = ox.parse_query_results(_BNODE.sub(rb"\1", body), ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        variables = tuple(variable.value for variable in found.variables)
        rows = tuple(Terms().rows(found))
    except SyntaxError as error:
        raise StoreUnavailable(
            f"the answer is cut off or is not a SPARQL JSON result: {str(error)[:200]}"
        ) from error
    if variables == (_VIRTUOSO_ASK,):
        return any(str(value) == "1" for (value,) in rows)
    return Rows(variables, rows)


def _in_frame(term: Node | None) -> Any:
    """A value with the type that a data frame knows: dates as dates, years as numbers."""
    if not isinstance(term, Literal):
        return _plain(term)
    if term.datatype == XSD.gYear and _YEAR.fullmatch(str(term)):
        return int(term)
    value = term.toPython()
    return value if isinstance(value, date) else _plain(term)


def _plain(term: Node | None) -> Any:
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    value = term.toPython()
    return value if isinstance(value, bool | int | float | Decimal) else str(term)
