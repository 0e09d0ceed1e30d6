"""Somebody who codes an article by hand: every click, key and decision is counted."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

LONG = 60_000
SETTLED = 400
# Seconds: to point and click, to press a key, to decide, to read a word (240 a minute).
NAMES = ("Who", "Whom or what", "Said by")
POINT, KEY, DECIDE, WORD = 1.3, 0.25, 3.0, 0.25


@dataclass
class Person:
    """Hands and eyes on a page; `waited` is how long the app made them wait."""

    page: Page
    clicks: int = 0
    keys: int = 0
    decisions: int = 0
    waited: float = 0.0
    log: list[str] = field(default_factory=list)

    def seconds(self, words: int) -> float:
        """Seconds that a person needs for these actions, including reading this many words."""
        return self.clicks * POINT + self.keys * KEY + self.decisions * DECIDE + words * WORD

    def click_sentence(self, words: str) -> None:
        """Click into a sentence of the text, and wait until the form holds it."""
        text = self.page.get_by_role("application", name=re.compile("Text of the source"))
        text.get_by_text(words, exact=True).first.click()
        self.clicks += 1
        self._until_settled()

    def want(self, label: str, value: str, typed: str | None = None) -> None:
        """Look at a field, and choose or type a value if it has another one."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        if box.count() == 0:
            box = self.page.get_by_role("textbox", name=label, exact=True)
        if box.input_value().partition(" · ")[0] == value:
            return
        self.log.append(f"{label}: {box.input_value()!r} -> {value!r}")
        self.decisions += 1
        box.click()
        box.press("Control+a")
        self.clicks += 1
        self.page.keyboard.type(typed or value)
        # Where new names may be typed, the first offer is the new one; the known one is below it.
        chosen = ["ArrowDown", "Enter"] if typed and label in NAMES else ["Enter"]
        for key in chosen:
            self.page.keyboard.press(key)
        self.keys += len(typed or value) + 1 + len(chosen)
        self._until_settled()

    def answer(self, name: str, kind: str, typed: str) -> None:
        """Choose the class of a new name if the form guessed another one."""
        label = f"“{name}” is"
        expect(self.page.get_by_role("combobox", name=label)).to_be_visible(timeout=LONG)
        self.want(label, f"new: {kind}", typed=typed)

    def save(self, count: int) -> None:
        """Look the form over and save it by its shortcut."""
        self.decisions += 1
        button = self.page.get_by_role("button", name="Save statement")
        expect(button).to_be_enabled(timeout=LONG)
        before = time.monotonic()
        self.page.keyboard.press("Control+Enter")
        self.keys += 2
        shown = self.page.get_by_text(f"Statements ({count})")
        refused = self.page.get_by_test_id("stAlertContentError")
        expect(shown.or_(refused).first).to_be_visible(timeout=LONG)
        assert not refused.count(), refused.all_inner_texts()
        self.waited += time.monotonic() - before
        self._until_settled()

    def _until_settled(self) -> None:
        # Something moves a moment after a click; the moment itself is no waiting for a person.
        self.page.wait_for_timeout(SETTLED)
        before = time.monotonic()
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG)
        self.waited += time.monotonic() - before
