import pytest

from kg.analysis import paths
from tests.networks import network

HINT = {"firmness": "suggested", "modality": "hint"}
PLAN = {"firmness": "intended", "modality": "plan"}


def told(way: list[paths.Step] | None) -> list[str]:
    assert way is not None
    return [way[0].start, *(step.end for step in way)]


def test_the_shortest_way_takes_a_hint_where_the_firmest_goes_round_it():
    net = network(("a", "d", HINT), ("a", "b", {}), ("b", "c", {}), ("c", "d", {}))
    assert told(paths.shortest(net, "a", "d")) == ["a", "d"]
    assert told(paths.firmest(net, "a", "d")) == ["a", "b", "c", "d"]


def test_a_way_is_as_firm_as_its_weakest_step():
    net = network(("a", "b", {}), ("b", "c", PLAN))
    assert paths.weakest(paths.firmest(net, "a", "c") or []) == "intended"


def test_of_equally_firm_ways_the_firmest_is_the_shortest():
    # A plan at the end makes the firm detour before it pointless.
    net = network(("a", "b", {}), ("b", "c", {}), ("a", "c", PLAN), ("c", "d", PLAN))
    assert told(paths.firmest(net, "a", "d")) == ["a", "c", "d"]


def test_of_equally_short_ways_the_shortest_is_the_firmest():
    net = network(("a", "b", HINT), ("b", "d", {}), ("a", "c", {}), ("c", "d", {}))
    assert told(paths.shortest(net, "a", "d")) == ["a", "c", "d"]


def test_a_way_may_run_against_a_claim_and_says_so():
    way = paths.firmest(network(("b", "a", {})), "a", "b")
    assert way is not None
    assert not way[0].forward


@pytest.mark.parametrize(
    "said", [{"polarity": "denied"}, {"retracted": True}, {"antecedent": True}], ids=str
)
def test_what_is_denied_withdrawn_or_a_mere_condition_connects_nobody(said: dict[str, object]):
    assert paths.firmest(network(("a", "b", said)), "a", "b") is None
    assert paths.shortest(network(("a", "b", said)), "a", "b") is None


def test_strangers_are_not_connected():
    assert paths.firmest(network(("a", "b", {})), "a", "nobody") is None
