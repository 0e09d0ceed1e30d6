"""What other statements make of a claim: who says so too, who differs, who contradicts."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg import agreement, scene
from kg.model import Claim
from kg.ui.cards import name, sentence
from kg.ui.moving import go
from kg.ui.opened import Opened
from kg.ui.words import escaped, term

__all__ = ["show"]

TITLES = {"agree": "Said elsewhere too", "differ": "Said differently", "conflict": "In conflict"}


def show(here: Opened, view: scene.View, claim: Claim) -> None:
    """The statements on the same matter, as the rules found them."""
    rows = agreement.about(claim.iri, here.comparisons)
    if not rows:
        return
    for verdict, title in TITLES.items():
        found = [row for row in rows if row.verdict == verdict]
        if found:
            st.markdown(f"**{title}**")
        for row in found:
            _row(here, view, claim, row)
    st.caption("Found by rule from what the statements say; nobody has judged it.")


def _row(here: Opened, view: scene.View, claim: Claim, row: agreement.Comparison) -> None:
    turned = row.second.iri == claim.iri
    other = row.first if turned else row.second
    told = [
        _difference(here, one.what, one.second if turned else one.first,
                    one.first if turned else one.second)
        for one in row.differences
    ]  # fmt: skip
    with st.container(border=True, gap="xsmall"):
        where = "the same source" if row.inside else name(here, other.source)
        st.markdown(f"{escaped(sentence(here, other))} · {escaped(where)}")
        if row.reason:
            st.caption(escaped(row.reason))
        for line in told:
            st.caption(line)
        target = replace(view, claim=other.iri, entity=None, passage=None, path=None, source=None)
        st.button(
            "Show it", key=f"other-{other.iri}", type="tertiary", on_click=go, args=(here, target)
        )


def _difference(here: Opened, what: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    # Who has no speaker of its own speaks in the text's voice.
    silent = "the text itself" if what == "speaker" else "says nothing of it"
    here_says = ", ".join(_said(here, one) for one in ours) or silent
    there_says = ", ".join(_said(here, one) for one in theirs) or silent
    return escaped(f"{what}: this one {here_says}; the other {there_says}", 600)


def _said(here: Opened, value: str) -> str:
    """A wording as it is, a name for an address, a label for an answer."""
    if value in here.network or value in here.sources:
        return name(here, value)
    labelled = term("Modality", value)
    return labelled if labelled != value else f"“{value}”"
