"""The Ask page in a browser: going there, and handling its editor."""

from __future__ import annotations

from playwright.sync_api import Page, expect

__all__ = ["content", "editor", "run", "visit", "write"]


def visit(page: Page, app: str, address: str = "") -> None:
    page.goto(f"{app}/ask{address}")
    expect(page.get_by_role("heading", name="Ask", exact=True)).to_be_visible(timeout=30_000)


def editor(page: Page) -> Page:
    """Wait for the one editor: while a page is drawn anew the old one may stand beside it."""
    expect(page.locator(".cm-content")).to_have_count(1, timeout=15_000)
    expect(page.locator(".cm-content")).to_be_visible(timeout=15_000)
    return page


def write(page: Page, text: str) -> None:
    editor(page).locator(".cm-content").fill(text)


def run(page: Page, text: str) -> None:
    write(page, text)
    page.keyboard.press("Control+Enter")


def content(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())
