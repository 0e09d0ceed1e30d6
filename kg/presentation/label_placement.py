"""Label placement: sizes of label boxes, and their moves until none overlaps another."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import networkx as nx

Place = tuple[float, float]

# A name is cut after so many letters; hovering shows the whole of it.
LABEL = 48
GAP = 16.0
# A letter's width and a line's height, in the sizes of organizations and of other things.
LETTER = {True: 7.7, False: 6.4}
LINE = {True: 20.0, False: 17.0}
WIDEST = 190.0
# How far apart two lines between the same pair run, in the middle.
SPACING = 30.0
MARGIN = 12.0


@dataclass(frozen=True)
class Box:
    """The space that a node and its name take up, around its place."""

    x: float
    y: float
    half_width: float
    half_height: float

    def at(self, place: Place) -> Box:
        """The same box at another place."""
        return replace(self, x=place[0], y=place[1])

    def meets(self, other: Box) -> bool:
        """Check if two boxes overlap or are too close to distinguish."""
        return (
            abs(self.x - other.x) < self.half_width + other.half_width + GAP
            and abs(self.y - other.y) < self.half_height + other.half_height + GAP
        )


@dataclass(frozen=True)
class Line:
    """The room that the claims between two placed nodes take: widest in the middle."""

    start: Place
    end: Place
    half_width: float

    def aside(self, box: Box) -> Place | None:
        """Distance that a box has to move aside to leave the strip; None if it is outside."""
        (ax, ay), (bx, by) = self.start, self.end
        wide, high = box.half_width + self.half_width, box.half_height + self.half_width
        if not (
            min(ax, bx) - wide < box.x < max(ax, bx) + wide
            and min(ay, by) - high < box.y < max(ay, by) + high
        ):
            return None
        long = math.dist(self.start, self.end) or 1.0
        right = ((bx - ax) / long, (by - ay) / long)
        across = (-right[1], right[0])
        along = (box.x - ax) * right[0] + (box.y - ay) * right[1]
        reach = box.half_width * abs(right[0]) + box.half_height * abs(right[1])
        if along < -reach or along > long + reach:
            return None
        off = (box.x - ax) * across[0] + (box.y - ay) * across[1]
        support = box.half_width * abs(across[0]) + box.half_height * abs(across[1])
        share = min(1.0, max(0.0, along / long))
        missing = support + max(2.0, self.half_width * 4 * share * (1 - share)) - abs(off)
        if missing <= 0:
            return None
        side = math.copysign(missing, off or 1.0)
        return across[0] * side, across[1] * side


def box(about: Mapping[str, Any], name: str, place: Place) -> Box:
    """The box of a node at a place: a rectangle for organizations and groups, else an oval."""
    label = str(about.get("label", name))
    square = bool(about.get("organization") or about.get("group"))
    size = 1.0 + float(about.get("weight", 0))
    lines = label_lines(label, LETTER[square] * size)
    wide = max(_width(line) for line in lines) * LETTER[square] * size
    high = len(lines) * LINE[square] * size
    if square:
        return Box(*place, wide / 2 + MARGIN, high / 2 + 8)
    # An oval has to be longer and higher than the words in it.
    return Box(*place, (wide + high) / 2 + 4, high * 0.75 + 4)


def bundle(count: int) -> float:
    """Offset of the outermost of several parallel lines."""
    lane = count // 2
    return min(lane, 2) * SPACING + max(0.0, lane - 2) * SPACING / 2 + 8


def label_lines(label: str, letter: float = LETTER[True]) -> list[str]:
    """The lines that a name is broken into, as the drawing breaks it."""
    shown = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    room = max(2, int(WIDEST / letter))
    found: list[str] = []
    for part in shown.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and _width(longer) > room:
                found.append(line)
                longer = word
            while _width(longer) > room:
                fits = next(n for n in range(len(longer), 0, -1) if _width(longer[:n]) <= room)
                found.append(longer[:fits])
                longer = longer[fits:]
            line = longer
        found.append(line)
    return found


def _width(words: str) -> int:
    """Width of a text in letters; Chinese characters count twice."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


