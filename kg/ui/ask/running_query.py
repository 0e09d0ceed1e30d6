"""Asking in the sandbox, a saved question like a typed one, with a way to stop it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

import streamlit as st
from rdflib import Graph
from rdflib.term import Node

from kg.errors import BadQuery, KgError, NotFound
from kg.model.vocab import ENTITIES, ONTOLOGY
from kg.presentation.view_address import LONGEST, Asked, address, asked_from_address
from kg.query import evaluation
from kg.query.diagnostics import missed
from kg.query.saved_questions import askable, fitted, occurring, question
from kg.store import sparql_text
from kg.store.remote import Remote
from kg.store.result_rows import Rows, parsed_answer
from kg.ui.shared_data import Opened

KEY = "ask-running"
AT_ONCE = 0.5  # seconds within which nothing needs to be said
GOES_ON = "A service is asked. Cancel ends the waiting here; only the service can end its work."
ABANDONED = "The answer is no longer waited for; the service may be at work on it for a while yet."
LARGEST = 16_000_000  # bytes of an answer that a page still shows
TRIPLES = 5000
LONG = "ask-long"
TRIED = 8  # questions that are tried in the place of one without an answer


@dataclass(frozen=True)
class Outcome:
    """The result of a query: an answer of one of three kinds, or an error."""

    form: str  # SELECT, ASK, CONSTRUCT, DESCRIBE
    seconds: float = 0.0
    rows: Rows | None = None  # of a SELECT; the triples of a CONSTRUCT
    yes: bool | None = None
    count: int = 0  # all rows or triples, those that are not shown too
    size: int = 0
    body: bytes = b""  # the beginning of the answer as it was sent
    error: KgError | None = None
    missed: tuple[str, ...] = ()  # what to say where there are no rows
    nearest: Asked | None = None  # a saved question that has some


@dataclass
class Held:
    """A query at work or done, kept while its reader turns pages."""

    key: tuple[str, ...]
    running: evaluation.Running | None
    cancelled: bool = False
    found: Outcome | None = None


def scope(asked: Asked) -> tuple[list[str] | None, list[str] | None]:
    """The default and the named graphs for a choice of sources; None and None for all of them.

    Plain ties are made of all sources together, so they are left out where only some are asked.
    """
    if not asked.sources:
        return None, None
    graphs = [str(ONTOLOGY), str(ENTITIES), *asked.sources]
    return graphs, graphs


def current(here: Opened) -> tuple[Asked, list[str]]:
    """The state in the address, with messages about missing parts."""
    asked, wrong = asked_from_address(st.query_params.to_dict(), here.sources)
    if not asked.query and (about := _fitted(here, here.store.generation, asked.saved().name)):
        asked = replace(asked, about=about | dict(asked.about))
    own = st.session_state.get(LONG, "")
    if own and asked.expert and not asked.query and not asked.question:
        asked = replace(asked, query=own)
    return asked, wrong


@st.cache_data(max_entries=200, show_spinner=False)
def _fitted(_here: Opened, generation: str, name: str) -> dict[str, str]:  # noqa: ARG001
    """The values that a question starts with on these data."""
    try:
        return fitted(question(name), _here.store, _here.sources)
    except NotFound:
        return {}


@st.cache_data(max_entries=200, show_spinner=False)
def values_offered(_here: Opened, generation: str, name: str, given: str) -> list[str]:  # noqa: ARG001
    """The values of a question's parameter that give it rows."""
    return [iri for (iri,) in occurring(question(name), [given], _here.store)]


def go(asked: Asked) -> None:
    """Set the query, as a step that Back undoes."""
    # Too long for an address: kept for this visit only, and the page says so.
    st.session_state[LONG] = asked.query if len(asked.query) > LONGEST else ""
    st.query_params.from_dict(address(asked))


def outcome(here: Opened, asked: Asked) -> Outcome | None:
    """The result of the query; None if the user stopped it."""
    held = _held(here, asked)
    if held.found or held.running is None:
        return held.found
    away = isinstance(here.store, Remote)
    if held.cancelled:
        st.info(ABANDONED if away else "The query was stopped.")
        st.button("Run it again", on_click=forget)
        return None
    form = sparql_text.form(asked.text())
    try:
        found = _read(form, _waited(held, held.running, away=away))
        if found.rows is not None and not len(found.rows):
            words = missed(here.store, asked.text(), asked.level, scope(asked)[0])
            other = None if asked.query else _nearest_question(here, asked)
            found = replace(found, missed=tuple(words), nearest=other)
        held.found = found
    except KgError as error:
        held.found = None if held.cancelled else Outcome(form, error=error)
    return held.found


