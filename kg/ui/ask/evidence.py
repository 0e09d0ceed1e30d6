"""Why a row says what it says: the statements it rests on, with their words in the sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from kg.model import quotes
from kg.model.claims import Claim
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY, TP
from kg.presentation import result_drawing, result_table, view_address
from kg.presentation.drawing import plain
from kg.presentation.view_address import Asked
from kg.query.completion import short
from kg.query.saved_questions import Question
from kg.ui.graph.cards import name, sentence, speaker
from kg.ui.markdown import modality, term
from kg.ui.shared_data import Opened, claim, text

MOST = 12


@dataclass(frozen=True)
class Why:
    """The statements a row rests on, and how they were found where it names none."""

    claims: dict[str, dict[str, str]]
    lead: str = ""


def naming(here: Opened) -> Callable[[str], str | None]:
    """What things are called: entities, sources, statements, terms of the ontology."""

    def named(iri: str) -> str | None:
        if iri in here.network or iri in here.sources:
            return name(here, iri)
        if iri in here.claims:
            return _details(here, iri)["statement"]
        return _term(iri.removeprefix(str(TP))) if iri.startswith(str(TP)) else None

    return named


def _term(local: str) -> str | None:
    known = vocabulary()
    found = known.relations.get(local) or known.classes.get(local)
    for answers_ in known.values.values():
        found = found or answers_.get(local)
    return found.label if found else None


def link(here: Opened, iri: str) -> str | None:
    """Where a reader learns more of a thing; nothing that is not ours is linked."""
    if iri in here.claims:
        return f"/?claim={view_address.short(iri)}"
    if iri in here.network and iri.startswith(str(ENTITY)):
        return f"/?entity={view_address.short(iri)}"
    if iri in here.sources:
        return f"/?text={view_address.short(iri)}"
    return "/codebook" if iri.startswith(str(TP)) else None


def because(here: Opened, row: result_table.Row, asked: Asked, names: Sequence[str]) -> Why:
    """The statements that a row names, or else those that it was made from."""
    own = result_table.claims_in(row, here.claims)
    if own:
        return Why({iri: _details(here, iri) for iri in own[:MOST]})
    if not asked.query and asked.saved().why:
        return _counted(here, row, asked.saved(), names)
    return _between(here, row)


def _counted(here: Opened, row: result_table.Row, question: Question, names: Sequence[str]) -> Why:
    """The statements that a saved question counted or compared to make a row."""
    there = {name: term for name, term in zip(names, row, strict=True) if term is not None}
    query, taken = question.because(list(there))
    found = here.store.select(query, {name: there[name] for name in taken})
    claims = [str(claim) for claim, *_ in found]
    details = {iri: _details(here, iri) for iri in claims[:MOST]}
    more = f"The first {MOST} of {len(claims)} statements." if len(claims) > MOST else ""
    return Why(details, more)


def _between(here: Opened, row: result_table.Row) -> Why:
    """The statements that link the things a row names."""
    ends = result_table.entities_in(row, here.network)
    linking = result_drawing.linking(here.network, ends) if 2 <= len(ends) <= 4 else []
    if not linking:
        return Why({})
    names = " and ".join(plain(name(here, end), 80) for end in ends)
    lead = f"The row names no statement; these link {names}"
    more = f" (the first {MOST} of {len(linking)})" if len(linking) > MOST else ""
    return Why({iri: _details(here, iri) for iri in linking[:MOST]}, f"{lead}{more}.")


def _details(here: Opened, iri: str) -> dict[str, str]:
    return _made(here.store.generation, iri, here)


@st.cache_data(max_entries=5000, show_spinner=False)
def _made(generation: str, iri: str, _here: Opened) -> dict[str, str]:  # noqa: ARG001
    here = _here
    said = claim(here, iri)
    before, words, after = _words(here, said)
    source = here.sources[said.source]
    known = [source["title"], source["publisher"], source["date"] or "date not stated"]
    return {
        "statement": plain(sentence(here, said), 400),
        "about": f"{modality(said.modality)} · {term('Form', said.form)} · said by "
        f"{plain(speaker(here, said), 120)}",
        "before": before,
        "words": words,
        "after": after,
        "source": plain(" · ".join(str(one) for one in known if one), 300),
        "href": link(here, iri) or short(iri),
    }


def _words(here: Opened, said: Claim) -> tuple[str, str, str]:
    """The exact words, and what stands before and after them in their sentence."""
    if said.passage is None:
        return "In our words: ", plain(said.summary or "", 1000), ""
    whole, _ = text(here, said.source)
    if whole is None:
        return "“", plain(said.passage.exact, 2000), "”"
    round_it = quotes.context(said.passage, whole)
    before = whole[round_it.start : said.passage.start]
    after = whole[said.passage.end : round_it.end]
    return plain(before, 1000), plain(said.passage.exact, 2000), plain(after, 1000)
