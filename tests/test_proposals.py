"""Claims that a text may make, noticed by rules."""

from pathlib import Path

import pytest

from kg import home
from kg.errors import BadInput
from kg.proposals import Proposal, cues_of, lane, proposals
from kg.sources import read


def only(text: str, relation: str) -> Proposal:
    found = [one for one in proposals(text, {}) if one.relation == relation]
    assert len(found) == 1, proposals(text, {})
    return found[0]


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object_"),
    [
        ("Facebook bought Instagram in 2012.", "Facebook", "acquires", "Instagram"),
        ("GitHub was acquired by Microsoft in 2018.", "Microsoft", "acquires", "GitHub"),
        ("Dell completed its $67 billion acquisition of EMC.", "Dell", "acquires", "EMC"),
        ("Acme and Bell have teamed up on 5G.", "Acme", "partnersWith", "Bell"),
        (
            "Acme signed a deal worth €3 million with Bell Labs.",
            "Acme",
            "partnersWith",
            "Bell Labs",
        ),
        ("The tie-up between Renault and Nissan endures.", "Renault", "partnersWith", "Nissan"),
        ("Airbus competes with Boeing.", "Airbus", "competesWith", "Boeing"),
        ("Uber's Chinese rival Didi grew.", "Uber", "competesWith", "Didi"),
        ("Waymo sued Uber.", "Waymo", "disputesWith", "Uber"),
        ("Acme merged with Bell in 1999.", "Acme", "mergesWith", "Bell"),
        ("Acme has taken a minority stake in Bell.", "Acme", "holdsStakeIn", "Bell"),
        ("Baidu led a $600 million round in Didi.", "Baidu", "investsIn", "Didi"),
        ("Acme raised $5 million from Bell Capital.", "Bell Capital", "investsIn", "Acme"),
        ("Ericsson won a 5G contract from Vodafone.", "Ericsson", "supplies", "Vodafone"),
        ("Waymo, the self-driving arm of Alphabet, grew.", "Waymo", "isUnitOf", "Alphabet"),
        ("Alphabet's unit Waymo grew.", "Waymo", "isUnitOf", "Alphabet"),
        ("Acme licenses its patents to Bell.", "Acme", "licensesTo", "Bell"),
        ("Microsoft helps Novartis develop drugs.", "Microsoft", "assists", "Novartis"),
    ],
)
def test_a_sentence_of_business_news_is_read_the_right_way_round(
    text: str, subject: str, relation: str, object_: str
) -> None:
    one = only(text, relation)
    assert one.object is not None
    assert (one.subject.name, one.object.name) == (subject, object_)


def test_an_aside_between_name_and_verb_does_not_take_the_verb() -> None:
    text = "Royal Enfield, a subsidiary of Eicher Motors, acquired Harris Performance."
    assert only(text, "acquires").subject.name == "Royal Enfield"
    assert only(text, "isUnitOf").subject.name == "Royal Enfield"


def test_it_stands_for_the_company_spoken_of() -> None:
    text = "Lyft grew fast. It has partnered with Aptiv. The company will hire 200 engineers."
    partnered, hiring = proposals(text, {})
    assert (partnered.subject.words, partnered.subject.name) == ("It", "Lyft")
    assert (hiring.subject.words, hiring.subject.name) == ("The company", "Lyft")
    assert hiring.amount is not None
    assert hiring.amount.wording == "200 engineers"


def test_a_list_of_names_makes_a_proposal_for_each() -> None:
    found = proposals("GitHub competes with GitLab, Gitea and Bitbucket.", {})
    assert [one.object and one.object.name for one in found] == ["GitLab", "Gitea", "Bitbucket"]


def test_a_comma_before_who_said_so_makes_no_list() -> None:
    one = only("Apple bought Beats, the Wall Street Journal reported on Friday.", "acquires")
    assert one.object is not None
    assert one.object.name == "Beats"
    assert one.speaker is not None
    assert one.speaker.name == "Wall Street Journal"


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
    ],
)
def test_the_outermost_hedge_says_how_firmly_it_is_put(text: str, modality: str) -> None:
    assert only(text, "acquires").modality == modality


def test_what_is_denied_is_not_affirmed() -> None:
    assert (
        only("Samsung said it had no plans to acquire BlackBerry.", "acquires").polarity == "denied"
    )
    assert only("Samsung did not acquire BlackBerry.", "acquires").polarity == "denied"
    assert only("Samsung did acquire BlackBerry.", "acquires").polarity == "affirmed"


@pytest.mark.parametrize(
    ("text", "speaker", "form"),
    [
        ("Acme said it will buy Bell.", "Acme", "indirectSpeech"),
        ("“Acme will buy Bell,” said Jane Doe, its chairman.", "Jane Doe", "directQuote"),
        ("Acme may buy Bell, according to people familiar with the matter.",
         "people familiar with the matter", "indirectSpeech"),
        ("Acme may buy Bell, two sources told Reuters.", "sources", "indirectSpeech"),
        ("Acme bought Bell.", None, "narration"),
    ],
)  # fmt: skip
def test_who_says_it_is_proposed_too(text: str, speaker: str | None, form: str) -> None:
    one = only(text, "acquires")
    assert (one.speaker.name if one.speaker else None, one.form) == (speaker, form)


def test_a_headline_is_told_from_the_body() -> None:
    text = "Google Partners With Ford to Bring Android to Cars\n\nGoogle has partnered with Ford."
    assert [one.form for one in proposals(text, {})] == ["headline", "narration"]


def test_an_amount_goes_with_a_relation_that_has_one() -> None:
    text = "Apple, the rival of Samsung, bought Beats for about $3 billion by 2015."
    bought = only(text, "acquires")
    assert bought.amount is not None
    assert (bought.amount.wording, bought.amount.bound) == ("about $3 billion", "approximately")
    assert all(one.amount is None for one in proposals(text, {}) if one.relation == "competesWith")


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
        ("NVIDIA", "assists", "quantum computing endeavors", "hint"),
        ("NVIDIA", "assists", "Alibaba", "agreement"),
        ("AliCloud", "hasRevenue", None, "prediction"),
        ("AliCloud", "isUnitOf", "Alibaba", "fact"),
    } <= found


def test_a_workspace_adds_cues_of_its_own(tmp_path: Path) -> None:
    text = "Acme frobnicated Bell."
    assert proposals(text, {}) == ()
    entry = '[[relation]]\nname = "assists"\npatterns = ["{who} ~frobnicate {whom}"]\n'
    (tmp_path / "cues.toml").write_text(entry, encoding="utf-8")
    assert [one.relation for one in proposals(text, {}, cues_of(tmp_path))] == ["assists"]


@pytest.mark.parametrize(
    ("cue", "complaint"),
    [
        ('patterns = ["{who} ~buy (("]', "does not parse"),
        ("patterns = [", "cannot be read"),
    ],
)
def test_a_cue_that_cannot_be_read_is_named(tmp_path: Path, cue: str, complaint: str) -> None:
    (tmp_path / "cues.toml").write_text(f'[[relation]]\nname = "assists"\n{cue}', encoding="utf-8")
    with pytest.raises(BadInput, match=complaint):
        cues_of(tmp_path)


def test_a_cue_for_an_unknown_relation_is_refused(tmp_path: Path) -> None:
    entry = '[[relation]]\nname = "frobs"\npatterns = ["{who} ~frob {whom}"]\n'
    (tmp_path / "cues.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(BadInput, match="no relation named 'frobs'"):
        cues_of(tmp_path)


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
