"""What the questions answer with, as numbers for organizations, pairs and the whole network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.analysis import balance as balancing
from kg.analysis import centrality, cohesion, coopetition, cuts, roles
from kg.analysis.communities import communities
from kg.analysis.dependence import support
from kg.analysis.measure import Pairs
from kg.analysis.portfolio import Portfolio, portfolio
from kg.engines import kept
from kg.findings import Finding, claims_between, claims_of
from kg.terms import vocabulary
from kg.views import signed

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]
    Shared = Callable[[Network], Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]]

__all__ = [
    "balanced_share", "both", "bridges", "centralization", "common", "community", "dependence",
    "frustration", "in_the_way", "of_communities", "of_portfolio", "of_triads",
    "partners_of_rivals", "positions",
    "sampling", "triads",
]  # fmt: skip


def of_portfolio(
    value: Callable[[Portfolio], float | None],
) -> Callable[[Network], dict[str, float]]:
    """A number of each organization's portfolio; left out where it is undefined."""

    def values(network: Network) -> dict[str, float]:
        held = {node: value(portfolio(network, node)) for node in network}
        return {node: number for node, number in held.items() if number is not None}

    return values


def bridges(network: Network) -> Pairs:
    """Bridges with how many they would cut off."""
    found = cuts.bridges(network)
    return {(a, b): (n, claims_between(network, a, b)) for (a, b), n in found.items()}


def both(network: Network) -> Pairs:
    """Pairs that cooperate and compete, with how many claims say so."""
    found = coopetition.coopetition(network)
    return {pair: (len(plus) + len(minus), plus + minus) for pair, (plus, minus) in found.items()}


def common(function: Shared) -> Callable[[Network], Pairs]:
    """Pairs with how many others they have in common."""

    def pairs(network: Network) -> Pairs:
        found = function(network)
        return {
            pair: (len(by), tuple(sorted({c for claims in by.values() for c in claims})))
            for pair, by in found.items()
        }

    return pairs


def partners_of_rivals(network: Network) -> dict[str, float]:
    """How many of an organization's partners also cooperate with a rival of it.

    Formula: different partners that have a claim of cooperation with somebody with whom the
    organization has a claim of competition.
    Source: Sytch and Tatarynowicz 2014, Academy of Management Journal 57, 585-613.
    """
    found = coopetition.partners_of_rivals(network)
    return {node: float(len({partner for partner, _ in by})) for node, by in found.items()}


def sampling(name: str) -> Callable[[Network], str]:
    """What an estimate must say of itself; nothing where every path was counted."""

    def note(network: Network) -> str:
        if not centrality.is_sampled(network):
            return ""
        error = getattr(centrality, f"sampled_{name}")(network)[1]
        points = centrality.BATCHES * centrality.PIVOTS
        return f"sampled: {points} starting points, standard error at most {error:.2g}"

    return note


def dependence(by: str) -> Callable[[Network], Iterator[Finding]]:
    """How many tied pairs are known from one source or speaker alone, most first."""

    def compute(network: Network) -> Iterator[Finding]:
        found = sorted(support(network, by), key=lambda one: (-one.pairs, one.label, one.iri))
        for one in found:
            yield Finding(f"{by}-dependence", one.iri, one.pairs, one.claims, note=one.label)

    return compute


def positions(network: Network) -> Iterator[Finding]:
    """The position of each organization in words, same positions together."""
    for node, kinds in sorted(roles.positions(network).items(), key=lambda i: (i[1], i[0])):
        told = "; ".join(_in_words(relation, way) for relation, way in kinds)
        yield Finding("position", node, told, claims_of(network, node))


def _in_words(relation: str, way: str) -> str:
    """A kind of tie from one organization's side: what it does, or what is done to it."""
    known = vocabulary().relations.get(relation)
    label = known.label if known else relation
    return f"somebody {label} it" if way == "in" else label


def triads(network: Network) -> dict[str, int]:
    """How many signed triads of which kind."""
    return balancing.triads(signed(network))


def balanced_share(network: Network) -> float | None:
    """The share of balanced triads."""
    return balancing.balance(signed(network))


def of_triads(network: Network, kind: str) -> tuple[str, ...]:
    """The claims of the signed ties that lie in triads of a kind, or in any."""
    return _claims_at(network, balancing.triad_ties(signed(network), kind))


def in_the_way(network: Network, _: str) -> tuple[str, ...]:
    """The claims of the ties that would have to change for two camps to remain.

    Where none has to, those of all signed ties, which show as much.
    """
    return _claims_at(network, _frustrated(network).ties or signed(network).edges())


def _claims_at(network: Network, ties: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = signed(network)
    behind = (pairs.edges[tie] for tie in ties)
    return tuple(sorted(c for data in behind for c in (*data["positive"], *data["negative"])))


def _frustrated(network: Network) -> balancing.Frustration:
    return kept(network, "frustration", lambda _: balancing.frustration(signed(network)))


def frustration(network: Network) -> dict[str, int]:
    """The line index of balance, and whether it is certain."""
    found = _frustrated(network)
    if found.exact:
        return {"": found.at_most}
    return {f"not finished: between {found.at_least} and {found.at_most}": found.at_most}


def community(network: Network) -> dict[str, float]:
    """The number of each organization's community."""
    return {node: float(number) for node, number in communities(network).of.items()}


def of_communities(which: str) -> Callable[[Network], float]:
    """A number of the division into communities as a whole."""
    return lambda network: float(getattr(communities(network), which))


def centralization(which: str) -> Callable[[Network], dict[str, float]]:
    """How much a centrality gathers at one organization; by the note that an estimate needs."""
    values, gathered = getattr(centrality, which), getattr(cohesion, f"{which}_centralization")
    estimated = which in {"closeness", "betweenness"}

    def value(network: Network) -> dict[str, float]:
        note = sampling(which)(network) if estimated else ""
        return {f"from values {note}" if note else "": float(gathered(values(network)))}

    return value
