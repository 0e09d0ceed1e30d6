"""The Network page."""

from __future__ import annotations

import streamlit as st

from kg.ui.opened import Opened

__all__ = ["show"]


def show(here: Opened) -> None:  # noqa: ARG001
    """Comes from the network engineer."""
    st.header("Network", anchor=False)
