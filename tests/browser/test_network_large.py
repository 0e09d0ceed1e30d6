"""The Network page on more deals than can be counted in a second, in a real browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from benchmarks.deals import folder
from tests.conftest import Running

LONG = 60_000
PHONE: ViewportSize = {"width": 390, "height": 844}  # too narrow for names in their boxes


@pytest.fixture(scope="module")
def deals(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on 1,500 deals among 150 firms."""
    data = folder(tmp_path_factory.mktemp("deals") / "data", 150, 1500)
    with running("app", "--port", "0", "--no-browser", KG_DATA=str(data)) as address:
        yield address


@pytest.fixture(scope="module")
def hundred(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on a hundred deals among thirty firms."""
    data = folder(tmp_path_factory.mktemp("hundred") / "data", 30, 100)
    with running("app", "--port", "0", "--no-browser", KG_DATA=str(data)) as address:
        yield address


def answer(page: Page) -> str:
    """The sentence that answers the question."""
    told = page.locator("h4").first
    expect(told).to_be_visible(timeout=LONG)
    return told.inner_text()


def written(page: Page) -> list[dict[str, Any]]:
    """The names written over the picture, as soon as it is drawn."""
    frame = page.locator(".frame")
    for _ in range(100):
        if frame.evaluate("frame => frame.names().length"):
            # An address that opens something may still move the picture.
            page.wait_for_timeout(1000)
            names: list[dict[str, Any]] = frame.evaluate("frame => frame.names()")
            return names
        page.wait_for_timeout(100)
    raise AssertionError("no names are written over the picture")


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
    assert "partners who know one another (constraint " in answer(page)
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


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_first_ten_of_a_hundred_deals_are_named_on_a_phone(
    page: Page, hundred: str, mode: Literal["light", "dark"]
):
    page.emulate_media(color_scheme=mode)
    page.set_viewport_size(PHONE)
    page.set_default_timeout(LONG)
    page.goto(f"{hundred}/network?question=most-ties")
    expect(page.locator(".vis-network canvas")).to_be_visible(timeout=LONG)
    names = written(page)
    full = [one for one in names if one["full"]]
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Numbers (CSV)").click()
    with numbers.value.path().open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["measure"] == "degree"]
    assert {one["text"] for one in full} == {row["entity"] for row in table[:10]}
    assert all(one["size"] >= 13 for one in full)
    assert max(one["size"] for one in full) > min(one["size"] for one in full)
    size = page.locator(".canvas").bounding_box()
    assert size
    for one in names:
        box = one["frame"]
        assert 0 <= box["left"] < box["right"] <= size["width"], one
        assert 0 <= box["top"] < box["bottom"] <= size["height"], one
    for a, b in combinations((one["frame"] for one in names), 2):
        assert (
            a["right"] <= b["left"]
            or b["right"] <= a["left"]
            or (a["bottom"] <= b["top"] or b["bottom"] <= a["top"])
        )


def test_a_pair_is_shown_within_the_whole_and_is_named(page: Page, hundred: str):
    page.set_default_timeout(LONG)
    page.set_viewport_size(PHONE)
    page.goto(f"{hundred}/network?question=both")
    expect(page.locator(".vis-network canvas")).to_be_visible(timeout=LONG)
    assert sum(one["full"] for one in written(page)) >= 10
    expect(page.get_by_text("outside the picture")).to_be_hidden()
