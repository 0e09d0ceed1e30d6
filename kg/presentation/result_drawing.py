"""An answer as a picture: the claims and entities its rows name, or its triples."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import networkx as nx
from rdflib import URIRef
from rdflib.term import Node

from kg.model.ontology import vocabulary
from kg.model.vocab import TP
from kg.presentation import drawing, label_placement, layout
from kg.presentation.label_placement import LABEL
from kg.presentation.result_table import claims_in, entities_in
from kg.query.completion import short

MOST = 150
FIRST = 12
FEW, WIDER = 4, 1.5
Network = nx.MultiDiGraph
Drawing = dict[str, Any]
Names = Callable[[str], str | None]


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
            label = names(one) or short(one)
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
            "label": drawing.plain(data["label"], LABEL),
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
        words = relation.label if relation else names(data["link"]) or short(data["link"])
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
