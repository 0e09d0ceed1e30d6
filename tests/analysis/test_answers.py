"""The answer to each question, in a sentence."""

import pytest

from kg.analysis.answers import (
    QUESTIONS,
    SAYS,
    SPECIAL,
    answer,
    network_question,
    size_in_words,
    too_little,
)
from kg.analysis.measures import MEASURES, findings
from kg.analysis.network import organizations
from kg.errors import NotFound
from tests.small_networks import network, ring

FOUR = ("a assists b", "b assists c plan", "a competesWith c", "c supplies d", "d assists b fact x")


def told(measure: str, *claims: str, entity: str | None = None) -> str:
    graph = network(*claims)
    return answer(measure, organizations(graph, "all"), findings(graph, [measure], "all"), entity)


def test_every_question_is_answered_by_measures_that_exist_and_none_is_forgotten():
    asked = [name for q in QUESTIONS for name in q.measures]
    assert sorted(asked) == sorted(MEASURES)
    assert len({q.slug for q in QUESTIONS}) == len(QUESTIONS)


def test_the_answers_to_a_question_have_different_names():
    for asked in QUESTIONS:
        labels = [MEASURES[name].label for name in asked.measures]
        assert len(set(labels)) == len(labels), labels


def test_an_unknown_question_is_told_what_there_is():
    with pytest.raises(NotFound, match="no question named 'fame'; there are: most-ties"):
        network_question("fame")


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_gives_a_sentence_whatever_there_is(measure: str):
    for claims in ((), ("a assists b",), FOUR, (*FOUR, "a assists c")):
        text = told(measure, *claims, entity="a")
        assert text.endswith((".", "?")), text
        assert text[0].isupper() or text[0].isdigit(), text


def test_too_little_is_said_with_the_counts():
    graph = organizations(network("a assists b", "a assists b fact paper"))
    assert size_in_words(graph) == "2 organizations in 1 tied pair, by 2 statements from 2 sources"
    assert str(too_little(graph)).startswith(f"{size_in_words(graph)}. Below 10 tied")
    assert too_little(organizations(ring(10))) is None


def test_a_count_is_not_sold_as_a_rank():
    assert told("degree", "a assists b", "a assists c") == (
        "A has the most ties: it is tied to 2 others; with 3 organizations that is an "
        "observation, not a ranking."
    )
    hub = [f"hub assists o{i}" for i in range(12)]
    assert told("degree", *hub).startswith(
        "Hub has the most ties: it is tied to 12 others; next come O"
    )


def test_one_is_not_told_as_several():
    assert "each is tied to 1 other;" in told("degree", "a assists b")
    assert "tied to at least 1 other of this group" in told("core", "a assists b")


def test_a_broker_is_told_by_the_paths_it_lies_on():
    star = [f"hub assists o{i}" for i in range(4)]
    assert told("betweenness", *star).startswith(
        "Hub lies on 6 of the 6 shortest paths between two others; with 5 organizations"
    )


def test_parts_are_told_by_their_number_and_the_largest():
    assert told("component", "a assists b", "b assists c") == (
        "All 3 organizations hang together, directly or over others."
    )
    assert told("component", "a assists b", "b assists c", "d assists e") == (
        "The organizations fall into 2 parts without a tie between them; the largest holds 3 of 5: "
        "A, B and C."
    )


def test_every_ranking_has_a_sentence_of_its_own_for_one_and_for_several():
    ranked = {name for name, one in MEASURES.items() if one.about == "organization"}
    assert ranked - set(SPECIAL) == set(SAYS)
    for says in SAYS.values():
        assert set(says) == {"one", "many"}
        assert all("{who}" in words for words in says.values())


def test_a_shared_first_place_names_those_who_share_it():
    graph = ring(10)
    text = answer("degree", organizations(graph), findings(graph, ["degree"]))
    assert text == ("O0, O1, O2, O3, O4 and 5 more have the most ties: each is tied to 2 others.")


def test_a_bridge_names_who_would_be_cut_off():
    text = told("bridge", "a assists b", "b assists c", "c assists a", "c assists d", "d assists e")
    assert "Without the tie between C and D, D and E would be cut off." in text


def test_a_portfolio_tells_how_firm_it_is():
    assert told("portfolio-size", *FOUR, entity="c") == (
        "C has 2 partners (1 stated as done and 1 intended) in 2 kinds of ties."
    )


def test_the_source_on_which_most_hangs_is_named():
    text = told("source-dependence", *FOUR)
    assert text.startswith("Most hangs on News: 4 tied pairs are known from it alone.")


def test_a_pair_that_is_both_is_told_with_the_statements_of_either_kind():
    text = told("coopetition", "a assists b", "b competesWith a", "a competesWith b hint")
    assert text == "A and B are both: 1 statement of cooperation and 2 of competition."
