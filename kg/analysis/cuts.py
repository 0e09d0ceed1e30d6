"""Which tie, or which organization, if it vanished, would cut whom off?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, depth_first_order

from kg.engines import Matrix, adjacency

__all__ = ["articulation", "bridges", "cut_off"]


def bridges(graph: nx.Graph[Any]) -> dict[tuple[Any, Any], int]:
    """The ties without which a part would fall in two, and how many would be cut off.

    Formula: ties that lie on no circle; the number of organizations on the smaller side.
    Source: Harary, Norman and Cartwright 1965, Structural Models; algorithm of Hopcroft and Tarjan
    1973, "Efficient algorithms for graph manipulation", Communications of the ACM 16, 372-378.
    """
    nodes = list(graph)
    walk = _walk(adjacency(graph))
    found: dict[tuple[Any, Any], int] = {}
    for node in np.flatnonzero((walk.low > walk.place[walk.parent]) & ~walk.first):
        below, whole = int(walk.below[node]), int(walk.whole[node])
        found[nodes[walk.parent[node]], nodes[node]] = min(below, whole - below)
    return found


def articulation(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The organizations without which a part would fall apart, and how many others would be cut
    off from the largest remaining piece.

    Formula: nodes that belong to several biconnected components; the size of the part without the
    node and without its largest piece.
    Source: Hopcroft and Tarjan 1973, Communications of the ACM 16, 372-378.
    """
    walk = _walk(adjacency(graph))
    count = len(walk.place)
    # Who begins a branch that reaches nobody before the node it hangs on, and that node.
    branch = np.flatnonzero((walk.low >= walk.place[walk.parent]) & ~walk.first)
    holder = walk.parent[branch]
    pieces = np.bincount(holder, minlength=count)
    inner = np.bincount(holder, weights=walk.below[branch], minlength=count).astype(np.int64)
    largest = np.zeros(count, dtype=np.int64)
    np.maximum.at(largest, holder, walk.below[branch])
    rest = walk.whole - 1 - inner
    lost = inner + rest - np.maximum(largest, rest)
    nodes = list(graph)
    return {nodes[i]: int(lost[i]) for i in np.flatnonzero(pieces + (rest > 0) > 1) if pieces[i]}


def cut_off(graph: nx.Graph[Any], a: Any, b: Any) -> list[Any]:
    """Whom the loss of a bridge cuts off: the smaller side, the second end's if equal."""
    pairs: nx.Graph[Any] = nx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((x, y) for x, y in graph.edges() if {x, y} != {a, b})
    sides = [nx.node_connected_component(pairs, end) for end in (b, a)]
    smaller = min(sides, key=len)
    return [node for node in graph if node in smaller]


@dataclass(frozen=True)
class _Walk:
    """A walk into the depth through every part; each value is an array in the graph's order."""

    place: Any  # when the walk came here
    parent: Any  # from where; from itself where it began
    first: Any  # whether it began a part here
    below: Any  # how many the walk found from here on, this one included
    low: Any  # the earliest place that a tie from one of these leads to
    whole: Any  # how many the part has


def _walk(matrix: Matrix) -> _Walk:
    count = matrix.shape[0]
    parts, of = connected_components(matrix, directed=False)
    starts = np.unique(of, return_index=True)[1]
    # A node that leads to one of each part: a single walk reaches them all.
    linked = sp.csr_array(
        (
            np.ones(matrix.nnz + parts),
            np.concatenate((matrix.indices, starts)),
            np.concatenate((matrix.indptr, [matrix.nnz + parts])),
        ),
        shape=(count + 1, count + 1),
    )
    order, parent = depth_first_order(linked, count, directed=True)
    order, parent = order[1:], parent[:count].copy()
    parent[starts] = starts
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    below, low = _from_below(order.tolist(), parent.tolist(), _reached(matrix, parent, place))
    first = np.zeros(count, dtype=bool)
    first[starts] = True
    whole = np.bincount(of, minlength=parts)[of]
    return _Walk(place, parent, first, np.array(below), np.array(low), whole)


def _reached(matrix: Matrix, parent: Any, place: Any) -> list[int]:
    """The earliest place that a tie leads to from each, but for the tie the walk came by."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    other = matrix.indices != parent[rows]
    earliest = place.copy()
    np.minimum.at(earliest, rows[other], place[matrix.indices[other]])
    found: list[int] = earliest.tolist()
    return found


def _from_below(order: list[int], parent: list[int], low: list[int]) -> tuple[list[int], list[int]]:
    """How many hang on each, and the earliest place that one of them reaches."""
    below = [1] * len(order)
    for node in reversed(order):
        above = parent[node]
        if above != node:
            below[above] += below[node]
            low[above] = min(low[above], low[node])
    return below, low
