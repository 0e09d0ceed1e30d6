"""The app as it is served: by `streamlit run app.py`, to this machine alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address at which `streamlit run app.py` answers, with no setting given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{address}/_stcore/health").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield address
        process.terminate()


def test_streamlit_finds_the_app_and_its_routes(served: str):
    answer = httpx.get(f"{served}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=60)
    assert answer.json()["boolean"] is True
    assert httpx.get(f"{served}/entity/nvidia", follow_redirects=True, timeout=60).is_success
    assert "javascript" in httpx.get(f"{served}/assets/drawing.js").headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/ask", "/sparql?query=ASK{}", "/_stcore/health"])
def test_a_foreign_host_is_refused(served: str, path: str):
    assert httpx.get(served + path, headers={"Host": "evil.example"}).status_code == 400
    assert httpx.get(served + path, headers={"Host": "localhost:8501"}, timeout=60).is_success


def test_only_this_machine_is_served(served: str):
    port = int(served.rpartition(":")[2])
    listening = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()
    mine = [line.split()[1] for line in listening if f":{port:04X} " in line and " 0A " in line]
    assert mine == [f"0100007F:{port:04X}"]


def test_both_settings_files_are_the_same_and_keep_telemetry_off():
    ours = (ROOT / ".streamlit" / "config.toml").read_bytes()
    assert ours == (ROOT / "kg" / "ui" / ".streamlit" / "config.toml").read_bytes()
    assert b"gatherUsageStats = false" in ours
    assert b'address = "127.0.0.1"' in ours


def test_the_doors_are_short_and_literal():
    for door in (ROOT / "app.py", ROOT / "kg" / "ui" / "served.py"):
        text = door.read_text(encoding="utf-8")
        assert "\napp = st.App(" in text
        assert len(text.splitlines()) <= 40
