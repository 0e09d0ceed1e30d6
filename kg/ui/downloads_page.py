"""All of it, in every format."""

from __future__ import annotations

import streamlit as st

from kg.store import Store

__all__ = ["show"]


def show(store: Store) -> None:
    """One button a format."""
    st.header("Downloads", anchor=False)
    st.write(len(store.graph()))
