"""The Graph page: the picture and the article, each answering the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import networkx as nx
import streamlit as st

from kg.model.ontology import vocabulary
from kg.model.wording import counted
from kg.presentation import drawing, graph_view
from kg.presentation.drawing import plain
from kg.presentation.page_text import escaped
from kg.ui import components, shared_data
from kg.ui.graph import article, claim, drawing_data, entity, filters, story, table
from kg.ui.graph.claim import card, cards, name
from kg.ui.graph.drawing_data import Selected, selected
from kg.ui.graph.navigation import current, go, heard, look, reads_first, tour
from kg.ui.shared_data import Opened
from kg.ui.shared_data import claim as whole_claim

HEIGHT = 590
# With more organizations than this elsewhere, the way to them is one of the first clicks.
FEW = 12
BUSIEST = 3


def show(here: Opened) -> None:
    """The whole page."""
    _screen(here)


@st.fragment
def _screen(here: Opened) -> None:
    place = tour()[0]
    if place:
        story.show(here, place)
    else:
        st.title("Who works with whom, and who says so", anchor=False)
        shared_data.note(here)
    view, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    time = next(iter(view.wanted("span")), "")
    if not place:
        _latest(here, view)
    components.span_note(time, lambda: go(here, view.filtered("span", [])))
    chosen = selected(here, view)
    show = _map if _is_map(here, view) else _picture
    # A tour shows its views; who looks for more leaves it.
    show(here, view, chosen, touring=place is not None)
    claim.show_in_brief(here, view, chosen)


def _latest(here: Opened, view: graph_view.View) -> None:
    """A line on the article that was added or changed last, and the way from it to all."""
    if here.latest is None or here.latest not in here.sources or len(here.sources) < 2:
        return
    title = escaped(str(here.sources[here.latest]["title"]), 120)
    with st.container(horizontal=True, vertical_alignment="center", key="latest", gap="small"):
        if here.latest != here.first:
            if any(said["source_iri"] == here.latest for said in here.claims.values()):
                return  # a table: its statements are among all that is shown
            slug = here.latest.rpartition("/")[2]
            st.caption(f"Nothing is stated from “{title}” yet. [Read it](add?source={slug})")
        elif reads_first(here, view) and graph_view.ALL not in view.opened:
            everything = view.bare().filtered("source", [graph_view.ALL])
            everything = replace(everything, opened=() if here.large else (graph_view.ALL,))
            st.caption(f"Only your latest article: “{title}”", width="content")
            st.button("Show all sources", type="tertiary", on_click=go, args=(here, everything))


def _is_map(here: Opened, view: graph_view.View) -> bool:
    """Check if all that is said is shown, as a map or as its table."""
    usual = look(here, replace(view, look=""))
    return look(here, view) == "map" or (
        view.look == "table" and usual == "map" and not view.opened
    )


def _map(here: Opened, view: graph_view.View, chosen: Selected, *, touring: bool) -> None:
    """All that is said, as a map or as its table, with what is selected beside it."""
    drawn = partial(drawing_data.mapped, here, view, chosen.claims)
    if not touring:
        _controls(here, view, drawn)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        titles = (str(about["title"]) for about in here.sources.values())
        data = partial(drawing_data.map_of, here, view)
        lit = _lit_on_map(here, view, chosen)
        _left(here, view, chosen, drawn, data, name="Map", titles=titles, lit=lit)
    with right:
        _right(here, view, None, chosen)


def _lit_on_map(here: Opened, view: graph_view.View, chosen: Selected) -> dict[str, Any]:
    """Selection for the map: a neighbourhood, or the lines that hold what is selected."""
    pairs = {here.ends[iri] for iri in chosen.claims if iri in here.ends}
    return _lit(here, view, chosen) | {
        "edges": [],
        "pairs": [] if view.entity else sorted(pairs),
    }


def _picture(here: Opened, view: graph_view.View, chosen: Selected, *, touring: bool) -> None:
    """A part of what is said as a detailed picture, or its table."""
    shown = drawing_data.scene(here, view, chosen)
    drawn = drawing_data.part(here, view, shown)
    if not touring:
        _controls(here, view, lambda: drawn)
    if shown.left_out:
        st.info(f"{shown.left_out} more do not fit into one picture; narrow the filters.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        titles = (said["source_title"] for *_, said in drawn.edges(data=True))
        data = partial(drawing_data.picture_data, here, view, drawn)
        lit = _lit(here, view, chosen)
        _left(here, view, chosen, lambda: drawn, data, name="Picture", titles=titles, lit=lit)
    with right:
        _right(here, view, shown, chosen)


def _controls(
    here: Opened, view: graph_view.View, drawn: Callable[[], nx.MultiDiGraph[str]]
) -> None:
    with st.container(key="controls"):
        search, look, filtering, taking = st.columns([5, 2, 1.4, 1.6])
    with search:
        filters.search_box(here)
    with look:
        table.switch(here, view)
    with filtering:
        filters.filters(here, view)
    with taking:
        table.offer_downloads(here, drawn)


def _left(
    here: Opened,
    view: graph_view.View,
    chosen: Selected,
    drawn: Callable[[], nx.MultiDiGraph[str]],
    data: Callable[[], dict[str, Any]],
    *,
    name: str,
    titles: Iterable[str],
    lit: dict[str, Any],
) -> None:
    """The drawing, or its table; each is put together only where it is shown."""
    if view.look == "table":
        table.show(here, view, drawn(), chosen.claims)
        components.focus("graph", lit)
        return
    about = {"name": f"{name} of who is said to be related to whom", "height": HEIGHT, "fill": True}
    components.draw(
        data() | table.caption(titles) | about,
        key="graph", selection=lit, on_event=partial(heard, here),
    )  # fmt: skip


def _lit(here: Opened, view: graph_view.View, chosen: Selected) -> dict[str, Any]:
    """The nodes and claims to highlight in picture and article."""
    there = {iri for iri in chosen.claims if here.claims[iri]["source_iri"] == view.source}
    return {
        "nodes": list(chosen.nodes),
        "edges": list(chosen.claims),
        "passages": article.passages(here, there),
        "center": view.entity,
        "opened": [one for one in view.opened if one in here.network],
    }


def _right(
    here: Opened, view: graph_view.View, shown: graph_view.Scene | None, chosen: Selected
) -> None:
    """All details of what is selected, and the text they stand in, in one place."""
    with st.container(key="panel"):
        if view.claim:
            chosen_claim = whole_claim(here, view.claim)
            card(here, view, chosen_claim, place="card", whole=True)
            claim.cite(here, chosen_claim)
        elif view.path:
            entity.connection(here, view, chosen.way)
        elif view.entity or view.passage or view.pair:
            _statements(here, view, shown, chosen)
        else:
            _invite(here, view, shown)
        if view.source:
            article.show(here, view.source, partial(heard, here))
        if view.claim:
            claim.show(here, view, view.claim)


def _statements(
    here: Opened, view: graph_view.View, shown: graph_view.Scene | None, chosen: Selected
) -> None:
    """The statements about an entity, between two, or of a passage."""
    if view.entity:
        hidden = (
            graph_view.hidden_neighbours(here.network, view, shown)[view.entity] if shown else None
        )
        entity.show(here, view, view.entity, hidden)
    count = len(chosen.claims)
    head = (
        f"**{escaped(' and '.join(name(here, n) for n in view.pair), 200)}**: " if view.pair else ""
    )
    st.markdown(f"{head}{counted(count, 'statement')}")
    cards(here, view, list(chosen.claims), place="card")
    if view.entity:
        entity.more(here, view, view.entity)


def _invite(here: Opened, view: graph_view.View, shown: graph_view.Scene | None) -> None:
    """Show one sentence and a few links on a first visit."""
    if shown is None:
        st.markdown(
            f"{here.organizations:,} organizations. The larger a disc, the more partners; those of "
            "one colour have most to do with one another. Click a name or a line to read who says "
            "so; zoom in to see how firmly."
        )
    elif here.first:
        st.markdown("Every line is a statement somebody made. Click a line, a name or a sentence.")
    else:
        size = "The larger a name, the more partners. " if here.sizes else ""
        st.markdown(f"{counted(len(shown.nodes), 'organization')}. {size}{_lines(shown)}")
    with st.container(gap=None, key="suggestions"):
        story.invite(here)
        for words, target in _clicks(here, view, shown):
            label = f"→ {escaped(words, 300)}"
            st.button(label, type="tertiary", on_click=go, args=(here, target))
    if shown is None or not here.first:
        _newest(here)


def _lines(shown: graph_view.Scene) -> str:
    """A sentence on what the lines of the picture are."""
    stated = [said for *_, said in shown.edges if not said.get("unreviewed")]
    if not stated and shown.edges:
        return ("Every line is a proposal that no person has looked at: click it to read the words "
                "that a program took for it.")  # fmt: skip
    cited = bool(stated) and all(said["evidence"] == "cited" for said in stated)
    words = "Every line is a statement, cited and told in our words" if cited else (
        "Every line is a statement somebody made")  # fmt: skip
    if len(stated) < len(shown.edges):
        words += ", or drawn thin and dotted, a proposal that no person has looked at"
    return f"{words}: click it, or a name, to read who says so."


def _newest(here: Opened) -> None:
    """The newest sources; each leads to what it says."""
    if not here.newest:
        return
    st.markdown("**Newest sources**")
    with st.container(gap=None, key="newest"):
        for date, iri in here.newest:
            about = here.sources[iri]
            paper = f" ({plain(about['publisher'], 80)})" if about["publisher"] else ""
            words = f"{date}: {plain(about['title'], 120)}{paper}"
            only = graph_view.View(look="picture" if here.large else "")
            st.button(escaped(words, 300), type="tertiary", key=f"newest-{iri}",
                      on_click=go, args=(here, only.filtered("source", [iri])))  # fmt: skip


def _clicks(
    here: Opened, view: graph_view.View, shown: graph_view.Scene | None
) -> list[tuple[str, graph_view.View]]:
    """Good first links, each with its label and its target."""
    own = here.first is not None and here.first == here.latest
    back = [("Back to your latest article", graph_view.View())] if own else []
    if shown is None:
        return back + [
            (f"What is said about {name(here, one)}?", replace(view, entity=one))
            for one in here.ranked[:BUSIEST]
        ]
    found = graph_view.suggestions(shown.edges)
    clicks: list[tuple[str, graph_view.View]] = []
    if edge := found["hint"]:
        modality = vocabulary().values["Modality"][edge[3]["modality"]].label
        how = f"a {modality}" if edge[3]["firmness"] == "stated" else f"only a {modality}"
        if edge[3].get("unreviewed"):
            how = "a proposal that no person has looked at"
        words = f"“{drawing.statement(here.network, edge)}”: {how}. Who says so?"
        clicks.append((words, replace(view, claim=edge[2])))
    if busiest := found["busiest"]:
        words = f"What is said about {name(here, busiest)}?"
        clicks.append((words, replace(view, entity=busiest)))
    organizations, sources = graph_view.left_out_counts(here.network, shown)
    if organizations > FEW and not view.opened:
        words = f"{organizations} more organizations in {sources} other sources: show all"
        everything = view.filtered("source", [graph_view.ALL])
        clicks.append((words, replace(everything, opened=(graph_view.ALL,))))
    elif graph_view.ALL in view.opened and here.first:
        clicks += back or [("Back to the first article", graph_view.View())]
    elif view.wanted("source") - {graph_view.ALL} and not here.first:
        clicks.append(("All sources again", graph_view.View()))
    elif pair := found["pair"]:
        words = f"How are {name(here, pair[0])} and {name(here, pair[1])} connected?"
        clicks.append((words, replace(view, path=pair)))
    if edge := graph_view.headline(here.network, shown, here.first):
        words = f"The headline: {drawing.statement(here.network, edge)}"
        clicks.append((words, replace(view, claim=edge[2])))
    return clicks
