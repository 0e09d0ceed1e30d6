"""What would vanish if this source, or this speaker, were wrong?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
from scipy.stats import kendalltau

from kg.findings import order, ranks

__all__ = ["BY", "Loss", "Support", "losses", "support", "without"]

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


@dataclass(frozen=True)
class Support:
    """What one source or speaker carries."""

    iri: str
    label: str
    claims: tuple[str, ...]
    pairs: int  # tied by nobody else


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
    rest = without(network, by, "")
    where = {claim: (a, b, claim) for a, b, claim in network.edges(keys=True)}
    for alone in support(network, by):
        said = [where[claim] for claim in alone.claims]
        taken = [(a, b, key, rest.edges[a, b, key]) for a, b, key in said]
        rest.remove_edges_from(said)
        values = {n: v for n, v in measure(rest).items() if n in whole}
        after = ranks({n: values.get(n, GONE) for n in whole})
        yield Loss(
            by=by,
            left_out=alone.iri,
            label=alone.label,
            claims=alone.claims,
            first=_first(whole),
            first_without=_first(values) if rest.number_of_edges() else (),
            moved=tuple(order({n: whole[n] for n in whole if after[n] != places[n]}, names)),
            agreement=_tau(whole, values),
            pairs_lost=alone.pairs,
        )
        for a, b, key, data in taken:
            rest.add_edge(a, b, key=key, **data)


def support(network: nx.MultiDiGraph[str], by: str = "source") -> list[Support]:
    """What each source or speaker says, and how many pairs are tied by it alone; most said first.

    Formula: pairs all of whose claims have the same source or speaker.
    Source: leave one out; see `losses`.
    """
    claims: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    voices: dict[frozenset[str], set[str]] = {}
    for a, b, claim, data in network.edges(keys=True, data=True):
        claims.setdefault(data[by], []).append(claim)
        labels[data[by]] = data["source_title" if by == "source" else "speaker_label"]
        voices.setdefault(frozenset((a, b)), set()).add(data[by])
    alone = Counter(next(iter(by_whom)) for by_whom in voices.values() if len(by_whom) == 1)
    found = [Support(i, labels[i], tuple(sorted(said)), alone[i]) for i, said in claims.items()]
    return sorted(found, key=lambda s: (-len(s.claims), s.label, s.iri))


def _first(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(n for n, place in ranks(values).items() if place == 1))


def _tau(one: Mapping[str, float], two: Mapping[str, float]) -> float | None:
    pairs = [(round(one[n], 9), round(two.get(n, GONE), 9)) for n in one]
    # Where all are equal there is no order to agree with.
    if any(len(set(column)) < 2 for column in zip(*pairs, strict=True)):
        return None
    return float(kendalltau(*zip(*pairs, strict=True)).statistic)
