"""Reads aloud the way from the first page to a quote, as a screen reader would.

python -m docs.reading_aloud

Writes docs/accessibility.md: each key pressed, and the role and name of what then has the focus in
the accessibility tree of the browser.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from docs.screenshots import started

OUT = Path(__file__).parent / "accessibility.md"
WANTED = "It is hinted that NVIDIA assists AliCloud"
LONG = 60_000
MOST = 80

HEAD = """# By keyboard and by ear
Every line of the picture is a named button in a list beside it, which shows when the keyboard gets
there; the table holds the same. Passages of the text are one stop of the Tab key: arrows lead from
one to the next, Tab goes past them. On every page axe finds nothing serious, in light and dark.

## From the first page to a quote
Written by `python -m docs.reading_aloud` from Chromium's accessibility tree: each key, and what is
then read.

"""


def heard(page: Page, address: str) -> list[str]:
    """Lines read aloud on the way from the first page to the words of a hint."""
    page.set_default_timeout(LONG)
    page.goto(address)
    page.locator(".list button").first.wait_for(state="attached")
    page.locator(".text p").first.wait_for()
    page.wait_for_timeout(1500)
    talk = page.context.new_cdp_session(page)
    talk.send("Accessibility.enable")
    said = [f"(the page opens) {page.title()}"]
    for _ in range(MOST):
        page.keyboard.press("Tab")
        said.append(f"Tab: {_focused(talk)}")
        if WANTED in said[-1] and "button" in said[-1] and "→" not in said[-1]:
            break
    page.keyboard.press("Enter")
    page.locator(".st-key-panel blockquote").first.wait_for()
    told = page.locator(".st-key-panel [data-testid=stMarkdownContainer]").all_inner_texts()
    return [*said, "Enter: " + " ".join(" ".join(told[:3]).split())]


def _focused(talk: Any) -> str:
    """Role and name of what has the focus, shadow roots included."""
    deepest = """(() => { let one = document.activeElement;
      while (one && one.shadowRoot && one.shadowRoot.activeElement)
        one = one.shadowRoot.activeElement;
      return one; })()"""
    found = talk.send("Runtime.evaluate", {"expression": deepest})["result"]
    tree = talk.send("Accessibility.getPartialAXTree",
                     {"objectId": found["objectId"], "fetchRelatives": False})  # fmt: skip
    own = tree["nodes"][0]
    return f"{own['role']['value']}, “{own.get('name', {}).get('value', '')}”"


def main() -> None:
    """Start the app on the shipped data, listen, and write it down."""
    command = [sys.executable, "-m", "kg.cli", "app", "--port", "0"]
    with started(command) as (browser, address):
        said = heard(browser.new_page(viewport={"width": 1280, "height": 900}), address)
    OUT.write_text(HEAD + "".join(f"- {line}\n" for line in said), encoding="utf-8")


if __name__ == "__main__":
    main()
