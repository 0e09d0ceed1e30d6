"""The Network page on more deals than can be counted in a second, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.deals import folder
from tests.conftest import Running

LONG = 60_000


@pytest.fixture(scope="module")
def deals(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on 1,500 deals among 150 firms."""
    data = folder(tmp_path_factory.mktemp("deals") / "data", 150, 1500)
    with running("app", "--port", "0", "--no-browser", KG_DATA=str(data)) as address:
        yield address


def answer(page: Page) -> str:
    """The sentence that answers the question."""
    told = page.locator("h4").first
    expect(told).to_be_visible(timeout=LONG)
    return told.inner_text()


def test_what_takes_long_says_so_and_is_cancelled_by_keyboard(page: Page, deals: str):
    page.set_default_timeout(LONG)
    page.goto(f"{deals}/network?question=camps&measure=frustration")
    expect(page.get_by_text(re.compile(r"Counting … [1-9]\d* s"))).to_be_visible(timeout=LONG)
    button = page.get_by_role("button", name="Cancel")
    button.focus()
    button.press("Enter")
    expect(page.get_by_text("Counting: cancelled.")).to_be_visible(timeout=LONG)
    expect(page.locator("h4")).to_have_count(0)
    # What was cancelled keeps nobody waiting, and can be counted after all.
    page.get_by_test_id("stButtonGroup").get_by_text("balanced share", exact=True).click()
    assert "of the triads with three signed ties are balanced" in answer(page)
    page.go_back()
    page.get_by_role("button", name="Count after all").click()
    assert "would have to change for two camps to remain" in answer(page)


def test_an_address_holds_question_level_kinds_and_sources(page: Page, deals: str):
    page.set_default_timeout(LONG)
    page.goto(
        f"{deals}/network?question=broker&measure=constraint&level=agreed"
        "&family=cooperation,ownership&source=paper-1,paper-2"
    )
    assert "ranks first (constraint:" in answer(page)
    expect(page.get_by_text(re.compile(r"from 2 sources\)"))).to_be_visible()
    for number, names in enumerate((("cooperation", "ownership"), ("Paper 1", "Paper 2"))):
        for name in names:
            expect(page.get_by_test_id("stMultiSelect").nth(number)).to_contain_text(name)
    before = answer(page)
    page.reload()
    assert answer(page) == before


def test_a_row_of_a_source_opens_its_statements(page: Page, deals: str):
    page.set_default_timeout(LONG)
    page.goto(f"{deals}/network?question=vanish&row=paper-3")
    expect(page.get_by_text(re.compile(r"\d+ statements behind Paper 3"))).to_be_visible(
        timeout=LONG
    )


@pytest.mark.parametrize("slug", ["broker", "both", "groups", "portfolio", "position", "vanish"])
def test_it_fits_a_telephone_in_the_dark(page: Page, deals: str, slug: str):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 400, "height": 800})
    page.set_default_timeout(LONG)
    page.goto(f"{deals}/network?question={slug}")
    expect(page.get_by_text("Take it along")).to_be_visible(timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    dark = page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g)"
    )
    assert max(map(int, dark[:3])) < 60
