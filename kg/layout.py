"""Where things stand in the picture: the same places for the same data, and nothing ever jumps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import networkx as nx

from kg.boxes import Box, Line, Place, box, bundle
from kg.shapes import ROOM, STRETCH, apart, middle, shape

__all__ = ["Place", "places", "settle"]

CROWD, WIDE = 0.12, 1.6
WIDEST = 190.0
TURNS = 16
# So many places are tried for one whose lines cross no box, before one that only fits is taken.
CHOOSY = 6 * TURNS
CROWDED = 90
IN_ROW = 6
ROW = 700.0


def places(network: nx.MultiDiGraph[str], first: Iterable[str]) -> dict[str, Place]:
    """A place for every node: the first ones laid out as a whole, the others settled round them."""
    start = _first(network, sorted(first))
    # What nothing is linked to has no neighbours to stand near: rows below everything else.
    alone = sorted(n for n in set(network) - set(start) if not _neighbours(network, n))
    found = settle(network, start, sorted(set(network) - set(start) - set(alone)))
    return found | _rows(alone, list(found.values()))


def settle(
    network: nx.MultiDiGraph[str], placed: Mapping[str, Place], new: Collection[str]
) -> dict[str, Place]:
    """The placed nodes where they are, and the new ones near their neighbours, overlapping none."""
    found = dict(placed)
    boxes = {node: box(network.nodes[node], node, place) for node, place in found.items()}
    counts = Counter((min(a, b), max(a, b)) for a, b in network.edges() if a != b)
    lines = [
        Line(found[a], found[b], bundle(count))
        for (a, b), count in sorted(counts.items())
        if a in found and b in found
    ]
    waiting = {node: _neighbours(network, node) for node in sorted(set(new) - set(found))}
    while waiting:
        # The best connected to what stands already comes first; names decide between equals.
        node = min(waiting, key=lambda n: (-len(waiting[n] & found.keys()), n))
        close = sorted(waiting.pop(node) & found.keys())
        own = [(found[n], bundle(counts[min(n, node), max(n, node)])) for n in close]
        # In a crowd lines cross boxes anyway, and looking for a better place takes long.
        others = [at for n, at in boxes.items() if n not in close] if len(boxes) < CROWDED else []
        spots = _spots([found[n] for n in close], found.values())
        tried = (box(network.nodes[node], node, spot) for spot in spots)
        boxes[node] = _settled(tried, own, (boxes.values(), others, lines))
        found[node] = (boxes[node].x, boxes[node].y)
        if len(boxes) < CROWDED:
            lines += [Line(found[node], spot, room) for spot, room in own]
    return found


Taken = tuple[Collection[Box], list[Box], list[Line]]


def _settled(tried: Iterator[Box], own: list[tuple[Place, float]], taken: Taken) -> Box:
    """The first free place of those tried, if possible one whose lines cross no other box."""
    boxes, others, lines = taken
    crossing: Box | None = None
    for number, one in enumerate(tried):
        if crossing and number > CHOOSY:
            return crossing
        if not _free(one, boxes, lines):
            continue
        mine = [Line((one.x, one.y), spot, room) for spot, room in own]
        if not any(line.aside(other) for line in mine for other in others):
            return one
        crossing = crossing or one
    raise AssertionError("the rings of places have no end")


def _free(tried: Box, boxes: Iterable[Box], lines: Iterable[Line]) -> bool:
    """Whether a box overlaps no other and stands in no strip."""
    return not any(map(tried.meets, boxes)) and not any(line.aside(tried) for line in lines)


def _rows(alone: list[str], taken: list[Place]) -> dict[str, Place]:
    left = min((x for x, _ in taken), default=0.0)
    top = max((y for _, y in taken), default=0.0) + 120
    return {
        node: (round(left + i % IN_ROW * (WIDEST + 40), 1), round(top + i // IN_ROW * 80.0, 1))
        for i, node in enumerate(alone)
    }


def _neighbours(network: nx.MultiDiGraph[str], node: str) -> set[str]:
    return {*network.successors(node), *network.predecessors(node)} - {node}


def _first(network: nx.MultiDiGraph[str], first: list[str]) -> dict[str, Place]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(first)
    for a, b in sorted(network.edges()):
        if a != b and a in simple and b in simple:
            # Many lines between two need room to run side by side.
            length = simple.edges[a, b]["length"] + CROWD if simple.has_edge(a, b) else 1.0
            simple.add_edge(a, b, length=min(length, WIDE))
    # The largest part first; parts that nothing links stand side by side.
    parts = sorted(nx.connected_components(simple), key=lambda part: (-len(part), min(part)))
    found: dict[str, Place] = {}
    left = top = below = 0.0
    for part in parts:
        spots = apart(network, shape(simple.subgraph(sorted(part))))
        if found and left > ROW:
            left, top = 0.0, below + ROOM
        width = max(x for x, _ in spots.values()) + WIDEST + ROOM / 2
        found |= {n: (round(x + left, 1), round(y + top, 1)) for n, (x, y) in spots.items()}
        left += width
        below = max(below, *(found[n][1] for n in part))
    return found


def _spots(near: list[Place], taken: Collection[Place]) -> Iterator[Place]:
    """Places to try: rings round the neighbours, outward side first, or round everything."""
    whole = middle(taken)
    centre = middle(near) if near else whole
    outward = math.atan2(centre[1] - whole[1], centre[0] - whole[0])
    radius = 95.0 if near else max((math.dist(whole, spot) for spot in taken), default=0.0) + 120
    while True:
        for turn in range(TURNS):
            # Left and right of the outward direction in turn: 0, +1, -1, +2, -2 …
            step = (turn + 1) // 2 * (1 if turn % 2 else -1)
            angle = outward + step * 2 * math.pi / TURNS
            yield (
                round(centre[0] + radius * STRETCH * math.cos(angle), 1),
                round(centre[1] + radius * math.sin(angle), 1),
            )
        radius += 35
