"""Shared fixtures: the shipped data, a running app, and a browser without network access."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

import kg


@pytest.fixture(scope="session", autouse=True)
def _nobodys_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests see no settings and no workspace of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("KG_", "STREAMLIT_"))]:
            patch.delenv(name)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _own_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a default workspace of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", f"{os.environ['XDG_DATA_HOME']}/{uuid.uuid4()}")


@pytest.fixture(scope="session")
def store() -> Iterator["kg.Store"]:
    """The shipped data."""
    with kg.open() as opened:
        yield opened


Running = Callable[..., AbstractContextManager[str]]


@contextmanager
def _running(*arguments: str, **environment: str) -> Iterator[str]:
    command = [sys.executable, "-m", "kg.cli", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, f"kg {' '.join(arguments)} ended before it said where it listens"
            yield line.split()[-1].rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def running() -> Running:
    """Start a command that keeps running: `with running("serve", "--port", "0") as address`."""
    return _running


@pytest.fixture(scope="session")
def app(running: Running) -> Iterator[str]:
    """The address of the app on the shipped data."""
    with running("app", "--port", "0") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed; on Debian: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page; a request to any other machine fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    strayed: list[str] = []

    def at_home(route: Route) -> None:
        if urlsplit(route.request.url).hostname in {"127.0.0.1", None}:
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    context.route("**/*", at_home)
    yield context.new_page()
    context.close()
    assert not strayed, f"requests left this machine: {strayed}"
