"""Paths between two entities: the shortest and the firmest."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.model.ontology import vocabulary


@dataclass(frozen=True)
class Step:
    """One claim on the way from an entity to the next, which may run against its direction."""

    start: str
    end: str
    claim: str
    forward: bool
    said: dict[str, Any]  # the edge's attributes


def firmest(network: nx.MultiDiGraph[str], start: str, end: str) -> list[Step] | None:
    """The way whose weakest step is the firmest; of equally firm ones the shortest."""
    # Level by level: the first level on which there is a way is its weakest step.
    ways = (_walk(network, start, end, rank) for rank in range(len(vocabulary().steps)))
    return next((way for way in ways if way is not None), None)


def shortest(network: nx.MultiDiGraph[str], start: str, end: str) -> list[Step] | None:
    """The path with the fewest steps; of equally long ones the firmest. None if they are not
    connected.
    """
    every = len(vocabulary().steps)
    ways = [way for rank in range(every) if (way := _walk(network, start, end, rank)) is not None]
    # min keeps the first of equals, which is the firmest.
    return min(ways, key=len, default=None)


def weakest(way: list[Step]) -> str:
    """The firmness of the weakest step: the way is not firmer than that."""
    return max((str(step.said["firmness"]) for step in way), key=_rank)


def usable(said: dict[str, Any]) -> bool:
    """Check if a claim can be part of a path: affirmed, not retracted, not only a condition."""
    return (
        said["polarity"] == "affirmed"
        and not said.get("retracted", False)
        and not said.get("antecedent", False)
    )


def _rank(firmness: str) -> int:
    return vocabulary().steps.index(firmness)


def _walk(network: nx.MultiDiGraph[str], start: str, end: str, rank: int) -> list[Step] | None:
    """The shortest path over claims of at least this rank, or None."""
    if start not in network or end not in network:
        return None
    came: dict[str, Step | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        node = queue.popleft()
        for step in _onward(network, node, rank):
            if step.end not in came:
                came[step.end] = step
                queue.append(step.end)
    if end not in came:
        return None
    way: list[Step] = []
    while (last := came[end]) is not None:
        way.append(last)
        end = last.start
    return way[::-1]


def _onward(network: nx.MultiDiGraph[str], node: str, rank: int) -> list[Step]:
    """The firmest claim to each neighbour, in either direction, neighbours in order."""
    best: dict[str, tuple[int, str, Step]] = {}
    out = (
        (b, key, True, said) for _, b, key, said in network.out_edges(node, keys=True, data=True)
    )
    into = (
        (a, key, False, said) for a, _, key, said in network.in_edges(node, keys=True, data=True)
    )
    for other, key, forward, said in (*out, *into):
        how = _rank(said["firmness"])
        if other == node or how > rank or not usable(said):
            continue
        if other not in best or (how, key) < best[other][:2]:
            best[other] = (how, key, Step(node, other, key, forward, said))
    return [best[other][2] for other in sorted(best)]
