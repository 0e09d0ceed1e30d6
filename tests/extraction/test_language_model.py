"""Proposals by a language model, tried offline with the library's test model."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.models.test import TestModel

from kg.errors import BadInput, StoreUnavailable, TooMuch
from kg.extraction.language_model import Reading, chosen, leaves, model_proposals
from kg.model.claims import Entity
from kg.model.vocab import ENTITY, TP

TEXT = "Acme has hinted that it will buy Bell for up to $5 million. Cargo rests."
RIGHT = {
    "quote": "Acme has hinted that it will buy Bell for up to $5 million.",
    "subject": "Acme",
    "relation": "acquires",
    "object": "Bell",
    "modality": "hint",
    "form": "indirectSpeech",
    "speaker": "Acme",
    "amount": "up to $5 million",
}


def answered(*claims: dict[str, Any], entities: dict[str, Entity] | None = None) -> Reading:
    model = TestModel(custom_output_args={"claims": list(claims)})
    return model_proposals(TEXT, entities or {}, model)


def test_a_claim_whose_words_stand_in_the_text_is_proposed() -> None:
    (one,) = answered(RIGHT).proposals
    assert TEXT[one.passage.start : one.passage.end] == one.passage.exact == RIGHT["quote"]
    assert (one.subject.name, one.relation, one.object and one.object.name) == (
        "Acme",
        "acquires",
        "Bell",
    )
    assert (one.modality, one.form, one.speaker and one.speaker.name) == (
        "hint",
        "indirectSpeech",
        "Acme",
    )
    assert one.amount is not None
    assert (one.amount.bound, one.amount.value) == ("atMost", Decimal(5_000_000))


def test_a_notebook_may_ask_which_runs_an_event_loop_itself() -> None:
    async def cell() -> Reading:
        return answered(RIGHT)

    with ThreadPoolExecutor(1) as notebook:
        assert notebook.submit(lambda: asyncio.run(cell())).result() == answered(RIGHT)


def test_a_known_name_is_linked() -> None:
    known = Entity(str(ENTITY.acme), "ACME Inc.", (str(TP.Company),))
    (one,) = answered(RIGHT, entities={known.iri: known}).proposals
    assert one.subject.entity == known.iri
    assert one.object is not None
    assert one.object.entity is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"quote": "Acme will buy Bell."}, "its quote is not in the text"),
        ({"quote": ""}, "its quote is not in the text"),
        ({"subject": "Zorro"}, "the name Zorro is not in the text"),
        ({"object": "Bel"}, "the name Bel is not in the text"),
        ({"speaker": "Reuters"}, "the name Reuters is not in the text"),
        ({"relation": "devours"}, "there is no relation devours"),
        ({"modality": "certain"}, "certain means nothing here"),
        ({"form": "song"}, "song means nothing here"),
        ({"polarity": "maybe"}, "maybe means nothing here"),
        ({"amount": "$6 million"}, "its amount does not stand in its quote"),
        ({"object": "", "amount": ""}, "neither object nor amount"),
    ],
)
def test_what_the_text_does_not_say_is_dropped_with_its_reason(changed, reason) -> None:
    read = answered(RIGHT, {**RIGHT, **changed})
    assert len(read.proposals) == 1
    assert len(read.dropped) == 1
    assert reason in read.dropped[0]


def test_the_same_claim_twice_is_proposed_once() -> None:
    assert len(answered(RIGHT, RIGHT).proposals) == 1


def test_an_answer_that_is_no_list_of_claims_is_told_so() -> None:
    model = TestModel(custom_output_args={"claims": [{"nothing": 1}]})
    with pytest.raises(StoreUnavailable, match="no usable answer"):
        model_proposals(TEXT, {}, model)


def test_a_text_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(TooMuch, match="at most 60,000"):
        model_proposals("a" * 60_001, {}, TestModel())


def test_without_a_setting_no_model_is_chosen(monkeypatch) -> None:
    monkeypatch.delenv("KG_LLM_MODEL", raising=False)
    assert chosen() is None


@pytest.mark.parametrize(
    ("setting", "kind"), [("openai:small", OpenAIChatModel), ("anthropic:small", AnthropicModel)]
)
def test_the_user_s_setting_chooses_the_model(monkeypatch, setting, kind) -> None:
    monkeypatch.setenv("KG_LLM_MODEL", setting)
    monkeypatch.setenv("KG_LLM_KEY", "none")
    monkeypatch.setenv("KG_LLM_ADDRESS", "http://127.0.0.1:9/v1")
    model = chosen()
    assert isinstance(model, kind)
    assert model.model_name == "small"
    assert "127.0.0.1:9" in leaves(TEXT)
    assert f"{len(TEXT)} characters" in leaves(TEXT)


def test_an_unknown_kind_of_service_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("KG_LLM_MODEL", "oracle:delphi")
    with pytest.raises(BadInput, match="write openai:NAME or anthropic:NAME"):
        chosen()
