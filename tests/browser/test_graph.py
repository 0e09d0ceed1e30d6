"""The Graph page in a real browser: a test for each thing it promises."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.graph import (
    HINT,
    HINTED,
    line,
    lines,
    lit,
    names,
    node,
    press,
    visit,
)


def test_1_a_line_highlights_its_sentence_and_a_passage_lights_its_lines(page: Page, app: str):
    visit(page, app)
    press(line(page, "hinted-quantum-assistance"))
    expect(page).to_have_url(re.compile("claim="))
    assert HINTED in lit(page)
    on = page.locator(".some.on").first
    text = page.locator(".text")
    inside = on.evaluate("s => s.getBoundingClientRect().top")
    frame = text.evaluate("t => [t.getBoundingClientRect().top, t.getBoundingClientRect().bottom]")
    assert frame[0] <= inside < frame[1], "the sentence is scrolled into view"
    # And back: a passage that carries a line of the picture.
    marker = page.locator(".marker[aria-label*='partners with']").first
    marker.click()
    expect(page).to_have_url(re.compile("passage="))
    expect(page.locator(".list button[data-kind=edges][aria-pressed=true]").first).to_be_attached()


def test_1_overlapping_passages_are_each_clickable(page: Page, app: str):
    visit(page, app)
    overlapping = page.locator(".text p").nth(1).locator(".marker")
    assert overlapping.count() > 2
    seen = set()
    for number in range(3):
        overlapping.nth(number).click()
        expect(overlapping.nth(number)).to_have_attribute("aria-pressed", "true")
        seen.add(lit(page))
    assert len(seen) == 3


def test_1_sentences_without_a_claim_are_grey_and_open_questions_are_listed(page: Page, app: str):
    visit(page, app)
    silent = page.locator(".text .none").first
    spoken = page.locator(".text .some").first
    color = "e => getComputedStyle(e).color"
    assert silent.evaluate(color) != spoken.evaluate(color)
    page.get_by_text("What this source leaves open").click()
    expect(page.locator("footer li").first).to_be_visible()


def test_2_the_legend_has_four_styles_with_counts_and_filters(page: Page, app: str):
    visit(page, app)
    styles = page.locator(".step line").evaluate_all(
        "all => all.map(l => l.getAttribute('stroke-dasharray'))"
    )
    assert len(set(styles)) == 4
    before = lines(page).count()
    suggested = page.locator("[data-step=suggested]")
    count = int(suggested.locator(".count").inner_text())
    assert count > 0
    suggested.click()
    expect(lines(page)).to_have_count(before - count)
    expect(suggested).to_have_attribute("aria-pressed", "false")
    assert int(suggested.locator(".count").inner_text()) == count


def test_2_every_line_says_in_words_how_firmly_and_by_whom(page: Page, app: str):
    visit(page, app)
    words = line(page, "hinted-quantum-assistance").text_content() or ""
    assert "suggested (hint)" in words
    assert "according to AliCloud" in words
    # What only the headline says is marked once its line is opened.
    press(line(page, "partnership"))
    expect(page.get_by_text("headline only")).to_be_visible()
    assert any("headline" in text for text in lines(page).all_text_contents())


def test_2_a_stranger_sees_at_once_that_it_is_a_hint_and_whose(page: Page, app: str):
    visit(page, f"{app}/?claim={HINT}")
    card = page.get_by_text(re.compile("According to AliCloud, as a hint")).first
    expect(card).to_be_in_viewport()


def test_3_filters_combine_count_and_reset(page: Page, app: str):
    visit(page, app)
    page.get_by_role("button", name="Filters").click()
    form = page.get_by_role("combobox", name=re.compile("In which form"))
    form.click()
    option = page.get_by_role("option", name=re.compile(r"^headline \(\d+\)"))
    count = int(re.findall(r"\((\d+)\)", option.inner_text())[0])
    option.click()
    expect(page).to_have_url(re.compile("form=headline"))
    expect(lines(page)).to_have_count(count)
    page.keyboard.press("Escape")
    # Escape closes the list of forms and, as the browser has it, the filters around it too.
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.wait_for_timeout(1000)
    reset = page.get_by_role("button", name="Reset all filters")
    if not reset.is_visible():
        page.get_by_role("button", name=re.compile("Filters")).first.click()
    reset.click()
    expect(page).not_to_have_url(re.compile("form="))


def test_3_only_what_sources_say_differently_is_one_filter_with_counts(page: Page, app: str):
    visit(page, app)
    page.get_by_role("button", name="Filters").click()
    reset = page.get_by_role("button", name="Reset all filters")
    expect(reset).to_be_in_viewport()
    expect(reset).to_be_disabled()
    expect(page.get_by_text("Published by")).to_be_in_viewport()
    network = page.get_by_role("link", name="Analyse what is chosen as a network")
    expect(network).to_have_attribute("href", "/network?source=alicloud-nvidia")
    page.get_by_role("combobox", name=re.compile("What other sources say")).click()
    option = page.get_by_role("option", name=re.compile(r"contradicts it \(\d+\)"))
    option.click()
    expect(page).to_have_url(re.compile("source=all.*others=conflict|others=conflict.*source=all"))
    # Both sides of the conflict are there.
    expect(line(page, "hiring")).to_have_count(1)
    assert (line(page, "hiring").text_content() or "").startswith("2 statements, intended")
    expect(line(page, "hinted-quantum-assistance")).to_have_count(0)
    told = lines(page).all_text_contents()
    assert told
    assert all("contradicted by" in words or " statements, " in words for words in told)
    expect(page.get_by_text("contradicted elsewhere")).to_be_visible()


def test_3_a_card_says_how_many_sources_say_so(page: Page, app: str):
    visit(page, f"{app}/?claim=alicloud-nvidia/partnership")
    expect(page.get_by_text("Reported by 2 sources", exact=True).first).to_be_visible()


def test_3_search_suggests_aliases_and_quotes_and_enter_focuses_the_hit(page: Page, app: str):
    visit(page, app)
    box = page.get_by_role("combobox", name="Search a name or words of a quote")
    box.fill("aws")
    expect(page.get_by_role("option", name=re.compile("also AWS"))).to_be_visible()
    box.fill("has also hinted")
    expect(page.get_by_role("option", name=re.compile("NVIDIA assists AliCloud"))).to_be_visible()
    box.fill("nvidia")
    box.press("Enter")
    expect(page).to_have_url(re.compile("entity=nvidia"))
    expect(node(page, "nvidia")).to_have_attribute("aria-pressed", "true")


def test_4_an_entity_tells_what_it_is_and_what_nobody_says_of_it(page: Page, app: str):
    visit(page, f"{app}/?entity=amazon-web-services")
    expect(page.get_by_role("heading", name="Amazon Web Services")).to_be_visible()
    expect(page.get_by_text("also called AWS")).to_be_visible()
    expect(page.get_by_text("Relations that no source mentions")).to_be_visible()
    expect(page.get_by_text(re.compile("Mentioned in:"))).to_be_visible()
    page.get_by_text("For experts: its address and its Turtle").click()
    expect(page.get_by_text("skos:prefLabel").first).to_be_visible()


def test_4_neighbours_are_offered_only_where_some_are_hidden(page: Page, app: str):
    visit(page, f"{app}/?entity=alicloud")
    offer = page.get_by_role("button", name=re.compile("neighbours that are hidden"))
    count = int(re.findall(r"Show its (\d+) ", offer.inner_text())[0])
    before = names(page).count()
    offer.click()
    expect(names(page)).to_have_count(before + count)
    expect(page.get_by_role("button", name="Hide its neighbours")).to_be_visible()
    visit(page, f"{app}/?entity=middle-east")
    expect(page.get_by_role("heading", name="Middle East")).to_be_visible()
    expect(offer).to_have_count(0)


def test_5_a_claim_can_be_cited_linked_to_and_taken_as_data(page: Page, app: str):
    visit(page, f"{app}/?claim={HINT}")
    cite = page.get_by_role("button", name="Cite it")
    expect(cite).to_be_in_viewport()
    link = page.get_by_role("link", name="Read it on the live page")
    expect(link).to_be_in_viewport()
    cite.click()
    expect(page.get_by_text(re.compile(f"“{re.escape(HINTED)}” —")).first).to_be_visible()
    for style, sign in (
        ("APA", "n.d."),
        ("BibTeX", "@online{alicloud-nvidia-hinted"),
        ("RIS", "ER  -"),
    ):
        page.get_by_role("tab", name=style).click()
        shown = page.get_by_role("tabpanel").filter(has_text=sign)
        expect(shown.get_by_text("suggested (hint)").first).to_be_visible()
        shown.hover()
        expect(shown.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    page.keyboard.press("Escape")
    assert "#:~:text=AliCloud%20has%20also%20hinted" in (link.get_attribute("href") or "")
    page.get_by_text("Link and data").click()
    expect(page.get_by_text(f"/?claim={HINT}").first).to_be_visible()


def test_6_the_way_from_a_to_b_is_drawn_and_told_with_its_quotes(page: Page, app: str):
    visit(page, f"{app}/?entity=amazon-web-services")
    box = page.get_by_role("combobox", name=re.compile("How is Amazon Web Services connected"))
    box.fill("Chinese")
    box.press("Enter")
    expect(page).to_have_url(re.compile("from=amazon-web-services&to=chinese-academy"))
    told = page.get_by_text(re.compile(r"\d steps")).first.inner_text()
    steps = int(re.findall(r"(\d) steps", told)[0])
    assert steps > 1
    expect(page.get_by_role("button", name="Show this statement")).to_have_count(steps)
    expect(page.locator(".list button[data-kind=edges][aria-pressed=true]")).to_have_count(steps)
    page.get_by_role("radio", name="The shortest way").or_(
        page.get_by_role("button", name="The shortest way")
    ).click()
    expect(page).to_have_url(re.compile("way=shortest"))
