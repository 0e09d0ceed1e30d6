"""The Add page: a new article or table, and a source to be read into statements."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import streamlit as st

from kg.errors import BadInput, KgError
from kg.intake.documents import KINDS, MOST_BYTES, Document, document, pasted
from kg.model import dates
from kg.model.claims import Source
from kg.model.names import slug
from kg.model.own_relations import aside_sentence
from kg.model.vocab import SOURCE
from kg.model.wording import counted
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Adding, adding_from_address, address
from kg.ui.add import coding, names, proposals, relations, table
from kg.ui.add.state import ENCODINGS, loaded, messages, save, saved
from kg.workspace import edits, workspace
from kg.workspace.workspace import State

SHORT = 60


def new_article(folder: Path) -> None:
    """Choose a source to go on with, or give a new one."""
    state = loaded(folder)
    _known(state)
    st.header("A new article", anchor=False)
    given = _document()
    if given is None:
        return
    st.caption(f"{len(given.text.split()):,} words. What is not known may stay empty.")
    if given.encoding:
        st.caption(f"Its letters are read as {escaped(given.encoding)}.")
    for note in given.notes:
        st.info(escaped(note))
    try:
        source = _described(given)
    except BadInput as error:
        st.error(escaped(str(error)))
        return
    cited = st.checkbox(
        "The text may not be kept: record only its address and statements in my own words",
        key="add-cited",
    )
    with st.container(key="add-keys"):
        wanted = st.button("Add this article", type="primary", key="add-article")
    if wanted:
        _add(folder, state, given, replace(source, text=None) if cited else source)


def _known(state: State) -> None:
    sources = sorted(state.sources.values(), key=lambda s: s.title.casefold())
    names = {s.slug: s.title for s in sources}
    for name, reason in state.aside.items():
        st.warning(escaped(aside_sentence(name, reason)))
    if not names:
        return

    def open_it() -> None:
        if chosen := st.session_state["add-known"]:
            go(Adding(source=chosen))

    st.selectbox(
        "Continue with an existing source", list(names), index=None, key="add-known",
        format_func=lambda name: names[name], placeholder=counted(len(names), "source"),
        on_change=open_it,
    )  # fmt: skip


def _document() -> Document | None:
    """The pasted or uploaded document as text."""
    left, right = st.columns([3, 2])
    text = left.text_area("Paste its text", height=180, key="add-text")
    file = right.file_uploader(
        "Or a file", list(KINDS), key="add-file", max_upload_size=MOST_BYTES // 1_000_000,
        help="Nothing is fetched from the network.",
    )  # fmt: skip
    encoding = None
    if file is not None and not file.name.lower().endswith((".pdf", ".docx")):
        encoding = right.selectbox(
            "Encoding", ENCODINGS, index=None, key="add-encoding", accept_new_options=True,
            placeholder="found by itself",
        )  # fmt: skip
    try:
        if file is not None:
            return _from_file(file.name, file.getvalue(), encoding)
        return pasted(text) if text.strip() else None
    except KgError as error:
        st.error(escaped(str(error)))
        return None


@st.cache_data(show_spinner="Reading the file …", max_entries=4)
def _from_file(name: str, data: bytes, encoding: str | None) -> Document:
    return document(name, data, encoding=encoding)


def _described(given: Document) -> Source:
    # The fields belong to the text: another text starts with fields of its own.
    key = f"add-{given.sha256[:12]}"
    first = given.text.strip().partition("\n")[0][:200]
    title = st.text_input("Title", given.title or first, key=f"{key}-title")
    left, right = st.columns(2)
    publisher = left.text_input("Publisher", given.publisher or "", key=f"{key}-publisher")
    date = right.text_input(
        "Date", given.date or "", key=f"{key}-date", placeholder="2016, March 2016 or 3 March 2016"
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
        date=dates.given(date),
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
        go(Adding(source=source.slug))
    st.rerun()


PART_NAMES = {
    "article": "An article",
    "review": "Review",
    "table": "A table of deals",
    "names": "Names",
    "relations": "Relations",
}


def show(folder: Path) -> None:
    """The part of the page that the address names."""
    if workspace.is_shipped(folder) and workspace.usual().is_dir():
        folder = workspace.usual()  # begun, and still without a source
    with st.container(horizontal=True, vertical_alignment="center", key="add-parts"):
        st.title("Add", anchor=False, width="content")
        part, slug = _part()
    # Beside an article they are part of what is drawn again: gone once something else is done.
    if not slug or workspace.is_shipped(folder):
        messages()
    if workspace.is_shipped(folder):
        _begin()
        return
    saved(folder)
    if part == "article":
        if slug:
            coding.show(folder, slug)
        else:
            new_article(folder)
    else:
        shows = {
            "review": proposals.review,
            "table": table.show,
            "names": names.show_names,
            "relations": relations.show,
        }
        shows[part](folder)


def elsewhere(address: str) -> None:
    """The pages show a service: say where adding goes on instead."""
    st.title("Add", anchor=False)
    st.info(
        f"This app shows the service {escaped(address)}. Sources are added to a folder of your own "
        "on this machine, and uploaded from there."
    )
    st.code(
        "kg app        # without --store: add sources here\n"
        f"kg publish URL --data {shlex.quote(str(workspace.usual()))}",
        language="bash",
    )
    st.caption("URL is where the service takes graphs; its manual calls that the Graph Store.")


def go(adding: Adding) -> None:
    """Show another part of the page, as a step that Back undoes."""
    st.query_params.from_dict(address(adding))


def _part() -> tuple[str, str]:
    """The part of the page, and the slug of the source whose statements are written."""
    found, wrong = adding_from_address(st.query_params.to_dict())
    for message in wrong:
        st.warning(escaped(message))
    now = found.part
    # The address decides, so that Back and a link to another part show that part.
    st.session_state["add-part"] = now
    st.segmented_control(
        "What to do", list(PART_NAMES), format_func=PART_NAMES.__getitem__,
        label_visibility="collapsed", key="add-part", required=True,
        on_change=lambda: go(Adding(st.session_state["add-part"])),
    )  # fmt: skip
    return now, found.source if now == "article" else ""


def _begin() -> None:
    """The shipped data is not changed: offer a folder of one's own."""
    place = workspace.usual()
    st.markdown(
        "Your own sources are kept in a folder on this machine, which is empty at first. Nothing "
        "leaves this machine."
    )
    st.code(str(place), language=None)
    example = st.checkbox("Begin with the example: keep its sources beside mine", key="add-example")
    if st.button("Start my folder", type="primary", key="add-begin"):
        try:
            workspace.settle(place, example=example)
        except KgError as error:
            st.error(escaped(str(error)))
        else:
            st.rerun()
