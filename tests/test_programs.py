"""`tests/programs.sh`: other programs that the tests call are installed, or named."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("programs.sh")
NEEDED = ("chromium", "curl", "git", "javac", "nginx", "node", "npm", "rapper")


@pytest.fixture
def run(tmp_path):
    """Run the script where only these programs are to be found; each writes down its call."""

    def call(*programs):
        for name in ("sh", "id"):
            place = shutil.which(name)
            assert place
            (tmp_path / name).symlink_to(place)
        for name in programs:
            path = tmp_path / name
            path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/calls"\n')
            path.chmod(0o755)
        there = {"PATH": str(tmp_path), "OWLAPI": str(SCRIPT), "NGINX": str(tmp_path / "nginx")}
        done = subprocess.run(
            ["sh", SCRIPT], env=there, capture_output=True, text=True, check=False
        )
        calls = tmp_path / "calls"
        return done, calls.read_text() if calls.exists() else ""

    return call


def test_where_everything_is_there_nothing_happens(run):
    done, calls = run(*NEEDED, "apt-get")
    assert (done.returncode, done.stdout, calls) == (0, "", "")


def test_what_is_missing_is_installed_where_it_may_be(run):
    done, calls = run(*(name for name in NEEDED if name != "rapper"), "apt-get", "sudo", "env")
    assert done.returncode == 0
    assert "raptor2-utils" in done.stdout
    assert calls


def test_what_is_missing_is_named_where_it_cannot_be_installed(run):
    done, _ = run("curl", "git")
    assert done.returncode == 1
    missing = set(done.stderr.split(":")[1].split())
    assert missing == {
        "chromium",
        "default-jdk-headless",
        "nginx-light",
        "nodejs",
        "npm",
        "raptor2-utils",
    }
