"""From question to question: the address is the memory of what is asked and how it is shown."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg.asking import LONGEST, Asked, read, written
from kg.ui.opened import Opened

__all__ = ["current", "go"]

LONG = "ask-long"


def current(here: Opened) -> tuple[Asked, list[str]]:
    """What the address asks, and what of it is not there."""
    asked, wrong = read(st.query_params.to_dict(), here.sources)
    own = st.session_state.get(LONG, "")
    if own and asked.expert and not asked.query and not asked.question:
        asked = replace(asked, query=own)
    return asked, wrong


def go(asked: Asked) -> None:
    """Make this what is asked, as a step that Back undoes."""
    # Too long for an address: kept for this visit only, and the page says so.
    st.session_state[LONG] = asked.query if len(asked.query) > LONGEST else ""
    st.query_params.from_dict(written(asked))
