"""The legend: four steps of firmness, the families' colours, and marks on lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kg.model.ontology import vocabulary

Said = Mapping[str, Any]
Rows = list[dict[str, Any]]

# What a line shows in its middle, and the sign the legend has for it.
MARKS = {
    "headline": ("|", "headline only"),
    "cited": ("○", "cited, words not kept"),
    "denied": ("≻", "denied"),
}
# What other sources make of a claim, the graver first: the sign, and what it says.
VERDICTS = {
    "conflict": ("!", "contradicted elsewhere"),
    "differ": ("≠", "said differently elsewhere"),
    "agree": ("2", "number of sources that say it"),
}


def mark(said: Said) -> str:
    """The mark in the middle of a line: denied, cited, headline, or empty."""
    if said["polarity"] == "denied":
        return "denied"
    if said["evidence"] == "cited":
        return "cited"
    return "headline" if said["form"] == "headline" else ""


def badge(said: Said) -> str:
    """The badge on a line: number of sources, and a sign if one of them disagrees."""
    others = said.get("others", ())
    count = str(said["voices"]) if said.get("voices", 1) > 1 else ""
    grave = next((VERDICTS[one][0] for one in ("conflict", "differ") if one in others), "")
    return f"{count}{grave}"


def steps(counts: Mapping[str, int], on: Collection[str]) -> Rows:
    """The four steps, with how many claims each has and whether it is shown."""
    terms = vocabulary()
    labels = terms.values["Firmness"]
    return [
        {
            "id": name,
            "label": labels[name].label,
            "definition": labels[name].definition,
            "count": counts.get(name, 0),
            "on": name in on,
        }
        for name in terms.steps
    ]


def families(counts: Mapping[str, int]) -> Rows:
    """The families of relations, with how many claims each has."""
    return [
        {"id": name, "label": name, "count": counts.get(name, 0)}
        for name in vocabulary().families()
    ]


def marks(claims: Iterable[Said]) -> Rows:
    """The marks used on the lines of these claims, with their explanations."""
    drawn = list(claims)
    middles = {mark(said) for said in drawn}
    others = {one for said in drawn for one in said.get("others", ())}
    found = [MARKS[kind] for kind in MARKS if kind in middles]
    found += [VERDICTS[kind] for kind in VERDICTS if kind in others]
    return [{"sign": sign, "label": label} for sign, label in found]
