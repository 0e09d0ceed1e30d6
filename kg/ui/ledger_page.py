"""The ledger: what was announced, by deadline, and what became of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from kg.comparison import ledger
from kg.comparison.ledger import STATES, Entry
from kg.errors import BadInput
from kg.model.claims import Claim
from kg.model.wording import attribution, date_words, modality, speaker
from kg.presentation.page_text import escaped
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
        "Predictions, plans, goals and promises. What became of one rests on a later statement "
        "that you choose; without one it cannot be told."
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
    dated = [e for e in entries if e.claim.source not in undated]
    tray = [e for e in entries if e.claim.source in undated]
    _rows(folder, state, dated)
    if tray:
        st.header("Of undated sources", anchor=False)
        st.caption("Nobody noted when these were said, so no day leaves them out.")
        _rows(folder, state, tray)


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
        left.markdown(f"**{claim_line(state, claim)}**")
        overdue = entry.overdue(date.today().year)
        right.markdown(f"**{STATES[entry.state]}**" + (" · past its date" if overdue else ""))
        by = attribution(speaker(claim, state.named, source))
        due = f"due {world}" if world else "no deadline given"
        st.caption(
            f"{escaped(modality(claim.modality))} · {escaped(by)}, "
            f"{escaped(date_words(said))} · {escaped(due)}"
        )
        if entry.grounds:
            known = {c.iri: c for s in state.sources.values() for c in s.claims}
            shown = known.get(entry.grounds)
            st.caption(
                "as shown by: " + (claim_line(state, shown) if shown else "a claim now gone")
            )
        if not workspace.is_shipped(folder):
            _settle(folder, state, entry)


def _settle(folder: Path, state: State, entry: Entry) -> None:
    claim = entry.claim
    with st.popover("What became of it?"):
        result = st.radio(
            "State", list(STATES), list(STATES).index(entry.state), horizontal=True,
            format_func=STATES.__getitem__, key=f"state-{claim.iri}",
        )  # fmt: skip
        claims = [c for s in state.sources.values() for c in s.claims]
        later = {c.iri: c for c in ledger.later(entry, claims, state.sources)}
        grounds = st.selectbox(
            "Because of", list(later), index=None, key=f"grounds-{claim.iri}",
            format_func=lambda iri: f"{later[iri].slug} · {state.sources[later[iri].source].title}",
            placeholder="Choose a later statement",
        )  # fmt: skip
        if st.button("Save", key=f"settle-{claim.iri}"):
            chosen = later.get(grounds or "")

            def change(before: State) -> State:
                key = ledger.settled(entry, result, chosen, before.sources)
                value = {"state": result} | ({"grounds": chosen.iri} if chosen else {})
                return edits.recorded(before, JUDGEMENTS, **{key: value})

            save(folder, state, change, f"{claim.slug}: {STATES[result]}")
            st.rerun()
