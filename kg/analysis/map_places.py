"""Positions on the map: a stress layout of the whole network, the same for the same ties."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import networkit as nk
import networkx as nx
import platformdirs

from kg.analysis.communities import communities
from kg.analysis.sparse import SETTINGS

Place = tuple[float, float]
# The layout's time grows with the square of the nodes: of a larger network the best connected are
# laid out, and every other node stands round the one of them that is nearest.
MOST = 2000
PIVOTS = 30
# The length of a tie inside a community, of one between two, and of the links that are there only
# so that parts without ties to each other make one picture.
INSIDE, BETWEEN, APART = 1.0, 2.0, 3.0
GOLDEN = math.pi * (3 - math.sqrt(5))
# How far nodes stand apart that share a place, in lengths of a tie.
SPREAD = 0.15
# The frame is wider than high.
STRETCH = 1.4


def remembered(pairs: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Places for the ends of all pairs, kept on disk so that each network is laid out once."""
    ties = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    key = hashlib.sha256(Path(__file__).read_bytes() + json.dumps(ties).encode()).hexdigest()[:32]
    kept = Path(platformdirs.user_cache_dir("tech-partnerships")) / "maps" / f"{key}.json"
    if kept.exists():
        return {node: (x, y) for node, (x, y) in json.loads(kept.read_text("utf-8")).items()}
    found = places(nx.Graph(ties))
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{id(found)}")
    draft.write_text(json.dumps(found), encoding="utf-8")
    draft.replace(kept)
    return found


def places(graph: nx.Graph[str]) -> dict[str, Place]:
    """A place for every node of a graph without loops.

    Source: Gansner, Hu and North 2013, "A maxent-stress model for graph layout", IEEE Transactions
    on Visualization and Computer Graphics 19, 927-940.
    """
    ranked = sorted(graph, key=lambda node: (-graph.degree(node), node))
    if len(ranked) < 3:
        return {node: (float(number), 0.0) for number, node in enumerate(ranked)}
    centres = [n for n in ranked[:MOST] if graph.degree(n) > 1] or ranked[:1]
    cells = nx.voronoi_cells(graph, set(centres))
    far = sorted(cells.pop("unreachable", ()))
    found = _laid_out(_core(graph, centres, {centre: len(cells[centre]) for centre in centres}))
    for centre in centres:
        others = sorted(set(cells[centre]) - {centre})
        found |= dict(zip(others, _round(found[centre], len(others), 3), strict=True))
    reach = max(math.hypot(*place) for place in found.values())
    outside = max(3.0, (reach / SPREAD) ** 2)
    found |= dict(zip(far, _round((0.0, 0.0), len(far), outside), strict=True))
    return {node: (round(found[node][0] * STRETCH, 3), round(found[node][1], 3)) for node in ranked}


def _core(graph: nx.Graph[str], centres: list[str], sizes: Mapping[str, int]) -> nx.Graph[str]:
    """The centres with the ties between them, all of it connected.

    The more stand round a centre, the longer its ties.
    """
    division = communities(graph, seeds=1).of
    core: nx.Graph[str] = nx.Graph()
    core.add_nodes_from(centres)

    def tie(a: str, b: str, length: float) -> None:
        core.add_edge(a, b, length=length + SPREAD * (math.sqrt(sizes[a]) + math.sqrt(sizes[b])))

    for a, b in sorted(tuple(sorted(pair)) for pair in graph.subgraph(centres).edges()):
        tie(a, b, INSIDE if division.get(a) == division.get(b) else BETWEEN)
    rank = {node: number for number, node in enumerate(centres)}
    for part in list(nx.connected_components(core)):
        best = min(part, key=rank.__getitem__)
        if best != centres[0]:
            tie(centres[0], best, APART)
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
        spots = stress.getCoordinates()
    middle = [sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1)]
    return {
        name: (spot[0] - middle[0], spot[1] - middle[1])
        for name, spot in zip(names, spots, strict=True)
    }


def _round(centre: Place, count: int, first: float) -> list[Place]:
    """Places round a centre, `count` of them, as the seeds of a sunflower stand."""
    radii = [SPREAD * math.sqrt(first + number) for number in range(count)]
    return [
        (centre[0] + radius * math.cos(at * GOLDEN), centre[1] + radius * math.sin(at * GOLDEN))
        for at, radius in enumerate(radii)
    ]
