"""The endpoint on a network: who may ask, and clients that take their time."""

import contextlib
import socket
import threading
import time

import httpx
import pytest

from kg.endpoint import protocol
from kg.endpoint import server as server_module
from kg.endpoint.server import Server
from kg.errors import BadData, BadInput

ASK = {"query": "ASK {}"}


@contextlib.contextmanager
def running(**options):
    server = Server(**options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


def get(server, **headers):
    address = f"http://127.0.0.1:{server.port}/sparql"
    return httpx.get(address, params=ASK, headers=headers, trust_env=False)


def test_an_open_host_needs_a_token_or_public_data():
    with pytest.raises(BadInput, match=r"0\.0\.0\.0 can be reached from outside"):
        Server(host="0.0.0.0")


def test_a_token_is_asked_for():
    with running(host="0.0.0.0", token="s3cret") as server:
        assert get(server).status_code == 401
        assert get(server, Authorization="Bearer wrong").status_code == 401
        assert get(server).headers["www-authenticate"] == "Bearer"
        assert get(server, Authorization="Bearer s3cret").status_code == 200
        assert get(server, Authorization="Bearer s3cret", Host="my.host").status_code == 200
        assert "access-control-allow-origin" not in get(server).headers


def test_public_data_may_be_read_by_every_website():
    with running(host="0.0.0.0", public=True) as server:
        found = get(server, Host="data.example.org", Origin="http://elsewhere.org")
        assert found.status_code == 200
        assert found.headers["access-control-allow-origin"] == "*"
        wrong = get(server, Origin="http://elsewhere.org", Accept="image/png")
        assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (406, "*")


def test_a_page_elsewhere_may_send_public_data_any_header():
    headers = {
        "Origin": "https://pages.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,queryid",
    }
    with running(public=True) as server:
        found = httpx.options(f"{server.address}/sparql", headers=headers, trust_env=False)
    assert found.status_code == 200
    assert "POST" in found.headers["access-control-allow-methods"]
    assert "queryid" in found.headers["access-control-allow-headers"]


def test_a_port_in_use_is_told():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=rf"cannot listen on .*:{port}"):
            Server(port=port)


def test_wrong_data_is_told_before_anybody_asks(tmp_path):
    with pytest.raises(BadData, match=r"entities\.ttl"):
        Server(tmp_path / "nowhere")


def received_until_closed(address: tuple[str, int], first: bytes) -> bytes:
    """All that the server sends before it hangs up, while the client keeps its side open."""
    with socket.create_connection(address, timeout=60) as client:
        client.sendall(first)
        received = b""
        while piece := client.recv(4096):
            received += piece
    return received


@pytest.mark.parametrize("first", [b"", b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:"])
def test_who_does_not_get_the_request_said_is_hung_up_on(monkeypatch, first):
    monkeypatch.setattr(server_module, "_PATIENCE", 0.5)
    with running() as server:
        received_until_closed(("127.0.0.1", server.port), first)
        assert get(server).status_code == 200


def test_who_does_not_send_the_body_is_told(monkeypatch):
    monkeypatch.setattr(protocol, "_PATIENCE", 0.5)
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
    )
    with running() as server:
        received = received_until_closed(("127.0.0.1", server.port), head)
        assert received.startswith(b"HTTP/1.1 408")


def test_headers_that_are_too_large_are_refused():
    with running() as server:
        assert get(server, **{"X-Large": "x" * 40_000}).status_code == 431


def test_who_does_not_take_the_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(server_module, "_PATIENCE", 0.5)
    query = "SELECT * { ?a ?b ?c . ?d tp:relation ?f } LIMIT 50000"
    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as client:
        text = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(query)}\r\n"
        client.sendall(f"{text}Content-Type: application/sparql-query\r\n\r\n{query}".encode())
        client.settimeout(30)
        assert client.recv(1)
        assert server.connections()
        wait_until(lambda: not server.connections())
        assert get(server).status_code == 200


def wait_until(true):
    """Look again and again; the test's own timeout ends what never comes true."""
    while not true():
        time.sleep(0.05)


def test_who_leaves_ends_the_query():
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with running() as server:
        address = f"{server.address}/sparql"
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(address, data={"query": runaway}, timeout=0.5, trust_env=False)
        wait_until(lambda: not server.workers.busy())
