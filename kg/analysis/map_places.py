"""Positions on the map: each community a disc of its own, the same for the same ties."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import networkx as nx
import numpy as np
import platformdirs

from kg.analysis.communities import communities
from kg.analysis.sparse import SETTINGS, nk

Place = tuple[float, float]
# A place, and the number of the community, 1 the largest.
Spot = tuple[float, float, int]
# A layout's time grows with the square of the nodes: of a larger community the best connected are
# laid out, and every other member stands round the one of them that is nearest.
MOST = 200
PIVOTS = 30
GOLDEN = math.pi * (3 - math.sqrt(5))
# How far nodes stand apart that share a place, in lengths of a tie.
SPREAD = 0.15
# Between two discs, in the distance of two nodes.
GAP = 1.0
# Where discs are many, a smaller one without ties to the others stands in the rows below them.
FEW, LEAST = 200, 4
# So many places are tried for a disc, on a spiral round where its ties pull it.
TRIES = 1500
# Of more ties than this the layout runs in a process of its own.
MOST_HERE = 10_000
# The frame is wider than high.
STRETCH = 1.4


def kept_places(pairs: Iterable[tuple[str, str]]) -> dict[str, Spot]:
    """Spots for the ends of all pairs, kept on disk so that each network is laid out once."""
    ties = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    key = hashlib.sha256(Path(__file__).read_bytes() + json.dumps(ties).encode()).hexdigest()[:32]
    kept = Path(platformdirs.user_cache_dir("tech-partnerships")) / "maps" / f"{key}.json"
    if kept.exists():
        found = kept.read_text("utf-8")
    else:
        found = _apart(ties) if len(ties) > MOST_HERE else json.dumps(spots(nx.Graph(ties)))
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{id(found)}")
        draft.write_text(found, encoding="utf-8")
        draft.replace(kept)
    return {node: (x, y, group) for node, (x, y, group) in json.loads(found).items()}


def _apart(ties: list[tuple[str, str]]) -> str:
    """The spots as JSON, from a process whose memory and libraries go with it."""
    command = [sys.executable, "-P", "-m", __spec__.name]
    return subprocess.run(
        command, input=json.dumps(ties), stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def spots(graph: nx.Graph[str]) -> dict[str, Spot]:
    """A place and a community for every node of a graph without loops.

    Each community is laid out by itself and takes a disc whose area grows with its members; discs
    that are tied lie side by side.
    Source: Rodrigues et al. 2011, "Group-in-a-box layout for multi-faceted analysis of
    communities", IEEE SocialCom 2011, 354-361, with discs; inside a disc Gansner, Hu and North
    2013, "A maxent-stress model for graph layout", IEEE TVCG 19, 927-940.
    """
    division = communities(graph, seeds=1).of
    members: dict[int, list[str]] = {}
    for node in sorted(graph, key=lambda node: (-graph.degree(node), node)):
        members.setdefault(division.get(node, 0), []).append(node)
    discs = sorted(members.values(), key=lambda disc: (-len(disc), disc[0]))
    tied = _tied(graph, discs)
    few = len(discs) <= FEW
    large = [at for at, disc in enumerate(discs) if few or len(disc) >= LEAST or tied[at]]
    centres = _side_by_side([_radius(discs[at]) for at in large], [tied[at] for at in large])
    rest = [disc for at, disc in enumerate(discs) if at not in set(large)]
    middles = dict(zip(large, centres, strict=True))
    below = iter(_rows(rest, [*zip(centres, (_radius(discs[at]) for at in large), strict=True)]))
    found: dict[str, Spot] = {}
    for number, disc in enumerate(discs):
        x, y = middles[number] if number in middles else next(below)
        for node, (dx, dy) in _inside(graph, disc).items():
            found[node] = (round(STRETCH * (x + dx), 2), round(y + dy, 2), number + 1)
    return found


def _radius(disc: Sequence[str]) -> float:
    return math.sqrt(len(disc)) if len(disc) > 1 else 0.4


def _tied(graph: nx.Graph[str], discs: list[list[str]]) -> list[Counter[int]]:
    """For each disc, its number of ties to each other one."""
    number = {node: at for at, disc in enumerate(discs) for node in disc}
    found = [Counter[int]() for _ in discs]
    for a, b in graph.edges():
        one, other = number[a], number[b]
        if one != other:
            found[one][other] += 1
            found[other][one] += 1
    return found


def _side_by_side(radii: Sequence[float], tied: Sequence[Mapping[int, int]]) -> list[Place]:
    """Centres of discs, the largest first: each as near to those it is tied to as is free."""
    steps = np.sqrt(np.arange(TRIES))
    turns = np.arange(TRIES) * GOLDEN
    around = np.stack((steps * np.cos(turns), steps * np.sin(turns)), axis=1)
    placed = np.zeros((0, 2))
    taken = np.zeros(0)
    for at, radius in enumerate(radii):
        near = [(other, count) for other, count in tied[at].items() if other < at]
        weights = np.array([count for _, count in near], dtype=float)
        pull = placed[[other for other, _ in near]]
        target = (pull * weights[:, None]).sum(0) / weights.sum() if near else np.zeros(2)
        step = (radius + GAP) / 3
        while True:
            tries = target + around * step
            gaps = np.linalg.norm(tries[:, None] - placed[None], axis=2) - taken - radius - GAP
            free = np.flatnonzero((gaps >= 0).all(axis=1))
            if len(free):
                break
            step *= 2
        # Of the nearest free places, the one nearest to the middle keeps the whole round.
        best = min(free[:20], key=lambda one: float(np.linalg.norm(tries[one])))
        placed = np.vstack((placed, tries[best]))
        taken = np.append(taken, radius)
    return [(float(x), float(y)) for x, y in placed]


def _rows(rest: Sequence[Sequence[str]], placed: Sequence[tuple[Place, float]]) -> list[Place]:
    """Centres for small parts, in rows below everything else and as wide."""
    left, right = (
        sign * max((sign * x + r for (x, _), r in placed), default=math.sqrt(len(rest)) * 1.5)
        for sign in (-1, 1)
    )
    top = min((y - r for (_, y), r in placed), default=0.0)
    step = 2 * max((_radius(disc) for disc in rest), default=1.0) + GAP
    across = max(1, int((right - left) / step))
    return [
        (left + (at % across + 0.5) * (right - left) / across, top - (at // across + 1) * step)
        for at in range(len(rest))
    ]


def _inside(graph: nx.Graph[str], disc: Sequence[str]) -> dict[str, Place]:
    """Places of a community's members inside its disc, the best connected in the middle."""
    part = graph.subgraph(disc)
    ranked = sorted(disc, key=lambda node: (-part.degree(node), node))
    if len(ranked) < 3:
        return {
            node: (float(2 * at - len(ranked) + 1) * 0.7, 0.0) for at, node in enumerate(ranked)
        }
    centres = ranked
    if len(ranked) > MOST:
        centres = [n for n in ranked[:MOST] if part.degree(n) > 1] or ranked[:1]
    cells = nx.voronoi_cells(part, set(centres))
    far = sorted(cells.pop("unreachable", ()))
    found = _laid_out(_core(part, centres, {centre: len(cells[centre]) for centre in centres}))
    for centre in centres:
        others = sorted(set(cells[centre]) - {centre})
        found |= dict(zip(others, _round(found[centre], len(others), 3), strict=True))
    found |= dict(zip(far, _round((0.0, 0.0), len(far), 9), strict=True))
    reach = sorted(math.hypot(*place) for place in found.values())
    # Whoever stands far outside is drawn to the rim, or all others would crowd in the middle.
    rim = reach[int(0.97 * (len(reach) - 1))] or 1.0
    radius = _radius(disc)
    return {
        node: (x * radius / max(rim, away), y * radius / max(rim, away))
        for node, (x, y) in found.items()
        for away in (math.hypot(x, y),)
    }


