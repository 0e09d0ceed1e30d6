"""The names and the statements of a workspace, to be looked through, changed and withdrawn."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.extraction.drafts import of_claim
from kg.model.claims import Claim, Entity, Source, named_by
from kg.model.names import alike, slug
from kg.model.vocab import ENTITY, TP
from kg.model.wording import attribution, class_label, counted, modality, speaker
from kg.presentation.page_text import escaped
from kg.ui.add.claim_form import KINDS
from kg.ui.add.state import claim_line, label, loaded, save, write_draft
from kg.workspace import edits
from kg.workspace.workspace import State


def show_names(folder: Path) -> None:
    """Merging on the left, splitting on the right."""
    state = loaded(folder)
    left, right = st.columns(2, gap="large")
    with left:
        _merge(folder, state)
        _doubles(state)
    with right:
        _split(folder, state)


def _choose(state: State, words: str, key: str) -> str | None:
    names = sorted(state.entities, key=lambda iri: label(state, iri).casefold())
    return st.selectbox(
        words, names, index=None, key=key, placeholder="Choose a name",
        format_func=lambda iri: ", ".join(
            [state.entities[iri].label, *state.entities[iri].aliases]
        ),
    )  # fmt: skip


def _merge(folder: Path, state: State) -> None:
    st.header("Two names, one thing", anchor=False)
    kept = _choose(state, "Keep", "names-kept")
    gone = _choose(state, "Merge into it", "names-gone")
    if kept and gone and kept != gone:
        count = sum(
            gone in (c.subject, c.object, c.attributed_to)
            for s in state.sources.values() for c in s.claims
        )  # fmt: skip
        told_of = counted(count, "statement")
        words = f"{label(state, gone)} becomes a name of {label(state, kept)}; {told_of}"
        st.caption(escaped(words))
    if st.button("Merge", disabled=not (kept and gone) or kept == gone, key="names-merge"):
        words = f"merged {label(state, gone or '')} into {label(state, kept or '')}"
        save(folder, state, lambda s: edits.merged(s, kept or "", gone or ""), words)
        st.rerun()


MOST_DOUBLES = 12


def _doubles(state: State) -> None:
    """Names that may be one another's; a click takes two of them into the form above."""
    things = {e.label: e.iri for e in state.entities.values() if not _is_round(e)}
    pairs = _alike(tuple(things))
    if not pairs:
        return
    st.caption("Perhaps one and the same. Nothing is merged unless you do it.")
    for one, other in pairs[:MOST_DOUBLES]:
        st.button(
            escaped(f"{one} · {other}"), key=f"double-{things[one]}-{things[other]}",
            on_click=_taken, args=(things[one], things[other]),
        )  # fmt: skip
    if len(pairs) > MOST_DOUBLES:
        st.caption(f"And {len(pairs) - MOST_DOUBLES:,} more.")


def _taken(kept: str, gone: str) -> None:
    st.session_state["names-kept"], st.session_state["names-gone"] = kept, gone


def _is_round(entity: Entity) -> bool:
    # Called after their company and date, so they all look alike.
    return str(TP.FundingRound) in entity.classes


@st.cache_data(max_entries=4, show_spinner=False)
def _alike(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return alike(names, ())


def _split(folder: Path, state: State) -> None:
    st.header("One name, two things", anchor=False)
    old = _choose(state, "Split", "names-old")
    if not old:
        return
    entity = state.entities[old]
    name = st.text_input("The new one is called", key="names-new").strip()
    kind = st.selectbox("It is a", KINDS, format_func=class_label, key="names-kind")
    aliases = st.multiselect("It takes these names along", entity.aliases, key="names-aliases")
    about = {
        c.iri: c
        for s in state.sources.values()
        for c in s.claims
        if any(old == iri for _, iri in named_by(c))
    }
    moved = st.multiselect(
        "And these statements", list(about), key="names-claims",
        format_func=lambda iri: f"{about[iri].slug} ({label(state, about[iri].source)})",
    )  # fmt: skip
    for iri in moved:
        st.caption(claim_line(state, about[iri]))
    if st.button("Split", disabled=not name, key="names-split"):
        iri = str(ENTITY[slug(name)])
        rest = tuple(alias for alias in aliases if alias != name)
        new = Entity(iri, name, (str(TP[kind]),), rest)
        save(folder, state, lambda s: edits.split(s, old, new, moved), f"split off {name}")
        st.rerun()


AT_ONCE = 30


def show_statements(folder: Path, state: State, source: Source) -> None:
    """All statements, in the order of the text."""
    if not source.claims:
        st.markdown("No statement yet.")
    page = 0
    if len(source.claims) > AT_ONCE:
        pages = (len(source.claims) - 1) // AT_ONCE + 1
        page = st.selectbox("Page", range(pages), format_func=lambda n: f"{n + 1} of {pages}")
    with st.container(height=520, border=False):
        for claim in source.claims[page * AT_ONCE : (page + 1) * AT_ONCE]:
            _card(folder, state, source, claim)


def _card(folder: Path, state: State, source: Source, claim: Claim) -> None:
    with st.container(border=True, gap="xsmall"):
        words = claim_line(state, claim)
        st.markdown(f"~~{words}~~ · withdrawn" if claim.retracted else f"**{words}**")
        by = attribution(speaker(claim, state.named, source))
        st.caption(f"{escaped(modality(claim.modality))} · {escaped(by)}")
        quote = claim.passage.exact if claim.passage else claim.summary or ""
        st.markdown(f"> {escaped(quote, 400)}")
        for note in claim.notes:
            st.caption(escaped(note))
        if not claim.retracted:
            _buttons(folder, state, claim)


def _buttons(folder: Path, state: State, claim: Claim) -> None:
    left, right = st.columns(2)
    if left.button("Change", key=f"change-{claim.iri}"):
        write_draft(of_claim(claim), editing=claim.iri)
        st.session_state["add-seen"] = state
        st.session_state["add-way-next"] = "Write"
        st.rerun()
    with right.popover("Withdraw"):
        _withdrawing(folder, state, claim)


def _withdrawing(folder: Path, state: State, claim: Claim) -> None:
    """The reason and the button, in a form, so that typed text counts at the click."""
    with st.form(f"withdrawing-{claim.iri}", border=False, enter_to_submit=False):
        reason = st.text_input("Why", key=f"why-{claim.iri}").strip()
        st.caption("It stays visible, marked as withdrawn.")
        asked = st.form_submit_button("Withdraw it", key=f"withdraw-{claim.iri}")
    if asked and not reason:
        st.error("Say why, for those who read it later.")
    elif asked:
        save(
            folder, state, lambda s: edits.retracted(s, claim.iri, reason),
            f"withdrew “{state.words(claim)}”",
        )  # fmt: skip
        st.rerun()
