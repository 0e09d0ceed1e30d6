"""Views of a network: undirected and weighted, directed, signed, of one family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import networkx as nx

__all__ = ["directed", "from_sources", "one_family", "signed", "ties"]


def ties(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The undirected view: one edge for each pair that any claim links, whatever the direction.

    `claims` are the claims behind the tie, `weight` is its independent support: the number of
    different combinations of source, relation and direction. A source that says the same thing
    three times supports it once; two sources that say it support it twice.
    """
    pairs: nx.Graph[str] = nx.Graph(**network.graph)
    pairs.add_nodes_from(network.nodes(data=True))
    support: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, claim, data in network.edges(keys=True, data=True):
        pair = (a, b) if a <= b else (b, a)
        first = pair[0] if data.get("symmetric") else a
        claims[pair].append(claim)
        support[pair].add((data["source"], data["relation"], first))
    for (a, b), found in claims.items():
        pairs.add_edge(a, b, claims=tuple(sorted(found)), weight=len(support[a, b]))
    return pairs


def directed(network: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """The directed view: an arc from subject to object, and back where the relation is symmetric.

    `weight` is the independent support of the arc: different combinations of source and relation.
    """
    arcs: nx.DiGraph[str] = nx.DiGraph(**network.graph)
    arcs.add_nodes_from(network.nodes(data=True))
    support: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, claim, data in network.edges(keys=True, data=True):
        for arc in ((a, b), (b, a)) if data.get("symmetric") else ((a, b),):
            claims[arc].append(claim)
            support[arc].add((data["source"], data["relation"]))
    for (a, b), found in claims.items():
        arcs.add_edge(a, b, claims=tuple(sorted(found)), weight=len(support[a, b]))
    return arcs


def one_family(network: nx.MultiDiGraph[str], family: str) -> nx.MultiDiGraph[str]:
    """The same organizations with the ties of one family only."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["family"] == family:
            found.add_edge(a, b, key=claim, **data)
    return found


def from_sources(network: nx.MultiDiGraph[str], sources: Collection[str]) -> nx.MultiDiGraph[str]:
    """The same entities with the claims of some sources only."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["source"] in sources:
            found.add_edge(a, b, key=claim, **data)
    return found


def signed(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The signed view: the pairs that cooperate (+1), compete (-1), or do both (0).

    Only relations whose family has a sign count; a parent and its unit are not thereby friends.
    `positive` and `negative` are the claims of either sign. A pair that does both has no sign of
    its own, so analyses of balance leave it out and say how many they left out.
    """
    pairs: nx.Graph[str] = nx.Graph(**network.graph)
    pairs.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["sign"]:
            if not pairs.has_edge(a, b):
                pairs.add_edge(a, b, positive=[], negative=[])
            pairs.edges[a, b]["positive" if data["sign"] > 0 else "negative"].append(claim)
    for _, _, data in pairs.edges(data=True):
        data["sign"] = bool(data["positive"]) - bool(data["negative"])
    return pairs
