"""The Ask page in a real browser: a test for each thing it promises."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Page, expect
from rdflib import Graph

from kg.query.saved_questions import question, questions
from tests.browser.ask import editor, visit
from tests.conftest import Running


def test_somebody_who_knows_no_sparql_gets_an_answer_with_its_evidence(page: Page, app: str):
    visit(page, app)
    expect(page.get_by_role("cell", name="suggested")).to_be_visible(timeout=15_000)
    page.get_by_role("row", name=re.compile("suggested")).get_by_role("button", name="Why?").click()
    expect(page.locator(".claim mark")).to_have_text(re.compile("AliCloud has also hinted"))
    expect(page.locator(".claim .about").first).to_contain_text("according to AliCloud")
    assert not page.locator(".cm-content").count(), "SPARQL comes only when it is asked for"


def test_a_saved_question_has_a_deadline_too(page: Page, running: Running):
    with running("app", "--port", "0", KG_TIMEOUT="0.0001") as hurried:
        visit(page, hurried)
        expect(page.get_by_text("the query was stopped after 0.0001 seconds")).to_be_visible(
            timeout=15_000
        )


def test_names_lead_to_the_graph_and_back_returns_to_the_answer(page: Page, app: str):
    visit(page, app, "?question=who-competes-with-whom")
    page.get_by_role("cell").get_by_role("link", name="Amazon Web Services").first.click()
    expect(page).to_have_url(re.compile(r"/\?entity=amazon-web-services"))
    page.go_back()
    expect(page.get_by_text(question("who-competes-with-whom").text).first).to_be_visible()
    expect(page.get_by_role("cell", name="opinion")).to_be_visible(timeout=15_000)


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


def test_rows_are_drawn_and_counts_are_a_chart(page: Page, app: str):
    visit(page, app, "?question=who-competes-with-whom")
    page.get_by_role("button", name="Graph").or_(page.get_by_role("radio", name="Graph")).click()
    expect(page.locator(".canvas canvas")).to_be_visible(timeout=15_000)
    visit(page, app, "?question=who-speaks&look=chart")
    chart = page.locator("[data-testid=stVegaLiteChart] canvas, .stVegaLiteChart svg")
    expect(chart.first).to_be_visible(timeout=15_000)


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


def test_on_a_narrow_screen_the_answer_stands_on_the_first_one(chromium: Browser, app: str):
    context = chromium.new_context(viewport={"width": 400, "height": 900})
    page = context.new_page()
    visit(page, app)
    why = page.get_by_role("button", name="Why?").first
    expect(why).to_be_visible(timeout=15_000)
    expect(why).to_be_in_viewport()
    last = questions()[8].text
    page.get_by_role("button", name=last).click()  # scrolled to, in its list
    expect(page.get_by_role("heading", name=last)).to_be_visible()
    context.close()


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
