"""The SPARQL editor as a component, with what it offers and what it marks as wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kg import completion
from kg.errors import KgError
from kg.faults import fault as explained
from kg.ui import bundle
from kg.ui.opened import Opened
from kg.vocab import PREFIXES

__all__ = ["fault", "show"]

KEY = "editor"


def show(here: Opened, text: str, error: KgError | None, on_run: Callable[[str], None]) -> None:
    """The editor holding a query; `on_run` hears of the text when somebody runs it."""

    def heard() -> None:
        run = st.session_state[KEY].get("run")
        if run:
            on_run(str(run["text"]))

    bundle.component("editor")(
        key=KEY,
        data={"text": text, "error": fault(error, text), "prefixes": PREFIXES, **_words(here)},
        on_run_change=heard,
    )


def fault(error: KgError | None, query: str) -> dict[str, Any] | None:
    """What is wrong with a query, and where if that is known."""
    if error is None:
        return None
    found = explained(str(error), query)
    return {"message": found.words, "line": found.line, "column": found.column}


def _words(here: Opened) -> dict[str, Any]:
    titles = {iri: str(about["title"]) for iri, about in here.sources.items()}
    return {
        "terms": list(completion.terms()),
        "entities": [
            *completion.entities({n: here.network.nodes[n] for n in here.network}),
            *completion.sources(titles),
        ],
    }
