"""Text from outside as pages show it: escaped, and an article with its passages marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.model.quotes import sentences
from kg.presentation.drawing import plain

# A line this short without a full stop is taken for a heading.
HEADING = 100


@dataclass(frozen=True)
class Said:
    """A claim with its position in the text."""

    claim: str
    start: int
    end: int
    relation: str


@dataclass(frozen=True)
class Marked:
    """A run of the text that carries one or several claims."""

    start: int
    end: int
    claims: tuple[Said, ...]
    lane: int  # overlapping runs lie in different lanes

    @property
    def id(self) -> str:
        """The run's name within its source."""
        return f"{self.start},{self.end}"


@dataclass(frozen=True)
class Piece:
    """A run of text inside the same passages throughout."""

    text: str
    inside: tuple[int, ...]  # positions in the list of marked runs
    starts: tuple[int, ...]  # those of them that begin here


@dataclass(frozen=True)
class Block:
    """A paragraph or heading."""

    kind: str  # "heading" or "paragraph"
    pieces: tuple[Piece, ...]


def marked_runs(said: Iterable[Said]) -> list[Marked]:
    """The runs of text that carry claims, in the order of the text."""
    runs: dict[tuple[int, int], list[Said]] = {}
    for one in said:
        runs.setdefault((one.start, one.end), []).append(one)
    free: list[int] = []  # where the last run of each lane ends
    found = []
    for (start, end), here in sorted(runs.items(), key=lambda run: (run[0][0], -run[0][1])):
        lane = next((i for i, until in enumerate(free) if until <= start), len(free))
        free[lane : lane + 1] = [end]
        found.append(Marked(start, end, tuple(sorted(here, key=lambda one: one.claim)), lane))
    return found


def laid_out(text: str, runs: list[Marked]) -> list[Block]:
    """The text as paragraphs of pieces; the pieces of a block joined are the block's words."""
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n")
        if words.strip():
            kind = "heading" if _is_heading(words) else "paragraph"
            blocks.append(Block(kind, tuple(_pieces(text, at, at + len(words), runs))))
        at += len(line)
    return blocks


def _is_heading(line: str) -> bool:
    return len(line) < HEADING and not line.rstrip().endswith((".", "!", "?", "”", '"', ":", "…"))


def _pieces(text: str, start: int, end: int, runs: list[Marked]) -> Iterable[Piece]:
    here = [(i, run) for i, run in enumerate(runs) if run.start < end and start < run.end]
    cuts = {start, end}
    cuts |= {cut for _, run in here for cut in (run.start, run.end) if start < cut < end}
    silent = [] if here else [s.start for s in sentences(text[start:end])]
    cuts |= {start + cut for cut in silent}
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        inside = tuple(i for i, run in here if run.start <= left and right <= run.end)
        begins = tuple(i for i in inside if runs[i].start == left)
        yield Piece(text[left:right], inside, begins)


# Everything Markdown, its maths, its colours and its icons could make something of.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&^=\"'@/])")


def escaped(text: str, most: int = 2000) -> str:
    """The text so that Markdown shows exactly its characters."""
    one = plain(text, most).replace("\n", " ")
    return SPECIAL.sub(lambda match: f"&#{ord(match[1])};", one)
