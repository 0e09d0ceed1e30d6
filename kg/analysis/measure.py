"""What a measure is, and how a function over a network becomes one with its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from kg.findings import Finding, Value, claims_in, claims_of, order

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

__all__ = ["Measure", "Pairs", "of_network", "of_organizations", "of_pairs"]

Pairs = Mapping[tuple[str, str], tuple[Value, tuple[str, ...]]]


@dataclass(frozen=True)
class Measure:
    """A measure: what it is called, what it is about, and how it is computed."""

    name: str
    label: str
    about: str  # "organization", "pair", "network" or "source"
    compute: Callable[[Network], Iterator[Finding]]
    explains: Callable[..., object]  # whose documentation has meaning, formula and source
    values: Callable[[Network], Mapping[str, float]] | None = None  # for what can be ranked
    lowest_first: bool = False

    @property
    def meaning(self) -> str:
        """What the number means, for somebody who has no course in statistics."""
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
        ordered = order({n: -v if lowest_first else v for n, v in values.items()}, names)
        for node in ordered:
            yield Finding(name, node, _tidy(values[node]), claims(network, node), note=told)

    explained = explains or function
    values = function if ranked else None
    return Measure(name, label, "organization", compute, explained, values, lowest_first)


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

    return Measure(name, label, "pair", compute, explains or function)


def of_network(
    name: str,
    label: str,
    function: Callable[[Network], Any],
    explains: Callable[..., object] | None = None,
    *,
    claims: Callable[[Network, str], tuple[str, ...]] = lambda network, _: claims_in(network),
) -> Measure:
    """One number for the whole network, or several with a note each.

    Behind a number are all claims, unless said otherwise of its note.
    """

    def compute(network: Network) -> Iterator[Finding]:
        told = function(network)
        for note, value in told.items() if isinstance(told, dict) else (("", told),):
            if value is not None:
                yield Finding(name, None, value, claims(network, note), note=note)

    return Measure(name, label, "network", compute, explains or function)


def _tidy(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)
