"""Names and quotes that try something are shown as text: in the app, in the files it saves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Error, Page, expect

from tests.browser.graph import LONG, names, overlapping, visit
from tests.conftest import Running
from tests.hostile_data import NAMES, folder

HACKED = "window.hacked"


@pytest.fixture(scope="module")
def trap(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the hostile data."""
    data = folder(tmp_path_factory.mktemp("hostile") / "data")
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        yield address


@pytest.fixture
def wary(page: Page) -> Iterator[Page]:
    """A page that fails the test if anything of the data runs or opens a dialog."""
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    yield page
    assert not dialogs
    if page.url.startswith("http"):
        assert page.evaluate(HACKED) is None


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]


def test_the_first_screen_shows_hostile_names_as_text(wary: Page, trap: str):
    visit(wary, trap)
    assert names(wary).count() == 6
    shown = " ".join(names(wary).all_text_contents())
    assert "<img src=x" in shown or "</script>" in shown
    assert "\u202e" not in shown
    expect(wary.get_by_text("</title><script>window.hacked=6").first).to_be_visible()
    wary.get_by_text("What this source leaves open").click()
    expect(wary.get_by_text("<img src=x onerror=window.hacked=8>")).to_be_visible()
    assert overlapping(wary) == []
    fits(wary)


def test_names_of_any_length_do_not_lie_on_each_other(wary: Page, trap: str):
    visit(wary, f"{trap}/?kind=Company")
    expect(names(wary)).to_have_count(len(NAMES))
    wary.wait_for_timeout(500)
    assert overlapping(wary) == []
    # The whole of a name is told where one points, up to what fits there.
    assert any("x" * 100 in told for told in names(wary).all_text_contents())


@pytest.mark.parametrize("slug", NAMES)
def test_an_entity_and_its_claim_are_shown_as_text(wary: Page, trap: str, slug: str):
    visit(wary, f"{trap}/?entity={slug}&open={slug}")
    # Nothing of a name is taken for a link or for formatting.
    expect(wary.locator(".stMain").get_by_role("link", name="click me")).to_have_count(0)
    expect(wary.locator(".stMain .katex")).to_have_count(0)
    start = NAMES[slug].split("\u202e")[0].split("\u200b")[0][:12]
    expect(wary.get_by_role("heading").filter(has_text=start).first).to_be_visible()
    fits(wary)
    visit(wary, f"{trap}/?claim=hostile/{slug}")
    expect(wary.get_by_text("Cite it")).to_be_visible()
    assert not wary.locator("a[href^='javascript:']").count()
    fits(wary)


@pytest.mark.parametrize("look", ["look=table", "from=script&to=markdown", "kind=Company"])
def test_tables_paths_and_filters_show_them_as_text(wary: Page, trap: str, look: str):
    wary.goto(f"{trap}/?{look}")
    expect(wary.locator(".text p").first).to_be_visible(timeout=LONG)
    wary.wait_for_timeout(500)
    fits(wary)


@pytest.mark.parametrize("page_name", ["codebook", "downloads"])
def test_the_pages_behind_show_them_as_text(wary: Page, trap: str, page_name: str):
    wary.goto(f"{trap}/{page_name}")
    expect(wary.get_by_role("heading").first).to_be_visible(timeout=LONG)
    wary.wait_for_timeout(800)
    assert not wary.locator("a[href^='javascript:']").count()
    fits(wary)


def test_hostile_search_words_and_addresses_do_nothing(wary: Page, trap: str):
    word = "<img src=x onerror=window.hacked=9>"
    visit(wary, f"{trap}/?entity={quote(word)}&passage={quote(word)}&form={quote(word)}")
    expect(wary.get_by_text("is not known here").first).to_be_visible()
    box = wary.get_by_role("combobox", name="Search a name or words of a quote")
    box.fill("<img")
    expect(wary.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(wary.get_by_role("heading").filter(has_text="<img src=x").first).to_be_visible()
    fits(wary)


def runs_nothing(chromium: Browser, file: Path, *, click: bool) -> None:
    """Open a saved file without a network and try everything in it."""
    context = chromium.new_context(offline=True)
    alone = context.new_page()
    errors: list[str] = []

    def heard(problem: Error | Dialog) -> None:
        errors.append(problem.message)

    alone.on("pageerror", heard)
    alone.on("dialog", heard)
    alone.goto(file.as_uri())
    alone.wait_for_timeout(800)
    if click:
        for button in alone.locator(".list button").all():
            button.focus()
            button.press("Enter")
        expect(alone.get_by_role("blockquote").first).to_be_visible()
    assert alone.evaluate(HACKED) is None
    assert not errors
    context.close()


def test_the_files_it_saves_run_nothing(wary: Page, trap: str, tmp_path: Path, chromium: Browser):
    visit(wary, f"{trap}/?kind=Company")
    wary.get_by_role("button", name="Download").first.click()
    for button, name in (("Picture (SVG)", "a.svg"), ("Page that works offline (HTML)", "a.html")):
        with wary.expect_download() as download:
            wary.get_by_role("button", name=button, exact=True).click()
        copy = tmp_path / name
        copy.write_bytes(Path(download.value.path()).read_bytes())
        runs_nothing(chromium, copy, click=name == "a.html")
