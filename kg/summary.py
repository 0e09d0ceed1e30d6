"""A network too large to draw, as the groups that its claims form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from kg.analysis.communities import communities

__all__ = ["PREFIX", "Group", "groups", "linked"]

PREFIX = "group:"
# More groups than this are no summary; the smallest are put together.
MOST = 24
# More lines than this between groups hide one another.
MOST_LINES = 48


@dataclass(frozen=True)
class Group:
    """Entities that are tied more among themselves than to the rest."""

    id: str
    label: str
    members: tuple[str, ...]  # the most spoken of first


def groups(network: nx.MultiDiGraph[str]) -> dict[str, Group]:
    """The groups of a network, the largest first; the same network gives the same groups."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    pairs = Counter((min(a, b), max(a, b)) for a, b in network.edges() if a != b)
    simple.add_weighted_edges_from((a, b, count) for (a, b), count in sorted(pairs.items()))
    found = communities(simple, seeds=1).of
    inside: dict[int, list[str]] = {}
    for node in simple:
        # Whoever nothing is said about belongs to no community.
        inside.setdefault(found.get(node, 0), []).append(node)
    sized = sorted(inside.values(), key=lambda members: (-len(members), members[0]))
    kept, rest = sized[: MOST - 1], [node for members in sized[MOST - 1 :] for node in members]
    made = [_group(network, number, members) for number, members in enumerate(kept, start=1)]
    if rest:
        made.append(_group(network, MOST, rest, "the rest"))
    return {group.id: group for group in made}


def _group(
    network: nx.MultiDiGraph[str], number: int, members: list[str], label: str = ""
) -> Group:
    ranked = sorted(members, key=lambda node: (-network.degree(node), node))
    name = label or f"round {network.nodes[ranked[0]]['label']}"
    return Group(f"{PREFIX}{number}", name, tuple(ranked))


def linked(network: nx.MultiDiGraph[str], found: Mapping[str, Group]) -> list[tuple[str, str, int]]:
    """How many claims link each two groups; the most linked pairs only."""
    of = {node: group.id for group in found.values() for node in group.members}
    counts: Counter[tuple[str, str]] = Counter()
    for a, b in network.edges():
        if of[a] != of[b]:
            counts[min(of[a], of[b]), max(of[a], of[b])] += 1
    pairs = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(a, b, count) for (a, b), count in pairs[:MOST_LINES]]
