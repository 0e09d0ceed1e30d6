"""The pages by keyboard, on a telephone, and for whoever cannot see them well."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from docs.reading_aloud import OUT, heard
from tests.browser.graph import HINT, HINTED, LONG, node, press, visit

PAGES = ("/", f"/?claim={HINT}", "/?look=table", "/?look=map", "/ask", "/network", "/compare",
         "/compare?about=alicloud-nvidia/share-of-revenue", "/add", "/network?years=1",
         "/?story=a-headline-cross-examined&step=1", "/network?question=groups",
         "/ledger", "/codebook", "/downloads", "/timeline",
         "/timeline?by=holds&lanes=relation")  # fmt: skip
# The rules of axe that a page may break, each with the reason.
EXCEPTIONS: dict[str, str] = {}


def opened(page: Page, address: str) -> None:
    page.set_default_timeout(LONG)
    page.goto(address)
    page.locator(".stMain").locator("h1, h2").first.wait_for()
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(1500)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(page: Page, app: str, scheme: str):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = []
    for address in PAGES:
        opened(page, f"{app}{address}")
        result = Axe().run(page).response
        assert result["passes"], "axe looked at something"
        found += [
            (address, violation["id"], item["target"], item["html"][:160])
            for violation in result["violations"]
            if violation["impact"] in ("serious", "critical") and violation["id"] not in EXCEPTIONS
            for item in violation["nodes"]
        ]
    assert not found


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
@pytest.mark.parametrize("address", ["/", f"/?claim={HINT}", "/?source=all"])
def test_picture_legend_and_panel_fit_the_window(
    page: Page, app: str, address: str, size: tuple[int, int]
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit(page, f"{app}{address}")
    page.wait_for_timeout(800)
    beyond = "document.querySelector('.stMain')"
    assert page.evaluate(f"{beyond}.scrollHeight - {beyond}.clientHeight") <= 0
    for part in (".legend", ".frame", ".st-key-panel"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= size[1]
        if part != ".legend":
            assert box["height"] > 0.5 * size[1]


def test_the_menu_says_so_and_closes_after_a_choice_and_after_a_reload(page: Page, app: str):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, app)
    menu = page.get_by_role("button", name="Menu", exact=True)
    sidebar = page.locator("[data-testid=stSidebar]")
    menu.click()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.get_by_role("link", name="Downloads").click()
    expect(page).to_have_url(re.compile("/downloads"))
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    menu.click()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.reload()
    expect(menu).to_be_visible(timeout=LONG)
    expect(sidebar).to_have_attribute("data-collapsed", "true")


def test_the_navigation_shows_where_the_keyboard_is(page: Page, app: str):
    visit(page, app)
    link = page.get_by_role("link", name="Ask", exact=True)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("a => getComputedStyle(a).outlineStyle + getComputedStyle(a).outlineWidth"
                         ) == "solid3px"  # fmt: skip


def test_on_a_telephone_the_table_is_one_whose_statements_lead_to_their_words(page: Page, app: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_default_timeout(LONG)
    page.goto(f"{app}/?look=table")
    table = page.locator(".st-key-table-narrow").get_by_role("table")
    expect(table).to_be_visible(timeout=LONG)
    expect(page.locator(".st-key-table-wide")).to_be_hidden()
    box = table.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    row = table.get_by_role("row").filter(has_text=HINTED)
    link = row.get_by_role("link").get_attribute("href")
    page.goto(f"{app}{link}")
    expect(page.locator(".st-key-summary").get_by_text("as a hint")).to_be_in_viewport()


def test_passage_markers_are_large_enough_and_one_stop_of_the_keyboard(page: Page, app: str):
    visit(page, app)
    markers = page.locator(".text .marker")
    seen = page.locator(".text .marker:not(.alone)")
    sizes = seen.evaluate_all(
        "all => all.map(m => m.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert len(sizes) > 10
    assert min(min(size) for size in sizes) >= 24
    stops = page.locator(".text .marker[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowRight")
    second = markers.nth(1)
    expect(second).to_be_focused()
    expect(second).to_have_attribute("tabindex", "0")
    expect(stops).to_have_count(1)
    second.press("Enter")
    expect(page).to_have_url(re.compile("passage="))


def test_words_on_lines_can_be_read_at_390_pixels(page: Page, app: str):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, app)
    sizes = page.evaluate(
        """() => {
          const frame = [...document.querySelectorAll("*")].map((host) => host.shadowRoot)
            .map((root) => root && root.querySelector(".frame")).find((one) => one && one.signs);
          const [a, b] = Object.values(frame.places());
          const [c, d] = Object.values(frame.boxes());
          const scale = Math.abs(a[0] - b[0]) / Math.abs((c[0] + c[2] - d[0] - d[2]) / 2);
          return frame.signs().flatMap(({words, badge, count}) =>
            [words && 12 * words.grow * scale, badge && 11 * badge.grow * scale,
             count && 11 * count.grow * scale].filter(Boolean));
        }"""
    )
    assert len(sizes) > 5
    assert min(sizes) > 9


def test_the_way_to_a_quote_is_heard_as_the_docs_have_it(page: Page, app: str):
    said = heard(page, app)
    assert HINTED in said[-1]
    assert all(line in OUT.read_text("utf-8") for line in said[-2:])
    assert "generic" not in "".join(said), "nothing without a name has the focus"
    press(node(page, "nvidia"))
    expect(page).to_have_url(re.compile("entity=nvidia"))
