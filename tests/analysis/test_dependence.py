"""The effect of a source or a speaker on a ranking."""

from kg.analysis.centrality import degree
from kg.analysis.robustness import losses, without
from tests.small_networks import network

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
