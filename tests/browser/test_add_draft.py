"""A statement that is being written outlives a lost connection and a restart of the app."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.add import LONG, added, source, statements, visit
from tests.conftest import Running

HALF = "12 million <img src=x onerror=alert(1)> **eur"
LOST = re.compile("The app does not answer")


class App:
    """An app that is stopped and started again at the same address."""

    def __init__(self, running: Running, home: Path) -> None:
        self.running, self.home, self.now = running, home, ExitStack()
        self.address = self.start("0")

    def start(self, port: str = "") -> str:
        port = port or str(urlsplit(self.address).port)
        started = self.running("app", "--port", port, XDG_DATA_HOME=str(self.home))
        return self.now.enter_context(started)

    def stop(self) -> None:
        self.now.close()


@pytest.fixture
def mine(running: Running, tmp_path: Path) -> Iterator[App]:
    app = App(running, tmp_path)
    yield app
    app.stop()


def begun(page: Page, address: str) -> Locator:
    """The amount of a statement that is half typed, with a firmness chosen by hand."""
    text = added(page, address, "half")
    text.get_by_text("Epsilon", exact=True).click()
    amount = page.get_by_role("textbox", name="Amount")
    expect(amount).to_have_value("an undisclosed sum", timeout=LONG)
    firmly = page.get_by_role("combobox", name="How firmly")
    firmly.fill("hint")
    firmly.press("Enter")
    expect(
        page.get_by_text("may have acquired").or_(page.get_by_text("hinted")).first
    ).to_be_visible(timeout=LONG)
    amount.click()
    amount.fill(HALF)
    return amount


def test_a_half_typed_statement_outlives_a_restart(page: Page, mine: App):
    amount = begun(page, mine.address)
    mine.stop()
    expect(page.get_by_text(LOST)).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stDialog")).to_have_count(0, timeout=LONG)
    mine.start()
    expect(page.get_by_text("The app answers again.")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("You had begun this statement earlier.")).to_be_visible(timeout=LONG)
    expect(amount).to_have_value(HALF, timeout=LONG)
    expect(page.get_by_role("combobox", name="How firmly")).to_have_value("suggested (hint)")
    page.reload()
    expect(amount).to_have_value(HALF, timeout=LONG)
    assert page.locator("img[src=x]").count() == 0
    amount.fill("an undisclosed sum")
    amount.press("Enter")
    page.get_by_role("button", name="Save statement").click()
    statements(page, 1)
    (claim,) = source(mine.home, "half").claims
    assert (claim.relation, claim.modality) == ("acquires", "hint")
    page.reload()
    statements(page, 1)
    expect(page.get_by_text("Select the words of a statement")).to_be_visible(timeout=LONG)


def test_a_kept_statement_is_discarded_and_stays_away(page: Page, mine: App):
    begun(page, mine.address)
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("Select the words of a statement")).to_be_visible(timeout=LONG)
    kept = "localStorage.getItem('tech-partnerships.drafts')"
    page.wait_for_function(f"{kept} === '[]'")


def test_what_no_form_wrote_is_not_taken_from_the_browser(page: Page, mine: App):
    begun(page, mine.address)
    key = "tech-partnerships.drafts"
    kept = json.loads(page.evaluate("key => localStorage.getItem(key)", key))
    kept[0]["draft"] |= {"passage": [5, 99_999], "notes": 3, "relation": ["acquires"]}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(kept)])
    visit(page, f"{mine.address}/add?source=half")
    expect(page.get_by_text("Select the words of a statement")).to_be_visible(timeout=LONG)
    page.wait_for_function("key => localStorage.getItem(key) === '[]'", arg=key)
    assert not page.get_by_test_id("stException").count()
