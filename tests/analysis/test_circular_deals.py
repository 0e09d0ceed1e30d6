"""Circular deals: found, worded, counted, and compared with networks rewired at random."""

from random import Random

import networkx as nx
import numpy as np

from kg.analysis import circular_deals
from kg.analysis.answers import answer
from kg.analysis.circular_deals import chance, circles, payments
from kg.analysis.measures import findings
from kg.analysis.network import organizations
from tests.small_networks import network

CIRCLE = ("a investsIn b", "b commitsToBuyFrom a agreement", "c supplies b", "a investsIn c")


def random_deals(seed: int, firms: int = 9, deals: int = 30) -> "nx.MultiDiGraph[str]":
    random = np.random.default_rng(seed)
    kinds = ("investsIn", "commitsToBuyFrom", "supplies")
    said = [
        (kinds[random.integers(3)], *random.choice(firms, 2, replace=False)) for _ in range(deals)
    ]
    return network(*(f"f{a} {kind} f{b}" for kind, a, b in said))


def test_an_investor_pays_its_firm_and_a_customer_its_supplier():
    assert set(payments(network(*CIRCLE)).edges) == {("a", "b"), ("b", "a"), ("b", "c"), ("a", "c")}


def test_a_circle_is_told_with_its_payments_amounts_and_firmness():
    deals = network(*CIRCLE)
    deals.edges["b", "a", "2"]["amount"] = "250 billion dollars"
    (one,) = circles(organizations(deals, "all"))
    assert (one.nodes, one.claims, one.firmness) == (("a", "b"), (("1",), ("2",)), "agreed")
    words = circular_deals.in_words(deals, one)
    assert words.startswith("A pays B (A investsIn B), B pays A (B commitsToBuyFrom A, 250 billion")
    assert words.endswith("agreed at its softest")
    assert circles(organizations(deals, "stated")) == []


def test_a_circle_of_trade_alone_is_none_and_one_over_three_firms_is():
    assert circles(network("a supplies b", "b supplies c", "c supplies a")) == []
    three = network("a supplies b", "c supplies a", "b investsIn c")
    assert [one.nodes for one in circles(three)] == []
    three = network("a investsIn b", "c supplies b", "a supplies c")
    assert [one.nodes for one in circles(three)] == [("a", "b", "c")]


def test_the_count_by_matrices_is_the_count_of_the_circles_found():
    counts = [(len(circles(n)), chance(n).found) for n in map(random_deals, range(8))]
    assert all(listed == counted for listed, counted in counts)
    assert sum(listed for listed, _ in counts) > 50


def test_rewiring_keeps_how_often_everybody_pays_and_is_paid():
    pairs = [(a, b) for a in range(6) for b in range(12) if a != b and (a + b) % 3]
    made, random = list(pairs), Random(3)
    for _ in range(20):
        circular_deals._swap(made, random, 50)
        assert sorted(a for a, _ in made) == sorted(a for a, _ in pairs)
        assert sorted(b for _, b in made) == sorted(b for _, b in pairs)
        assert all(a != b for a, b in made)
        assert len(set(made)) == len(pairs)
        assert set(made) != set(pairs)


def test_more_circles_than_chance_gives_are_told_from_as_many():
    planted = [f"i{n} investsIn s{n}" for n in range(12)] + [f"s{n} commitsToBuyFrom i{n}"
               for n in range(12)]  # fmt: skip
    more = chance(network(*planted))
    assert more.found == 12
    assert more.expected < 3
    assert more.as_many < 0.01
    assert more.runs >= 200
    few = chance(random_deals(1))
    assert few.as_many > 0.05


def test_the_measure_lists_the_circles_with_the_claims_behind_each():
    deals = network(*CIRCLE, "d commitsToBuyFrom a hint", "a investsIn d plan")
    found = findings(deals, ["circular-deals"], "all")
    assert found[0].value == 2
    by_note = {one.note: one for one in found}
    (softest,) = (one for note, one in by_note.items() if "suggested" in note and "pays" in note)
    assert softest.claims == ("5", "6")
    assert "2 circular deals" in answer("circular-deals", organizations(deals, "all"), found)
    assert findings(network("a supplies b"), ["circular-deals"], "all") == []
