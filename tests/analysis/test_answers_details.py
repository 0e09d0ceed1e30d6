"""Details beside a number: the organizations that it concerns."""

from kg.analysis.answers import detail
from kg.analysis.measures import MEASURES, findings
from tests.small_networks import network

CHAIN = ("a assists b", "b assists c", "a assists c", "c assists d", "d assists e")


def told(measure: str, *claims: str, entity: str | None = None, other: str | None = None) -> str:
    graph = network(*claims)
    found = findings(graph, [measure])
    chosen = [f for f in found if entity in (None, f.entity) and other in (None, f.other)]
    return detail(graph, chosen[0])


def test_a_tie_that_holds_two_parts_together_names_whom_it_would_cut_off():
    assert told("bridge", *CHAIN, entity="c") == "Without this tie, D and E would be cut off."
    assert told("bridge", *CHAIN, entity="d") == "Without this tie, E would be cut off."


def test_an_organization_that_holds_two_parts_together_names_them_too():
    assert told("articulation", *CHAIN, entity="c") == "Without C, D and E would be cut off."
    assert told("articulation", *CHAIN, entity="d") == "Without D, E would be cut off."


def test_the_partner_of_a_competitor_is_named_with_the_competitor():
    claims = ("me assists p", "rival assists p", "me competesWith rival", "me assists q")
    assert told("partners-of-rivals", *claims, entity="me") == (
        "Of the partners of Me, P also works with Rival."
    )


def test_what_two_have_in_common_is_named():
    claims = ("a assists p", "b assists p", "b assists q", "a assists q", "a competesWith x")
    assert told("common-partners", *claims, entity="a", other="b") == (
        "Tied to both by cooperation: P and Q."
    )
    assert told("common-rivals", *claims, "b competesWith x") == ("Tied to both by competition: X.")


def test_a_community_says_who_is_in_it_and_how_firmly():
    two = ("a assists b", "b assists c", "a assists c", "x assists y", "y assists z", "x assists z")
    assert told("community", *two, entity="a") == (
        "In the community of A: B and C. In 20 repetitions of the search, 100% of them were in "
        "one group with A on average."
    )


def test_a_position_names_who_shares_it_or_who_is_most_alike():
    claims = ("a supplies b", "c supplies d", "a supplies e", "c competesWith b")
    assert told("position", *claims, entity="d") == "In the same position as D: E."
    assert told("position", *claims, entity="a") == (
        "Nobody else is in the position of A; C has the most similar mixture of ties (0.71 of 1)."
    )


def test_a_number_that_says_it_all_has_no_detail_and_none_breaks():
    graph = network(*CHAIN, "a competesWith d", "b competesWith d")
    for found in findings(graph, list(MEASURES)):
        text = detail(graph, found)
        assert not text or text.endswith(".")
    assert not detail(graph, findings(graph, ["degree"])[0])
