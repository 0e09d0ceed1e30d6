"""Addresses of pages: the state of each page, written into its address and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import networkx as nx

from kg.analysis.answers import QUESTIONS
from kg.analysis.answers import Question as NetworkQuestion
from kg.comparison.agreement import VERDICTS
from kg.comparison.voices import ACKNOWLEDGED
from kg.model.claims import LEVELS
from kg.model.dates import span
from kg.model.ontology import vocabulary
from kg.model.vocab import BASE, ENTITY, SOURCE
from kg.presentation.graph_view import ALL, FACETS, LOOKS, OTHERS, UNREVIEWED, View
from kg.query.saved_questions import Question, questions
from kg.query.saved_questions import question as saved_question

SHOWN = 60
CLAIM = "/claim/"
PROPOSAL = "/proposal/"
ANSWER_LOOKS = ("table", "graph", "chart", "raw")
# A longer query is not put into the address: servers refuse addresses beyond 64 KiB.
LONGEST = 8000
GIVEN = "about-"
VIEW = ("entity", "claim", "text", "passage", "open", "from", "to", "way", "pair", "line",
        "look")  # fmt: skip
ASKED = ("question", "query", "sparql", "level", "sources", "look", "page", "sort")
CHOICE = ("question", "measure", "level", "family", "source", "entity", "other", "row", "span",
          "money", "rate", "years")  # fmt: skip
WINDOWS = ("cumulative", "1", "2", "3", "5")
PARTS = ("article", "review", "table", "names", "relations")
_SORT = re.compile(r"-?\w+")
_THING = re.compile(r"[\w./#-]+")


@dataclass(frozen=True)
class Asked:
    """The complete state of the Ask page."""

    question: str = ""  # the name of a saved question; empty for a query of one's own
    about: Mapping[str, str] = field(default_factory=dict)  # where not the question's own; "": all
    query: str = ""  # what somebody wrote; empty for the saved query as it stands
    expert: bool = False
    level: str = LEVELS[0]
    sources: tuple[str, ...] = ()  # IRIs; empty for all
    look: str = ANSWER_LOOKS[0]
    page: int = 1
    sort: str = ""  # a column, with "-" before it for the largest first

    def saved(self) -> Question:
        """The saved question this is about, or starts from."""
        return saved_question(self.question) if self.question else questions()[0]

    def text(self) -> str:
        """The query that is asked."""
        if self.query:
            return self.query
        about = {name: iri and f"<{iri}>" for name, iri in self.about.items()}
        return self.saved().asked(about)

    def words(self) -> str:
        """The text of the saved question, in general where it is asked of other things."""
        return (self.about and self.saved().general) or self.saved().text


@dataclass(frozen=True)
class Choice:
    """The complete state of the Network page."""

    question: NetworkQuestion = QUESTIONS[0]
    measure: str = QUESTIONS[0].measures[0]
    level: str = "all"
    families: tuple[str, ...] = ()  # none chosen: all
    sources: tuple[str, ...] = ()
    entity: str | None = None
    other: str | None = None
    row: str = ""  # of a table that is not about organizations: a source, a kind of triads
    span: str = ""  # the time that counts, as said:2015..2016; empty for all of it
    money: str = ""  # the currency in which ties weigh; empty for their support
    rates: tuple[str, ...] = ()  # of other currencies, as euro=1.1
    years: str = ""  # "cumulative" or the years of a moving window; empty for no chart by year

    @property
    def key(self) -> str:
        """Cache key of the numbers."""
        return "|".join((self.measure, self.level, *self.families, "/", *self.sources, self.span,
                         self.money, *self.rates))  # fmt: skip


@dataclass(frozen=True)
class Adding:
    """The complete state of the Add page."""

    part: str = PARTS[0]
    source: str = ""  # the slug of the one whose statements are written


@dataclass(frozen=True)
class Comparing:
    """The complete state of the Compare page."""

    about: str | None = None  # an entity or a claim; None for all matters
    verdict: str = ""  # empty for the gravest that occurs


State = View | Asked | Choice | Adding | Comparing


def address(state: State) -> dict[str, str]:
    """The address of a page's state, with only the parts that differ from its first screen."""
    return {name: value for name, value in _PAGES[type(state)][1](state).items() if value}


