"""The measures that are timed: ours, plain networkx, and bare networkit as its manual has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkit as nk
import networkx as nx

from kg.analysis import brokerage, centrality, cohesion
from kg.analysis.communities import communities

__all__ = ["MEASURES", "Timed"]

Graph = Any  # a networkx graph
Run = Callable[[Graph], Any]
STARTS = centrality.BATCHES * centrality.PIVOTS


@dataclass(frozen=True)
class Timed:
    """One row: who computes it, and up to or from how many ties it is computed that way."""

    ours: Run
    networkx: Run | None = None
    networkit: Run | None = None
    least: int = 0
    most: int = 10**9
    dense: bool = False  # networkx makes a matrix of all pairs


def kit(algorithm: Callable[[Any], Any]) -> Run:
    """Bare networkit: its own converter, its algorithm, a value for each node."""

    def run(graph: Graph) -> Any:
        return algorithm(nk.nxadapter.nx2nk(graph))

    return run


def _scores(name: str, *arguments: Any) -> Run:
    """The scores of one of networkit's centralities."""
    return kit(lambda graph: getattr(nk.centrality, name)(graph, *arguments).run().scores())


def _parts(graph: Any) -> Any:
    return nk.components.ConnectedComponents(graph).run().getComponents()


def _blocks(graph: Any) -> Any:
    return nk.components.BiconnectedComponents(graph).run().getComponents()


def _transitivity(graph: Any) -> Any:
    return nk.globals.ClusteringCoefficient.exactGlobal(graph)


def _leiden(graph: Any) -> Any:
    return nk.community.ParallelLeiden(graph, iterations=10).run().getPartition().getVector()


MEASURES = {
    "degree": Timed(centrality.degree, lambda g: dict(g.degree())),
    "core": Timed(cohesion.core, nx.core_number, _scores("CoreDecomposition")),
    "components": Timed(
        cohesion.components, lambda g: list(nx.connected_components(g)), kit(_parts)
    ),
    "bridges": Timed(cohesion.bridges, lambda g: list(nx.bridges(g)), kit(_blocks)),
    "articulation": Timed(
        cohesion.articulation, lambda g: list(nx.articulation_points(g)), kit(_blocks)
    ),
    "PageRank": Timed(
        centrality.pagerank_of_arcs,
        lambda g: nx.pagerank(g, tol=1e-10),
        _scores("PageRank", 0.85, 1e-12),
    ),
    "eigenvector": Timed(
        centrality.eigenvector,
        lambda g: nx.eigenvector_centrality(g, max_iter=1000, tol=1e-10),
        _scores("EigenvectorCentrality", 1e-12),
    ),
    "transitivity": Timed(cohesion.transitivity, nx.transitivity, kit(_transitivity)),
    "constraint": Timed(brokerage.constraint, nx.constraint),
    "effective size": Timed(brokerage.effective_size, nx.effective_size, dense=True),
    "Leiden, one run": Timed(lambda g: communities(g, seeds=1), None, kit(_leiden)),
    "closeness": Timed(
        centrality.closeness,
        nx.closeness_centrality,
        _scores("Closeness", True, nk.centrality.ClosenessVariant.GENERALIZED),
        most=10_000,
    ),
    "betweenness": Timed(
        centrality.betweenness,
        nx.betweenness_centrality,
        _scores("Betweenness", True),
        most=10_000,
    ),
    f"closeness, sampled from {STARTS}": Timed(
        centrality.sampled_closeness,
        None,
        _scores("ApproxCloseness", STARTS),
        least=100_000,
    ),
    f"betweenness, sampled from {STARTS}": Timed(
        centrality.sampled_betweenness,
        lambda g: nx.betweenness_centrality(g, k=STARTS, seed=1),
        _scores("EstimateBetweenness", STARTS, False, True),
        least=100_000,
    ),
}
