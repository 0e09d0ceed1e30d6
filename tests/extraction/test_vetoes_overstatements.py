from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extraction.vetoes import doubts
from kg.model.claims import Claim, Passage, Source
from kg.model.folder import read
from kg.model.vocab import SOURCE
from kg.resources import home

PAPER = str(SOURCE["paper"])


def source(words: str, modality: str, **more: object) -> Source:
    claim = Claim(
        iri=f"{PAPER}/claim/one", source=PAPER, subject="a", relation="assists", object="b",
        attributed_to=PAPER, form="narration", modality=modality,
        passage=Passage(words, 0, len(words)),
    )  # fmt: skip
    return Source(PAPER, title="Paper", claims=(replace(claim, **more),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("Acme has hinted that Bolt will help.", "fact"),
        ("Acme may buy Bolt.", "plan"),
        ("Acme could join Bolt.", "agreement"),
        ("Acme plans to join Bolt.", "fact"),
        ("Analysts predict that Acme will join Bolt.", "fact"),
        ("Acme has agreed to help Bolt.", "fact"),
    ],
)
def test_words_that_hedge_under_a_firmer_claim_are_doubted(words: str, modality: str):
    (doubt,) = doubts([source(words, modality)])
    assert words in str(doubt)
    assert doubt.claim == f"{PAPER}/claim/one"


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("Acme has hinted that Bolt will help.", "hint"),
        ("Acme could join Bolt.", "conditional"),
        ("Acme has agreed to help Bolt.", "agreement"),
        ("Acme has bought Bolt.", "fact"),
    ],
)
def test_words_as_firm_as_their_claim_are_not(words: str, modality: str):
    assert doubts([source(words, modality)]) == []


def test_the_gravest_of_several_is_told_once():
    (doubt,) = doubts([source("Acme plans to help and has hinted at more.", "fact")])
    assert doubt.words == "hinted"


def test_what_is_withdrawn_or_has_no_quote_is_not_doubted():
    words = "Acme may buy Bolt."
    assert doubts([source(words, "fact", retracted=True)]) == []
    assert doubts([source(words, "fact", passage=None, summary=words)]) == []


def test_nothing_shipped_sounds_firmer_than_its_words():
    shipped = read(home("data")).sources.values()
    assert sum(len(one.claims) for one in shipped) > 40
    assert doubts(shipped) == []
