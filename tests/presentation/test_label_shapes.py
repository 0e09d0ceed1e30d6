from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx

from kg.presentation import label_placement
from kg.presentation.label_placement import Box, Line, box
from tests.networks import network

CHAIN = network(*((f"stop {n}", f"stop {n + 1}", {}) for n in range(7)))


def laid_out(net: nx.MultiDiGraph[str]) -> dict[str, Box]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(net))
    simple.add_edges_from(sorted(net.edges()), length=1.0)
    found = label_placement.apart(net, label_placement.shape(simple))
    return {node: box(net.nodes[node], node, place) for node, place in found.items()}


def test_a_chain_is_laid_in_rows_and_not_in_one_long_line():
    found = laid_out(CHAIN)
    wide = max(b.x for b in found.values()) - min(b.x for b in found.values())
    high = max(b.y for b in found.values()) - min(b.y for b in found.values())
    assert high > 0.25 * wide
    # And what follows on stays nearer than what does not.
    steps = [abs(found[a].x - found[b].x) + abs(found[a].y - found[b].y)
             for a, b in pairwise(sorted(found))]  # fmt: skip
    assert max(steps) < wide


def test_long_names_do_not_lie_on_each_other():
    names = [f"International Association of Manufacturers number {n}" for n in range(5)]
    net = network(*((a, b, {}) for a, b in combinations(names, 2)))
    found = list(laid_out(net).values())
    assert not [(a, b) for a, b in combinations(found, 2) if a.meets(b)]


def test_no_box_stands_in_a_line_between_two_others():
    net = network(("left", "right", {}), ("left", "middle", {}), ("right", "middle", {}),
                  ("left", "far", {}), ("far", "right", {}))  # fmt: skip
    found = laid_out(net)
    for a, b in net.edges():
        line = Line((found[a].x, found[a].y), (found[b].x, found[b].y), 4.0)
        assert not [node for node in found if node not in (a, b) and line.aside(found[node])]


def test_the_same_things_have_the_same_shape():
    again = network(*((b, a, {}) for a, b, _ in reversed(list(CHAIN.edges(keys=True)))))
    assert laid_out(CHAIN) == laid_out(again)
