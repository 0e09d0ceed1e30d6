"""The displayed part of a result."""

from __future__ import annotations

import pytest
from rdflib import URIRef

import kg
from kg.analysis import network
from kg.model.vocab import ENTITY, SOURCE
from kg.presentation.view_address import Asked
from kg.query.saved_questions import question
from kg.store.result_rows import Rows
from kg.ui.ask import results
from kg.ui.shared_data import Opened


def test_the_claim_and_what_was_given_are_columns_for_experts_only():
    saved = Asked(question="partners-of-a-company")
    assert {"company", "source", "claim"} <= results.hidden_columns(saved)
    assert not results.hidden_columns(Asked(question="partners-of-a-company", expert=True))


def test_the_words_beside_a_bar_have_room_and_none_is_left_out():
    pairs = [("quantum computing lab", 2.0), ("quantum computing service", 1.0)]
    made = results.bars("what", "statements", pairs).to_dict()
    axis = made["encoding"]["y"]["axis"]
    # Seven pixels a letter are enough.
    assert axis["labelLimit"] >= 7 * max(len(words) for words, _ in pairs)
    assert axis["labelOverlap"] is False
    assert made["encoding"]["y"]["sort"] is None


ARTICLE = str(SOURCE["alicloud-nvidia"])


@pytest.fixture(scope="module")
def here() -> Opened:
    store = kg.open()
    return Opened(store, network.graph(store))


def test_a_row_leads_to_the_words_in_their_sentence(here: Opened):
    rows = here.store.select(question("is-the-quantum-help-certain").sparql)
    why = results.because(here, next(iter(rows)), Asked(), rows.variables)
    (details,) = why.claims.values()
    assert details["words"].startswith("AliCloud has also hinted")
    assert "hint" in details["about"]
    assert details["href"] == "/?claim=alicloud-nvidia/hinted-quantum-assistance"


def test_the_exact_words_stand_inside_their_sentence(here: Opened):
    iri = f"{ARTICLE}/claim/intent-to-compete-with-aws"
    rows = Rows(("claim",), ((URIRef(iri),),))
    why = results.because(here, next(iter(rows)), Asked(query="x"), ("claim",))
    details = why.claims[iri]
    assert details["words"] == "its intent to compete against AWS"
    assert details["before"].startswith("When you couple this news")
    assert details["after"] == "."


def test_a_count_leads_to_what_was_counted(here: Opened):
    asked = Asked(question="who-speaks")
    rows = here.store.select(asked.text())
    own, hu = (results.because(here, row, asked, rows.variables) for row in list(rows)[:2])
    assert own.lead == "The first 12 of 31 statements."
    assert len(hu.claims) == 6


def test_only_our_own_things_are_linked(here: Opened):
    assert results.page_about(here, str(ENTITY["alicloud"])) == "/?entity=alicloud"
    assert results.page_about(here, ARTICLE) == "/?text=alicloud-nvidia"
    assert results.page_about(here, "javascript:alert(1)") is None
    assert results.page_about(here, str(ENTITY["nobody"])) is None
