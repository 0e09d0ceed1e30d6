"""What is selected, in a few lines that a narrow screen always has in sight."""

from __future__ import annotations

import streamlit as st

from kg import connections, scene
from kg.ui.cards import manner, name, sentence, speaker
from kg.ui.opened import Opened
from kg.ui.opened import claim as whole_claim
from kg.ui.selecting import Selected
from kg.ui.words import escaped, spoken_kind, term

__all__ = ["show"]

KEY = "summary"
WORDS = 160


def show(here: Opened, view: scene.View, chosen: Selected) -> None:
    """Who says what of whom, how firmly, in which words; nothing where nothing is selected."""
    if not (view.claim or view.entity or view.passage or view.path):
        return
    # Wide screens have the card in sight and do not show this.
    with st.container(key=KEY, gap=None):
        if view.path:
            _way(here, view, chosen.way)
        elif view.claim or len(chosen.claims) == 1:
            _claim(here, view.claim or chosen.claims[0])
        elif view.entity:
            kind = spoken_kind(here.network.nodes[view.entity]["kind"])
            head = f"**{escaped(name(here, view.entity), 120)}** · {escaped(kind)}"
            st.markdown(f"{head} · {_counted(here, chosen.claims)}")
        else:
            st.markdown(f"**This passage** · {_counted(here, chosen.claims)}")


def _claim(here: Opened, iri: str) -> None:
    claim = whole_claim(here, iri)
    st.markdown(f"**{escaped(sentence(here, claim), WORDS)}**")
    st.markdown(manner(speaker(here, claim), claim.modality, claim.form))
    quote = f"“{claim.passage.exact}”" if claim.passage else f"In our words: {claim.summary or ''}"
    st.markdown(f"> {escaped(quote, 2 * WORDS)}")


def _way(here: Opened, view: scene.View, way: list[connections.Step] | None) -> None:
    assert view.path
    ends = " to ".join(escaped(name(here, end), 80) for end in view.path)
    if way is None:
        st.markdown(f"**{ends}**: no chain of statements connects them in what is shown")
        return
    steps = f"{len(way)} step{'' if len(way) == 1 else 's'}"
    weakest = term("Firmness", connections.weakest(way))
    st.markdown(f"**{ends}**: {steps}, the weakest of them **{weakest}**")


def _counted(here: Opened, claims: tuple[str, ...]) -> str:
    """How many statements, and how many of them are no more than suggested."""
    steps = [here.claims[claim]["firmness"] for claim in claims if claim in here.ends]
    soft = steps.count("suggested")
    words = f"{len(claims)} statement{'' if len(claims) == 1 else 's'}"
    return f"{words}, {soft} of them only **suggested**" if soft else words
