"""The source beside the picture: its text, with every passage that carries a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kg.model.ontology import vocabulary
from kg.model.vocab import term_name
from kg.model.wording import counted, date_words
from kg.presentation import page_text
from kg.presentation.drawing import plain
from kg.ui import components
from kg.ui.shared_data import Opened, source_text

HEIGHT = 560


def article_runs(here: Opened, source: str) -> list[page_text.Marked]:
    """The runs of a source's text that carry claims."""
    return page_text.marked_runs(
        page_text.Said(iri, row["quote_start"], row["quote_end"], term_name(row["relation"]))
        for iri, row in here.claims.items()
        if row["source_iri"] == source
        and row.get("quote_start") is not None
        and not row["retracted"]
    )


def passages(here: Opened, claims: set[str]) -> list[str]:
    """The names of passages that contain claims."""
    rows = [here.claims[iri] for iri in sorted(claims)]
    runs = [
        f"{row['quote_start']},{row['quote_end']}"
        for row in rows
        if row.get("quote_start") is not None
    ]
    return list(dict.fromkeys(runs))


def show(here: Opened, source: str, on_event: Callable[[dict[str, Any]], None]) -> None:
    """Show the text of a source, or its metadata if its text may not be kept."""

    def heard() -> None:
        event = st.session_state["article"].get("event")
        if event:
            on_event(event)

    components.component("article")(key="article", data=_data(here, source), on_event_change=heard)


def _data(here: Opened, source: str) -> dict[str, Any]:
    about = here.sources[source]
    words, leaves_open = source_text(here, source)
    runs = article_runs(here, source)
    blocks = page_text.laid_out(words, runs) if words else [_unkept()]
    known = [about["creator"], about["publisher"], date_words(about["date"])]
    return {
        "channel": "graph",
        "title": plain(about["title"], 300),
        "about": " · ".join(plain(str(one)) for one in known if one),
        "address": _web(about["address"]),
        "height": HEIGHT,
        "families": list(vocabulary().families()),
        "open": [plain(question, 400) for question in leaves_open],
        "passages": [_run(run, number) for number, run in enumerate(runs, start=1)],
        "blocks": [
            {
                "kind": b.kind,
                "pieces": [[plain(p.text, len(p.text)), p.inside, p.starts] for p in b.pieces],
            }
            for b in blocks
        ],
    }


def _unkept() -> page_text.Block:
    """Show the notice that replaces a text that may not be kept."""
    note = "The text of this source is not kept here; its statements are told in our words."
    return page_text.Block("paragraph", (page_text.Piece(note, (), ()),))


def _run(run: page_text.Marked, number: int) -> dict[str, Any]:
    relations = vocabulary().relations
    names = [relations[one.relation].label for one in run.claims if one.relation in relations]
    families = [relations[one.relation].family for one in run.claims if one.relation in relations]
    count = len(run.claims)
    return {
        "id": run.id,
        "length": run.end - run.start,
        "lane": run.lane,
        "number": number,
        "family": families[0] if families else "",
        "spoken": f"Passage {number}, {counted(count, 'statement')}: "
        f"{', '.join(dict.fromkeys(names))}",
    }


def _web(link: str | None) -> str | None:
    return link if link and link.startswith(("http:", "https:")) else None
