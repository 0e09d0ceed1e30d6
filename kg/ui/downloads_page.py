"""All of it, in every format."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kg import export
from kg.model.wording import all_sources
from kg.presentation.drawing import plain
from kg.store.local import Store

FILE = "tech-partnerships"


def show(store: Store) -> None:
    """One button a format, of everything or of one source."""
    st.title("Downloads", anchor=False)
    st.markdown(
        "Every statement with its exact words, its speaker and how firmly it is said. "
        "The same data give the same file, byte for byte."
    )
    sources = {row["source"]: row["title"] for row in store.named("page_sources").records()}
    source = st.selectbox(
        "Which sources",
        [None, *sources],
        format_func=lambda iri: plain(sources[iri]) if iri else all_sources(len(sources)),
    )
    texts = st.checkbox(
        "With the sources' whole texts",
        help="A text belongs to its publisher. The quotes are in the files in any case.",
    )
    waiting = store.named("waiting").records()[0]["proposals"]
    unreviewed = bool(waiting) and st.checkbox(
        f"With unreviewed proposals ({waiting:,})",
        help="Read out of the texts by a program; no person has looked at them yet.",
    )
    slug = source.rpartition("/")[2] if source else None
    for kind, form in export.FORMATS.items():
        button, purpose = st.columns([1, 3], vertical_alignment="center")
        with button:
            st.download_button(
                form.label,
                partial(export.data, store, kind, source=slug, texts=texts, unreviewed=unreviewed),
                file_name=f"{slug or FILE}.{form.extension}",
                mime=form.media_type,
                key=f"all-{kind}",
                on_click="ignore",
                width="stretch",
            )
        purpose.markdown(form.purpose)
    st.caption(
        "The same from the command line: `kg export --format turtle`. For programs: `/sparql` at "
        "this address speaks the SPARQL protocol."
    )
