"""A graph as arrays: the same ties, read once, in the graph's order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from kg.analysis import sparse
from kg.analysis.centrality import sampled_betweenness
from kg.analysis.communities import communities
from kg.analysis.sparse import (
    adjacency,
    arcs,
    by_node,
    by_size,
    converted,
    engine,
    numbered_ties,
    triangles,
)
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
def test_many_neighbours_are_looked_up_in_another_way_with_the_same_result(graph: nx.Graph[Any]):
    # Of these names, every other is equal to the first of its kind without being the same object.
    copied = type(graph)()
    copied.add_edges_from((str(a), "".join(list(b))) for a, b in graph.edges())
    for one in (graph, copied):
        plain = arcs(one)
        one.__networkx_cache__.clear()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sparse, "MANY", -1)
            assert (arcs(one) != plain).nnz == 0


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_the_engine_gets_the_same_graph(graph: nx.Graph[Any]):
    built, one = engine(graph), simple(graph)
    assert (built.numberOfNodes(), built.numberOfEdges()) == (len(one), one.number_of_edges())
    assert not built.isDirected()


@settings(deadline=None, max_examples=80)
@given(any_graphs())
def test_triangles_and_the_ties_opposite_to_their_corners_are_those_of_networkx(
    graph: nx.Graph[Any],
):
    one, nodes = simple(graph), list(graph)
    once = numbered_ties(adjacency(graph))
    rows, columns = once.nonzero()
    pairs = [frozenset((nodes[r], nodes[c])) for r, c in zip(rows, columns, strict=True)]
    assert sorted(map(sorted, pairs)) == sorted(sorted(edge) for edge in one.edges())
    found = dict.fromkeys(one, 0)
    for corners, sides in triangles(once):
        for three, opposite in zip(corners.T, sides.T, strict=True):
            names = {nodes[i] for i in three}
            for node, side in zip(three, opposite, strict=True):
                found[nodes[node]] += 1
                assert pairs[side] == names - {nodes[node]}
    assert found == nx.triangles(one)


def test_a_search_for_triangles_in_many_blocks_finds_the_same(monkeypatch: pytest.MonkeyPatch):
    graph = nx.barabasi_albert_graph(200, 4, seed=1)
    monkeypatch.setattr(sparse, "BLOCK", 7)
    blocks = list(triangles(numbered_ties(adjacency(graph))))
    assert len(blocks) > 100
    expected = round(nx.transitivity(graph) * sum(d * (d - 1) for _, d in graph.degree()) / 6)
    assert sum(corners.shape[1] for corners, _ in blocks) == expected


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_a_graph_is_converted_once_and_anew_when_it_changes(kind: type[nx.Graph[Any]]):
    graph = kind([("a", "b"), ("b", "c"), ("c", "a")])
    assert not converted(graph)
    first = adjacency(graph)
    assert converted(graph)
    assert adjacency(graph) is first
    assert engine(graph) is engine(graph)
    for change, left in (
        (lambda: graph.remove_edge("a", "b"), 2),
        (lambda: graph.add_edge("a", "b"), 3),
        (lambda: graph.remove_edges_from([("a", "b"), ("b", "c")]), 1),
        (lambda: graph.add_edges_from([("a", "b")]), 2),
        (lambda: graph.remove_node("c"), 1),
        (lambda: graph.add_node("d"), 1),
    ):
        change()
        assert not converted(graph)
        assert adjacency(graph).nnz == 2 * left
        assert engine(graph).numberOfEdges() == left
    assert adjacency(graph).shape == (3, 3)
    assert first.nnz == 6


def test_a_view_is_converted_each_time_because_it_changes_with_its_graph():
    graph = nx.path_graph(["left", "middle", "right"])
    view = graph.subgraph(["left", "middle"])
    assert adjacency(view).nnz == 2
    graph.remove_edge("left", "middle")
    assert adjacency(view).nnz == 0
    assert not converted(view)


def test_values_return_to_their_nodes():
    assert by_node(nx.path_graph(["left", "middle"]), np.array([1.0, 2.0])) == {
        "left": 1.0,
        "middle": 2.0,
    }


def test_groups_are_numbered_by_size_and_then_by_their_first_member():
    assert by_size(np.array([7, 3, 3, 9, 9, 1])).tolist() == [3, 1, 1, 2, 2, 4]


def test_random_searches_beside_each_other_find_what_each_finds_alone():
    graph = nx.gnm_random_graph(200, 700, seed=1)

    def found(_: int) -> tuple[float, float, float]:
        own = graph.copy()
        held = communities(own, seeds=5)
        return held.modularity, held.stability, sampled_betweenness(own)[1]

    alone = found(0)
    with ThreadPoolExecutor(4) as workers:
        assert set(workers.map(found, range(8))) == {alone}
