"""Everything about one claim, ready to be cited."""

from __future__ import annotations

import streamlit as st
from rdflib import URIRef

from kg import address, citation, scene
from kg.model import Claim, Source
from kg.sources import turtle
from kg.store import query_text
from kg.ui import elsewhere
from kg.ui.cards import name, sentence
from kg.ui.opened import Opened
from kg.ui.opened import claim as whole_claim
from kg.ui.words import escaped

__all__ = ["cite", "show"]


def show(here: Opened, view: scene.View, iri: str) -> None:
    """What is said and where, what other sources make of it, and its data."""
    claim = whole_claim(here, iri)
    source = _source(here, claim)
    st.header(escaped(sentence(here, claim), 300), anchor=False)
    st.markdown(escaped(f"From “{source.title}”, {source.publisher or 'publisher not stated'}, "
                        f"{source.date or 'date not stated'}"))  # fmt: skip
    elsewhere.show(here, view, claim)
    # Sent only to those who look: a click stays a small message.
    with st.expander("BibTeX, link, and data", key="claim-data", on_change="rerun") as box:
        if box.open:
            _data(here, claim, source)
    _same_ends(here, claim)


def cite(here: Opened, claim: Claim) -> None:
    """The citation to copy, and the way to the sentence on the web."""
    source = _source(here, claim)
    link = citation.linked(claim, source)
    with st.container(horizontal=True, key="cite"):
        with st.popover("Cite it"):
            st.code(citation.text(claim, source), language=None, wrap_lines=True)
        if link:
            words = "Read it on the live page" if claim.passage else "Open the source's page"
            st.link_button(words, link)


def _data(here: Opened, claim: Claim, source: Source) -> None:
    st.caption("Link to this view")
    st.code(f"/?claim={address.short(claim.iri)}", language=None)
    st.caption("BibTeX")
    st.code(citation.bibtex(claim, source), language="bibtex", wrap_lines=True)
    graph = here.store.construct(query_text("page_claim"), {"claim": URIRef(claim.iri)})
    st.caption("Turtle")
    st.code(turtle(graph), language="turtle", height=260)
    st.caption("JSON-LD")
    st.code(graph.serialize(format="json-ld", indent=2), language="json", height=260)


def _source(here: Opened, claim: Claim) -> Source:
    about = here.sources[claim.source]
    return Source(
        iri=claim.source, title=about["title"], publisher=about["publisher"],
        date=about["date"], creator=about["creator"], address=about["address"],
    )  # fmt: skip


def _same_ends(here: Opened, claim: Claim) -> None:
    if not claim.object:
        return
    ends = {claim.subject, claim.object}
    others = [
        (key, said) for a, b, key, said in scene.claims(here.network.subgraph(ends))
        if {a, b} == ends and key != claim.iri
    ]  # fmt: skip
    if others:
        names = " and ".join(name(here, end) for end in (claim.subject, claim.object))
        st.caption(escaped(f"{len(others)} more statements link {names}."))
