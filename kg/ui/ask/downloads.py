"""Taking an answer along: as a file in every format, as a link, as a command."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from kg import export
from kg.presentation import query_results, snippets
from kg.presentation.view_address import LONGEST, Asked, link
from kg.query import evaluation
from kg.store.formats import GRAPHS, ROWS, FileFormat
from kg.ui.ask.running_query import Outcome, scope
from kg.ui.shared_data import Opened

FILE = "answer"
MOST_CLAIMS = 2000
TRIPLES = ("turtle", "ntriples", "jsonld", "rdfxml")


def show(here: Opened, asked: Asked, found: Outcome) -> None:
    """Two buttons: the files, and the ways to ask the same elsewhere."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Download", width="content"):
            _files(here, asked, found)
        with st.popover("Link and code", width="content"):
            _elsewhere(here, asked, found)


def _files(here: Opened, asked: Asked, found: Outcome) -> None:
    triples = found.form in {"CONSTRUCT", "DESCRIBE"}
    rows = ("json", "xml") if found.yes is not None else tuple(ROWS)
    for kind in TRIPLES if triples else rows:
        form: FileFormat[Any] = GRAPHS[kind] if triples else ROWS[kind]
        st.download_button(
            form.label,
            partial(_file, here, asked, kind),
            file_name=f"{FILE}.{form.extension}",
            mime=form.media_type,
            key=f"ask-take-{kind}",
            on_click="ignore",
            width="stretch",
        )
    claims = _claims(here, found)
    if claims:
        st.download_button(
            "Turtle of the statements",
            partial(export.selection, here.store, claims, "turtle"),
            file_name="statements.ttl",
            mime=GRAPHS["turtle"].media_type,
            key="ask-take-statements",
            help="The statements that these rows rest on, with their words",
            on_click="ignore",
            width="stretch",
        )


def _file(here: Opened, asked: Asked, kind: str) -> bytes:
    default, named = scope(asked)
    answer = evaluation.run(
        here.store,
        asked.text(),
        kind,
        level=asked.level,
        default_graphs=default,
        named_graphs=named,
    )
    return answer.body()


def _claims(here: Opened, found: Outcome) -> list[str]:
    if found.rows is None or found.form != "SELECT":
        return []
    claims: dict[str, None] = {}
    for row in found.rows:
        own = query_results.claims_in(row, here.claims)
        ends = query_results.entities_in(row, here.network)
        claims |= dict.fromkeys(own or query_results.linking(here.network, ends[:4]))
        if len(claims) > MOST_CLAIMS:
            break
    return list(claims)[:MOST_CLAIMS]


def _elsewhere(here: Opened, asked: Asked, found: Outcome) -> None:
    asking = _asking(here, asked, found)
    place = urlsplit(st.context.url or "http://127.0.0.1")
    here_is = f"{place.scheme}://{place.netloc}"
    st.caption("Link to this view")
    if len(asked.query) > LONGEST:
        st.caption("The query is too long for a link; copy it from the editor.")
    else:
        st.code(link(asked, here_is), language=None, wrap_lines=True)
    st.caption("On the command line")
    name = "" if asked.query or asked.about else asked.saved().name
    _code(snippets.command(asking, name), "bash")
    st.caption("With curl")
    _code(snippets.curl(f"{here_is}/sparql", asking), "bash")
    st.caption("In Python")
    _code(snippets.python(asking), "python")


def _asking(here: Opened, asked: Asked, found: Outcome) -> snippets.Asking:
    """The query and where it is asked."""
    return snippets.Asking(
        asked.text(),
        found.form,
        asked.level,
        graphs=scope(asked)[0] or (),
        place=here.store.place,
    )


def _code(text: str, language: str) -> None:
    st.code(text, language=language, height=150 if text.count("\n") > 5 else "content")
