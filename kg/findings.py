"""What an analysis answers with: a number, what it is about, and the claims behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

__all__ = [
    "MINIMUM",
    "TOO_LITTLE",
    "Finding",
    "claims_between",
    "claims_in",
    "claims_of",
    "order",
    "rankable",
    "ranks",
    "table",
]

# Fewer tied organizations than this, or fewer tied pairs, are counted and not ranked: among nine,
# one place is more than a tenth of the ranking, and one claim more or less moves it.
MINIMUM = 10
TOO_LITTLE = (
    f"too little to rank: fewer than {MINIMUM} tied organizations or {MINIMUM} tied pairs; "
    "these are counts, not ranks"
)

Value = float | int | str


@dataclass(frozen=True)
class Finding:
    """One number of an analysis and the claims that it rests on."""

    measure: str
    entity: str | None  # IRI; None where the number is about the whole network
    value: Value
    claims: tuple[str, ...]
    rankable: bool = True
    other: str | None = None  # IRI of the second organization, where the number is about a pair
    note: str = ""  # "sampled: …" where the number is an estimate, and what else must be known

    def record(self) -> dict[str, Any]:
        """The finding as JSON tells it; keys that have nothing to say are left out.

        `rankable` is told where it is false.
        """
        told: dict[str, Any] = {
            "measure": self.measure,
            "entity": self.entity,
            "value": self.value,
            "claims": list(self.claims),
        }
        if not self.rankable:
            told["rankable"] = False
        if self.other is not None:
            told["other"] = self.other
        return told | ({"note": self.note} if self.note else {})


def rankable(network: nx.MultiDiGraph[str]) -> bool:
    """Whether there is enough to rank: at least ten tied organizations and ten tied pairs."""
    tied = pairs = 0
    for node in network:
        partners = {*network.pred[node], *network.succ[node]} - {node}
        tied += bool(partners)
        pairs += len(partners)
        if tied >= MINIMUM and pairs >= 2 * MINIMUM:
            return True
    return False


def claims_of(network: nx.MultiDiGraph[str], entity: str) -> tuple[str, ...]:
    """The claims that tie an organization to another one."""
    leaving = (key for _, _, key in network.out_edges(entity, keys=True))
    arriving = (key for _, _, key in network.in_edges(entity, keys=True))
    return tuple(sorted({*leaving, *arriving}))


def claims_in(network: nx.MultiDiGraph[str]) -> tuple[str, ...]:
    """All claims of a network."""
    return tuple(sorted(key for *_, key in network.edges(keys=True)))


def claims_between(network: nx.MultiDiGraph[str], a: str, b: str) -> tuple[str, ...]:
    """The claims that tie two organizations, in either direction."""
    found = [set(network[x][y]) for x, y in ((a, b), (b, a)) if network.has_edge(x, y)]
    return tuple(sorted(set[str]().union(*found)))


def order(values: Mapping[str, float], names: Mapping[str, str]) -> list[str]:
    """The entities, highest value first; equal values by name, so that every run agrees."""
    return sorted(values, key=lambda e: (-round(values[e], 9), names.get(e, e), e))


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """The place of each entity, 1 the highest; equal values share a place (1, 2, 2, 4)."""
    places: dict[str, int] = {}
    held: dict[float, int] = {}
    ordered = sorted(values, key=lambda e: -round(values[e], 9))
    for place, entity in enumerate(ordered, start=1):
        places[entity] = held.setdefault(round(values[entity], 9), place)
    return places


def table(
    found: Iterable[Finding], network: nx.MultiDiGraph[str]
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Findings as columns and rows of text, organizations by their names."""
    names = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    columns = ("measure", "entity", "other", "value", "rankable", "note", "claims")
    rows = [
        [
            f.measure,
            names.get(f.entity or "", f.entity or ""),
            names.get(f.other or "", f.other or ""),
            f"{f.value:.6g}" if isinstance(f.value, float) else str(f.value),
            "yes" if f.rankable else "no",
            f.note,
            " ".join(f.claims),
        ]
        for f in found
    ]
    return columns, rows
