"""What is asked on the Ask page, as the part of an address behind the question mark, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.errors import NotFound
from kg.model import LEVELS
from kg.questions import Question, question, questions
from kg.vocab import BASE, ENTITIES, ONTOLOGY, SOURCE

__all__ = ["LONGEST", "LOOKS", "Asked", "read", "scope", "written"]

LOOKS = ("table", "graph", "chart", "raw")
# A longer query is not put into the address: servers refuse addresses beyond 64 KiB.
LONGEST = 8000
GIVEN = "about-"
SORT = re.compile(r"-?\w+")
THING = re.compile(r"[\w./#-]+")
KNOWN = ("question", "query", "sparql", "level", "sources", "look", "page", "sort")
SHOWN = 60


@dataclass(frozen=True)
class Asked:
    """Everything that decides what the page asks and how it shows the answer."""

    question: str = ""  # the name of a saved question; empty for a query of one's own
    about: Mapping[str, str] = field(default_factory=dict)  # what differs from the question's own
    query: str = ""  # what somebody wrote; empty for the saved query as it stands
    expert: bool = False
    level: str = LEVELS[0]
    sources: tuple[str, ...] = ()  # IRIs; empty for all
    look: str = LOOKS[0]
    page: int = 1
    sort: str = ""  # a column, with "-" before it for the largest first

    def saved(self) -> Question:
        """The saved question this is about, or starts from."""
        return question(self.question) if self.question else questions()[0]

    def text(self) -> str:
        """The query that is asked."""
        if self.query:
            return self.query
        about = {name: f"<{iri}>" for name, iri in self.about.items()}
        return self.saved().asked(about)


def written(asked: Asked) -> dict[str, str]:
    """The address of what is asked, holding only what differs from the first screen."""
    query = asked.query if len(asked.query) <= LONGEST else ""
    values = {
        "question": asked.question,  # of a query too: the one to go back to
        "query": query,
        "sparql": "1" if asked.expert and not query else "",
        "level": asked.level if asked.level != LEVELS[0] else "",
        "sources": ",".join(iri.removeprefix(str(SOURCE)) for iri in asked.sources),
        "look": asked.look if asked.look != LOOKS[0] else "",
        "page": str(asked.page) if asked.page > 1 else "",
        "sort": asked.sort,
    }
    about = {} if asked.query else asked.about
    values |= {f"{GIVEN}{name}": iri.removeprefix(str(BASE)) for name, iri in about.items()}
    return {name: value for name, value in values.items() if value}


def read(params: Mapping[str, str], sources: Iterable[str]) -> tuple[Asked, list[str]]:
    """What an address asks, and in words what of it is not there (any more)."""
    wrong: list[str] = []
    name = _known(params.get("question", ""), wrong)
    given = question(name).given if name else questions()[0].given
    asked_of = [str(SOURCE[slug]) for slug in params.get("sources", "").split(",") if slug]
    there = set(sources)
    wrong += [f"There is no source “{_shown(s)}” here." for s in asked_of if s not in there]
    query = params.get("query", "")
    known = {*KNOWN, *(f"{GIVEN}{variable}" for variable in given)}
    wrong += [f"“{_shown(one)}” means nothing in an address of this page." for one in
              sorted(set(params) - known)]  # fmt: skip
    page = params.get("page", "1")
    if not _is_page(page):
        wrong.append(f"“{_shown(page)}” is no page; here is the first one.")
    sort = params.get("sort", "")
    return Asked(
        question=name,
        about=_about(params, given, wrong),
        query=query,
        expert=bool(query or params.get("sparql")),
        level=_one_of(params.get("level", ""), LEVELS, "level", wrong),
        sources=tuple(dict.fromkeys(s for s in asked_of if s in there)),
        look=_one_of(params.get("look", ""), LOOKS, "look", wrong),
        page=int(page) if _is_page(page) else 1,
        sort=sort if SORT.fullmatch(sort) else "",
    ), wrong


def scope(asked: Asked) -> tuple[list[str] | None, list[str] | None]:
    """The default and the named graphs for a choice of sources; None and None for all of them.

    Plain ties are made of all sources together, so they are left out where only some are asked.
    """
    if not asked.sources:
        return None, None
    graphs = [str(ONTOLOGY), str(ENTITIES), *asked.sources]
    return graphs, graphs


def _is_page(text: str) -> bool:
    return text.isdecimal() and len(text) < 8 and int(text) > 0


def _about(params: Mapping[str, str], given: Iterable[str], wrong: list[str]) -> dict[str, str]:
    found = {}
    for variable in given:
        value = params.get(GIVEN + variable, "")
        if THING.fullmatch(value):
            found[variable] = str(BASE[value])
        elif value:
            wrong.append(f"“{_shown(value)}” is nothing that a question can be about.")
    return found


def _known(name: str, wrong: list[str]) -> str:
    if not name:
        return ""
    try:
        return question(name).name
    except NotFound:
        wrong.append(f"There is no saved question “{_shown(name)}”; here is the first one.")
        return ""


def _one_of(value: str, there: tuple[str, ...], what: str, wrong: list[str]) -> str:
    if value and value not in there:
        wrong.append(f"“{_shown(value)}” is no {what}; there are {', '.join(there)}.")
    return value if value in there else there[0]


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
