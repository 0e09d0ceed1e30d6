"""The codebook: what each word of this app means, with an example from the data."""

from __future__ import annotations

import streamlit as st

from kg.ui.opened import Opened

__all__ = ["show"]


def show(here: Opened) -> None:  # noqa: ARG001
    """Relations, steps of firmness, modalities and forms."""
    st.header("Codebook", anchor=False)
