"""The picture as a table: the same claims, sortable, and the same selection."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pandas as pd
import streamlit as st

from kg import scene
from kg.picture import plain
from kg.ui.moving import current, go
from kg.ui.opened import Opened
from kg.ui.words import modality, term

__all__ = ["rows", "show", "switch"]

KEY = "look"
WIDE = st.column_config.Column(width=150)


def switch(here: Opened, view: scene.View) -> None:
    """Picture or table."""

    def changed() -> None:
        now, _ = current(here)
        go(here, replace(now, look=st.session_state[KEY] or "picture"))

    st.session_state[KEY] = view.look
    st.segmented_control(
        "Look",
        ["picture", "table"],
        format_func=str.capitalize,
        key=KEY,
        on_change=changed,
        label_visibility="collapsed",
        width="stretch",
    )


def rows(drawn: nx.MultiDiGraph[str], selected: tuple[str, ...]) -> pd.DataFrame:
    """The drawn claims as a table."""
    found = []
    for a, b, claim, said in drawn.edges(keys=True, data=True):
        if "count" in said:
            continue  # A line between two groups is many claims.
        own = said["speaker"] == said["source"]
        found.append(
            {
                "claim": claim,
                "": "●" if claim in selected else "",
                "Who": plain(drawn.nodes[a]["label"]),
                "what": said["relation_label"],
                "whom": plain(drawn.nodes[b]["label"]),
                "how firmly": modality(said["modality"]),
                "said by": "the text itself" if own else plain(said["speaker_label"]),
                "form": term("Form", said["form"]),
                "exact words": plain(said["quote"] or said.get("summary") or "", 500),
                "amount": said.get("amount") or "",
                "source": plain(said["source_title"]),
                "date": said["source_date"] or "",
            }
        )
    columns = list(found[0]) if found else ["claim"]
    return pd.DataFrame(found, columns=columns).set_index("claim")


def show(here: Opened, drawn: nx.MultiDiGraph[str], selected: tuple[str, ...]) -> None:
    """The table; choosing a row selects its claim."""
    table = rows(drawn, selected)

    def chosen() -> None:
        marked = st.session_state["table"]["selection"]["rows"]
        if marked:
            now, _ = current(here)
            bare = replace(now, entity=None, passage=None, path=None, source=None)
            go(here, replace(bare, claim=str(table.index[marked[0]])))

    st.dataframe(
        table,
        hide_index=True,
        on_select=chosen,
        selection_mode="single-row",
        key="table",
        height=560,
        column_config={"": st.column_config.Column(width=30), "Who": WIDE, "whom": WIDE},
        alt="The statements of the picture, one a row",
    )
    st.caption(f"{len(table)} statements. Click a column's head to sort; click a row to select it.")