def _core(graph: nx.Graph[str], centres: list[str], sizes: Mapping[str, int]) -> nx.Graph[str]:
    """The centres with the ties between them, all of it connected.

    The more stand round a centre, the longer its ties.
    """
    core: nx.Graph[str] = nx.Graph()
    core.add_nodes_from(centres)

    def tie(a: str, b: str) -> None:
        core.add_edge(a, b, length=1 + SPREAD * (math.sqrt(sizes[a]) + math.sqrt(sizes[b])))

    for a, b in sorted(tuple(sorted(pair)) for pair in graph.subgraph(centres).edges()):
        tie(a, b)
    rank = {node: number for number, node in enumerate(centres)}
    for part in list(nx.connected_components(core)):
        best = min(part, key=rank.__getitem__)
        if best != centres[0]:
            tie(centres[0], best)
    return core


def _laid_out(core: nx.Graph[str]) -> dict[str, Place]:
    """The nodes of a connected graph by stress, round the origin."""
    names = list(core)
    if len(names) < 3:
        return {name: (2.0 * at, 0.0) for at, name in enumerate(names)}
    number = {name: at for at, name in enumerate(names)}
    # Those with the same ties start a little apart, or they would stay in one place.
    apart = _round((0.0, 0.0), len(names), 1)
    with SETTINGS:
        nk.setNumberOfThreads(1)
        nk.setSeed(1, False)
        built = nk.Graph(len(names), weighted=True)
        for a, b, tie in core.edges(data=True):
            built.addEdge(number[a], number[b], tie["length"])
        pivots = nk.viz.PivotMDS(built, 2, min(PIVOTS, len(names)))
        pivots.run()
        start = [
            (x + dx / 100, y + dy / 100)
            for (x, y), (dx, dy) in zip(pivots.getCoordinates(), apart, strict=True)
        ]
        stress = nk.viz.MaxentStress(built, 2, 1, coordinates=start, tolerance=0.1)
        stress.run()
        places = stress.getCoordinates()
    middle = [sum(place[axis] for place in places) / len(places) for axis in (0, 1)]
    return {
        name: (place[0] - middle[0], place[1] - middle[1])
        for name, place in zip(names, places, strict=True)
    }


def _round(centre: Place, count: int, first: float) -> list[Place]:
    """Places round a centre, `count` of them, as the seeds of a sunflower stand."""
    radii = [SPREAD * math.sqrt(first + number) for number in range(count)]
    return [
        (centre[0] + radius * math.cos(at * GOLDEN), centre[1] + radius * math.sin(at * GOLDEN))
        for at, radius in enumerate(radii)
    ]


if __name__ == "__main__":
    json.dump(spots(nx.Graph(json.load(sys.stdin))), sys.stdout)
