"""A folder of texts becomes a map by one command, with what nobody has looked at on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.graph import names
from tests.conftest import Running

LONG = 60_000
TEXTS = (
    "Nordwind has acquired Kelpie Robotics. The port of Hamburg was quiet.",
    "Medisoft partners with Lumenor. Both are small, and both of them are growing.",
    "Zephyr Air has acquired Halden Games in May 2020.",
)
NAMES = ("Nordwind", "Kelpie Robotics", "Medisoft", "Lumenor", "Zephyr Air", "Halden Games")


@pytest.fixture
def address(running: Running, tmp_path: Path) -> Iterator[str]:
    """The address that `kg read FOLDER --open` prints."""
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "in" / f"{number}.txt").write_text(f"News of day {number}\n\n{text}\n")
    place = str(tmp_path / "in"), "--out", str(tmp_path / "ws")
    with running("read", *place, "--open", "--port", "0") as shown:
        yield shown


def test_one_command_reads_texts_and_opens_their_map(page: Page, address: str) -> None:
    page.set_default_timeout(LONG)
    page.goto(address)
    switch = page.get_by_role("switch", name=re.compile("With unreviewed proposals"))
    expect(switch).to_be_checked(timeout=LONG)
    expect(names(page)).to_have_count(len(NAMES), timeout=LONG)
    for name in NAMES:
        expect(names(page).filter(has_text=name)).to_have_count(1)
    expect(
        page.get_by_text("Every line is a proposal that no person has looked at")
    ).to_be_visible()
    expect(page.locator("[data-step=stated]")).to_contain_text("0")
    page.get_by_test_id("stCheckbox").filter(has_text="unreviewed").click()
    expect(switch).not_to_be_checked(timeout=LONG)
    expect(page).not_to_have_url(re.compile("unreviewed"))


@pytest.mark.parametrize("where", ["network", "compare", "timeline"])
def test_the_switch_stands_on_every_page_that_counts(page: Page, address: str, where: str) -> None:
    page.set_default_timeout(LONG)
    base = address.partition("/?")[0]
    page.goto(f"{base}/{where}")
    switch = page.get_by_role("switch", name=re.compile("With unreviewed proposals"))
    expect(switch).not_to_be_checked(timeout=LONG)
    shown = page.get_by_test_id("stMain").get_by_text("Nordwind")
    expect(shown).to_have_count(0)
    page.get_by_test_id("stCheckbox").filter(has_text="unreviewed").click()
    expect(page).to_have_url(re.compile("unreviewed=1"))
    expect(page.get_by_text("no person has looked at them yet")).to_be_visible(timeout=LONG)
