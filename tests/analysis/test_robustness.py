"""Ranks that remain when only facts are counted, in a sentence."""

from kg.analysis.centrality import betweenness, degree
from kg.analysis.robustness import losses, over_levels, ranks_by_level, robust_places, without
from tests.small_networks import network


def told(*claims: str) -> str:
    graph = network(*claims)
    return robust_places(graph, over_levels(graph, degree))


def test_a_place_that_facts_alone_give_is_said_to_survive():
    text = told("a assists b", "a assists c", "a assists d", "b assists c hint")
    assert text.startswith("A ranks first on facts alone and on everything")


def test_a_place_that_rests_on_more_says_on_what():
    text = told(
        "a assists b",
        "a assists c",
        "a assists d",
        "a assists f",
        "e assists b agreement",
        "e assists c plan",
        "e assists d plan",
    )
    assert "E's second place rests on one agreement and two plans" in text
    assert "on facts alone it has none" in text


def test_a_shared_place_is_said_to_be_shared():
    assert told("a assists b") == "A and B share the first place."
    assert told("a assists b", "c assists d") == "4 share the first place."


def test_no_tie_is_no_ranking():
    assert told() == "There is no tie to rank."


def test_never_being_in_between_is_no_place():
    graph = network("a assists b", "b assists c", "c assists d hint")
    held = ranks_by_level(over_levels(graph, betweenness))
    assert held["b"] == {"stated": 1, "agreed": 1, "intended": 1, "all": 1}
    assert held["c"] == {"stated": None, "agreed": None, "intended": None, "all": 1}


def test_removing_a_claim_changes_the_places():
    claims = ("a assists b", "a assists c", "b assists d plan", "b assists e plan")
    assert "B's first place rests on two plans" in told(*claims)
    assert told(*claims[:-1]) == "A and B share the first place; C and D share the third place."


def test_places_that_facts_alone_give_are_told_together():
    stars = {"a": 4, "b": 3, "c": 2}
    claims = [f"{hub} assists {hub}{i}" for hub, count in stars.items() for i in range(count)]
    expected = "A, B and C rank first, second and third on facts alone and on everything."
    assert told(*claims) == expected
    assert told(*claims, "c assists c9 hint", "c assists c8 hint", "c assists c7 hint") == (
        "C's first place rests on three hints: on facts alone it is third; "
        "A's second place rests on claims about others that are not stated as done: "
        "on facts alone it is first; "
        "B's third place rests on claims about others that are not stated as done: "
        "on facts alone it is second."
    )


CLAIMS = (
    "a partnersWith b fact news",
    "a partnersWith c fact news",
    "c partnersWith d fact paper",
    "c partnersWith e fact paper",
    "a partnersWith b fact paper",
)


def test_leaving_a_source_out_leaves_the_organizations_in():
    rest = without(network(*CLAIMS), "source", "news")
    assert sorted(key for *_, key in rest.edges(keys=True)) == ["3", "4", "5"]
    assert sorted(rest) == ["a", "b", "c", "d", "e"]


def test_a_loss_tells_who_moves_and_which_pairs_are_no_longer_tied():
    paper, news = losses(network(*CLAIMS), degree)
    assert (paper.left_out, paper.claims, paper.pairs_lost) == ("paper", ("3", "4", "5"), 2)
    assert (paper.first, paper.first_without) == (("c",), ("a",))
    assert (news.pairs_lost, news.first_without) == (1, ("c",))
    assert news.agreement is not None
    assert paper.agreement is not None
    assert news.agreement > paper.agreement


def test_without_the_only_source_nobody_is_first():
    (only,) = losses(network("a partnersWith b", "b partnersWith c"), degree)
    assert (only.first, only.first_without, only.agreement) == (("b",), (), None)
    assert only.pairs_lost == 2


def test_speakers_are_left_out_by_themselves():
    graph = network("a partnersWith b", "b partnersWith c")
    graph.edges["a", "b", "1"]["speaker"] = "ann"
    graph.edges["a", "b", "1"]["speaker_label"] = "Ann"
    assert {loss.label: loss.claims for loss in losses(graph, degree, "speaker")} == {
        "Ann": ("1",),
        "News": ("2",),
    }
