"""The Graph page in a real browser: for everyone, from the first visit to the codebook."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.graph import (
    HINT,
    HINTED,
    LONG,
    claims_drawn,
    line,
    lit,
    names,
    places,
    press,
    visit,
)


def test_10_the_table_holds_the_same_claims_and_shares_the_selection(page: Page, app: str):
    visit(page, f"{app}/?claim={HINT}")
    drawn = claims_drawn(page)
    page.get_by_text("Table", exact=True).click()
    expect(page).to_have_url(re.compile("look=table"))
    expect(page.get_by_text(f"{drawn} statements.")).to_be_visible()
    assert HINTED in lit(page)


def test_10_everything_can_be_reached_and_chosen_by_keyboard(page: Page, app: str):
    visit(page, app)
    first = names(page).first
    first.focus()
    expect(first).to_be_visible()
    assert first.evaluate("b => getComputedStyle(b).outlineStyle") != "none"
    box = first.bounding_box()
    assert box
    assert box["width"] > 40
    first.press("Enter")
    expect(page).to_have_url(re.compile("entity="))


def test_10_at_400_pixels_nothing_is_wider_than_the_screen(page: Page, app: str):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, f"{app}/?claim={HINT}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 400
    assert HINTED in lit(page)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"/?claim={HINT}", ["NVIDIA assists AliCloud",
                             "According to AliCloud, as a hint · suggested",
                             f"“{HINTED}”"]),
        ("/?entity=nvidia", ["NVIDIA · company", "only suggested"]),
        ("/?from=amazon-web-services&to=chinese-academy-of-sciences",
         ["Amazon Web Services to Chinese Academy of Sciences", "the weakest of them"]),
    ],
)  # fmt: skip
def test_10_on_a_telephone_what_a_link_selects_is_told_at_once(
    page: Page, app: str, address: str, told: list[str]
):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, f"{app}{address}")
    summary = page.locator(".st-key-summary")
    for words in told:
        expect(summary.get_by_text(words)).to_be_in_viewport()
    box = summary.bounding_box()
    assert box
    assert box["height"] < 0.36 * 800 + 1


def test_10_on_a_telephone_a_click_tells_what_it_selects_and_moves_nothing(page: Page, app: str):
    page.set_viewport_size({"width": 400, "height": 800})
    visit(page, app)
    expect(page.locator(".st-key-summary")).to_have_count(0)
    top = "document.querySelector('.st-key-graph').getBoundingClientRect().top + scrollY"
    scroller = "(document.querySelector('.stMain')?.scrollTop ?? 0)"
    before, standing = page.evaluate(f"{top} + {scroller}"), places(page)
    press(line(page, "hinted-quantum-assistance"))
    expect(page.locator(".st-key-summary").get_by_text("as a hint")).to_be_in_viewport()
    assert page.evaluate(f"{top} + {scroller}") == before
    assert places(page) == standing


def test_10_a_wide_screen_has_the_card_and_no_second_telling(page: Page, app: str):
    visit(page, f"{app}/?claim={HINT}")
    expect(page.locator(".st-key-summary")).to_be_hidden()


def test_10_headings_start_at_the_first_level_and_skip_none(page: Page, app: str):
    visit(page, f"{app}/?claim={HINT}")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    levels = (
        page.locator(".stMain")
        .locator("h1, h2, h3, h4, h5, h6")
        .evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    )
    assert len(levels) > 4
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_11_the_first_visit_is_calm(page: Page, app: str):
    visit(page, app)
    assert names(page).count() == 6
    main = page.locator(".stMain")
    controls = [
        main.get_by_role("combobox"),
        main.locator(".step"),
        main.get_by_role("radiogroup"),
        main.get_by_role("button", name="Filters"),
        main.get_by_role("button", name="Download"),
    ]
    assert sum(control.count() for control in controls) <= 8
    expect(main.locator(".tools button:visible")).to_have_count(4)
    suggestions = main.locator(".st-key-suggestions button")
    expect(suggestions).to_have_count(5)  # a tour, three clicks, and the headline
    # What the headline is about is one click away.
    expect(suggestions.last).to_contain_text("is to invest $1B")
    text = main.inner_text().lower()
    for jargon in ("triple", "ontology", "iri", "rdf", "sparql", "node", "edge"):
        assert not re.search(rf"\b{jargon}s?\b", text), jargon


def test_11_each_suggested_click_leads_somewhere(page: Page, app: str):
    told_in = ("story=", "claim=", "entity=", "from=", "claim=")
    for number, told in enumerate(told_in):
        visit(page, app)
        page.locator(".st-key-suggestions button").nth(number).click()
        expect(page).to_have_url(re.compile(told))


def test_11_fields_and_goals_come_with_a_filter(page: Page, app: str):
    visit(page, f"{app}/?kind=Goal")
    expect(names(page).filter(has_text="supremacy").first).to_be_attached()


def test_12_the_codebook_defines_counts_and_shows_each_relation(page: Page, app: str):
    page.set_default_timeout(LONG)
    page.goto(f"{app}/codebook")
    expect(page.get_by_text("Works jointly with another organization")).to_be_visible()
    expect(page.get_by_text("For example:").first).to_be_visible()
    expect(page.get_by_text("Compare “").first).to_be_visible()
    page.get_by_text("Modality").first.click()
    expect(page.get_by_text("lets be understood without saying it outright")).to_be_visible()


@pytest.mark.parametrize("wide", [700, 780, 1000, 1101, 1280])
def test_no_button_above_the_picture_is_cut(page: Page, app: str, wide: int):
    page.set_viewport_size({"width": wide, "height": 900})
    visit(page, f"{app}/?form=headline")
    controls = page.locator(".st-key-controls")
    for words in ("Picture", "Table", "Filters (1)", "Download"):
        told = controls.get_by_text(words, exact=True).first
        inside = told.evaluate(
            """told => {
              const button = told.closest('button').getBoundingClientRect();
              const box = told.closest('[data-testid=stColumn]').getBoundingClientRect();
              return told.scrollWidth <= told.clientWidth + 1 && button.right <= box.right + 1;
            }"""
        )
        assert inside, words
