"""The competency questions that ship with the ontology: SPARQL with its right answer beside it."""

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.errors import BadInput, NotFound
from kg.model.folder import source_folders
from kg.model.names import slug
from kg.model.vocab import SOURCE
from kg.resources import home
from kg.store.local import Store

HEADER = re.compile(r"#\s*(question|generally|topic|data|given|why):\s*(.+?)\s*")
GIVEN = re.compile(r"\??(\w+)\s*=\s*(.+)")
IRI = re.compile(r"<[^\x00-\x20<>\"{}|^`\\]*>")
PREFIX = re.compile(r"^PREFIX .+$", re.MULTILINE)

ARTICLE = str(SOURCE["alicloud-nvidia"])
MOST_NAMED = 12  # values in an error


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
    example: str = ""  # the file of the ontology's examples that its answer is about
    general: str = ""  # the text where it is asked of any data; empty if it is about the article

    def expected(self) -> list[list[str]]:
        """The right answer, its first row the names of the columns."""
        with self.answer.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def asked(self, about: Mapping[str, str]) -> str:
        """The query with other start values, as IRIs in angle brackets; empty leaves them open."""
        unknown = sorted(set(about) - set(self.given))
        if unknown:
            known = ", ".join(self.given) or "none"
            raise NotFound(f"question {self.name} asks for no {unknown[0]!r}; there is: {known}")
        values = {name: value for name, value in {**self.given, **about}.items() if value}
        wrong = [value for value in values.values() if IRI.fullmatch(value) is None]
        if wrong:
            raise BadInput(
                f"{wrong[0]!r} is not an IRI in angle brackets, such as <https://…/acme>"
            )
        # The query begins with the values it is asked of.
        started = " ".join(f"?{name}" for name in self.given)
        now = re.escape(f"({started})" if len(self.given) > 1 else started)
        names = " ".join(f"?{name}" for name in values)
        line = f"  VALUES ({names}) {{ ({' '.join(values.values())}) }}\n" if values else ""
        first = re.compile(rf"  VALUES {now} {{.*}}\n")
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
    found = (home("ontology") / "questions").glob("*.rq")
    return tuple(_read(path) for path in sorted(found, key=_number))


def _number(path: Path) -> int:
    return int(path.stem.partition("-")[0])


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
        example=said.get("data", ""),
        general=said.get("generally", ""),
    )


def is_example(sources: Collection[str]) -> bool:
    """Check if no source but those of the shipped example is open."""
    return set(sources) <= {str(SOURCE[p.name]) for p in source_folders(home("data"))}


def askable(sources: Collection[str]) -> list[Question]:
    """The questions that make sense of these sources: those about the article where it is.

    The shipped sources have none of the ties that only tables bring.
    """
    shipped = is_example(sources)
    return [
        one
        for one in questions()
        if not (one.example and shipped)
        if one.general or set(sources).issuperset(_sources_of(one))
    ]


def not_askable(sources: Collection[str]) -> str:
    """A sentence on the questions that make no sense of these sources; empty if all do."""
    left = [one for one in questions() if one not in askable(sources)]
    if of_tables := sum(bool(one.example) for one in left):
        return f"{of_tables} more are about ties that tables of deals bring, and none is open."
    about = "about the article of the example, which is not open."
    return f"{len(left)} more are {about}" if left else ""


def _sources_of(one: Question) -> list[str]:
    """The source that a question starts from, or the article that all others speak of."""
    return [one.given.get("source", f"<{ARTICLE}>").strip("<>")]


def fitted(one: Question, store: Store, sources: Collection[str]) -> dict[str, str]:
    """The values, as IRIs, that a question starts with on the data that are open; empty for all.

    Of the example it is asked as it stands. Of other data it is asked of all sources, and of the
    company, speaker or other value that occurs there most often where its own does not occur.
    """
    if is_example(sources) or not one.given:
        return {}
    if one not in askable(sources):
        raise NotFound(
            f"{one.name} is about one article ({_sources_of(one)[0]}), which is not among the "
            "sources that are open; `kg questions` lists those that can be asked of these"
        )
    if not one.general:
        return {}
    found = {"source": ""} if "source" in one.given else {}
    names = [name for name in one.given if name != "source"]
    there = occurring(one, names, store) if names else []
    if there and tuple(one.given[name].strip("<>") for name in names) not in there:
        found |= dict(zip(names, there[0], strict=True))
    return found


def occurring(one: Question, names: Sequence[str], store: Store) -> list[tuple[str, ...]]:
    """Values of parameters that give a question rows, all different, those with most rows first."""
    opened = one.asked(dict.fromkeys(one.given, ""))
    prefixes, body = "\n".join(PREFIX.findall(opened)), PREFIX.sub("", opened)
    chosen = " ".join(f"?{name}" for name in names)
    rows = store.select(
        f"{prefixes}\nSELECT {chosen} (COUNT(*) AS ?rows) WHERE {{ {{ {body} }} }} "
        f"GROUP BY {chosen} ORDER BY DESC(?rows) {chosen}"
    )
    found = [tuple(map(str, row[:-1])) for row in rows if None not in row]
    return [values for values in found if len(set(values)) == len(values)]


def values_named(one: Question, wanted: Mapping[str, str], store: Store) -> dict[str, str]:
    """The values that a user gives by name, slug or IRI, as IRIs; empty where "all" is given."""
    found: dict[str, str] = {}
    for name, value in wanted.items():
        if name not in one.given:
            raise NotFound(
                f"question {one.name} asks for no {name!r}; there is: {', '.join(one.given)}"
            )
        there = [iri for (iri,) in occurring(one, [name], store)]
        near = [iri for iri in there if value in {iri, _last(iri)} or slug(value) == _last(iri)]
        if value != "all" and not near:
            known = ", ".join(map(_last, there[:MOST_NAMED])) or "none"
            raise NotFound(f"no {name} {value!r} gives {one.name} an answer; there are: {known}")
        found[name] = "" if value == "all" else near[0]
    return found


def _last(iri: str) -> str:
    return re.split("[/#]", iri)[-1]
