"""Lines that the Ask page prints for use elsewhere are run, and give the rows of the page."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from rdflib import Graph
from rdflib.compare import isomorphic

import kg
from tests.browser.ask import editor, visit
from tests.conftest import Running
from tests.small_data import claim, folder

MINE = "SELECT * WHERE { ?b tp:assists ?a FILTER(STR(?a) != 'it\\'s $HOME') } ORDER BY ?a"
HINTS = "SELECT ?claim ?a { ?claim tp:object ?a ; tp:modality tp:hint } ORDER BY ?claim ?a"
ROWS = [
    "?question=who-speaks",
    "?question=partners-of-a-company&about-company=entity/nvidia",
    f"?query={quote(MINE)}&level=all",
    f"?query={quote(HINTS)}&level=all&sources=alicloud-nvidia",
    "?question=who-speaks&sparql=1&sources=alicloud-nvidia",
]
Table = list[list[str]]


@pytest.mark.parametrize("address", ROWS)
def test_rows(page: Page, app: str, address: str):
    right = downloaded(page, app, address)
    shell, curl, code = printed(page)
    assert read(run(f"{shell} --format csv")) == right
    assert read(run(f"{curl} --silent --fail")) == right
    assert framed(code) == right


def test_rows_of_a_folder_of_ones_own(page: Page, mine: str):
    right = downloaded(page, mine, f"?query={quote('SELECT * { ?a tp:partnersWith ?b }')}")
    assert "entity/bolt" in str(right)
    shell, curl, code = printed(page)
    assert read(run(f"{shell} --format csv")) == right
    assert read(run(f"{curl} --silent --fail")) == right
    assert framed(code) == right


@pytest.mark.parametrize("level", ["stated", "all"])
def test_triples(page: Page, app: str, level: str):
    query = quote("CONSTRUCT { ?b tp:assists ?a } WHERE { ?b tp:assists ?a }")
    visit(page, app, f"?query={query}&level={level}")
    shell, curl, code = printed(page)
    answers = [Graph().parse(data=run(f"{one} ")) for one in (shell, f"{curl} --silent --fail")]
    assert isomorphic(*answers)
    assert isomorphic(answers[0], executed(code))
    assert bool(answers[0]) == (level == "all")


def test_yes_and_no(page: Page, app: str):
    visit(page, app, f"?query={quote('ASK { entity:nvidia tp:assists ?a }')}&level=all")
    shell, curl, code = printed(page)
    assert run(shell).strip() == "yes"
    assert '"boolean":true' in run(f"{curl} --silent --fail").replace(" ", "")
    assert executed(code) is True


@pytest.fixture(scope="module")
def mine(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a folder with an awkward name."""
    place = tmp_path_factory.mktemp("data") / "it's mine"
    folder(place, claim("first", "partnersWith", "acme bolt"))
    with running("app", "--port", "0", "--data", str(place)) as address:
        yield address


def downloaded(page: Page, app: str, address: str) -> Table:
    """The rows of the page, as its file holds them."""
    visit(page, app, address)
    expect(page.get_by_role("row").nth(1)).to_be_visible(timeout=15_000)
    if "sparql=1" in address or "?query" in address:
        editor(page)  # which moves what is below it when it comes
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="CSV", exact=True).click()
    page.keyboard.press("Escape")
    rows = read(waited.value.path().read_text(encoding="utf-8"))
    assert len(rows) > 1
    return rows


def printed(page: Page) -> tuple[str, str, str]:
    """The line for the shell, the line with curl, the lines of Python."""
    page.get_by_role("button", name="Link and code").click()
    blocks = page.locator("[data-testid=stPopoverBody] [data-testid=stCode] code")
    blocks.nth(3).wait_for()
    _, shell, curl, code = blocks.all_text_contents()
    return shell, curl, code


def run(line: str) -> str:
    """Output of a line in a shell where `kg` is installed, in an empty folder."""
    assert shutil.which("curl"), "curl is not installed; on Debian: apt install curl"
    door = f'kg() {{ {sys.executable} -m kg.cli "$@"; }}'
    own = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    ended = subprocess.run(
        ["sh", "-c", f"{door}\n{line}"], capture_output=True, text=True, check=True, env=own
    )
    return ended.stdout


def executed(code: str) -> Any:
    names: dict[str, Any] = {}
    exec(code, names)
    return names["answer"]


def framed(code: str) -> Table:
    """A data frame as rows of text."""
    frame = executed(code)
    text = [["" if v is None else str(v) for v in row] for row in frame.itertuples(index=False)]
    return [list(frame.columns), *text]


def read(text: str) -> Table:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_package_that_answers_is_this_one():
    assert Path(kg.__file__).is_relative_to(Path(__file__).parents[2])
