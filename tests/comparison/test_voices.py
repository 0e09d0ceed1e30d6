"""Voices: sources that print one report, or one person's words, support a claim once."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from kg.analysis.network import ties
from kg.analysis.robustness import losses, support
from kg.comparison.voices import acknowledged, assign, origin, support_words, voice_key
from kg.model.claims import Source

STORY = (
    "Kiwi Holdings has agreed to buy the whole of the Lychee Group for about 450 million dollars "
    "in cash, the two firms told their shareholders on Monday morning. The directors of both "
    "recommend the offer, which is to close in the autumn once the regulators have had their say. "
)
OTHER = (
    "On Monday a fruit trader bought a rival. Kiwi, which has grown fast, takes over Lychee and "
    "its orchards in the south; a person close to the talks says that jobs are safe for a year. "
)


def source(name: str, text: str | None = None, **more: Any) -> Source:
    return Source(f"https://x.example/source/{name}", name, text, **more)


def network(*said: tuple[str, str], quote: str = "bought it") -> nx.MultiDiGraph[str]:
    """Claims that Kiwi buys Lychee: the source of each, and its speaker (empty: the source)."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_node("kiwi", label="Kiwi")
    made.add_node("lychee", label="Lychee")
    for number, (name, speaker) in enumerate(said):
        iri = f"https://x.example/source/{name}"
        made.add_edge(
            "kiwi", "lychee", key=f"claim-{number}", source_iri=iri, source_title=name,
            speaker=speaker or iri, speaker_label=speaker.title() or name, quote=quote,
            relation="acquires", polarity="affirmed", retracted=False,
        )  # fmt: skip
    return made


def voices(made: nx.MultiDiGraph[str], *sources: Source, **judged: str) -> Any:
    by_iri = {one.iri: one for one in sources}
    return assign(made, by_iri, lambda iri: by_iri[iri].text, judged)


def count(made: nx.MultiDiGraph[str]) -> int:
    return len({said["voice"] for *_, said in made.edges(data=True)})


def test_near_copies_are_one_voice_and_a_text_of_its_own_is_another() -> None:
    made = network(("a", ""), ("b", ""), ("c", ""))
    copy = STORY * 3 + "Additional reporting by our staff."
    told = voices(made, source("a", STORY * 3), source("b", copy), source("c", OTHER * 3))
    assert [(tie.first[-1], tie.second[-1], tie.reason) for tie in told.ties] == [
        ("a", "b", "their texts are near copies")
    ]
    assert count(made) == 2
    assert ties(made).edges["kiwi", "lychee"]["weight"] == 2


def test_texts_that_share_half_their_wording_are_asked_about_and_count_as_two() -> None:
    made = network(("a", ""), ("b", ""))
    half = f"{STORY}{OTHER}"
    told = voices(made, source("a", STORY), source("b", half))
    assert not told.ties
    (doubt,) = told.doubtful
    assert doubt.reason.endswith("of their wording is the same")
    assert count(made) == 2


@pytest.mark.parametrize(
    ("answer", "number"), [("one", 1), ("apart", 2)], ids=["one voice", "two voices"]
)
def test_a_persons_answer_decides_whatever_the_texts_say(answer: str, number: int) -> None:
    made = network(("a", ""), ("b", ""))
    sources = (
        (source("a", STORY), source("b", STORY))
        if answer == "apart"
        else (source("a"), source("b"))
    )
    told = voices(made, *sources, **{voice_key(sources[1].iri, sources[0].iri): answer})
    assert count(made) == number
    assert not told.doubtful


