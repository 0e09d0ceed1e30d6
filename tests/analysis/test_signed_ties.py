"""Signed networks against counting by hand, and against two published ones."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from kg.analysis import signed_ties
from kg.analysis.measures import findings
from kg.analysis.network import signed
from kg.errors import TooMuch
from tests.analysis.graphs import signed_graphs
from tests.small_networks import (
    highland_tribes,
    network,
    sampson_choices,
    sampson_groups,
    sampson_signed,
)


def by_hand(graph: nx.Graph[Any]) -> dict[str, int]:
    counts = dict.fromkeys(("+++", "++-", "+--", "---"), 0)
    for three in combinations(graph, 3):
        signs = [graph.edges[p]["sign"] for p in combinations(three, 2) if graph.has_edge(*p)]
        if len(signs) == 3 and all(signs):
            counts["+" * signs.count(1) + "-" * signs.count(-1)] += 1
    return counts


@settings(deadline=None, max_examples=60)
@given(signed_graphs())
def test_triads_are_those_counted_by_hand(graph: nx.Graph[Any]):
    counts = by_hand(graph)
    assert signed_ties.triads(graph) == counts
    whole = sum(counts.values())
    expected = (counts["+++"] + counts["+--"]) / whole if whole else None
    assert signed_ties.balance(graph) == pytest.approx(expected)
    assert len(signed_ties.unbalanced(graph)) == counts["++-"] + counts["---"]


@settings(deadline=None, max_examples=40)
@given(signed_graphs())
def test_frustration_is_the_least_over_all_divisions(graph: nx.Graph[Any]):
    nodes = list(graph)
    ties = [(a, b, d["sign"]) for a, b, d in graph.edges(data=True) if d["sign"]]
    least = len(ties)
    for sides in product((0, 1), repeat=len(nodes)):
        camp = dict(zip(nodes, sides, strict=True))
        least = min(least, sum((camp[a] == camp[b]) != (s > 0) for a, b, s in ties))
    found = signed_ties.frustration(graph)
    assert found.exact
    assert (found.at_most, len(found.ties)) == (least, least)


def test_the_highland_tribes_have_their_published_balance():
    graph = highland_tribes()
    assert (len(graph), graph.number_of_edges()) == (16, 58)
    # The package signnet documents 0.867647 by triangles and 0.758621 by frustration for `tribes`.
    assert signed_ties.balance(graph) == pytest.approx(0.867647, abs=5e-7)
    found = signed_ties.frustration(graph)
    assert found.exact
    assert 1 - 2 * found.at_most / 58 == pytest.approx(0.758621, abs=5e-7)
    # Aref and Wilson 2019: the frustration index of the tribes of New Guinea is 7.
    assert found.at_most == 7


def test_the_novices_choices_have_the_sums_that_sampson_prints():
    novices = list(sampson_groups())
    liked, disliked = dict.fromkeys(novices, 0), dict.fromkeys(novices, 0)
    for (_, other), choice in sampson_choices().items():
        (liked if choice > 0 else disliked)[other] += abs(choice)
    assert [*liked.values()] == [12, 13, 7, 12, 10, 3, 6, 6, 5, 0, 4, 9, 4, 3, 3, 2, 4, 8]
    assert [*disliked.values()] == [3, 17, 13, 18, 0, 9, 5, 10, 0, 3, 0, 1, 4, 2, 0, 1, 7, 1]


def test_the_novices_fall_into_the_camps_that_sampson_saw():
    graph = sampson_signed()
    nodes = list(graph)
    matrix = nx.to_numpy_array(graph, nodes, weight="sign")
    # Every division of the eighteen, John Bosco always on the same side.
    sides = 1 - 2 * ((np.arange(2**17)[:, None] >> np.arange(18)) & 1)
    ties = graph.number_of_edges() - sum(not d["sign"] for _, _, d in graph.edges(data=True))
    wrong = (ties - ((sides @ matrix) * sides).sum(axis=1) / 2) / 2
    found = signed_ties.frustration(graph)
    assert found.exact
    assert found.at_most == wrong.min() == 12
    (best,) = np.flatnonzero(wrong == 12)
    camp = {node for node, side in zip(nodes, sides[best], strict=True) if side < 0}
    loyal = {novice for novice, group in sampson_groups().items() if group == "Loyal"}
    # Amand is one of those whom Sampson saw waver between the groups.
    assert camp in (loyal | {"Amand"}, set(nodes) - loyal - {"Amand"})
    assert signed_ties.triads(graph) == by_hand(graph)
    assert signed_ties.balance(graph) == pytest.approx(86 / 110)


def test_a_frustration_that_was_not_finished_says_between_what_it_lies():
    graph = nx.gnm_random_graph(60, 400, seed=1)
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data["sign"] = 1 if number % 2 else -1
    found = signed_ties.frustration(graph, seconds=0.2)
    assert not found.exact
    assert found.at_least < found.at_most == len(found.ties)


def test_a_pair_that_does_both_is_left_out_of_the_triads():
    claims = ["a assists b", "b assists c", "a competesWith c"]
    assert signed_ties.triads(signed(network(*claims)))["++-"] == 1
    assert sum(signed_ties.triads(signed(network(*claims, "a assists c"))).values()) == 0


def test_behind_a_kind_of_triads_are_the_claims_of_its_ties_and_no_others():
    claims = ["a assists b", "b assists c", "a assists c", "c competesWith d", "b competesWith d"]
    graph = network(*claims, "d acquires e", "e assists f")
    held = {f.note: f.claims for f in findings(graph, ["triads"])}
    assert held == {"+++": ("1", "2", "3"), "+--": ("2", "4", "5"), "++-": (), "---": ()}
    (found,) = findings(graph, ["balance"])
    assert found.claims == ("1", "2", "3", "4", "5")


def test_behind_the_frustration_are_the_claims_that_would_have_to_change():
    graph = network("a assists b", "b assists c", "a assists c", "a competesWith d", "d assists b")
    (found,) = findings(graph, ["frustration"])
    assert (found.value, len(found.claims)) == (1, 1)
    assert found.claims[0] in {"4", "5", "1"}


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
