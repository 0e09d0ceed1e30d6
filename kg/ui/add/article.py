"""A new article: its text, and what is known of where it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from kg.errors import KgError
from kg.intake.documents import KINDS, MOST_BYTES, Document, document, pasted
from kg.model.claims import Source
from kg.model.names import slug
from kg.model.vocab import SOURCE
from kg.ui.add.state import loaded, save
from kg.ui.markdown import escaped
from kg.workspace import edits
from kg.workspace.workspace import State

SHORT = 60


def show(folder: Path) -> None:
    """Choose a source to go on with, or give a new one."""
    state = loaded(folder)
    _known(state)
    st.header("A new article", anchor=False)
    given = _document()
    if given is None:
        return
    st.caption(f"{len(given.text.split()):,} words. What is not known may stay empty.")
    source = _described(given)
    cited = st.checkbox(
        "The text may not be kept: record only its address and statements in my own words",
        key="add-cited",
    )
    if st.button("Add this article", type="primary", key="add-article"):
        _add(folder, state, given, replace(source, text=None) if cited else source)


def _known(state: State) -> None:
    sources = sorted(state.sources.values(), key=lambda s: s.title.casefold())
    names = {s.slug: s.title for s in sources}

    def open_it() -> None:
        if chosen := st.session_state["add-known"]:
            st.query_params["source"] = chosen

    st.selectbox(
        "Go on with a source that is here", list(names), index=None, key="add-known",
        format_func=lambda name: names[name], placeholder=f"{len(names)} sources",
        on_change=open_it,
    )  # fmt: skip


def _document() -> Document | None:
    """What was pasted or uploaded, as text."""
    left, right = st.columns([3, 2])
    text = left.text_area("Paste its text", height=180, key="add-text")
    file = right.file_uploader(
        "Or a file", list(KINDS), key="add-file", max_upload_size=MOST_BYTES // 1_000_000,
        help="Nothing is fetched from the network.",
    )  # fmt: skip
    try:
        if file is not None:
            return _from_file(file.name, file.getvalue())
        return pasted(text) if text.strip() else None
    except KgError as error:
        st.error(escaped(str(error)))
        return None


@st.cache_data(show_spinner="Reading the file …", max_entries=4)
def _from_file(name: str, data: bytes) -> Document:
    return document(name, data)


def _described(given: Document) -> Source:
    # The fields belong to the text: another text starts with fields of its own.
    key = f"add-{given.sha256[:12]}"
    first = given.text.strip().partition("\n")[0][:200]
    title = st.text_input("Title", given.title or first, key=f"{key}-title")
    left, right = st.columns(2)
    publisher = left.text_input("Publisher", given.publisher or "", key=f"{key}-publisher")
    date = right.text_input(
        "Date", given.date or "", key=f"{key}-date", placeholder="2016, 2016-01 or 2016-01-20"
    )
    creator = left.text_input("Author", given.creator or "", key=f"{key}-creator")
    address = right.text_input(
        "Address", given.address or "", key=f"{key}-address", placeholder="https://…"
    )
    name = st.text_input(
        "Short name, used in its address", slug(title)[:SHORT].strip("-"), key=f"{key}-slug"
    )
    return Source(
        iri=str(SOURCE[name.strip()]),
        title=title.strip(),
        text=given.text,
        publisher=publisher.strip() or None,
        date=date.strip() or None,
        creator=creator.strip() or None,
        address=address.strip() or None,
    )


def _add(folder: Path, state: State, given: Document, source: Source) -> None:
    record = {"sha256": given.sha256} if source.text is not None else {}
    record |= {"original_sha256": given.original_sha256, "original_name": given.name}
    kept = {key: value for key, value in record.items() if value}

    def change(before: State) -> State:
        return edits.with_source(before, source, **kept)

    if save(folder, state, change, f"added “{source.title}”"):
        st.query_params["source"] = source.slug
    st.rerun()
