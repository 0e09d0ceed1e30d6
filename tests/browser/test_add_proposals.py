"""An article that nobody has seen, from its paste to ten statements, by keyboard alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.model.vocab import SOURCE
from kg.validation.report import file_problems
from kg.workspace.workspace import load
from tests.conftest import Running

LONG = 60_000
SETTLED = 500  # a shortcut is heard a moment after its button shows
NAME = "ferrovia-teams-up-with-lumio-to-electrify-freight-yards"
WANTED = 10
# What a person needs: to read and judge a proposal, and to find a key.
THOUGHT, KEY = 3.0, 0.25

ARTICLE = """Ferrovia Teams Up With Lumio to Electrify Freight Yards

Ferrovia, the Milan-based rail freight operator, has teamed up with Lumio on battery \
locomotives. The two companies said on Tuesday that they will invest up to €400 million in \
charging yards over the next five years.
Lumio, a subsidiary of Norddeutsche Energie, will supply Ferrovia with 120 battery \
locomotives by 2029. The first of them are to run between Verona and Munich next spring. \
Until now the line has been served by diesel engines, which the neighbours of the yards have \
complained about for years.
“Working with Ferrovia gives us a railway to learn on,” said Petra Lindqvist, chief \
executive of Lumio. “We will also partner with the Politecnico di Torino on cell chemistry,” \
she added.
Ferrovia competes with Cargolux Rail and with DB Schenker for the car makers of northern \
Italy. Its main rival, Cargolux Rail, bought the Austrian operator Alpentrans in March. DB \
Schenker denied that it plans to sell its Italian yards to Ferrovia.
People who know the yards say that electricity is not the hard part. A locomotive has to be \
charged in the forty minutes in which it is uncoupled, checked and coupled again, and on \
most evenings three of them arrive at the same time. That calls for a store of energy beside \
the tracks, and for software that knows which train can wait.
Lumio has chosen Voltera to build the stores. Voltera was founded by Marco Seidl in 2016 and \
is backed by Breakwater Capital and the European Investment Bank. The Graz-based company \
raised €60 million from Breakwater Capital last year. Voltera's customers include Austrian \
Post and Iveco.
The software comes from Lumio itself. It was written for ferries at first, and a version for \
buses is used in Oslo and in Rotterdam. According to Lumio, a yard with the software needs a \
third less power at the moment of highest demand than one without it. Independent figures \
are not to be had.
Analysts at Kepler expect Ferrovia to order more locomotives if diesel grows dearer. Iveco \
may buy a stake in Voltera, according to two people familiar with the matter. Iveco declined \
to comment, and Voltera did not answer questions that were sent to it on Monday.
The order is the largest that Lumio has won so far. Its parent, Norddeutsche Energie, has \
promised to lend it the money for a second line of assembly at its works near Kassel, where \
it will hire 300 engineers by 2027. The works council, which had feared that the work would \
go abroad, called the plan good news for the town.
Not everybody is pleased. A group of mayors along the line wants the yards to be roofed \
before more trains are run at night, and has asked the region for money. Ferrovia says that \
roofs are not planned, and that a battery locomotive standing still makes no noise that \
could be heard at the fence.
For passengers nothing will change. The trains run at night, when the line is free, and \
carry engines, doors and dashboards from one side of the Alps to the other. But the yard at \
Verona, a place of oil and soot for a hundred years, will look different: by the end of the \
decade it is to be clean enough, the company says, to eat lunch in.
"""


FOCUSED = """() => {
  const one = document.activeElement;
  const named = ["BUTTON", "TEXTAREA", "INPUT", "A"].includes(one.tagName);
  return named ? (one.getAttribute("aria-label") || "") + one.innerText : "";
}"""


class Typist:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def to(self, name: str) -> None:
        """Press Tab until an element with this name has the focus."""
        for _ in range(60):
            self.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if name in focused:
                return
        raise AssertionError(f"no {name} within 60 tabs")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of this user's future workspace."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def mine(running: Running, home: Path) -> Iterator[str]:
    """The app of a user who has no workspace yet."""
    with running("app", "--port", "0", XDG_DATA_HOME=str(home)) as address:
        yield address


def pasted(page: Page, hands: Typist) -> None:
    """The article in the workspace, its proposals open."""
    hands.to("Paste its text")
    page.keyboard.insert_text(ARTICLE)
    hands.keys += 1
    hands.press("Control+Enter")
    expect(page.get_by_role("button", name="Add this article")).to_be_visible(timeout=LONG)
    hands.to("Add this article")
    hands.press("Enter")
    expect(page.get_by_text(re.compile(r"Proposals \(\d+\)"))).to_be_visible(timeout=LONG)


def waiting(page: Page) -> int:
    """Number of waiting proposals."""
    shown = page.get_by_text(re.compile(r"^\d+ waiting$")).last
    expect(shown).to_be_visible(timeout=LONG)
    return int(shown.inner_text().split()[0])


def judged(page: Page, hands: Typist, home: Path) -> int:
    """Accept proposals one by one until there are enough; returns the number of decisions."""
    number, left = 0, waiting(page)
    while True:
        claims = load(folder(home), [NAME]).sources[str(SOURCE[NAME])].claims
        if len(claims) >= WANTED:
            return number
        page.wait_for_timeout(SETTLED)
        expect(page.get_by_role("button", name=re.compile("^Accept"))).to_be_enabled(timeout=LONG)
        hands.press("a")
        expect(page.get_by_text(f"{left} waiting", exact=True)).to_be_hidden(timeout=LONG)
        number, left = number + 1, waiting(page)


def folder(home: Path) -> Path:
    return home / "tech-partnerships" / "workspace"


def test_ten_statements_are_reached_in_three_minutes_by_keyboard(
    page: Page, mine: str, home: Path
) -> None:
    page.set_default_timeout(LONG)
    page.goto(f"{mine}/add")
    start, paste = page.get_by_text("Start my folder"), page.get_by_label("Paste its text")
    expect(paste.or_(start)).to_be_visible(timeout=LONG)
    hands, begun = Typist(page), time.monotonic()
    if start.is_visible():
        page.get_by_text("Begin with the example").click()
        hands.to("Start my folder")
        hands.press("Enter")
        expect(paste).to_be_visible(timeout=LONG)
    pasted(page, hands)
    expect(page.get_by_role("button", name="Go through the proposals")).to_be_visible()
    page.wait_for_timeout(SETTLED)
    hands.press("p")
    number = judged(page, hands, home)
    waited = time.monotonic() - begun
    person = hands.keys * KEY + number * THOUGHT
    print(
        f"{hands.keys} keys, {number} judged, {waited:.0f} s of machine, {person:.0f} s of person"
    )
    # What a person needs does not depend on how busy the machine is.
    assert hands.keys <= 60
    assert person < 120
    assert file_problems(folder(home))[0] == []
