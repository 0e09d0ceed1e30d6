"""Graphs of every shape for hypothesis, and how two results are compared."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import networkx as nx
from hypothesis import strategies as some

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)


@some.composite
def any_graphs(draw: some.DrawFn) -> nx.Graph[Any]:
    """Up to twelve nodes: directed or not, with parallel edges, loops, pieces, or nothing."""
    size = draw(some.integers(0, 12))
    graph: nx.Graph[Any] = draw(some.sampled_from(KINDS))()
    names = [f"n{i}" for i in draw(some.permutations(range(size)))]
    graph.add_nodes_from(names)
    if names:
        ends = some.sampled_from(names)
        graph.add_edges_from(draw(some.lists(some.tuples(ends, ends), max_size=30)))
    return graph


@some.composite
def signed_graphs(draw: some.DrawFn) -> nx.Graph[Any]:
    """A graph with up to nine nodes whose ties are friendly, hostile or both."""
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(range(draw(some.integers(0, 9))))
    for a in graph:
        for b in range(a):
            sign = draw(some.sampled_from((None, None, 1, -1, 0)))
            if sign is not None:
                graph.add_edge(a, b, sign=sign)
    return graph


def simple(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """The graph as the measures read it: undirected, one edge a pair, no loops, no weights."""
    one: nx.Graph[Any] = nx.Graph()
    one.add_nodes_from(graph)
    one.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    return one


def equal(
    found: Mapping[Any, float], expected: Mapping[Any, float], tolerance: float = 1e-9
) -> bool:
    """Compare two results: the same nodes with the same numbers; a NaN must be left out."""
    wanted = {n: v for n, v in expected.items() if not isnan(v)}
    near = all(abs(found[n] - v) < tolerance for n, v in wanted.items() if n in found)
    return near and found.keys() == wanted.keys()
