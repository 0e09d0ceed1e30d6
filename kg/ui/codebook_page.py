"""The codebook, with an example of each term from the data, and the downloads of all of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kg import export
from kg.endpoint.guards import base_path
from kg.model.ontology import vocabulary
from kg.model.wording import all_sources, counted, evidence_words, term
from kg.presentation import codebook
from kg.presentation.drawing import plain
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import link
from kg.store.local import Store
from kg.ui.graph.claim import claim_sentence
from kg.ui.shared_data import Opened
from kg.ui.shared_data import claim as whole_claim

GLOSSARY = "Glossary"
TITLES = {
    "Relation": "Relations between organizations",
    "Firmness": "Firmness",
    "Modality": "Modality",
    "Form": "Form",
    GLOSSARY: "Glossary",
}
LEADS = {
    "Relation": "Relations come in families; a picture colours them by family.",
    "Firmness": "One scale of four steps, shown as four styles of line. It says how "
    "firmly a source puts a statement, not if it is true.",
    "Modality": "The exact manner of a statement. Each belongs to one step of the scale. Of nested "
    "hedges the outermost counts.",
    "Form": "Where in a text a statement stands, and in whose voice.",
}


def show(here: Opened) -> None:
    """Relations, steps of firmness, modalities and forms, and the words on the pages."""
    st.title("Codebook", anchor=False)
    st.markdown(
        "The terms of this app, each with its definition, an example, a similar case that is "
        "coded differently, and the number of statements.",
        help=codebook.explained("statement", "tie", "kind of tie"),
    )
    section = st.segmented_control(
        "Part",
        list(TITLES),
        format_func=lambda name: TITLES[name].partition(":")[0],
        default=codebook.SECTIONS[0],
        label_visibility="collapsed",
    )
    chosen = section or codebook.SECTIONS[0]
    st.header(TITLES[chosen], anchor=False)
    if chosen == GLOSSARY:
        for word, meaning in codebook.glossary().items():
            st.markdown(f"**{escaped(word)}** — {escaped(meaning, 400)}")
        return
    st.markdown(LEADS[chosen])
    for entry in codebook.entries(chosen, here.claims):
        _entry(here, chosen, entry)


def _entry(here: Opened, section: str, entry: codebook.Entry) -> None:
    group = term("Firmness", entry.group) if section == "Modality" else entry.group
    count = counted(entry.count, "statement")
    about = " · ".join(part for part in (group, count) if part)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(entry.label)}** — {escaped(about)}")
        st.markdown(escaped(entry.definition))
        if section == "Firmness":
            kinds = [n for n, step in vocabulary().firmness.items() if step == entry.name]
            named = ", ".join(term("Modality", one) for one in sorted(kinds))
            st.caption(f"Includes: {named}")
        if entry.example:
            _quote(here, "For example", entry.example)
        else:
            st.caption("No statement in the data is of this kind yet.")
        if entry.counter:
            _quote(here, f"Compare “{entry.other}”", entry.counter)


def _quote(here: Opened, lead: str, iri: str) -> None:
    claim = whole_claim(here, iri)
    words = evidence_words(claim.passage.exact if claim.passage else None, claim.summary)
    place = link(View(claim=iri), base_path())
    st.markdown(
        f"{escaped(lead)}: [{escaped(claim_sentence(here, claim))}]({place})"
        f"\n> {escaped(words, 400)}"
    )


FILE = "tech-partnerships"


def show_downloads(store: Store) -> None:
    """A button for each format, of everything or of one source."""
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
