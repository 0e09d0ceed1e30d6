"""How tightly knit is the whole? Parts, cores, density, and how much hangs on the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkit as nk
import networkx as nx
import numpy as np
from scipy.sparse.csgraph import connected_components

from kg.engines import adjacency, by_node, by_size, converted, engine, ties, triangles

__all__ = ["betweenness_centralization", "closeness_centralization", "component_sizes"]
__all__ += ["components", "core", "degree_centralization", "density", "transitivity"]


def core(graph: nx.Graph[Any]) -> dict[Any, float]:
    """How deep inside an organization sits: the largest k such that it belongs to a group in which
    everybody is tied to at least k others of the group.

    Formula: the k of the k-core that holds the organization and no deeper one does.
    Source: Seidman 1983, "Network structure and minimum degree", Social Networks 5, 269-287.
    """
    if not graph.number_of_nodes():
        return {}
    built = engine(graph)
    return by_node(graph, nk.centrality.CoreDecomposition(built).run().scores())


def components(graph: nx.Graph[Any]) -> dict[Any, int]:
    """Which part an organization belongs to: there is a way between two exactly if they share one.

    Formula: connected components, numbered by size, largest first.
    Source: Harary, Norman and Cartwright 1965, Structural Models.
    """
    if not converted(graph) and not graph.is_directed():
        return _walked(graph)
    _, of = connected_components(adjacency(graph), directed=False)
    return dict(zip(graph, by_size(of).tolist(), strict=True))


def _walked(graph: nx.Graph[Any]) -> dict[Any, int]:
    """The parts by walking from node to node: quicker than to convert a graph for this alone."""
    neighbours = dict(graph.adjacency())
    part: dict[Any, int] = {}
    sizes: list[int] = []
    for node in neighbours:
        if node not in part:
            before, number = len(part), len(sizes) + 1
            part[node] = number
            reached = [node]
            for one in reached:  # grows while it is read
                if len(part) == len(neighbours):
                    break
                for other in neighbours[one]:
                    if other not in part:
                        part[other] = number
                        reached.append(other)
            sizes.append(len(part) - before)
    ranked = sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True)
    if ranked == list(range(len(sizes))):
        return part
    place = {number + 1: place for place, number in enumerate(ranked, start=1)}
    return {node: place[number] for node, number in part.items()}


def component_sizes(graph: nx.Graph[Any]) -> list[int]:
    """How many organizations each part has, largest first."""
    counts = np.bincount(list(components(graph).values()), minlength=1)[1:]
    return [int(count) for count in counts]


def density(graph: nx.Graph[Any]) -> float:
    """Which share of all possible pairs is tied: 0 nobody, 1 everybody with everybody.

    Formula: tied pairs over n(n - 1) / 2.
    Source: Wasserman and Faust 1994, Social Network Analysis, formula 4.2.
    """
    nodes = graph.number_of_nodes()
    return adjacency(graph).nnz / (nodes * (nodes - 1)) if nodes > 1 else 0.0


def transitivity(graph: nx.Graph[Any]) -> float:
    """How often two partners of the same organization are tied to each other.

    Formula: three times the triangles over the pairs of ties that share an organization.
    Source: Newman, Watts and Strogatz 2002, "Random graph models of social networks", PNAS 99,
    2566-2572.
    """
    matrix = adjacency(graph)
    degrees = np.diff(matrix.indptr).astype(float)
    pairs = (degrees * (degrees - 1)).sum() / 2
    found = sum(corners.shape[1] for corners, _ in triangles(ties(matrix)))
    return float(3 * found / pairs) if pairs else 0.0


def degree_centralization(degrees: Mapping[Any, float]) -> float:
    """How much the ties gather at one organization: 1 is a star, 0 everybody has as many.

    Formula: the sum of (highest degree - degree) over its largest possible sum, (n - 1)(n - 2).
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(degrees)
    return _shortfall(degrees) / ((nodes - 1) * (nodes - 2)) if nodes > 2 else 0.0


def closeness_centralization(closeness: Mapping[Any, float]) -> float:
    """How much nearer to everybody the first is than the others: 1 is a star.

    Formula: the sum of (highest closeness - closeness) over its largest possible sum,
    (n - 1)(n - 2) / (2n - 3).
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(closeness)
    largest = (nodes - 1) * (nodes - 2) / (2 * nodes - 3)
    return _shortfall(closeness) / largest if nodes > 2 else 0.0


def betweenness_centralization(betweenness: Mapping[Any, float]) -> float:
    """How much of the passage goes through one organization: 1 is a star.

    Formula: the sum of (highest betweenness - betweenness) over its largest possible sum, n - 1.
    Source: Freeman 1978, Social Networks 1, 215-239.
    """
    nodes = len(betweenness)
    return _shortfall(betweenness) / (nodes - 1) if nodes > 2 else 0.0


def _shortfall(values: Mapping[Any, float]) -> float:
    highest = max(values.values())
    return sum(highest - value for value in values.values())
