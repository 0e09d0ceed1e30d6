"""Reading a source into statements: select words, fill in the form, go through proposals."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from kg.endpoint.guards import base_path
from kg.errors import BadInput
from kg.extraction.drafts import Draft, claimed, draft_from_values, draft_values, suggested
from kg.extraction.proposals import cues_of
from kg.model.claims import ASKED, Passage, Source
from kg.model.quotes import sentences
from kg.model.vocab import SOURCE
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import link
from kg.ui import components
from kg.ui.add import claim_form, names, proposals
from kg.ui.add.state import (
    decided,
    draft,
    loaded,
    messages,
    read_proposals,
    removed,
    save,
    write_draft,
)
from kg.workspace.workspace import State

BESIDE = ("editing", "proposal")  # what a statement in the form replaces or decides
WAYS = ("Write", "Proposals", "Sentences", "Statements")
MOST = 20_000  # characters shown at once


def show(folder: Path, slug: str) -> None:
    """Show the text on the left and its claims on the right."""
    state = loaded(folder, slug)
    source = state.sources.get(str(SOURCE[slug]))
    if source is None:
        messages()
        st.warning(escaped(f"No source here is called {slug}."))
        st.button("To the list of sources", on_click=st.query_params.clear)
        return
    if st.session_state.get("add-source") != slug:
        st.session_state["add-source"] = slug
        write_draft(Draft())
    with st.container(horizontal=True, vertical_alignment="center", key="add-head"):
        st.header(escaped(source.title, 200), anchor=False, width="stretch")
        # A plain link: the Graph page reads its view from the address.
        seen = View(source=source.iri).filtered("source", [source.iri])
        st.markdown(f"[See it in the graph]({link(seen, base_path())})", width="content")
        st.button("Another source", on_click=st.query_params.clear, type="tertiary")
        with st.popover("Delete", type="tertiary", key="add-delete"):
            st.write("The source goes, with its statements and the names that only it has.")
            st.button("Delete this source", on_click=_delete, args=(folder, slug),
                      key="add-remove")  # fmt: skip
    _screen(folder, slug)


def _delete(folder: Path, slug: str) -> None:
    """Delete the source; the page goes back to the list, and offers to undo it."""
    if removed(folder, slug):
        st.query_params.clear()


@st.fragment
def _screen(folder: Path, slug: str) -> None:
    state = loaded(folder, slug)
    source = state.sources[str(SOURCE[slug])]
    left, right = st.columns([3, 2], gap="medium")
    with right:
        way = _way(folder, state, source)
        if way != "Write":
            _hold()
        messages()
    with left:
        if source.text is None:
            st.info("The text of this source is not kept: tell its statements in your own words.")
        else:
            _text(folder, state, source, way)
    with right:
        if way == "Write":
            _form(folder, state, source)
            _keep(folder, state, source)
        elif way == "Proposals":
            proposals.show(folder, state, source)
        elif way == "Sentences":
            proposals.lane_of(folder, state, source)
        else:
            names.show_statements(folder, state, source)


def _hold() -> None:
    """Keep what the form holds while another tab is open."""
    if filled := st.session_state.get("add-written"):
        write_draft(filled, *(st.session_state.get(f"add-{name}") for name in BESIDE))


def _way(folder: Path, state: State, source: Source) -> str:
    """The open one of the four tabs, with the number of items waiting in each."""
    counts = {"Statements": len(source.claims), "Write": 0}
    if source.text is not None:
        counts["Proposals"] = len(
            proposals.waiting(state, source, read_proposals(folder, source.slug))
        )
        counts["Sentences"] = len(proposals.unclaimed(folder, state, source))
    ways = [way for way in WAYS if way in counts]
    if chosen := st.session_state.pop("add-way-next", None):
        st.session_state["add-way"] = chosen
    st.session_state.setdefault("add-way", "Write")
    return str(
        st.segmented_control(
            "Way of working",
            ways,
            key="add-way",
            required=True,
            format_func=lambda way: f"{way} ({counts[way]})" if way != "Write" else way,
            label_visibility="collapsed",
        )
    )


def _text(folder: Path, state: State, source: Source, way: str) -> None:
    text = source.text or ""
    shown = proposals.passage(state, source, read_proposals(folder, source.slug), way)
    written, _ = draft()
    chosen = shown or (written.passage if way == "Write" else None)
    part = _part(text, chosen)
    start, end = part.start, part.end

    def heard() -> None:
        event = st.session_state["selecting"].get("event")
        if event:
            words = text[int(event["start"]) : int(event["end"])]
            passage = Passage(words, int(event["start"]), int(event["end"]))
            # What is said already is not proposed again: a second click finds the next statement.
            left = proposals.waiting(state, source, read_proposals(folder, source.slug))
            write_draft(suggested(text, passage, state.entities, left, cues_of(folder)))
            st.session_state["add-way-next"] = "Write"

    data = {
        "name": "Text of the source",
        "text": part.exact,
        "start": start,
        "height": 560,
        "marks": [
            [c.passage.start, c.passage.end]
            for c in source.claims
            if c.passage and not c.retracted and c.passage.start < end and start < c.passage.end
        ],
        "sentences": [[s.start + start, s.end + start] for s in sentences(part.exact)],
        "selection": [chosen.start, chosen.end] if chosen else None,
        "reveal": bool(shown),
    }
    components.component("selecting")(key="selecting", data=data, on_event_change=heard)


def _part(text: str, chosen: Passage | None) -> Passage:
    """The part of a long text that is shown: the one chosen, cut at a line's end."""
    starts = [0]
    while len(text) - starts[-1] > MOST:
        cut = text.rfind("\n", starts[-1], starts[-1] + MOST)
        starts.append(cut + 1 if cut > starts[-1] else starts[-1] + MOST)
    if len(starts) == 1:
        return Passage(text, 0, len(text))
    at = max(i for i, start in enumerate(starts) if start <= (chosen.start if chosen else 0))
    number = st.selectbox(
        "Part of the text", range(len(starts)), index=at, key=f"add-part-{at}",
        format_func=lambda n: f"{n + 1} of {len(starts)}",
    )  # fmt: skip
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return Passage(text[starts[number] : end], starts[number], end)


