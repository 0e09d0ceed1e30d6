"""What other statements make of a claim: who says so too, who differs, who contradicts."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg import agreement, scene, workspace
from kg.model import Claim
from kg.ui.cards import name, sentence
from kg.ui.compared import lines
from kg.ui.moving import go
from kg.ui.opened import Opened, folder
from kg.ui.words import escaped

__all__ = ["show"]

TITLES = {"agree": "Said elsewhere too", "differ": "Said differently", "conflict": "In conflict"}


def show(here: Opened, view: scene.View, claim: Claim) -> None:
    """The statements on the same matter, as the rules found them."""
    found = agreement.about(claim.iri, here.comparisons)
    rows = agreement.judged(found, workspace.judgements(folder()))
    rows = [row for row in rows if row.judgement != "dismissed"]
    if not rows:
        return
    voices = len(agreement.supporters(claim, rows))
    if voices > 1:
        st.markdown(f"Said by **{voices} sources**")
    for verdict, title in TITLES.items():
        found = [row for row in rows if row.verdict == verdict]
        if found:
            st.markdown(f"**{title}**")
        for row in found:
            _row(here, view, claim, row)
    st.caption("Found by rule from what the statements say; confirm or dismiss it under Add.")


def _row(here: Opened, view: scene.View, claim: Claim, row: agreement.Comparison) -> None:
    turned = row.second.iri == claim.iri
    other = row.first if turned else row.second
    names = ("the other", "this one") if turned else ("this one", "the other")
    with st.container(border=True, gap="xsmall"):
        where = "the same source" if row.inside else name(here, other.source)
        st.markdown(f"{escaped(sentence(here, other))} · {escaped(where)}")
        if row.reason:
            st.caption(escaped(row.reason))
        for line in lines(row, lambda iri: name(here, iri), *names):
            st.markdown(f"- {line}")
        target = replace(view, claim=other.iri, entity=None, passage=None, path=None, source=None)
        st.button(
            "Show it", key=f"other-{other.iri}", type="tertiary", on_click=go, args=(here, target)
        )
