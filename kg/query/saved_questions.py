"""The competency questions that ship with the ontology: SPARQL with its right answer beside it."""

import csv
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.errors import BadInput, NotFound
from kg.resources import home

HEADER = re.compile(r"#\s*(question|topic|given|why):\s*(.+?)\s*")
GIVEN = re.compile(r"\??(\w+)\s*=\s*(.+)")
IRI = re.compile(r"<[^\x00-\x20<>\"{}|^`\\]*>")
PREFIX = re.compile(r"^PREFIX .+$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A saved question: its text, its SPARQL, and the path of the right answer."""

    number: str  # as in the file's name: "07"
    name: str
    text: str
    topic: str
    given: Mapping[str, str]  # variable → the value to start with, as SPARQL writes it
    sparql: str
    answer: Path
    why: str = ""  # where rows name no claim: the pattern that finds the claims behind a row

    def expected(self) -> list[list[str]]:
        """The right answer, its first row the names of the columns."""
        with self.answer.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def asked(self, about: Mapping[str, str]) -> str:
        """The query with other start values, as IRIs in angle brackets."""
        unknown = sorted(set(about) - set(self.given))
        if unknown:
            known = ", ".join(self.given) or "none"
            raise NotFound(f"question {self.name} asks for no {unknown[0]!r}; there is: {known}")
        values = dict(self.given) | dict(about)
        wrong = [value for value in values.values() if IRI.fullmatch(value) is None]
        if wrong:
            raise BadInput(f"{wrong[0]!r} is no IRI in angle brackets, such as <https://…/acme>")
        # The query begins with the values it is asked of.
        names = " ".join(f"?{name}" for name in values)
        now = re.escape(f"({names})" if len(values) > 1 else names)
        first = re.compile(rf"VALUES {now} {{.*}}")
        line = f"VALUES ({names}) {{ ({' '.join(values.values())}) }}"
        return first.sub(lambda _: line, self.sparql, count=1) if about else self.sparql

    def because(self, variables: Collection[str]) -> tuple[str, list[str]]:
        """The query for the claims behind a row, and which of the row's variables it takes."""
        names = [name for name in variables if re.search(rf"\?{name}\b", self.why)]
        prefixes = "\n".join(PREFIX.findall(self.sparql))
        chosen = " ".join(f"?{name}" for name in ["claim", *names])
        return (
            f"{prefixes}\nSELECT DISTINCT {chosen} WHERE {{ {self.why} }} ORDER BY ?claim",
            names,
        )


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of their numbers."""
    return tuple(_read(path) for path in sorted((home("ontology") / "questions").glob("*.rq")))


def question(name: str) -> Question:
    """The question of that name, with its number before it or without, or by number alone."""
    wanted = name.removesuffix(".rq")
    wanted = wanted.zfill(2) if wanted.isdecimal() else wanted
    for candidate in questions():
        if wanted in {candidate.number, candidate.name, f"{candidate.number}-{candidate.name}"}:
            return candidate
    names = [candidate.name for candidate in questions()]
    near = get_close_matches(wanted.lstrip("0123456789-"), names, n=3, cutoff=0.4)
    there = f"near it: {', '.join(near)}" if near else f"numbers go from 01 to {len(names)}"
    raise NotFound(f"no question named {name!r}; {there} (`kg questions` lists all)")


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
        why=said.get("why", ""),
    )
