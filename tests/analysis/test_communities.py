"""Communities: known best divisions, the same at every run, and honest about chance."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.analysis.communities import agreement, communities, modularity
from kg.analysis.sparse import adjacency
from tests.analysis.graphs import any_graphs, simple
from tests.small_networks import sampson, sampson_groups


def groups(of: dict[Any, int]) -> list[set[Any]]:
    return [{n for n, c in of.items() if c == number} for number in sorted(set(of.values()))]


@pytest.mark.parametrize(
    "graph", [nx.florentine_families_graph(), nx.karate_club_graph(), nx.les_miserables_graph()]
)
def test_no_run_of_another_program_finds_a_better_division(graph: nx.Graph[Any]):
    one = simple(graph)
    found = communities(graph)
    # networkx's Louvain is an implementation of its own of the search for the same maximum.
    others = [nx.community.louvain_communities(one, seed=seed) for seed in range(30)]
    best = max(nx.community.modularity(one, other) for other in others)
    assert found.modularity >= best - 1e-9
    assert found.modularity == pytest.approx(nx.community.modularity(one, groups(found.of)))


def test_the_monastery_falls_into_the_groups_that_its_observer_saw():
    found, seen = communities(sampson().to_undirected()), sampson_groups()
    together = [(found.of[n], seen[n]) for n in sorted(seen)]
    assert len(set(together)) == 3
    assert agreement(*(np.array(column) for column in zip(*together, strict=True))) == 1


def test_every_run_gives_the_same_answer():
    graph = nx.gnm_random_graph(60, 150, seed=4)
    assert communities(graph) == communities(graph)


def test_two_cliques_are_certain_and_a_random_graph_is_not():
    cliques = communities(nx.barbell_graph(6, 0))
    assert (cliques.stability, set(cliques.certainty.values())) == (1.0, {1.0})
    random = communities(nx.gnm_random_graph(60, 120, seed=4))
    assert random.stability < 0.9
    assert min(random.certainty.values()) < 0.9


@settings(deadline=None, max_examples=30)
@given(any_graphs())
def test_modularity_is_that_of_networkx_and_communities_hang_together(graph: nx.Graph[Any]):
    one = simple(graph)
    found = communities(graph, seeds=3)
    assert found.of.keys() == {n for n, degree in one.degree() if degree}
    for members in groups(found.of):
        assert nx.is_connected(one.subgraph(members))
    if found.of:
        tied = one.subgraph(found.of)
        assert found.modularity == pytest.approx(nx.community.modularity(tied, groups(found.of)))


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 3)), min_size=2, max_size=12))
def test_agreement_counts_pairs_beyond_chance(labels: list[tuple[int, int]]):
    a, b = (np.array(column) for column in zip(*labels, strict=True))
    pairs = [(i, j) for i in range(len(a)) for j in range(i)]
    one, two = ([x[i] == x[j] for i, j in pairs] for x in (a, b))
    both, first, second = sum(p and q for p, q in zip(one, two, strict=True)), sum(one), sum(two)
    expected, largest = first * second / len(pairs), (first + second) / 2
    wanted = 1.0 if largest == expected else (both - expected) / (largest - expected)
    assert agreement(a, b) == pytest.approx(wanted)


def test_modularity_of_one_group_is_nothing():
    matrix = adjacency(nx.cycle_graph(5))
    assert modularity(matrix, np.zeros(5)) == pytest.approx(0)
