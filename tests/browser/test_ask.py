"""The Ask page in a real browser: a test for each thing it promises."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Page, expect
from rdflib import Graph

from kg.questions import question, questions

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def visit(page: Page, app: str, address: str = "") -> None:
    page.goto(f"{app}/ask{address}")
    expect(page.get_by_role("heading", name="Ask", exact=True)).to_be_visible(timeout=30_000)


def editor(page: Page) -> Page:
    expect(page.locator(".cm-content")).to_be_visible(timeout=15_000)
    return page


def write(page: Page, text: str) -> None:
    editor(page).locator(".cm-content").fill(text)


def run(page: Page, text: str) -> None:
    write(page, text)
    page.keyboard.press("Control+Enter")


def content(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def test_somebody_who_knows_no_sparql_gets_an_answer_with_its_evidence(page: Page, app: str):
    visit(page, app)
    expect(page.get_by_role("cell", name="suggested")).to_be_visible(timeout=15_000)
    page.get_by_role("row", name=re.compile("suggested")).get_by_role("button", name="Why?").click()
    expect(page.locator(".claim mark")).to_have_text(re.compile("AliCloud has also hinted"))
    expect(page.locator(".claim .about").first).to_contain_text("said by AliCloud")
    assert not page.locator(".cm-content").count(), "SPARQL comes only when it is asked for"


def test_names_lead_to_the_graph_and_back_returns_to_the_answer(page: Page, app: str):
    visit(page, app, "?question=who-competes-with-whom")
    page.get_by_role("cell").get_by_role("link", name="Amazon Web Services").first.click()
    expect(page).to_have_url(re.compile(r"/\?entity=amazon-web-services"))
    page.go_back()
    expect(page.get_by_text(question("who-competes-with-whom").text).first).to_be_visible()
    expect(page.get_by_role("cell", name="opinion")).to_be_visible(timeout=15_000)


def test_the_query_behind_an_answer_can_be_changed_and_is_an_address(page: Page, app: str):
    visit(page, app, "?question=who-speaks&sparql=1")
    assert "# question: Who speaks" in content(editor(page))
    run(page, "SELECT ?who WHERE { ?who tp:partnersWith entity:nvidia }")
    expect(page.get_by_role("columnheader", name="?who")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("cell").get_by_role("link", name="AliCloud")).to_be_visible()
    address = page.url
    page.go_back()
    expect(page.get_by_text(question("who-speaks").text).first).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("cell").get_by_role("link", name="AliCloud")).to_be_visible(
        timeout=15_000
    )


def test_a_click_on_a_head_sorts_and_another_turns_it(page: Page, app: str):
    visit(page, app, "?question=who-speaks")
    head = page.get_by_role("columnheader", name="statements")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Bloomberg")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert "sort=-statements" in page.url


def test_cancel_really_stops_the_query(page: Page, app: str):
    visit(page, app, "?sparql=1")
    run(page, SLOW)
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible(timeout=8_000)
    expect(page.get_by_text(re.compile(r"Asking … \d"))).to_be_visible()
    start = time.monotonic()
    cancel.click()
    expect(page.get_by_text("The query was stopped.")).to_be_visible(timeout=5_000)
    assert time.monotonic() - start < 5
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


def test_a_known_prefix_declares_itself_and_terms_come_with_their_definition(page: Page, app: str):
    visit(page, app, "?sparql=1")
    write(page, "")
    page.locator(".cm-content").click()
    page.keyboard.type("SELECT ?x WHERE { ?x tp:partners")
    offer = page.locator(".cm-tooltip-autocomplete li").first
    expect(offer).to_contain_text("tp:partnersWith")
    expect(page.locator(".cm-completionInfo")).to_contain_text("Works jointly")
    page.keyboard.press("Enter")
    assert content(page).startswith("PREFIX tp: <https://w3id.org/tech-partnerships/ontology#>")
    assert content(page).count("PREFIX") == 1
    # Entities by their name, where an object belongs.
    page.keyboard.type(" Amaz")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("Amazon Web Services")
    page.keyboard.press("Enter")
    assert "entity:amazon-web-services" in content(page)
    assert content(page).count("PREFIX") == 2


def test_completion_offers_what_belongs_in_the_place(page: Page, app: str):
    visit(page, app, "?sparql=1")

    def offered(text: str) -> list[str]:
        write(page, "")
        page.locator(".cm-content").click()
        page.keyboard.type(text)
        expect(page.locator(".cm-tooltip-autocomplete li").first).to_be_visible()
        found = page.locator(".cm-tooltip-autocomplete li").all_inner_texts()
        page.keyboard.press("Escape")
        return found

    assert all("tp:Comp" in one for one in offered("SELECT * { ?x a tp:Comp"))
    assert any("tp:hint" in one for one in offered("SELECT * { ?x tp:modality tp:hi"))
    assert not any("tp:hint" in one for one in offered("SELECT * { ?x tp:h"))
    assert any("?claim" in one for one in offered("SELECT ?claim { ?cl"))


def test_format_lays_the_query_out_and_changes_nothing_else(page: Page, app: str):
    visit(page, app, "?sparql=1")
    write(page, 'SELECT ?a WHERE { GRAPH ?g { ?a ?b "{ x }" . } # why {\nFILTER(?a != <urn:a#b>) }')
    page.get_by_role("button", name="Format").click()
    assert content(page).split("\n") == [
        "SELECT ?a WHERE {",
        '  GRAPH ?g { ?a ?b "{ x }" . } # why {',
        "  FILTER(?a != <urn:a#b>)",
        "}",
        "",
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


def test_rows_are_drawn_and_counts_are_a_chart(page: Page, app: str):
    visit(page, app, "?question=who-competes-with-whom")
    page.get_by_role("button", name="Graph").or_(page.get_by_role("radio", name="Graph")).click()
    expect(page.locator(".canvas canvas")).to_be_visible(timeout=15_000)
    visit(page, app, "?question=who-speaks&look=chart")
    expect(
        page.locator("[data-testid=stVegaLiteChart] canvas, .stVegaLiteChart svg").first
    ).to_be_visible(timeout=15_000)


@pytest.mark.parametrize(
    ("button", "beginning"),
    [("CSV", b"who,"), ("TSV", b"?who\t"), ("JSON", b"{"), ("XML", b"<?xml")],
)
def test_the_answer_downloads_in_every_format(page: Page, app: str, button: str, beginning: bytes):
    visit(page, app)
    saved = download(page, button)
    assert Path(saved.path()).read_bytes().startswith(beginning)


def test_the_statements_behind_the_rows_download_as_turtle(page: Page, app: str):
    visit(page, app)
    saved = download(page, "Turtle of the statements")
    assert len(Graph().parse(saved.path(), format="turtle")) > 50


def test_constructed_triples_download_as_turtle(page: Page, app: str):
    query = "CONSTRUCT { ?a tp:partnersWith ?b } WHERE { ?a tp:partnersWith ?b }"
    visit(page, app, "?query=" + quote(query))
    saved = download(page, "Turtle")
    assert len(Graph().parse(saved.path(), format="turtle")) == 2


def download(page: Page, name: str) -> Download:
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as waited:
        page.get_by_role("button", name=name, exact=True).click()
    return waited.value


def test_the_same_can_be_asked_elsewhere(page: Page, app: str):
    visit(page, app, "?question=who-speaks")
    page.get_by_role("button", name="Link and code").click()
    for words in (
        "kg query --question who-speaks",
        "curl http",
        "import kg",
        "/ask?question=who-speaks",
    ):
        expect(page.get_by_text(words).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_is_usable_by_everyone(chromium: Browser, app: str, scheme: str, width: int):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, app, "?question=who-works-with-whom&sparql=1")
    editor(page)
    expect(page.get_by_role("button", name="Why?").first).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Why?").first.click()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "nothing makes the page scroll sideways"
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ours = [
        (v["id"], node["target"])
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
        if isinstance(node["target"][0], list)  # inside a component of ours
    ]
    assert not ours
    context.close()


def test_the_editor_is_left_by_keyboard(page: Page, app: str):
    visit(page, app, "?sparql=1")
    editor(page).locator(".cm-content").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("^Run"))).to_be_focused()
