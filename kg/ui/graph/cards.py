"""Claims in words: a card each, with the exact words, the speaker and how firmly it is said."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg.model.claims import Claim, Quantity
from kg.model.ontology import vocabulary
from kg.presentation import graph_view
from kg.ui.graph.navigation import go
from kg.ui.markdown import escaped, term
from kg.ui.shared_data import Opened, told
from kg.ui.shared_data import claim as whole_claim

AT_ONCE = 8


def name(here: Opened, iri: str) -> str:
    """What an entity or source is called."""
    if iri in here.network:
        return str(here.network.nodes[iri]["label"])
    return str(here.sources[iri]["title"]) if iri in here.sources else iri


def speaker(here: Opened, claim: Claim) -> str:
    """Who says a claim."""
    if claim.attributed_to != claim.source:
        return name(here, claim.attributed_to)
    publisher = here.sources[claim.source]["publisher"]
    return f"the text itself ({publisher})" if publisher else "the text itself"


def manner(who: str, modality: str, form: str) -> str:
    """Who says it and how, as Markdown: said by Hu as a hint, suggested, in a direct quote."""
    how = term("Modality", modality)
    article = "an" if how[0] in "aeiou" else "a"
    step = term("Firmness", vocabulary().firmness[modality])
    more = " · ".join(dict.fromkeys((step, term("Form", form))))
    return f"Said by **{escaped(who)}** as {article} **{escaped(how)}** · {escaped(more)}"


def sentence(here: Opened, claim: Claim) -> str:
    """What a claim says, as one line."""
    relation = vocabulary().relations.get(claim.relation)
    words = relation.label if relation else claim.relation
    no = "does not: " if claim.polarity == "denied" else ""
    end = f" {name(here, claim.object)}" if claim.object else ""
    amount = f" ({claim.amount.wording})" if claim.amount else ""
    return f"{name(here, claim.subject)} {no}{words}{end}{amount}"


def facts(here: Opened, claim: Claim) -> list[tuple[str, str]]:
    """What else a claim says, as pairs of a name and a value; only what the source states."""
    found = [
        ("amount", _quantity(claim.amount)),
        ("duration", _quantity(claim.duration)),
        ("by the year", str(claim.deadline_year or "")),
        ("when", claim.when or ""),
        ("jointly with", ", ".join(name(here, one) for one in claim.jointly_with)),
        ("in respect of", ", ".join(name(here, one) for one in claim.field)),
        ("for", ", ".join(name(here, one) for one in claim.audience)),
        (
            "on condition that",
            "; ".join(sentence(here, whole_claim(here, one)) for one in claim.condition),
        ),
        ("note", " ".join(claim.notes)),
        ("withdrawn", "yes" if claim.retracted else ""),
    ]
    return [(label, value) for label, value in found if value]


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    bound = "no figure" if quantity.value is None else term("Bound", quantity.bound)
    return f"“{quantity.wording}” ({bound})"


def card(
    here: Opened, view: graph_view.View, claim: Claim, *, place: str, whole: bool = False
) -> None:
    """One claim; with a button to see everything about it."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(sentence(here, claim))}**")
        st.markdown(manner(speaker(here, claim), claim.modality, claim.form))
        if claim.passage:
            st.markdown(f"> “{escaped(claim.passage.exact)}”")
        else:
            st.markdown(f"> In our words: {escaped(claim.summary or '')}")
        for label, value in facts(here, claim):
            st.caption(f"{label}: {escaped(value)}")
        if others := told(here.claims[claim.iri]):
            st.caption(f"**{others[0].upper()}{others[1:]}**")
        if not whole:
            st.button(
                "Everything about this statement",
                key=f"{place}-{claim.iri}",
                type="tertiary",
                on_click=go,
                args=(here, replace(view, claim=claim.iri, entity=None, passage=None, path=None)),
            )


def cards(here: Opened, view: graph_view.View, claims: list[str], *, place: str) -> None:
    """Several claims: those of the source that is read first, the firmest before the others."""
    found = [whole_claim(here, iri) for iri in claims]
    terms = vocabulary()

    def order(claim: Claim) -> tuple[bool, int, int, str]:
        start = claim.passage.start if claim.passage else 0
        step = terms.steps.index(terms.firmness[claim.modality])
        return claim.source != view.source, step, start, claim.iri

    found.sort(key=order)
    for claim in found[:AT_ONCE]:
        card(here, view, claim, place=place)
    if len(found) > AT_ONCE:
        with st.expander(f"{len(found) - AT_ONCE} more statements"):
            for claim in found[AT_ONCE : AT_ONCE * 5]:
                card(here, view, claim, place=place)
