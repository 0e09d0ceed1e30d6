"""Brokerage: structural holes, and the roles of brokers between groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.sparse import adjacency, numbered_ties, triangles


def effective_size(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Number of non-redundant partners: partners who know each other count less.

    Formula: degree minus the mean number of ties that a partner has to the other partners.
    Source: Burt 1992, chapter 2, as simplified by Borgatti 1997, "Structural holes: unpacking
    Burt's redundancy measures", Connections 20, 35-38.
    """
    matrix = adjacency(graph)
    degrees = np.diff(matrix.indptr).astype(float)
    closed = np.zeros(len(degrees))
    for corners, _ in triangles(numbered_ties(matrix)):
        closed += np.bincount(corners.ravel(), minlength=len(degrees))
    size = degrees - np.divide(2 * closed, degrees, out=closed * 0, where=degrees > 0)
    return _of_tied(graph, degrees, size)


def efficiency(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Share of an organization's partners that are not redundant: 1 if none knows another.

    Formula: effective size over degree.
    Source: Burt 1992, chapter 2.
    """
    degrees = np.diff(adjacency(graph).indptr).tolist()
    sizes = effective_size(graph)
    return {n: sizes[n] / d for n, d in zip(graph, degrees, strict=True) if n in sizes}


def constraint(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Dependence on few partners who also depend on each other. Brokers have low values: their
    partners cannot bypass them.

    Formula: the sum over partners j of (p(i, j) + sum over q of p(i, q) p(q, j)) squared.
    Source: Burt 1992, formula 2.4.
    """
    ends, constraints, partners = _dyadic(graph)
    whole = np.bincount(ends, weights=constraints, minlength=len(partners))
    return _of_tied(graph, partners, whole)


def hierarchy(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Concentration of the constraint: 1 if one partner causes it all, 0 if all partners do
    equally.

    Formula: the sum over partners of r ln r / (N ln N), r the partner's share of the constraint
    over the mean share and N the number of partners; 1 for a single partner.
    Source: Burt 1992, formula 2.9 (the Coleman-Theil index of disorder).
    """
    ends, constraints, partners = _dyadic(graph)
    whole = np.bincount(ends, weights=constraints, minlength=len(partners))
    ratio = constraints * partners[ends] / whole[ends]
    disorder = np.bincount(ends, weights=ratio * np.log(ratio), minlength=len(partners))
    scale = np.where(partners > 1, partners * np.log(np.maximum(partners, 2)), 1)
    # Rounding makes -0.0 of what is equal everywhere.
    index = np.where(partners > 1, np.maximum(disorder / scale, 0), 1.0)
    return _of_tied(graph, partners, index)


def _dyadic(graph: nx.Graph[Any]) -> tuple[Any, Any, Any]:
    """Constraint by each partner: (p(i, j) + sum over q of p(i, q) p(q, j)) squared.

    For every tie from both sides: whom, and how much; then how many partners everybody has.
    """
    matrix = adjacency(graph)
    partners = np.diff(matrix.indptr)
    once = numbered_ties(matrix)
    starts = np.repeat(np.arange(len(partners)), np.diff(once.indptr))
    # With p(i, j) = 1 / partners of i, the sum is that of 1 / partners of q over what i has too.
    through = np.zeros(once.nnz)
    for corners, sides in triangles(once):
        through += np.bincount(
            sides.ravel(), weights=1 / partners[corners.ravel()], minlength=once.nnz
        )
    ends = np.concatenate((starts, once.indices))
    shares = (1 + np.concatenate((through, through))) / partners[ends]
    return ends, shares**2, partners


def _of_tied(graph: nx.Graph[Any], degrees: Any, values: Any) -> dict[Any, float]:
    """Values of the nodes that have a tie, by node."""
    found = zip(graph, degrees.tolist(), values.tolist(), strict=True)
    return {node: value for node, degree, value in found if degree}


Kind = tuple[str, str]  # relation, and "out" from subject to object, "in" the other way, or "both"


def profiles(network: nx.MultiDiGraph[str]) -> dict[str, Counter[Kind]]:
    """Number of partners by kind and direction of tie, for each organization.

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
    """Similarity of other organizations' kinds of ties to one's own: 1 the same mixture, 0 nothing
    in common.

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
