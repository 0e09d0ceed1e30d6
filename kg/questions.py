"""The competency questions that ship with the ontology: SPARQL with its right answer beside it."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg import home
from kg.errors import NotFound

__all__ = ["Question", "question", "questions"]

HEADER = re.compile(r"#\s*(question|topic|given):\s*(.+?)\s*")
GIVEN = re.compile(r"\??(\w+)\s*=\s*(.+)")


@dataclass(frozen=True)
class Question:
    """A question in words, the SPARQL that answers it, and where the right answer stands."""

    number: str  # as in the file's name: "07"
    name: str
    text: str
    topic: str
    given: Mapping[str, str]  # variable → the value to start with, as SPARQL writes it
    sparql: str
    answer: Path

    def expected(self) -> list[list[str]]:
        """The right answer, its first row the names of the columns."""
        with self.answer.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of their numbers."""
    return tuple(_read(path) for path in sorted((home("ontology") / "questions").glob("*.rq")))


def question(name: str) -> Question:
    """The question of that name, with its number before it or without, or by number alone."""
    wanted = name.removesuffix(".rq")
    for candidate in questions():
        if wanted in {candidate.number, candidate.name, f"{candidate.number}-{candidate.name}"}:
            return candidate
    names = [candidate.name for candidate in questions()]
    near = get_close_matches(wanted.lstrip("0123456789-"), names, n=3, cutoff=0.4) or names[:3]
    raise NotFound(
        f"no question named {name!r}; near it: {', '.join(near)} (`kg questions` lists all)"
    )


def _read(path: Path) -> Question:
    number, _, name = path.stem.partition("-")
    sparql = path.read_text(encoding="utf-8")
    said: dict[str, str] = {}
    given: dict[str, str] = {}
    for line in sparql.splitlines():
        header = HEADER.fullmatch(line)
        if header is None:
            continue
        key, value = header.groups()
        variable = GIVEN.fullmatch(value) if key == "given" else None
        if variable is not None:
            given[variable[1]] = variable[2]
        else:
            said[key] = value
    return Question(
        number=number,
        name=name,
        text=said.get("question", name.replace("-", " ")),
        topic=said.get("topic", ""),
        given=given,
        sparql=sparql,
        answer=path.with_suffix(".csv"),
    )
