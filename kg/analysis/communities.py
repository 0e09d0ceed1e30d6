"""Communities by Louvain and Leiden, and each community in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.sparse import SETTINGS, Matrix, adjacency, by_size, engine_of, kept, nk

SEEDS = 20
# From so many ties on a few runs must do.
MANY, FEW = 100_000, 5


@dataclass(frozen=True)
class Communities:
    """The best division found, and how much of it chance would change."""

    of: dict[Any, int]  # organization -> number of its community, 1 the largest
    modularity: float
    stability: float  # mean agreement of two runs: 1 they are the same, 0 no more than by chance
    certainty: dict[Any, float]  # organization -> how far the runs keep its community together
    runs: int


def communities(graph: nx.Graph[Any], seeds: int | None = None) -> Communities:
    """Groups that are tied more inside than to the rest, and how firm this division is.

    Formula: of 20 Leiden runs (5 from 100,000 ties on) the first with the highest modularity.
    Stability is the mean adjusted Rand index of all pairs of runs; the certainty of an organization
    is the mean share of its community's other members that a run puts with it.
    Source: Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected
    communities", Scientific Reports 9, 5233; Hubert and Arabie 1985, "Comparing partitions".
    """
    return kept(graph, f"communities {seeds}", lambda one: _communities(one, seeds))


def _communities(graph: nx.Graph[Any], seeds: int | None) -> Communities:
    matrix = adjacency(graph)
    tied = np.flatnonzero(np.diff(matrix.indptr))
    nodes = [node for node, degree in zip(graph, np.diff(matrix.indptr), strict=True) if degree]
    if len(nodes) < len(graph):
        matrix = matrix[tied][:, tied]
    if not nodes:
        return Communities({}, 0.0, 1.0, {}, 0)
    runs = list(leiden(matrix, seeds or (SEEDS if matrix.nnz < 2 * MANY else FEW)))
    scores = [round(modularity(matrix, run), 12) for run in runs]
    best = by_size(runs[int(np.argmax(scores))])
    pairs = [agreement(a, b) for i, a in enumerate(runs) for b in runs[:i]]
    certain = np.mean([_together(best, run) for run in runs], axis=0)
    return Communities(
        of=dict(zip(nodes, best.tolist(), strict=True)),
        modularity=max(scores),
        stability=float(np.mean(pairs)) if pairs else 1.0,
        certainty=dict(zip(nodes, certain.tolist(), strict=True)),
        runs=len(runs),
    )


def leiden(matrix: Matrix, seeds: int = SEEDS) -> Iterator[Any]:
    """One division a seed, as an array of community numbers.

    With a single thread, because with several the seed does not decide alone.
    """
    built = engine_of(matrix)
    for seed in range(1, seeds + 1):
        with SETTINGS:
            nk.setNumberOfThreads(1)
            nk.setSeed(seed, False)
            search = nk.community.ParallelLeiden(built, iterations=10)
            found = search.run().getPartition().getVector()
        yield np.asarray(found)


def modularity(matrix: Matrix, division: Any) -> float:
    """Excess of ties inside the groups over the number expected by chance.

    Formula: the sum over groups of (share of ties inside - (share of tie ends) squared).
    Source: Newman and Girvan 2004, "Finding and evaluating community structure in networks",
    Physical Review E 69, 026113.
    """
    degrees = np.diff(matrix.indptr)
    ends = degrees.sum()
    if not ends:
        return 0.0
    _, group = np.unique(division, return_inverse=True)
    rows = np.repeat(group, degrees)
    inside = (rows == group[matrix.indices]).sum() / ends
    shares = np.bincount(group, weights=degrees) / ends
    return float(inside - (shares**2).sum())


def agreement(one: Any, two: Any) -> float:
    """Agreement of two divisions beyond chance: the adjusted Rand index.

    Source: Hubert and Arabie 1985, "Comparing partitions", Journal of Classification 2, 193-218.
    """
    _, a = np.unique(one, return_inverse=True)
    _, b = np.unique(two, return_inverse=True)
    both = np.unique(a * (b.max() + 1) + b, return_counts=True)[1]
    cells, rows, columns = (_pairs(c) for c in (both, np.bincount(a), np.bincount(b)))
    whole = _pairs(np.array([len(a)]))
    expected = rows * columns / whole if whole else 0.0
    largest = (rows + columns) / 2
    return float((cells - expected) / (largest - expected)) if largest != expected else 1.0


def _pairs(counts: Any) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _together(best: Any, run: Any) -> Any:
    """For each node, which share of its community's other members the run puts with it."""
    _, other = np.unique(run, return_inverse=True)
    key = best.astype(np.int64) * (other.max() + 1) + other
    _, place, size = np.unique(key, return_inverse=True, return_counts=True)
    whole = np.bincount(best)[best]
    alone = whole == 1
    return np.where(alone, 1.0, (size[place] - 1) / np.where(alone, 1, whole - 1))
