"""A networkx graph as the arrays that the fast engines read: scipy.sparse and networkit.

Every conversion reads the graph as the measures do: neighbours once, however many edges lead to
them, and nobody is their own neighbour. The nodes keep the graph's order, so that row i of every
array belongs to the i-th node. Each conversion is made once for a graph and kept with it until the
graph changes. Nothing here is ever a dense n by n matrix.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import networkx as nx
import numpy as np

from kg.errors import BadInput
from kg.resources import Library

# The parts of pages that measure nothing need neither, and both take seconds and memory to load.
nk: Any = Library("networkit")
sp: Any = Library("scipy.sparse")
pd: Any = Library("pandas")

Node = TypeVar("Node", bound=Hashable)
Value = TypeVar("Value")
Matrix = Any  # scipy.sparse.csr_array of floats: its stubs tell shapes and kinds apart too finely
Array = Any  # a numpy array

# The random numbers and the number of threads of networkit belong to the whole process: who sets
# them holds this as long as the result depends on them.
SETTINGS = threading.Lock()
# Below this many steps from tie to tie a second thread costs more than it brings.
SEVERAL_THREADS = 10_000_000
# How many pairs of ties are looked at together in the search for triangles.
BLOCK = 4_000_000
# From so many neighbours on, nodes are looked up by where they are rather than by their names.
MANY = 1_000_000


def kept(graph: nx.Graph[Any], name: str, made: Callable[[nx.Graph[Any]], Value]) -> Value:
    """Cache the result for a graph; networkx clears it when a node or an edge changes."""
    cache = _cache(graph)
    if name not in cache:
        cache[name] = made(graph)
    found: Value = cache[name]
    return found


def arcs(graph: nx.Graph[Any]) -> Matrix:
    """The directed ties as a matrix of ones, row to column; of an undirected graph, both ways."""
    return kept(graph, "arcs", _arcs)


def adjacency(graph: nx.Graph[Any]) -> Matrix:
    """The symmetric adjacency matrix of ones, regardless of direction."""
    return kept(graph, "adjacency", _adjacency) if graph.is_directed() else arcs(graph)


def engine(graph: nx.Graph[Any], rounds: int = 1) -> Any:
    """The networkit graph of who is tied to whom; sets the threads that the work deserves.

    `rounds` is how often the ties are walked: once, or once from every node.
    """
    built = kept(graph, "engine", lambda one: engine_of(adjacency(one)))
    several = built.numberOfEdges() * rounds > SEVERAL_THREADS
    with SETTINGS:
        nk.setNumberOfThreads(os.cpu_count() or 1 if several else 1)
    return built


def engine_of(matrix: Matrix) -> Any:
    """The networkit graph of a symmetric matrix.

    Give it a name until the result is read: networkit's algorithms do not keep their graph alive.
    """
    with SETTINGS:
        nk.setNumberOfThreads(1)
        if matrix.nnz:
            return nk.GraphFromCsr(sp.triu(matrix, format="csr"), directed=False)
        return nk.Graph(matrix.shape[0])


def converted(graph: nx.Graph[Any]) -> bool:
    """Check if the matrix of this graph is cached, so that using it is cheap."""
    return ("adjacency" if graph.is_directed() else "arcs") in _cache(graph)


def by_node(graph: nx.Graph[Node], values: Iterable[float]) -> dict[Node, float]:
    """The values of an array in the graph's order, by node."""
    return dict(zip(graph, np.asarray(values).tolist(), strict=True))


def by_size(groups: Array) -> Array:
    """The groups of an array numbered anew: 1 the largest; of equal ones the first to occur."""
    _, first, group, sizes = np.unique(
        groups, return_index=True, return_inverse=True, return_counts=True
    )
    numbers = np.empty(len(sizes), dtype=np.int64)
    numbers[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    return numbers[group]


def numbered_ties(matrix: Matrix) -> Matrix:
    """Each tie once, from the end with fewer ties to the one with more, with its number as the
    value.

    So nobody, not even a hub, has many ties that leave, which keeps the search for triangles short.
    Tie number one stands first: a 0 in the matrix is not a tie.
    """
    degrees = np.diff(matrix.indptr)
    place = np.empty(len(degrees), dtype=np.int64)
    place[np.argsort(degrees, kind="stable")] = np.arange(len(degrees))
    rows = np.repeat(np.arange(len(degrees)), degrees)
    upwards = place[rows] < place[matrix.indices]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows[upwards], minlength=len(degrees)))))
    columns = matrix.indices[upwards]
    numbers = np.arange(1, len(columns) + 1)
    return sp.csr_array((numbers, columns, starts), shape=matrix.shape)


