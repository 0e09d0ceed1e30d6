"""Taking the view along: as a picture, as a page, as data."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import networkx as nx
import streamlit as st

from kg import export
from kg.presentation import drawing, legend
from kg.ui import components
from kg.ui.graph import drawing_data
from kg.ui.markdown import modality, term
from kg.ui.shared_data import Opened

TITLE = "Who works with whom, and who says so"
FILE = "tech-partnerships"
SOURCES = 4
FORMATS = {
    "turtle": "Turtle",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "graphml": "GraphML",
    "csv": "CSV",
}


def show(here: Opened, drawn: nx.MultiDiGraph[str]) -> None:
    """The downloads of just what is shown."""
    drawn = claims_only(drawn)
    with st.popover("Download", width="stretch"):
        st.caption("Just what is shown")
        components.save_buttons("graph")
        st.download_button(
            "Page that works offline (HTML)",
            partial(page, here, drawn),
            file_name=f"{FILE}.html",
            mime="text/html",
            on_click="ignore",
            width="stretch",
        )
        shown = [claim for _, _, claim in drawn.edges(keys=True)]
        with st.container(horizontal=True, gap="small"):
            for kind, label in FORMATS.items():
                form = export.FORMATS[kind]
                st.download_button(
                    label,
                    partial(export.selection, here.store, shown, kind),
                    file_name=f"{FILE}.{form.extension}",
                    mime=form.media_type,
                    help=form.purpose,
                    key=f"take-{kind}",
                    on_click="ignore",
                )


def claims_only(drawn: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """What is drawn without the groups of a summary."""
    return drawn.subgraph(
        [node for node, about in drawn.nodes(data=True) if not about.get("group")]
    )


def caption(drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Title, date and sources, to be printed in the picture."""
    claims = claims_only(drawn).edges(data=True)
    sources = sorted({said["source_title"] for *_, said in claims})
    more = len(sources) - SOURCES
    return {
        "title": TITLE,
        "footer": [f"Source: {drawing.plain(title, 140)}" for title in sources[:SOURCES]]
        + ([f"and {more} more"] if more > 0 else [])
        + [f"Made on {datetime.now(UTC):%Y-%m-%d} with Tech Partnerships"],
        "file": FILE,
    }


def page(here: Opened, drawn: nx.MultiDiGraph[str]) -> str:
    """The view as one page that needs nothing else."""
    drawn = claims_only(drawn)
    words = caption(drawn)
    return drawing.page(
        drawing.network(drawn, drawing_data.places(here, drawn)),
        title=words["title"],
        footer=" · ".join(words["footer"]),
        claims=[_claim(drawn, edge) for edge in drawn.edges(keys=True, data=True)],
        marks=legend.marks(said for *_, said in drawn.edges(data=True)),
    )


def _claim(
    drawn: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]
) -> dict[str, Any]:
    a, b, claim, said = edge
    own = said["speaker"] == said["source_iri"]
    speaker = "the text itself" if own else drawing.plain(said["speaker_label"])
    how = f"{modality(said['modality'])}, {term('Form', said['form'])}, said by {speaker}"
    words = said.get("quote") or said.get("summary") or ""
    source = f"{said['source_title']} ({said['source_date'] or 'date not stated'})"
    return {
        "id": claim,
        "ends": [a, b],
        "statement": drawing.statement(drawn, edge),
        "about": how,
        "quote": drawing.plain(
            f"“{words}”" if said.get("quote") else f"In our words: {words}", 2000
        ),
        "source": drawing.plain(source, 300),
    }
