"""What a reader may click first: a hint, a name, a pair, or all that is elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.scene import Edge, Scene, View, claims, organizations

__all__ = ["busiest", "elsewhere", "suggestions"]


def suggestions(edges: Iterable[Edge]) -> dict[str, Any]:
    """Three good first clicks among some claims: a hint, the most spoken of, a far pair."""
    found = list(edges)
    order = {"hint": 0, "speculation": 1, "opinion": 2, "plan": 3}
    hints = sorted(found, key=lambda e: (order.get(e[3]["modality"], 9), e[2]))
    said = Counter(end for edge in found for end in set(edge[:2]))
    busiest = min(said, key=lambda node: (-said[node], node), default=None)
    simple: nx.Graph[str] = nx.Graph((a, b) for a, b, *_ in found)
    far = max(
        (
            (length, a, b)
            for a, reached in nx.all_pairs_shortest_path_length(simple)
            for b, length in reached.items()
            if a < b
        ),
        default=None,
    )
    return {
        "hint": hints[0] if hints else None,
        "busiest": busiest,
        "pair": (far[1], far[2]) if far else None,
    }


def busiest(network: nx.MultiDiGraph[str], most: int = 3) -> list[str]:
    """The organizations that most is said of."""
    return organizations(network, View())[:most]


def elsewhere(network: nx.MultiDiGraph[str], shown: Scene) -> tuple[int, int]:
    """How many organizations are not drawn, and in how many further sources something is said."""
    drawn = set(shown.nodes)
    every = organizations(network, View())
    told = {said["source"] for *_, said in claims(network)}
    return sum(node not in drawn for node in every), len(
        told - {e[3]["source"] for e in shown.edges}
    )
