"""The Add page in a real browser: an article by mouse and by keyboard, a table, and restarts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.validation.report import file_problems
from kg.workspace.workspace import load
from tests.browser.add import ARTICLE, LONG, added, begun, folder, source, statements, visit
from tests.browser.graph import visit as visit_graph
from tests.conftest import Running

SETTLED = 500  # a shortcut is heard a moment after its button shows
DEALS = "Buyer,Target,Date,Price,Link\n" + "".join(
    f"Buyer {n % 9},Target {n},201{n % 9},{n} million dollars,https://example.org/{n % 4}\n"
    for n in range(100)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of this user's future workspace."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def mine(running: Running, home: Path) -> Iterator[str]:
    """The app of a user who has no workspace yet."""
    with running("app", "--port", "0", XDG_DATA_HOME=str(home)) as address:
        yield address


def test_an_article_is_added_by_mouse_and_its_edge_appears(page: Page, mine: str, home: Path):
    text = added(page, mine, "by-mouse")
    text.get_by_text("Epsilon", exact=True).click()
    expect(page.get_by_text("“Beta Systems” is")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("textbox", name="Amount")).to_have_value("an undisclosed sum")
    page.get_by_role("button", name="Save statement").click()
    statements(page, 1)
    (claim,) = source(home, "by-mouse").claims
    assert claim.passage
    assert claim.passage.exact == "Beta Systems has acquired Epsilon for an undisclosed sum."
    assert claim.relation == "acquires"
    assert file_problems(folder(home))[0] == []
    with page.context.expect_page() as opened:
        page.get_by_text("See it in the graph").click()
    line = opened.value.locator(".list button[data-kind=edges][data-id*='/by-mouse/']")
    expect(line).to_be_attached(timeout=LONG)
    visit_graph(page, mine)
    expect(page.get_by_text("Only your latest article: “Acme and Beta")).to_be_visible(timeout=LONG)
    lines = page.locator(".list button[data-kind=edges]")
    expect(lines.first).to_be_attached(timeout=LONG)
    assert all("/by-mouse/" in str(one.get_attribute("data-id")) for one in lines.all())
    page.get_by_role("button", name="Show all sources").click()
    other = page.locator(".list button[data-kind=edges][data-id*='/alicloud-nvidia/']")
    expect(other.first).to_be_attached(timeout=LONG)
    page.get_by_role("button", name="Back to your latest article").click()
    expect(other).to_have_count(0, timeout=LONG)


def test_dragging_selects_words_counted_as_python_counts_them(page: Page, mine: str):
    text = added(page, mine, "by-dragging")
    first, last = (text.get_by_text(word, exact=True).first for word in ("Gamma", "NVIDIA"))
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    expect(page.locator("blockquote").first).to_have_text("Gamma Labs competes with NVIDIA")


def test_an_article_is_added_by_keyboard_alone(page: Page, mine: str, home: Path):
    text = added(page, mine, "by-keyboard")
    text.focus()
    for key in (*["ArrowDown"] * 4, "Enter"):
        page.keyboard.press(key)
    expect(page.locator("blockquote").first).to_have_text("Gamma Labs competes with NVIDIA.")
    expect(page.get_by_role("button", name="Save statement")).to_be_enabled(timeout=LONG)
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Control+Enter")
    statements(page, 1)
    (claim,) = source(home, "by-keyboard").claims
    assert (claim.relation, claim.modality) == ("competesWith", "fact")


def test_proposals_are_accepted_edited_and_rejected_by_one_key_each(
    page: Page, mine: str, home: Path
):
    article = ARTICLE.replace("Beta", "Zwolle").replace("Acme", "Quiver").replace("Gamma", "Oslo")
    added(page, mine, "by-proposal", article)
    tab = page.get_by_text(re.compile(r"Proposals \(\d+\)"))
    waiting = int(re.findall(r"\d+", tab.inner_text())[0])
    assert waiting > 2
    tab.click()
    expect(page.get_by_role("button", name="Accept")).to_be_enabled(timeout=LONG)
    page.locator("h1").click()
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("a")
    statements(page, 1)
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("x")
    expect(page.get_by_text(f"Proposals ({waiting - 2})")).to_be_visible(timeout=LONG)
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Save statement")).to_be_visible(timeout=LONG)
    record = load(folder(home), ["by-proposal"]).records["sources/by-proposal/record.json"]
    decisions = [v["decision"] for k, v in record.items() if k.startswith("proposal/")]
    assert sorted(decisions) == ["accepted", "rejected"]


def test_why_a_statement_was_refused_is_gone_once_the_form_is_cleared(page: Page, mine: str):
    text = added(page, mine, "refused")
    text.get_by_text("NVIDIA", exact=True).click()
    amount = page.get_by_role("textbox", name="Amount")
    amount.fill("9 elephants")
    amount.press("Tab")
    page.get_by_role("button", name="Save statement").click()
    refused = page.get_by_test_id("stAlertContentError")
    expect(refused).to_contain_text("“Gamma Labs competes with NVIDIA", timeout=LONG)
    page.get_by_role("button", name="Clear").click()
    expect(refused).to_have_count(0, timeout=LONG)


def test_a_statement_is_withdrawn_and_stays_visible(page: Page, mine: str, home: Path):
    text = added(page, mine, "withdrawn")
    text.get_by_text("NVIDIA", exact=True).click()
    page.get_by_role("button", name="Save statement").click()
    statements(page, 1)
    page.get_by_text("Statements (1)").click()
    page.get_by_role("button", name="Withdraw").first.click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Say why, for those who read it later.")).to_be_visible(timeout=LONG)
    page.get_by_label("Why").press_sequentially("misread")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("· withdrawn")).to_be_visible(timeout=LONG)
    (claim,) = source(home, "withdrawn").claims
    assert claim.retracted
    page.get_by_role("button", name=re.compile("^Undo: withdrew “Gamma Labs competes")).click()
    expect(page.get_by_text("· withdrawn")).to_be_hidden(timeout=LONG)


def test_a_table_of_a_hundred_deals_is_imported(page: Page, mine: str, home: Path, tmp_path: Path):
    begun(page, mine)
    visit(page, f"{mine}/add?part=table")
    path = tmp_path / "deals.csv"
    path.write_text(DEALS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("100 claims in 4 sources")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Import").click()
    done = page.get_by_test_id("stAlertContentSuccess")
    expect(done.get_by_text("deals.csv: 100 claims in 4 sources")).to_be_in_viewport(timeout=LONG)
    claims = [c for s in load(folder(home)).sources.values() for c in s.claims]
    assert sum(c.relation == "acquires" and "/example-org" in c.iri for c in claims) == 100
    with page.context.expect_page() as opened:
        done.get_by_role("link", name="Buyer 0 (12)").click()
    lines = opened.value.locator(".list button").get_by_text(
        re.compile(r"Buyer 0 and Target \d+: acquires")
    )
    expect(lines.first).to_be_attached(timeout=LONG)
    assert lines.count() == 12
    page.goto(f"{mine}/network")
    expect(page.get_by_role("heading", name="Buyer 0 has the most ties")).to_be_visible(
        timeout=LONG
    )


def test_two_tabs_that_save_at_once_lose_nothing(page: Page, mine: str, home: Path):
    first = added(page, mine, "two-tabs")
    other = page.context.new_page()
    visit(other, f"{mine}/add?source=two-tabs")
    second = other.get_by_role("application", name=re.compile("Text of the source"))
    first.get_by_text("NVIDIA", exact=True).click()
    second.get_by_text("Epsilon", exact=True).click()
    buttons = [tab.get_by_role("button", name="Save statement") for tab in (page, other)]
    for button in buttons:
        expect(button).to_be_enabled(timeout=LONG)
    for button in buttons:
        button.click(no_wait_after=True)
    for tab in (page, other):
        expect(tab.get_by_text(re.compile(r"Statements \([12]\)"))).to_be_visible(timeout=LONG)
        assert not tab.get_by_test_id("stAlertContentError").count()
    page.reload()
    statements(page, 2)
    relations = {claim.relation for claim in source(home, "two-tabs").claims}
    assert relations == {"competesWith", "acquires"}
    assert file_problems(folder(home))[0] == []


def test_what_was_added_is_there_after_a_restart(
    page: Page, mine: str, home: Path, running: Running
):
    text = added(page, mine, "kept")
    text.get_by_text("NVIDIA", exact=True).click()
    page.get_by_role("button", name="Save statement").click()
    statements(page, 1)
    with running("app", "--port", "0", XDG_DATA_HOME=str(home)) as again:
        visit(page, f"{again}/add?source=kept")
        statements(page, 1)


def test_hostile_words_stay_words(page: Page, mine: str):
    begun(page, mine)
    evil = "<img src=x onerror=document.title='owned'></script> **bold** $x$ [a](javascript:1)"
    page.get_by_label("Paste its text").fill(f"{evil}\n\nAcme buys Beta. {evil}")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Add this article").click()
    text = page.get_by_role("application", name=re.compile("Text of the source"))
    expect(text).to_contain_text(evil, timeout=LONG)
    expect(page.locator("h2").first).to_contain_text("<img src=x")
    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0


def test_a_relation_of_ones_own_is_added_and_then_offered_in_the_form(
    page: Page, mine: str, home: Path
):
    begun(page, f"{mine}")
    page.goto(f"{mine}/add?part=relations")
    label = page.get_by_label("How it reads")
    label.fill("pilots with")
    label.press("Enter")
    family = page.get_by_role("combobox", name="It is a kind of")
    family.click()
    family.fill("partners with")
    page.get_by_role("option", name=re.compile("partners with")).first.click()
    expect(page.get_by_text("Acme is to pilot with Bell")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Add this relation").click()
    expect(page.get_by_text("say what it means")).to_be_visible(timeout=LONG)
    meaning = page.get_by_label("What it means")
    meaning.fill("Tries out a product together with another company.")
    meaning.press("Enter")
    page.get_by_role("button", name="Add this relation").click()
    expect(page.get_by_text("declared the relation “pilots with”").first).to_be_visible(
        timeout=LONG
    )
    assert (folder(home) / "relations.ttl").read_text().count("owl:ObjectProperty") == 1
    assert file_problems(folder(home))[0] == []
    text = added(page, mine, "own-relation")
    text.get_by_text("Epsilon", exact=True).click()
    choice = page.get_by_role("combobox", name="How related")
    choice.click()
    choice.fill("pilots")
    page.get_by_role("option", name=re.compile("pilots with")).click()
    page.get_by_role("button", name="Save statement").click()
    statements(page, 1)
    (claim,) = source(home, "own-relation").claims
    assert claim.relation == "https://w3id.org/tech-partnerships/relation/pilotsWith"
