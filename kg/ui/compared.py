"""What sources make of each other, in words: the same statement elsewhere, and what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from kg import agreement, ledger, workspace
from kg.agreement import VERDICTS, Comparison, Difference
from kg.model import Source
from kg.terms import vocabulary
from kg.ui.opened import Opened, folder
from kg.ui.words import escaped, modality

__all__ = ["known", "lines", "note", "told"]

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


def note(here: Opened) -> None:
    """Note on every claim of the network what other sources make of it.

    Each edge gets `others`, some of agree, differ and conflict, and `voices` and `otherwise`: how
    many sources say it, and how many say it differently or contradict it. What the user has
    dismissed is left out. Nothing is done where all is noted already.
    """
    record = workspace.judgements(folder())
    stamp = json.dumps([here.store.generation, record], sort_keys=True)
    if here.network.graph.get("noted") == stamp:
        return
    found: dict[str, dict[str, set[str]]] = {}
    for row in agreement.judged(here.comparisons, record):
        if row.inside or row.judgement == "dismissed":
            continue
        for one, other in ((row.first, row.second), (row.second, row.first)):
            found.setdefault(one.iri, {}).setdefault(row.verdict, set()).add(other.source)
    for _, _, claim, said in here.network.edges(keys=True, data=True):
        verdicts = found.get(claim, {})
        said["others"] = tuple(one for one in VERDICTS if one in verdicts)
        said["voices"] = len(verdicts.get("agree", ())) + 1
        said["otherwise"] = {one: len(verdicts[one]) for one in ("differ", "conflict")
                             if one in verdicts}  # fmt: skip
    here.network.graph["noted"] = stamp


def told(said: Mapping[str, Any]) -> str:
    """In a few words, what other sources make of a claim; empty where none speaks of it."""
    voices = said.get("voices", 1)
    words = [f"said by {voices} sources"] if voices > 1 else []
    for verdict, verb in (("differ", "said differently by"), ("conflict", "contradicted by")):
        if others := said.get("otherwise", {}).get(verdict, 0):
            words.append(f"{verb} {others} other{'s' if others > 1 else ''}")
    return ", ".join(words)


def known(here: Opened, day: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources published by a day, and those of which nobody knows."""
    told = {
        iri: ledger.known_by(Source(iri, row["title"], date=row["date"]), day)
        for iri, row in here.sources.items()
    }
    dated = tuple(iri for iri, yes in told.items() if yes)
    return dated, tuple(iri for iri, yes in told.items() if yes is None)
