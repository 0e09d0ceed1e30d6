"""The Add page: one's own articles and tables, and what sources make of each other."""

from __future__ import annotations

import shlex
from pathlib import Path

import streamlit as st

from kg.errors import KgError
from kg.ui.add import article, coding, names, table
from kg.ui.add.state import messages, undone
from kg.ui.compare import agreement, ledger
from kg.ui.markdown import escaped
from kg.workspace import saving, workspace

PARTS = {
    "article": "An article",
    "table": "A table of deals",
    "compare": "Where sources agree and differ",
    "ledger": "Ledger of announcements",
    "names": "Names",
}
WRITING = ("article", "table", "names")


def show(folder: Path) -> None:
    """The part of the page that the address names."""
    st.title("Add", anchor=False)
    part = _part()
    slug = st.query_params.get("source", "") if part == "article" else ""
    # Beside an article they are part of what is drawn again: gone once something else is done.
    if not slug or workspace.is_shipped(folder):
        messages()
    if workspace.is_shipped(folder) and part in WRITING:
        _begin()
        return
    if not workspace.is_shipped(folder):
        _saved(folder)
    if part == "article":
        (coding.show if slug else article.show)(folder)
    else:
        shows = {"table": table.show, "compare": agreement.show,
                 "ledger": ledger.show, "names": names.show}  # fmt: skip
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


def _part() -> str:
    given = st.query_params.get("part", "article")
    now = given if given in PARTS else "article"
    chosen = st.segmented_control(
        "What to do", list(PARTS), default=now, format_func=PARTS.__getitem__,
        label_visibility="collapsed", key="add-part", required=True,
    )  # fmt: skip
    if chosen and chosen != now:
        st.query_params.from_dict({} if chosen == "article" else {"part": chosen})
        return chosen
    return now


def _begin() -> None:
    """The shipped data is not changed: offer a folder of one's own."""
    place = workspace.usual()
    st.markdown(
        "Sources of your own go into a folder of yours, which begins as a copy of the data that "
        "is shipped. Nothing leaves this machine."
    )
    st.code(str(place), language=None)
    if st.button("Start my folder", type="primary", key="add-begin"):
        try:
            workspace.settle(place)
        except KgError as error:
            st.error(escaped(str(error)))
        else:
            st.rerun()


def _saved(folder: Path) -> None:
    """Where things are saved, and the way back."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.caption(f"Saved in {escaped(str(folder))}")
    label = saving.last(folder)
    if label:
        right.button(
            f"Undo: {escaped(label, 80)}", on_click=undone, args=(folder,), key="add-undo",
            type="tertiary",
        )  # fmt: skip
