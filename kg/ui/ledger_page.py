"""The ledger: what was announced, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from kg.comparison import ledger
from kg.comparison.ledger import STATES, Entry
from kg.endpoint.guards import base_path
from kg.errors import BadInput
from kg.export import csv_tables
from kg.model.claims import Claim
from kg.model.wording import (
    attribution,
    claim_evidence,
    counted,
    date_words,
    first_upper,
    modality,
    speaker,
)
from kg.presentation import view_address
from kg.presentation.drawing import plain
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import link
from kg.ui.add.state import claim_line, loaded, messages, save, saved
from kg.workspace import edits, workspace
from kg.workspace.workspace import JUDGEMENTS, State

MOST_ENTRIES = 40


def show(folder: Path) -> None:
    """Everything announced, soonest deadline first; what was said by a chosen day only."""
    st.title("Ledger of announcements", anchor=False)
    messages()
    state = loaded(folder)
    if not workspace.is_shipped(folder):
        saved(folder)
    st.markdown(
        "Predictions, plans, goals and promises, the soonest deadline first. What became of one "
        "rests on a later statement that somebody chose; until then it is open."
    )
    day = st.text_input(
        "Published by", key="ledger-day", placeholder="any day: 2016, 2016-01 or 2016-01-20"
    )
    try:
        claims, undated = _known(state, day.strip())
    except BadInput as error:
        st.error(escaped(str(error)))
        return
    entries = ledger.ledger(claims, state.sources, state.records.get(JUDGEMENTS, {}))
    asked, wrong = view_address.comparing_from_address(
        st.query_params.to_dict(), state.entities, {entry.claim.iri for entry in entries}
    )
    for message in wrong:
        st.warning(escaped(message))
    if about := asked.about:
        entries = [e for e in entries if about in (e.claim.iri, e.claim.subject, e.claim.object)]
        st.markdown(f"Only what concerns **{escaped(_announced(state, about), 300)}**. "
                    f"[Show everything]({base_path()}/ledger)")  # fmt: skip
    _take_away(state, entries)
    # Where no day is asked for, nobody needs to know which sources have none.
    dated = [e for e in entries if not day.strip() or e.claim.source not in undated]
    tray = [e for e in entries if day.strip() and e.claim.source in undated]
    _rows(folder, state, dated)
    if tray:
        st.header("From sources without a date", anchor=False)
        st.caption(
            "It is not known when these were said, so they are listed whatever day you choose."
        )
        _rows(folder, state, tray)


def _announced(state: State, iri: str) -> str:
    known = {c.iri: c for s in state.sources.values() for c in s.claims}
    return state.words(known[iri]) if iri in known else state.named(iri)


def _take_away(state: State, entries: list[Entry]) -> None:
    def table() -> bytes:
        rows = ledger.ledger_rows(entries, state.sources, state.named)
        head = list(rows[0]) if rows else ["announcement"]
        return csv_tables.csv_file([head, *(list(row.values()) for row in rows)])

    settled = sum(entry.state != "open" for entry in entries)
    with st.container(horizontal=True):
        st.download_button(
            f"Download {counted(len(entries), 'announcement')} (CSV)", table, mime="text/csv",
            file_name="ledger.csv", on_click="ignore", key="ledger-csv",
        )  # fmt: skip
        st.download_button(
            f"Download {counted(settled, 'outcome')} (Turtle)",
            lambda: ledger.ledger_turtle(entries).encode(), mime="text/turtle",
            file_name="ledger.ttl", on_click="ignore", key="ledger-ttl",
        )  # fmt: skip


def _known(state: State, day: str) -> tuple[list[Claim], set[str]]:
    """The claims that had been made by a day, and the sources whose date is not known."""
    told_by = {i: ledger.known_by(s, day or "9999") for i, s in state.sources.items()}
    claims = [c for i, s in state.sources.items() if told_by[i] is not False for c in s.claims]
    return claims, {iri for iri, known in told_by.items() if known is None}


def _rows(folder: Path, state: State, entries: list[Entry]) -> None:
    for entry in entries[:MOST_ENTRIES]:
        _announcement(folder, state, entry)
    if len(entries) > MOST_ENTRIES:
        st.caption(f"{len(entries) - MOST_ENTRIES} more with later deadlines or none.")


def _announcement(folder: Path, state: State, entry: Entry) -> None:
    claim = entry.claim
    source = state.sources[claim.source]
    world, said = ledger.dates(claim, source)
    with st.container(border=True, gap="xsmall"):
        left, right = st.columns([3, 1])
        left.markdown(f"**{first_upper(claim_line(state, claim))}**")
        overdue = entry.overdue(date.today().year)
        right.markdown(f"**{entry.outcome}**" + (" · past its date" if overdue else ""))
        by = attribution(speaker(claim, state.named, source))
        due = f"due {world}" if world else "no deadline given"
        st.caption(
            f"{escaped(modality(claim.modality))} · {escaped(by)}, "
            f"{escaped(date_words(said))} · {escaped(due)} · "
            f"[read]({link(View(claim=claim.iri), base_path())})"
        )
        if entry.grounds:
            st.markdown(_grounds(state, entry.grounds))
        if entry.note:
            st.caption(escaped(entry.note, 1000))
        if not workspace.is_shipped(folder):
            _settle(folder, state, entry)


def _grounds(state: State, iri: str) -> str:
    """The later statement that an outcome rests on, with who says it and when."""
    known = {c.iri: c for s in state.sources.values() for c in s.claims}
    if (shown := known.get(iri)) is None:
        return "Rests on a statement that is no longer there."
    source = state.sources[shown.source]
    return (
        f"{escaped(claim_evidence(shown), 600)} ({escaped(source.title, 200)}, "
        f"{escaped(date_words(source.date))}; [read]({link(View(claim=iri), base_path())}))"
    )


def _settle(folder: Path, state: State, entry: Entry) -> None:
    claim = entry.claim
    with st.popover("What became of it?"):
        result = st.radio(
            "State", list(STATES), list(STATES).index(entry.state), horizontal=True,
            format_func=lambda state: replace(entry, state=state).outcome,
            key=f"state-{claim.iri}",
        )  # fmt: skip
        claims = [c for s in state.sources.values() for c in s.claims]
        later = {c.iri: c for c in ledger.later(entry, claims, state.sources)}
        grounds = st.selectbox(
            "Because of", list(later), key=f"grounds-{claim.iri}",
            index=list(later).index(entry.grounds) if entry.grounds in later else None,
            format_func=lambda iri: plain(
                f"{state.words(later[iri])} ({state.sources[later[iri].source].title})", 160
            ),
            placeholder="Choose a later statement",
        )  # fmt: skip
        note = st.text_area("Why, in your words", entry.note, key=f"note-{claim.iri}").strip()
        if st.button("Save", key=f"settle-{claim.iri}"):
            chosen = later.get(grounds or "")

            def change(before: State) -> State:
                key = ledger.settled(entry, result, chosen, before.sources)
                value = {"state": result} | ({"grounds": chosen.iri} if chosen else {})
                value |= {"note": note} if note else {}
                return edits.recorded(before, JUDGEMENTS, **{key: value})

            save(folder, state, change, f"{claim.slug}: {replace(entry, state=result).outcome}")
            st.rerun()
