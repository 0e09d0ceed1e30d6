"""A graph as arrays: the same ties, read once, in the graph's order."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, settings

from kg.engines import adjacency, arcs, by_node, common_neighbours, engine
from tests.analysis.graphs import any_graphs, simple


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_the_matrices_hold_each_tie_once_and_no_loop(graph: nx.Graph[Any]):
    nodes = list(graph)
    plain: nx.DiGraph[Any] = nx.DiGraph(graph)
    wanted = {(a, b) for a, b in plain.edges() if a != b}
    rows, columns = arcs(graph).nonzero()
    assert {(nodes[r], nodes[c]) for r, c in zip(rows, columns, strict=True)} == wanted
    matrix = adjacency(graph)
    assert set(matrix.data) <= {1.0}
    assert matrix.nnz == 2 * simple(graph).number_of_edges()
    assert (matrix != matrix.T).nnz == 0


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_the_engine_gets_the_same_graph(graph: nx.Graph[Any]):
    built, one = engine(adjacency(graph)), simple(graph)
    assert (built.numberOfNodes(), built.numberOfEdges()) == (len(one), one.number_of_edges())
    assert not built.isDirected()


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_common_neighbours_are_those_of_networkx(graph: nx.Graph[Any]):
    one, nodes = simple(graph), list(graph)
    found = common_neighbours(adjacency(graph)).tocoo()
    counts = {
        (nodes[r], nodes[c]): value
        for r, c, value in zip(found.row, found.col, found.data, strict=True)
        if value
    }
    wanted = {
        (a, b): len(set(one[a]) & set(one[b])) for x, y in one.edges() for a, b in ((x, y), (y, x))
    }
    assert counts == {pair: number for pair, number in wanted.items() if number}


def test_values_return_to_their_nodes():
    assert by_node(nx.path_graph(["left", "middle"]), np.array([1.0, 2.0])) == {
        "left": 1.0,
        "middle": 2.0,
    }