def test_papers_that_name_one_agency_are_one_voice() -> None:
    first = source("a", "LONDON, Jan 20 (Reuters) - Kiwi buys Lychee.", publisher="Herald")
    second = source("b", "Kiwi takes over Lychee.\nSource: Reuters", publisher="Courier")
    third = source("c", "Reuters is a rival of ours. Kiwi buys Lychee.", publisher="Mail")
    assert [origin(one) for one in (first, second, third)] == ["Reuters", "Reuters", ""]
    made = network(("a", ""), ("b", ""), ("c", ""))
    (tie,) = voices(made, first, second, third).ties
    assert tie.reason == "both rest on Reuters"
    assert count(made) == 2


def test_papers_that_rest_on_one_release_are_one_voice_and_on_two_are_two() -> None:
    told = {
        "a": "Kiwi Holdings said in a press release that it buys Lychee.",
        "b": "According to a press release by Kiwi Holdings the deal is done.",
        "c": "Lychee Group announced in a statement that Kiwi buys it.",
    }
    made = network(*((name, "") for name in told))
    (tie,) = voices(made, *(source(name, text) for name, text in told.items())).ties
    assert tie.reason == "both rest on a release of Kiwi Holdings"
    assert count(made) == 2


def test_one_publisher_is_one_voice_but_a_place_where_all_publish_is_nobodys() -> None:
    made = network(("a", ""), ("b", ""))
    voices(made, source("a", publisher="herald.example"), source("b", publisher="Herald.example"))
    assert count(made) == 1
    voices(made, source("a", publisher="sec.gov"), source("b", publisher="sec.gov"))
    assert count(made) == 2
    pages = ("https://www.herald.example/1", "https://herald.example/2")
    voices(made, *(source(n, address=page) for n, page in zip("ab", pages, strict=True)))
    assert count(made) == 1


def test_one_persons_words_are_one_voice_in_any_paper_and_unnamed_people_are_not() -> None:
    made = network(("a", "ann"), ("b", "ann"), ("c", ""))
    voices(made, source("a"), source("b"), source("c"))
    assert count(made) == 2
    for *_, said in made.edges(data=True):
        said["speaker_label"] = said["speaker_label"].lower()
    voices(made, source("a"), source("b"), source("c"))
    assert count(made) == 3


def test_the_same_long_quote_is_one_voice_and_the_same_few_words_are_not() -> None:
    words = "Kiwi has bought the whole of Lychee for cash"
    made = network(("a", ""), ("b", ""), quote=words)
    voices(made, source("a"), source("b"))
    assert count(made) == 1
    made = network(("a", ""), ("b", ""), quote="Kiwi buys Lychee")
    voices(made, source("a"), source("b"))
    assert count(made) == 2


def test_leaving_out_a_voice_leaves_out_every_paper_that_prints_it() -> None:
    made = network(("a", ""), ("b", ""), ("c", "kiwi"))
    text = STORY * 2
    voices(made, source("a", text), source("b", text), source("c"))
    assert [(one.label, len(one.claims), one.pairs) for one in support(made, "voice")] == [
        ("a", 2, 0), ("Kiwi", 1, 0),
    ]  # fmt: skip
    assert {one.label: len(one.claims) for one in support(made, "source")} == {
        "a": 1, "b": 1, "c": 1,
    }  # fmt: skip
    gone = list(losses(made, lambda graph: dict(graph.degree()), "voice"))
    assert [loss.label for loss in gone] == ["a", "Kiwi"]


def test_who_acknowledges_a_tie_is_told_by_the_speakers_among_the_two() -> None:
    for speakers, answer in (
        (("", "ann"), "others"), (("kiwi", "ann"), "one"), (("kiwi", "lychee"), "both"),
    ):  # fmt: skip
        made = network(*zip("ab", speakers, strict=True))
        voices(made, source("a"), source("b"))
        assert {acknowledged(said) for *_, said in made.edges(data=True)} == {answer}


def test_support_is_told_in_voices_where_papers_repeat_one() -> None:
    assert support_words(2, 6) == "2 voices, 6 outlets"
    assert support_words(1, 5) == "1 voice, 5 outlets"
    assert support_words(3, 3) == "3 sources"
