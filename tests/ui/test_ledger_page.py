"""The ledger page: what was announced, what became of it, and the files to take away."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.comparison.ledger import ledger_key
from kg.model.vocab import SOURCE
from kg.resources import home
from kg.workspace.workspace import JUDGEMENTS, load, settle
from tests.ui.add.test_page import run, words

LEDGER = """
from pathlib import Path
from kg.ui import ledger_page

ledger_page.show(Path({folder!r}))
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


def ledger(folder: Path) -> AppTest:
    return run(AppTest.from_string(LEDGER.format(folder=str(folder)), default_timeout=60))


def test_the_ledger_shows_the_day_it_was_known_and_a_tray_of_undated_sources(mine: Path) -> None:
    test = ledger(mine)
    assert "From sources without a date" not in words(test)
    assert "according to Reuters" in words(test)
    test.text_input(key="ledger-day").set_value("2015-07-28")
    run(test)
    assert "From sources without a date" in words(test)
    assert "according to Reuters" not in words(test)
    assert "according to Bloomberg" in words(test)
    test.text_input(key="ledger-day").set_value("yesterday")
    run(test)
    assert "is not a date" in words(test)


def test_a_state_needs_a_later_statement_and_is_kept(mine: Path) -> None:
    claim = str(SOURCE["reuters-aliyun-investment/claim/investment-in-aliyun"])
    test = ledger(mine)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.button(key=f"settle-{claim}").click()
    run(test)
    assert "choose the later claim" in words(test)
    test.selectbox(key=f"grounds-{claim}").select_index(0)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.text_area(key=f"note-{claim}").set_value("The report gives the sum.")
    test.button(key=f"settle-{claim}").click()
    run(test)
    known = next(c for s in load(mine).sources.values() for c in s.claims if c.iri == claim)
    entry = load(mine).records[JUDGEMENTS][ledger_key(known)]
    assert (entry["state"], entry["note"]) == ("kept", "The report gives the sum.")


def test_bloombergs_billion_is_settled_by_a_later_report_with_what_that_leaves_open() -> None:
    test = ledger(home("data"))
    told = words(test)
    assert "**came true**" in told
    assert "Cloud revenue was 13,390 million yuan in the year to March 2018." in told
    assert "2018-07-27" in told
    assert "about 2.1 billion US dollars" in told
    assert "This does not settle which dollar Bloomberg meant" in told
    labels = [button.proto.label for button in test.get("download_button")]
    assert labels == ["Download 25 announcements (CSV)", "Download 1 outcome (Turtle)"]


def test_the_address_limits_the_ledger_to_one_company_or_one_statement() -> None:
    test = AppTest.from_string(LEDGER.format(folder=str(home("data"))), default_timeout=60)
    test.query_params["about"] = "alicloud-nvidia/revenue-prediction"
    told = words(run(test))
    assert "Only what concerns **AliCloud is expected to have revenue of $1B**" in told
    assert "public cloud supremacy" not in told
    test.query_params["about"] = "nobody"
    assert "“about=nobody” is not known here" in words(run(test))
