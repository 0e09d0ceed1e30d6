"""The picture as a table with the same selection, and the downloads of the view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx
import streamlit as st

from kg import export
from kg.endpoint.guards import base_path
from kg.model.names import several
from kg.model.wording import attribution, counted, date_words, evidence_words, modality, term
from kg.presentation import drawing, graph_view, view_address
from kg.presentation.drawing import plain, speaker_of
from kg.presentation.page_text import escaped
from kg.resources import Library
from kg.ui import components
from kg.ui.graph import drawing_data
from kg.ui.graph.navigation import current, go, look
from kg.ui.shared_data import Opened, agreement_words

if TYPE_CHECKING:
    import pandas as pd

KEY = "look"
MOST_NARROW = 100
# In pixels: who, what, whom and the words stand beside one another on a common screen.
WIDTHS = {
    "who": 92, "what": 92, "whom": 100, "exact words": 270, "how firmly": 112, "speaker": 110,
    "voices": 62, "sources": 70, "acknowledged by": 120,
    "other sources": 190,
}  # fmt: skip


def switch(here: Opened, view: graph_view.View) -> None:
    """Map, picture or table."""

    def changed() -> None:
        now, _ = current(here)
        chosen = st.session_state[KEY] or look(here, now)
        # A node that was chosen on the map is seen with its neighbours in the picture.
        opened = (
            (now.entity,) if chosen == "picture" and now.entity and not now.opened else now.opened
        )
        usual = look(here, replace(now, look=""))
        go(here, replace(now, look="" if chosen == usual else chosen, opened=opened))

    st.session_state[KEY] = look(here, view)
    st.segmented_control(
        "Look",
        graph_view.LOOKS,
        format_func=str.capitalize,
        key=KEY,
        on_change=changed,
        label_visibility="collapsed",
        width="stretch",
    )


def claim_table(drawn: nx.MultiDiGraph[str], first: Collection[str] = ()) -> pd.DataFrame:
    """The drawn claims as a table, some of them first."""
    found = []
    # A line between two groups is many claims.
    single = [edge for edge in drawn.edges(keys=True, data=True) if "count" not in edge[3]]
    for a, b, claim, said in sorted(
        single, key=lambda edge: (edge[2] not in first, _order(drawn, edge))
    ):
        found.append(
            {
                "claim": claim,
                "who": plain(drawn.nodes[a]["label"]),
                "what": said["relation_label"],
                "whom": plain(drawn.nodes[b]["label"]),
                "exact words": plain(_words(said), 500),
                "how firmly": _firmness(said),
                "speaker": speaker_of(said),
                "voices": said.get("voices", 1),
                "sources": said.get("outlets", 1),
                "acknowledged by": plain(" and ".join(several(said.get("acknowledged_by", ""))))
                or "only others",
                "other sources": agreement_words(said),
                "amount": said.get("amount", ""),
                "form": term("Form", said["form"]),
                "source": plain(said["source_title"]),
                "date": said.get("source_date", ""),
            }
        )
    columns = list(found[0]) if found else ["claim"]
    table: pd.DataFrame = Library("pandas").DataFrame(found, columns=columns)
    return table.set_index("claim")


def _order(drawn: nx.MultiDiGraph[str], edge: graph_view.Edge) -> tuple[str, str, int, str]:
    a, b, claim, said = edge
    return drawn.nodes[a]["label"], drawn.nodes[b]["label"], said.get("quote_start", 0), claim


def _firmness(said: dict[str, Any]) -> str:
    words = modality(said["modality"])
    return f"{drawing.PROPOSED[0]}: {words}" if said.get(graph_view.UNREVIEWED) else words


def _words(said: dict[str, Any]) -> str:
    quote, summary = said.get("quote"), said.get("summary")
    return str(quote) if quote else f"in our words: {summary or 'not told'}"


def show(
    here: Opened, view: graph_view.View, drawn: nx.MultiDiGraph[str], selected: tuple[str, ...]
) -> None:
    """Show the table; the selection is ticked, and ticking a row selects its claim."""
    # What a line of the picture holds stands together on top.
    table = claim_table(drawn, selected if view.pair else ())
    ticked = [number for number, claim in enumerate(table.index) if claim in selected]

    def chosen() -> None:
        marked = st.session_state["table"]["selection"]["rows"]
        now, _ = current(here)
        bare = replace(now.bare(), source=None)
        new = [number for number in marked if number not in ticked]
        go(here, replace(bare, claim=str(table.index[new[0]]) if new else None))

    st.session_state["table"] = {"selection": {"rows": ticked, "columns": [], "cells": []}}
    with st.container(key="table-wide"):
        st.dataframe(
            table,
            hide_index=True,
            on_select=chosen,
            selection_mode="multi-row",
            key="table",
            height=560,
            # High enough for a sentence to be read in its cell.
            row_height=76,
            column_config={
                name: st.column_config.Column(width=width) for name, width in WIDTHS.items()
            },
            alt="The statements of the picture, one a row",
        )
    with st.container(key="table-narrow"):
        st.table(_narrow(table))
        if len(table) > MOST_NARROW:
            st.caption(f"The first {MOST_NARROW}; the search and the filters lead to the others.")
    st.caption(
        f"{counted(len(table), 'statement')}. Click a column's head to sort, or tick a row to "
        "select it."
    )


def _narrow(table: pd.DataFrame) -> pd.DataFrame:
    """The table in three columns for a narrow screen; each statement leads to its words."""
    found = [
        {
            "statement": f"[{escaped(f'{row.who} {row.what} {row.whom}')}]"
            f"({view_address.link(graph_view.View(claim=str(claim)), base_path())})",
            "exact words": escaped(str(row["exact words"]), 240),
            "how firmly, by whom": escaped(f"{row['how firmly']}, {row.speaker}"),
        }
        for claim, row in table.head(MOST_NARROW).iterrows()
    ]
    narrow: pd.DataFrame = Library("pandas").DataFrame(found)
    return narrow


TITLE = "Who works with whom, and who says so"
FILE = "tech-partnerships"
SOURCES = 4
OFFERED = ("turtle", "trig", "jsonld", "graphml", "csv")


def offer_downloads(here: Opened, drawn: Callable[[], nx.MultiDiGraph[str]]) -> None:
    """The downloads of just what is shown, which is put together when somebody looks."""
    with st.popover("Download", width="stretch", key="downloads", on_change="rerun") as box:
        if box.open:
            _offers(here, drawn())


def _offers(here: Opened, drawn: nx.MultiDiGraph[str]) -> None:
    st.caption("Just what is shown")
    components.save_buttons("graph")
    if len(drawn) <= graph_view.MOST_NODES:
        st.download_button(
            "Page that works offline (HTML)",
            partial(offline_page, here, drawn),
            file_name=f"{FILE}.html",
            mime="text/html",
            on_click="ignore",
            width="stretch",
        )
    else:
        st.caption("A page that works offline holds a picture: choose one instead of the map.")
    shown = [claim for _, _, claim in drawn.edges(keys=True) if claim not in here.proposals]
    if here.unreviewed:
        st.caption("Unreviewed proposals are in the files of the Downloads page, on request.")
    with st.container(horizontal=True, gap="small"):
        for kind in OFFERED:
            form = export.FORMATS[kind]
            st.download_button(
                form.label,
                partial(export.selection, here.store, shown, kind),
                file_name=f"{FILE}.{form.extension}",
                mime=form.media_type,
                help=form.purpose,
                key=f"take-{kind}",
                on_click="ignore",
            )


def caption(titles: Iterable[str]) -> dict[str, Any]:
    """Title, date and sources, to be printed in the picture."""
    sources = sorted(set(titles))
    more = len(sources) - SOURCES
    return {
        "title": TITLE,
        "footer": [f"Source: {drawing.plain(title, 140)}" for title in sources[:SOURCES]]
        + ([f"and {more} more"] if more > 0 else [])
        + [f"Made on {datetime.now(UTC):%Y-%m-%d} with Tech Partnerships"],
        "file": FILE,
    }


def offline_page(here: Opened, drawn: nx.MultiDiGraph[str]) -> str:
    """The view as one page that needs nothing else."""
    words = caption(said["source_title"] for *_, said in drawn.edges(data=True))
    footer = " · ".join(words["footer"])
    return drawing.html_page(offline_data(here, drawn), title=words["title"], footer=footer)


def offline_data(here: Opened, drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """A view for a page without a server."""
    places = drawing_data.drawn_places(here, drawn)
    claims = [_claim(drawn, edge) for edge in drawn.edges(keys=True, data=True)]
    inside = drawing.inside(drawn, places)
    return drawing.page_data(drawing.network(drawn, places), claims, inside)


def _claim(
    drawn: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]
) -> dict[str, Any]:
    a, b, claim, said = edge
    how = f"{_firmness(said)}, {term('Form', said['form'])}"
    source = f"{said['source_title']} ({date_words(said.get('source_date'))})"
    return {
        "id": claim,
        "ends": [a, b],
        "statement": drawing.statement(drawn, edge),
        "about": f"{how}, {attribution(speaker_of(said))}",
        "quote": drawing.plain(evidence_words(said.get("quote"), said.get("summary")), 2000),
        "source": drawing.plain(source, 300),
    }
