import os
import pty
import subprocess
import sys

from kg.cli.terminal import short, table
from kg.model.vocab import TP

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
    text = table(["name", "n"], [["x" * 300, "1"], ["東京", "2"], ["a\x1b[2Jb\nc", "3"]])
    lines = text.splitlines()
    assert len(lines) == 5
    assert "x" * 300 in text
    assert "\x1b" not in text
    assert lines[3].index("2") == 300 + 2 - 2, "a wide character takes two columns"


def test_an_iri_is_shortened_only_to_what_a_query_may_say():
    assert short(str(TP.partnersWith)) == "tp:partnersWith"
    for iri in ("https://example.org/x", str(TP), f"{TP.partnersWith}/a b", f"{TP}a(b)"):
        assert short(iri) == iri