def triangles(one_way: Matrix) -> Iterator[tuple[Array, Array]]:
    """The triangles among ties that each stand once, as `ties` gives them, in blocks.

    A block has two arrays of three rows: the corners, and the ties opposite to them, counted from
    0 in the order of the matrix.
    """
    leaving = np.diff(one_way.indptr)
    starts = np.repeat(np.arange(len(leaving)), leaving)
    pairs = np.concatenate(([0], np.cumsum(leaving[one_way.indices])))
    begin = 0
    while begin < len(starts):
        end = int(np.searchsorted(pairs, pairs[begin] + BLOCK, side="right")) - 1
        end = max(end, begin + 1)
        size = pairs[begin + 1 : end + 1] - pairs[begin:end]
        first = np.repeat(np.arange(begin, end), size)
        step = np.arange(len(first)) - np.repeat(pairs[begin:end] - pairs[begin], size)
        second = one_way.indptr[one_way.indices[first]] + step
        last = one_way.indices[second]
        # Of no place at all scipy makes a matrix rather than an array.
        third = one_way[starts[first], last] if len(first) else first
        found = third > 0
        a, b, c = starts[first[found]], one_way.indices[first[found]], last[found]
        yield (
            np.stack((a, b, c)),
            np.stack((second[found], third[found] - 1, first[found])),
        )
        begin = end


def _arcs(graph: nx.Graph[Any]) -> Matrix:
    index = {node: i for i, node in enumerate(graph)}
    counts = np.fromiter((len(n) for _, n in graph.adjacency()), dtype=np.int64, count=len(index))
    starts = np.concatenate(([0], np.cumsum(counts)))
    columns = _columns(graph, index, int(starts[-1]))
    shape = (len(index), len(index))
    matrix = sp.csr_array((np.ones(len(columns)), columns, starts), shape=shape)
    rows = np.repeat(np.arange(len(index)), counts)
    if (loops := rows == columns).any():
        keep = ~loops
        matrix = sp.csr_array((np.ones(int(keep.sum())), (rows[keep], columns[keep])), shape=shape)
    matrix.sort_indices()
    return matrix


def _columns(graph: nx.Graph[Any], index: dict[Any, int], count: int) -> Array:
    """The numbers of all neighbours, one node's after the other's."""
    if count > MANY:
        # Looking up addresses misses the processor's memory less often than looking up names.
        addresses = pd.Index(np.fromiter(map(id, index), dtype=np.int64, count=len(index)))
        wanted = np.fromiter(map(id, _flat(graph)), dtype=np.int64, count=count)
        found = addresses.get_indexer(pd.Index(wanted))
        # A neighbour that is equal to its node without being the same object is not found so.
        if (found >= 0).all():
            return found
    return np.fromiter(map(index.__getitem__, _flat(graph)), dtype=np.int64, count=count)


def _flat(graph: nx.Graph[Any]) -> Iterator[Any]:
    return chain.from_iterable(neighbours for _, neighbours in graph.adjacency())


def _adjacency(graph: nx.Graph[Any]) -> Matrix:
    one_way = arcs(graph)
    matrix = (one_way + one_way.T).tocsr()
    matrix.data[:] = 1.0
    matrix.sort_indices()
    return matrix


def _cache(graph: nx.Graph[Any]) -> dict[str, Any]:
    """Our entry in networkx's conversion cache; None for a view, which changes with its graph."""
    if hasattr(graph, "_graph"):
        return {}
    found: dict[str, Any] = getattr(graph, "__networkx_cache__", {}).setdefault(__name__, {})
    return found


# On a Spark cluster, in plain DataFrame operations: for networks past memory.
DAMPING = 0.85
CLOSE = 1e-9  # change of all PageRanks together at which the rounds end
MOST_ROUNDS = 200
ENDS = 2  # columns of a tie


@dataclass(frozen=True)
class _Ties:
    """The ends of all ties as `node`, the arcs, and the ties in both directions, as `a` and `b`."""

    nodes: Any
    arcs: Any
    both: Any


def cluster_measures(
    master: str, ties: str, measures: Sequence[str] = ()
) -> Iterator[tuple[str, str, float]]:
    """Measure, node and value, the highest first, as the Spark cluster at `master` computes them.

    `ties` is a Parquet file of arcs, its first two columns the ends; a tie to oneself only says
    that there is such a node, and repetition does not count. `degree`, `components` (each named by
    its smallest node) and `triangles` take no notice of direction, `pagerank` follows the arcs.
    Raises BadInput for another measure, and where the cluster or the file cannot be read.
    """
    from kg.intake.archives import spark_session  # noqa: PLC0415  # no page needs it

    work = {"degree": _degree, "components": _components, "pagerank": _pagerank,
            "triangles": _triangles}  # fmt: skip
    for measure in measures:
        if measure not in work:
            raise BadInput(f"no cluster measures {measure!r}; it measures: {', '.join(work)}")
    with spark_session(master, ties) as spark:
        table = spark.read.parquet(ties)
        if len(table.columns) < ENDS:
            raise BadInput(f"{ties} needs two columns, the ends of each tie; it has one")
        read = _ties(table)
        for measure in measures or work:
            found = work[measure](read).orderBy("value", "node", ascending=[False, True])
            for row in found.toLocalIterator():
                yield measure, row.node, row.value


