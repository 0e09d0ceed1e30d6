"""Sources compared: where they agree, differ and conflict, and the ledger of what was announced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from kg.comparison import agreement, ledger
from kg.comparison.agreement import Comparison
from kg.comparison.ledger import STATES, Entry
from kg.errors import BadInput
from kg.model.claims import Claim
from kg.model.wording import modality, source_voice
from kg.presentation.page_text import escaped
from kg.ui.add.state import label, loaded, save, stamp, told
from kg.ui.shared_data import lines
from kg.workspace import edits, workspace
from kg.workspace.workspace import JUDGEMENTS, State

VERDICTS = {
    "differ": "Differ", "conflict": "Conflict", "agree": "Agree", "perhaps": "Possible duplicates"
}  # fmt: skip
AT_ONCE = 20

Pairs = list[tuple[Claim, Claim]]


def comparisons(folder: Path) -> None:
    """The comparisons of one verdict, one card each."""
    state = loaded(folder)
    found, doubles = _compared(repr((str(folder), stamp(folder))), state)
    kept = state.records.get(JUDGEMENTS, {})
    rows = sorted(agreement.judged(found, kept), key=_order)
    pairs = [pair for pair in doubles if agreement.double_key(pair) not in kept]
    counts = {v: sum(row.verdict == v for row in rows) for v in VERDICTS}
    counts["perhaps"] = len(pairs)
    st.markdown(
        "Statements of different sources on the same matter, and headlines that say something "
        "else than their text. Suggested by rule: you decide."
    )
    verdict = st.segmented_control(
        "Verdict", list(VERDICTS), default="differ", key="compare-verdict", required=True,
        format_func=lambda v: f"{VERDICTS[v]} ({counts[v]})", label_visibility="collapsed",
    )  # fmt: skip
    chosen = [row for row in rows if row.verdict == verdict]
    if not counts.get(str(verdict)):
        st.caption("None here.")
    if verdict == "perhaps":
        for pair in pairs:
            _double(folder, state, pair)
    most = st.session_state.get("compare-most", AT_ONCE)
    for row in chosen[:most]:
        _comparison(folder, state, row)
    if len(chosen) > most and st.button(f"Show more ({len(chosen) - most})"):
        st.session_state["compare-most"] = most + AT_ONCE
        st.rerun()


@st.cache_resource(show_spinner="Comparing …", max_entries=2)
def _compared(mark: str, _state: State) -> tuple[list[Comparison], Pairs]:  # noqa: ARG001
    """The comparisons by rule, and undertakings that may be the same."""
    claims = [claim for source in _state.sources.values() for claim in source.claims]
    return agreement.comparisons(claims), agreement.perhaps_one(claims, agreement.units(claims))


def _order(row: Comparison) -> tuple[bool, bool, int]:
    """Sort dismissed comparisons last, and those with one difference before those with several."""
    told = sum(not difference.added for difference in row.differences)
    return row.judgement == "dismissed", row.inside, told


def _double(folder: Path, state: State, pair: tuple[Claim, Claim]) -> None:
    with st.container(border=True, gap="xsmall"):
        for claim in pair:
            st.markdown(f"**{escaped(_source(state, claim.source))}**: {told(state, claim)}")
        st.markdown("The figure is the same; no source says whether it is one undertaking or two.")
        if workspace.is_shipped(folder):
            return
        kept, gone = (str(claim.object) for claim in pair)
        left, right = st.columns(2)
        key = agreement.double_key(pair)
        if left.button("They are one: merge them", key=f"merge-{key}"):
            words = f"merged {label(state, gone)} into {label(state, kept)}"
            save(folder, state, lambda before: edits.merged(before, kept, gone), words)
            st.rerun()
        if right.button("They are two", key=f"two-{key}"):
            value = {key: "apart"}
            save(folder, state, lambda before: edits.recorded(before, JUDGEMENTS, **value), key)
            st.rerun()


def _comparison(folder: Path, state: State, row: Comparison) -> None:
    with st.container(border=True, gap="xsmall"):
        names = [_source(state, claim.source) for claim in (row.first, row.second)]
        if row.inside:
            names = [f"{names[0]}, headline", f"{names[0]}, text"]
            if row.first.form not in ("headline", "heading"):
                names.reverse()
        for claim, name in zip((row.first, row.second), names, strict=True):
            words = claim.passage.exact if claim.passage else claim.summary or ""
            st.markdown(f"**{escaped(name)}**: {told(state, claim)}")
            st.caption(f"“{escaped(words, 400)}”" if claim.passage else escaped(words, 400))
        for line in lines(row, lambda iri: label(state, iri), *names):
            st.markdown(f"- {line}")
        if row.reason:
            st.markdown(f"- {escaped(row.reason)}")
        _buttons(folder, state, row)


def _source(state: State, iri: str) -> str:
    source = state.sources[iri]
    return source_voice(source.title, source.publisher)


def _buttons(folder: Path, state: State, row: Comparison) -> None:
    if row.judgement:
        st.caption(f"You have {row.judgement} this.")
    if workspace.is_shipped(folder):
        return
    left, middle, _ = st.columns([1, 1, 2])
    for place, judgement, words in (
        (left, "confirmed", "Confirm"),
        (middle, "dismissed", "Dismiss"),
    ):
        chosen = row.judgement == judgement
        shown = f"Take back “{words.lower()}”" if chosen else words
        if place.button(shown, key=f"{judgement}-{row.key}"):
            _judge(folder, state, row, "" if chosen else judgement)
            st.rerun()


def _judge(folder: Path, state: State, row: Comparison, judgement: str) -> None:
    value = {"claims": [row.first.iri, row.second.iri], "judgement": judgement}
    record = {agreement.judgement_key(row): value if judgement else None}
    words = f"{judgement or 'left open'}: {row.first.slug} and {row.second.slug}"
    save(folder, state, lambda before: edits.recorded(before, JUDGEMENTS, **record), words)


MOST_ENTRIES = 40


def announcements(folder: Path) -> None:
    """Everything announced, soonest deadline first; what was said by a chosen day only."""
    state = loaded(folder)
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
        left.markdown(f"**{told(state, claim)}**")
        overdue = entry.overdue(date.today().year)
        right.markdown(f"**{STATES[entry.state]}**" + (" · past its date" if overdue else ""))
        own = claim.attributed_to == claim.source
        by = source.publisher or source.title if own else label(state, claim.attributed_to)
        due = f"due {world}" if world else "no deadline given"
        st.caption(
            f"{escaped(modality(claim.modality))} · according to {escaped(by)}, "
            f"{escaped(said or 'date not noted')} · {escaped(due)}"
        )
        if entry.grounds:
            known = {c.iri: c for s in state.sources.values() for c in s.claims}
            shown = known.get(entry.grounds)
            st.caption("as shown by: " + (told(state, shown) if shown else "a claim now gone"))
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
