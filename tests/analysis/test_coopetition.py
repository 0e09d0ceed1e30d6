"""Partners who are rivals too, on networks of three and four."""

import pytest

from kg.analysis import signed_ties
from kg.errors import TooMuch
from tests.small_networks import network


def test_a_pair_that_cooperates_and_competes_is_named_with_the_claims_of_either_kind():
    graph = network("a partnersWith b", "b competesWith a hint", "b partnersWith c")
    assert signed_ties.coopetition(graph) == {("a", "b"): (("1",), ("2",))}


def test_common_partners_come_with_the_claims_that_make_them_common():
    graph = network("a assists m", "m partnersWith b", "a acquires b", "c competesWith m")
    assert signed_ties.common_partners(graph) == {("a", "b"): {"m": ("1", "2")}}


def test_common_rivals_are_rivals_of_both():
    graph = network("a competesWith m", "b competesWith m", "a assists n", "b assists n")
    assert signed_ties.common_rivals(graph) == {("a", "b"): {"m": ("1", "2")}}


def test_the_partner_of_my_rival_is_found_from_both_sides():
    graph = network("a competesWith b", "p assists a", "p supplies b", "q assists a")
    assert signed_ties.partners_of_rivals(graph) == {
        "a": {("p", "b"): ("1", "2", "3")},
        "b": {("p", "a"): ("1", "2", "3")},
    }


def test_without_the_claim_of_competition_there_is_no_partner_of_a_rival():
    assert signed_ties.partners_of_rivals(network("p assists a", "p supplies b")) == {}


def test_too_many_pairs_are_refused_and_not_cut_short(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signed_ties, "PAIRS", 3)
    with pytest.raises(TooMuch, match="more than 3 pairs share a neighbour"):
        signed_ties.common_partners(network(*(f"hub assists o{i}" for i in range(5))))
