"""The Network page in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from kg.analysis.answers import network_question

LONG = 60_000


def visit(page: Page, address: str) -> Page:
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(page.get_by_role("heading", name="What the network shows")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Take it along")).to_be_visible(timeout=LONG)
    return page


def test_the_page_answers_in_words_and_draws_the_network(app: str, page: Page):
    visit(page, f"{app}/network?question=broker")
    expect(page.get_by_text("one more statement could change the order")).to_be_visible()
    expect(page.locator(".vis-network canvas")).to_be_visible(timeout=LONG)
    expect(
        page.get_by_text(
            "AliCloud lies on 9 of the 15 shortest paths between two others; with 7 organizations"
        )
    ).to_be_visible()


def test_a_choice_is_an_address_and_back_returns(app: str, page: Page):
    visit(page, f"{app}/network?question=broker")
    page.get_by_test_id("stButtonGroup").get_by_text("constraint", exact=True).click()
    expect(page.get_by_text("depends least on a few partners who know one another")).to_be_visible(
        timeout=LONG
    )
    assert "measure=constraint" in page.url
    page.go_back()
    expect(page.get_by_text("AliCloud lies on 9 of the 15")).to_be_visible(timeout=LONG)
    assert "measure" not in page.url


def test_a_click_in_the_picture_shows_the_statements_of_an_organization(app: str, page: Page):
    visit(page, f"{app}/network")
    node = page.locator(".list button[data-kind=nodes][data-id$='/entity/nvidia']")
    node.focus()
    node.press("Enter")
    expect(page.get_by_text("behind NVIDIA")).to_be_visible(timeout=LONG)
    assert "entity=nvidia" in page.url


def test_a_statement_is_one_click_from_its_sentence(app: str, page: Page):
    visit(page, f"{app}/network?entity=nvidia&source=alicloud-nvidia")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="NVIDIA assists AliCloud").first.click()
    there = opened.value
    expect(there.locator(".some.on").first).to_contain_text("hinted", timeout=LONG)


def test_the_numbers_and_the_network_can_be_taken_along(app: str, page: Page):
    visit(page, f"{app}/network?question=broker")
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Numbers (CSV)").click()
    assert numbers.value.suggested_filename == "network-betweenness.csv"
    assert numbers.value.path().read_text(encoding="utf-8").startswith("measure,entity,other,")
    with page.expect_download() as network:
        page.get_by_role("button", name="Network with the numbers (GraphML)").click()
    written = network.value.path().read_text(encoding="utf-8")
    assert all(f'attr.name="{name}"' in written for name in network_question("broker").measures)


def test_the_page_fits_a_telephone(app: str, page: Page):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, f"{app}/network?question=groups")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400
