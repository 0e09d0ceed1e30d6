"""Centralities against networkx, on known graphs and on whatever hypothesis thinks of."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.analysis import centrality
from tests.analysis.graphs import any_graphs, equal, simple
from tests.small_networks import network

KNOWN = [nx.florentine_families_graph(), nx.karate_club_graph(), nx.les_miserables_graph()]


@pytest.mark.parametrize("graph", KNOWN)
def test_known_graphs_have_the_numbers_of_networkx(graph: nx.Graph[Any]):
    one = simple(graph)
    assert centrality.degree(graph) == dict(one.degree())
    assert equal(centrality.closeness(graph), nx.closeness_centrality(one))
    assert equal(centrality.betweenness(graph), nx.betweenness_centrality(one))
    expected = nx.eigenvector_centrality(one, max_iter=5000, tol=1e-10)
    assert equal(centrality.eigenvector(graph), expected, 1e-6)


def test_the_karate_club_has_the_degree_centralities_of_the_tutorials():
    # As printed in networkx tutorials of the club: 0.5152 for 33, 0.4848 for 0, 0.3636 for 32.
    degree = centrality.degree(nx.karate_club_graph())
    assert [round(degree[n] / 33, 4) for n in (33, 0, 32, 2)] == [0.5152, 0.4848, 0.3636, 0.303]


@settings(deadline=None, max_examples=60)
@given(any_graphs())
def test_any_graph_has_the_numbers_of_networkx(graph: nx.Graph[Any]):
    one = simple(graph)
    assert equal(centrality.closeness(graph), nx.closeness_centrality(one))
    assert equal(centrality.betweenness(graph), nx.betweenness_centrality(one))
    assert centrality.degree(graph) == dict(one.degree())


@settings(deadline=None, max_examples=60)
@given(any_graphs())
def test_pagerank_along_arcs_is_that_of_networkx(graph: nx.Graph[Any]):
    arcs: nx.DiGraph[Any] = nx.DiGraph(nx.DiGraph(graph).edges())
    arcs.add_nodes_from(graph)
    arcs.remove_edges_from(list(nx.selfloop_edges(arcs)))
    found = centrality.pagerank_of_arcs(arcs)
    expected = nx.pagerank(arcs, weight=None, tol=1e-13, max_iter=10_000) if len(arcs) else {}
    assert equal(found, expected, 1e-8)


@settings(deadline=None, max_examples=40)
@given(any_graphs())
def test_the_eigenvector_belongs_to_the_largest_eigenvalue(graph: nx.Graph[Any]):
    one = simple(graph)
    if one.number_of_edges():
        found = centrality.eigenvector(graph)
        raised = {n: sum(found[m] for m in one.adj[n]) for n in one}
        largest = max(nx.adjacency_spectrum(one).real)
        assert equal(raised, {n: largest * v for n, v in found.items()}, 1e-4)


def test_pagerank_reads_a_symmetric_relation_both_ways():
    found = centrality.pagerank(network("a partnersWith b", "c assists b"))
    assert found["b"] > found["a"] > found["c"]


def test_strength_counts_a_repeated_claim_once():
    graph = network("a assists b fact news", "a assists b fact news", "a assists b fact paper")
    assert centrality.strength(graph) == {"a": 2.0, "b": 2.0}


@settings(deadline=None, max_examples=4, derandomize=True)
@given(some.integers(1, 1000))
def test_a_sample_keeps_within_four_standard_errors_of_the_truth(seed: int):
    graph = nx.barabasi_albert_graph(700, 2, seed=seed)
    exact, (found, error) = centrality.betweenness(graph), centrality.sampled_betweenness(graph)
    assert 0 < error < 0.05
    assert max(abs(found[n] - exact[n]) for n in graph) < 4 * error
    exact, (found, error) = centrality.closeness(graph), centrality.sampled_closeness(graph)
    assert 0 < error < 0.05
    assert max(abs(found[n] - exact[n]) for n in graph) < 5 * error


def test_a_sample_counts_the_small_parts_exactly():
    graph = nx.disjoint_union(nx.gnm_random_graph(300, 900, seed=1), nx.path_graph(3))
    exact, (found, _) = centrality.closeness(graph), centrality.sampled_closeness(graph)
    assert [found[n] for n in (300, 301, 302)] == pytest.approx([exact[n] for n in (300, 301, 302)])


def test_only_large_graphs_are_sampled():
    assert not centrality.is_sampled(nx.karate_club_graph())
    assert centrality.is_sampled(nx.gnm_random_graph(8000, 20_000, seed=1))
