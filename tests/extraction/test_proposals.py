"""Claims that a text may make, noticed by rules."""

from functools import partial
from itertools import pairwise, product

import pytest

from kg.errors import TooMuch
from kg.extraction.proposals import Proposal, lane, proposals
from kg.model.folder import read
from kg.resources import home
from tests.effort import calls


def only(text: str, relation: str) -> Proposal:
    found = [one for one in proposals(text, {}) if one.relation == relation]
    assert len(found) == 1, proposals(text, {})
    return found[0]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Cisco bought AppDynamics.", "fact"),
        ("Cisco agreed to buy AppDynamics.", "agreement"),
        ("Cisco will buy AppDynamics.", "plan"),
        ("Cisco intends to buy AppDynamics.", "plan"),
        ("Cisco hopes to buy AppDynamics.", "goal"),
        ("Cisco is in talks to buy AppDynamics.", "speculation"),
        ("Cisco may buy AppDynamics.", "speculation"),
        ("Cisco has hinted that it may buy AppDynamics.", "hint"),
        ("Cisco is expected to buy AppDynamics.", "prediction"),
        ("Analysts predict that Cisco will buy AppDynamics.", "prediction"),
        ("Cisco will buy AppDynamics, Bloomberg predicted.", "prediction"),
        ("If regulators agree, Cisco will buy AppDynamics.", "conditional"),
        ("Cisco to buy AppDynamics", "plan"),
        ("Cisco promised to buy AppDynamics.", "agreement"),
        ("Cisco is said to be weighing a bid for AppDynamics.", "speculation"),
        ("Cisco has not ruled out buying AppDynamics.", "speculation"),
        ("Cisco's purchase of AppDynamics, agreed in May, will be completed soon.", "plan"),
    ],
)
def test_the_outermost_hedge_says_how_firmly_it_is_put(text: str, modality: str) -> None:
    assert only(text, "acquires").modality == modality


def test_close_to_a_company_is_no_hedge() -> None:
    said = "A person close to the company hinted that Acme may buy Bell."
    assert only(said, "acquires").modality == "hint"
    assert only("Acme is close to buying Bell.", "acquires").modality == "speculation"


def test_what_is_denied_is_not_affirmed() -> None:
    assert (
        only("Samsung said it had no plans to acquire BlackBerry.", "acquires").polarity == "denied"
    )
    assert only("Samsung did not acquire BlackBerry.", "acquires").polarity == "denied"
    assert only("Samsung did acquire BlackBerry.", "acquires").polarity == "affirmed"
    assert only("Samsung has ruled out buying BlackBerry.", "acquires").polarity == "denied"
    assert only("Samsung denies that it will buy BlackBerry.", "acquires").polarity == "denied"
    assert only("Samsung ended its tie-up with BlackBerry.", "partnersWith").polarity == "denied"
    assert only("Samsung may not only help but buy Bell.", "acquires").polarity == "affirmed"


@pytest.mark.parametrize(
    ("text", "speaker", "form"),
    [
        ("Acme said it will buy Bell.", "Acme", "indirectSpeech"),
        ("“Acme will buy Bell,” said Jane Doe, its chairman.", "Jane Doe", "directQuote"),
        ("Acme may buy Bell, according to people familiar with the matter.",
         "people familiar with the matter", "indirectSpeech"),
        ("Acme may buy Bell, two sources told Reuters.", "sources", "indirectSpeech"),
        ("Acme bought Bell.", None, "narration"),
        ("Acme and Cargo said they will buy Bell.", "Acme and Cargo", "indirectSpeech"),
        ("Acme will buy Bell, Jane Doe and John Roe told Reuters.", "Jane Doe and John Roe",
         "indirectSpeech"),
        ("Acme bought Bell, according to Reuters and Bloomberg.", "Reuters and Bloomberg",
         "indirectSpeech"),
        ("Acme is said to have bought Bell.", None, "narration"),
        ("A person close to the company hinted that Acme may buy Bell.",
         "A person close to the company", "indirectSpeech"),
    ],
)  # fmt: skip
def test_who_says_it_is_proposed_too(text: str, speaker: str | None, form: str) -> None:
    one = only(text, "acquires")
    assert (one.speaker.name if one.speaker else None, one.form) == (speaker, form)


def test_two_who_speak_together_are_one_speaker_of_two() -> None:
    one = only("Acme and Bell met. The two companies said they have teamed up.", "partnersWith")
    assert one.speaker is not None
    assert (one.speaker.name, one.speaker.kind) == ("Acme and Bell", "Group")


def test_who_heads_a_company_is_not_said_by_him() -> None:
    found = proposals("Acme may buy Bell, Acme chairman Jane Doe said.", {})
    said = {one.relation: (one.modality, one.speaker and one.speaker.name) for one in found}
    assert said == {"acquires": ("speculation", "Jane Doe"), "leads": ("fact", None)}


