"""The portfolio of one organization."""

import pytest

from kg.analysis.portfolio import diversity, fact_share, portfolio, relation_diversity, rival_share
from tests.small_networks import network


def test_a_portfolio_tells_partners_kinds_rivals_and_firmness():
    graph = network(
        "me partnersWith a",
        "me assists a hint",
        "b supplies me plan",
        "me competesWith a hint",
        "me competesWith c",
        "me acquires d",
    )
    found = portfolio(graph, "me")
    assert (found.partners, found.rivals) == (("a", "b"), ("a",))
    assert dict(found.relations) == {"partnersWith": 1, "assists": 1, "supplies": 1}
    assert dict(found.firmness) == {"stated": 1, "agreed": 0, "intended": 1, "suggested": 0}
    assert (rival_share(found), fact_share(found)) == (0.5, 0.5)
    assert relation_diversity(found) == pytest.approx(2 / 3)
    assert found.claims == ("1", "2", "3")


def test_a_tie_said_twice_counts_once_and_as_firm_as_its_firmest_claim():
    found = portfolio(network("me assists a hint", "me assists a fact", "me assists a plan"), "me")
    assert dict(found.relations) == {"assists": 1}
    assert dict(found.firmness)["stated"] == 1


def test_who_has_no_partner_has_no_shares():
    found = portfolio(network("me competesWith a"), "me")
    assert found.partners == ()
    assert rival_share(found) is None
    assert relation_diversity(found) is None


def test_diversity_grows_with_kinds_and_evenness():
    assert diversity([4]) == 0
    assert diversity([2, 2]) == 0.5
    assert diversity([3, 1]) == pytest.approx(0.375)
    assert diversity([]) is None
