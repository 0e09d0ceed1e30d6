"""What sources make of each other, in words: the same statement elsewhere, and what differs."""

from __future__ import annotations

from collections.abc import Callable

from kg import ledger
from kg.agreement import Comparison, Difference
from kg.model import Source
from kg.terms import vocabulary
from kg.ui.opened import Opened
from kg.ui.words import escaped, modality

__all__ = ["elsewhere", "known", "lines"]

MOST_POINTED = 500  # claims up to which all are compared before the picture shows

Name = Callable[[str], str]
LINKED = ("who", "whom", "speaker", "field", "jointly with", "audience")
SPOKEN = {
    "who": "who", "whom": "whom or what", "relation": "how related", "speaker": "said by",
    "field": "in respect of", "audience": "for", "deadline": "by the year",
    "modality": "how firmly", "condition": "condition", "polarity": "said or denied",
}  # fmt: skip


def lines(row: Comparison, name: Name, first: str, second: str) -> list[str]:
    """What differs, a line of Markdown each; what only one says is told as an addition."""
    found = []
    first, second = escaped(first), escaped(second)
    for one in row.differences:
        words = SPOKEN.get(one.what, one.what)
        here, there = _values(one, one.first, name), _values(one, one.second, name)
        if one.first and one.second:
            found.append(f"{words}: **{here}** ({first}), **{there}** ({second})")
        else:
            whose, value = (first, here) if one.first else (second, there)
            found.append(f"{words}: **{value}** (only {whose})")
    return found


def _values(one: Difference, values: tuple[str, ...], name: Name) -> str:
    relations = vocabulary().relations
    if one.what in LINKED:
        shown = [name(value) for value in values]
    elif one.what == "relation":
        shown = [relations[v].label if v in relations else v for v in values]
    elif one.what == "modality":
        shown = [modality(value) for value in values]
    else:
        shown = [f"“{v}”" if one.what in ("amount", "duration", "when") else v for v in values]
    return escaped(", ".join(shown))


def elsewhere(here: Opened) -> dict[str, str]:
    """In a few words, what other sources make of each claim: for whoever points at its line."""
    if len(here.claims) > MOST_POINTED:
        return {}
    found: dict[str, dict[str, set[str]]] = {}
    for row in here.comparisons:
        for one, other in ((row.first, row.second), (row.second, row.first)):
            if not row.inside:
                found.setdefault(one.iri, {}).setdefault(row.verdict, set()).add(other.source)
    return {iri: _counted(verdicts) for iri, verdicts in found.items()}


def _counted(verdicts: dict[str, set[str]]) -> str:
    same = len(verdicts.get("agree", ())) + 1
    words = [f"said by {same} sources"] if same > 1 else []
    for verdict, told in (("differ", "said differently by"), ("conflict", "contradicted by")):
        if others := len(verdicts.get(verdict, ())):
            words.append(f"{told} {others} other{'s' if others > 1 else ''}")
    return ", ".join(words)


def known(here: Opened, day: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources published by a day, and those of which nobody knows."""
    told = {
        iri: ledger.known_by(Source(iri, row["title"], date=row["date"]), day)
        for iri, row in here.sources.items()
    }
    dated = tuple(iri for iri, yes in told.items() if yes)
    return dated, tuple(iri for iri, yes in told.items() if yes is None)
