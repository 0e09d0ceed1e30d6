"""The answer to a SELECT query: a table of RDF terms."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg.errors import StoreUnavailable

if TYPE_CHECKING:
    import pandas as pd


# Virtuoso 7 answers an ASK query with a row of its own.
_VIRTUOSO_ASK = "__ASK_RETVAL"


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
        """The rows as a pandas data frame of plain Python values."""
        import pandas as pd  # noqa: PLC0415  (slow to import, and most callers need none)

        values = [[_plain(term) for term in row] for row in self.terms]
        return pd.DataFrame(values, columns=list(self.variables), dtype=object)


def parsed(body: bytes) -> Rows | bool:
    """Rows, or the yes or no of ASK, from the SPARQL 1.1 JSON results format."""
    try:
        answer = json.loads(body)
        if "boolean" in answer:
            return bool(answer["boolean"])
        variables = tuple(answer["head"]["vars"])
        bindings = answer["results"]["bindings"]
        if variables == (_VIRTUOSO_ASK,):
            return any(row[_VIRTUOSO_ASK]["value"] == "1" for row in bindings)
        rows = tuple(tuple(_term(b.get(name)) for name in variables) for b in bindings)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreUnavailable(
            f"the answer is cut off or no SPARQL JSON result: {str(error)[:200]}"
        ) from error
    return Rows(variables, rows)


def _term(value: dict[str, str] | None) -> Node | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], lang=value["xml:lang"])
    kind = value.get("datatype")
    return Literal(value["value"], datatype=URIRef(kind) if kind else None)


def _plain(term: Node | None) -> Any:
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    value = term.toPython()
    return value if isinstance(value, bool | int | float | Decimal) else str(term)
