"""What was known on a day: the sources published by then, and those nobody has dated."""

from __future__ import annotations

from bisect import bisect_right

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
    at = _chosen(here, view, days)
    st.session_state[KEY] = at
    st.select_slider("As known on", [*days.values(), ANY], key=KEY, on_change=_moved, args=(here,))
    _, undated = known(here, next(iter(days.values())))
    if undated and at != ANY:
        names = [here.sources[iri]["publisher"] or here.sources[iri]["title"] for iri in undated]
        st.caption(f"Undated, so kept on every day: {escaped(', '.join(map(str, names)))}")


def _days(here: Opened) -> dict[int, str]:
    """The days from which on more is known, by how many dated sources are known on them."""
    dates = sorted(
        str(row["date"])
        for row in here.sources.values()
        if row["date"] and ledger.DATE.fullmatch(str(row["date"]))
    )
    found: dict[int, str] = {}
    for day in sorted(set(dates), key=_end):
        # A year or a month alone counts from its first day on, and lasts to its end.
        found.setdefault(bisect_right(dates, _end(day)), day)
    return found


def _end(day: str) -> str:
    return f"{day}-99-99"[:10]


def _chosen(here: Opened, view: scene.View, days: dict[int, str]) -> str:
    """The day whose sources are the ones that are wanted, if there is one."""
    wanted = view.wanted("source")
    dated = sum(
        bool(row["date"]) and bool(ledger.DATE.fullmatch(str(row["date"])))
        for iri, row in here.sources.items()
        if iri in wanted
    )
    day = days.get(dated, ANY)
    return day if day != ANY and _sources(here, day) == wanted else ANY


def _sources(here: Opened, day: str) -> frozenset[str]:
    dated, undated = known(here, day)
    return frozenset((*dated, *undated))


def _moved(here: Opened) -> None:
    view, _ = current(here)
    day = st.session_state[KEY]
    chosen = {scene.ALL} if day == ANY else _sources(here, day)
    go(here, view.filtered("source", chosen))
