"""The wording of claims: each relation in each modality, affirmed and denied, names kept whole."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.model.claims import Claim, Quantity
from kg.model.ontology import Reading, vocabulary
from kg.model.wording import (
    Statement,
    amount_words,
    attribution,
    claim_sentence,
    counted,
    date_words,
    evidence_words,
    listed,
    reading,
    sentence,
    source_voice,
)

RELATIONS = list(vocabulary().relations)
MODALITIES = list(vocabulary().values["Modality"])
# A word of each modality's sentence that no outright statement has.
TOLD = {
    "agreement": "agreed", "plan": " is ", "goal": " aim", "hint": "hinted",
    "prediction": "expected", "speculation": " may ", "opinion": "thought",
    "conditional": "would",
}  # fmt: skip


def said(relation: str, **more: str) -> str:
    return sentence(Statement("Acme", relation, "Bolt", **more))


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_ontology_says_how_each_relation_reads(relation):
    reads = vocabulary().readings[relation]
    assert reads.affirmed
    assert reads.denied
    assert reads.bare
    assert " not " in f" {reads.denied} "


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("relation", RELATIONS)
def test_a_sentence_is_as_firm_as_the_claim_and_denies_what_the_claim_denies(relation, modality):
    affirmed = said(relation, modality=modality)
    denied = said(relation, modality=modality, polarity="denied")
    for words in (affirmed, denied):
        assert "Acme" in words
        assert "Bolt" in words or relation in ("hasRevenue", "isValuedAt")
        assert "{" not in words
        assert "|" not in words
        assert "  " not in words
    assert " not " in denied
    assert " not " not in affirmed
    if modality != "fact" and (relation, modality) != ("aimsFor", "goal"):
        assert TOLD[modality] in affirmed
        assert affirmed != said(relation)


def test_a_plan_to_invest_reads_as_a_plan_with_its_amount():
    plan = Statement(
        "Alibaba", "makesInvestment", "$1B investment in Aliyun", "plan", amount="$1 billion"
    )
    assert sentence(plan) == "Alibaba is to invest $1 billion in Aliyun"
    assert said("makesInvestment", amount="$5") == "Acme makes Bolt ($5)"


@pytest.mark.parametrize(
    ("modality", "polarity", "words"),
    [
        ("fact", "affirmed", "Acme assists Bolt"),
        ("fact", "denied", "Acme does not assist Bolt"),
        ("hint", "affirmed", "It is hinted that Acme assists Bolt"),
        ("hint", "denied", "It is hinted that Acme does not assist Bolt"),
        ("plan", "denied", "Acme is not to assist Bolt"),
        ("agreement", "affirmed", "It is agreed that Acme will assist Bolt"),
        ("prediction", "denied", "Acme is not expected to assist Bolt"),
        ("conditional", "affirmed", "Under a condition, Acme would assist Bolt"),
    ],
)
def test_how_one_relation_reads(modality, polarity, words):
    assert said("assists", modality=modality, polarity=polarity) == words


def test_nobody_aims_to_aim():
    assert said("aimsFor", modality="goal") == "Acme aims at Bolt"
    assert said("aimsFor", modality="goal", polarity="denied") == "Acme does not aim at Bolt"
    assert said("partnersWith", modality="goal") == "Acme aims to partner with Bolt"


def test_an_amount_that_the_words_do_not_hold_stands_beside_them():
    assert said("assists", amount="$5") == "Acme assists Bolt ($5)"
    assert said("holdsStakeIn", amount="51 %") == "Acme holds a stake of 51 % in Bolt"


def test_a_name_is_never_read_as_a_template():
    words = sentence(Statement("{object} | x", "assists", "{subject}", "hint", amount="{amount}"))
    assert words == "It is hinted that {object} | x assists {subject} ({amount})"


@pytest.mark.parametrize(
    ("label", "denied"),
    [
        ("co-develops with", "does not co-develop with {object}"),
        ("is listed by", "is not listed by {object}"),
        ("carries", "does not carry {object}"),
        ("pushes", "does not push {object}"),
        ("has shares of", "does not have shares of {object}"),
        ("co-owned", "has not co-owned {object}"),
    ],
)
def test_a_relation_without_phrases_is_worded_from_its_label(label, denied):
    found = reading(label)
    assert found == Reading(f"{label} {{object}}", denied, found.bare)


def test_a_claim_is_worded_with_its_names():
    claim = Claim("c", "s", "a", "raisesMoneyIn", "s", "headline", "speculation", object="b",
                  amount=Quantity("$2m", "exactly"))  # fmt: skip
    assert claim_sentence(claim, {"a": "Acme", "b": "Series A"}.__getitem__) == (
        "Acme may raise $2m in Series A"
    )


def test_a_source_speaks_by_its_publisher_or_its_title():
    assert source_voice("A deal", "The Times") == "The Times"
    assert source_voice("A deal") == "A deal"


def test_what_is_not_known_is_said():
    assert date_words(None) == "date not stated"
    assert date_words("2016-01") == "2016-01"
    assert evidence_words("so it is", None) == "“so it is”"
    assert evidence_words(None, "Acme grows") == "In our words: Acme grows"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://www.news.example/a?b=c", "listed in deals.csv, citing news.example"),
        ("urn:sha256:12", "listed in deals.csv"),
        (None, "listed in deals.csv"),
    ],
)
def test_a_row_of_a_table_is_listed_there_and_said_by_nobody(address, words):
    made = Claim(
        iri="c", source="s", subject="a", relation="acquires", attributed_to="s", form="narration",
        modality="fact", evidence="cited", notes=("In doubt: it.", "Row 7 of deals.csv."),
    )  # fmt: skip
    assert listed(made, address) == words
    assert listed(replace(made, notes=("By hand.",)), address) == ""


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("Bloomberg", "according to Bloomberg"),
        ("last available sales figures", "according to the last available sales figures"),
        ("latest filing", "according to the latest filing"),
        ("earliest reports", "according to the earliest reports"),
        ("the company", "according to the company"),
        ("a person close to the deal", "according to a person close to the deal"),
        ("person close to the deal", "according to a person close to the deal"),
        ("analyst at Acme", "according to an analyst at Acme"),
        ("company spokeswoman", "according to a company spokeswoman"),
        ("people familiar with the matter", "according to people familiar with the matter"),
        ("analysts", "according to analysts"),
        ("two sources", "according to two sources"),
        ("management", "according to management"),
        ("lastminute.com", "according to lastminute.com"),
        ("eBay", "according to eBay"),
        ("listed in deals.csv, citing cnbc.com", "listed in deals.csv, citing cnbc.com"),
    ],
)
def test_a_speaker_reads_as_part_of_a_sentence(who, words):
    assert attribution(who) == words


def test_marking_up_a_speaker_leaves_the_article_out_of_it():
    assert attribution("last figures", "**{}**".format) == "according to the **last figures**"
    assert attribution("listed in a.csv", "**{}**".format) == "listed **in a.csv**"


def test_one_of_a_kind_is_singular():
    assert [counted(n, "source") for n in (0, 1, 2)] == ["0 sources", "1 source", "2 sources"]
    assert counted(12_345, "entity", "entities") == "12,345 entities"


@pytest.mark.parametrize(
    ("value", "unit", "bound", "words"),
    [
        ("12500000", "USD", "exactly", "12.5 million US dollars"),
        ("1000000000", "dollar", "atMost", "at most 1 billion dollars"),
        ("3.1", "percent", "approximately", "about 3.1 percent"),
        ("900", None, "unstated", "900"),
    ],
)
def test_a_quantity_is_said_as_it_was_understood(value, unit, bound, words):
    assert amount_words(Quantity("as written", bound, Decimal(value), unit)) == words


def test_a_quantity_without_a_figure_has_no_amount_to_say():
    assert amount_words(Quantity("a small portion", "unstated")) == ""


@pytest.mark.parametrize(
    ("subject", "relation", "whom", "words"),
    [
        ("Acme", "operatesIn", "worldwide", "Acme operates worldwide"),
        ("Acme", "operatesIn", "Europe", "Acme operates in Europe"),
        ("Acme", "growsIn", "Middle East", "Acme grows in the Middle East"),
        ("Acme", "operatesIn", "US", "Acme operates in the US"),
        ("Acme", "aimsFor", "becoming a leader", "Acme aims at becoming a leader"),
        ("Acme", "aimsFor", "to become a leader", "Acme aims to become a leader"),
        ("Acme", "aimsFor", "leadership", "Acme aims at leadership"),
        ("Acme", "achieves", "being the first", "Acme reaches the goal of being the first"),
        ("data implementations", "uses", "software", "Data implementations use software"),
        ("Acme’s tools for analysis", "uses", "Bolt", "Acme’s tools for analysis use Bolt"),
        ("Bolt GPUs", "uses", "Acme", "Bolt GPUs use Acme"),
        ("Acme Systems", "uses", "Bolt", "Acme Systems uses Bolt"),
        ("Acme news", "uses", "Bolt", "Acme news uses Bolt"),
        ("quantum lab", "isUnitOf", "Acme", "The quantum lab is a unit of Acme"),
        ("a lab", "isUnitOf", "Acme", "A lab is a unit of Acme"),
        ("eBay", "acquires", "Bolt", "eBay acquires Bolt"),
        ("quantum computing", "countsAs", "rising technology",
         "Quantum computing counts as a rising technology"),
        ("Acme", "undertakes", "Acme’s pilot", "Acme undertakes its pilot"),
        ("Acme", "undertakes", "Acme’s pilots", "Acme undertakes pilots"),
        ("Acme", "undertakes", "hiring of engineers", "Acme undertakes the hiring of engineers"),
    ],
)  # fmt: skip
def test_names_stand_in_a_sentence_as_english_has_them(subject, relation, whom, words):
    assert sentence(Statement(subject, relation, whom)) == words


@pytest.mark.parametrize(
    ("modality", "polarity", "words"),
    [
        ("plan", "affirmed", "Data tools are to use Bolt"),
        ("goal", "denied", "Data tools do not aim to use Bolt"),
        ("fact", "denied", "Data tools do not use Bolt"),
        ("hint", "affirmed", "It is hinted that data tools use Bolt"),
        ("speculation", "affirmed", "Data tools may use Bolt"),
    ],
)
def test_a_plural_keeps_its_verb_in_every_modality(modality, polarity, words):
    assert sentence(Statement("data tools", "uses", "Bolt", modality, polarity)) == words


@pytest.mark.parametrize("relation", RELATIONS)
def test_an_amount_without_an_object_reads_as_a_whole_sentence(relation):
    words = sentence(Statement("Acme", relation, amount="$5 million"))
    assert "$5 million" in words
    assert not any(
        words.endswith(f" {end} ($5 million)") for end in ("in", "with", "of", "to", "by")
    )


def test_what_a_table_does_not_disclose_is_said_in_words():
    assert (
        said("acquires", amount="Undisclosed amount")
        == "Acme acquires Bolt for an undisclosed amount"
    )
