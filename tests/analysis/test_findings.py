"""Findings: their JSON, the threshold for a ranking, and the form of ranks."""

import pytest

from kg.analysis.findings import (
    MINIMUM,
    Finding,
    best_first,
    claims_between,
    claims_of,
    rankable,
    ranks,
)
from tests.small_networks import network, ring


def test_json_tells_the_number_and_the_claims_behind_it():
    assert Finding("degree", "a", 2, ("1", "2")).record() == {
        "measure": "degree",
        "entity": "a",
        "value": 2,
        "claims": ["1", "2"],
    }
    pair = Finding("bridge", "a", 1, (), other="b", rankable=False, note="sampled").record()
    assert (pair["other"], pair["rankable"], pair["note"]) == ("b", False, "sampled")


def test_below_the_minimum_nothing_is_ranked():
    assert not rankable(ring(MINIMUM - 1))
    assert rankable(ring(MINIMUM))


def test_repeated_claims_do_not_make_enough_to_rank():
    assert not rankable(network(*["a partnersWith b"] * 50))


def test_enough_organizations_without_enough_pairs_are_not_ranked():
    pairs = [f"a{i} partnersWith b{i}" for i in range(MINIMUM - 1)]
    assert not rankable(network(*pairs))


def test_claims_of_an_organization_are_those_at_its_ties_in_either_direction():
    graph = network("a assists b", "c assists a", "b assists c")
    assert claims_of(graph, "a") == ("1", "2")
    assert claims_between(graph, "b", "a") == ("1",)
    assert claims_between(graph, "a", "c") == ("2",)


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"a": 3.0, "b": 2.0, "c": 2.0, "d": 1.0}, {"a": 1, "b": 2, "c": 2, "d": 4}),
        ({"a": 0.1 + 0.2, "b": 0.3}, {"a": 1, "b": 1}),
        ({}, {}),
    ],
)
def test_equal_values_share_a_place(values: dict[str, float], places: dict[str, int]):
    assert ranks(values) == places


def test_equal_values_are_listed_by_name():
    assert best_first({"x": 1.0, "y": 1.0, "z": 2.0}, {"x": "Beta", "y": "Alpha"}) == [
        "z",
        "y",
        "x",
    ]
