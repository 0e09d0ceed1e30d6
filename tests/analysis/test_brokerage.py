"""Structural holes against networkx, Borgatti's example and a computation word by word."""

from __future__ import annotations

from math import log
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings

from kg.analysis import brokerage
from kg.analysis.brokerage import positions, profiles, similar
from tests.analysis.graphs import any_graphs, equal, simple
from tests.small_networks import network, sampson

# The example of Borgatti 1997, Connections 20, 35-38, which networkx tests too.
PAIRS = ("AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC")
BORGATTI: nx.Graph[str] = nx.Graph([(pair[0], pair[1]) for pair in PAIRS])


def test_borgattis_example_has_his_numbers():
    size, share = brokerage.effective_size(BORGATTI), brokerage.efficiency(BORGATTI)
    assert [round(size[n], 2) for n in "GAC"] == [4.67, 2.5, 1.0]
    assert [round(share[n], 3) for n in "GAC"] == [0.778, 0.625, 1.0]
    held = brokerage.constraint(BORGATTI)
    assert [round(held[n], 3) for n in "GAC"] == [0.4, 0.595, 1.0]


@settings(deadline=None, max_examples=60)
@given(any_graphs())
def test_any_graph_has_the_numbers_of_networkx(graph: nx.Graph[Any]):
    one = simple(graph)
    tied = one.subgraph([n for n, degree in one.degree() if degree])
    assert equal(brokerage.constraint(graph), nx.constraint(tied) if len(tied) else {})
    assert equal(brokerage.effective_size(graph), nx.effective_size(tied) if len(tied) else {})
    expected = {n: v / tied.degree(n) for n, v in brokerage.effective_size(graph).items()}
    assert equal(brokerage.efficiency(graph), expected)


@pytest.mark.parametrize(
    "graph", [nx.florentine_families_graph(), nx.karate_club_graph(), sampson(), BORGATTI]
)
def test_hierarchy_is_the_unevenness_of_the_partners_constraint(graph: nx.Graph[Any]):
    one = simple(graph)
    expected = {}
    for i in one:
        shares = [nx.local_constraint(one, i, j) for j in one.adj[i]]
        mean, count = sum(shares) / len(shares), len(shares)
        disorder = sum(s / mean * log(s / mean) for s in shares)
        expected[i] = disorder / (count * log(count)) if count > 1 else 1.0
    assert equal(brokerage.hierarchy(graph), expected)


def test_who_has_no_tie_has_no_structural_hole():
    graph = nx.Graph([("a", "b")])
    graph.add_node("alone")
    for measure in (brokerage.constraint, brokerage.effective_size, brokerage.hierarchy):
        assert measure(graph).keys() == {"a", "b"}


def test_hubs_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    graph = nx.barabasi_albert_graph(300, 4, seed=1)
    whole = brokerage.constraint(graph)
    monkeypatch.setattr("kg.analysis.sparse.BLOCK", 50)
    assert equal(brokerage.constraint(graph), whole)


def test_the_same_kinds_of_ties_are_the_same_position_whoever_the_partners_are():
    graph = network("a supplies b", "c supplies d", "c supplies e", "d partnersWith e")
    held = positions(graph)
    assert held["a"] == held["c"] == (("supplies", "out"),)
    assert held["d"] == held["e"] != held["b"]


def test_a_symmetric_relation_has_no_direction():
    assert positions(network("a partnersWith b")) == {
        "a": (("partnersWith", "both"),),
        "b": (("partnersWith", "both"),),
    }


def test_a_profile_counts_others_and_not_statements():
    graph = network("a supplies b", "a supplies b", "a supplies c")
    assert profiles(graph)["a"] == {("supplies", "out"): 2}


def test_alike_are_those_with_the_same_mixture():
    graph = network("a supplies b", "c supplies d", "c supplies e", "c competesWith f")
    found = similar(graph, "a")
    assert found["c"] == pytest.approx(2 / 5**0.5)
    assert found["b"] == 0
