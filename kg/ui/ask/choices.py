"""What the Ask page asks: a saved question or a query, its values and its address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.model.vocab import SOURCE, TP
from kg.presentation.result_table import title
from kg.presentation.view_address import LONGEST, Asked, address_of_asked, asked_from_address
from kg.ui.ask.evidence import naming
from kg.ui.markdown import term
from kg.ui.shared_data import Opened

LONG = "ask-long"


def current(here: Opened) -> tuple[Asked, list[str]]:
    """What the address asks, and what of it is not there."""
    asked, wrong = asked_from_address(st.query_params.to_dict(), here.sources)
    own = st.session_state.get(LONG, "")
    if own and asked.expert and not asked.query and not asked.question:
        asked = replace(asked, query=own)
    return asked, wrong


def go(asked: Asked) -> None:
    """Make this what is asked, as a step that Back undoes."""
    # Too long for an address: kept for this visit only, and the page says so.
    st.session_state[LONG] = asked.query if len(asked.query) > LONGEST else ""
    st.query_params.from_dict(address_of_asked(asked))


MOST = 3000


def about(here: Opened, asked: Asked) -> None:
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
    there = _candidates(here, name, default)
    options = there if now in there else [now, *there]

    def chosen() -> None:
        rest = {k: v for k, v in asked.about.items() if k != name}
        picked = st.session_state[key]
        go(replace(asked, about=rest | ({name: picked} if picked != default else {}), page=1))

    st.session_state[key] = now
    st.selectbox(
        title(name).capitalize(),
        options,
        format_func=lambda iri: named(iri) or iri,
        key=key,
        on_change=chosen,
        width=420 if default.startswith(str(SOURCE)) else 220,
    )


def _candidates(here: Opened, name: str, default: str) -> list[str]:
    """What else a question could be about: things of the same kind as those it starts with."""
    network = here.network
    if default.startswith(str(SOURCE)):
        return sorted(here.sources)
    if default.startswith(str(TP)):
        local = default.removeprefix(str(TP))
        kinds = [answers for answers in vocabulary().values.values() if local in answers]
        return [str(TP[one]) for one in kinds[0]] if kinds else [default]
    if name == "speaker":
        found = {str(said["speaker"]) for said in here.claims.values() if "speaker" in said}
        kept = found & set(network)
    elif default in network and network.nodes[default]["organization"]:
        kept = {node for node in network if network.nodes[node]["organization"]}
    else:
        kept = set(network)
    return sorted(kept, key=lambda node: str(network.nodes[node]["label"]).casefold())[:MOST]


def scope(here: Opened, asked: Asked) -> None:
    """How firm plain ties must be, and which sources are asked."""
    level, sources = st.columns([2, 3])
    with level:
        _level(asked)
    with sources:
        _sources(here, asked)
    if asked.sources:
        st.caption(
            "Only the chosen sources are asked. Plain ties such as `?a tp:partnersWith ?b` are "
            "made of all sources together, so they are left out here; ask for statements instead."
        )


def _level(asked: Asked) -> None:
    def chosen() -> None:
        go(replace(asked, level=st.session_state["ask-level"] or LEVELS[0], page=1))

    st.session_state["ask-level"] = asked.level
    st.selectbox(
        "Plain ties count if they are",
        LEVELS,
        format_func=_words,
        key="ask-level",
        on_change=chosen,
        disabled=bool(asked.sources),
        help="What `?a tp:partnersWith ?b` finds. `GRAPH ?how { … }` finds every tie and says how "
        "firmly it is told, whatever stands here.",
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
        placeholder=f"All {len(here.sources)} sources",
        key="ask-sources",
        on_change=chosen,
    )
