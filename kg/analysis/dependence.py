"""What would vanish if this source, or this speaker, were wrong?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
from scipy.stats import kendalltau

from kg.findings import order, ranks

__all__ = ["BY", "Loss", "losses", "without"]

# Below every value: the place of an organization that the measure no longer sees.
GONE = float("-inf")
BY = ("source", "speaker")
Ranking = Callable[["nx.MultiDiGraph[str]"], Mapping[str, float]]


@dataclass(frozen=True)
class Loss:
    """What a ranking loses when all claims of one source or speaker are left out."""

    by: str  # "source" or "speaker"
    left_out: str  # IRI
    label: str
    claims: tuple[str, ...]  # those left out
    first: tuple[str, ...]  # who is first with them; several where they are equal
    first_without: tuple[str, ...]  # who is first without them; nobody where no tie is left
    moved: tuple[str, ...]  # the organizations whose place changes, highest first
    agreement: float | None  # of the two rankings; None where one of them has no order
    pairs_lost: int  # tied pairs that are no longer tied


def without(network: nx.MultiDiGraph[str], by: str, iri: str) -> nx.MultiDiGraph[str]:
    """The same organizations without the claims of one source or speaker."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data[by] != iri:
            found.add_edge(a, b, key=claim, **data)
    return found


def losses(network: nx.MultiDiGraph[str], measure: Ranking, by: str = "source") -> Iterator[Loss]:
    """For each source or speaker in turn, what the ranking becomes without its claims.

    Formula: the measure on the network without them; agreement is Kendall's tau-b of the values.
    Source: the jackknife of Tukey 1958, applied to networks as in Borgatti, Carley and Krackhardt
    2006, "On the robustness of centrality measures under conditions of imperfect data", Social
    Networks 28, 124-136.
    """
    whole = measure(network)
    places = ranks(whole)
    names = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    said: dict[str, list[tuple[str, str, str]]] = {}
    labels: dict[str, str] = {}
    for a, b, claim, data in network.edges(keys=True, data=True):
        said.setdefault(data[by], []).append((a, b, claim))
        labels[data[by]] = data["source_title" if by == "source" else "speaker_label"]
    tied = {frozenset(pair) for pair in network.edges()}
    for iri in sorted(said, key=lambda i: (-len(said[i]), labels[i])):
        rest = without(network, by, iri)
        values = {n: v for n, v in measure(rest).items() if n in whole}
        after = ranks({n: values.get(n, GONE) for n in whole})
        moved = [n for n in whole if after[n] != places[n]]
        yield Loss(
            by=by,
            left_out=iri,
            label=labels[iri],
            claims=tuple(sorted(claim for *_, claim in said[iri])),
            first=_first(whole),
            first_without=_first(values) if rest.number_of_edges() else (),
            moved=tuple(order({n: whole[n] for n in moved}, names)),
            agreement=_tau(whole, values),
            pairs_lost=len(tied) - len({frozenset(pair) for pair in rest.edges()}),
        )


def _first(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(n for n, place in ranks(values).items() if place == 1))


def _tau(one: Mapping[str, float], two: Mapping[str, float]) -> float | None:
    pairs = [(round(one[n], 9), round(two.get(n, GONE), 9)) for n in one]
    # Where all are equal there is no order to agree with.
    if any(len(set(column)) < 2 for column in zip(*pairs, strict=True)):
        return None
    return float(kendalltau(*zip(*pairs, strict=True)).statistic)
