"""A network shown as a map, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.deals import folder
from kg.model.vocab import ENTITY
from tests.browser.graph import (
    LONG,
    PLACES,
    SIGNS,
    lines,
    names,
    overlapping,
    places,
    press,
    signs_on_one_another,
)
from tests.conftest import Running


@pytest.fixture(scope="module")
def large(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on 400 firms."""
    data = folder(tmp_path_factory.mktemp("large") / "data", 400, 1200)
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        yield address


def opened(page: Page, address: str) -> Page:
    page.set_default_timeout(LONG)
    page.goto(address)
    expect(names(page).first).to_be_attached(timeout=LONG)
    return page


def test_it_opens_as_a_map_whose_names_never_overlap(page: Page, large: str):
    opened(page, large)
    expect(
        page.get_by_role("group", name="Map of who is said to be related to whom")
    ).to_be_visible()
    there = places(page)
    assert len(there) > 350
    box = page.locator(".frame .canvas").bounding_box()
    assert box
    assert all(0 <= x <= box["width"] and 0 <= y <= box["height"] for x, y in there.values())
    assert len(page.evaluate(PLACES, "boxes")) > 10
    assert overlapping(page) == []


@pytest.mark.parametrize(("firms", "deals", "told"), [(8, 20, 8), (28, 91, 25), (40, 160, 39)])
def test_up_to_forty_organizations_are_all_in_one_picture_with_no_name_hidden(
    page: Page, running: Running, tmp_path: Path, firms: int, deals: int, told: int
):
    data = folder(tmp_path / "data", firms, deals)
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        opened(page, address)
        expect(page.locator(".vis-network canvas")).to_be_visible()
        expect(names(page)).to_have_count(told)
        expect(page.locator(".frame .outside")).to_be_hidden()
        page.wait_for_function(f"() => !({COVERED})().length")
        assert overlapping(page) == []
        assert signs_on_one_another(page) == []
        expect(page.get_by_text("Newest sources")).to_be_visible()
        expect(page.get_by_role("button", name="Back to the first article")).to_have_count(0)


# The names that lie under the tools in the corner, or outside the frame.
COVERED = f"""() => {{
  const [places, boxes] = [({PLACES})("places"), ({PLACES})("boxes")];
  const root = [...document.querySelectorAll("*")].map((host) => host.shadowRoot)
    .find((root) => root?.querySelector(".frame"));
  const [frame, tools] = [".canvas", ".tools"]
    .map((one) => root.querySelector(one).getBoundingClientRect());
  const row = Object.entries(places).sort(([, one], [, other]) => one[0] - other[0]);
  const [[a, here], [b, there]] = [row.at(0), row.at(-1)];
  const middle = ([left, , right]) => (left + right) / 2;
  const scale = (there[0] - here[0]) / (middle(boxes[b]) - middle(boxes[a]));
  return Object.entries(boxes).filter(([id, [left, top, right, bottom]]) => {{
    const [x, y] = places[id];
    const [wide, high] = [(scale * (right - left)) / 2, (scale * (bottom - top)) / 2];
    const corner = x + wide > tools.left - frame.left && y + high > tools.top - frame.top;
    const beyond = x + wide > frame.width + 2 || y + high > frame.height + 2;
    return corner || beyond || x < wide - 2 || y < high - 2;
  }}).map(([id]) => id);
}}"""


def test_pointing_at_a_name_in_a_crowd_lights_up_its_lines_and_their_words(
    page: Page, running: Running, tmp_path: Path
):
    data = folder(tmp_path / "data", 28, 91)
    with running("app", "--port", "0", KG_DATA=str(data)) as address:
        opened(page, address)
        page.wait_for_function(f"() => !({COVERED})().length")
        worded = f"() => ({SIGNS})().filter(({{words}}) => words).length"
        assert page.evaluate(worded) == 0
        # At the rim, where words have room.
        x, y = places(page)[str(ENTITY["firm-5"])]
        page.locator(".frame .canvas").hover(position={"x": x, "y": y})
        page.wait_for_function(f"() => ({worded})() > 0")


