"""The Add page in a browser: into a workspace, to an article's text, to so many statements."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kg.model.claims import Source
from kg.model.vocab import SOURCE
from kg.workspace.workspace import load

LONG = 60_000
ARTICLE = """Acme and Beta join forces on chips 🚀

Acme Corp said on Tuesday it will invest up to $500 million in Beta Systems by 2028.
“We will partner with Beta Systems on AI chips,” said Jane Doe.
Gamma Labs competes with NVIDIA. Beta Systems has acquired Epsilon for an undisclosed sum.
"""


def folder(home: Path) -> Path:
    return home / "tech-partnerships" / "workspace"


def source(home: Path, name: str) -> Source:
    """A source as it lies in the workspace."""
    return load(folder(home), [name]).sources[str(SOURCE[name])]


def visit(page: Page, address: str) -> None:
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(page.get_by_text("A table of deals")).to_be_visible(timeout=LONG)


def begun(page: Page, address: str) -> None:
    """The Add page, in a workspace that is started here if it is not there."""
    visit(page, f"{address}/add")
    paste, start = page.get_by_label("Paste its text"), page.get_by_text("Start my folder")
    expect(paste.or_(start)).to_be_visible(timeout=LONG)
    if start.is_visible():
        page.get_by_text("Begin with the example").click()
        start.click()
    expect(paste).to_be_visible(timeout=LONG)


def added(page: Page, address: str, name: str, article: str = ARTICLE) -> Locator:
    """The text of a new article under that name, ready to be read into statements."""
    begun(page, address)
    page.get_by_label("Paste its text").fill(article)
    page.keyboard.press("Control+Enter")
    short = page.get_by_label("Short name, used in its address")
    short.fill(name)
    short.press("Enter")
    page.get_by_role("button", name="Add this article").click()
    text = page.get_by_role("application", name=re.compile("Text of the source"))
    expect(text).to_be_visible(timeout=LONG)
    return text


def statements(page: Page, count: int) -> None:
    expect(page.get_by_text(f"Statements ({count})")).to_be_visible(timeout=LONG)
