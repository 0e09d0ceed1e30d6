"""Where things stand in the picture: the same places for the same data, and nothing ever jumps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

__all__ = ["Place", "places", "settle"]

Place = tuple[float, float]

# The least distance between two of the first nodes, so that a relation's name fits between them.
ROOM = 165.0
# The picture is wider than high.
STRETCH = 1.2
MOST_PULL = 1.7
# Beyond this many first nodes, an exact layout takes longer than it is worth.
MOST_EXACT = 60
CROWD, WIDE = 0.12, 1.6
GAP = 16.0
LETTER = 7.6
WIDEST = 190.0
LINE = 22.0
TURNS = 16
IN_ROW = 6
STRIP, WIDEST_STRIP = 9.0, 50.0
ROW = 700.0


@dataclass(frozen=True)
class Box:
    """The space that a node and its name take up, around its place."""

    x: float
    y: float
    half_width: float
    half_height: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap or stand too close to be told apart."""
        return (
            abs(self.x - other.x) < self.half_width + other.half_width + GAP
            and abs(self.y - other.y) < self.half_height + other.half_height + GAP
        )


@dataclass(frozen=True)
class Line:
    """The strip that the claims between two placed nodes run in."""

    start: Place
    end: Place
    half_width: float

    def touches(self, box: Box) -> bool:
        """Whether a box stands in the strip, measured at points along it."""
        (ax, ay), (bx, by) = self.start, self.end
        away = box.half_width + self.half_width, box.half_height + self.half_width
        if not (
            min(ax, bx) - away[0] < box.x < max(ax, bx) + away[0]
            and min(ay, by) - away[1] < box.y < max(ay, by) + away[1]
        ):
            return False
        long = math.dist(self.start, self.end)
        steps = max(2, round(long / 20))
        return any(
            abs(box.x - self._along(step / steps, 0)) < away[0]
            and abs(box.y - self._along(step / steps, 1)) < away[1]
            for step in range(steps + 1)
        )

    def _along(self, share: float, axis: int) -> float:
        return self.start[axis] + share * (self.end[axis] - self.start[axis])


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
    boxes = {node: _box(network, node, place) for node, place in found.items()}
    lines = _lines(network, found)
    waiting = {node: _neighbours(network, node) for node in sorted(set(new) - set(found))}
    while waiting:
        # The best connected to what stands already comes first; names decide between equals.
        node = min(waiting, key=lambda n: (-len(waiting[n] & found.keys()), n))
        near = [found[n] for n in sorted(waiting.pop(node) & found.keys())]
        tried = (_box(network, node, spot) for spot in _spots(near, list(found.values())))
        box = next(box for box in tried if _free(box, boxes.values(), lines))
        boxes[node] = box
        found[node] = (box.x, box.y)
    return found


def _free(box: Box, boxes: Iterable[Box], lines: Iterable[Line]) -> bool:
    """Whether a box overlaps no other and stands in no strip."""
    return not any(map(box.meets, boxes)) and not any(line.touches(box) for line in lines)


def _lines(network: nx.MultiDiGraph[str], placed: Mapping[str, Place]) -> list[Line]:
    """The strips between what stands already, the wider the more claims run in them."""
    pairs = Counter(
        (min(a, b), max(a, b)) for a, b in network.edges() if a != b and {a, b} <= placed.keys()
    )
    return [
        Line(placed[a], placed[b], min(STRIP * count, WIDEST_STRIP))
        for (a, b), count in sorted(pairs.items())
    ]


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
        shape = _shape(simple.subgraph(sorted(part)))
        if found and left > ROW:
            left, top = 0.0, below + ROOM
        width = max(x for x, _ in shape.values()) + WIDEST + ROOM / 2
        found |= {n: (round(x + left, 1), round(y + top, 1)) for n, (x, y) in shape.items()}
        left += width
        below = max(below, *(found[n][1] for n in part))
    return found


def _shape(part: nx.Graph[str]) -> dict[str, Place]:
    """A connected part, its upper left corner at the origin."""
    # A subgraph's own order depends on its parent's: start from the names' order.
    ordered = sorted(part)
    turn = 2 * math.pi / len(ordered)
    circle = {n: (math.cos(i * turn), math.sin(i * turn)) for i, n in enumerate(ordered)}
    if len(ordered) < 3:
        shape = {node: (float(i), 0.0) for i, node in enumerate(ordered)}
    elif len(ordered) <= MOST_EXACT:
        shape = _spots_of(nx.kamada_kawai_layout(part, pos=circle, weight="length"))
    else:
        shape = _spots_of(nx.spring_layout(part, pos=circle, seed=1, iterations=80))
    flat = _lying(shape)
    scale = ROOM / max(_closest(flat.values()), 1e-3)
    left, top = (min(spot[i] for spot in flat.values()) for i in (0, 1))
    wide, high = (max(spot[i] for spot in flat.values()) - (left, top)[i] for i in (0, 1))
    # A flat shape is pulled apart upwards, to about the proportions of the picture.
    pull = min(MOST_PULL, max(1.0, wide / STRETCH / max(high, 1e-3)))
    return {n: ((x - left) * scale, (y - top) * scale * pull) for n, (x, y) in flat.items()}


def _spots_of(found: Mapping[str, Iterable[float]]) -> dict[str, Place]:
    """The places that networkx found, as plain numbers."""
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _lying(shape: Mapping[str, Place]) -> dict[str, Place]:
    """The same shape turned so that its longer side lies, as screens are wider than high."""
    middle = _middle(list(shape.values()))
    spots = {n: (x - middle[0], y - middle[1]) for n, (x, y) in shape.items()}
    across = sum(x * y for x, y in spots.values())
    spread = sum(x * x - y * y for x, y in spots.values())
    turn = -math.atan2(2 * across, spread) / 2
    cos, sin = math.cos(turn), math.sin(turn)
    return {n: (x * cos - y * sin, x * sin + y * cos) for n, (x, y) in spots.items()}


def _closest(spots: Iterable[Place]) -> float:
    all_spots = list(spots)
    gaps = [math.dist(a, b) for i, a in enumerate(all_spots) for b in all_spots[:i]]
    return min(gaps, default=1.0)


def _box(network: nx.MultiDiGraph[str], node: str, place: Place) -> Box:
    width = len(str(network.nodes[node].get("label", node))) * LETTER
    lines = math.ceil(width / WIDEST)
    return Box(*place, min(width, WIDEST) / 2 + 14, lines * LINE / 2 + 8)


def _spots(near: list[Place], taken: list[Place]) -> Iterator[Place]:
    """Places to try: rings round the neighbours, outward side first, or round everything."""
    middle = _middle(taken)
    centre = _middle(near) if near else middle
    outward = math.atan2(centre[1] - middle[1], centre[0] - middle[0])
    radius = 95.0 if near else max((math.dist(middle, spot) for spot in taken), default=0.0) + 120
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


def _middle(spots: list[Place]) -> Place:
    if not spots:
        return (0.0, 0.0)
    return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))