def link(state: State, start: str = "") -> str:
    """The link to a page in a state, below the address at which the app starts."""
    path, values = _PAGES[type(state)][0], address(state)
    more = {UNREVIEWED: "1"} if any(PROPOSAL in value for value in values.values()) else {}
    asked = urlencode(values | more, safe="/,")
    return f"{start}/{path}{'?' if asked else ''}{asked}"


def short(iri: str) -> str:
    """Short form of an IRI of an entity, source or claim in an address."""
    for namespace in (str(ENTITY), str(SOURCE)):
        if iri.startswith(namespace):
            return iri.removeprefix(namespace).replace(CLAIM, "/", 1)
    return iri


def entity_iri(slug: str) -> str:
    """The entity that an address means."""
    return str(ENTITY[slug])


def source_iri(slug: str) -> str:
    """The source that an address means."""
    return str(SOURCE[slug])


def claim_iri(path: str) -> str:
    """The claim that an address means: source, slash, claim."""
    source, slash, slug = path.partition("/")
    below = "/" if slug.startswith(PROPOSAL[1:]) else CLAIM
    return f"{SOURCE[source]}{below}{slug}" if slash else str(SOURCE[source])


class _Spans:
    """The container of all spans of time, such as said:2015..2016."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and span(value) is not None


SPANS: Container[str] = _Spans()


class Reader:
    """The parts of an address, read one by one; `wrong` says which could not be read."""

    def __init__(self, params: Mapping[str, str], known: Collection[str]) -> None:
        self._params = params
        self.wrong = [
            f"“{_shown(name)}” means nothing in an address of this page; it is left out."
            for name in params
            if name not in known and name != UNREVIEWED
        ]

    def text(self, name: str) -> str:
        """A part as it stands; empty where the address does not have it."""
        return self._params.get(name, "")

    def number(self, name: str) -> int:
        """A whole number; 1 where the address has none."""
        text = self.text(name)
        if text.isdecimal() and len(text) < 8 and int(text):
            return int(text)
        if text:
            self.wrong.append(f"“{name}={_shown(text)}” is not a number above 0.")
        return 1

    def one(
        self,
        name: str,
        there: Container[str],
        meant: Callable[[str], str] = str,
        otherwise: str = "",
    ) -> str:
        """The meaning of a part, where it is there."""
        return next(iter(self._known(name, [self.text(name)], there, meant)), otherwise)

    def several(
        self, name: str, there: Container[str], meant: Callable[[str], str] = str
    ) -> tuple[str, ...]:
        """The meanings of a list of values, each once, of those that are there."""
        return self._known(name, self.text(name).split(","), there, meant)

    def _known(
        self, name: str, values: list[str], there: Container[str], meant: Callable[[str], str]
    ) -> tuple[str, ...]:
        possible = f"; possible: {', '.join(there)}" if isinstance(there, tuple) else ""
        self.wrong += [
            f"“{name}={_shown(value)}” is not known here{possible}."
            for value in values
            if value and meant(value) not in there
        ]
        found = dict.fromkeys(meant(value) for value in values if value)
        return tuple(value for value in found if value in there)


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def _listed(iris: Iterable[str]) -> str:
    return ",".join(map(short, iris))


def _of_view(view: View) -> dict[str, str]:
    start, end = view.path or ("", "")
    values = {
        "entity": short(view.entity or ""),
        "claim": short(view.claim or ""),
        "text": short(view.source or ""),
        "passage": f"{view.passage[0]},{view.passage[1]}" if view.passage else "",
        "open": _listed(view.opened),
        "from": short(start),
        "to": short(end),
        "way": view.way if view.path and view.way != View.way else "",
        "pair": _listed(view.pair or ()),
        "line": ",".join(view.line or ()),
        "look": view.look,
    }
    for facet in FACETS:
        _, written = _FACET.get(facet, (str, str))
        values[facet] = ",".join(sorted(map(written, view.wanted(facet))))
    return values


def view_from_address(
    params: Mapping[str, str], network: nx.MultiDiGraph[str], claims: Mapping[str, Any]
) -> tuple[View, list[str]]:
    """The view of an address, with messages about the parts that no longer exist.

    `claims` are all claims by IRI, those without an object too.
    """
    part = Reader(params, {*VIEW, *FACETS})
    sources = {iri.partition(CLAIM)[0].partition(PROPOSAL)[0] for iri in claims}
    ends = [part.one(name, network, entity_iri) for name in ("from", "to")]
    if bool(part.text("from")) != bool(part.text("to")):
        part.wrong.append("A path needs both ends, “from” and “to”; this address has one.")
    view = View(
        entity=part.one("entity", network, entity_iri) or None,
        claim=part.one("claim", claims, claim_iri) or None,
        source=part.one("text", sources, source_iri) or None,
        passage=_passage(part),
        opened=part.several("open", {ALL, *network}, lambda s: s if s == ALL else entity_iri(s)),
        path=_pair(ends),
        way=part.one("way", ("firmest", "shortest"), otherwise=View.way),
        pair=_pair(part.several("pair", network, entity_iri)),
        line=_line(part),
        look=part.one("look", LOOKS),
        filters=_filters(part, network, sources),
    )
    return view, part.wrong


def _pair(ends: Sequence[str]) -> tuple[str, str] | None:
    return (ends[0], ends[1]) if len(ends) == 2 and all(ends) else None


def _passage(part: Reader) -> tuple[int, int] | None:
    value = part.text("passage")
    found = re.fullmatch(r"([0-9]{1,9}),([0-9]{1,9})", value)
    if found and int(found[1]) < int(found[2]):
        return int(found[1]), int(found[2])
    if value:
        part.wrong.append(f"“passage={_shown(value)}” is not a passage, such as 133,167.")
    return None


def _line(part: Reader) -> tuple[str, str] | None:
    """The family and firmness that limit a pair to one of its lines."""
    terms, value = vocabulary(), part.text("line")
    family, _, step = value.partition(",")
    if family in terms.families() and step in (*terms.steps, UNREVIEWED):
        return family, step
    if value:
        part.wrong.append(f"“line={_shown(value)}” is not a line, such as cooperation,stated.")
    return None


# The facets whose values are IRIs: how an address means them, and how it writes them.
_FACET: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "source": (lambda value: value if value == ALL else source_iri(value), short),
    "speaker": (lambda value: str(BASE[value]), lambda iri: iri.removeprefix(str(BASE))),
}


def _filters(
    part: Reader, network: nx.MultiDiGraph[str], sources: set[str]
) -> dict[str, frozenset[str]]:
    terms = vocabulary()
    there: dict[str, Container[str]] = {
        "firmness": (*terms.steps, UNREVIEWED),
        "family": terms.families(),
        "relation": terms.relations,
        "modality": tuple(terms.values["Modality"]),
        "form": tuple(terms.values["Form"]),
        "kind": terms.classes,
        "speaker": sources | set(network),
        "source": sources | {ALL},
        "others": OTHERS,
        "acknowledged": ACKNOWLEDGED,
        "span": SPANS,
    }
    found = {
        facet: frozenset(part.several(facet, there[facet], _FACET.get(facet, (str, str))[0]))
        for facet in FACETS
    }
    return {facet: values for facet, values in found.items() if values}


def _of_asked(asked: Asked) -> dict[str, str]:
    query = asked.query if len(asked.query) <= LONGEST else ""
    about = {} if asked.query else asked.about
    return {
        "question": asked.question,  # of a query too: the one to go back to
        "query": query,
        "sparql": "1" if asked.expert and not query else "",
        "level": asked.level if asked.level != Asked.level else "",
        "sources": _listed(asked.sources),
        "look": asked.look if asked.look != Asked.look else "",
        "page": str(asked.page) if asked.page > 1 else "",
        "sort": asked.sort,
        **{f"{GIVEN}{name}": iri.removeprefix(str(BASE)) or ALL for name, iri in about.items()},
    }


def asked_from_address(
    params: Mapping[str, str], sources: Iterable[str]
) -> tuple[Asked, list[str]]:
    """The state of an address, with messages about the parts that no longer exist."""
    saved = {one.name: one for one in questions()}
    given = saved.get(params.get("question", ""), questions()[0]).given
    part = Reader(params, {*ASKED, *(f"{GIVEN}{variable}" for variable in given)})
    query, sort = part.text("query"), part.text("sort")
    return Asked(
        question=part.one("question", saved),
        about=_about(part, given),
        query=query,
        expert=bool(query or part.text("sparql")),
        level=part.one("level", LEVELS, otherwise=Asked.level),
        sources=part.several("sources", set(sources), source_iri),
        look=part.one("look", ANSWER_LOOKS, otherwise=Asked.look),
        page=part.number("page"),
        sort=sort if _SORT.fullmatch(sort) else "",
    ), part.wrong


def _about(part: Reader, given: Iterable[str]) -> dict[str, str]:
    found = {}
    for variable in given:
        value = part.text(GIVEN + variable)
        if _THING.fullmatch(value):
            found[variable] = "" if value == ALL else str(BASE[value])
        elif value:
            part.wrong.append(f"“{_shown(value)}” is not something that a question can be about.")
    return found


def _of_choice(choice: Choice) -> dict[str, str]:
    return {
        "question": choice.question.slug if choice.question != Choice.question else "",
        "measure": choice.measure if choice.measure != choice.question.measures[0] else "",
        "level": choice.level if choice.level != Choice.level else "",
        "family": ",".join(choice.families),
        "source": _listed(choice.sources),
        "entity": short(choice.entity or ""),
        "other": short(choice.other or ""),
        "row": choice.row,
        "span": choice.span,
        "money": choice.money,
        "rate": ",".join(choice.rates),
        "years": choice.years,
    }


def choice_from_address(
    params: Mapping[str, str], network: nx.MultiDiGraph[str], sources: Iterable[str]
) -> tuple[Choice, list[str]]:
    """The state of an address, with messages about the parts that no longer exist."""
    part = Reader(params, CHOICE)
    slug = part.one("question", tuple(one.slug for one in QUESTIONS))
    question = next((one for one in QUESTIONS if one.slug == slug), Choice.question)
    chosen = Choice(
        question,
        part.one("measure", question.measures, otherwise=question.measures[0]),
        part.one("level", LEVELS, otherwise=Choice.level),
        part.several("family", vocabulary().families()),
        part.several("source", set(sources), source_iri),
        part.one("entity", network, entity_iri) or None,
        part.one("other", network, entity_iri) or None,
        part.text("row"),
        part.one("span", SPANS),
        part.text("money"),
        tuple(filter(None, part.text("rate").split(","))),
        part.one("years", WINDOWS),
    )
    return chosen, part.wrong


def _of_adding(adding: Adding) -> dict[str, str]:
    return {"part": adding.part if adding.part != Adding.part else "", "source": adding.source}


def adding_from_address(params: Mapping[str, str]) -> tuple[Adding, list[str]]:
    """The state of an address, with messages about the parts that no longer exist."""
    part = Reader(params, ("part", "source"))
    return Adding(part.one("part", PARTS, otherwise=PARTS[0]), part.text("source")), part.wrong


def _of_comparing(comparing: Comparing) -> dict[str, str]:
    return {"about": short(comparing.about or ""), "verdict": comparing.verdict}


def comparing_from_address(
    params: Mapping[str, str], network: Container[str], claims: Container[str]
) -> tuple[Comparing, list[str]]:
    """The state of an address, with messages about the parts that no longer exist."""
    part = Reader(params, ("about", "verdict"))
    known = claim_iri(part.text("about")) in claims
    about = part.one("about", claims if known else network, claim_iri if known else entity_iri)
    return Comparing(about or None, part.one("verdict", (*VERDICTS, "perhaps"))), part.wrong


# Path and writer of each page's state.
_PAGES: dict[type, tuple[str, Callable[[Any], dict[str, str]]]] = {
    View: ("", _of_view),
    Asked: ("ask", _of_asked),
    Choice: ("network", _of_choice),
    Adding: ("add", _of_adding),
    Comparing: ("compare", _of_comparing),
}
