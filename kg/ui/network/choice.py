"""The question of the Network page: read from its address and written to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from kg.analysis.answers import QUESTIONS, Question, question
from kg.analysis.measures import MEASURES
from kg.errors import NotFound
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.presentation import view_address
from kg.presentation.drawing import plain
from kg.ui.shared_data import Opened

WORDS = {
    "stated": "facts",
    "agreed": "+ agreements",
    "intended": "+ plans",
    "all": "+ hints",
}


@dataclass(frozen=True)
class Choice:
    """The complete state of the page, which an address encodes."""

    question: Question = QUESTIONS[0]
    measure: str = ""
    level: str = "all"
    families: tuple[str, ...] = ()  # none chosen: all
    sources: tuple[str, ...] = ()
    entity: str | None = None
    other: str | None = None
    row: str = ""  # of a table that is not about organizations: a source, a kind of triads

    @property
    def key(self) -> str:
        """Cache key of the numbers."""
        return "|".join((self.measure, self.level, *self.families, "/", *self.sources))


def current(here: Opened) -> tuple[Choice, list[str]]:
    """The state in the address, with messages about missing parts."""
    asked, wrong = st.query_params.to_dict(), []
    found = QUESTIONS[0]
    if slug := asked.get("question"):
        try:
            found = question(slug)
        except NotFound as error:
            wrong.append(str(error))
    measure = asked.get("measure", found.measures[0])
    if measure not in found.measures:
        wrong.append(f"“{measure}” does not answer “{found.words}”; it is left out.")
        measure = found.measures[0]
    level = asked.get("level", "all")
    if level not in LEVELS:
        wrong.append(f"no level named {level!r}; there are: {', '.join(LEVELS)}")
        level = "all"
    families = _listed(asked.get("family"), vocabulary().families(), wrong, "family")
    slugs = {view_address.short(iri): iri for iri in here.sources}
    sources = _listed(asked.get("source"), tuple(slugs), wrong, "source")
    ends = [view_address.entity_iri(asked[n]) if n in asked else None for n in ("entity", "other")]
    entity, other = (end if end in here.network else None for end in ends)
    wrong += [f"Nothing here goes by the name “{e}”." for e in ends if e and e not in here.network]
    chosen = tuple(slugs[slug] for slug in sources)
    row = asked.get("row", "")
    return Choice(found, measure, level, families, chosen, entity, other, row), wrong


def _listed(
    asked: str | None, known: tuple[str, ...], wrong: list[str], what: str
) -> tuple[str, ...]:
    names = [name for name in (asked or "").split(",") if name and name != "all"]
    wrong += [
        f"no {what} named {n!r}; there are: {', '.join(known)}" for n in names if n not in known
    ]
    return tuple(name for name in known if name in names)


def go(choice: Choice) -> None:
    """Make a choice the current one, as a step that Back undoes."""
    values = {
        "question": choice.question.slug if choice.question != QUESTIONS[0] else "",
        "measure": choice.measure if choice.measure != choice.question.measures[0] else "",
        "level": choice.level if choice.level != "all" else "",
        "family": ",".join(choice.families),
        "source": ",".join(view_address.short(iri) for iri in choice.sources),
        "entity": view_address.short(choice.entity) if choice.entity else "",
        "other": view_address.short(choice.other) if choice.other else "",
        "row": choice.row,
    }
    st.query_params.from_dict({name: value for name, value in values.items() if value})


def controls(here: Opened, choice: Choice) -> None:
    """The question, the number that answers it, and which statements count."""
    by_words = {q.words: q for q in QUESTIONS}
    _asked(
        st.selectbox, "question", "Question", list(by_words), choice.question.words,
        lambda words: Choice(
            by_words[words], by_words[words].measures[0], choice.level, choice.families,
            choice.sources, choice.entity,
        ),
    )  # fmt: skip
    _asked(
        st.pills, "measure", "Answered by", list(choice.question.measures), choice.measure,
        lambda name: replace(choice, measure=name or choice.measure, other=None, row=""),
        format_func=lambda name: MEASURES[name].label,
    )  # fmt: skip
    how, kind, source = st.columns([2, 1.5, 1.5], gap="medium")
    with how:
        _asked(
            st.segmented_control, "level", "Which statements count", list(LEVELS), choice.level,
            lambda level: replace(choice, level=level or choice.level),
            format_func=WORDS.__getitem__,
        )  # fmt: skip
    with kind:
        _asked(
            st.multiselect, "family", "Which kinds of ties", list(vocabulary().families()),
            list(choice.families), lambda some: replace(choice, families=tuple(some)),
            placeholder="all",
        )  # fmt: skip
    with source:
        _asked(
            st.multiselect, "source", "Which sources", list(here.sources), list(choice.sources),
            lambda some: replace(choice, sources=tuple(some)), placeholder="all",
            format_func=_titles(here).__getitem__,
        )  # fmt: skip


def _titles(here: Opened) -> dict[str, str]:
    """Titles of the sources; their addresses distinguish equal titles."""
    titles = {iri: plain(str(data["title"])) for iri, data in here.sources.items()}
    held = Counter(titles.values())
    return {
        iri: title if held[title] == 1 else f"{title} ({view_address.short(iri)})"
        for iri, title in titles.items()
    }


def _asked(  # noqa: PLR0917  (what a widget needs, in the widgets' own order)
    widget: Callable[..., Any],
    name: str,
    label: str,
    options: list[str],
    value: Any,
    then: Callable[[Any], Choice],
    **more: Any,
) -> None:
    """A widget whose value is kept in the address."""
    key = f"network-{name}"

    def changed() -> None:
        go(then(st.session_state[key]))

    st.session_state[key] = value
    partial(widget, label, options, key=key, on_change=changed, **more)()
