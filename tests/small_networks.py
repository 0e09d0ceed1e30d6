"""Networks for tests: small ones made of claims, and known ones that others have measured."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import networkx as nx

FOLDER = Path(__file__).parent / "analysis" / "networks"
RELATIONS = {
    "partnersWith": ("cooperation", 1, True),
    "assists": ("cooperation", 1, False),
    "supplies": ("cooperation", 1, False),
    "competesWith": ("competition", -1, False),
    "acquires": ("ownership", 0, False),
    "investsIn": ("finance", 0, False),
    "commitsToBuyFrom": ("cooperation", 1, False),
}
FIRMNESS = {"fact": "stated", "agreement": "agreed", "plan": "intended", "hint": "suggested"}


def network(*claims: str) -> nx.MultiDiGraph[str]:
    """A network of claims like "a partnersWith b", "a assists b hint", "a assists b fact paper".

    A claim's key is its number, from 1; its last word is its source.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(without_object=0)
    for number, claim in enumerate(claims, start=1):
        a, relation, b, *more = claim.split()
        modality, source = (*more, *("fact", "news")[len(more) :])
        for end in (a, b):
            graph.add_node(end, label=end.title(), kind="Company", organization=True, aliases="")
        graph.add_edge(a, b, key=str(number), **said(relation, modality, source))
    return graph


def said(relation: str, modality: str, source: str) -> dict[str, Any]:
    family, sign, symmetric = RELATIONS[relation]
    return {
        "relation": relation,
        "relation_label": relation,
        "family": family,
        "sign": sign,
        "symmetric": symmetric,
        "modality": modality,
        "firmness": FIRMNESS[modality],
        "form": "narration",
        "polarity": "affirmed",
        "evidence": "quoted",
        "speaker": source,
        "speaker_label": source.title(),
        "source_iri": source,
        "source_title": source.title(),
        "quote": "",
        "quote_start": 0,
        "quote_end": 0,
        "field": "",
        "jointly_with": "",
        "antecedent": False,
        "retracted": False,
    }


def ring(size: int) -> nx.MultiDiGraph[str]:
    """A ring of organizations, each partner of the next: enough to rank from ten on."""
    return network(*(f"o{i} partnersWith o{(i + 1) % size}" for i in range(size)))


def sampson() -> nx.DiGraph[str]:
    """Liking among the novices of a monastery."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((row["novice"], row["likes"]) for row in _rows("sampson"))
    return graph


def sampson_groups() -> dict[str, str]:
    """The group of each novice."""
    return {row["novice"]: row["group"] for row in _rows("sampson-groups")}


def sampson_choices() -> dict[tuple[str, str], int]:
    """The novices whom each novice liked most (1 to 3) and least (-1 to -3)."""
    rows = _rows("sampson-signed")
    return {(row["novice"], row["other"]): int(row["choice"]) for row in rows}


def sampson_signed() -> nx.Graph[str]:
    """Liking and disliking among the novices: of two choices that differ, a pair has no sign."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sampson_groups())
    for (one, other), choice in sampson_choices().items():
        both = graph.get_edge_data(one, other, {"sign": 0})["sign"] + (1 if choice > 0 else -1)
        graph.add_edge(one, other, sign=both)
    for _, _, data in graph.edges(data=True):
        data["sign"] = (data["sign"] > 0) - (data["sign"] < 0)
    return graph


def highland_tribes() -> nx.Graph[str]:
    """Friendship and enmity in the highlands of New Guinea."""
    graph: nx.Graph[str] = nx.Graph()
    for row in _rows("highland-tribes"):
        graph.add_edge(row["tribe"], row["other"], sign=int(row["sign"]))
    return graph


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
