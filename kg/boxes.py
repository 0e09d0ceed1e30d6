"""How much room a name takes in the picture, and what stands in whose way."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["GAP", "LABEL", "SPACING", "Box", "Line", "Place", "box", "bundle", "rows"]

Place = tuple[float, float]

# A name is cut after so many letters; hovering shows the whole of it.
LABEL = 48
GAP = 16.0
# A letter's width and a line's height, in the sizes of organizations and of other things.
LETTER = {True: 7.7, False: 6.4}
LINE = {True: 20.0, False: 17.0}
WIDEST = 190.0
# How far apart two lines between the same pair run, in the middle.
SPACING = 30.0
MARGIN = 12.0


@dataclass(frozen=True)
class Box:
    """The space that a node and its name take up, around its place."""

    x: float
    y: float
    half_width: float
    half_height: float

    def at(self, place: Place) -> Box:
        """The same box at another place."""
        return replace(self, x=place[0], y=place[1])

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap or stand too close to be told apart."""
        return (
            abs(self.x - other.x) < self.half_width + other.half_width + GAP
            and abs(self.y - other.y) < self.half_height + other.half_height + GAP
        )


@dataclass(frozen=True)
class Line:
    """The room that the claims between two placed nodes take: widest in the middle."""

    start: Place
    end: Place
    half_width: float

    def aside(self, box: Box) -> Place | None:
        """How far a box has to go aside to stand clear of the strip; None where it does."""
        (ax, ay), (bx, by) = self.start, self.end
        wide, high = box.half_width + self.half_width, box.half_height + self.half_width
        if not (
            min(ax, bx) - wide < box.x < max(ax, bx) + wide
            and min(ay, by) - high < box.y < max(ay, by) + high
        ):
            return None
        long = math.dist(self.start, self.end) or 1.0
        right = ((bx - ax) / long, (by - ay) / long)
        across = (-right[1], right[0])
        along = (box.x - ax) * right[0] + (box.y - ay) * right[1]
        reach = box.half_width * abs(right[0]) + box.half_height * abs(right[1])
        if along < -reach or along > long + reach:
            return None
        off = (box.x - ax) * across[0] + (box.y - ay) * across[1]
        support = box.half_width * abs(across[0]) + box.half_height * abs(across[1])
        share = min(1.0, max(0.0, along / long))
        missing = support + max(2.0, self.half_width * 4 * share * (1 - share)) - abs(off)
        if missing <= 0:
            return None
        side = math.copysign(missing, off or 1.0)
        return across[0] * side, across[1] * side


def box(about: Mapping[str, Any], name: str, place: Place) -> Box:
    """The box of a node at a place: a rectangle for organizations and groups, else an oval."""
    label = str(about.get("label", name))
    square = bool(about.get("organization") or about.get("group"))
    size = 1.0 + float(about.get("weight", 0))
    lines = rows(label, LETTER[square] * size)
    wide = max(_width(line) for line in lines) * LETTER[square] * size
    high = len(lines) * LINE[square] * size
    if square:
        return Box(*place, wide / 2 + MARGIN, high / 2 + 8)
    # An oval has to be longer and higher than the words in it.
    return Box(*place, (wide + high) / 2 + 4, high * 0.75 + 4)


def bundle(count: int) -> float:
    """How far out the outermost of several parallel lines runs."""
    lane = count // 2
    return min(lane, 2) * SPACING + max(0.0, lane - 2) * SPACING / 2 + 8


def rows(label: str, letter: float = LETTER[True]) -> list[str]:
    """The lines that a name is broken into, as the drawing breaks it."""
    shown = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    room = max(2, int(WIDEST / letter))
    found: list[str] = []
    for part in shown.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and _width(longer) > room:
                found.append(line)
                longer = word
            while _width(longer) > room:
                fits = next(n for n in range(len(longer), 0, -1) if _width(longer[:n]) <= room)
                found.append(longer[:fits])
                longer = longer[fits:]
            line = longer
        found.append(line)
    return found


def _width(words: str) -> int:
    """How many letters wide some words are; Chinese signs are twice as wide as Latin ones."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
