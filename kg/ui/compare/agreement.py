"""Where sources agree, differ and conflict: suggested by rule, confirmed or dismissed by hand."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.comparison import agreement
from kg.comparison.differences import Comparison
from kg.model.claims import Claim
from kg.ui.add.state import label, loaded, save, stamp, told
from kg.ui.markdown import escaped
from kg.ui.shared_data import lines
from kg.workspace import edits, workspace
from kg.workspace.workspace import JUDGEMENTS, State

VERDICTS = {
    "differ": "Differ", "conflict": "Conflict", "agree": "Agree", "perhaps": "Perhaps one"
}  # fmt: skip
AT_ONCE = 20

Pairs = list[tuple[Claim, Claim]]


def show(folder: Path) -> None:
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
        _card(folder, state, row)
    if len(chosen) > most and st.button(f"Show more ({len(chosen) - most})"):
        st.session_state["compare-most"] = most + AT_ONCE
        st.rerun()


@st.cache_resource(show_spinner="Comparing …", max_entries=2)
def _compared(mark: str, _state: State) -> tuple[list[Comparison], Pairs]:  # noqa: ARG001
    """What the rules make of the claims, and the undertakings that may be one."""
    claims = [claim for source in _state.sources.values() for claim in source.claims]
    return agreement.comparisons(claims), agreement.perhaps_one(claims, agreement.units(claims))


def _order(row: Comparison) -> tuple[bool, bool, int]:
    """What was dismissed comes last, what differs in one thing before what differs in several."""
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


def _card(folder: Path, state: State, row: Comparison) -> None:
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
    return source.publisher or source.title


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
