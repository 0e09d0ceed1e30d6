"""Shared steps of the Graph page's tests: opening it, and finding one's way in it."""

from __future__ import annotations

from itertools import combinations

from playwright.sync_api import Locator, Page, expect

LONG = 60_000
# A busy machine is no reason to fail.
expect.set_options(timeout=20_000)
HINT = "alicloud-nvidia/hinted-quantum-assistance"
HINTED = "AliCloud has also hinted that NVIDIA will assist in its quantum computing endeavors."


def visit(page: Page, address: str) -> Page:
    """Open a view and wait for picture and article."""
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(page.locator("[data-step=stated]")).to_be_visible(timeout=LONG)
    expect(page.locator(".text p").first).to_be_visible(timeout=LONG)
    expect(page.locator(".vis-network canvas")).to_be_visible(timeout=LONG)
    return page


def lines(page: Page) -> Locator:
    """The drawn claims, as the list beside the canvas has them."""
    return page.locator(".list button[data-kind=edges]")


def names(page: Page) -> Locator:
    """The drawn entities."""
    return page.locator(".list button[data-kind=nodes]")


def line(page: Page, claim: str) -> Locator:
    """The line of one claim, by its slug."""
    return page.locator(f".list button[data-kind=edges][data-id$='/claim/{claim}']")


def node(page: Page, slug: str) -> Locator:
    """The entity of that slug."""
    return page.locator(f".list button[data-kind=nodes][data-id$='/entity/{slug}']")


def press(button: Locator) -> None:
    """Choose an entry of the list by keyboard."""
    button.focus()
    button.press("Enter")


def lit(page: Page) -> str:
    """The words that are highlighted in the article."""
    expect(page.locator(".some.on").first).to_be_visible()
    return "".join(
        page.locator(".some.on").evaluate_all(
            "spans => spans.map(s => [...s.childNodes].filter(n => n.nodeType === 3)"
            ".map(n => n.data).join(''))"
        )
    )


PLACES = """(what) => {
  const found = {};
  for (const host of document.querySelectorAll("*")) {
    const root = host.shadowRoot;
    const frame = root && root.querySelector(".frame");
    if (!frame || !frame[what]) continue;
    Object.assign(found, frame[what]());
  }
  return found;
}"""


def places(page: Page) -> dict[str, list[float]]:
    """Positions of the entities on the canvas, in pixels."""
    found: dict[str, list[float]] = page.evaluate(PLACES, "places")
    assert found, "the picture is empty"
    return found


def overlapping(page: Page) -> list[tuple[str, str]]:
    """The drawn names whose boxes lie on each other."""
    found: dict[str, list[float]] = page.evaluate(PLACES, "boxes")
    assert len(found) > 1, "the picture is empty"
    return [
        (a, b)
        for (a, one), (b, other) in combinations(found.items(), 2)
        if min(one[2], other[2]) > max(one[0], other[0])
        and min(one[3], other[3]) > max(one[1], other[1])
    ]