def _ties(table: Any) -> _Ties:
    a, b = (f"CAST(`{name}` AS STRING)" for name in table.columns[:ENDS])
    pairs = table.selectExpr(f"{a} AS a", f"{b} AS b").dropna().distinct().localCheckpoint()
    nodes = pairs.selectExpr("a AS node").union(pairs.selectExpr("b AS node")).distinct()
    arcs = pairs.where("a <> b")
    both = arcs.union(arcs.selectExpr("b AS a", "a AS b")).distinct()
    return _Ties(nodes.localCheckpoint(), arcs, both.localCheckpoint())


def _degree(ties: _Ties) -> Any:
    return _counted(ties, ties.both, "a")


def _counted(ties: _Ties, rows: Any, column: str) -> Any:
    """The number of rows that name each node in this column."""
    counts = rows.groupBy(column).count().withColumnRenamed(column, "named")
    every = ties.nodes.join(counts, ties.nodes.node == counts.named, "left")
    return every.selectExpr("node", "coalesce(count, 0) AS value")


def _components(ties: _Ties) -> Any:
    """Each node takes the smallest name around it, then that one's own, until nothing changes."""
    found, both = ties.nodes.selectExpr("node", "node AS value"), ties.both
    while True:
        near = both.join(found, both.b == found.node).groupBy("a").agg({"value": "min"})
        near = near.withColumnRenamed("min(value)", "seen")
        least = found.join(near, found.node == near.a, "left")
        least = least.selectExpr("node", "value AS old", "least(value, seen) AS new")
        jump = least.selectExpr("node AS other", "new AS further")
        moved = least.join(jump, least.new == jump.other)
        moved = moved.selectExpr("node", "old", "least(new, further) AS value").localCheckpoint()
        if moved.where("old <> value").isEmpty():
            return moved.select("node", "value")
        found = moved.select("node", "value")


def _pagerank(ties: _Ties) -> Any:
    """The share of time of somebody who follows arcs at random and, where none leaves, jumps."""
    count = ties.nodes.count()
    leaving = _counted(ties, ties.arcs, "a").withColumnRenamed("value", "leaving").localCheckpoint()
    shares = ties.arcs.join(leaving, ties.arcs.a == leaving.node)
    shares = shares.selectExpr("a", "b", "1 / leaving AS share").localCheckpoint()
    found = leaving.selectExpr("node", "leaving", f"CAST(1 AS DOUBLE) / {count} AS value")
    for _ in range(MOST_ROUNDS):
        (stranded,) = found.where("leaving = 0").selectExpr("coalesce(sum(value), 0)").first()
        given = shares.join(found, shares.a == found.node).selectExpr("b", "share * value AS part")
        summed = given.groupBy("b").agg({"part": "sum"}).withColumnRenamed("sum(part)", "total")
        jumped = f"{1 - DAMPING} / {count} + {DAMPING} * {stranded!r} / {count}"
        new = found.join(summed, found.node == summed.b, "left").selectExpr(
            "node", "leaving", "value AS old",
            f"{jumped} + {DAMPING} * coalesce(total, 0) AS value",
        ).localCheckpoint()  # fmt: skip
        (change,) = new.selectExpr("sum(abs(value - old))").first()
        found = new.select("node", "leaving", "value")
        if change < CLOSE:
            break
    return found.select("node", "value")


def _triangles(ties: _Ties) -> Any:
    """Each tie points to the end with more ties, so that no hub is paired with all around it."""
    d, both = _degree(ties), ties.both
    known = both.join(d, both.a == d.node).selectExpr("a", "b", "value AS da")
    ranked = known.join(d, known.b == d.node).selectExpr("a", "b", "da", "value AS db")
    up = ranked.where("da < db OR (da = db AND a < b)").select("a", "b").localCheckpoint()
    first, second = up.selectExpr("a AS x", "b AS y"), up.selectExpr("a AS x2", "b AS z")
    open_ = first.join(second, first.x == second.x2).where("y <> z").select("x", "y", "z")
    closed = open_.join(up, (open_.y == up.a) & (open_.z == up.b)).select("x", "y", "z")
    return _counted(ties, closed.selectExpr("explode(array(x, y, z)) AS node"), "node")
