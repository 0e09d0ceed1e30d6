"""The address of a view: of the Graph page and of the Ask page, written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg.errors import NotFound
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.model.vocab import BASE, ENTITIES, ENTITY, ONTOLOGY, SOURCE
from kg.presentation.graph_view import ALL, FACETS, LOOKS, OTHERS, View
from kg.query.saved_questions import Question, question, questions

SHOWN = 60
CLAIM = "/claim/"
VIEW = ("entity", "claim", "text", "passage", "open", "from", "to", "way", "pair",
        "look")  # fmt: skip
NAMES = {*VIEW, *FACETS}


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
    return f"{SOURCE[source]}{CLAIM}{slug}" if slash else str(SOURCE[source])


def address_of_view(view: View) -> dict[str, str]:
    """Address of a view, with only the parts that differ from the first screen."""
    values = {
        "entity": short(view.entity) if view.entity else "",
        "claim": short(view.claim) if view.claim else "",
        "text": short(view.source) if view.source else "",
        "passage": f"{view.passage[0]},{view.passage[1]}" if view.passage else "",
        "open": ",".join(short(one) for one in view.opened),
        "from": short(view.path[0]) if view.path else "",
        "to": short(view.path[1]) if view.path else "",
        "way": view.way if view.path and view.way != View.way else "",
        "pair": ",".join((*(short(end) for end in view.pair or ()), *(view.line or ()))),
        "look": view.look,
    }
    chosen = {
        facet: ",".join(sorted(_value(facet, value) for value in view.wanted(facet)))
        for facet in FACETS
    }
    return {name: value for name, value in (values | chosen).items() if value}


def view_from_address(
    params: Mapping[str, str],
    network: nx.MultiDiGraph[str],
    claims: Mapping[str, Any],
) -> tuple[View, list[str]]:
    """The view of an address, with messages about the parts that no longer exist.

    `claims` are all claims by IRI, those without an object too.
    """
    wrong = _strange(params)

    def known(name: str, iri: str, there: bool) -> str | None:
        if there:
            return iri
        wrong.append(f"Nothing here goes by the {name} “{_shown(short(iri))}”.")
        return None

    entity = entity_iri(params["entity"]) if params.get("entity") else None
    claim = claim_iri(params["claim"]) if params.get("claim") else None
    source = source_iri(params["text"]) if params.get("text") else None
    sources = {c.partition(CLAIM)[0] for c in claims}
    opened = [one if one == ALL else entity_iri(one) for one in _parts(params, "open")]
    pair = [entity_iri(slug) for slug in _parts(params, "pair")[:2]]
    ends = [entity_iri(params[name]) for name in ("from", "to") if params.get(name)]
    for one in [*opened, *ends, *pair]:
        known("entity", one, one in network or one == ALL)
    view = View(
        entity=entity and known("entity", entity, entity in network),
        claim=claim and known("claim", claim, claim in claims),
        source=source and known("text", source, source in sources),
        passage=_passage(params.get("passage", ""), wrong),
        opened=tuple(one for one in dict.fromkeys(opened) if one in network or one == ALL),
        path=_both(ends, network),
        way="shortest" if params.get("way") == "shortest" else "firmest",
        pair=_both(pair, network),
        line=_line(_parts(params, "pair")[2:], wrong),
        look=params["look"] if params.get("look") in LOOKS else "",
        filters=_filters(params, network, sources, wrong),
    )
    return view, wrong


def _both(ends: list[str], network: nx.MultiDiGraph[str]) -> tuple[str, str] | None:
    return (ends[0], ends[1]) if len(ends) == 2 and all(e in network for e in ends) else None


def _parts(params: Mapping[str, str], name: str) -> list[str]:
    return [part for part in params.get(name, "").split(",") if part]


def _line(named: list[str], wrong: list[str]) -> tuple[str, str] | None:
    """The family and firmness that limit a pair to one of its lines."""
    terms = vocabulary()
    if len(named) == 2 and named[0] in terms.families() and named[1] in terms.steps:
        return named[0], named[1]
    if named:
        wrong.append(f"“{_shown(','.join(named))}” is not a line; it would read like "
                     "cooperation,stated.")  # fmt: skip
    return None


def _strange(params: Mapping[str, str]) -> list[str]:
    """Describe the parts of an address that are not part of any view."""
    wrong = [
        f"“{_shown(name)}” means nothing in an address of this page; it is left out."
        for name in params
        if name not in NAMES
    ]
    for name, right in (("way", ("firmest", "shortest")), ("look", LOOKS)):
        value = params.get(name)
        if value and value not in right:
            wrong.append(f"“{_shown(value)}” is no {name}; it would be {' or '.join(right)}.")
    if bool(params.get("from")) != bool(params.get("to")):
        wrong.append("A way needs both ends, from and to; this address names one.")
    return wrong


def _filters(
    params: Mapping[str, str],
    network: nx.MultiDiGraph[str],
    sources: set[str],
    wrong: list[str],
) -> dict[str, frozenset[str]]:
    terms = vocabulary()
    there: dict[str, set[str]] = {
        "firmness": set(terms.steps),
        "family": set(terms.families()),
        "relation": set(terms.relations),
        "modality": set(terms.values["Modality"]),
        "form": set(terms.values["Form"]),
        "kind": set(terms.classes),
        "speaker": sources | set(network),
        "source": sources | {ALL},
        "others": set(OTHERS),
    }
    found = {}
    for facet in FACETS:
        asked = {_meant(facet, value) for value in params.get(facet, "").split(",") if value}
        good = frozenset(asked & there[facet])
        wrong += [
            f"“{_shown(_value(facet, value))}” is no {facet} here; the filter leaves it out."
            for value in sorted(asked - good)
        ]
        if good:
            found[facet] = good
    return found


def _meant(facet: str, value: str) -> str:
    if facet == "source":
        return value if value == ALL else source_iri(value)
    return str(BASE[value]) if facet == "speaker" else value


def _value(facet: str, value: str) -> str:
    if facet == "source":
        return short(value)
    return value.removeprefix(str(BASE)) if facet == "speaker" else value


def _passage(value: str, wrong: list[str]) -> tuple[int, int] | None:
    if not value:
        return None
    start, _, end = value.partition(",")
    numbers = start.isdecimal() and end.isdecimal() and len(value) < 20
    if numbers and int(start) < int(end):
        return int(start), int(end)
    wrong.append(f"“{_shown(value)}” is no passage; it would read like 133,167.")
    return None


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


ANSWER_LOOKS = ("table", "graph", "chart", "raw")
# A longer query is not put into the address: servers refuse addresses beyond 64 KiB.
LONGEST = 8000
GIVEN = "about-"
SORT = re.compile(r"-?\w+")
THING = re.compile(r"[\w./#-]+")
KNOWN = ("question", "query", "sparql", "level", "sources", "look", "page", "sort")
SHOWN = 60


@dataclass(frozen=True)
class Asked:
    """The complete state of the Ask page."""

    question: str = ""  # the name of a saved question; empty for a query of one's own
    about: Mapping[str, str] = field(default_factory=dict)  # what differs from the question's own
    query: str = ""  # what somebody wrote; empty for the saved query as it stands
    expert: bool = False
    level: str = LEVELS[0]
    sources: tuple[str, ...] = ()  # IRIs; empty for all
    look: str = ANSWER_LOOKS[0]
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


def address_of_asked(asked: Asked) -> dict[str, str]:
    """Address of the state, with only the parts that differ from the first screen."""
    query = asked.query if len(asked.query) <= LONGEST else ""
    values = {
        "question": asked.question,  # of a query too: the one to go back to
        "query": query,
        "sparql": "1" if asked.expert and not query else "",
        "level": asked.level if asked.level != LEVELS[0] else "",
        "sources": ",".join(iri.removeprefix(str(SOURCE)) for iri in asked.sources),
        "look": asked.look if asked.look != ANSWER_LOOKS[0] else "",
        "page": str(asked.page) if asked.page > 1 else "",
        "sort": asked.sort,
    }
    about = {} if asked.query else asked.about
    values |= {f"{GIVEN}{name}": iri.removeprefix(str(BASE)) for name, iri in about.items()}
    return {name: value for name, value in values.items() if value}


def asked_from_address(
    params: Mapping[str, str], sources: Iterable[str]
) -> tuple[Asked, list[str]]:
    """The state of an address, with messages about the parts that no longer exist."""
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
        look=_one_of(params.get("look", ""), ANSWER_LOOKS, "look", wrong),
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
