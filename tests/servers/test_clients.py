"""Clients that others wrote and that need Node: Comunica, and Yasgui in a browser."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kg.endpoint.routes import routes
from kg.model.vocab import ENTITY, SOURCE, TP

CLIENTS = Path(__file__).parent / "clients"
ARTICLE = f"<{SOURCE['alicloud-nvidia']}>"
PAIRS = f"PREFIX tp: <{TP}> SELECT ?a ?b WHERE {{ ?a tp:partnersWith ?b }} ORDER BY ?a"


@pytest.fixture(scope="module")
def clients() -> Path:
    """The folder with the clients of the lock installed, anew only where the lock is another."""
    lock = (CLIENTS / "package-lock.json").read_bytes()
    stamp = CLIENTS / "node_modules" / ".installed"
    locked = hashlib.sha256(lock).hexdigest()
    if not stamp.is_file() or stamp.read_text() != locked:
        npm = shutil.which("npm")
        assert npm, "npm is not installed; on Debian: apt install npm"
        command = [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--prefer-offline"]
        subprocess.run(command, cwd=CLIENTS, check=True, timeout=280)
        stamp.write_text(locked)
    return CLIENTS


@pytest.fixture(scope="module")
def elsewhere(clients: Path) -> Iterator[str]:
    """Yasgui as a page of another origin than the endpoint's."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=clients)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/yasgui.html"
        server.shutdown()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A page as any browser shows it, with the normal rules of origins."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    strayed = [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert not strayed, f"requests left this machine: {strayed}"


def comunica(clients: Path, *arguments: str) -> str:
    node = shutil.which("node")
    assert node, "Node is not installed; on Debian: apt install nodejs"
    command: list[str | Path] = [
        node,
        clients / "node_modules/@comunica/query-sparql/bin/query.js",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def answered(page: Page, address: str, query: str) -> None:
    """Let Yasgui ask a query of the endpoint that its address names."""
    page.goto(address)
    page.evaluate("query => { window.yasgui.getTab().setQuery(query); }", query)
    page.locator(".tabPanel.active .yasqe_queryButton").click()


def test_the_lock_names_no_registry_and_pins_every_package():
    lock = json.loads((CLIENTS / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert {"node_modules/@comunica/query-sparql", "node_modules/@zazuko/yasgui"} <= set(packages)
    assert not [name for name, about in packages.items() if "resolved" in about]
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())


@pytest.mark.parametrize("source", ["{}/sparql", "sparql@{}/sparql"])
def test_comunica_finds_the_endpoint_out_and_asks_it(clients, running, source):
    with running("serve", "--port", "0") as address:
        out = comunica(clients, source.format(address), PAIRS, "-t", "text/csv")
    assert out.splitlines()[0] == "a,b"
    pair = [f"<{ENTITY.alicloud}>", f"<{ENTITY.nvidia}>"]
    assert out.splitlines()[1:] == [",".join(pair), ",".join(reversed(pair))]


def test_comunica_reads_graphs_and_constructs(clients, running, store):
    count = f"SELECT (COUNT(?c) AS ?n) WHERE {{ GRAPH {ARTICLE} {{ ?c a <{TP.Claim}> }} }}"
    build = f"CONSTRUCT WHERE {{ ?a <{TP.partnersWith}> ?b }}"
    with running("serve", "--port", "0") as address:
        counted = comunica(clients, f"{address}/sparql", count, "-t", "text/tab-separated-values")
        built = comunica(clients, f"{address}/sparql", build, "-t", "application/n-triples")
    ((right,),) = store.select(count)
    assert counted.splitlines()[1].split("^^")[0].strip('"') == str(right)
    assert len(built.splitlines()) == len(store.construct(build)) == 2


def test_comunica_follows_a_name_to_its_document(clients, running):
    query = "SELECT ?name { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    with running("serve", "--port", "0") as address:
        assert "NVIDIA" in comunica(clients, f"{address}/entity/nvidia", query)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_elsewhere_shows_the_rows_of_public_data(window, elsewhere, running, method):
    with running("serve", "--port", "0", "--public") as address:
        answered(window, f"{elsewhere}#{address}/sparql%20{method}", PAIRS)
        rows = window.locator(".yasr table tbody tr")
        expect(rows).to_have_count(2, timeout=20_000)
        expect(rows.first).to_contain_text("entity/alicloud")
        expect(rows.first).to_contain_text("entity/nvidia")


def test_a_page_elsewhere_posts_a_query_to_public_data_as_it_stands(window, elsewhere, running):
    # The browser asks for leave first (OPTIONS), as it does for every such content type.
    ask = """async ([url, query]) => (await fetch(url, {method: "POST", body: query,
        headers: {"Content-Type": "application/sparql-query", Accept: "text/csv"}})).text()"""
    with running("serve", "--port", "0", "--public") as address:
        window.goto(elsewhere)
        assert "entity/nvidia" in window.evaluate(ask, [f"{address}/sparql", PAIRS])


def test_yasgui_elsewhere_shows_the_triples_of_public_data(window, elsewhere, running):
    with running("serve", "--port", "0", "--public") as address:
        query = PAIRS.replace("SELECT ?a ?b", "CONSTRUCT { ?a tp:partnersWith ?b }")
        answered(window, f"{elsewhere}#{address}/sparql", query.partition(" ORDER")[0])
        expect(window.locator(".yasr")).to_contain_text("entity/nvidia", timeout=20_000)


def test_yasgui_elsewhere_cannot_read_data_that_is_not_public(window, elsewhere, running):
    with running("serve", "--port", "0") as address:
        answered(window, f"{elsewhere}#{address}/sparql", PAIRS)
        expect(window.locator(".yasr .errorResult")).to_be_visible(timeout=20_000)
        assert "nvidia" not in window.locator(".yasr").inner_text()


def test_yasgui_cannot_read_the_data_of_the_app(window, elsewhere, app):
    answered(window, f"{elsewhere}#{app}/sparql", PAIRS)
    expect(window.locator(".yasr .errorResult")).to_be_visible(timeout=20_000)
    assert "nvidia" not in window.locator(".yasr").inner_text()


def test_yasgui_beside_the_endpoint_needs_no_leave(window, clients, store):
    with beside(clients, lambda: store) as address:
        answered(window, f"{address}/yasgui.html#{address}/sparql", PAIRS)
        rows = window.locator(".yasr table tbody tr")
        expect(rows).to_have_count(2, timeout=20_000)


@contextmanager
def beside(clients: Path, store: Callable[[], object]) -> Iterator[str]:
    """Our routes in an application of somebody else's, with Yasgui on the same origin."""
    served = [*routes(store), Mount("/", StaticFiles(directory=clients))]  # type: ignore[arg-type]
    config = uvicorn.Config(Starlette(routes=served), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen()  # From now on a browser waits instead of being refused.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        socket.close()
