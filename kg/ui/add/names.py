"""Names: two entities that are one are merged, one that is two is split; both can be undone."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.model.claims import Entity
from kg.model.names import slug
from kg.model.vocab import ENTITY, TP
from kg.ui.add.claim_form import KINDS
from kg.ui.add.state import label, loaded, save, told
from kg.ui.markdown import escaped, spoken_kind
from kg.workspace import edits
from kg.workspace.workspace import State


def show(folder: Path) -> None:
    """Merging on the left, splitting on the right."""
    state = loaded(folder)
    left, right = st.columns(2, gap="large")
    with left:
        _merge(folder, state)
    with right:
        _split(folder, state)


def _choose(state: State, words: str, key: str) -> str | None:
    names = sorted(state.entities, key=lambda iri: label(state, iri).casefold())
    return st.selectbox(
        words, names, index=None, key=key, placeholder="Choose a name",
        format_func=lambda iri: ", ".join(
            [state.entities[iri].label, *state.entities[iri].aliases]
        ),
    )  # fmt: skip


def _merge(folder: Path, state: State) -> None:
    st.header("Two names, one thing", anchor=False)
    kept = _choose(state, "Keep", "names-kept")
    gone = _choose(state, "Merge into it", "names-gone")
    if kept and gone and kept != gone:
        count = sum(
            gone in (c.subject, c.object, c.attributed_to)
            for s in state.sources.values() for c in s.claims
        )  # fmt: skip
        words = f"{label(state, gone)} becomes a name of {label(state, kept)}; {count} statements"
        st.caption(escaped(words))
    if st.button("Merge", disabled=not (kept and gone) or kept == gone, key="names-merge"):
        words = f"merged {label(state, gone or '')} into {label(state, kept or '')}"
        save(folder, state, lambda s: edits.merged(s, kept or "", gone or ""), words)
        st.rerun()


def _split(folder: Path, state: State) -> None:
    st.header("One name, two things", anchor=False)
    old = _choose(state, "Split", "names-old")
    if not old:
        return
    entity = state.entities[old]
    name = st.text_input("The new one is called", key="names-new").strip()
    kind = st.selectbox("It is a", KINDS, format_func=spoken_kind, key="names-kind")
    aliases = st.multiselect("It takes these names along", entity.aliases, key="names-aliases")
    about = {
        c.iri: c
        for s in state.sources.values()
        for c in s.claims
        if old in (c.subject, c.object, c.attributed_to, *c.jointly_with, *c.field, *c.audience)
    }
    moved = st.multiselect(
        "And these statements", list(about), key="names-claims",
        format_func=lambda iri: f"{about[iri].slug} ({label(state, about[iri].source)})",
    )  # fmt: skip
    for iri in moved:
        st.caption(told(state, about[iri]))
    if st.button("Split", disabled=not name, key="names-split"):
        iri = str(ENTITY[slug(name)])
        rest = tuple(alias for alias in aliases if alias != name)
        new = Entity(iri, name, (str(TP[kind]),), rest)
        save(folder, state, lambda s: edits.split(s, old, new, moved), f"split off {name}")
        st.rerun()
