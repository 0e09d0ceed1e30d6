"""Compare and the ledger in a browser: each a page, on whatever data are open."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.graph import LONG

SHARE = "/compare?verdict=differ&about=alicloud-nvidia/share-of-revenue"


def visit(page: Page, address: str, heading: str = "Where sources agree") -> Page:
    """Open a page and wait until all of it is there."""
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(page.get_by_role("heading", name=re.compile(heading), level=1)).to_be_visible()
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG)
    return page


def test_compare_is_in_the_navigation_and_needs_no_folder_of_ones_own(page: Page, app: str):
    visit(page, f"{app}/codebook", "Codebook")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("no number fits both")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("cell", name="more than 1,000 data engineers")).to_be_visible()
    assert not page.get_by_text("Start my folder").count()


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [("compare", "/compare", "Where sources agree"), ("ledger", "/ledger", "Ledger")],
)
def test_the_old_address_leads_on(page: Page, app: str, old: str, new: str, heading: str):
    visit(page, f"{app}/add?part={old}", heading)
    assert re.search(rf"{new}($|[?])", page.url)


def test_the_share_of_revenue_is_one_card_with_its_dots(page: Page, app: str):
    visit(page, f"{app}{SHARE}")
    table = page.get_by_role("table")
    expect(table).to_have_count(1)
    for said in ("1.7 %", "3.0 %", "3.1 %", "year to March 2015", "year to March 2016"):
        expect(table.locator("strong", has_text=said)).to_be_visible()
    expect(page.get_by_text("the periods differ")).to_be_visible()
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart.get_by_role("img").first).to_be_visible(timeout=LONG)


def test_a_verdict_is_an_address_and_back_returns(page: Page, app: str):
    visit(page, f"{app}/compare?verdict=conflict")
    page.get_by_text(re.compile(r"^Agree")).click()
    expect(page).to_have_url(re.compile("verdict=agree"))
    expect(page.get_by_role("heading", name="Simon Hu leads AliCloud")).to_be_visible(timeout=LONG)
    page.go_back()
    expect(page.get_by_text("no number fits both")).to_be_visible(timeout=LONG)


def test_the_matters_can_be_taken_along(page: Page, app: str):
    visit(page, f"{app}{SHARE}")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download 1 matter (CSV)").click()
    rows = list(csv.DictReader(taken.value.path().read_text("utf-8-sig").splitlines()))
    assert {row["value"] for row in rows} >= {"1.7", "3", "3.1"}
    assert {row["matter"] for row in rows} == {"1"}


def test_an_entity_and_a_statement_lead_to_their_matters(page: Page, app: str):
    page.set_default_timeout(LONG)
    page.goto(f"{app}/?claim=alicloud-nvidia/hiring")
    link = page.get_by_role("link", name="Compare what the sources say, side by side")
    assert "/compare?about=alicloud-nvidia/hiring" in str(link.get_attribute("href"))
    page.goto(f"{app}/?entity=alicloud")
    link = page.get_by_role("link", name="Where these sources agree, differ and conflict")
    assert "/compare?about=alicloud" in str(link.get_attribute("href"))


@pytest.mark.parametrize("address", [SHARE, "/compare?verdict=agree", "/ledger"])
def test_nothing_is_wider_than_a_telephone(page: Page, app: str, address: str):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, f"{app}{address}", "Where sources|Ledger")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    wide = page.locator(".stMainBlockContainer table").evaluate_all(
        "tables => tables.map(t => t.getBoundingClientRect().right)"
    )
    assert all(right <= 400 for right in wide)