def known_fault(here: Opened, asked: Asked) -> KgError | None:
    """The known error in the query."""
    held: Held | None = st.session_state.get(KEY)
    same = held and held.key == _key(here, asked)
    return held.found.error if held and same and held.found else None


def _key(here: Opened, asked: Asked) -> tuple[str, ...]:
    return (here.store.generation, asked.text(), asked.level, *asked.sources)


def _held(here: Opened, asked: Asked) -> Held:
    key = _key(here, asked)
    held: Held | None = st.session_state.get(KEY)
    if held and held.key == key:
        return held
    if held and held.running:
        held.running.cancel()
    text = asked.text()
    if not sparql_text.form(text):
        words = "error at 1:1: Every query has SELECT, ASK, CONSTRUCT or DESCRIBE; this has none"
        held = Held(key, None, found=Outcome("", error=BadQuery(words)))
        st.session_state[KEY] = held
        return held
    triples = sparql_text.form(text) in {"CONSTRUCT", "DESCRIBE"}
    default, named = scope(asked)
    running = evaluation.start(
        here.store,
        text,
        "ntriples" if triples else "json",
        level=asked.level,
        default_graphs=default,
        named_graphs=named,
    )
    held = Held(key, running)
    st.session_state[KEY] = held
    return held


def _waited(held: Held, running: evaluation.Running, *, away: bool) -> evaluation.Answer:
    """The answer, once it is there; meanwhile the seconds, and a button that stops the query."""
    try:
        return running.answer(AT_ONCE)
    except TimeoutError:
        if running.done:
            raise
    place = st.empty()
    with place.container(border=True):
        line = st.empty()
        if away:
            st.caption(GOES_ON)
        st.button("Cancel", on_click=_stop, args=(held,), key="ask-cancel")
    for half_seconds in count(1):
        # Writing is also where a click on Cancel ends this run of the page.
        line.markdown(f"Asking … {half_seconds / 2:.0f} s")
        try:
            found = running.answer(0.5)
        except TimeoutError:
            if running.done:
                raise
        except KgError:
            place.empty()
            raise
        else:
            place.empty()
            return found
    raise AssertionError("waiting has no end")


def _stop(held: Held) -> None:
    held.cancelled = True
    if held.running:
        held.running.cancel()


def _nearest_question(here: Opened, asked: Asked) -> Asked | None:
    """A saved question of the same topic that has rows, asked about the same things if it can."""
    saved = asked.saved()
    others = [one for one in askable(here.sources) if one.topic == saved.topic and one is not saved]
    others.sort(key=lambda one: -len(set(one.given) & set(asked.about)))
    for one in others[:TRIED]:
        about = _fitted(here, here.store.generation, one.name)
        about |= {name: iri for name, iri in asked.about.items() if name in one.given}
        other = Asked(question=one.name, about=about, level=asked.level)
        try:
            found = evaluation.run(
                here.store, other.text(), "json", level=other.level, seconds=AT_ONCE
            )
        except KgError:
            continue
        if found.size <= LARGEST and len(_read("SELECT", found).rows or ()):
            return other
    return None


def forget() -> None:
    """Ask anew, even if the same is asked."""
    st.session_state.pop(KEY, None)


def _read(form: str, answer: evaluation.Answer) -> Outcome:
    body = answer.body()
    kept = Outcome(form, answer.seconds, size=answer.size, body=body[:200_000])
    if answer.kind == "construct":
        lines = body.splitlines()
        rows = Rows(("subject", "predicate", "object"), _triples(lines[:TRIPLES]))
        return Outcome(form, answer.seconds, rows, None, len(lines), answer.size, kept.body)
    if answer.size > LARGEST:
        return kept
    found = parsed_answer(body)
    if isinstance(found, bool):
        return Outcome(form, answer.seconds, None, found, 1, answer.size, kept.body)
    return Outcome(form, answer.seconds, found, None, len(found), answer.size, kept.body)


def _triples(lines: list[bytes]) -> tuple[tuple[Node, ...], ...]:
    graph = Graph().parse(data=b"\n".join(lines), format="nt")
    return tuple(sorted(graph, key=lambda triple: [str(term) for term in triple]))
