"""Lines of several statements, and the words and signs on lines, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.graph import (
    line,
    lines,
    lit,
    node,
    places,
    press,
    signs_on_one_another,
    visit,
    words_on_lines,
)

REVENUE = "pair=alibaba,alicloud&line=finance,stated"


@pytest.mark.parametrize("address", ["/", "/?source=all", f"/?source=all&{REVENUE}",
                                     "/?source=all&entity=alicloud&open=alicloud"])  # fmt: skip
@pytest.mark.parametrize("wide", [1280, 390])
def test_words_and_signs_on_lines_lie_on_nothing(page: Page, app: str, address: str, wide: int):
    page.set_viewport_size({"width": wide, "height": 860})
    visit(page, f"{app}{address}")
    assert words_on_lines(page)
    assert not signs_on_one_another(page)


def test_one_line_with_a_number_opens_on_a_click_and_each_line_leads_to_its_words(
    page: Page, app: str
):
    visit(page, f"{app}/?source=all")
    shared = line(page, "small-portion-of-sales")
    assert (shared.text_content() or "").startswith("5 statements, stated as done")
    before, standing = lines(page).count(), places(page)
    press(shared)
    expect(page).to_have_url(re.compile(r"pair=alibaba%2Calicloud&line=finance%2Cstated"))
    expect(lines(page)).to_have_count(before + 4)
    expect(page.locator(".list button[data-kind=edges][aria-pressed=true]")).to_have_count(5)
    expect(page.locator(".st-key-panel").get_by_text("5 statements")).to_be_visible()
    assert places(page) == standing
    # The line is drawn alone now, and leads to its sentence.
    press(line(page, "small-portion-of-sales"))
    expect(page).to_have_url(re.compile("claim="))
    assert "small portion" in lit(page)
    expect(lines(page)).to_have_count(before + 4)
    page.go_back()
    page.go_back()
    expect(lines(page)).to_have_count(before)


def test_a_line_of_several_stands_on_top_of_the_table(page: Page, app: str):
    visit(page, f"{app}/?source=all&{REVENUE}")
    page.get_by_text("Table", exact=True).click()
    expect(page).to_have_url(re.compile("look=table"))
    expect(page.get_by_text(re.compile(r"\d+ statements\."))).to_be_visible()
    expect(page.locator(".st-key-panel").get_by_text("5 statements")).to_be_visible()


def test_a_click_on_a_name_opens_no_line(page: Page, app: str):
    visit(page, f"{app}/?source=all")
    before = lines(page).count()
    press(node(page, "alicloud"))
    expect(page).to_have_url(re.compile("entity=alicloud"))
    expect(node(page, "alicloud")).to_have_attribute("aria-pressed", "true")
    assert lines(page).count() == before


def test_what_is_pointed_at_is_told_beside_it_and_the_click_takes_the_words_away(
    page: Page, app: str
):
    visit(page, app)
    (slug,) = [one for one in places(page) if one.endswith("/nvidia")]
    x, y = places(page)[slug]
    canvas = page.locator(".vis-network canvas")
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + x, box["y"] + y)
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    told = tip.bounding_box()
    assert told
    assert told["y"] > box["y"] + y + 10 or told["y"] + told["height"] < box["y"] + y - 10
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(tip).to_be_hidden()
    expect(page).to_have_url(re.compile("entity=nvidia"))


def test_the_offline_page_opens_a_line_too_and_explains_its_signs(
    page: Page, app: str, tmp_path: Path
):
    visit(page, f"{app}/?source=all")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Page that works offline").click()
    file = tmp_path / "picture.html"
    got.value.save_as(file)
    page.goto(file.as_uri())
    entries = page.locator(".list button")
    before = entries.count()
    for told in ("number of voices that say it", "several statements: click to open",
                 "said differently elsewhere"):  # fmt: skip
        expect(page.locator(".legend").get_by_text(told)).to_be_visible()
    press(entries.filter(has_text=re.compile("^5 statements")))
    expect(page.get_by_role("heading", name="5 statements")).to_be_visible()
    expect(page.locator(".panel article")).to_have_count(5)
    expect(entries).to_have_count(before + 4)
    press(entries.filter(has_text=re.compile("^AliCloud contributes a small portion")))
    expect(page.locator(".panel article")).to_have_count(1)


def test_the_saved_picture_has_the_same_lines_signs_and_legend(
    page: Page, app: str, tmp_path: Path
):
    visit(page, f"{app}/?source=all")
    drawn = lines(page).count()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="SVG").click()
    file = tmp_path / "picture.svg"
    got.value.save_as(file)
    text = file.read_text("utf-8")
    page.goto("about:blank")
    page.set_content(text)
    expect(page.locator("svg path[d*=' Q']")).to_have_count(drawn)
    told = page.locator("svg text").all_text_contents()
    assert "×5" in told
    assert "2≠" in told
    for words in ("several statements: click to open", "said differently elsewhere",
                  "cited, words not kept", "number of voices that say it"):  # fmt: skip
        assert words in told
    right = page.locator("svg").evaluate("svg => svg.viewBox.baseVal.x + svg.viewBox.baseVal.width")
    ends = page.locator("svg text").evaluate_all(
        "all => all.map((one) => one.getBBox().x + one.getBBox().width)"
    )
    assert max(ends) <= right
