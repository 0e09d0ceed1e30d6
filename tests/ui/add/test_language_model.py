"""Asking a language model: only if one is set up, and only after showing the data to be sent."""

import json
import threading
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from streamlit.testing.v1 import AppTest

QUOTE = "Acme will buy Bell."


class Service(BaseHTTPRequestHandler):
    """An OpenAI-compatible service with prepared responses; it records its requests."""

    heard: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append(sent)
        right = {"quote": QUOTE, "subject": "Acme", "relation": "acquires", "object": "Bell",
                 "modality": "plan"}  # fmt: skip
        claims = [right, {**right, "quote": "Acme bought Bell long ago."}]
        call = {"name": "final_result", "arguments": json.dumps({"claims": claims})}
        message = {"role": "assistant", "content": None,
                   "tool_calls": [{"id": "1", "type": "function", "function": call}]}  # fmt: skip
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "small",
                "choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 1,
                                               "total_tokens": 2}}  # fmt: skip
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing is written to the terminal."""


@pytest.fixture
def service(monkeypatch) -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("KG_LLM_MODEL", "openai:small")
    monkeypatch.setenv("KG_LLM_KEY", "none")
    monkeypatch.setenv("KG_LLM_ADDRESS", f"http://127.0.0.1:{server.server_port}/v1")
    Service.heard.clear()
    yield server
    server.shutdown()
    server.server_close()


def page() -> None:
    import streamlit as st

    from kg.model.claims import Source
    from kg.model.vocab import SOURCE
    from kg.ui.add import state
    from kg.workspace.workspace import State

    source = Source(str(SOURCE.deal), "A deal", text="Acme will buy Bell. Cargo rests.")
    state.offer(State(), source)
    for proposal in state.given("deal"):
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
