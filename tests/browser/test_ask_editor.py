"""The SPARQL editor of the Ask page in a real browser."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from kg.query.saved_questions import question, questions
from tests.browser.ask import content, editor, run, visit, write

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_the_query_behind_an_answer_can_be_changed_and_is_an_address(page: Page, app: str):
    visit(page, app, "?question=who-speaks&sparql=1")
    assert "# question: Who speaks" in content(editor(page))
    run(page, "SELECT ?who WHERE { ?who tp:partnersWith entity:nvidia }")
    expect(page.get_by_role("columnheader", name="?who")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("columnheader", name="?speaker")).to_have_count(0)  # the answer before
    expect(page.get_by_role("cell").get_by_role("link", name="AliCloud")).to_be_visible()
    address = page.url
    page.go_back()
    expect(page.get_by_text(question("who-speaks").text).first).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("cell").get_by_role("link", name="AliCloud")).to_be_visible(
        timeout=15_000
    )


def test_cancel_really_stops_the_query(page: Page, app: str):
    visit(page, app, "?sparql=1")
    run(page, SLOW)
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible(timeout=8_000)
    expect(page.get_by_text(re.compile(r"Asking … \d"))).to_be_visible()
    cancel.click()
    expect(page.get_by_text("The query was stopped.")).to_be_visible(timeout=5_000)
    run(page, "ASK { ?a tp:partnersWith ?b }")
    expect(page.get_by_role("heading", name="Yes.")).to_be_visible(timeout=10_000)


def test_a_fault_is_marked_at_its_line_and_goes_when_the_text_changes(page: Page, app: str):
    visit(page, app, "?query=" + quote("SELECT ?a WHERE {\n  ?a tp:partnersWith\n}"))
    expect(page.get_by_role("alert").get_by_text("Line 3, column")).to_be_visible(timeout=15_000)
    expect(page.locator(".cm-line").nth(2).locator(".cm-lintRange-error")).to_be_attached()
    page.locator(".cm-line").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type(" ?b")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(page.locator(".wrong")).to_be_empty()


def test_a_misspelt_keyword_is_marked_where_it_stands(page: Page, app: str):
    visit(page, app, "?query=" + quote("# Who?\nSELCT ?a WHERE { ?a a tp:Company }"))
    told = page.get_by_role("alert")
    expect(told.get_by_text("Line 2, column 1")).to_be_visible(timeout=15_000)
    expect(told).to_contain_text("did you mean SELECT?")
    expect(page.locator(".cm-line").nth(1).locator(".cm-lintRange-error")).to_have_text("SELCT")


def test_the_editor_keeps_the_focus_after_a_run(page: Page, app: str):
    visit(page, app, "?question=who-speaks&sparql=1")
    run(page, "SELECT ?who WHERE { ?who tp:partnersWith entity:nvidia }")
    expect(page.get_by_role("columnheader", name="?who")).to_be_visible(timeout=15_000)
    page.keyboard.type("# goes on here")
    expect(page.locator(".cm-content")).to_contain_text("# goes on here")


def test_a_known_prefix_declares_itself_and_terms_come_with_their_definition(page: Page, app: str):
    visit(page, app, "?sparql=1")
    write(page, "")
    page.locator(".cm-content").click()
    page.keyboard.type("SELECT ?x WHERE { ?x tp:partners")
    offer = page.locator(".cm-tooltip-autocomplete li").first
    expect(offer).to_contain_text("tp:partnersWith")
    expect(page.locator(".cm-completionInfo")).to_contain_text("Works jointly")
    page.wait_for_timeout(200)  # the editor takes no Enter for an offer that has just appeared
    page.keyboard.press("Enter")
    assert content(page).startswith("PREFIX tp: <https://w3id.org/tech-partnerships/ontology#>")
    assert content(page).count("PREFIX") == 1
    # Entities by their name, where an object belongs.
    page.keyboard.type(" Web")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("Amazon Web Services")
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    assert "entity:amazon-web-services" in content(page)
    assert content(page).count("PREFIX") == 2


def test_completion_offers_what_belongs_in_the_place(page: Page, app: str):
    visit(page, app, "?sparql=1")

    def offered(text: str, awaited: str) -> list[str]:
        write(page, "")
        page.locator(".cm-content").click()
        page.keyboard.type(text)
        offers = page.locator(".cm-tooltip-autocomplete li")
        # The offers follow the typing; those of the last letter are awaited.
        expect(offers.first).to_contain_text(awaited)
        found = page.locator(".cm-tooltip-autocomplete li").all_inner_texts()
        page.keyboard.press("Escape")
        return found

    assert all("tp:Comp" in one for one in offered("SELECT * { ?x a tp:Comp", "tp:Comp"))
    assert any("tp:hint" in one for one in offered("SELECT * { ?x tp:modality tp:hi", "tp:hi"))
    assert not any("tp:hint" in one for one in offered("SELECT * { ?x tp:h", "tp:h"))
    assert any("?claim" in one for one in offered("SELECT ?claim { ?cl", "?cl"))


def test_format_lays_the_query_out_and_changes_nothing_else(page: Page, app: str):
    visit(page, app, "?sparql=1")
    write(page, 'SELECT ?a WHERE { GRAPH ?g { ?a ?b "{ x }" . } # why {\nFILTER(?a != <urn:a#b>) }')
    page.get_by_role("button", name="Format").click()
    assert content(page).strip().split("\n") == [
        "SELECT ?a WHERE {",
        '  GRAPH ?g { ?a ?b "{ x }" . } # why {',
        "  FILTER(?a != <urn:a#b>)",
        "}",
    ]


def test_every_saved_question_keeps_its_meaning_when_formatted(page: Page, app: str):
    visit(page, app, "?sparql=1")
    for asked in questions()[::20]:
        write(page, asked.sparql)
        page.get_by_role("button", name="Format").click()
        assert "".join(content(page).split()) == "".join(asked.sparql.split())


def test_earlier_queries_stay_in_this_browser(page: Page, app: str):
    visit(page, app, "?sparql=1")
    run(page, "ASK { ?remembered ?p ?o }")
    expect(page.get_by_role("heading", name="Yes.")).to_be_visible(timeout=15_000)
    page.goto(f"{app}/ask?sparql=1")
    editor(page).get_by_text("Earlier queries").click()
    page.get_by_role("button", name=re.compile("ASK { .remembered")).click()
    assert content(page) == "ASK { ?remembered ?p ?o }"


def test_the_editor_is_left_by_keyboard(page: Page, app: str):
    visit(page, app, "?sparql=1")
    editor(page).locator(".cm-content").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("^Run"))).to_be_focused()
