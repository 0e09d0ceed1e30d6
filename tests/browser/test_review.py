"""The queue of what an archive proposed, worked by keyboard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.extraction.archive import queue, read_archive
from kg.validation.report import file_problems
from kg.workspace.workspace import load, settle
from tests.conftest import Running

LONG = 60_000
SETTLED = 500  # a shortcut is heard a moment after its button shows

TEXTS = (
    "Nordwind has acquired Kelpie Robotics. The port of Hamburg was quiet.",
    "Nordwind bought Kelpie Robotics for cash. Nobody else had made an offer.",
    "Nordwind acquired Kelpie Robotics in March, after talks of a year.",
    "Medisoft is a rival of Lumenor. Both are small, and both of them are growing.",
    "Zephyr Air has acquired Halden Games. It is the third such purchase of the year.",
    "Quarterly Results was acquired by Oracle.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "in" / f"{number}.txt").write_text(f"News of day {number}\n\n{text}\n")
    place = settle(tmp_path / "ws")
    read_archive(place, tmp_path / "in", processes=1)
    return place


@pytest.fixture
def mine(running: Running, folder: Path) -> Iterator[str]:
    with running("app", "--port", "0", "--data", str(folder)) as address:
        yield address


def press(page: Page, key: str, left: int) -> None:
    """Press a key, and wait until so many proposals are left."""
    page.wait_for_timeout(SETTLED)
    page.keyboard.press(key)
    shown = f"{left} waiting" if left else "No proposal is waiting"
    expect(page.get_by_text(re.compile(f"^{shown}"))).to_be_visible(timeout=LONG)


def test_the_queue_is_worked_by_keyboard(page: Page, mine: str, folder: Path) -> None:
    count = sum(len(group.listed) for group in queue(folder))
    page.set_default_timeout(LONG)
    page.goto(f"{mine}/add?part=review")
    expect(page.get_by_text("3 sentences say so")).to_be_visible(timeout=LONG)
    page.wait_for_timeout(SETTLED)
    press(page, "Shift+A", count - 3)
    press(page, "u", count)
    press(page, "Shift+A", count - 3)
    keys, left = 3, count - 3
    while left:
        named = page.get_by_role("button", name="“Quarterly Results” is not a name")
        page.wait_for_timeout(SETTLED)
        left -= 1
        press(page, "n" if named.is_visible() else "a" if left > 1 else "x", left)
        keys += 1
    assert keys <= count + 1
    said = [claim for source in load(folder).sources.values() for claim in source.claims]
    assert len([claim for claim in said if claim.relation == "acquires"]) >= 3
    assert file_problems(folder)[0] == []
    records = [json.loads(path.read_text()) for path in folder.glob("sources/*/record.json")]
    decided = [v["decision"] for r in records for k, v in r.items() if k.startswith("proposal/")]
    assert len(decided) == count
    assert {"accepted", "not a name"} <= set(decided)


def test_one_is_edited_one_is_rejected_and_of_one_nobody_is_sure(
    page: Page, mine: str, folder: Path
) -> None:
    page.set_default_timeout(LONG)
    page.goto(f"{mine}/add?part=review")
    expect(page.get_by_text("3 sentences say so")).to_be_visible(timeout=LONG)
    count = sum(len(group.listed) for group in queue(folder))
    press(page, "x", count - 1)
    press(page, "s", count - 2)
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("e")
    modality = page.get_by_role("combobox", name="How firmly", exact=True)
    expect(modality).to_have_value(re.compile("stated"), timeout=LONG)
    modality.click()
    modality.press("Control+a")
    page.keyboard.type("plan")
    page.keyboard.press("Enter")
    expect(modality).to_have_value(re.compile("plan"))
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Statements (1)")).to_be_visible(timeout=LONG)
    records = [json.loads(path.read_text()) for path in folder.glob("sources/*/record.json")]
    decided = [v["decision"] for r in records for k, v in r.items() if k.startswith("proposal/")]
    assert sorted(decided) == ["edited", "not sure", "rejected"]
    (said,) = [claim for source in load(folder).sources.values() for claim in source.claims]
    assert said.modality == "plan"
    page.goto(f"{mine}/add?part=review")
    expect(page.get_by_text(re.compile(f"^{count - 3} waiting"))).to_be_visible(timeout=LONG)
