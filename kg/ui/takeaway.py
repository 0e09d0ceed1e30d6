"""Taking the view along: as a picture, as a page, as data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import networkx as nx
import streamlit as st

from kg import layout, picture
from kg.ui import drawing
from kg.ui.opened import Opened
from kg.ui.words import modality, term

__all__ = ["caption", "page", "show"]

TITLE = "Who works with whom, and who says so"


def show(here: Opened, drawn: nx.MultiDiGraph[str]) -> None:
    """The downloads of just what is shown."""
    with st.popover("Download", width="stretch"):
        st.caption("Just what is shown")
        drawing.save_buttons("graph")
        st.download_button(
            "Page that works offline (HTML)",
            lambda: page(here, drawn),
            file_name="tech-partnerships.html",
            mime="text/html",
            on_click="ignore",
            width="stretch",
        )


def caption(drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Title, date and sources, to be printed in the picture."""
    sources = sorted({said["source_title"] for *_, said in drawn.edges(data=True)})
    return {
        "title": TITLE,
        "footer": [f"Source: {picture.plain(title, 140)}" for title in sources[:4]]
        + [f"and {len(sources) - 4} more sources" for _ in sources[4:5]]
        + [f"Made on {datetime.now(UTC):%Y-%m-%d} with Tech Partnerships"],
        "file": "tech-partnerships",
    }


def page(here: Opened, drawn: nx.MultiDiGraph[str]) -> str:
    """The view as one page that needs nothing else."""
    places = here.places or layout.settle(here.network, {}, drawn.nodes)
    words = caption(drawn)
    return picture.page(
        picture.network(drawn, places),
        title=words["title"],
        footer=" · ".join(words["footer"]),
        claims=[_claim(drawn, edge) for edge in drawn.edges(keys=True, data=True)],
    )


def _claim(
    drawn: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]
) -> dict[str, Any]:
    a, b, claim, said = edge
    own = said["speaker"] == said["source"]
    speaker = "the text itself" if own else picture.plain(said["speaker_label"])
    how = f"{modality(said['modality'])}, {term('Form', said['form'])}, said by {speaker}"
    words = said["quote"] or said.get("summary") or ""
    source = f"{said['source_title']} ({said['source_date'] or 'date not stated'})"
    return {
        "id": claim,
        "ends": [a, b],
        "statement": picture.statement(drawn, edge),
        "about": how,
        "quote": picture.plain(f"“{words}”" if said["quote"] else f"In our words: {words}", 2000),
        "source": picture.plain(source, 300),
    }
