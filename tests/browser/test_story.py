"""A guided tour in a real browser: by keys, by address, and as a page of its own."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.graph import LONG

TOUR = "a-headline-cross-examined"


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=LONG)
    # Keys are heard once what stands below the heading is drawn too.
    expect(page.locator("[data-step=stated]")).to_be_visible(timeout=LONG)
    expect(page.locator(".text p").first).to_be_visible(timeout=LONG)


def test_a_tour_is_offered_turned_by_keys_and_left(page: Page, app: str):
    page.goto(app)
    page.get_by_role("button", name=re.compile("Take a tour")).click(timeout=30_000)
    heading(page, "A headline says more than its text")
    expect(page).to_have_url(re.compile(f"story={TOUR}&step=1"))
    page.keyboard.press("ArrowRight")
    heading(page, "Only a hint")
    expect(page.get_by_text("It is hinted that NVIDIA assists AliCloud").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    heading(page, "A headline says more than its text")
    page.go_back()
    heading(page, "Only a hint")
    page.get_by_role("button", name="Leave").click()
    heading(page, "Who works with whom, and who says so")


def test_a_click_in_a_step_goes_on_from_there_and_back_leads_into_the_tour(page: Page, app: str):
    page.goto(f"{app}/?story={TOUR}&step=4")
    heading(page, "Who never speaks")
    page.get_by_role("button", name="Everything about this statement").first.click()
    heading(page, "Who works with whom, and who says so")
    expect(page).to_have_url(re.compile(r"\?claim="))
    page.go_back()
    heading(page, "Who never speaks")


def test_a_step_that_is_not_there_is_named(page: Page, app: str):
    page.goto(f"{app}/?story={TOUR}&step=77")
    expect(page.get_by_text("“77” is not a step of this story; there are 1 to 6.")).to_be_visible(
        timeout=30_000
    )


def test_the_tour_is_saved_as_a_page_that_works_alone(page: Page, app: str, tmp_path):
    page.goto(f"{app}/?story={TOUR}")
    heading(page, "A headline says more than its text")
    with page.expect_download() as waited:
        page.get_by_role("button", name="The tour as a page that works offline").click()
    file = tmp_path / "tour.html"
    waited.value.save_as(file)
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name="A headline says more than its text")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Only a hint")).to_be_visible()
    expect(page.locator("blockquote")).to_contain_text("AliCloud has also hinted that NVIDIA")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    page.context.set_offline(False)