def _form(folder: Path, state: State, source: Source) -> None:
    written, number = draft()
    if source.text is not None and written.passage is None:
        st.markdown("Select the words of a statement in the text. What they tell is filled in.")
        proposals.begin(len(proposals.waiting(state, source, read_proposals(folder, source.slug))))
        return
    editing = st.session_state.get("add-editing")
    if st.session_state.get("add-kept"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("You had begun this statement earlier.", width="content")
            st.button("Discard it", type="tertiary", on_click=_over, args=(source,))
    with st.container(key="add-form"):
        filled = claim_form.claim_form(state, source.iri, written, f"add-{number}")
        made = claim_form.new_names(state, filled, f"add-{number}")
    st.session_state["add-written"] = filled if made is None else made
    if made is None:
        st.caption("Say of each new name what it is, then save.")
    with st.container(horizontal=True, key="add-keys"):
        label = "Save the change" if editing else "Save statement"
        done = st.button(label, type="primary", disabled=made is None, shortcut="Ctrl+Enter",
                         key="add-save")  # fmt: skip
        if st.button("Clear", key="add-clear", shortcut="Ctrl+Backspace"):
            _over(source)
            st.rerun(scope="fragment")
    if done and made is not None:
        _save(folder, state, source, made)


def _keep(folder: Path, state: State, source: Source) -> None:
    """Have the browser keep the statement that is being written, or give back one it kept."""
    written: Draft | None = st.session_state.get("add-written")
    over: set[str] = st.session_state.setdefault("add-over", set())
    begun = written is not None and (
        any(written.notes) or replace(written, notes=()) != Draft(form=written.form)
    )
    if begun:
        over.discard(source.slug)
    held = f"draft/{source.slug}"

    def given_back() -> None:
        event = st.session_state[held].get("event")
        # It may come twice, and late: what is over stays over.
        if not event or begun or source.slug in over:
            return
        if not _resumed(state, source, event):
            over.add(source.slug)

    data = {
        "key": f"{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}/{source.slug}",
        "round": draft()[1],
        "begun": begun,
        "over": source.slug in over,
        "draft": None
        if written is None
        else draft_values(written) | {n: st.session_state.get(f"add-{n}") for n in BESIDE},
    }
    components.component("draft")(key=held, data=data, on_event_change=given_back)


def _resumed(state: State, source: Source, event: dict[str, Any]) -> bool:
    """Put the statement that a browser kept into the form, with what stood in its text fields."""
    given, texts = event.get("draft"), event.get("texts")
    if not isinstance(given, dict):
        return False
    typed = texts if isinstance(texts, dict) else {}
    given |= {field.name: typed[field.asked] for field in ASKED if field.asked in typed}
    given |= {"summary": typed[claim_form.OWN_WORDS]} if claim_form.OWN_WORDS in typed else {}
    given |= {"notes": [typed[claim_form.NOTE]]} if claim_form.NOTE in typed else {}
    kept = draft_from_values(given, state, source)
    if kept is None:
        return False
    editing, proposal = (given.get(name) for name in BESIDE)
    known = editing in {claim.iri for claim in source.claims}
    write_draft(kept, editing if known else None, proposal if isinstance(proposal, str) else None)
    st.session_state["add-seen"], st.session_state["add-kept"] = state, True
    return True


def _over(source: Source) -> None:
    """Leave the statement, also in the browser."""
    st.session_state.setdefault("add-over", set()).add(source.slug)
    write_draft(Draft())


def _save(folder: Path, state: State, source: Source, made: Draft) -> None:
    editing, proposal = st.session_state["add-editing"], st.session_state["add-proposal"]
    # Seen when the form was opened: what changed since is somebody else's.
    seen = st.session_state.get("add-seen") if editing else None

    def change(before: State) -> State:
        after, claim = claimed(before, source.iri, made, replacing=editing)
        if claim in before.sources[source.iri].claims:
            raise BadInput("nothing was changed")
        if proposal:
            after = decided(after, source.slug, proposal, "edited", claim.iri)
        return after

    if save(folder, seen or state, change, "changed a statement" if editing else "statement saved"):
        _over(source)
        if proposal:
            st.session_state["add-way-next"] = "Proposals"
    st.rerun()
