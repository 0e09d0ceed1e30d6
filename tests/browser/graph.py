"""Shared steps of the Graph page's tests: opening it, and finding one's way in it."""

from __future__ import annotations

import contextlib
from itertools import combinations

from playwright.sync_api import Error, Locator, Page, expect

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


def claims_drawn(page: Page) -> int:
    """Number of drawn claims, of which several may share a line."""
    ids = lines(page).evaluate_all("all => all.map((one) => one.dataset.id)")
    return sum(len(one.split()) for one in ids)


def names(page: Page) -> Locator:
    """The drawn entities."""
    return page.locator(".list button[data-kind=nodes]")


def line(page: Page, claim: str) -> Locator:
    """The line of one claim, by its slug; others may share it."""
    entry = ".list button[data-kind=edges]"
    return page.locator(f"{entry}[data-id$='/claim/{claim}'], {entry}[data-id*='/claim/{claim} ']")


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


def words_on_lines(page: Page) -> list[str]:
    """The words that are written along lines."""
    page.wait_for_function(f"() => {{ const found = ({SIGNS})(); return found && found.length; }}")
    found: list[str] = page.evaluate(f"() => ({SIGNS})().map(({{words}}) => words?.text)")
    return [words for words in found if words]


def signs_on_one_another(page: Page) -> list[str]:
    """The words and signs on lines of which another, or a name, takes the same ground."""
    words_on_lines(page)
    touching = TOUCHING.replace("SIGNS", SIGNS).replace("PLACES", PLACES)
    # Signs are placed anew when a picture is: until then they lie where it was.
    with contextlib.suppress(Error):
        page.wait_for_function(f"() => !({touching})().length", timeout=10_000)
    found: list[str] = page.evaluate(touching)
    return found


SIGNS = """() => [...document.querySelectorAll("*")].map((host) => host.shadowRoot)
  .map((root) => root && root.querySelector(".frame")).find((frame) => frame && frame.signs)
  ?.signs()"""
# Sampled along each: a point of one that lies in another.
TOUCHING = """() => {
  const signs = (SIGNS)().flatMap(({words, badge, count}) => [words, badge, count].filter(Boolean));
  const names = Object.entries((PLACES)("boxes")).map(([text, [left, top, right, bottom]]) =>
    ({text, x: (left + right) / 2, y: (top + bottom) / 2, wide: right - left, high: bottom - top,
      cos: 1, sin: 0}));
  const inside = (x, y, one) => {
    const [dx, dy] = [x - one.x, y - one.y];
    return Math.abs(dx * one.cos + dy * one.sin) < one.wide / 2 - 1
      && Math.abs(dy * one.cos - dx * one.sin) < one.high / 2 - 1;
  };
  const found = [];
  for (const one of signs) for (const other of [...signs, ...names]) {
    if (one === other) continue;
    for (let at = -0.5; at <= 0.5; at += 0.05) for (const up of [-0.4, 0, 0.4]) {
      const [along, across] = [at * one.wide, up * one.high];
      const [x, y] = [along * one.cos - across * one.sin, along * one.sin + across * one.cos];
      if (inside(one.x + x, one.y + y, other)) found.push(`${one.text} on ${other.text}`);
    }
  }
  return [...new Set(found)];
}"""


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