def test_a_new_source_leads_to_what_it_says(page: Page, large: str):
    opened(page, large)
    expect(page.get_by_text("Newest sources")).to_be_visible()
    page.get_by_role("button", name="2020-01-01: Paper 9 (Generated)").click()
    expect(page).to_have_url(re.compile("source=paper-9"))
    expect(page.locator(".vis-network canvas")).to_be_visible()
    expect(lines(page).first).to_be_attached()
    page.go_back()
    expect(page.locator(".sigma-nodes")).to_be_visible()


def test_nothing_moves_when_a_node_is_chosen_and_back_leads_back(page: Page, large: str):
    opened(page, large)
    before = places(page)
    press(names(page).first)
    expect(page).to_have_url(re.compile("entity=firm-"))
    expect(page.get_by_role("button", name="Its surroundings as a picture")).to_be_visible()
    expect(lines(page).first).to_be_attached()
    assert places(page) == before
    page.go_back()
    expect(page).not_to_have_url(re.compile("entity="))
    expect(lines(page)).to_have_count(0)


def test_a_line_of_the_map_opens_what_is_said_between_two(page: Page, large: str):
    opened(page, f"{large}/?entity=firm-11")
    press(lines(page).first)
    expect(page).to_have_url(re.compile("(claim|pair)="))
    expect(page.get_by_text("In our words").first).to_be_visible()


def test_a_click_on_the_canvas_chooses_what_is_drawn_there(page: Page, large: str):
    opened(page, large)
    here = places(page)
    biggest = names(page).first.get_attribute("data-id")
    assert biggest
    x, y = here[biggest]
    page.locator(".frame .canvas").click(position={"x": x, "y": y})
    expect(page).to_have_url(re.compile(f"entity={biggest.rpartition('/')[2]}$"))


def test_from_the_map_to_the_picture_and_back_without_losing_the_place(page: Page, large: str):
    opened(page, f"{large}/?entity=firm-11")
    expect(lines(page).first).to_be_attached()
    page.get_by_role("button", name="Zoom in").click()
    before = places(page)
    page.get_by_role("button", name="Its surroundings as a picture").click()
    expect(page).to_have_url(re.compile("look=picture"))
    expect(page.locator(".vis-network canvas")).to_be_visible()
    expect(names(page).filter(has_text=re.compile("^Firm 11, company"))).to_be_attached()
    page.get_by_role("radio", name="Map").click()
    expect(page.locator(".sigma-nodes")).to_be_visible()
    expect(page).to_have_url(re.compile("entity=firm-11"))
    same = f"(before) => {{ const now = ({PLACES})('places'); return Object.keys(before).every("
    same += (
        "(id) => now[id] && Math.hypot(now[id][0] - before[id][0], now[id][1] - before[id][1]) < 2"
    )
    page.wait_for_function(f"{same}); }}", arg=before)


def test_a_filter_takes_lines_off_the_map_and_moves_nothing(page: Page, large: str):
    opened(page, large)
    before = places(page)
    page.locator("[data-step=stated]").click()
    expect(page.locator("[data-step=stated]")).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        f"({PLACES})('places') && Object.keys(({PLACES})('places')).length < {len(before)}"
    )
    after = places(page)
    assert 0 < len(after) < len(before)
    assert all(abs(after[n][i] - before[n][i]) <= 1 for n in after for i in (0, 1))


def test_a_search_completes_names_for_the_keyboard(page: Page, large: str):
    opened(page, large)
    box = page.get_by_role("combobox", name="Search a name or words of a quote")
    box.press_sequentially("firm 7")
    offers = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(offers).to_have_count(8)
    expect(offers.first).to_contain_text("Firm 7")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hit-1")
    second = offers.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    chosen = second.evaluate("option => option.firstChild.data")
    box.press("Enter")
    expect(page.get_by_role("heading", name=chosen, exact=True)).to_be_visible()


def test_the_other_end_of_a_way_is_completed_too(page: Page, large: str):
    opened(page, f"{large}/?entity=firm-11")
    box = page.get_by_role("combobox", name="How is Firm 11 connected to …?")
    box.fill("Firm 7")
    box.press("Enter")
    expect(page).to_have_url(re.compile("from=firm-11&to=firm-7"))


def test_the_table_holds_the_same(page: Page, large: str):
    opened(page, large)
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_text(re.compile("1,?200 statements"))).to_be_visible()
