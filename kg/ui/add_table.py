"""A table of deals: what its columns and values mean, a preview, and the import."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["show"]


def show(folder: Path) -> None:  # noqa: ARG001
    """The table's screen."""
    st.markdown("Choose a CSV or XLSX file.")
