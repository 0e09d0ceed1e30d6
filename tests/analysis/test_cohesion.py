"""Cohesion against networkx and against numbers that others have printed."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings

from kg.analysis import centrality, cohesion
from kg.analysis.sparse import adjacency
from tests.analysis.graphs import any_graphs, equal, simple
from tests.small_networks import sampson


@settings(deadline=None, max_examples=60)
@given(any_graphs())
def test_any_graph_has_the_numbers_of_networkx(graph: nx.Graph[Any]):
    one = simple(graph)
    assert equal(cohesion.core(graph), nx.core_number(one))
    assert cohesion.density(graph) == pytest.approx(nx.density(one))
    assert cohesion.transitivity(graph) == pytest.approx(nx.transitivity(one))
    parts = sorted(map(len, nx.connected_components(one)), reverse=True)
    assert cohesion.component_sizes(graph) == parts


def test_two_organizations_share_a_part_exactly_if_there_is_a_way_between_them():
    graph = nx.Graph([("a", "b"), ("c", "d"), ("d", "e")])
    assert cohesion.components(graph) == {"c": 1, "d": 1, "e": 1, "a": 2, "b": 2}


def test_the_florentine_families_have_the_numbers_that_igraph_prints():
    graph = nx.florentine_families_graph()
    # P. Sullivan 2022, "A Network Analysis of Florentine Families", by igraph and sna:
    # transitivity 0.1914894 and three closed triads; the isolated Pucci do not matter to either.
    assert cohesion.transitivity(graph) == pytest.approx(0.1914894, abs=5e-8)
    closed = [three for three in combinations(graph, 3) if graph.subgraph(three).size() == 3]
    assert len(closed) == 3


def test_the_monastery_has_the_ties_that_statnet_documents():
    graph = sampson()
    # The data set `samplike`: 18 novices, 88 ties, 28 of them mutual.
    mutual = sum(graph.has_edge(b, a) for a, b in graph.edges()) / 2
    assert (len(graph), graph.number_of_edges(), mutual) == (18, 88, 28)
    assert cohesion.density(graph) == pytest.approx((88 - 28) / (18 * 17 / 2))


@pytest.mark.parametrize("size", [3, 4, 9])
def test_a_star_is_as_centralized_as_can_be_and_a_ring_not_at_all(size: int):
    star, ring = nx.star_graph(size), nx.cycle_graph(size)
    for name in ("degree", "closeness", "betweenness"):
        values, gathered = getattr(centrality, name), getattr(cohesion, f"{name}_centralization")
        assert gathered(values(star)) == pytest.approx(1)
        assert gathered(values(ring)) == pytest.approx(0)


def test_the_florentine_families_have_the_centralization_of_the_textbook():
    # Wasserman and Faust 1994, chapter 5: .267 of ties and .383 of passage among the sixteen
    # families, .322 of closeness without the Pucci, who married into none of the others.
    graph = nx.florentine_families_graph()
    near = cohesion.closeness_centralization(centrality.closeness(graph))
    assert centrality.closeness(graph)["Medici"] == pytest.approx(0.560, abs=5e-4)
    graph.add_node("Pucci")
    ties = cohesion.degree_centralization(centrality.degree(graph))
    passage = cohesion.betweenness_centralization(centrality.betweenness(graph))
    assert [round(value, 3) for value in (ties, near, passage)] == [0.267, 0.322, 0.383]


def test_nothing_and_one_alone_have_no_centralization():
    for graph in (nx.empty_graph(0), nx.empty_graph(1), nx.path_graph(2)):
        assert cohesion.degree_centralization(centrality.degree(graph)) == 0
        assert cohesion.closeness_centralization(centrality.closeness(graph)) == 0
        assert cohesion.betweenness_centralization(centrality.betweenness(graph)) == 0


@settings(deadline=None, max_examples=60)
@given(any_graphs())
def test_the_parts_are_the_same_whether_the_graph_is_converted_or_not(graph: nx.Graph[Any]):
    plain = cohesion.components(graph)
    adjacency(graph)
    assert cohesion.components(graph) == plain


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
