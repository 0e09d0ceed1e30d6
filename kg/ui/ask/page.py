"""The Ask page: saved questions with their answers, and the queries behind them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import streamlit as st

from kg.presentation.view_address import Asked
from kg.query.diagnostics import absent, misspelt
from kg.query.saved_questions import Question, questions
from kg.ui import components
from kg.ui.ask import choices, downloads, results, running_query
from kg.ui.ask.choices import current, go
from kg.ui.markdown import escaped
from kg.ui.shared_data import Opened


def show(here: Opened) -> None:
    """The whole page; not a fragment, or a click on Cancel would wait for the query's end."""
    st.title("Ask", anchor=False)
    asked, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    if asked.query:
        _answer(here, asked)
        return
    left, right = st.columns([2, 5], gap="large")
    with left:
        _list(asked)
    with right:
        _answer(here, asked)


def _list(asked: Asked) -> None:
    """The questions of a topic; a box finds them by their words."""
    chosen = asked.saved()
    topics = {topic: list(found) for topic, found in groupby(questions(), lambda q: q.topic)}

    def found() -> None:
        if st.session_state["ask-find"]:
            _choose(asked, st.session_state["ask-find"])
            st.session_state["ask-find"] = None

    st.selectbox(
        "Find a question",
        [q.name for q in questions()],
        index=None,
        format_func={q.name: q.text for q in questions()}.__getitem__,
        placeholder="Find a question",
        key="ask-find",
        on_change=found,
        label_visibility="collapsed",
    )

    def turned() -> None:
        topic = st.session_state["ask-topic"] or chosen.topic
        _choose(asked, topics[topic][0].name)

    st.session_state["ask-topic"] = chosen.topic
    st.selectbox("Topic", list(topics), key="ask-topic", on_change=turned)
    with st.container(gap=None, key="ask-questions"):
        for one in topics[chosen.topic]:
            _entry(asked, one, one is chosen)


def _entry(asked: Asked, one: Question, is_chosen: bool) -> None:
    words = escaped(one.text)
    st.button(
        f"**{words}**" if is_chosen else words,
        key=f"ask-{one.name}",
        type="tertiary",
        on_click=_choose,
        args=(asked, one.name),
        width="stretch",
    )


def _choose(asked: Asked, name: str) -> None:
    go(Asked(question=name, expert=asked.expert))


def _answer(here: Opened, asked: Asked) -> None:
    _head(asked)
    if asked.query:
        back = Asked(question=asked.question, expert=True)
        st.button("← Saved questions", type="tertiary", on_click=go, args=(back,), key="ask-back")
    else:
        choices.about(here, asked)
    known = running_query.fault(here, asked)
    if asked.expert:
        choices.scope(here, asked)
        components.show(here, asked.text(), known, lambda text: _run(asked, text))
    found = running_query.outcome(here, asked)
    if found and found.error:
        if asked.expert and found.error is not known:
            st.rerun()  # the editor stands above, and marks the place
        if not asked.expert:
            st.error(escaped(str(found.error)))
    elif found:
        for words in [*misspelt(asked.query), *absent(asked.query, here.store.graphs())]:
            st.warning(escaped(words))
        results.show(here, asked, found)
        downloads.show(here, asked, found)


def _head(asked: Asked) -> None:
    words = "A query of your own" if asked.query else asked.saved().text
    title, switch = st.columns([4, 1.2], vertical_alignment="bottom")
    title.header(escaped(words), anchor=False)

    def turned() -> None:
        now = bool(st.session_state["ask-expert"])
        go(replace(asked, expert=now, query=asked.query if now else "", page=1, sort=""))

    st.session_state["ask-expert"] = asked.expert
    with switch:
        st.toggle("SPARQL", key="ask-expert", on_change=turned, help="The query behind the answer")


def _run(asked: Asked, text: str) -> None:
    """Ask what stands in the editor; the saved query, unchanged, stays a saved question."""
    same = not asked.query and text.strip() == asked.text().strip()
    running_query.forget()
    own = replace(asked, query=text, about={})
    go(replace(asked if same else own, page=1, sort=""))
