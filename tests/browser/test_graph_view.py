"""The Graph page in a real browser: stable positions, restored links, downloads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from playwright.sync_api import Browser, Page, expect

from tests.browser.graph import (
    HINTED,
    line,
    lines,
    lit,
    names,
    node,
    overlapping,
    places,
    press,
    visit,
)


def test_7_nothing_that_stays_on_screen_ever_moves(page: Page, app: str):
    visit(page, app)
    first = places(page)
    assert len(first) == 6
    press(node(page, "nvidia"))
    expect(page).to_have_url(re.compile("entity=nvidia"))
    page.wait_for_timeout(300)
    assert {n: places(page)[n] for n in first} == first
    press(node(page, "alicloud"))
    page.get_by_role("button", name=re.compile("neighbours? that (is|are) hidden")).click()
    expect(page).to_have_url(re.compile("open=alicloud"))
    page.locator("[data-step=suggested]").click()
    expect(page).to_have_url(re.compile("firmness="))
    page.wait_for_timeout(300)
    after = places(page)
    assert {n: after[n] for n in first} == first
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("open="))


def test_7_the_same_data_give_the_same_picture_in_another_browser(
    page: Page, app: str, chromium: Browser
):
    visit(page, app)
    other = chromium.new_page(viewport={"width": 1280, "height": 900})
    assert places(visit(other, app)) == places(page)
    other.close()


def test_7_a_page_change_and_the_theme_leave_the_picture_alone(page: Page, app: str):
    visit(page, app)
    first = places(page)
    page.get_by_role("link", name="Codebook").click()
    expect(page.get_by_role("heading", name="Codebook")).to_be_visible()
    page.get_by_role("link", name="Graph").click()
    expect(page.locator(".vis-network canvas")).to_be_visible()
    page.wait_for_timeout(500)
    assert places(page) == first
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1500)
    assert places(page) == first


def test_7_an_opened_neighbourhood_overlaps_nobody(page: Page, app: str):
    visit(page, f"{app}/?open=alicloud")
    expect(names(page).nth(8)).to_be_attached()
    page.wait_for_timeout(300)
    assert overlapping(page) == []


def test_8_a_link_restores_the_view_in_a_fresh_browser(page: Page, app: str, chromium: Browser):
    visit(page, app)
    press(line(page, "hinted-quantum-assistance"))
    expect(page).to_have_url(re.compile("claim="))
    page.locator("[data-step=intended]").click()
    expect(page).to_have_url(re.compile("firmness="))
    page.wait_for_timeout(500)
    fresh = chromium.new_page(viewport={"width": 1280, "height": 900})
    visit(fresh, page.url)
    expect(fresh.locator("[data-step=intended]")).to_have_attribute("aria-pressed", "false")
    assert lit(fresh) == lit(page)
    assert sorted(lines(fresh).all_text_contents()) == sorted(lines(page).all_text_contents())
    fresh.close()


def test_8_back_and_forward_work(page: Page, app: str):
    visit(page, app)
    press(node(page, "nvidia"))
    expect(page).to_have_url(re.compile("entity=nvidia"))
    press(node(page, "alibaba"))
    expect(page).to_have_url(re.compile("entity=alibaba"))
    page.go_back()
    expect(page.get_by_role("heading", name="NVIDIA", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Every line is a statement somebody made")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="NVIDIA", exact=True)).to_be_visible()


def test_8_an_outdated_link_says_so_and_shows_what_it_can(page: Page, app: str):
    visit(page, f"{app}/?entity=gone&open=alicloud&firmness=sure&zoom=3")
    expect(page.get_by_text("“entity=gone” is not known here.")).to_be_visible()
    expect(page.get_by_text("“firmness=sure” is not known here")).to_be_visible()
    expect(page.get_by_text("“zoom” means nothing in an address of this page")).to_be_visible()
    assert names(page).count() > 6


def saved(page: Page, button: str) -> Path:
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    page.keyboard.press("Escape")
    return Path(download.value.path())


def test_9_the_picture_is_saved_with_legend_title_date_and_source(page: Page, app: str):
    visit(page, app)
    drawing = saved(page, "Picture (SVG)").read_text(encoding="utf-8")
    for words in ("Who works with whom", "stated as done", "Source: AliCloud", "Made on 20"):
        assert words in drawing
    # The badge of a line that another source says differently, and its place in the legend.
    assert ">≠</text>" in drawing
    assert "said differently elsewhere" in drawing
    assert drawing.count("<rect") > 6
    assert saved(page, "Picture (PNG)").read_bytes().startswith(b"\x89PNG")


def test_9_the_exported_page_works_alone_and_shows_quotes(
    page: Page, app: str, tmp_path: Path, chromium: Browser
):
    visit(page, app)
    copy = tmp_path / "page.html"
    copy.write_bytes(saved(page, "Page that works offline (HTML)").read_bytes())
    context = chromium.new_context(offline=True)
    alone = context.new_page()
    errors: list[str] = []
    alone.on("pageerror", lambda error: errors.append(str(error)))
    alone.goto(copy.as_uri())
    expect(alone.locator("canvas")).to_be_visible()
    expect(alone.get_by_text("headline only")).to_be_visible()
    button = alone.get_by_role("button", name=re.compile("NVIDIA assists AliCloud"))
    button.focus()
    button.press("Enter")
    expect(alone.get_by_role("blockquote")).to_have_text(f"“{HINTED}”")
    assert not errors
    context.close()


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "Turtle": lambda data: len(rdflib.Graph().parse(data=data, format="turtle")) > 100,
    "TriG": lambda data: b" {\n" in data and HINTED.encode() in data,
    "JSON-LD": lambda data: bool(json.loads(data)),
    "GraphML": lambda data: b"<graphml" in data and HINTED.encode() in data,
    "CSV (zip)": lambda data: data.startswith(b"PK"),
}


@pytest.mark.parametrize("label", CHECKS)
def test_9_what_is_shown_downloads_as_data(page: Page, app: str, label: str):
    visit(page, app)
    assert CHECKS[label](saved(page, label).read_bytes())
