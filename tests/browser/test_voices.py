"""Voices in a browser: two outlets that may be one are asked about, and who acknowledges a tie."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.workspace.workspace import JUDGEMENTS
from tests.browser.graph import LONG
from tests.browser.test_compare import visit
from tests.conftest import Running
from tests.small_data import PREFIXES, claim, folder

COMPARE = "/compare?verdict=agree"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two releases of one distributor on Acme and Bolt, one more tie that only a paper tells."""
    place = folder(
        tmp_path / "mine",
        claim("deal", "acquires", "acme bolt")
        .replace("tp:attributedTo s:paper", "tp:attributedTo e:acme")
        .replace("tp:narration", "tp:indirectSpeech"),
        claim("told", "acquires", "acme bolt"),
        claim("rumour", "partnersWith", "core dyna"),
    )
    first = place / "sources" / "paper" / "claims.ttl"
    first.write_text(first.read_text().replace('"Daily"', '"PR Newswire"'))
    again = claim("told", "acquires", "acme bolt").replace("c:", "s:other/claim/")
    again = re.sub(
        r"s:other/claim/(\w+)", r"<https://w3id.org/tech-partnerships/source/other/claim/\1>", again
    )
    head = (
        's:other a tp:Source ; dcterms:title "Other" ; dcterms:publisher "PR Newswire" ; '
        'dcterms:date "2020-01-02" ; dcterms:source <http://example.org/other> .\n'
    )
    (place / "sources" / "other").mkdir()
    (place / "sources" / "other" / "claims.ttl").write_text(
        PREFIXES + head + again.replace("s:paper", "s:other")
    )
    return place


@pytest.fixture
def mine(running: Running, data: Path) -> Iterator[str]:
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        yield address


def judged(data: Path) -> dict[str, str]:
    file = data / JUDGEMENTS
    return json.loads(file.read_text()) if file.exists() else {}


def test_a_person_says_that_two_outlets_are_one_voice_and_takes_it_back(
    page: Page, mine: str, data: Path
):
    visit(page, f"{mine}{COMPARE}")
    expect(page.get_by_text("Both come from a distributor of releases")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="They are one voice").click()
    heading = page.get_by_text("Sources that count as one voice (1 pair)")
    expect(heading).to_be_visible(timeout=LONG)
    assert judged(data) == {"voices/other/paper": "one"}
    heading.click()
    expect(page.get_by_text("You said that other and paper are one voice.")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    again = page.get_by_role("button", name="They are two voices")
    expect(again).to_be_visible(timeout=LONG)
    again.click()
    expect(page.get_by_text("Sources that count as one voice (0 pairs)")).to_be_visible(
        timeout=LONG
    )
    assert judged(data) == {"voices/other/paper": "apart"}


def test_outlets_that_a_person_made_one_voice_stand_in_the_name_of_their_line(
    page: Page, mine: str, data: Path
):
    (data / JUDGEMENTS).write_text('{"voices/other/paper": "one"}')
    page.set_default_timeout(LONG)
    page.goto(f"{mine}/?source=all")
    lines = page.locator(".list button[data-kind=edges]")
    expect(lines.filter(has_text="1 voice, 2 outlets").first).to_be_attached(timeout=LONG)
    expect(page.locator(".legend")).to_contain_text("2 voices, 6 outlets say it")


def test_who_acknowledges_a_tie_is_a_filter_and_a_column(page: Page, mine: str):
    page.set_default_timeout(LONG)
    page.set_viewport_size({"width": 2400, "height": 1000})
    lines = page.locator(".list button[data-kind=edges]")
    page.goto(f"{mine}/?source=all&acknowledged=others")
    expect(lines).to_have_count(1, timeout=LONG)
    expect(lines.first).to_contain_text("Core")
    page.goto(f"{mine}/?source=all&acknowledged=one")
    expect(lines.filter(has_text="Acme").first).to_be_attached(timeout=LONG)
    expect(lines.filter(has_text="Core")).to_have_count(0)
    page.goto(f"{mine}/?source=all&look=table")
    grid = page.locator("[data-testid=stDataFrame] [role=grid]").first
    expect(grid.get_by_role("columnheader", name="acknowledged by")).to_be_attached(timeout=LONG)
    expect(grid.get_by_role("gridcell", name="only others").first).to_be_attached()
