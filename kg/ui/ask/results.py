"""What came of a query: as a table with its evidence, a picture, a chart, and as it was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from kg.presentation import result_drawing, result_table, view_address
from kg.presentation.view_address import Asked
from kg.store.result_rows import Rows
from kg.ui import components
from kg.ui.ask.choices import go
from kg.ui.ask.evidence import because, link, naming
from kg.ui.ask.running_query import LARGEST, TRIPLES, Outcome
from kg.ui.markdown import escaped
from kg.ui.shared_data import Opened

KEY = "answer"
RAW = 30_000
LABEL = 360  # pixels for the words beside a bar


def show(here: Opened, asked: Asked, found: Outcome) -> None:
    """The answer in the look that the address asks for."""
    if found.yes is not None:
        st.markdown(f"### {'Yes' if found.yes else 'No'}.")
        st.caption(_took(found))
        return
    if found.rows is None:
        st.warning(
            f"The answer has {found.size / 1e6:,.0f} MB; a page shows up to {LARGEST / 1e6:.0f}. "
            "Download it whole, or ask for less with LIMIT."
        )
        return
    looks = _looks(here, asked, found)
    look = asked.look if asked.look in looks else "table"
    _switch(asked, list(looks), look)
    looks[look]()


def hidden(asked: Asked) -> set[str]:
    """The columns that a reader of a saved question sees elsewhere: what was given, and why."""
    return set() if asked.expert else {*asked.saved().given, "claim", "condition"}


def _looks(here: Opened, asked: Asked, found: Outcome) -> dict[str, Callable[[], None]]:
    assert found.rows is not None
    looks: dict[str, Callable[[], None]] = {"table": partial(_table, here, asked, found)}
    picture = _picture(here, found, found.rows)
    if picture and picture[0]["edges"]:
        looks["graph"] = partial(_graph, here, *picture)
    columns = result_table.table(found.rows.variables, hidden(asked))
    bars = result_table.chart(columns, found.rows, naming(here))
    if bars:
        looks["chart"] = partial(_chart, *bars)
    if asked.expert:
        looks["raw"] = partial(_raw, found)
    return looks


def _switch(asked: Asked, looks: list[str], look: str) -> None:
    if len(looks) < 2:
        return

    def changed() -> None:
        go(replace(asked, look=st.session_state["ask-look"] or "table"))

    st.session_state["ask-look"] = look
    st.segmented_control(
        "Look",
        looks,
        format_func=str.capitalize,
        key="ask-look",
        on_change=changed,
        label_visibility="collapsed",
    )


def _table(here: Opened, asked: Asked, found: Outcome) -> None:
    rows = found.rows
    assert rows is not None
    if not len(rows):
        st.info("\n\n".join(escaped(words) for words in found.missed))
        st.caption(_took(found))
        return
    columns = result_table.table(rows.variables, hidden(asked))
    page = min(asked.page, result_table.pages(len(rows)))
    ordered = result_table.sorted_rows(rows, asked.sort)
    part = ordered[(page - 1) * result_table.PAGE : page * result_table.PAGE]
    st.caption(_shown(found, page, len(part)))
    components.component("results")(
        key=f"{KEY}-rows",
        data=_data(here, asked, columns, part),
        on_event_change=lambda: _sorted(asked),
    )
    if result_table.pages(len(rows)) > 1:
        _pager(asked, page, result_table.pages(len(rows)))


def _data(
    here: Opened, asked: Asked, columns: result_table.Table, part: list[result_table.Row]
) -> dict[str, Any]:
    names, links = naming(here), partial(link, here)
    words = (lambda name: f"?{name}") if asked.expert else result_table.title
    way = {asked.sort.removeprefix("-"): "down" if asked.sort.startswith("-") else "up"}
    evidence = [because(here, row, asked, columns.names) for row in part]
    claims = {claim: details for found in evidence for claim, details in found.claims.items()}
    return {
        "name": "Answer",
        "columns": [
            {
                "name": columns.names[at],
                "label": words(columns.names[at]),
                "sort": way.get(columns.names[at], ""),
            }
            for at in columns.shown
        ],
        "rows": [
            {
                "cells": [
                    result_table.cell(columns, row, at, names, links) for at in columns.shown
                ],
                "claims": list(why.claims),
                "lead": why.lead,
            }
            for row, why in zip(part, evidence, strict=True)
        ],
        "claims": claims,
    }


def _sorted(asked: Asked) -> None:
    event = st.session_state[f"{KEY}-rows"].get("event")
    if event and event.get("type") == "sort":
        column = str(event["column"])
        turned = f"-{column}" if asked.sort == column else column
        go(replace(asked, sort=turned, page=1))


def _pager(asked: Asked, page: int, pages: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, to in (
            ("First", 1),
            ("Previous", page - 1),
            ("Next", page + 1),
            ("Last", pages),
        ):
            st.button(
                words,
                disabled=not 1 <= to <= pages or to == page,
                on_click=go,
                args=(replace(asked, page=to),),
                key=f"ask-{words}",
            )
        st.markdown(f"Page {page:,} of {pages:,}")


def _took(found: Outcome) -> str:
    return f"{found.seconds * 1000:,.0f} ms" if found.seconds < 1 else f"{found.seconds:.1f} s"


def _shown(found: Outcome, page: int, count: int) -> str:
    what = "triple" if found.form in {"CONSTRUCT", "DESCRIBE"} else "row"
    total = f"{found.count:,} {what}{'' if found.count == 1 else 's'}"
    first = (page - 1) * result_table.PAGE + 1
    some = f"{what.capitalize()}s {first:,} to {first + count - 1:,} of {total}"
    words = total if count == found.count else some
    if found.rows is not None and found.count > len(found.rows):
        words += f"; the page shows the first {TRIPLES:,}, a download holds all"
    return f"{words} · {_took(found)}"


def _picture(here: Opened, found: Outcome, rows: Rows) -> tuple[dict[str, Any], int] | None:
    if found.form in {"CONSTRUCT", "DESCRIBE"}:
        triples = [(a, b, c) for a, b, c in rows if a and b and c]
        return result_drawing.of_triples(here.network, triples, naming(here))
    return result_drawing.of_rows(here.network, here.ends, rows)


def _graph(here: Opened, data: dict[str, Any], left_out: int) -> None:
    def heard(event: dict[str, Any]) -> None:
        st.session_state["ask-picked"] = str(event.get("id", ""))

    components.draw(
        {**data, "name": "The answer as a picture", "height": 460}, key=KEY, on_event=heard
    )
    if left_out:
        st.caption(f"{left_out:,} more do not fit into one picture; the table holds all.")
    picked = st.session_state.get("ask-picked", "")
    if picked in here.network:
        name = escaped(str(here.network.nodes[picked]["label"]))
        st.markdown(f"[Open {name} in the graph](/?entity={view_address.short(picked)})")
    elif picked in here.claims:
        st.markdown(f"[Open this statement in the graph](/?claim={view_address.short(picked)})")


def bars(words: str, numbers: str, pairs: list[tuple[str, float]]) -> alt.Chart:
    """A bar for each pair, with so much of its words that two are not taken for one another."""
    frame = pd.DataFrame(pairs, columns=["words", "number"])
    whole = alt.Axis(labelLimit=LABEL, labelOverlap=False)
    made: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("words:N", title=words, sort=None, axis=whole),
            x=alt.X("number:Q", title=numbers),
            tooltip=[alt.Tooltip("words:N", title=words), alt.Tooltip("number:Q", title=numbers)],
        )
    )
    return made


def _chart(words: str, numbers: str, pairs: list[tuple[str, float]]) -> None:
    st.altair_chart(bars(words, numbers, pairs), width="stretch")


def _raw(found: Outcome) -> None:
    text = found.body.decode("utf-8", "replace")
    st.code(text[:RAW], language="json" if found.form == "SELECT" else "turtle", height=420)
    if found.size > min(RAW, len(text)):
        st.caption(f"The beginning of {found.size:,} bytes; a download holds all.")
