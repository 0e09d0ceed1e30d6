"""The memory of the Add page: the workspace as last seen, the statement being written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from kg.errors import KgError
from kg.extraction.cues import Cues
from kg.extraction.drafts import Draft
from kg.extraction.proposals import Proposal, cues_of, proposals
from kg.model import own_relations
from kg.model.claims import Claim, Entity, Source
from kg.model.ontology import vocabulary
from kg.presentation.page_text import escaped
from kg.workspace import edits, saving, workspace
from kg.workspace.workspace import State


def given_by_model(slug: str) -> tuple[Proposal, ...]:
    """A model's proposals for a source since the page was opened."""
    found: tuple[Proposal, ...] = st.session_state.get(f"add-model/{slug}", ())
    return found


def offer(state: State, source: Source) -> None:
    """A button that sends the text, below the words on where it goes."""
    if not os.environ.get("KG_LLM_MODEL"):
        return
    with st.expander("Ask a language model"):
        try:
            llm = import_module("kg.extraction.language_model")
        except ImportError:
            st.markdown("The package is installed without it: `pip install tech-partnerships[llm]`")
            return
        st.warning(escaped(llm.leaves(source.text or "")))
        if st.button("Send the text", key=f"add-model-send/{source.slug}"):
            _asked(llm, state, source)
        for reason in st.session_state.get(f"add-model-dropped/{source.slug}", ()):
            st.caption(escaped(f"dropped: {reason}"))


def _asked(llm: Any, state: State, source: Source) -> None:
    try:
        with st.spinner("Waiting for the model …"):
            read = llm.model_proposals(source.text or "", state.entities, llm.chosen())
    except KgError as error:
        st.error(escaped(str(error)))
        return
    st.session_state[f"add-model/{source.slug}"] = read.proposals
    st.session_state[f"add-model-dropped/{source.slug}"] = read.dropped
    st.rerun()


# Offered first; any other that Python knows may be typed.
ENCODINGS = (
    "utf-8", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso-8859-2", "utf-16", "cp932",
    "gb18030", "big5", "cp949",
)  # fmt: skip
ROUND = "add-round"
Read = tuple[Proposal, ...]


def loaded(folder: Path, slug: str | None = None) -> State:
    """A workspace with one of its sources, or with all of them, as it is on disk now."""
    return _loaded(folder, slug, stamp(folder, slug))


def stamp(folder: Path, slug: str | None = None) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: enough to notice that somebody saved."""
    files = [folder / "entities.ttl", folder / own_relations.FILE, folder / workspace.JUDGEMENTS]
    files += sorted((folder / "sources").glob(f"{slug or '*'}/*"))
    found = [(str(file), file.stat()) for file in files if file.exists()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


@st.cache_resource(show_spinner=False, max_entries=4)
def _loaded(folder: Path, slug: str | None, stamp: tuple[Any, ...]) -> State:  # noqa: ARG001
    return workspace.load(folder, None if slug is None else [slug], known_files(folder))


@st.cache_resource(show_spinner=False, max_entries=2)
def known_files(folder: Path) -> workspace.Known:  # noqa: ARG001
    """The files of a workspace as last read."""
    return workspace.Known()


@st.cache_resource(show_spinner="Reading …", max_entries=8)
def _read(mark: str, _text: str, _entities: Mapping[str, Entity], _words: Cues) -> Read:  # noqa: ARG001
    return proposals(_text, _entities, _words)


def read_proposals(folder: Path, slug: str) -> Read:
    """The proposals of the rules for a source, and of a language model if the user asked one."""
    state = loaded(folder, slug)
    text = next(iter(state.sources.values())).text or ""
    own = folder / "cues.toml"
    # Read again only when the text, the known names or the user's own cues are others.
    known = [(e.iri, e.label, e.aliases) for e in state.entities.values()]
    cues = [relation.cues for relation in vocabulary().relations.values()]
    said = repr((text, known, cues, own.stat().st_mtime_ns if own.exists() else 0))
    mark = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    return (*_read(mark, text, state.entities, cues_of(folder)), *given_by_model(slug))


def save(folder: Path, before: State, change: Callable[[State], State], label: str) -> bool:
    """Save a change and say so; or show why it cannot be saved."""
    try:
        told = saving.save(folder, before, change(before), label)
    except KgError as error:
        st.session_state["add-error"] = str(error)
        return False
    st.session_state["add-done"] = "; ".join((label, *told))
    return True


def write_draft(draft: Draft, editing: str | None = None, proposal: str | None = None) -> None:
    """Put a statement into the form; `editing` is the claim that it replaces."""
    st.session_state["add-draft"] = draft
    st.session_state["add-editing"] = editing
    st.session_state["add-proposal"] = proposal
    st.session_state.pop("add-written", None)
    st.session_state.pop("add-kept", None)
    # The fields of a new draft are new fields, so that none keeps what was typed before.
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def draft() -> tuple[Draft, int]:
    """The statement in the form, and which round of writing this is."""
    return st.session_state.get("add-draft", Draft()), st.session_state.get(ROUND, 0)


def label(state: State, iri: str) -> str:
    """Label of an entity or source."""
    return state.named(iri)


def claim_line(state: State, claim: Claim) -> str:
    """A claim as one line of Markdown."""
    return escaped(state.words(claim))


def messages() -> None:
    """Show the result of the last save."""
    if error := st.session_state.pop("add-error", None):
        for line in error.split("\n"):
            st.error(escaped(line))
    if done := st.session_state.pop("add-done", None):
        st.toast(escaped(done))


def undone(folder: Path) -> None:
    """Take back the latest saving."""
    try:
        st.session_state["add-done"] = f"Undone: {saving.undo(folder)}"
    except KgError as error:
        st.session_state["add-error"] = str(error)


def saved(folder: Path) -> None:
    """Show the folder of the workspace, and the undo button."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.caption(f"Saved in {escaped(str(folder))}")
    label = saving.last(folder)
    if label:
        right.button(
            f"Undo: {escaped(label, 80)}", on_click=undone, args=(folder,), key="add-undo",
            type="tertiary",
        )  # fmt: skip


def removed(folder: Path, slug: str) -> bool:
    """Delete a source and say so; or show why it cannot be deleted."""
    try:
        st.session_state["add-done"] = saving.remove(folder, slug)
    except KgError as error:
        st.session_state["add-error"] = str(error)
        return False
    return True


def decided(state: State, slug: str, proposal: str, decision: str, claim: str = "") -> State:
    """The state with the decision about a proposal recorded."""
    value = {"decision": decision, "claim": claim} if claim else {"decision": decision}
    return edits.recorded(state, workspace.record_file(slug), **{f"proposal/{proposal}": value})
