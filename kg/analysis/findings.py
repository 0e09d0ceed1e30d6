"""A measure with its name and its sentence, and the finding that it makes of a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


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
        """The finding as a JSON object; empty keys are left out.

        `rankable` is included only if it is false.
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
    """Check if there is enough to rank: at least ten tied organizations and ten tied pairs."""
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


def all_claims(network: nx.MultiDiGraph[str]) -> tuple[str, ...]:
    """All claims of a network."""
    return tuple(sorted(key for *_, key in network.edges(keys=True)))


def claims_between(network: nx.MultiDiGraph[str], a: str, b: str) -> tuple[str, ...]:
    """The claims that tie two organizations, in either direction."""
    found = [set(network[x][y]) for x, y in ((a, b), (b, a)) if network.has_edge(x, y)]
    return tuple(sorted(set[str]().union(*found)))


def best_first(values: Mapping[str, float], names: Mapping[str, str]) -> list[str]:
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


Pairs = Mapping[tuple[str, str], tuple[Value, tuple[str, ...]]]


@dataclass(frozen=True)
class Measure:
    """A measure: its name, its subject, and its computation.

    Called with the part of the network that `kg.network.organizations` gives, it returns numbers
    without the claims behind them. About organizations: a number for each (position: kinds of
    ties); those without one are left out. About pairs: a number and its claims for each. About
    the network: a number, or one for each note. About sources: a list of `Support`. Formula and
    source stand in the docstring of its function in `explains`.
    """

    name: str
    label: str
    about: str  # "organization", "pair", "network" or "source"
    compute: Callable[[Network], Iterator[Finding]]
    function: Callable[[Network], Any]
    explains: Callable[..., object]  # whose documentation has meaning, formula and source
    values: Callable[[Network], Mapping[str, float]] | None = None  # for what can be ranked
    lowest_first: bool = False

    def __call__(self, network: Network) -> Any:
        """Compute the numbers for a network."""
        return self.function(network)

    @property
    def meaning(self) -> str:
        """The meaning of the number, for readers without a statistics course."""
        told, _, _ = (getdoc(self.explains) or "").partition("\n\n")
        return " ".join(told.split())


def of_organizations(
    name: str,
    label: str,
    function: Callable[[Network], Mapping[str, float]],
    explains: Callable[..., object] | None = None,
    *,
    lowest_first: bool = False,
    ranked: bool = True,
    note: Callable[[Network], str] = lambda _: "",
    claims: Callable[[Network, str], tuple[str, ...]] = claims_of,
) -> Measure:
    """A number for each organization; behind it, unless said otherwise, the claims that tie it."""

    def compute(network: Network) -> Iterator[Finding]:
        values = function(network)
        names = {node: str(data.get("label", node)) for node, data in network.nodes(data=True)}
        told = note(network)
        ordered = best_first({n: -v if lowest_first else v for n, v in values.items()}, names)
        for node in ordered:
            yield Finding(name, node, _tidy(values[node]), claims(network, node), note=told)

    explained = explains or function
    values = function if ranked else None
    return Measure(name, label, "organization", compute, function, explained, values, lowest_first)


def of_pairs(
    name: str,
    label: str,
    function: Callable[[Network], Pairs],
    explains: Callable[..., object] | None = None,
) -> Measure:
    """A number for some pairs of organizations, with claims of their own."""

    def compute(network: Network) -> Iterator[Finding]:
        found = function(network)
        for (a, b), (value, claims) in sorted(found.items(), key=lambda i: (-float(i[1][0]), i[0])):
            yield Finding(name, a, value, claims, other=b)

    return Measure(name, label, "pair", compute, function, explains or function)


def of_network(
    name: str,
    label: str,
    function: Callable[[Network], Any],
    explains: Callable[..., object] | None = None,
    *,
    claims: Callable[[Network, str], tuple[str, ...]] = lambda network, _: all_claims(network),
) -> Measure:
    """One number for the whole network, or several with a note each.

    Behind a number are all claims, unless said otherwise of its note.
    """

    def compute(network: Network) -> Iterator[Finding]:
        told = function(network)
        for note, value in told.items() if isinstance(told, dict) else (("", told),):
            if value is not None:
                yield Finding(name, None, value, claims(network, note), note=note)

    return Measure(name, label, "network", compute, function, explains or function)


def _tidy(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)
