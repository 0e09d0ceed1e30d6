"""The Timeline page in a browser: two clocks, a span, and the words behind a bar."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import Page, expect

from tests.browser.graph import LONG
from tests.browser.test_compare import visit

HEADING = "When it was said"
BARS = "[data-testid=stVegaLiteChart] .mark-rule.role-mark line"


def test_a_bar_leads_to_its_words_and_to_the_graph(page: Page, app: str):
    visit(page, f"{app}/timeline?by=holds&lanes=relation", HEADING)
    bars = page.locator(BARS)
    expect(bars.first).to_be_attached(timeout=LONG)
    bars.first.click(force=True)
    expect(page).to_have_url(re.compile("claim="), timeout=LONG)
    expect(page.locator(".st-key-panel blockquote")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("link", name="Show it in the graph")).to_be_visible()


def test_dragging_across_the_picture_chooses_a_span_for_graph_and_network(page: Page, app: str):
    visit(page, f"{app}/timeline", HEADING)
    bars = page.locator(BARS)
    expect(bars.first).to_be_attached(timeout=LONG)
    box = page.get_by_test_id("stVegaLiteChart").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.75)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.8, steps=6)
    page.mouse.up()
    expect(page).to_have_url(re.compile("span=said"), timeout=LONG)
    for name in ("graph", "network"):
        link = page.get_by_role("link", name=name, exact=True)
        assert "span=said:20" in str(link.get_attribute("href"))


def test_the_graph_and_the_network_show_the_span_of_their_address(page: Page, app: str):
    page.set_default_timeout(LONG)
    page.goto(f"{app}/?source=all&span=said:2015..2015")
    expect(page.get_by_text("Only what was said from")).to_be_visible(timeout=LONG)
    drawn = page.locator(".list button[data-kind=edges]")
    expect(drawn.first).to_be_attached(timeout=LONG)
    assert not page.locator("[data-id$='/claim/hinted-quantum-assistance']").count()
    some = drawn.count()
    page.get_by_role("button", name="All dates").click()
    expect(page.get_by_text("Only what was said from")).to_have_count(0, timeout=LONG)
    assert "span" not in page.url
    expect(drawn).not_to_have_count(some)
    page.goto(f"{app}/network?span=said:2015..2016")
    expect(page.get_by_text("Only what was said from")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Take it along")).to_be_visible(timeout=LONG)


def test_what_has_no_date_is_in_sight_and_the_rest_can_be_taken_along(page: Page, app: str):
    visit(page, f"{app}/timeline?by=holds", HEADING)
    expect(page.get_by_role("heading", name=re.compile("Without a date"))).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download (CSV)").click()
    rows = list(csv.DictReader(taken.value.path().read_text("utf-8-sig").splitlines()))
    due = next(row for row in rows if row["claim"].endswith("/revenue-prediction"))
    assert (due["from"], due["to"]) == ("2018-01-01", "2018-12-31")


def test_an_address_with_what_is_not_there_is_told(page: Page, app: str):
    visit(page, f"{app}/timeline?about=nobody&span=2015", HEADING)
    expect(page.get_by_text("“about=nobody” is not known here")).to_be_visible()
    expect(page.get_by_text("“span=2015” is not known here")).to_be_visible()


def test_it_fits_a_telephone(page: Page, app: str):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, f"{app}/timeline", HEADING)
    expect(page.locator(BARS).first).to_be_attached(timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
