"""Which tie, or which organization, if it vanished, would cut whom off?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import depth_first_order

from kg.engines import Matrix, adjacency

__all__ = ["articulation", "bridges", "cut_off", "cut_off_without"]


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
    """Whom the loss of a bridge cuts off: the smaller side, the second end's if equal."""
    pairs: nx.Graph[Any] = nx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((x, y) for x, y in graph.edges() if {x, y} != {a, b})
    sides = [nx.node_connected_component(pairs, end) for end in (b, a)]
    smaller = min(sides, key=len)
    return [node for node in graph if node in smaller]


def cut_off_without(graph: nx.Graph[Any], node: Any) -> list[Any]:
    """Whom the loss of an organization cuts off: all of its part but the largest piece."""
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
    order, parent = depth_first_order(linked, count, directed=True)
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
    """How many hang on each, and the earliest place that one of them reaches."""
    below = [1] * len(above)
    for place in range(len(above) - 1, -1, -1):
        parent = above[place]
        if parent != place:
            below[parent] += below[place]
            low[parent] = min(low[parent], low[place])
    return below, low
