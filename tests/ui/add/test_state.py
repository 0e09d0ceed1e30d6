"""Asking a language model: only if one is set up, and only after showing the data to be sent."""

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from tests.fake_language_model import Service, service

__all__ = ["service"]


def page() -> None:
    import streamlit as st

    from kg.model.claims import Source
    from kg.model.vocab import SOURCE
    from kg.ui.add import state
    from kg.workspace.workspace import State

    source = Source(str(SOURCE.deal), "A deal", text="Acme will buy Bell. Cargo rests.")
    state.offer(State(), source)
    for proposal in state.given_by_model("deal"):
        st.text(f"{proposal.subject.name} {proposal.relation} {proposal.modality}")


def test_without_a_setting_nothing_is_offered(monkeypatch) -> None:
    monkeypatch.delenv("KG_LLM_MODEL", raising=False)
    shown = AppTest.from_function(page).run()
    assert not shown.exception
    assert not shown.button
    assert not shown.warning


@pytest.mark.usefixtures("service")
def test_the_page_says_what_leaves_the_machine_before_it_does() -> None:
    shown = AppTest.from_function(page, default_timeout=60).run()
    assert not shown.exception
    told = unescape(shown.warning[0].value)
    assert "The whole text (32 characters)" in told
    assert "127.0.0.1" in told
    assert Service.heard == []


@pytest.mark.usefixtures("service")
def test_what_the_model_proposes_is_shown_and_what_is_not_in_the_text_is_dropped() -> None:
    shown = AppTest.from_function(page, default_timeout=60).run()
    shown.button[0].click().run()
    assert not shown.exception
    assert [text.value for text in shown.text] == ["Acme acquires plan"]
    assert "Acme bought Bell long ago" in shown.caption[0].value
    assert len(Service.heard) == 1
    assert Service.heard[0]["messages"][-1]["content"] == "Acme will buy Bell. Cargo rests."


def test_a_service_that_does_not_answer_is_a_message(service, monkeypatch) -> None:
    service.shutdown()
    service.server_close()
    monkeypatch.setenv("KG_LLM_ADDRESS", "http://127.0.0.1:9/v1")
    shown = AppTest.from_function(page, default_timeout=60).run()
    shown.button[0].click().run()
    assert not shown.exception
    assert "no usable answer" in shown.error[0].value
