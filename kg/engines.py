"""A networkx graph as the arrays that the fast engines read: scipy.sparse and networkit.

Every conversion reads the graph as the measures do: neighbours once, however many edges lead to
them, and nobody is their own neighbour. The nodes keep the graph's order, so that row i of every
array belongs to the i-th node. Nothing here is ever a dense n by n matrix.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from itertools import chain
from typing import Any, TypeVar

import networkit as nk
import networkx as nx
import numpy as np
import scipy.sparse as sp

__all__ = ["Matrix", "adjacency", "arcs", "by_node", "common_neighbours", "engine"]

Node = TypeVar("Node", bound=Hashable)
Matrix = Any  # scipy.sparse.csr_array of floats: its stubs tell shapes and kinds apart too finely

# Below this many steps from tie to tie a second thread costs more than it brings.
SEVERAL_THREADS = 10_000
# How many numbers a block of a product of sparse matrices may hold on the way.
BLOCK = 20_000_000


def arcs(graph: nx.Graph[Any]) -> Matrix:
    """The directed ties as a matrix of ones, row to column; of an undirected graph, both ways."""
    index = {node: i for i, node in enumerate(graph)}
    counts = np.fromiter((len(n) for _, n in graph.adjacency()), dtype=np.int64, count=len(index))
    starts = np.concatenate(([0], np.cumsum(counts)))
    flat = chain.from_iterable(neighbours for _, neighbours in graph.adjacency())
    columns = np.fromiter(map(index.__getitem__, flat), dtype=np.int64, count=int(starts[-1]))
    shape = (len(index), len(index))
    matrix = sp.csr_array((np.ones(len(columns)), columns, starts), shape=shape)
    rows = np.repeat(np.arange(len(index)), counts)
    if (loops := rows == columns).any():
        keep = ~loops
        matrix = sp.csr_array((np.ones(int(keep.sum())), (rows[keep], columns[keep])), shape=shape)
    matrix.sort_indices()
    return matrix


def adjacency(graph: nx.Graph[Any]) -> Matrix:
    """Who is tied to whom, in either direction: a symmetric matrix of ones."""
    matrix = arcs(graph)
    if graph.is_directed():
        matrix = (matrix + matrix.T).tocsr()
        matrix.data[:] = 1.0
        matrix.sort_indices()
    return matrix


def engine(matrix: Matrix, rounds: int = 1) -> Any:
    """The networkit graph of a symmetric matrix; sets the threads that the work deserves.

    `rounds` is how often the ties are walked: once, or once from every node.

    Give it a name until the result is read: networkit's algorithms do not keep their graph alive.
    """
    upper = sp.triu(matrix, format="coo")
    nk.setNumberOfThreads(1 if upper.nnz * rounds < SEVERAL_THREADS else os.cpu_count() or 1)
    pairs = (upper.row.astype(np.uint64), upper.col.astype(np.uint64))
    if upper.nnz:
        return nk.GraphFromCoo(pairs, n=matrix.shape[0])
    return nk.Graph(matrix.shape[0])


def by_node(graph: nx.Graph[Node], values: Iterable[float]) -> dict[Node, float]:
    """The values of an array in the graph's order, by node."""
    return dict(zip(graph, np.asarray(values).tolist(), strict=True))


def common_neighbours(matrix: Matrix, weights: Matrix | None = None) -> Matrix:
    """For each tie, the sum over shared neighbours q of weight(i, q) times weight(q, j).

    Without weights that is how many neighbours the two ends share. The product is taken in blocks
    of rows and only where there is a tie, so that hubs do not fill the memory.
    """
    paths = matrix if weights is None else weights
    degrees = np.diff(paths.indptr)
    # Row i of the product holds at most the degrees of i's neighbours.
    held = np.bincount(
        np.repeat(np.arange(len(degrees)), degrees),
        weights=degrees[paths.indices],
        minlength=len(degrees),
    )
    work = np.concatenate(([0], np.cumsum(held)))
    blocks = []
    start = 0
    while start < matrix.shape[0]:
        end = int(np.searchsorted(work, work[start] + BLOCK, side="right")) - 1
        end = min(max(end, start + 1), matrix.shape[0])
        blocks.append((paths[start:end] @ paths).multiply(matrix[start:end]).tocsr())
        start = end
    return sp.vstack(blocks, format="csr") if blocks else matrix.copy()
