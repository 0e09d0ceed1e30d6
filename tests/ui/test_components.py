"""Data given to the editor."""

from __future__ import annotations

import subprocess
import sys

from streamlit.testing.v1 import AppTest

from kg.errors import BadQuery
from kg.ui import components


def test_a_fault_keeps_its_place_apart_from_its_words():
    assert components.editor_fault(None, "") is None
    told = components.editor_fault(BadQuery("error at 2:1: expected [_]"), "ASK {\nx")
    assert told
    assert (told["line"], told["column"]) == (2, 1)
    assert "error at" not in told["message"]
    assert components.editor_fault(BadQuery("no"), "") == {
        "message": "no",
        "line": None,
        "column": None,
    }


SLOW = """
import time
import streamlit as st
from kg.ui import components

def work():
    time.sleep({seconds})
    if {fails}:
        raise ValueError("no number")
    return 42

st.write(str(components.awaited("key-{seconds}-{fails}", "Counting", work)))
"""


def run(seconds: float, *, fails: bool = False) -> AppTest:
    return AppTest.from_string(SLOW.format(seconds=seconds, fails=fails), default_timeout=30).run()


def test_what_is_quick_is_just_there():
    test = run(0.0)
    assert [m.value for m in test.markdown] == ["42"]
    assert not test.button


def test_what_takes_longer_than_a_second_arrives_too():
    assert [m.value for m in run(1.7).markdown] == ["42"]


def test_what_fails_says_why():
    test = run(0.1, fails=True)
    assert test.exception[0].message == "no number"


def test_what_was_cancelled_is_not_counted_until_asked_for():
    test = AppTest.from_string(SLOW.format(seconds=0.2, fails=False), default_timeout=30)
    test.session_state["cancelled-key-0.2-False"] = True
    test.run()
    assert [m.value for m in test.markdown] == ["None"]
    assert "cancelled" in test.info[0].value
    test.button[0].click().run()
    assert [m.value for m in test.markdown] == ["42"]


LISTS = """
from kg.ui import components

components.focus("graph", {"nodes": ["acme"], "edges": []})
"""


def test_a_component_does_not_load_what_reads_data_frames():
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        f"test = AppTest.from_string({LISTS!r}, default_timeout=60).run(); "
        "print(len(test.exception), 'pandas' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "False"]
