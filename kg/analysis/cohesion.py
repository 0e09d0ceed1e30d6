"""Cohesion: how dense a network is, and the ties and organizations that hold it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.sparse import (
    Matrix,
    adjacency,
    by_node,
    by_size,
    converted,
    engine,
    nk,
    numbered_ties,
    sp,
    triangles,
)


def core(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Depth inside the network: the largest k such that the organization is in a group whose
    members are all tied to at least k others of the group.

    Formula: the k of the k-core that holds the organization and no deeper one does.
    Source: Seidman 1983, "Network structure and minimum degree", Social Networks 5, 269-287.
    """
    if not graph.number_of_nodes():
        return {}
    built = engine(graph)
    return by_node(graph, nk.centrality.CoreDecomposition(built).run().scores())


def components(graph: nx.Graph[Any]) -> dict[Any, int]:
    """Connected part of each organization: a path exists between two exactly if they share a part.

    Formula: connected components, numbered by size, largest first.
    Source: Harary, Norman and Cartwright 1965, Structural Models.
    """
    if not converted(graph) and not graph.is_directed():
        return _walked(graph)
    _, of = sp.csgraph.connected_components(adjacency(graph), directed=False)
    return dict(zip(graph, by_size(of).tolist(), strict=True))


def _walked(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The parts by walking from node to node: quicker than to convert a graph for this alone."""
    neighbours = dict(graph.adjacency())
    part: dict[Any, int] = {}
    sizes: list[int] = []
    for node in neighbours:
        if node not in part:
            before, number = len(part), len(sizes) + 1
            part[node] = number
            reached = [node]
            for one in reached:  # grows while it is read
                if len(part) == len(neighbours):
                    break
                for other in neighbours[one]:
                    if other not in part:
                        part[other] = number
                        reached.append(other)
            sizes.append(len(part) - before)
    ranked = sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True)
    if ranked == list(range(len(sizes))):
        return part
    place = {number + 1: place for place, number in enumerate(ranked, start=1)}
    return {node: place[number] for node, number in part.items()}


def component_sizes(graph: nx.Graph[Any]) -> list[int]:
    """Number of organizations in each connected part, largest first."""
    counts = np.bincount(list(components(graph).values()), minlength=1)[1:]
    return [int(count) for count in counts]


def density(graph: nx.Graph[Any]) -> float:
    """Share of all possible pairs that are tied: 0 for no pair, 1 for every pair.

    Formula: tied pairs over n(n - 1) / 2.
    Source: Wasserman and Faust 1994, Social Network Analysis, formula 4.2.
    """
    nodes = graph.number_of_nodes()
    return adjacency(graph).nnz / (nodes * (nodes - 1)) if nodes > 1 else 0.0


def transitivity(graph: nx.Graph[Any]) -> float:
    """Share of pairs of an organization's partners that are tied to each other.

    Formula: three times the triangles over the pairs of ties that share an organization.
    Source: Newman, Watts and Strogatz 2002, "Random graph models of social networks", PNAS 99,
    2566-2572.
    """
    matrix = adjacency(graph)
    degrees = np.diff(matrix.indptr).astype(float)
    pairs = (degrees * (degrees - 1)).sum() / 2
    found = sum(corners.shape[1] for corners, _ in triangles(numbered_ties(matrix)))
    return float(3 * found / pairs) if pairs else 0.0


def degree_centralization(degrees: Mapping[Any, float]) -> float:
    """Concentration of ties on one organization: 1 is a star, 0 means equal numbers.

    Formula: the sum of (highest degree - degree) over its largest possible sum, (n - 1)(n - 2).
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(degrees)
    return _shortfall(degrees) / ((nodes - 1) * (nodes - 2)) if nodes > 2 else 0.0


def closeness_centralization(closeness: Mapping[Any, float]) -> float:
    """Concentration of closeness on one organization: 1 is a star.

    Formula: the sum of (highest closeness - closeness) over its largest possible sum,
    (n - 1)(n - 2) / (2n - 3).
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(closeness)
    largest = (nodes - 1) * (nodes - 2) / (2 * nodes - 3)
    return _shortfall(closeness) / largest if nodes > 2 else 0.0


def betweenness_centralization(betweenness: Mapping[Any, float]) -> float:
    """Concentration of betweenness on one organization: 1 is a star.

    Formula: the sum of (highest betweenness - betweenness) over its largest possible sum, n - 1.
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(betweenness)
    return _shortfall(betweenness) / (nodes - 1) if nodes > 2 else 0.0


def _shortfall(values: Mapping[Any, float]) -> float:
    highest = max(values.values())
    return sum(highest - value for value in values.values())


def bridges(graph: nx.Graph[Any]) -> dict[tuple[Any, Any], int]:
    """The ties without which a part would fall in two, and how many would be cut off.

    Formula: ties that lie on no circle; the number of organizations on the smaller side.
    Source: Harary, Norman and Cartwright 1965, Structural Models; algorithm of Hopcroft and Tarjan
    1973, "Efficient algorithms for graph manipulation", Communications of the ACM 16, 372-378.
    """
    nodes = list(graph)
    walk = _walk(adjacency(graph))
    found: dict[tuple[Any, Any], int] = {}
    for place in walk.onwards[walk.low[walk.onwards] > walk.parent[walk.onwards]]:
        ends = walk.order[walk.parent[place]], walk.order[place]
        below, whole = int(walk.below[place]), int(walk.whole[place])
        found[nodes[ends[0]], nodes[ends[1]]] = min(below, whole - below)
    return found


def articulation(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The organizations without which a part would fall apart, and how many others would be cut
    off from the largest remaining piece.

    Formula: nodes that belong to several biconnected components; the size of the part without the
    node and without its largest piece.
    Source: Hopcroft and Tarjan 1973, Communications of the ACM 16, 372-378.
    """
    walk = _walk(adjacency(graph))
    count = len(walk.order)
    # Who begins a branch that reaches nobody before the one that it hangs on, and that one.
    branch = walk.onwards[walk.low[walk.onwards] >= walk.parent[walk.onwards]]
    holder = walk.parent[branch]
    pieces = np.bincount(holder, minlength=count)
    inner = np.bincount(holder, weights=walk.below[branch], minlength=count).astype(np.int64)
    largest = np.zeros(count, dtype=np.int64)
    np.maximum.at(largest, holder, walk.below[branch])
    rest = walk.whole - 1 - inner
    lost = inner + rest - np.maximum(largest, rest)
    nodes = list(graph)
    apart = np.flatnonzero((pieces > 0) & (pieces + (rest > 0) > 1))
    return {nodes[walk.order[place]]: int(lost[place]) for place in apart}


def cut_off(graph: nx.Graph[Any], a: Any, b: Any) -> list[Any]:
    """The organizations that the loss of a bridge cuts off: the smaller side, the second end's
    if equal.
    """
    pairs: nx.Graph[Any] = nx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((x, y) for x, y in graph.edges() if {x, y} != {a, b})
    sides = [nx.node_connected_component(pairs, end) for end in (b, a)]
    smaller = min(sides, key=len)
    return [node for node in graph if node in smaller]


def cut_off_without(graph: nx.Graph[Any], node: Any) -> list[Any]:
    """The organizations cut off by the loss of one: all of its part but the largest piece."""
    pairs: nx.Graph[Any] = nx.Graph((a, b) for a, b in graph.edges() if a != b)
    if node not in pairs:
        return []
    own = nx.node_connected_component(pairs, node) - {node}
    pieces = list(nx.connected_components(pairs.subgraph(own)))
    lost = own - max(pieces, key=len, default=set())
    return [one for one in graph if one in lost]


@dataclass(frozen=True)
class _Walk:
    """A walk into the depth through every part; each value is an array in the walk's order."""

    order: Any  # who was reached, as row of the matrix
    parent: Any  # from where, as place in this order; from itself where a part began
    below: Any  # how many the walk found from here on, this one included
    low: Any  # the earliest place that a tie from one of these leads to
    whole: Any  # how many the part has

    @property
    def onwards(self) -> Any:
        """The places that did not begin a part."""
        return np.flatnonzero(self.parent != np.arange(len(self.parent)))


def _walk(matrix: Matrix) -> _Walk:
    count = matrix.shape[0]
    # One more node, which leads to everybody: a single walk from there reaches all parts.
    linked = sp.csr_array(
        (
            np.ones(matrix.nnz + count),
            np.concatenate((matrix.indices, np.arange(count))),
            np.concatenate((matrix.indptr, [matrix.nnz + count])),
        ),
        shape=(count + 1, count + 1),
    )
    order, parent = sp.csgraph.depth_first_order(linked, count, directed=True)
    order = order[1:]
    place = np.empty(count + 1, dtype=np.int64)
    place[order] = np.arange(count)
    began = np.flatnonzero(parent[order] == count)
    above = place[parent[order]]
    above[began] = began
    below, low = _from_below(above.tolist(), _reached(matrix, parent, place)[order].tolist())
    sizes = np.diff([*began, count])
    return _Walk(order, above, np.array(below), np.array(low), np.repeat(sizes, sizes))


def _reached(matrix: Matrix, parent: Any, place: Any) -> Any:
    """The earliest place that a tie leads to from each, but for the tie the walk came by."""
    count = matrix.shape[0]
    there = place[matrix.indices]
    came = matrix.indices == np.repeat(parent[:count], np.diff(matrix.indptr))
    there[came] = count
    found = np.full(count, count)
    tied = np.flatnonzero(np.diff(matrix.indptr))
    if len(tied):
        found[tied] = np.minimum.reduceat(there, matrix.indptr[tied])
    return found


def _from_below(above: list[int], low: list[int]) -> tuple[list[int], list[int]]:
    """Number of descendants of each node, and the earliest position that one of them reaches."""
    below = [1] * len(above)
    for place in range(len(above) - 1, -1, -1):
        parent = above[place]
        if parent != place:
            below[parent] += below[place]
            low[parent] = min(low[parent], low[place])
    return below, low
