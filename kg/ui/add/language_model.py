"""Proposals of a language model, where the user has set one up."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import streamlit as st

from kg.errors import KgError
from kg.extraction.proposals import Proposal
from kg.model.claims import Source
from kg.ui.markdown import escaped
from kg.workspace.workspace import State


def given(slug: str) -> tuple[Proposal, ...]:
    """What a model has proposed for a source since the page was opened."""
    found: tuple[Proposal, ...] = st.session_state.get(f"add-model/{slug}", ())
    return found


def offer(state: State, source: Source) -> None:
    """A button that sends the text, below the words on where it goes."""
    if not os.environ.get("KG_LLM_MODEL"):
        return
    with st.expander("Ask a language model"):
        try:
            llm = import_module("kg.extraction.language_model")
        except ImportError:
            st.markdown("The package is installed without it: `pip install tech-partnerships[llm]`")
            return
        st.warning(escaped(llm.leaves(source.text or "")))
        if st.button("Send the text", key=f"add-model-send/{source.slug}"):
            _asked(llm, state, source)
        for reason in st.session_state.get(f"add-model-dropped/{source.slug}", ()):
            st.caption(escaped(f"dropped: {reason}"))


def _asked(llm: Any, state: State, source: Source) -> None:
    try:
        with st.spinner("Waiting for the model …"):
            read = llm.proposals(source.text or "", state.entities, llm.chosen())
    except KgError as error:
        st.error(escaped(str(error)))
        return
    st.session_state[f"add-model/{source.slug}"] = read.proposals
    st.session_state[f"add-model-dropped/{source.slug}"] = read.dropped
    st.rerun()
