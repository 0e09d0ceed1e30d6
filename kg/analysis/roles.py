"""Who occupies the same position? Profiles over the kinds of ties and their direction."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt

import networkx as nx

__all__ = ["positions", "profiles", "similar"]

Kind = tuple[str, str]  # relation, and "out" from subject to object, "in" the other way, or "both"


def profiles(network: nx.MultiDiGraph[str]) -> dict[str, Counter[Kind]]:
    """With how many others each organization has which kind of tie in which direction.

    Formula: different others for each relation and direction; symmetric relations have none.
    Source: the role sets of Winship and Mandel 1983, "Roles and positions", Sociological
    Methodology 14, 314-344, cut to ties of one step.
    """
    others: dict[str, dict[Kind, set[str]]] = {node: defaultdict(set) for node in network}
    for a, b, data in network.edges(data=True):
        both = data["symmetric"]
        others[a][data["relation"], "both" if both else "out"].add(b)
        others[b][data["relation"], "both" if both else "in"].add(a)
    return {n: Counter({k: len(o) for k, o in kinds.items()}) for n, kinds in others.items()}


def positions(network: nx.MultiDiGraph[str]) -> dict[str, tuple[Kind, ...]]:
    """The kinds of ties that an organization has; who has the same kinds holds the same position.

    Numbers and partners do not matter here: a supplier of three is in the position of a supplier
    of thirty. Organizations without a tie are left out.

    Formula: the set of pairs of a relation and a direction in which it occurs.
    Source: Winship and Mandel 1983, Sociological Methodology 14, 314-344.
    """
    return {node: tuple(sorted(kinds)) for node, kinds in profiles(network).items() if kinds}


def similar(network: nx.MultiDiGraph[str], entity: str) -> dict[str, float]:
    """How alike the other organizations' profiles are to one's own: 1 the same mixture, 0 no kind
    of tie in common.

    Formula: the cosine of the two profiles.
    Source: Salton and McGill 1983, Introduction to Modern Information Retrieval.
    """
    held = profiles(network)
    own = held[entity]
    return {n: _cosine(own, kinds) for n, kinds in held.items() if n != entity and kinds and own}


def _cosine(one: Counter[Kind], two: Counter[Kind]) -> float:
    product = sum(count * two[kind] for kind, count in one.items())
    lengths = [sqrt(sum(c * c for c in p.values())) for p in (one, two)]
    return product / (lengths[0] * lengths[1])
