"""The pages on a service instead of a folder, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.ask import visit

SECONDS = 30_000


@pytest.fixture(scope="module")
def away(running, oxigraph: str) -> Iterator[str]:
    """The app on `oxigraph serve`, which `kg publish` has filled."""
    with running("app", "--store", oxigraph, "--port", "0") as address:
        yield address


def test_the_graph_page_shows_the_picture_and_a_claim_its_words(page: Page, away: str):
    page.goto(f"{away}/?claim=alicloud-nvidia/hinted-quantum-assistance")
    expect(page.locator(".canvas canvas").first).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text(re.compile("AliCloud has also hinted")).first).to_be_visible()
    page.goto(f"{away}/?entity=nvidia")
    expect(page.get_by_role("heading", name="NVIDIA").first).to_be_visible(timeout=SECONDS)


def test_a_saved_question_is_answered_with_its_evidence(page: Page, away: str):
    visit(page, away)
    row = page.get_by_role("row", name=re.compile("suggested"))
    row.get_by_role("button", name="Why?").click(timeout=SECONDS)
    expect(page.locator(".claim mark")).to_have_text(re.compile("AliCloud has also hinted"))


def test_a_typed_query_is_answered_at_each_level(page: Page, away: str):
    query = "?query=" + quote("SELECT ?b WHERE { entity:nvidia tp:assists ?b }")
    visit(page, away, query)
    expect(page.get_by_text("No rows")).to_be_visible(timeout=SECONDS)
    visit(page, away, f"{query}&level=all")
    found = page.get_by_role("cell").get_by_role("link", name="AliCloud")
    expect(found).to_be_visible(timeout=SECONDS)


def test_a_fault_is_told_in_words(page: Page, away: str):
    visit(page, away, "?query=" + quote("SELECT ?a WHERE { ?a tp:partnersWith }"))
    expect(page.locator(".wrong")).to_contain_text(re.compile(r"\w{4}"), timeout=SECONDS)


def test_a_query_that_is_given_up_may_go_on_and_the_page_says_so(page: Page, away: str):
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) < STR(?f)) }"
    visit(page, away, "?query=" + quote(slow))
    expect(page.get_by_text("only the service can end its work")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("is no longer waited for")).to_be_visible(timeout=5_000)


def test_the_network_page_counts(page: Page, away: str):
    page.goto(f"{away}/network")
    expect(page.get_by_text("7 organizations in 8 tied pairs")).to_be_visible(timeout=SECONDS)


def test_adding_needs_a_folder_and_the_page_says_so(page: Page, away: str, oxigraph: str):
    page.goto(f"{away}/add")
    expect(page.get_by_text(f"This app shows the service {oxigraph}")).to_be_visible(
        timeout=SECONDS
    )
    expect(page.get_by_text("kg publish URL --data")).to_be_visible()


def test_programs_are_answered_beside_the_pages(away: str):
    query = {"query": "ASK { entity:alicloud tp:partnersWith entity:nvidia }"}
    assert httpx.get(f"{away}/sparql", params=query, trust_env=False).json()["boolean"]
    thing = httpx.get(f"{away}/entity/nvidia.ttl", trust_env=False)
    assert "NVIDIA" in thing.text
    data = httpx.get(f"{away}/.well-known/void", trust_env=False)
    assert "sparqlEndpoint" in data.text


def test_the_endpoint_alone_asks_the_service(running, oxigraph: str):
    query = {"query": "ASK { entity:nvidia tp:assists entity:alibaba }", "level": "agreed"}
    with running("serve", "--store", oxigraph, "--port", "0") as address:
        answer = httpx.get(f"{address}/sparql", params=query, trust_env=False)
        assert answer.json()["boolean"]


def test_a_service_without_data_is_told_before_the_pages_open(running, tmp_path, capfd, serving):
    with serving(tmp_path) as empty, running("app", "--store", f"{empty}/query", "--port", "0"):
        assert "holds no data of kg yet" in capfd.readouterr().err