def test_a_headline_is_told_from_the_body() -> None:
    text = "Google Partners With Ford to Bring Android to Cars\n\nGoogle has partnered with Ford."
    assert [one.form for one in proposals(text, {})] == ["headline", "narration"]


def test_an_amount_goes_with_a_relation_that_has_one() -> None:
    text = "Apple, the rival of Samsung, bought Beats for about $3 billion by 2015."
    bought = only(text, "acquires")
    assert bought.amount is not None
    assert (bought.amount.wording, bought.amount.bound) == ("about $3 billion", "approximately")
    assert all(one.amount is None for one in proposals(text, {}) if one.relation == "competesWith")


def test_what_is_taken_for_granted_is_not_made_conditional() -> None:
    text = "If Acme can sell it, Acme could very well achieve its goal of becoming a leader."
    found = {one.relation: (one.modality, one.form) for one in proposals(text, {})}
    assert found["aimsFor"] == ("goal", "presupposition")
    assert found["achieves"][0] == "conditional"


def test_talks_are_speculation_and_a_deal_called_off_is_denied() -> None:
    assert only("Apple in talks with Hyundai on cars.", "partnersWith").modality == "speculation"
    assert only("Zoom terminated its acquisition of Five9.", "acquires").polarity == "denied"
    assert only("Nvidia's takeover of Arm collapsed.", "acquires").polarity == "denied"


def test_words_and_places_are_the_text_s_own() -> None:
    text = "„Nachricht“ – Acme has teamed up with Bell’s owner, Cargo Corp."
    for one in proposals(text, {}):
        for part in (one.subject, one.object):
            assert part is not None
            assert text[part.start : part.end] == part.words
        assert text[one.passage.start : one.passage.end] == one.passage.exact


def test_known_names_are_linked_and_new_ones_are_not() -> None:
    entities = read(home("data")).entities
    one = next(iter(proposals("Alicloud competes with Zorro Cloud.", entities)))
    assert one.subject.entity is not None
    assert one.subject.entity.endswith("/alicloud")
    assert one.object is not None
    assert one.object.entity is None


def test_the_lane_holds_sentences_with_two_names_and_no_claim() -> None:
    text = "Acme bought Bell. Acme sits near Cargo. Nothing happened. Acme rests."
    taken = [one.passage for one in proposals(text, {})]
    assert [part.exact for part in lane(text, {}, taken)] == ["Acme sits near Cargo."]


def test_the_first_article_is_read_in_part() -> None:
    data = read(home("data"))
    text = next(s.text for s in data.sources.values() if s.slug == "alicloud-nvidia")
    assert text is not None
    found = {
        (one.subject.name, one.relation, one.object.name if one.object else None, one.modality)
        for one in proposals(text, data.entities)
    }
    assert {
        ("AliCloud", "partnersWith", "NVIDIA", "fact"),
        ("AliCloud", "competesWith", "AWS", "opinion"),
        ("AliCloud", "competesWith", "Amazon Web Services", "goal"),
        ("NVIDIA", "assists", "AliCloud", "hint"),
        ("NVIDIA", "assists", "Alibaba", "agreement"),
        ("AliCloud", "hasRevenue", None, "prediction"),
        ("AliCloud", "isUnitOf", "Alibaba", "fact"),
    } <= found


NAMES = ["".join(pair) for pair in product(("Ba", "Ce", "Di"), *[("lo", "mi", "nu", "ra")] * 6)]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        "AliCloud, the arm of Alibaba, has teamed up with NVIDIA to invest $1B in research. ",
        "Acme raised $5 million, with participation from Bell, including Cargo, and including ",
        "“Acme and Bell,” said Acme, which said: ",
        "Acme Buys Bell For Cash\n",
        "Acme (",
        "a ",
        "((((",
        "A",
    ],
)
def test_eight_times_the_text_takes_some_eight_times_the_effort(piece: str) -> None:
    proposals(piece * 3, {})  # cues are compiled when they are first asked for
    small, large = (piece * (size // len(piece)) for size in (6_000, 48_000))
    few, many = (calls(partial(proposals, text, {})) for text in (small, large))
    assert many < 12 * few + 10_000


@pytest.mark.timeout(60)
def test_ten_thousand_names_are_read_one_by_one() -> None:
    assert len(set(NAMES)) > 10_000
    text = " ".join(f"{one} bought {other}." for one, other in pairwise(NAMES[:10_000:4]))
    assert len(proposals(text, {})) == 2_499


def test_a_text_that_is_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(TooMuch, match="1,000,001 characters, rules read at most 1,000,000"):
        proposals("a" * 1_000_001, {})
    assert proposals("a " * 500_000, {}) == ()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "A, " * 4000,
        "Acme and " * 3000,
        "(" * 20000,
        "said " * 390,
        "said said.\n" * 2000,
        "Aa" * 990,
    ],
)
def test_hostile_text_does_not_keep_the_rules_busy(text: str) -> None:
    assert isinstance(proposals(text, {}), tuple)
