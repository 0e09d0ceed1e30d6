"""Everything about one entity, and how two are connected: the path with the words of each step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import streamlit as st

from kg.analysis import paths
from kg.comparison import ledger
from kg.endpoint.guards import base_path
from kg.model.claims import FIELDS
from kg.model.folder import as_turtle
from kg.model.names import several
from kg.model.ontology import vocabulary
from kg.model.wording import class_label, counted, evidence_words, term
from kg.presentation import graph_view, view_address
from kg.presentation.drawing import plain, speaker_of, statement
from kg.presentation.page_text import escaped
from kg.ui.graph import filters
from kg.ui.graph.claim import manner_line, name
from kg.ui.graph.navigation import current, go
from kg.ui.shared_data import Opened, brief, carried

# Of more neighbours by one relation, the table holds the rest.
MOST_NAMED = 24


def show(here: Opened, view: graph_view.View, entity: str, hidden: int | None) -> None:
    """Show an entity: its kind, and the ways to its neighbours and to another name.

    `hidden` is how many of its neighbours the picture does not show; none where all is on a map.
    """
    data = here.network.nodes[entity]
    st.header(escaped(data["label"], 300), anchor=False)
    aliases = several(data["aliases"])
    also = f", also called {', '.join(aliases)}" if aliases else ""
    kind = class_label(data["kind"])
    st.markdown(escaped(f"{kind[:1].upper()}{kind[1:]}{also}", 600))
    if hidden is None:
        _surroundings(here, view, entity)
    else:
        _expand(here, view, entity, hidden)
    label = f"How is {plain(name(here, entity), 120)} connected to …?"
    filters.search_box(here, label, key=f"connect-{entity}", other_end_of=entity)


def more(here: Opened, view: graph_view.View, entity: str) -> None:
    """Show its partners by relation, its other roles, the relations without any, and its data."""
    _relations(here, view, entity)
    _roles(here, entity)
    _silence(here, entity)
    title = "For experts: its address and its Turtle"
    with st.expander(title, key="entity-data", on_change="rerun") as box:
        if box.open:
            st.code(entity, language=None)
            st.code(as_turtle(here.store.describe(entity)), language="turtle", height=300)


def _surroundings(here: Opened, view: graph_view.View, entity: str) -> None:
    """The way from the map to the detailed picture of those next to one."""
    target = replace(view, opened=(entity,), look="picture")
    st.button("Its surroundings as a picture", key="surroundings", on_click=go, args=(here, target))


def _expand(here: Opened, view: graph_view.View, entity: str, hidden: int) -> None:
    rest = tuple(one for one in view.opened if one != entity)
    if entity in view.opened:
        label, opened = "Hide its neighbours", rest
    else:
        words = "neighbour that is hidden" if hidden == 1 else "neighbours that are hidden"
        label, opened = f"Show its {hidden} {words}", (*rest, entity)
    with st.container(horizontal=True):
        if hidden or entity in view.opened:
            st.button(label, key="expand", on_click=go, args=(here, replace(view, opened=opened)))
        if view.opened:
            fewer = replace(view, opened=view.opened[:-1])
            st.button("Undo", key="undo-expand", on_click=go, args=(here, fewer),
                      help="Take back the last neighbours that were shown")  # fmt: skip


def _relations(here: Opened, view: graph_view.View, entity: str) -> None:
    grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for a, b, claim, said in graph_view.touching(here.network, entity):
        other = b if a == entity else a
        words = said["relation_label"] + ("" if a == entity else " (the other way round)")
        grouped[words][other].append(claim)
    for words in sorted(grouped):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"{escaped(words)}", width="content")
            others = sorted(grouped[words].items(), key=lambda item: (-len(item[1]), item[0]))
            for other, claims in others[:MOST_NAMED]:
                count = f" ({len(claims)})" if len(claims) > 1 else ""
                st.button(
                    f"{escaped(name(here, other), 80)}{count}",
                    key=f"near-{words}-{other}",
                    type="tertiary",
                    on_click=go,
                    args=(here, replace(view, entity=other)),
                )
            if len(others) > MOST_NAMED:
                st.button(
                    f"and {len(others) - MOST_NAMED:,} more: see all as a table",
                    key=f"more-{words}",
                    type="tertiary",
                    on_click=go,
                    args=(here, replace(view, opened=(), look="table")),
                )


def _roles(here: Opened, entity: str) -> None:
    said: dict[str, int] = defaultdict(int)
    for row in brief(here, entity):
        said[row["role"].rpartition("#")[2]] += 1
    sources = {here.claims[row["claim"]]["source_iri"] for row in brief(here, entity)}
    for field in FIELDS:
        if field.name not in ("subject", "object") and said[field.term]:
            st.caption(f"It is the {field.noun} of {counted(said[field.term], 'statement')}.")
    titles = ", ".join(name(here, source) for source in sorted(sources))
    st.caption(escaped(f"Mentioned in: {titles}"))
    time = f"{base_path()}/timeline?about={view_address.short(entity)}"
    st.markdown(f"[What is said about it, on a timeline]({carried(here, time)})")
    if any(here.claims[row["claim"]]["modality"] in ledger.AHEAD for row in brief(here, entity)):
        address = f"{base_path()}/ledger?about={view_address.short(entity)}"
        st.markdown(f"[What was announced about it, and what became of it]({address})")
    if len(sources) > 1:
        address = view_address.link(view_address.Comparing(entity), base_path())
        st.markdown(f"[Where these sources agree, differ and conflict]({carried(here, address)})")


def _silence(here: Opened, entity: str) -> None:
    """Relations possible for an entity of this kind that no source mentions."""
    terms = vocabulary()
    kind = here.network.nodes[entity]["kind"]
    kinds = {kind, *(terms.classes[kind].supers if kind in terms.classes else ())}
    said = {d["relation"] for *_, d in here.network.out_edges(entity, data=True)}
    said |= {d["relation"] for *_, d in here.network.in_edges(entity, data=True)}
    leaves = {name_ for name_, r in terms.relations.items() if not any(
        name_ in other.supers for other in terms.relations.values() if not other.own)}  # fmt: skip
    silent = [
        r.label for r in terms.relations.values()
        if r.name in leaves and r.domain in kinds and r.name not in said
    ]  # fmt: skip
    if silent:
        st.markdown("**Relations that no source mentions**")
        st.caption(escaped("No source in the graph says anything on: " + "; ".join(silent) + "."))


def connection(here: Opened, view: graph_view.View, found: list[paths.Step] | None) -> None:
    """The way in words."""
    assert view.path
    start, end = (name(here, one) for one in view.path)
    st.header(f"How are {escaped(start)} and {escaped(end)} connected?", anchor=False)
    _choose(here, view)
    if found is None:
        st.info(
            "No chain of statements connects them in what is shown. "
            "That no source says so does not mean that there is nothing."
        )
        return
    weakest = paths.weakest(found)
    steps = counted(len(found), "step")
    st.markdown(f"**{steps}**; the weakest of them is **{term('Firmness', weakest)}**.")
    for number, step in enumerate(found, start=1):
        _step(here, view, number, step)


def _choose(here: Opened, view: graph_view.View) -> None:
    words = {"firmest": "The firmest way", "shortest": "The shortest way"}

    def changed() -> None:
        now, _ = current(here)
        go(here, replace(now, way=st.session_state["way"] or "firmest"))

    st.session_state["way"] = view.way
    st.segmented_control(
        "Way",
        list(words),
        format_func=words.__getitem__,
        key="way",
        on_change=changed,
        label_visibility="collapsed",
    )


def _step(here: Opened, view: graph_view.View, number: int, step: paths.Step) -> None:
    edge = (step.start, step.end) if step.forward else (step.end, step.start)
    said = step.said
    with st.container(border=True, gap="xsmall"):
        told = statement(here.network, (*edge, step.claim, said))
        st.markdown(f"{number}\\. **{escaped(told)}**")
        st.markdown(manner_line(speaker_of(said), said["modality"], said["form"]))
        st.caption(escaped(said["source_title"]))
        words = evidence_words(said.get("quote"), said.get("summary"))
        st.markdown(f"> {escaped(words)}")
        bare = replace(view, path=None, claim=step.claim, source=None)
        st.button("Show this statement", key=f"step-{step.claim}", type="tertiary",
                  on_click=go, args=(here, bare))  # fmt: skip
