"""Stories: guided tours through views of the Graph page, each told by a small TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from kg.errors import BadData

FOLDER = "stories"
NAMES = ("story", "step")  # of an address
MOST_STEPS, MOST_TEXT = 30, 600


@dataclass(frozen=True)
class Step:
    """One view with a heading and two sentences."""

    title: str
    text: str
    view: Mapping[str, str]  # the parts of the view's address


@dataclass(frozen=True)
class Story:
    """A tour through some views."""

    name: str  # of its file
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """The step at which a reader is, counted from 1."""

    story: Story
    number: int

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.story.steps[self.number - 1]

    def address(self, number: int) -> dict[str, str]:
        """Address of another step of the same story."""
        return {"story": self.story.name, "step": str(number)}


def stories(folders: Iterable[Path]) -> tuple[dict[str, Story], list[str]]:
    """The stories in some data folders by name, an earlier folder's first; and what is wrong."""
    found: dict[str, Story] = {}
    wrong = []
    for path in (one for folder in folders for one in sorted((folder / FOLDER).glob("*.toml"))):
        try:
            found.setdefault(path.stem, read_story(path))
        except BadData as error:
            wrong.append(str(error))
    return found, wrong


def read_story(path: Path) -> Story:
    """The story of a file; BadData says what is wrong with it and what would be right."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadData(f"{path.name} cannot be read as TOML: {error}") from error
    title, steps = told.get("title"), told.get("step")
    if not isinstance(title, str) or not isinstance(steps, list) or not steps:
        raise BadData(f'{path.name} is not a story; it needs title = "…" and at least one [[step]]')
    if len(steps) > MOST_STEPS:
        raise BadData(f"{path.name} has {len(steps)} steps; a story has at most {MOST_STEPS}")
    made = tuple(_step(path.name, number, step) for number, step in enumerate(steps, 1))
    return Story(path.stem, title, made)


def _step(file: str, number: int, step: object) -> Step:
    parts = step if isinstance(step, dict) else {}
    title, text, view = (parts.get(name) for name in ("title", "text", "view"))
    if not (isinstance(title, str) and isinstance(text, str) and isinstance(view, str)):
        raise BadData(f'{file}, step {number}: needs title, text and view, each as "…"')
    if len(text) > MOST_TEXT:
        raise BadData(f"{file}, step {number}: text is longer than {MOST_TEXT} characters")
    # What stands before the question mark is where the app was when the address was copied.
    named = dict(parse_qsl(view.partition("?")[2]))
    if not named:
        raise BadData(f"{file}, step {number}: view names nothing; it reads like ?entity=nvidia")
    return Step(title, text, named)


def at(
    params: Mapping[str, str], told: Mapping[str, Story]
) -> tuple[Place | None, dict[str, str], list[str]]:
    """The step that an address names, the address of its view, and what is wrong with it."""
    rest = {name: value for name, value in params.items() if name not in NAMES}
    name = params.get("story", "")
    if not name:
        return None, rest, ["An address with a step needs its story."] if "step" in params else []
    if name not in told:
        return None, rest, [f"There is no story “{name[:60]}” here."]
    story, number = told[name], params.get("step", "1")
    if not (number.isdecimal() and len(number) < 4 and 1 <= int(number) <= len(story.steps)):
        wrong = f"“{number[:60]}” is not a step of this story; there are 1 to {len(story.steps)}."
        return Place(story, 1), dict(story.steps[0].view), [wrong]
    place = Place(story, int(number))
    return place, dict(place.step.view), []
