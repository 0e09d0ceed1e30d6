"""Positions of nodes: components laid out one by one and packed side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import networkx as nx

from kg.presentation.label_placement import (
    STRETCH,
    Box,
    Line,
    Place,
    apart,
    area_of,
    box,
    bundle,
    middle,
    shape,
)

GAP = 60.0
# The whole is so much wider than high.
PAGE_STRETCH = 1.3
LEAST = 900.0


def packed(sizes: Sequence[tuple[float, float]]) -> list[Place]:
    """Upper left corner of each part: in rows, and within a row in columns.

    The first part opens the first row; a row is as high as what opens it.
    """
    area = sum((wide + GAP) * (high + GAP) for wide, high in sizes)
    room = max(LEAST, PAGE_STRETCH * math.sqrt(area))
    found: list[Place] = []
    left = top = y = column = bottom = 0.0
    for wide, high in sizes:
        if found and (y + high > bottom or column == 0.0):
            left, y, column = left + column + GAP, top, 0.0
            if left + wide > room:
                left, top = 0.0, bottom + GAP
                y, bottom = top, top + high
        bottom = max(bottom, y + high)
        found.append((left, y))
        y += high + GAP
        column = max(column, wide)
    return found


CROWD, WIDE = 0.12, 1.6
# More than this are laid out closely, so that all their names can be read in one frame.
CROWD_OF = 12
WIDEST = 190.0
TURNS = 16
# So many places are tried for one whose lines cross no box, before one that only fits is taken.
CHOOSY = 6 * TURNS
CROWDED = 90
IN_ROW = 6
# So many of a part's nodes are laid out as a whole.
CORE = 12


def places(network: nx.MultiDiGraph[str], first: Iterable[str]) -> dict[str, Place]:
    """Positions of all nodes: the first ones laid out as a whole, the others placed around them.

    What nothing links to the first ones stands beside them, part by part.
    """
    start = _first(network, sorted(first))
    parts = sorted(
        nx.weakly_connected_components(network), key=lambda part: (-len(part), min(part))
    )
    mine = {node for part in parts if not part.isdisjoint(start) for node in part}
    blocks = [settle_layout(network, start, mine)] if mine else []
    blocks += [_part(network, part) for part in parts if len(part) > 1 and part.isdisjoint(mine)]
    found = _side_by_side(network, blocks)
    # What nothing is linked to has no neighbours to stand near: rows below everything else.
    return found | _rows(sorted(set(network) - set(found)), list(found.values()))


def _part(network: nx.MultiDiGraph[str], part: Collection[str]) -> dict[str, Place]:
    """Layout of one part: the nodes with the most neighbours first, the others around them."""
    most = sorted(part, key=lambda node: (-len(_neighbours(network, node)), node))
    inside = network.subgraph(part)
    return settle_layout(inside, _first(inside, sorted(most[:CORE])), part)


def _side_by_side(
    network: nx.MultiDiGraph[str], blocks: Sequence[Mapping[str, Place]]
) -> dict[str, Place]:
    """Blocks of placed nodes in one picture; the first stays where it is."""
    frames = []
    for block in blocks:
        boxes = [box(network.nodes[node], node, place) for node, place in block.items()]
        left = min(one.x - one.half_width for one in boxes)
        top = min(one.y - one.half_height for one in boxes)
        wide = max(one.x + one.half_width for one in boxes) - left
        frames.append((left, top, wide, max(one.y + one.half_height for one in boxes) - top))
    found: dict[str, Place] = {}
    corners = packed([frame[2:] for frame in frames])
    for block, frame, corner in zip(blocks, frames, corners, strict=True):
        x, y = (frames[0][axis] + corner[axis] - frame[axis] for axis in (0, 1))
        found |= {n: (round(at[0] + x, 1), round(at[1] + y, 1)) for n, at in block.items()}
    return found


def settle_layout(
    network: nx.MultiDiGraph[str], placed: Mapping[str, Place], new: Collection[str]
) -> dict[str, Place]:
    """Keep the placed nodes, and place new ones near their neighbours without overlaps."""
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
    """The first free position tried, if possible one whose lines cross no other box."""
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
    """Check if a box overlaps no other box and no strip."""
    return not any(map(tried.meets, boxes)) and not any(line.aside(tried) for line in lines)


def _rows(alone: list[str], taken: list[Place]) -> dict[str, Place]:
    left = min((x for x, _ in taken), default=0.0)
    top = max((y for _, y in taken), default=0.0) + 120
    right = max((x for x, _ in taken), default=0.0)
    in_row = max(IN_ROW, int((right - left) / (WIDEST + 40)))
    return {
        node: (round(left + i % in_row * (WIDEST + 40), 1), round(top + i // in_row * 80.0, 1))
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
    tight = len(first) > CROWD_OF
    shapes = []
    for part in map(sorted, parts):
        crowd = len(part) > CROWD_OF
        found = shape(simple.subgraph(part), area_of(network, part) if crowd else 0.0)
        shapes.append(apart(network, found, room=0.0 if crowd else 0.8 if tight else 1.0))
    return _side_by_side(network, shapes)


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
