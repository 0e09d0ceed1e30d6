"""A network too large to draw, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.deals import folder
from tests.browser.graph import LONG, names, overlapping, places, press
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


def test_7_it_opens_as_groups_that_open_and_close_without_moving(page: Page, large: str):
    opened(page, large)
    expect(page.get_by_text("400 names are too many for one picture")).to_be_visible()
    groups = names(page).count()
    assert 1 < groups <= 24
    before = places(page)
    assert overlapping(page) == []
    assert all(node.startswith("group:") for node in before)
    press(names(page).first)
    expect(page).to_have_url(re.compile("open=group"))
    expect(names(page).nth(groups + 4)).to_be_attached()
    page.wait_for_timeout(300)
    after = places(page)
    assert {node: after[node] for node in before} == before
    press(names(page).first)
    expect(names(page)).to_have_count(groups)
    assert places(page) == before


def test_8_an_opened_group_is_in_the_address(page: Page, large: str):
    opened(page, f"{large}/?open=group:2")
    expect(names(page).nth(26)).to_be_attached()


def test_7_a_search_finds_one_of_many_and_shows_it_beside_the_groups(page: Page, large: str):
    opened(page, large)
    box = page.get_by_role("combobox", name="Search a name or words of a quote")
    box.fill("Firm 7")
    box.press("Enter")
    expect(page).to_have_url(re.compile("entity=firm-7"))
    expect(page.get_by_role("heading", name="Firm 7", exact=True)).to_be_visible()
    expect(names(page).filter(has_text=re.compile("^Firm 7,"))).to_be_attached()
