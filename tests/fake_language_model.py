"""A language model's service with prepared responses; it records its requests."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

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
