"""The Ask page: questions with their answers, and a box for SPARQL."""

from __future__ import annotations

import streamlit as st

from kg.errors import KgError
from kg.questions import questions
from kg.store import Store

__all__ = ["show"]


def show(store: Store) -> None:
    """Questions, their answers, and a query of one's own."""
    st.header("Ask", anchor=False)
    chosen = st.selectbox("A question", questions(), format_func=lambda q: q.text)
    text = st.text_area("The query (SPARQL)", chosen.sparql if chosen else "", height=260)
    try:
        table = store.select(text).frame()
    except KgError as error:
        st.error(str(error))
        return
    st.dataframe(table, hide_index=True)
    st.download_button("Download the table", table.to_csv(index=False), "answer.csv")
