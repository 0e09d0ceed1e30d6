"""Centrality: ties, closeness, betweenness and prestige, each as a number per organization.

All but `pagerank` and `strength` read the ties as undirected and unweighted: two organizations are
tied or not. Weights would measure how often the press repeats a tie rather than the tie.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.network import directed, in_money, ties
from kg.analysis.sparse import SETTINGS, adjacency, arcs, by_node, engine, engine_of, kept, nk

# Nodes times ties up to which all shortest paths are counted one by one: some seconds.
EXACT = 100_000_000
BATCHES = 10
PIVOTS = 50  # starting points in a batch


def degree(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Number of other organizations that an organization is tied to, regardless of direction and
    repetition.

    Formula: the number of different neighbours.
    Source: Freeman 1978, "Centrality in social networks", Social Networks 1, 215-239.
    """
    if not isinstance(graph, nx.DiGraph):
        return {node: len(others) - (node in others) for node, others in graph.adjacency()}
    either = zip(graph, graph.succ.values(), graph.pred.values(), strict=True)
    return {node: len((out.keys() | into.keys()) - {node}) for node, out, into in either}


def strength(network: nx.MultiDiGraph[Any]) -> dict[Any, float]:
    """Total independent support of an organization's ties.

    Formula: the sum over its ties of the different combinations of voice, relation and direction;
    a source that repeats itself counts once.
    Source: Barrat et al. 2004, "The architecture of complex weighted networks", PNAS 101,
    3747-3752.
    """
    return {node: float(total) for node, total in ties(network).degree(weight="weight")}


def amount(network: nx.MultiDiGraph[Any]) -> dict[Any, float]:
    """Amounts named in an organization's ties, in one currency; amounts in others are left out.

    Formula: the sum over its ties of the amounts named, in the most frequent currency unless
    another is chosen; of several voices on one kind of tie and year the one that names most.
    Source: Barrat et al. 2004, as for the strength.
    """
    part = network if "currency" in network.graph else in_money(network)
    return {node: total for node, total in strength(part).items() if total}


