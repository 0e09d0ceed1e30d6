import os
import pty
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from kg.cli import terminal
from kg.cli.terminal import aligned, prefixed_name
from kg.errors import BadInput
from kg.model.vocab import TP
from kg.resources import home

PAIRS = "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


def test_a_reader_that_leaves_early_is_no_error():
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "export", "--format", "nquads"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def on_a_terminal(*arguments, **environment):
    """Output of `kg` on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
    ):
        os.close(theirs)
        written = b""
        while chunk := read_until_hung_up(ours):
            written += chunk
    os.close(ours)
    return written.decode()


def read_until_hung_up(terminal):
    try:
        return os.read(terminal, 10_000)
    except OSError:  # how Linux says that the other side is gone
        return b""


def test_colour_is_for_terminals_that_want_it(say):
    assert "\x1b[1m" in on_a_terminal("query", PAIRS)
    assert "\x1b" not in on_a_terminal("query", PAIRS, NO_COLOR="1")
    assert "\x1b" not in say("query", PAIRS)[1]


def test_a_table_is_aligned_cuts_nothing_and_cannot_steer_the_terminal():
    text = aligned(["name", "n"], [["x" * 300, "1"], ["東京", "2"], ["a\x1b[2Jb\nc", "3"]])
    lines = text.splitlines()
    assert len(lines) == 5
    assert "x" * 300 in text
    assert "\x1b" not in text
    assert lines[3].index("2") == 300 + 2 - 2, "a wide character takes two columns"


def test_an_iri_is_shortened_only_to_what_a_query_may_say():
    assert prefixed_name(str(TP.partnersWith)) == "tp:partnersWith"
    for iri in ("https://example.org/x", str(TP), f"{TP.partnersWith}/a b", f"{TP}a(b)"):
        assert prefixed_name(iri) == iri


HERE, THERE = "http://127.0.0.1:1/here", "http://127.0.0.1:1/there"


@pytest.mark.parametrize(
    ("data", "store", "environment", "folder", "service"),
    [
        (None, None, {}, None, None),
        (None, HERE, {"KG_STORE": THERE}, None, HERE),
        (None, None, {"KG_STORE": THERE}, None, THERE),
        ("mine", None, {"KG_STORE": THERE}, "mine", None),
        (None, HERE, {"KG_DATA": "ours"}, "ours", HERE),
        (None, None, {"KG_DATA": "ours", "KG_STORE": THERE}, "ours", None),
        (None, None, {"KG_STORE": ""}, None, None),
    ],
)
def test_an_option_beats_the_environment_and_a_folder_named_beats_a_service_there(
    monkeypatch, data, store, environment, folder, service
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given = Namespace(data=data, store=store)
    assert terminal.service(given) == service
    assert terminal.named_folder(given) == (Path(folder) if folder else None)
    assert terminal.folder(given) == (Path(folder) if folder else home("data"))


@pytest.mark.parametrize("command", ["query", "app", "serve", "network", "export"])
def test_a_folder_and_a_service_at_once_are_refused(say, command):
    more = {"query": ["ASK {}"], "export": ["--format", "turtle"], "network": ["degree"]}
    code, out, err = say(command, *more.get(command, []), "--data", "mine", "--store", HERE)
    assert (code, out) == (1, "")
    assert "give one" in err


@pytest.mark.parametrize("command", ["app", "serve"])
def test_a_service_that_does_not_answer_is_told_before_anything_is_served(
    say, command, monkeypatch
):
    monkeypatch.setattr("kg.store.http_service._PAUSE", 0.01)
    code, out, err = say(command, "--port", "0", "--store", "http://127.0.0.1:9/sparql")
    assert (code, out) == (1, "")
    assert "does not answer" in err


def test_bad_input_is_what_both_at_once_are():
    with pytest.raises(BadInput):
        terminal.store(Namespace(data="mine", store=HERE))
