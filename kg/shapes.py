"""The shape of a few linked things: spread out, lying, with room for every name and line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

import networkx as nx

from kg.boxes import GAP, Box, Line, Place, box, bundle

__all__ = ["ROOM", "STRETCH", "apart", "middle", "shape"]

# The least distance between two of the first nodes, so that a relation's name fits between them.
ROOM = 165.0
# Between the boxes of two that a line links, so much of it stays in sight.
LINKED = 96.0
# The picture is wider than high.
STRETCH = 1.2
MOST_PULL = 1.7
# A shape flatter than this is folded: a chain would leave most of the picture empty.
FLAT = 3.2
# Beyond this many, an exact layout takes longer than it is worth.
MOST_EXACT = 60
ROUNDS = 80


def shape(part: nx.Graph[str]) -> dict[str, Place]:
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
    flat = _folded(_lying(shape))
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
    centre = middle(shape.values())
    spots = {n: (x - centre[0], y - centre[1]) for n, (x, y) in shape.items()}
    across = sum(x * y for x, y in spots.values())
    spread = sum(x * x - y * y for x, y in spots.values())
    turn = -math.atan2(2 * across, spread) / 2
    cos, sin = math.cos(turn), math.sin(turn)
    return {n: (x * cos - y * sin, x * sin + y * cos) for n, (x, y) in spots.items()}


def _folded(shape: Mapping[str, Place]) -> Mapping[str, Place]:
    """A long flat shape laid in rows, to and fro, so that what follows on stays side by side."""
    left, right = (end(x for x, _ in shape.values()) for end in (min, max))
    low, high = (end(y for _, y in shape.values()) for end in (min, max))
    wide = right - left
    if len(shape) < 3 or wide < FLAT * (high - low):
        return shape
    step = wide / (len(shape) - 1)
    number = max(2, round(math.sqrt(len(shape) / 2)))
    band = (wide + step) / number
    found = {}
    for node, (x, y) in shape.items():
        row = min(int((x - left) / band + 1e-6), number - 1)
        along = x - left - row * band
        found[node] = (along if row % 2 == 0 else band - step - along, y + row * step)
    return found


def apart(network: nx.MultiDiGraph[str], shape: Mapping[str, Place]) -> dict[str, Place]:
    """The same shape, its boxes pushed off each other and out of the others' lines."""
    found = dict(shape)
    names = sorted(found)
    sizes = {name: box(network.nodes[name], name, (0.0, 0.0)) for name in names}
    linked = Counter(frozenset(pair) for pair in network.subgraph(names).edges())
    for _ in range(ROUNDS):
        before = dict(found)
        for a, b in combinations(names, 2):
            gap = LINKED if frozenset((a, b)) in linked else 2 * GAP
            _push(found, (a, b), (sizes[a].at(found[a]), sizes[b].at(found[b])), gap)
        if len(names) <= MOST_EXACT:
            _clear(linked, found, sizes)
        if found == before:
            break
    left, top = (min(spot[i] for spot in found.values()) for i in (0, 1))
    return {node: (x - left, y - top) for node, (x, y) in found.items()}


def _push(
    found: dict[str, Place], pair: tuple[str, str], boxes: tuple[Box, Box], gap: float
) -> None:
    """Push two boxes that are too close apart, the shorter way."""
    one, other = boxes
    away = (other.x - one.x, other.y - one.y)
    missing = (
        one.half_width + other.half_width + gap - abs(away[0]),
        one.half_height + other.half_height + gap - abs(away[1]),
    )
    if min(missing) <= 0.5:
        return
    axis = 0 if missing[0] < missing[1] else 1
    step = math.copysign(missing[axis] / 2, away[axis] or 1.0)
    for node, way in zip(pair, (-step, step), strict=True):
        x, y = found[node]
        found[node] = (x + way, y) if axis == 0 else (x, y + way)


def _clear(
    linked: Mapping[frozenset[str], int], found: dict[str, Place], sizes: Mapping[str, Box]
) -> None:
    """Push every box half the way out of the lines that it stands in."""
    for a, b in sorted(sorted(pair) for pair in linked if len(pair) > 1):
        room = bundle(linked[frozenset((a, b))])
        for node in sorted(found.keys() - {a, b}):
            x, y = found[node]
            if aside := Line(found[a], found[b], room).aside(sizes[node].at((x, y))):
                found[node] = (x + aside[0] / 2, y + aside[1] / 2)


def _closest(spots: Iterable[Place]) -> float:
    all_spots = list(spots)
    gaps = [math.dist(a, b) for i, a in enumerate(all_spots) for b in all_spots[:i]]
    return min(gaps, default=1.0)


def middle(spots: Collection[Place]) -> Place:
    """The place in the middle of all; the origin where there is none."""
    if not spots:
        return (0.0, 0.0)
    return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))