def closeness(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Closeness to all others in steps: 1 with a tie to everybody, 0 without any tie.

    Formula: (r / (n - 1)) * (r / sum of distances), r the number of others that can be reached.
    Source: Wasserman and Faust 1994, Social Network Analysis, formula 5.22 (for parts that are not
    connected); Freeman 1978 where all are.
    """
    nodes = graph.number_of_nodes()
    if nodes < 2:
        return dict.fromkeys(graph, 0.0)
    if is_sampled(graph):
        return sampled_closeness(graph)[0]
    built = engine(graph, nodes)
    scores = _closeness(built)
    return by_node(graph, np.nan_to_num(scores))


def _closeness(built: Any) -> Any:
    variant = nk.centrality.ClosenessVariant.GENERALIZED
    return nk.centrality.Closeness(built, True, variant).run().scores()


def betweenness(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Share of the shortest paths between two others that pass through an organization.

    Formula: the share of shortest paths through it, summed over all pairs of others and divided by
    the number of those pairs, (n - 1)(n - 2) / 2.
    Source: Freeman 1977, "A set of measures of centrality based on betweenness", Sociometry 40,
    35-41; algorithm of Brandes 2001.
    """
    nodes = graph.number_of_nodes()
    if nodes < 3:
        return dict.fromkeys(graph, 0.0)
    if is_sampled(graph):
        return sampled_betweenness(graph)[0]
    built = engine(graph, nodes)
    # Every pair is counted from both ends, hence twice the number of pairs.
    scores = nk.centrality.Betweenness(built).run().scores()
    return by_node(graph, np.asarray(scores) / ((nodes - 1) * (nodes - 2)))


def is_sampled(graph: nx.Graph[Any]) -> bool:
    """Check if the graph is so large that betweenness and closeness are estimated from a sample."""
    return graph.number_of_nodes() * graph.number_of_edges() > EXACT


def sampled_betweenness(graph: nx.Graph[Any], seed: int = 1) -> tuple[dict[Any, float], float]:
    """Estimate betweenness from some starting points; also the largest standard error of a value.

    Formula: paths from 10 batches of 50 random starting points stand for paths from all; the error
    is the standard deviation of the batches' means over the square root of their number.
    Source: Brandes and Pich 2007, "Centrality estimation in large networks", International Journal
    of Bifurcation and Chaos 17, 2303-2318.
    """
    return kept(graph, f"betweenness from seed {seed}", lambda one: _passage(one, seed))


def _passage(graph: nx.Graph[Any], seed: int) -> tuple[dict[Any, float], float]:
    nodes = graph.number_of_nodes()
    built = engine(graph)
    found = np.empty((BATCHES, nodes))
    for batch in range(BATCHES):
        with SETTINGS:
            nk.setSeed(seed + batch, False)
            estimate = nk.centrality.EstimateBetweenness(built, PIVOTS, False, True)
            found[batch] = estimate.run().scores()
    found /= (nodes - 1) * (nodes - 2)
    error = found.std(axis=0, ddof=1).max() / np.sqrt(BATCHES)
    return by_node(graph, found.mean(axis=0)), float(error)


def sampled_closeness(graph: nx.Graph[Any], seed: int = 1) -> tuple[dict[Any, float], float]:
    """Estimate closeness from the distances to some others; also the largest standard error of a
    value.

    Formula: the mean distance to 500 random others of the largest connected part stands for the
    mean distance to all of it; in the smaller parts all distances are counted.
    Source: Eppstein and Wang 2004, "Fast approximation of centrality", Journal of Graph Algorithms
    and Applications 8, 39-45.
    """
    return kept(graph, f"closeness from seed {seed}", lambda one: _nearness(one, seed))


def _nearness(graph: nx.Graph[Any], seed: int) -> tuple[dict[Any, float], float]:
    nodes = graph.number_of_nodes()
    built = engine(graph)
    parts = nk.components.ConnectedComponents(built).run().getComponents()
    largest = max(parts, key=len)
    values = np.zeros(nodes)
    if rest := [node for part in parts if part is not largest for node in part]:
        inner = engine_of(adjacency(graph)[rest][:, rest])
        scores = _closeness(inner)
        values[rest] = np.nan_to_num(scores) * (len(rest) - 1) / (nodes - 1)
    chosen = np.random.default_rng(seed).choice(largest, BATCHES * PIVOTS)
    mean, error = _mean_distances(built, chosen, np.asarray(largest))
    # A point is at distance 0 from itself, which the mean over the others must not count.
    mean *= len(largest) / (len(largest) - 1)
    reach = (len(largest) - 1) / (nodes - 1)
    values[largest] = reach / mean
    return by_node(graph, values), float((reach * error / mean**2).max())


def _mean_distances(built: Any, chosen: Any, within: Any) -> tuple[Any, Any]:
    """The mean distance of each node from the chosen ones, and its standard error."""
    total, squares = np.zeros(len(within)), np.zeros(len(within))
    for start in chosen.tolist():
        search = nk.distance.BFS(built, start, storePaths=False).run()
        far = np.asarray(search.getDistances(asarray=True))[within]
        total += far
        squares += far**2
    mean = total / len(chosen)
    spread = np.sqrt(np.maximum(squares / len(chosen) - mean**2, 0))
    return mean, spread / np.sqrt(len(chosen))


def eigenvector(graph: nx.Graph[Any]) -> dict[Any, float]:
    """Centrality that counts ties to well-tied organizations for more.

    Formula: the eigenvector of the largest eigenvalue of the matrix of ties, of length 1; where two
    parts have the same largest eigenvalue, the limit of the power iteration from equal values.
    Source: Bonacich 1972, "Factoring and weighting approaches to status scores and clique
    identification", Journal of Mathematical Sociology 2, 113-120.
    """
    matrix = adjacency(graph)
    nodes = matrix.shape[0]
    if not matrix.nnz:
        return dict.fromkeys(graph, 1 / np.sqrt(nodes) if nodes else 0.0)
    value = np.full(nodes, 1 / np.sqrt(nodes))
    for _ in range(10_000):
        # Adding the value itself keeps bipartite graphs from swinging between two answers.
        raised = matrix @ value + value
        raised /= np.linalg.norm(raised)
        if np.abs(raised - value).sum() < 1e-10 * nodes:
            break
        value = raised
    return by_node(graph, raised)


def pagerank(network: nx.MultiDiGraph[Any]) -> dict[Any, float]:
    """Centrality of a random reader who follows ties: high if those who point here are pointed at
    themselves.

    Formula: the stationary share of a walk that follows an arc with probability 0.85 and otherwise
    starts anew anywhere. Arcs run from subject to object, and back for symmetric relations.
    Source: Brin and Page 1998, "The anatomy of a large-scale hypertextual web search engine",
    Computer Networks 30, 107-117.
    """
    graph: nx.Graph[Any] = directed(network) if network.is_multigraph() else network
    return pagerank_of_arcs(graph)


def pagerank_of_arcs(graph: nx.Graph[Any]) -> dict[Any, float]:
    """PageRank along the arcs of a simple graph, as networkx computes it without weights."""
    matrix = arcs(graph)
    nodes = matrix.shape[0]
    if not nodes:
        return {}
    leaving = np.diff(matrix.indptr)
    share = np.divide(1.0, leaving, out=np.zeros(nodes), where=leaving > 0)
    incoming = matrix.T.tocsr()
    value = np.full(nodes, 1 / nodes)
    for _ in range(1000):
        stranded = value[leaving == 0].sum()
        moved = 0.85 * (incoming @ (value * share) + stranded / nodes) + 0.15 / nodes
        if np.abs(moved - value).sum() < 1e-12:
            break
        value = moved
    return by_node(graph, moved)
