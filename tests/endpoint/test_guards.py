"""The guards: tokens, origins, paths and host names."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from kg.endpoint import guards
from kg.errors import BadInput


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.url.path} {request.headers.get('origin')}")


async def away(_request: Request) -> RedirectResponse:
    return RedirectResponse("/echo?a=/b", 303)


async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


def client(*middleware: Middleware) -> TestClient:
    methods = ["GET", "POST"]
    routes = [Route("/echo", echo, methods=methods), Route("/away", away)]
    app = Starlette(routes=[*routes, WebSocketRoute("/live", live)], middleware=list(middleware))
    return TestClient(app, base_url="http://localhost:8501", follow_redirects=False)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:3000", "http://localhost", "http://[", "x"],
)
def test_a_page_of_another_origin_may_neither_send_nor_connect(origin):
    asked = client(Middleware(guards.OwnOrigin))
    assert asked.post("/echo", headers={"Origin": origin}).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        asked.websocket_connect("/live", headers={"Origin": origin, "Host": "localhost:8501"}),
    ):
        pass
    # It may ask, as every link does, but the answer is not made out for it.
    assert asked.get("/echo", headers={"Origin": origin}).text == "/echo None"


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost:8501"}])
def test_the_own_pages_and_programs_may_send_and_connect(headers):
    asked = client(Middleware(guards.OwnOrigin))
    assert asked.post("/echo", headers=headers).status_code == 200
    here = headers | {"Host": "localhost:8501"}
    with asked.websocket_connect("/live", headers=here) as socket:
        assert socket.receive_text() == "welcome"


def test_a_proxy_may_leave_out_the_port_of_the_host():
    asked = client(Middleware(guards.OwnOrigin))
    headers = {"Origin": "https://graph.test:8443", "Host": "graph.test"}
    assert asked.post("/echo", headers=headers).status_code == 200
    assert asked.post("/echo", headers=headers | {"Host": "other.test"}).status_code == 403


@pytest.mark.parametrize("shown", ["Bearer s3cret", "bearer s3cret", "BEARER  s3cret"])
def test_the_scheme_of_a_token_is_read_in_any_case(shown):
    asked = client(Middleware(guards.Token, token="s3cret"))
    assert asked.get("/echo", headers={"Authorization": shown}).status_code == 200


@pytest.mark.parametrize("shown", ["", "s3cret", "Basic s3cret", "Bearer", "Bearer S3CRET", "é"])
def test_nothing_else_is_a_token(shown):
    asked = client(Middleware(guards.Token, token="s3cret"))
    answer = asked.get("/echo", headers={"Authorization": shown.encode("latin-1")})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("prefix", ["", "/kg"])
def test_below_a_path_redirects_stay_there_whether_or_not_it_was_taken_off(prefix):
    asked = client(Middleware(guards.BasePath, base="/kg"))
    assert asked.get(f"{prefix}/echo").text == "/echo None"
    assert asked.get(f"{prefix}/away").headers["location"] == "/kg/echo?a=/b"
    assert asked.get("/kgs/echo").status_code == 404
    assert asked.get("/kg?x=1").headers["location"] == "/kg/?x=1"


def test_pages_are_shown_in_no_frame_of_another_website():
    headers = client(Middleware(guards.PageHeaders)).get("/echo").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(("given", "path"), [("kg", "/kg"), ("/a/b.c/", "/a/b.c"), ("/", "")])
def test_a_base_path_is_written_in_one_way(given, path):
    assert guards.base_path(given) == path


@pytest.mark.parametrize("given", ["/../x", "a b", "a//b", "<script>", "a?b", "."])
def test_what_is_not_a_path_is_refused(given):
    with pytest.raises(BadInput, match="not a path"):
        guards.base_path(given)


def test_host_names_come_with_commas_and_nothing_else():
    assert guards.allowed_hosts(" Graph.Test, *.example.org,") == ["graph.test", "*.example.org"]
    for wrong in ("*", "https://graph.test", "graph.test:80", "a.*.b"):
        with pytest.raises(BadInput, match="not a host name"):
            guards.allowed_hosts(wrong)


@pytest.mark.parametrize("name", ["a%ff", "a%ff.html", "%ef%bf%bf", "a%00b", "a%0ab.ttl"])
def test_a_name_that_nothing_can_have_is_not_found(name, server):
    answer = httpx.get(f"{server.address}/entity/{name}", trust_env=False)
    assert answer.status_code == 404
