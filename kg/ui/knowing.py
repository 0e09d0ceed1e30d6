"""What was known on a day: the sources published by then, and those nobody has dated."""

from __future__ import annotations

import streamlit as st

from kg import ledger, scene
from kg.ui.compared import known
from kg.ui.moving import current, go
from kg.ui.opened import Opened
from kg.ui.words import escaped

__all__ = ["show"]

ANY = "any day"
KEY = "known-on"


def show(here: Opened, view: scene.View) -> None:
    """A slider over the days on which sources were published."""
    days = _days(here)
    if not days:
        return
    wanted = view.wanted("source")
    at = next((day for day in days if wanted == _sources(here, day)), ANY)
    st.session_state[KEY] = at
    st.select_slider("As known on", [*days, ANY], key=KEY, on_change=_moved, args=(here,))
    _, undated = known(here, days[-1])
    if undated and at != ANY:
        names = [here.sources[iri]["publisher"] or here.sources[iri]["title"] for iri in undated]
        st.caption(f"Undated, so kept on every day: {escaped(', '.join(map(str, names)))}")


def _days(here: Opened) -> list[str]:
    """The days from which on more is known; a year or month alone lasts to its end."""
    dates = {str(row["date"]) for row in here.sources.values() if row["date"]}
    found: dict[frozenset[str], str] = {}
    for day in sorted(dates, key=lambda date: f"{date}-99-99"[:10]):
        if ledger.DATE.fullmatch(day):
            found.setdefault(_sources(here, day), day)
    return list(found.values())


def _sources(here: Opened, day: str) -> frozenset[str]:
    dated, undated = known(here, day)
    return frozenset((*dated, *undated))


def _moved(here: Opened) -> None:
    view, _ = current(here)
    day = st.session_state[KEY]
    chosen = {scene.ALL} if day == ANY else _sources(here, day)
    go(here, view.filtered("source", chosen))
