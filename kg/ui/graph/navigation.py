"""Navigation between views: the address is the only state of what is on screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.presentation import graph_view, story, view_address
from kg.presentation.story import Place, Story
from kg.resources import home
from kg.ui.shared_data import Opened, folder, service, set_address


def readable_stories() -> tuple[dict[str, Story], list[str]]:
    """The stories of one's own folder and those that ship, and what is wrong with a file."""
    places = [home("data")] if service() else [folder(), home("data")]
    return story.stories(dict.fromkeys(places))


def tour() -> tuple[Place | None, dict[str, str], list[str]]:
    """The step in the address, the address of its view, and messages about what is not there."""
    params = st.query_params.to_dict()
    if not any(name in params for name in story.NAMES):
        return None, params, []
    stories, wrong = readable_stories()
    place, rest, more = story.at(params, stories)
    return place, rest, [*wrong, *more]


def current(here: Opened) -> tuple[graph_view.View, list[str]]:
    """The view of the address, with messages about missing parts."""
    _, params, wrong = tour()
    view, more = whole(here, params)
    return view, [*wrong, *more]


def whole(here: Opened, params: Mapping[str, str]) -> tuple[graph_view.View, list[str]]:
    """The view of an address, with the sources and the text that it leaves to be found."""
    view, wrong = view_address.view_from_address(params, here.network, here.claims)
    if not view.wanted("source") and here.first:
        view = view.filtered("source", [here.first if _speaks(here, view) else graph_view.ALL])
    return replace(view, source=view.source or _read(here, view)), wrong


def look(here: Opened, view: graph_view.View) -> str:
    """Map, picture or table: the one chosen, or else the one that suits what is to be seen."""
    every = graph_view.ALL in view.opened and here.organizations > graph_view.MOST_PICTURED
    many = here.large and not reads_first(here, view)
    return view.look or ("map" if many or every else "picture")


def reads_first(here: Opened, view: graph_view.View) -> bool:
    """Check if a view shows only the source that is read at first."""
    return here.first is not None and view.wanted("source") == {here.first}


def _speaks(here: Opened, view: graph_view.View) -> bool:
    """Check if the first source mentions the selection; if not, all sources are used."""
    named = [one for one in (view.entity, *view.opened) if one and one in here.network]
    return not named or any(
        here.first == said["source_iri"]
        for one in named
        for edges in (here.network.out_edges, here.network.in_edges)
        for *_, said in edges(one, data=True)
    )


def _read(here: Opened, view: graph_view.View) -> str | None:
    """The source to read: the selected claim's, the only one chosen, one that names the entity."""
    if view.claim:
        return str(here.claims[view.claim]["source_iri"])
    chosen = view.wanted("source") - {graph_view.ALL}
    if len(chosen) == 1:
        return next(iter(chosen))
    said = _naming(here, view.entity) if view.entity else Counter()
    if not said or here.first in said:
        return here.first
    return min(said, key=lambda source: (-said[source], source))


def _naming(here: Opened, entity: str) -> Counter[str]:
    """The sources that say something of an entity, and how much; in quotes, if any does."""
    around = (here.network.out_edges, here.network.in_edges)
    told = [said for edges in around for *_, said in edges(entity, data=True)]
    quoted = Counter(
        str(said["source_iri"]) for said in told if said.get("quote_start") is not None
    )
    return quoted or Counter(str(said["source_iri"]) for said in told)


def go(here: Opened, view: graph_view.View) -> None:
    """Make a view the current one, as a step that Back undoes."""
    if reads_first(here, view):
        view = view.filtered("source", [])
    # A text that nobody asked for gives way to the one that belongs to the new view.
    unasked = "text" not in st.query_params and not view.passage
    if unasked or view.source == _read(here, view):
        view = replace(view, source=None)
    set_address(view_address.address(view))


def _line_chosen(here: Opened, bare: graph_view.View, claims: list[str]) -> graph_view.View:
    """The view that reads a line: its one claim, or all of them, drawn one by one."""
    if len(claims) == 1:
        return replace(bare, claim=claims[0], source=None)
    a, b = here.ends[claims[0]]
    said = here.claims[claims[0]]
    step = graph_view.step(said)
    return replace(bare, pair=(min(a, b), max(a, b)), line=(said["family"], step))


def heard(here: Opened, event: dict[str, Any]) -> None:
    """Answer a click in the picture or in the article."""
    view, _ = current(here)
    kind, id_ = event.get("type"), str(event.get("id", ""))
    bare = view.bare()
    if kind == "node" and id_ in here.network:
        go(here, replace(bare, entity=id_))
    elif kind == "edge" and (said_there := [c for c in id_.split() if c in here.claims]):
        go(here, _line_chosen(here, bare, said_there))
    elif (
        kind == "pair"
        and id_ in here.network
        and (other := str(event.get("other"))) in here.network
    ):
        said = graph_view.pair_claims(here.network, view, id_, other)
        one = replace(bare, claim=said[0][2], source=None) if len(said) == 1 else None
        go(here, one or replace(bare, pair=(min(id_, other), max(id_, other))))
    elif kind == "passage":
        start, _, end = id_.partition(",")
        go(here, replace(bare, passage=(int(start), int(end))))
    elif kind == "expand" and look(here, view) == "map" and id_ in here.network:
        go(here, replace(bare, entity=id_, opened=(id_,), look="picture"))
    elif kind == "expand" and id_ in here.network:
        rest = tuple(one for one in view.opened if one != id_)
        # Opening what is open closes it.
        go(here, replace(view, opened=rest if id_ in view.opened else (*rest, id_)))
    elif kind == "firmness":
        steps = {*vocabulary().steps, *([graph_view.UNREVIEWED] if here.unreviewed else ())}
        now = view.wanted("firmness") or steps
        now = now ^ {id_}
        go(here, view.filtered("firmness", [] if now == steps else now))
    elif kind == "clear":
        go(here, bare)


def analysed(view: graph_view.View) -> view_address.Choice:
    """The state of the Network page that counts the families, sources and firmness of a view.

    That page counts everything down to one step: the weakest that the view shows.
    """
    steps = (*LEVELS[:-1], "suggested")
    wanted = view.wanted("firmness") & {*steps}  # proposals have no step of their own there
    weakest = max((steps.index(step) for step in wanted), default=-1)
    return view_address.Choice(
        level=LEVELS[weakest],
        families=tuple(sorted(view.wanted("family"))),
        sources=tuple(sorted(view.wanted("source") - {graph_view.ALL})),
    )
