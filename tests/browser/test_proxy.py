"""The app behind nginx: below a path that it strips or keeps, and under another host name."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import graph
from tests.conftest import Running

# The host's port is left out, as many settings do.
SETTINGS = """
worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  proxy_http_version 1.1;
  proxy_set_header Host $host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  proxy_set_header X-Forwarded-For $remote_addr;
  server {{ listen 127.0.0.1:{stripping};
    location /kg/ {{ proxy_pass {app}/; }} }}
  server {{ listen 127.0.0.1:{keeping};
    location /kg/ {{ proxy_pass {app}; }} }}
  server {{ listen 127.0.0.1:{named}; server_name graph.test;
    location / {{ proxy_pass {app}; }} }}
}}
"""
PLACES = ("stripping", "keeping", "named")


@pytest.fixture(scope="module")
def proxied(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses at which nginx serves the app."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    assert Path(program).exists(), "nginx is not installed; on Debian: apt install nginx-light"
    place = tmp_path_factory.mktemp("nginx")
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in PLACES]
    ports = dict(zip(PLACES, (probe.getsockname()[1] for probe in probes), strict=True))
    for probe in probes:
        probe.close()
    arguments = ("--port", "0", "--no-browser", "--base-path", "kg/", "--allow-host", "graph.test")
    with running("app", *arguments) as address:
        app = address.removesuffix("/kg")
        settings = place / "nginx.conf"
        settings.write_text(SETTINGS.format(place=place, app=app, **ports), encoding="ascii")
        command = [program, "-c", str(settings), "-e", str(place / "error.log")]
        with subprocess.Popen(command) as nginx:
            yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
            nginx.terminate()


@pytest.mark.parametrize("which", ["stripping", "keeping"])
def test_every_page_and_link_stays_below_the_path(proxied: dict[str, str], page: Page, which: str):
    root = f"{proxied[which]}/kg"
    wrong: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((root, "blob:")) else wrong.append(r.url))
    page.on("websocket", lambda w: None if "/kg/" in w.url else wrong.append(w.url))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    graph.visit(page, f"{root}/?claim=alicloud-nvidia/agreement-to-help")
    assert "agreed to help" in graph.lit(page)
    page.get_by_role("button", name="Filters").click()
    link = page.get_by_role("link", name="Analyse what is chosen as a network")
    assert (link.get_attribute("href") or "").startswith("/kg/network")
    page.goto(f"{root}/ask")
    row = page.get_by_role("link", name="NVIDIA").first
    expect(row).to_have_attribute("href", "/kg/?entity=nvidia", timeout=graph.LONG)
    assert not wrong


@pytest.mark.parametrize("which", ["stripping", "keeping"])
def test_linked_data_and_the_endpoint_stay_below_the_path(proxied: dict[str, str], which: str):
    root = f"{proxied[which]}/kg"
    with httpx.Client(trust_env=False, timeout=60) as client:
        found = client.get(f"{root}/entity/nvidia", headers={"Accept": "text/html"})
        assert found.headers["location"].endswith("/kg/entity/nvidia.html")
        shown = client.get(f"{root}/entity/nvidia.html").text
        assert 'href="/kg/source/' in shown
        assert 'href="/kg/entity/nvidia.ttl"' in shown
        assert 'href="/kg/?entity=nvidia"' in shown
        assert 'href="/entity' not in shown
        asked = client.get(f"{root}/sparql", params={"query": "ASK {}"})
        assert asked.json()["boolean"] is True
        described = client.get(f"{root}/.well-known/void", headers={"Accept": "text/turtle"})
        assert "/kg/sparql>" in described.text
        assert client.get(f"{root}/ask/").headers["location"].endswith("/kg/ask")


def test_another_host_name_is_served_when_it_is_allowed(proxied: dict[str, str]):
    with httpx.Client(trust_env=False, timeout=60) as client:
        for host, status in (("graph.test", 200), ("evil.test", 400)):
            answer = client.get(f"{proxied['named']}/_stcore/health", headers={"Host": host})
            assert answer.status_code == status


def test_the_page_works_under_another_host_name(proxied: dict[str, str], chromium):
    port = proxied["named"].rpartition(":")[2]
    program = chromium.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=["--no-sandbox", "--host-resolver-rules=MAP graph.test 127.0.0.1"],
    )
    try:
        graph.visit(program.new_page(), f"http://graph.test:{port}/")
    finally:
        program.close()
