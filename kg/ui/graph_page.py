"""The Graph page: the picture and the article, each answering the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import networkx as nx
import streamlit as st

from kg import invitation, picture, scene
from kg.terms import vocabulary
from kg.ui import (
    article,
    claim_view,
    compared,
    depicted,
    drawing,
    entity_view,
    filters,
    finding,
    inbrief,
    tabled,
    takeaway,
    way,
)
from kg.ui.cards import card, cards, name
from kg.ui.moving import current, go, heard
from kg.ui.opened import Opened
from kg.ui.opened import claim as whole_claim
from kg.ui.selecting import Selected, ends, selected
from kg.ui.words import escaped

__all__ = ["show"]

HEIGHT = 590
# With more organizations than this elsewhere, the way to them is one of the first clicks.
FEW = 12


def show(here: Opened) -> None:
    """The whole page."""
    st.title("Who works with whom, and who says so", anchor=False)
    _screen(here)


@st.fragment
def _screen(here: Opened) -> None:
    compared.note(here)
    view, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    chosen = selected(here, view)
    wanted = [*ends(here, view, chosen), *depicted.opened_members(here, view)]
    shown = scene.shown(here.network, view, _start(here, view), wanted, chosen.claims)
    drawn = depicted.part(here, view, shown)
    _controls(here, view, drawn)
    if shown.left_out:
        st.info(f"{shown.left_out} more do not fit into one picture; narrow the filters.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _left(here, view, drawn, chosen, shown)
    with right:
        _right(here, view, shown, chosen)
    inbrief.show(here, view, chosen)


def _start(here: Opened, view: scene.View) -> tuple[str, ...]:
    """What is drawn at first: of the one source that is chosen, if there is one."""
    chosen = view.wanted("source") - {scene.ALL}
    if here.large or len(chosen) != 1:
        return here.start
    return scene.start(here.network, next(iter(chosen))) or here.start


def _controls(here: Opened, view: scene.View, drawn: nx.MultiDiGraph[str]) -> None:
    with st.container(key="controls"):
        search, look, filtering, taking = st.columns([5, 2, 1.4, 1.6])
    with search:
        finding.show(here)
    with look:
        tabled.switch(here, view)
    with filtering:
        filters.show(here, view)
    with taking:
        takeaway.show(here, drawn)


def _left(
    here: Opened,
    view: scene.View,
    drawn: nx.MultiDiGraph[str],
    chosen: Selected,
    shown: scene.Scene,
) -> None:
    if view.look == "table":
        tabled.show(here, drawn, chosen.claims)
        drawing.focus("graph", _lit(here, view, chosen))
    else:
        data = depicted.data(here, view, drawn) | takeaway.caption(drawn)
        data |= {
            "name": "Picture of who is said to be related to whom",
            "height": HEIGHT,
        }
        selection = _lit(here, view, chosen)
        drawing.draw(data, key="graph", selection=selection, on_event=partial(heard, here))
    if view.path:
        way.told(here, view, chosen.way)
    elif view.claim:
        claim_view.show(here, view, view.claim)
    elif view.entity:
        hidden = scene.hidden(here.network, view, shown)[view.entity]
        entity_view.show(here, view, view.entity, hidden)


def _lit(here: Opened, view: scene.View, chosen: Selected) -> dict[str, Any]:
    """What the picture and the article light up."""
    there = {iri for iri in chosen.claims if here.claims[iri]["source"] == view.source}
    return {
        "nodes": list(chosen.nodes),
        "edges": list(chosen.claims),
        "passages": article.passages(here, there),
        "center": view.entity,
        "opened": [one for one in view.opened if one in here.network],
        # Before the first click there are no tools.
        "calm": not (chosen.claims or chosen.nodes or view.opened),
    }


def _right(here: Opened, view: scene.View, shown: scene.Scene, chosen: Selected) -> None:
    if view.claim:
        claim = whole_claim(here, view.claim)
        card(here, view, claim, place="card", whole=True)
        claim_view.cite(here, claim)
    elif view.entity or view.passage:
        count = len(chosen.claims)
        head = f"**{escaped(name(here, view.entity), 200)}**: " if view.entity else ""
        st.markdown(f"{head}{count} statement{'' if count == 1 else 's'}")
        with st.container(height=330 if count > 1 else "content", border=False, key="cards"):
            cards(here, view, list(chosen.claims), place="card")
    elif not view.path:
        _invite(here, view, shown)
    if view.source:
        article.show(here, view.source, partial(heard, here))


def _invite(here: Opened, view: scene.View, shown: scene.Scene) -> None:
    """What to do on a first visit: one sentence and three clicks."""
    if here.large and not view.narrowed:
        names = f"{here.network.number_of_nodes():,}"
        st.markdown(
            f"{names} names are too many for one picture, so those who have most to do with one "
            "another stand together. Click a group to open it, or search a name."
        )
    else:
        st.markdown("Every line is a statement somebody made. Click a line, a name or a sentence.")
    with st.container(gap=None, key="suggestions"):
        for words, target in _clicks(here, view, shown):
            label = f"→ {escaped(words, 300)}"
            st.button(label, type="tertiary", on_click=go, args=(here, target))


def _clicks(here: Opened, view: scene.View, shown: scene.Scene) -> list[tuple[str, scene.View]]:
    """Good first clicks, in words, and what they lead to."""
    if here.large and not view.narrowed:
        busiest = invitation.busiest(here.network)
        return [
            (f"What is said about {name(here, one)}?", replace(view, entity=one)) for one in busiest
        ]
    found = invitation.suggestions(shown.edges)
    clicks: list[tuple[str, scene.View]] = []
    if edge := found["hint"]:
        modality = vocabulary().values["Modality"][edge[3]["modality"]].label
        how = f"a {modality}" if edge[3]["firmness"] == "stated" else f"only a {modality}"
        words = f"“{picture.statement(here.network, edge)}”: {how}. Who says so?"
        clicks.append((words, replace(view, claim=edge[2])))
    if busiest := found["busiest"]:
        words = f"What is said about {name(here, busiest)}?"
        clicks.append((words, replace(view, entity=busiest)))
    organizations, sources = invitation.elsewhere(here.network, shown)
    if organizations > FEW and not here.large and not view.opened:
        words = f"{organizations} more organizations in {sources} other sources: show all"
        everything = view.filtered("source", [scene.ALL])
        clicks.append((words, replace(everything, opened=(scene.ALL,))))
    elif scene.ALL in view.opened:
        clicks.append(("Back to the first article", scene.View()))
    elif pair := found["pair"]:
        words = f"How are {name(here, pair[0])} and {name(here, pair[1])} connected?"
        clicks.append((words, replace(view, path=pair)))
    return clicks
