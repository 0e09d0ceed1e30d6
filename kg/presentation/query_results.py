"""The result of a query: columns and cells as people read them, and the result as a drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import networkx as nx
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.model.ontology import vocabulary
from kg.model.vocab import TP
from kg.presentation import drawing, label_placement, layout
from kg.presentation.drawing import plain
from kg.query.completion import iri_in_query
from kg.store.result_rows import Rows

PAGE = 100
MOST_BARS = 40
LABEL = "Label"
NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}
# Datatypes that a reader sees from the value itself.
EVIDENT = NUMBERS | {XSD.string, XSD.boolean, None}
LONG = 600
# Where the name of a variable is a word of the model, a reader gets a plainer one.
PLAINER = {
    "claim": "statement",
    "form": "stands in",
    "how": "how firmly",
    "modality": "told as",
    "open": "open question",
}

Names = Callable[[str], str | None]
Links = Callable[[str], str | None]
Row = tuple[Node | None, ...]
Cell = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """The columns that are shown, and for each the ones it is made of."""

    names: tuple[str, ...]  # variables, in the order of the query
    shown: tuple[int, ...]  # places of the columns that are shown
    labels: dict[int, int]  # place of a column -> place of the column that names its things


def answer_columns(variables: Sequence[str], hidden: Collection[str] = ()) -> Table:
    """The columns of an answer: a column `xLabel` goes into the column `x` that it names."""
    places = {name: at for at, name in enumerate(variables)}
    labels = {
        at: places[name + LABEL] for name, at in places.items() if name + LABEL in places
    }  # fmt: skip
    shown = [
        at for name, at in places.items() if name not in hidden and at not in labels.values()
    ]  # fmt: skip
    return Table(tuple(variables), tuple(shown or range(len(variables))), labels)


def title(variable: str) -> str:
    """A variable as words: "deadlineYear" is "deadline year"."""
    name = variable.removesuffix(LABEL) or variable
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name)
    return PLAINER.get(name, words if words.isupper() else words.lower())


def cell(columns: Table, row: Row, at: int, names: Names, links: Links) -> Cell:
    """One value: its text, its link, and a description of its type."""
    term = row[at]
    named = row[columns.labels[at]] if at in columns.labels else None
    if term is None:
        return {"text": None if named is None else plain(str(named), LONG)}
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, BNode):
        return {"text": f"_:{term}"[:40], "title": "a node without a name"}
    iri = str(term)
    name = str(named) if named is not None else names(iri) or iri_in_query(iri)
    return {"text": plain(name, LONG), "href": links(iri), "title": plain(iri, LONG)}


def _literal(term: Literal) -> Cell:
    if term.datatype == XSD.boolean:
        return {
            "text": {"true": "yes", "false": "no"}.get(str(term), str(term)),
            "title": str(term),
        }
    found: Cell = {"text": plain(str(term), LONG * 5), "number": term.datatype in NUMBERS}
    if term.language and term.language != "en":
        found["note"] = term.language
    elif term.datatype not in EVIDENT:
        found["note"] = iri_in_query(str(term.datatype))
    kind = f"text, language {term.language}" if term.language else iri_in_query(str(term.datatype))
    found["title"] = kind if term.language or term.datatype else "text"
    return found


def sorted_rows(rows: Rows, order: str) -> list[Row]:
    """The rows in the order of a column, "-column" for the other way; numbers as numbers."""
    column = order.removeprefix("-")
    if column not in rows.variables:
        return list(rows)
    at = rows.variables.index(column)
    by = rows.variables.index(column + LABEL) if column + LABEL in rows.variables else at
    there = [row for row in rows if row[at] is not None]
    missing = [row for row in rows if row[at] is None]
    return sorted(there, key=lambda row: _key(row[by]), reverse=order.startswith("-")) + missing


def grouped_rows(rows: Iterable[Row], shown: Sequence[int]) -> list[list[Row]]:
    """Rows in groups that look the same in the columns shown, in the order of their first."""
    groups: dict[tuple[Node | None, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[at] for at in shown), []).append(row)
    return list(groups.values())


def _key(term: Node | None) -> tuple[int, Decimal, str]:
    if isinstance(term, Literal) and term.datatype in NUMBERS:
        value = term.toPython()
        if isinstance(value, int | float | Decimal) and math.isfinite(value):
            return 0, Decimal(str(value)), ""
    return 1, Decimal(0), str(term).casefold()


def pages(count: int) -> int:
    """Number of pages for a number of rows."""
    return max(1, -(-count // PAGE))


def claims_in(row: Row, known: Collection[str]) -> list[str]:
    """The claims that a row names."""
    return list(dict.fromkeys(str(t) for t in row if isinstance(t, URIRef) and str(t) in known))


def entities_in(row: Row, known: Collection[str]) -> list[str]:
    """The entities that a row names."""
    return list(dict.fromkeys(str(t) for t in row if isinstance(t, URIRef) and str(t) in known))


def chart(columns: Table, rows: Iterable[Row], names: Names) -> tuple[str, str, list[Any]] | None:
    """A column of words and one of numbers with their pairs, where an answer invites a chart."""
    found = list(rows)
    if not 2 <= len(found) <= MOST_BARS:
        return None
    numbers = [at for at in columns.shown if all(_is_number(row[at]) for row in found)]
    words = [at for at in columns.shown if at not in numbers]
    for at in words:
        shown = [cell(columns, row, at, names, lambda _: None)["text"] for row in found]
        if numbers and None not in shown and len(set(shown)) == len(found):
            last = numbers[-1]
            pairs = [(w, float(str(row[last]))) for w, row in zip(shown, found, strict=True)]
            return title(columns.names[at]), title(columns.names[last]), pairs
    return None


def _is_number(term: Node | None) -> bool:
    return isinstance(term, Literal) and term.datatype in NUMBERS


MOST = 150
FIRST = 12
FEW, WIDER = 4, 1.5
Network = nx.MultiDiGraph
Drawing = dict[str, Any]


def linking(network: Network[str], entities: Collection[str]) -> list[str]:
    """The claims that link two of these entities, withdrawn ones left out."""
    part = network.subgraph(entities)
    edges = part.edges(keys=True, data=True)
    return sorted(key for a, b, key, said in edges if a != b and not said["retracted"])


def of_rows(
    network: Network[str],
    ends: dict[str, tuple[str, str]],
    rows: Iterable[tuple[Node | None, ...]],
) -> tuple[Drawing, int] | None:
    """The drawing component's data for a result, and the number of things that did not fit."""
    drawn: Network[str] = nx.MultiDiGraph()
    left_out: set[str] = set()
    for row in rows:
        entities = entities_in(row, network)
        claims = claims_in(row, ends) or linking(network, entities)
        for one in dict.fromkeys([*entities, *(end for claim in claims for end in ends[claim])]):
            if one in drawn or len(drawn) < MOST:
                drawn.add_node(one, **network.nodes[one])
            else:
                left_out.add(one)
        for claim in claims:
            a, b = ends[claim]
            if a in drawn and b in drawn:
                drawn.add_edge(a, b, key=claim, **network.edges[a, b, claim])
    if not drawn:
        return None
    made = drawing.network(drawn, _places(drawn))
    return drawing.drawn(made), len(left_out)


