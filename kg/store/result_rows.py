"""Terms and rows of results, between rdflib's classes, the store's and the formats of SPARQL."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from kg.errors import BadInput, BadQuery, StoreUnavailable
from kg.model.turtle import Statements
from kg.model.vocab import PREFIXES
from kg.store import sparql_text
from kg.store.values import data_frame

_ESCAPED = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def read_terms(texts: Iterable[str]) -> dict[str, Node | None]:
    """The terms that some texts of TSV or N-Triples stand for, each made once.

    The engine writes text faster than it makes an object of each term, and a text is found again
    faster than such an object. It has checked them: rdflib's checks would take ten times as long.
    """
    new = str.__new__
    return {
        text: new(URIRef, text[1:-1]) if text[:1] == "<" != text[1] else _made(text)
        for text in set(texts)
    }


def _made(text: str) -> Node | None:
    """A term that is not an IRI."""
    if text.startswith('"'):
        end = text.rindex('"')
        value, kind = text[1:end], text[end + 1 :]
        if "\\" in value:
            value = _ESCAPED.sub(_unescaped, value)
        if kind.startswith("^^"):
            return _typed(value, kind[3:-1])
        return _text(value, kind[1:].partition("--")[0] or None)
    if not text:
        return None
    if text.startswith("_:"):
        return BNode(text[2:])
    if text.startswith("<<"):
        raise BadQuery("the answer holds a triple term of RDF 1.2; ask for its parts instead")
    # TSV writes these alone without quotation marks.
    name = "boolean" if text.isalpha() else "double" if "e" in text.lower() else "decimal"
    return _typed(text, str(XSD[name] if "." in text or name != "decimal" else XSD.integer))


def _unescaped(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    return chr(int(number, 16)) if number else _SIGNS.get(found[3], found[3])


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
    raise BadInput(f"{node!r} is not an RDF term; give a URIRef or a Literal")


def triples_graph(triples: Statements, query: str = "") -> Graph:
    """Triples of the engine as an rdflib graph, with the prefixes that a query declares."""
    found = Graph(store=_Late(n_triples(triples)))
    bind(found)
    for prefix, namespace in sparql_text.declared_prefixes(query).items():
        found.bind(prefix, namespace)
    return found


class _Late(SimpleMemory):
    """A graph's store that holds the engine's triples, and makes rdflib's when first looked at.

    For a graph that stands alone; rdflib's usual store takes twice as long to fill.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__()
        self._lines = lines
        self._lock = threading.Lock()

    def triples(self, triple_pattern: Any, context: Any = None) -> Any:
        """The triples that match; adding does not look, and removing and counting do it here."""
        if self._lines:
            with self._lock:
                for triple in lined_triples(self._lines):
                    self.add(triple, context)
                self._lines = b""
        return super().triples(triple_pattern, context)


def n_triples(triples: Statements) -> bytes:
    """Triples of the engine as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def lined_triples(lines: bytes) -> Iterator[tuple[Any, Any, Any]]:
    """The triples of N-Triples that the engine wrote."""
    parts = [part for line in lines.decode().split(" .\n")[:-1] for part in line.split(" ", 2)]
    found = map(read_terms(parts).__getitem__, parts)
    return zip(found, found, found, strict=True)


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
        return data_frame({name: _column(column) for name, column in named})


def read_rows(found: ox.QuerySolutions) -> Rows:
    """The rows of the engine's answer."""
    variables = tuple(variable.value for variable in found.variables)
    text = found.serialize(format=ox.QueryResultsFormat.TSV) or b""
    _, _, body = text.decode().partition("\n")
    if not variables:
        return Rows((), ((),) * len(body))
    cells = body[:-1].replace("\n", "\t").split("\t") if body else []
    made = map(read_terms(cells).__getitem__, cells)
    return Rows(variables, tuple(zip(*[made] * len(variables), strict=True)))


def parsed_answer(body: bytes) -> Rows | bool:
    """Rows, or the yes or no of ASK, from the SPARQL 1.1 JSON results format."""
    try:
        found = ox.parse_query_results(_BNODE.sub(rb"\1", body), ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        rows = read_rows(found)
    except SyntaxError as error:
        raise StoreUnavailable(
            f"the answer is cut off or is not a SPARQL JSON result: {str(error)[:200]}"
        ) from error
    if rows.variables == (_VIRTUOSO_ASK,):
        return any(str(value) == "1" for (value,) in rows)
    return rows


def _column(column: Sequence[Node | None]) -> list[Any]:
    """The values of a column in a data frame; a term that comes again is converted once."""
    once = dict(zip(map(id, column), column, strict=True))
    values = {place: _in_frame(term) for place, term in once.items()}
    return [*map(values.__getitem__, map(id, column))]


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
