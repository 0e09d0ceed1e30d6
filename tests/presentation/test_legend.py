from kg.presentation import drawing
from tests.networks import claim


def test_a_claim_is_marked_as_denied_cited_or_in_the_headline_only():
    assert drawing.mark(claim()) == ""
    assert drawing.mark(claim(form="headline")) == "headline"
    assert drawing.mark(claim(form="headline", evidence="cited")) == "cited"
    assert drawing.mark(claim(form="headline", polarity="denied")) == "denied"


def test_a_badge_counts_the_sources_and_shows_the_gravest_disagreement():
    assert drawing.badge(claim()) == ""
    assert drawing.badge(claim(voices=3, others=("agree",))) == "3"
    assert drawing.badge(claim(voices=1, others=("differ",))) == "≠"
    assert drawing.badge(claim(voices=2, others=("agree", "differ", "conflict"))) == "2!"


def test_the_legend_explains_only_what_is_drawn():
    assert drawing.marks([claim()]) == []
    signs = drawing.marks([claim(form="headline"), claim(others=("conflict",))])
    assert [row["label"] for row in signs] == ["headline only", "contradicted elsewhere"]


def test_each_step_is_counted_and_says_whether_it_is_shown():
    steps = drawing.steps({"stated": 4}, {"stated", "agreed"})
    assert [(step["id"], step["count"], step["on"]) for step in steps] == [
        ("stated", 4, True),
        ("agreed", 0, True),
        ("intended", 0, False),
        ("suggested", 0, False),
    ]
