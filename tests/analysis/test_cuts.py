"""Bridges and articulation points against networkx, and who is cut off against taking it away."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import given, settings

from kg.analysis import cohesion
from tests.analysis.graphs import any_graphs, simple


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_bridges_are_those_of_networkx_and_cut_off_the_smaller_side(graph: nx.Graph[Any]):
    one = simple(graph)
    found = cohesion.bridges(graph)
    assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in nx.bridges(one)}
    for (a, b), number in found.items():
        rest = nx.restricted_view(one, [], [(a, b)])
        sides = [len(nx.node_connected_component(rest, end)) for end in (a, b)]
        assert number == min(sides)
        assert len(cohesion.cut_off(graph, a, b)) == number


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_articulation_points_are_those_of_networkx_and_leave_the_largest_piece(
    graph: nx.Graph[Any],
):
    one = simple(graph)
    found = cohesion.articulation(graph)
    assert found.keys() == set(nx.articulation_points(one))
    for node, number in found.items():
        rest = one.subgraph(nx.node_connected_component(one, node) - {node})
        assert number == len(rest) - max(map(len, nx.connected_components(rest)))


def test_the_medici_hold_the_pazzi_and_the_acciaiuoli():
    graph = nx.florentine_families_graph()
    assert cohesion.articulation(graph)["Medici"] == 3
    assert set(cohesion.cut_off(graph, "Salviati", "Medici")) == {"Salviati", "Pazzi"}
