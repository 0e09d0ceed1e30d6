"""Reading a source into statements on the Add page, without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kg.extraction.drafts import Draft
from kg.extraction.proposals import proposals
from kg.model.claims import Claim, Source
from kg.model.vocab import ENTITY, SOURCE
from kg.ui.add.claim_form import expected_kind
from kg.workspace.edits import recorded, with_claims, with_source
from kg.workspace.saving import save
from kg.workspace.workspace import load, record_file, settle
from tests.ui.add.test_page import page, run, words

SLUG = "register-partnership"
HIRING = str(SOURCE[f"{SLUG}/claim/hiring"])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


def claim(folder: Path, iri: str) -> Claim:
    source = load(folder, [SLUG]).sources[str(SOURCE[SLUG])]
    return next(c for c in source.claims if c.iri == iri)


def opened(folder: Path) -> AppTest:
    """The statement on the hiring, open in the form."""
    test = page(folder, source=SLUG)
    way(test, "Statements")
    test.button(key=f"change-{HIRING}").click()
    return run(test)


def way(test: AppTest, chosen: str) -> AppTest:
    test.segmented_control(key="add-way").set_value(chosen)
    return run(test)


def labelled(elements: Any, label: str) -> Any:
    return next(element for element in elements if element.label == label)


def test_a_statement_is_opened_changed_and_saved_in_its_place(mine: Path) -> None:
    test = opened(mine)
    assert labelled(test.text_input, "Amount").value == "more than 1,000 data engineers"
    labelled(test.selectbox, "How firmly").set_value("goal")
    run(test)
    test.button(key="add-save").click()
    run(test)
    assert claim(mine, HIRING).modality == "goal"
    assert len(load(mine, [SLUG]).sources[str(SOURCE[SLUG])].claims) == 4


def test_a_statement_changed_in_another_tab_is_a_conflict_and_nothing_is_lost(mine: Path) -> None:
    test = opened(mine)
    seen = load(mine, [SLUG])
    other = replace(claim(mine, HIRING), modality="prediction")
    save(mine, seen, with_claims(seen, [other]), "the other tab")
    labelled(test.selectbox, "How firmly").set_value("goal")
    run(test)
    test.button(key="add-save").click()
    run(test)
    assert "the claim hiring was changed elsewhere" in words(test)
    assert claim(mine, HIRING).modality == "prediction"


def test_a_cited_statement_is_told_in_ones_own_words(mine: Path) -> None:
    test = page(mine, source=SLUG)
    for label, value in (("Who", "alibaba"), ("Whom or what", "nvidia")):
        labelled(test.selectbox, label).set_value(str(ENTITY[value]))
        run(test)
    labelled(test.selectbox, "How related").set_value("partnersWith")
    labelled(test.text_area, "In your own words").set_value("Alibaba is a partner of NVIDIA.")
    run(test)
    test.button(key="add-save").click()
    run(test)
    assert not test.error
    state = load(mine, [SLUG])
    (made,) = [
        c for c in state.sources[str(SOURCE[SLUG])].claims if c.slug.startswith("alibaba-partners")
    ]
    assert (made.evidence, made.summary) == ("cited", "Alibaba is a partner of NVIDIA.")


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        ("undertakes", "Undertaking"),
        ("makesInvestment", "Investment"),
        ("operatesIn", "Place"),
        ("offers", "Offering"),
        ("acquires", "Company"),
        ("", "Company"),
    ],
)
def test_a_new_name_is_taken_for_what_the_relation_is_about(relation: str, kind: str) -> None:
    draft = Draft(subject="Acme", relation=relation, object="Thing", attributed_to="Jo")
    assert expected_kind(draft, "Thing") == kind
    assert expected_kind(draft, "Acme") == expected_kind(draft, "Jo") == "Company"


def test_a_statement_that_breaks_a_rule_is_refused_and_the_form_keeps_it(mine: Path) -> None:
    test = opened(mine)
    labelled(test.text_input, "Amount").set_value("9 elephants")
    run(test)
    test.button(key="add-save").click()
    run(test)
    assert "wording does not stand in the summary" in words(test)
    assert labelled(test.text_input, "Amount").value == "9 elephants"
    assert claim(mine, HIRING).amount == claim(settle(mine, example=True), HIRING).amount


TEXT = "Zeta Works has acquired Omega Foods for $5 million. Delta Mines works with Iota Bank.\n"


@pytest.fixture
def note(mine: Path) -> Path:
    source = Source(str(SOURCE["note"]), "Note", text=TEXT)
    before = load(mine, [])
    save(mine, before, with_source(before, source), "added")
    return mine


def test_a_proposal_is_accepted_with_its_new_names_and_the_decision_is_kept(note: Path) -> None:
    test = way(page(note, source="note"), "Proposals")
    assert "Zeta Works acquires Omega Foods" in words(test)
    labelled(test.button, "Accept").click()
    run(test)
    state = load(note, ["note"])
    (made,) = state.sources[str(SOURCE["note"])].claims
    assert (made.relation, made.amount and made.amount.wording) == ("acquires", "$5 million")
    record = state.records[record_file("note")]
    assert [v for k, v in record.items() if k.startswith("proposal/")] == [
        {"decision": "accepted", "claim": made.iri}
    ]


def test_a_rejected_proposal_does_not_come_back(note: Path) -> None:
    test = way(page(note, source="note"), "Proposals")
    labelled(test.button, "Reject").click()
    run(test)
    assert "Zeta Works acquires" not in words(test)
    again = way(page(note, source="note"), "Proposals")
    assert "Zeta Works acquires" not in words(again)
    assert load(note, ["note"]).sources[str(SOURCE["note"])].claims == ()


def test_a_sentence_is_set_aside_for_good(note: Path) -> None:
    test = way(page(note, source="note"), "Sentences")
    assert "Zeta Works has acquired" in words(test)
    labelled(test.button, "Set aside").click()
    run(test)
    assert "Zeta Works has acquired" not in words(test)
    assert "Delta Mines works with" in words(test)


def test_a_name_that_may_be_a_known_one_waits_for_the_user(note: Path) -> None:
    before = load(note, [])
    text = "Alibabas has acquired Omega Foods.\n"
    source = Source(str(SOURCE["other"]), "Other", text=text)
    save(note, before, with_source(before, source), "added")
    assert proposals(text, before.entities)
    test = way(page(note, source="other"), "Proposals")
    assert labelled(test.button, "Accept").disabled
    same = f"same {ENTITY['alibaba']}"
    labelled(test.selectbox, "“Alibabas” is").set_value(same)
    run(test)
    labelled(test.button, "Accept").click()
    run(test)
    state = load(note, ["other"])
    (made,) = state.sources[str(SOURCE["other"])].claims
    assert state.entities[made.subject].label == "Alibaba"
    assert "Alibabas" in state.entities[made.subject].aliases


def test_a_record_survives_what_others_decide(note: Path) -> None:
    seen = load(note, ["note"])
    save(note, seen, recorded(seen, record_file("note"), one=1), "one")
    save(note, seen, recorded(seen, record_file("note"), two=2), "two")
    assert load(note, ["note"]).records[record_file("note")] == {"one": 1, "two": 2}


def test_a_name_that_merely_shares_a_word_with_a_known_one_is_new(note: Path) -> None:
    before = load(note, [])
    text = "Northwind Cloud has acquired Omega Foods.\n"
    source = Source(str(SOURCE["other"]), "Other", text=text)
    save(note, before, with_source(before, source), "added")
    test = way(page(note, source="other"), "Proposals")
    assert not labelled(test.button, "Accept").disabled


def test_the_form_reads_the_statement_aloud_and_turns_it_round(mine: Path) -> None:
    iri = str(SOURCE["alicloud-nvidia/claim/efforts-to-compete-with-aws"])
    test = page(mine, source="alicloud-nvidia")
    way(test, "Statements")
    test.button(key=f"change-{iri}").click()
    run(test)
    assert "It will read: **AliCloud aims to compete with Amazon Web Services**" in words(test)
    turn = next(b for b in test.button if b.label.startswith("Turn it round: "))
    assert turn.label == "Turn it round: Amazon Web Services aims to compete with AliCloud"
    turn.click()
    run(test)
    assert "It will read: **Amazon Web Services aims to compete with AliCloud**" in words(test)
    labels = {label: labelled(test.selectbox, label).value for label in ("Who", "Whom or what")}
    assert labels == {
        "Who": str(ENTITY["amazon-web-services"]), "Whom or what": str(ENTITY["alicloud"])
    }  # fmt: skip
