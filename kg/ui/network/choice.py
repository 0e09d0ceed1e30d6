"""The choices of the Network page: the question, its measure, and the statements that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from kg.analysis.answers import QUESTIONS
from kg.analysis.measures import MEASURES
from kg.analysis.network import currencies
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.presentation import view_address
from kg.presentation.codebook import glossary
from kg.presentation.drawing import plain
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Choice
from kg.ui.shared_data import Opened, set_address

WORDS = {
    "stated": "facts",
    "agreed": "+ agreements",
    "intended": "+ plans",
    "all": "+ hints",
}


def current(here: Opened) -> tuple[Choice, list[str]]:
    """The state in the address, with messages about missing parts."""
    return view_address.choice_from_address(st.query_params.to_dict(), here.network, here.sources)


def go(choice: Choice) -> None:
    """Make a choice the current one, as a step that Back undoes."""
    set_address(view_address.address(choice))


def controls(here: Opened, choice: Choice) -> None:
    """The question, the number that answers it, and which statements count."""
    by_words = {q.words: q for q in QUESTIONS}
    _asked(
        st.selectbox, "question", "Question", list(by_words), choice.question.words,
        lambda words: Choice(
            by_words[words], by_words[words].measures[0], choice.level, choice.families,
            choice.sources, choice.entity, span=choice.span, money=choice.money,
            rates=choice.rates, years=choice.years,
        ),
    )  # fmt: skip
    _asked(
        st.pills, "measure", "Answered by", list(choice.question.measures), choice.measure,
        lambda name: replace(choice, measure=name or choice.measure, other=None, row=""),
        format_func=lambda name: MEASURES[name].label,
        help=" ".join(map(_meaning, choice.question.measures)),
    )  # fmt: skip
    _which(here, choice)
    _weigh(here, choice)


def _meaning(measure: str) -> str:
    known = MEASURES[measure]
    return escaped(f"{known.label.capitalize()}: {known.meaning}", 600)


def _which(here: Opened, choice: Choice) -> None:
    """The choice of the statements, kinds of ties and sources that count."""
    meanings = glossary()
    how, kind, source = st.columns([2, 1.5, 1.5], gap="medium")
    with how:
        _asked(
            st.segmented_control, "level", "Which statements count", list(LEVELS), choice.level,
            lambda level: replace(choice, level=level or choice.level),
            format_func=WORDS.__getitem__, help=meanings["how firmly"],
        )  # fmt: skip
    with kind:
        _asked(
            st.multiselect, "family", "Which kinds of ties", list(vocabulary().families()),
            list(choice.families), lambda some: replace(choice, families=tuple(some)),
            placeholder="all", help=meanings["kind of tie"],
        )  # fmt: skip
    with source:
        _asked(
            st.multiselect, "source", "Which sources", list(here.sources), list(choice.sources),
            lambda some: replace(choice, sources=tuple(some)), placeholder="all",
            format_func=_titles(here).__getitem__,
        )  # fmt: skip


def _weigh(here: Opened, choice: Choice) -> None:
    """By what ties weigh, where amounts are named, and at which rates others are converted."""
    held = currencies(here.network)
    if not held:
        return
    weigh, rate = st.columns([2, 3], gap="medium")
    with weigh:
        _asked(
            st.selectbox, "money", "Ties weigh by", ["", *dict(held.most_common())], choice.money
            if choice.money in held else "",
            lambda unit: replace(choice, money=unit, rates=choice.rates if unit else ()),
            format_func=lambda unit: f"amounts in {unit} ({held[unit]:,})" if unit
            else "how many voices say so",
        )  # fmt: skip
    if choice.money and len(held) > 1:
        with rate:
            _asked(
                st.text_input, "rates", f"What others are worth in {choice.money}", None,
                ", ".join(choice.rates),
                lambda text: replace(choice, rates=tuple(text.replace(" ", "").split(","))),
                placeholder="none: left out; or such as euro=1.1",
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
    options: list[str] | None,
    value: Any,
    then: Callable[[Any], Choice],
    **more: Any,
) -> None:
    """A widget whose value is kept in the address."""
    key = f"network-{name}"

    def changed() -> None:
        go(then(st.session_state[key]))

    st.session_state[key] = value
    given = (label,) if options is None else (label, options)
    partial(widget, *given, key=key, on_change=changed, **more)()
