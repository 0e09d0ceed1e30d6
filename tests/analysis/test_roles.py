"""Positions and profiles."""

import pytest

from kg.analysis.brokerage import positions, profiles, similar
from tests.small_networks import network


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
