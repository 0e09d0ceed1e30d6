"""The search box: names, other names and words of quotes, with suggestions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kg.presentation.drawing import plain
from kg.ui import components
from kg.ui.graph.navigation import current, go
from kg.ui.markdown import spoken_kind
from kg.ui.shared_data import Opened


def show(here: Opened, key: str = "search") -> None:
    """The box; what is chosen becomes the selection."""

    def chosen() -> None:
        hit = st.session_state[key].get("chosen")
        if hit:
            take(here, hit)

    words = (st.session_state.get(key) or {}).get("words") or ""
    hits = here.index.find(words)
    components.component("search")(
        key=key,
        data={
            "label": "Search a name or words of a quote",
            "words": words,
            "hits": [
                {"id": h.id, "kind": h.kind, "label": plain(h.label), "about": plain(_about(h))}
                for h in hits
            ],
        },
        default={"words": ""},
        on_words_change=lambda: None,
        on_chosen_change=chosen,
    )


def _about(hit: Any) -> str:
    if hit.kind == "claim":
        return str(hit.about)
    kind, _, rest = hit.about.partition(", ")
    return f"{spoken_kind(kind)}{', ' + rest if rest else ''}"


def take(here: Opened, hit: dict[str, Any]) -> None:
    """Select what was found."""
    view, _ = current(here)
    bare = replace(view, entity=None, claim=None, passage=None, path=None, source=None)
    if hit.get("kind") == "entity" and hit.get("id") in here.network:
        go(here, replace(bare, entity=hit["id"]))
    elif hit.get("id") in here.claims:
        go(here, replace(bare, claim=hit["id"]))
