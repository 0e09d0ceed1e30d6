"""How two are connected: the way as a story, each step with its words."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg.analysis import paths
from kg.presentation import graph_view
from kg.presentation.drawing import plain, statement
from kg.ui.graph.cards import manner, name
from kg.ui.graph.navigation import current, go
from kg.ui.markdown import escaped, term
from kg.ui.shared_data import Opened


def ask(here: Opened, start: str) -> None:
    """One box: to whom is this connected?"""
    key = f"connect-{start}"

    def chosen() -> None:
        now, _ = current(here)
        other = st.session_state[key]
        if other:
            bare = replace(now, entity=None, claim=None, passage=None)
            go(here, replace(bare, path=(start, other)))

    others = sorted(
        (n for n in here.network if n != start and here.network.degree(n)),
        key=lambda n: (not here.network.nodes[n]["organization"], here.network.nodes[n]["label"]),
    )
    st.selectbox(
        f"How is {escaped(name(here, start), 120)} connected to …?",
        others[:5000],
        index=None,
        format_func=lambda n: plain(name(here, n), 120),
        placeholder="Choose a name",
        key=key,
        on_change=chosen,
    )


def told(here: Opened, view: graph_view.View, found: list[paths.Step] | None) -> None:
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
    steps = f"{len(found)} step{'' if len(found) == 1 else 's'}"
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
    words = statement(here.network, (*edge, step.claim, step.said))
    said = step.said
    own = said["speaker"] == said["source_iri"]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{number}\\. **{escaped(words)}**")
        who = "the text itself" if own else said["speaker_label"]
        st.markdown(manner(who, said["modality"], said["form"]))
        st.caption(escaped(said["source_title"]))
        if said.get("quote"):
            st.markdown(f"> “{escaped(said['quote'])}”")
        else:
            st.markdown(f"> In our words: {escaped(said.get('summary') or '')}")
        bare = replace(view, path=None, claim=step.claim, source=None)
        st.button("Show this statement", key=f"step-{step.claim}", type="tertiary",
                  on_click=go, args=(here, bare))  # fmt: skip
