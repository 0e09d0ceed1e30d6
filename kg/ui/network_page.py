"""The Network page."""

from __future__ import annotations

import streamlit as st

from kg.store import Store

__all__ = ["show"]


def show(store: Store) -> None:  # noqa: ARG001
    """Comes from the network engineer."""
    st.header("Network", anchor=False)
