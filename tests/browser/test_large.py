"""A network shown as a map, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.deals import folder
from tests.browser.graph import LONG, PLACES, lines, names, overlapping, places, press
from tests.conftest import Running


@pytest.fixture(scope="module")
def large(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on 400 firms."""
    data = folder(tmp_path_factory.mktemp("large") / "data", 400, 1200)
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        yield address


def opened(page: Page, address: str) -> Page:
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(names(page).first).to_be_attached(timeout=LONG)
    return page


def test_it_opens_as_a_map_whose_names_never_overlap(page: Page, large: str):
    opened(page, large)
    expect(
        page.get_by_role("group", name="Map of who is said to be related to whom")
    ).to_be_visible()
    there = places(page)
    assert len(there) > 350
    box = page.locator(".frame .canvas").bounding_box()
    assert box
    assert all(0 <= x <= box["width"] and 0 <= y <= box["height"] for x, y in there.values())
    assert len(page.evaluate(PLACES, "boxes")) > 10
    assert overlapping(page) == []


def test_ninety_deals_open_with_every_organization_named_and_in_the_frame(
    page: Page, running: Running, tmp_path: Path
):
    data = folder(tmp_path / "data", 28, 91)
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        opened(page, address)
        page.wait_for_timeout(800)
        there, named = places(page), page.evaluate(PLACES, "boxes")
        assert len(there) == 25
        assert set(named) == set(there)
        assert overlapping(page) == []
        expect(page.locator(".frame .outside")).to_be_hidden()


def test_nothing_moves_when_a_node_is_chosen_and_back_leads_back(page: Page, large: str):
    opened(page, large)
    before = places(page)
    press(names(page).first)
    expect(page).to_have_url(re.compile("entity=firm-"))
    expect(page.get_by_role("button", name="Its surroundings as a picture")).to_be_visible()
    expect(lines(page).first).to_be_attached()
    assert places(page) == before
    page.go_back()
    expect(page).not_to_have_url(re.compile("entity="))
    expect(lines(page)).to_have_count(0)


def test_a_line_of_the_map_opens_what_is_said_between_two(page: Page, large: str):
    opened(page, f"{large}/?entity=firm-11")
    press(lines(page).first)
    expect(page).to_have_url(re.compile("(claim|pair)="))
    expect(page.get_by_text("In our words").first).to_be_visible()


def test_a_click_on_the_canvas_chooses_what_is_drawn_there(page: Page, large: str):
    opened(page, large)
    here = places(page)
    biggest = names(page).first.get_attribute("data-id")
    assert biggest
    x, y = here[biggest]
    page.locator(".frame .canvas").click(position={"x": x, "y": y})
    expect(page).to_have_url(re.compile(f"entity={biggest.rpartition('/')[2]}$"))


def test_from_the_map_to_the_picture_and_back(page: Page, large: str):
    opened(page, f"{large}/?entity=firm-11")
    page.get_by_role("button", name="Its surroundings as a picture").click()
    expect(page).to_have_url(re.compile("look=picture"))
    expect(page.locator(".vis-network canvas")).to_be_visible()
    expect(names(page).filter(has_text=re.compile("^Firm 11, company"))).to_be_attached()
    page.get_by_role("radio", name="Map").click()
    expect(page.locator(".sigma-nodes")).to_be_visible()
    expect(page).to_have_url(re.compile("entity=firm-11"))


def test_a_filter_takes_lines_off_the_map_and_moves_nothing(page: Page, large: str):
    opened(page, large)
    before = places(page)
    page.locator("[data-step=stated]").click()
    expect(page.locator("[data-step=stated]")).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        f"({PLACES})('places') && Object.keys(({PLACES})('places')).length < {len(before)}"
    )
    after = places(page)
    assert 0 < len(after) < len(before)
    assert all(abs(after[n][i] - before[n][i]) <= 1 for n in after for i in (0, 1))


def test_a_search_finds_one_of_many(page: Page, large: str):
    opened(page, large)
    box = page.get_by_role("combobox", name="Search a name or words of a quote")
    box.fill("Firm 7")
    box.press("Enter")
    expect(page).to_have_url(re.compile("entity=firm-7"))
    expect(page.get_by_role("heading", name="Firm 7", exact=True)).to_be_visible()


def test_the_table_holds_the_same(page: Page, large: str):
    opened(page, large)
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_text(re.compile("1,?200 statements"))).to_be_visible()
