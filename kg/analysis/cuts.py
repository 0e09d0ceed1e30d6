"""Which tie, or which organization, if it vanished, would cut whom off?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkit as nk
import networkx as nx

from kg.engines import adjacency, engine

__all__ = ["articulation", "bridges", "cut_off"]


def bridges(graph: nx.Graph[Any]) -> dict[tuple[Any, Any], int]:
    """The ties without which a part would fall in two, and how many would be cut off.

    Formula: ties that lie on no circle; the number of organizations on the smaller side.
    Source: Harary, Norman and Cartwright 1965, Structural Models; algorithm of Hopcroft and Tarjan
    1973, "Efficient algorithms for graph manipulation", Communications of the ACM 16, 372-378.
    """
    nodes = list(graph)
    tree, sizes = _blocks(graph)
    found: dict[tuple[Any, Any], int] = {}
    for block, members in sizes.items():
        if len(members) == 2:
            below, above = _sides(tree, block)
            found[nodes[members[0]], nodes[members[1]]] = min(below, above)
    return found


def articulation(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The organizations without which a part would fall apart, and how many others would be cut
    off from the largest remaining piece.

    Formula: nodes that belong to several biconnected components; the size of the part without the
    node and without its largest piece.
    Source: Hopcroft and Tarjan 1973, Communications of the ACM 16, 372-378.
    """
    nodes = list(graph)
    tree, _ = _blocks(graph)
    found: dict[Any, int] = {}
    for node, (_, branches, whole) in tree.items():
        if node >= 0 and branches:
            inner = sum(branches)
            pieces = [*branches, whole - 1 - inner]
            if sum(piece > 0 for piece in pieces) > 1:
                found[nodes[node]] = sum(pieces) - max(pieces)
    return found


def cut_off(graph: nx.Graph[Any], a: Any, b: Any) -> list[Any]:
    """Whom the loss of a bridge cuts off: the smaller side, the second end's if equal."""
    pairs: nx.Graph[Any] = nx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((x, y) for x, y in graph.edges() if {x, y} != {a, b})
    sides = [nx.node_connected_component(pairs, end) for end in (b, a)]
    smaller = min(sides, key=len)
    return [node for node in graph if node in smaller]


# A node of the tree: its number if it is an organization, -1 - its block's number otherwise.
# Its value: parent, for organizations the sizes of the branches below, the size of its part.
Tree = dict[int, tuple[int | None, list[int], int]]


def _blocks(graph: nx.Graph[Any]) -> tuple[Tree, dict[int, list[int]]]:
    """The tree of blocks and organizations of each part, and the members of each block."""
    built = engine(adjacency(graph))
    if not built.numberOfEdges():
        return {}, {}
    search = nk.components.BiconnectedComponents(built)
    blocks = {-1 - i: c for i, c in enumerate(search.run().getComponents())}
    of_node: dict[int, list[int]] = {}
    for block, members in blocks.items():
        for member in members:
            of_node.setdefault(member, []).append(block)
    tree: Tree = {}
    for root in of_node:
        if root not in tree:
            tree |= _part(root, of_node, blocks)
    return tree, blocks


def _part(root: int, of_node: dict[int, list[int]], blocks: dict[int, list[int]]) -> Tree:
    """The tree of one part, from a first organization downwards."""
    parents: dict[int, int | None] = {root: None}
    waiting = [root]
    for node in waiting:  # grows while it is read: a walk level by level
        for other in of_node[node] if node >= 0 else blocks[node]:
            if other not in parents:
                parents[other] = node
                waiting.append(other)
    below: Counter[int] = Counter()
    branches: dict[int, list[int]] = {node: [] for node in waiting}
    for node in reversed(waiting):
        below[node] += node >= 0
        parent = parents[node]
        if parent is not None:
            below[parent] += below[node]
            branches[parent].append(below[node])
    return {node: (parents[node], branches[node], below[root]) for node in waiting}


def _sides(tree: Tree, block: int) -> tuple[int, int]:
    """How many organizations are below a block of two, and how many above."""
    _, branches, whole = tree[block]
    below = sum(branches)
    return below, whole - below
