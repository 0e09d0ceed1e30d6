"""A view as the part of an address behind the question mark, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import networkx as nx

from kg.scene import ALL, FACETS, OTHERS, View
from kg.terms import vocabulary
from kg.vocab import BASE, ENTITY, SOURCE

__all__ = ["claim_iri", "entity_iri", "read", "short", "source_iri", "written"]

SHOWN = 60
CLAIM = "/claim/"
VIEW = ("entity", "claim", "text", "passage", "open", "from", "to", "way", "look")
NAMES = {*VIEW, *FACETS}


def short(iri: str) -> str:
    """An entity, source or claim as it stands in an address."""
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


def written(view: View) -> dict[str, str]:
    """The address of a view, holding only what differs from the first screen."""
    values = {
        "entity": short(view.entity) if view.entity else "",
        "claim": short(view.claim) if view.claim else "",
        "text": short(view.source) if view.source else "",
        "passage": f"{view.passage[0]},{view.passage[1]}" if view.passage else "",
        "open": ",".join(short(one) for one in view.opened),
        "from": short(view.path[0]) if view.path else "",
        "to": short(view.path[1]) if view.path else "",
        "way": view.way if view.path and view.way != View.way else "",
        "look": view.look if view.look != View.look else "",
    }
    chosen = {
        facet: ",".join(sorted(_value(facet, value) for value in view.wanted(facet)))
        for facet in FACETS
    }
    return {name: value for name, value in (values | chosen).items() if value}


def read(
    params: Mapping[str, str],
    network: nx.MultiDiGraph[str],
    claims: Mapping[str, Any],
    groups: Collection[str] = (),
) -> tuple[View, list[str]]:
    """The view an address asks for, and in words what of it is not there (any more).

    `claims` are all claims by IRI, those without an object too; `groups` those of a summary.
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
    groups, named = {*groups, ALL}, filter(None, params.get("open", "").split(","))
    opened = [slug if slug in groups else entity_iri(slug) for slug in named]
    ends = [entity_iri(params[name]) for name in ("from", "to") if params.get(name)]
    for one in [*opened, *ends]:
        known("entity", one, one in network or one in groups)
    whole = len(ends) == 2 and all(end in network for end in ends)
    view = View(
        entity=entity and known("entity", entity, entity in network),
        claim=claim and known("claim", claim, claim in claims),
        source=source and known("text", source, source in sources),
        passage=_passage(params.get("passage", ""), wrong),
        opened=tuple(one for one in dict.fromkeys(opened) if one in network or one in groups),
        path=(ends[0], ends[1]) if whole else None,
        way="shortest" if params.get("way") == "shortest" else "firmest",
        look="table" if params.get("look") == "table" else "picture",
        filters=_filters(params, network, sources, wrong),
    )
    return view, wrong


def _strange(params: Mapping[str, str]) -> list[str]:
    """In words, what an address has that no view knows."""
    wrong = [
        f"“{_shown(name)}” means nothing in an address of this page; it is left out."
        for name in params
        if name not in NAMES
    ]
    for name, right in (("way", ("firmest", "shortest")), ("look", ("picture", "table"))):
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
