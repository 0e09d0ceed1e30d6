"""The codebook: each value with its definition, frequency, example and counter-example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.analysis.measures import MEASURES
from kg.model.ontology import Relation, Term, vocabulary
from kg.model.vocab import term_name

SECTIONS = ("Relation", "Firmness", "Modality", "Form")
# An example should be a sentence one takes in at a glance.
SHORT, LONG = 25, 170


@cache
def glossary() -> dict[str, str]:
    """The words on the pages that need explaining, each with its meaning, the measures last."""
    text = (Path(__file__).parent / "glossary.toml").read_text(encoding="utf-8")
    terms: dict[str, str] = tomllib.loads(text)["terms"]
    return terms | {measure.label: measure.meaning for measure in MEASURES.values()}


def explained(*words: str) -> str:
    """The meanings of some words of the glossary, a paragraph each, to be shown on hover."""
    return "\n\n".join(f"**{word}**: {glossary()[word]}" for word in words)


@dataclass(frozen=True)
class Entry:
    """One term with its data: frequency, example and counter-example."""

    name: str
    label: str
    definition: str
    group: str  # the family of a relation, the step of a modality
    count: int
    example: str | None  # a claim
    other: str | None  # the term one might mistake it for
    counter: str | None  # a claim of that other term


def entries(section: str, claims: Mapping[str, Mapping[str, Any]]) -> list[Entry]:
    """The entries of a section, in the ontology's order.

    Of each claim, by IRI: `relation`, `modality`, `form`, `start`, `end` and `retracted`.
    """
    terms = _terms(section)
    rows = [{**row, "claim": iri} for iri, row in claims.items() if not row["retracted"]]
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in terms}
    for row in rows:
        found.setdefault(_answer(section, row), []).append(row)
    examples = {name: _example(found[name]) for name in terms}
    entered = []
    for name, term in terms.items():
        other = _mistaken(section, name, [n for n in terms if n != name and examples[n]])
        entered.append(
            Entry(
                name,
                term.label,
                term.definition,
                _group(section, name),
                len(found[name]),
                examples[name],
                terms[other].label if other else None,
                examples[other] if other else None,
            )
        )
    return entered


def _terms(section: str) -> dict[str, Relation] | dict[str, Term]:
    if section != "Relation":
        return vocabulary().values[section]
    relations = vocabulary().relations
    wider = {name for r in relations.values() if not r.own for name in r.supers}
    # A family's head is what its relations have in common, and never coded itself.
    return {n: r for n, r in relations.items() if n not in wider or n == "founded"}


def _answer(section: str, row: Mapping[str, Any]) -> str:
    if section == "Firmness":
        return vocabulary().firmness[term_name(row["modality"])]
    return term_name(row[section.lower()])


def _group(section: str, name: str) -> str:
    if section == "Relation":
        return vocabulary().relations[name].family
    return vocabulary().firmness[name] if section == "Modality" else ""


def _example(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """A claim whose words are neither a scrap nor a paragraph, always the same one."""

    def fit(row: Mapping[str, Any]) -> tuple[bool, int, str]:
        start = row.get("quote_start")
        length = row["quote_end"] - start if start is not None else LONG * 9
        return (not SHORT <= length <= LONG, length, row["claim"])

    return str(min(rows, key=fit)["claim"]) if rows else None


def _mistaken(section: str, name: str, others: list[str]) -> str | None:
    """The term most easily taken for this one: its neighbour in the same group, else any."""
    order = list(_terms(section))
    at = order.index(name)
    own = _group(section, name)
    return min(
        others, key=lambda n: (_group(section, n) != own, abs(order.index(n) - at), n), default=None
    )