def of_triples(
    network: Network[str], triples: Iterable[tuple[Node, Node, Node]], names: Names
) -> tuple[Drawing, int] | None:
    """The triples that link two things, as the drawing component takes them."""
    drawn: Network[str] = nx.MultiDiGraph()
    left_out: set[str] = set()
    for a, link, b in triples:
        if not isinstance(a, URIRef) or not isinstance(b, URIRef) or link == TP.relation:
            continue
        if _mutual(str(link)) and drawn.has_edge(str(b), str(a), f"{b} {link} {a}"):
            continue  # The same line the other way round.
        new = [one for one in (str(a), str(b)) if one not in drawn]
        if len(drawn) + len(new) > MOST:
            left_out.update(new)
            continue
        for one in new:
            known = network.nodes[one] if one in network else {}
            label = names(one) or iri_in_query(one)
            drawn.add_node(one, label=label, organization=known.get("organization", False))
        drawn.add_edge(str(a), str(b), key=f"{a} {link} {b}", link=str(link))
    if not drawn:
        return None
    return _triples_drawn(drawn, names), len(left_out)


def _triples_drawn(drawn: Network[str], names: Names) -> Drawing:
    places = _places(drawn)
    relations = vocabulary().relations
    nodes = [
        {
            "id": node,
            "label": drawing.plain(data["label"], label_placement.LABEL),
            "title": drawing.plain(node, 300),
            "organization": data["organization"],
            "x": places[node][0],
            "y": places[node][1],
        }
        for node, data in drawn.nodes(data=True)
    ]
    edges = []
    for a, b, key, data in drawn.edges(keys=True, data=True):
        relation = relations.get(data["link"].removeprefix(str(TP)))
        words = relation.label if relation else names(data["link"]) or iri_in_query(data["link"])
        ends = [drawing.plain(drawn.nodes[end]["label"], 60) for end in (a, b)]
        edges.append(
            {
                "id": key,
                "from": a,
                "to": b,
                "label": drawing.plain(words, 60),
                "title": f"{ends[0]} {drawing.plain(words, 60)} {ends[1]}",
                "family": relation.family if relation else "",
                "firmness": "stated",
                "mutual": _mutual(data["link"]),
            }
        )
    return {"nodes": nodes, "edges": edges}


def _mutual(link: str) -> bool:
    """Check if a relation is symmetric."""
    relation = vocabulary().relations.get(link.removeprefix(str(TP)))
    return bool(relation and relation.symmetric)


def _places(drawn: Network[str]) -> dict[str, label_placement.Place]:
    """Positions of all things; small sets are spread wider, to leave room for labels on lines."""
    found = layout.places(drawn, list(drawn)[:FIRST])
    wider = WIDER if len(drawn) <= FEW else 1.0
    return {node: (x * wider, y * wider) for node, (x, y) in found.items()}