# The least distance between two of the first nodes, so that a relation's name fits between them.
ROOM = 165.0
# Between the boxes of two that a line links, so much of it stays in sight.
LINKED = 96.0
# The picture is wider than high; its frame, with many in it, is so much.
STRETCH = 1.2
FRAME = 1.7
# The boxes of a crowd take this share of the picture.
FILLED = 0.27
MOST_PULL = 1.7
# A shape flatter than this is folded: a chain would leave most of the picture empty.
FLAT = 3.2
# Beyond this many, an exact layout takes longer than it is worth.
MOST_EXACT = 60
ROUNDS = 80
CROWD_ROUNDS = 600
# Between two boxes in any case: the corners of a drawn one are rounded outside it.
LEAST = 20.0


def shape(part: nx.Graph[str], area: float = 0.0) -> dict[str, Place]:
    """A connected part, its upper left corner at the origin; with an area, just that large."""
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
    left, top = (min(spot[i] for spot in flat.values()) for i in (0, 1))
    wide, high = (max(spot[i] for spot in flat.values()) - (left, top)[i] for i in (0, 1))
    # A flat shape is pulled apart upwards, to about the proportions of the picture.
    pull = min(MOST_PULL, max(1.0, wide / STRETCH / max(high, 1e-3)))
    if area:
        pull = wide / FRAME / max(high, 1e-3)
        scale = math.sqrt(area / max(wide * high * pull, 1e-6))
    else:
        scale = ROOM / max(_closest(flat.values()), 1e-3)
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
    """Fold a long flat shape into rows in alternating direction, so that neighbours stay
    adjacent.
    """
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


def apart(
    network: nx.MultiDiGraph[str], shape: Mapping[str, Place], *, room: float = 1.0
) -> dict[str, Place]:
    """The same shape, its boxes pushed off each other and out of the others' lines.

    Of the usual room, only a share is left where there are many; of none, lines run under boxes.
    """
    found = {node: (x * (room or 1.0), y * (room or 1.0)) for node, (x, y) in shape.items()}
    names = sorted(found)
    sizes = {name: box(network.nodes[name], name, (0.0, 0.0)) for name in names}
    linked = Counter(frozenset(pair) for pair in network.subgraph(names).edges())
    for _ in range(ROUNDS if room else CROWD_ROUNDS):
        before = dict(found)
        for a, b in combinations(names, 2):
            gap = max(LEAST, room * (LINKED if frozenset((a, b)) in linked else 2 * GAP))
            _push(found, (a, b), (sizes[a].at(found[a]), sizes[b].at(found[b])), gap)
        if room and len(names) <= MOST_EXACT:
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
    """Push every box half of its overlap away from lines."""
    for a, b in sorted(sorted(pair) for pair in linked if len(pair) > 1):
        room = bundle(linked[frozenset((a, b))])
        for node in sorted(found.keys() - {a, b}):
            x, y = found[node]
            if aside := Line(found[a], found[b], room).aside(sizes[node].at((x, y))):
                found[node] = (x + aside[0] / 2, y + aside[1] / 2)


def area_of(network: nx.MultiDiGraph[str], crowd: Iterable[str]) -> float:
    """The ground that a crowd of nodes is laid out on."""
    boxes = [box(network.nodes[name], name, (0.0, 0.0)) for name in crowd]
    return sum(4 * one.half_width * one.half_height for one in boxes) / FILLED


def _closest(spots: Iterable[Place]) -> float:
    all_spots = list(spots)
    gaps = [math.dist(a, b) for i, a in enumerate(all_spots) for b in all_spots[:i]]
    return min(gaps, default=1.0)


def middle(spots: Collection[Place]) -> Place:
    """Centre of all positions; the origin if there are none."""
    if not spots:
        return (0.0, 0.0)
    return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))
