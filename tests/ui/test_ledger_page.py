"""The ledger, without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from kg.comparison.ledger import ledger_key
from kg.model.vocab import SOURCE
from kg.workspace.workspace import JUDGEMENTS, load
from tests.ui.test_compare_page import mine, run, words

__all__ = ["mine"]
PAGE = """
from pathlib import Path
from kg.ui import ledger_page

ledger_page.show(Path({folder!r}))
"""


def page(folder: Path) -> AppTest:
    return run(AppTest.from_string(PAGE.format(folder=str(folder)), default_timeout=60))


def test_the_ledger_shows_the_day_it_was_known_and_a_tray_of_undated_sources(mine: Path) -> None:
    test = page(mine)
    assert "Of undated sources" in words(test)
    assert "according to Reuters" in words(test)
    test.text_input(key="ledger-day").set_value("2015-07-28")
    run(test)
    assert "according to Reuters" not in words(test)
    assert "according to Bloomberg" in words(test)
    test.text_input(key="ledger-day").set_value("yesterday")
    run(test)
    assert "is no date" in words(test)


def test_a_state_needs_a_later_statement_and_is_kept(mine: Path) -> None:
    claim = str(SOURCE["reuters-aliyun-investment/claim/investment-in-aliyun"])
    test = page(mine)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.button(key=f"settle-{claim}").click()
    run(test)
    assert "choose the later claim" in words(test)
    test.selectbox(key=f"grounds-{claim}").select_index(0)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.button(key=f"settle-{claim}").click()
    run(test)
    (entry,) = load(mine).records[JUDGEMENTS].values()
    assert entry["state"] == "kept"
    known = next(c for s in load(mine).sources.values() for c in s.claims if c.iri == claim)
    assert set(load(mine).records[JUDGEMENTS]) == {ledger_key(known)}
