"""The statements of one source: to be looked through, changed or withdrawn."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.extraction.drafts import of_claim
from kg.model.claims import Claim, Source
from kg.ui.add.state import label, save, told, write
from kg.ui.markdown import escaped, modality
from kg.workspace import edits
from kg.workspace.workspace import State

AT_ONCE = 30


def show(folder: Path, state: State, source: Source) -> None:
    """All statements, in the order of the text."""
    if not source.claims:
        st.markdown("No statement yet.")
    page = 0
    if len(source.claims) > AT_ONCE:
        pages = (len(source.claims) - 1) // AT_ONCE + 1
        page = st.selectbox("Page", range(pages), format_func=lambda n: f"{n + 1} of {pages}")
    with st.container(height=520, border=False):
        for claim in source.claims[page * AT_ONCE : (page + 1) * AT_ONCE]:
            _card(folder, state, claim)


def _card(folder: Path, state: State, claim: Claim) -> None:
    with st.container(border=True, gap="xsmall"):
        words = told(state, claim)
        st.markdown(f"~~{words}~~ · withdrawn" if claim.retracted else f"**{words}**")
        own = claim.attributed_to == claim.source
        by = "the text itself" if own else label(state, claim.attributed_to)
        st.caption(f"{escaped(modality(claim.modality))} · said by {escaped(by)}")
        quote = claim.passage.exact if claim.passage else claim.summary or ""
        st.markdown(f"> {escaped(quote, 400)}")
        for note in claim.notes:
            st.caption(escaped(note))
        if not claim.retracted:
            _buttons(folder, state, claim)


def _buttons(folder: Path, state: State, claim: Claim) -> None:
    left, right = st.columns(2)
    if left.button("Change", key=f"change-{claim.iri}"):
        write(of_claim(claim), editing=claim.iri)
        st.session_state["add-seen"] = state
        st.session_state["add-way-next"] = "Write"
        st.rerun()
    with right.popover("Withdraw"):
        _withdrawing(folder, state, claim)


def _withdrawing(folder: Path, state: State, claim: Claim) -> None:
    """The reason and the button; in a form, so that what is being typed counts at the click."""
    with st.form(f"withdrawing-{claim.iri}", border=False, enter_to_submit=False):
        reason = st.text_input("Why", key=f"why-{claim.iri}").strip()
        st.caption("It stays visible, marked as withdrawn.")
        asked = st.form_submit_button("Withdraw it", key=f"withdraw-{claim.iri}")
    if asked and not reason:
        st.error("Say why, for those who read it later.")
    elif asked:
        save(
            folder, state, lambda s: edits.retracted(s, claim.iri, reason),
            f"withdrew “{state.words(claim)}”",
        )  # fmt: skip
        st.rerun()
