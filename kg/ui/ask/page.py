"""The Ask page: saved questions, the query behind each, its values, its level and its sources."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import streamlit as st

from kg.model.claims import LEVELS
from kg.model.vocab import SOURCE
from kg.model.wording import all_sources, term
from kg.presentation.codebook import explained
from kg.presentation.page_text import escaped
from kg.presentation.query_results import title
from kg.presentation.view_address import Asked
from kg.query.diagnostics import absent, misspelt
from kg.query.saved_questions import askable, is_example, not_askable
from kg.ui import components
from kg.ui.ask import downloads, results, running_query
from kg.ui.ask.results import naming
from kg.ui.ask.running_query import current, go
from kg.ui.shared_data import Opened

MOST = 3000


def about_pickers(here: Opened, asked: Asked) -> None:
    """A picker for each thing the saved question can be asked about."""
    given = asked.saved().given
    if not given:
        return
    with st.container(horizontal=True, gap="small", key="ask-about"):
        for name, value in given.items():
            _picker(here, asked, name, value.strip("<>"))


def _picker(here: Opened, asked: Asked, name: str, default: str) -> None:
    key = f"ask-about-{asked.saved().name}-{name}"
    now = asked.about.get(name, default)
    named = naming(here)
    there = ["", *sorted(here.sources)] if name == "source" else _candidates(here, asked, name)
    options = there if now in there else [now, *there]

    def chosen() -> None:
        rest = {k: v for k, v in asked.about.items() if k != name}
        picked = st.session_state[key]
        go(replace(asked, about=rest | ({name: picked} if picked != default else {}), page=1))

    st.session_state[key] = now
    st.selectbox(
        title(name).capitalize(),
        options,
        format_func=lambda iri: (named(iri) or iri) if iri else all_sources(len(here.sources)),
        key=key,
        on_change=chosen,
        width=420 if default.startswith(str(SOURCE)) else 220,
    )


def _candidates(here: Opened, asked: Asked, name: str) -> list[str]:
    """The values that give the question an answer, by name."""
    there = running_query.values_offered(here, here.store.generation, asked.saved().name, name)
    return sorted(there, key=lambda iri: (naming(here)(iri) or iri).casefold())[:MOST]


def scope_pickers(here: Opened, asked: Asked) -> None:
    """Ask for the level of firmness and for the sources."""
    level, sources = st.columns([2, 3])
    with level:
        _level(asked)
    with sources:
        _sources(here, asked)
    if asked.sources:
        st.caption(
            "Only the chosen sources are asked. Direct ties such as `?a tp:partnersWith ?b` are "
            "made of all sources together, so they are left out here; ask for statements instead."
        )


def _level(asked: Asked) -> None:
    def chosen() -> None:
        go(replace(asked, level=st.session_state["ask-level"] or LEVELS[0], page=1))

    st.session_state["ask-level"] = asked.level
    st.selectbox(
        "Minimum firmness of ties",
        LEVELS,
        format_func=_words,
        key="ask-level",
        on_change=chosen,
        disabled=bool(asked.sources),
        help=f"{explained('how firmly')}\n\nWhat `?a tp:partnersWith ?b` finds. "
        "`GRAPH ?how { … }` finds every tie and says how firmly it is told, whatever stands here.",
    )


def _words(level: str) -> str:
    if level == LEVELS[0]:
        return term("Firmness", level)
    if level == LEVELS[-1]:
        return "said in any way"
    return f"{term('Firmness', level)} or firmer"


def _sources(here: Opened, asked: Asked) -> None:
    def chosen() -> None:
        go(replace(asked, sources=tuple(st.session_state["ask-sources"]), page=1))

    st.session_state["ask-sources"] = list(asked.sources)
    st.multiselect(
        "Sources asked",
        sorted(here.sources)[:MOST],
        format_func=lambda iri: str(here.sources[iri]["title"]),
        placeholder=all_sources(len(here.sources)),
        key="ask-sources",
        on_change=chosen,
    )


def show(here: Opened) -> None:
    """The whole page; not a fragment, or a click on Cancel would wait for the query's end."""
    st.title("Ask", anchor=False, help=explained("statement", "source", "how firmly", "said by"))
    asked, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    if asked.query:
        _answer(here, asked)
        return
    left, right = st.columns([2, 5], gap="large")
    with left:
        _list(here, asked)
    with right:
        _answer(here, asked)


def _list(here: Opened, asked: Asked) -> None:
    """The questions of a topic that the data can be asked; a box finds them by their words."""
    chosen = asked.saved()
    asking, example = askable(here.sources), is_example(here.sources)
    words = {q.name: (not example and q.general) or q.text for q in asking}
    topics = {topic: list(found) for topic, found in groupby(asking, lambda q: q.topic)}
    topics.setdefault(chosen.topic, [])

    def found() -> None:
        if st.session_state["ask-find"]:
            _choose(asked, st.session_state["ask-find"])
            st.session_state["ask-find"] = None

    st.selectbox(
        "Find a question",
        list(words),
        index=None,
        format_func=words.__getitem__,
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
            _entry(asked, one.name, words[one.name], one is chosen)
    if left := not_askable(here.sources):
        st.caption(left)


def _entry(asked: Asked, name: str, text: str, is_chosen: bool) -> None:
    words = escaped(text)
    st.button(
        f"**{words}**" if is_chosen else words,
        key=f"ask-{name}",
        type="tertiary",
        on_click=_choose,
        args=(asked, name),
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
        about_pickers(here, asked)
    known = running_query.known_fault(here, asked)
    if asked.expert:
        scope_pickers(here, asked)
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
    words = "A query of your own" if asked.query else asked.words()
    title, switch = st.columns([4, 1.2], vertical_alignment="bottom")
    title.header(escaped(words), anchor=False)

    def turned() -> None:
        now = bool(st.session_state["ask-expert"])
        go(replace(asked, expert=now, query=asked.query if now else "", page=1, sort=""))

    st.session_state["ask-expert"] = asked.expert
    with switch:
        st.toggle("SPARQL", key="ask-expert", on_change=turned, help="The query behind the answer")


def _run(asked: Asked, text: str) -> None:
    """Run the editor's query; an unchanged saved query remains a saved question."""
    same = not asked.query and text.strip() == asked.text().strip()
    running_query.forget()
    own = replace(asked, query=text, about={})
    go(replace(asked if same else own, page=1, sort=""))
