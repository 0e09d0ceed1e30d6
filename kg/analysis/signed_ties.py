"""Signed ties: structural balance, and partners that are rivals too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.network import signed
from kg.analysis.sparse import adjacency, numbered_ties, sp, triangles
from kg.errors import TooMuch
from kg.resources import Library

optimize: Any = Library("scipy.optimize")

KINDS = ("+++", "++-", "+--", "---")


@dataclass(frozen=True)
class Frustration:
    """Distance of a signed network from two camps, with the ties that prevent the division."""

    at_least: int
    at_most: int  # equal to at_least where the search was completed
    ties: tuple[tuple[Any, Any], ...]

    @property
    def exact(self) -> bool:
        """Check if the number of ties is proven to be the smallest."""
        return self.at_least == self.at_most


def triads(pairs: nx.Graph[Any]) -> dict[str, int]:
    """Number of triangles for each combination of three signs.

    +++ the partner of my partner is my partner; +-- the rival of my rival is my partner; ++- my two
    partners are rivals; --- three rivals of each other. The first two are called balanced.
    Formula: every triangle counted once, by the number of its negative ties.
    Source: Heider 1946; Cartwright and Harary 1956, "Structural balance: a generalization of
    Heider's theory", Psychological Review 63, 277-293.
    """
    counts = np.zeros(len(KINDS), dtype=np.int64)
    for _, negatives in _signed_triangles(pairs):
        counts += np.bincount(negatives, minlength=len(KINDS))
    return {kind: int(count) for kind, count in zip(KINDS, counts, strict=True)}


def triad_ties(pairs: nx.Graph[Any], kind: str = "") -> list[tuple[Any, Any]]:
    """The ties that lie in a triad of one kind, or in any."""
    nodes = list(pairs)
    found: set[tuple[int, int]] = set()
    for corners, negatives in _signed_triangles(pairs):
        meant = corners[:, negatives == KINDS.index(kind)] if kind else corners
        for one, two in combinations(meant, 2):
            ends = np.unique(np.sort(np.stack((one, two)), axis=0), axis=1)
            found.update(map(tuple, ends.T.tolist()))
    return [(nodes[a], nodes[b]) for a, b in sorted(found)]


def _signed_triangles(pairs: nx.Graph[Any]) -> Iterator[tuple[Any, Any]]:
    """The corners of the triads with three signed ties, and how many are negative, in blocks."""
    signs = {s: adjacency(_only(pairs, s)) for s in (1, -1)}
    once = numbered_ties(signs[1] + signs[-1])
    if once.nnz:
        starts = np.repeat(np.arange(once.shape[0]), np.diff(once.indptr))
        negative = signs[-1][starts, once.indices] > 0
        for corners, sides in triangles(once):
            yield corners, negative[sides].sum(axis=0)


def balance(pairs: nx.Graph[Any]) -> float | None:
    """Share of signed triads that are balanced; None if there is no triad.

    Formula: (+++ and +--) over all triads with three signed ties.
    Source: Cartwright and Harary 1956, Psychological Review 63, 277-293.
    """
    counts = triads(pairs)
    whole = sum(counts.values())
    return (counts["+++"] + counts["+--"]) / whole if whole else None


def unbalanced(pairs: nx.Graph[Any], limit: int = 1000) -> list[tuple[Any, Any, Any]]:
    """The unbalanced triads themselves, the first so many in the order of their names."""
    found: list[tuple[Any, Any, Any]] = []
    signs = {n: {m: d["sign"] for m, d in pairs.adj[n].items() if d["sign"]} for n in pairs}
    for a in sorted(pairs):
        later = sorted(n for n in signs[a] if n > a)
        for b, c in combinations(later, 2):
            if signs[a][b] * signs[a][c] * signs[b].get(c, 0) < 0:
                found.append((a, b, c))
                if len(found) == limit:
                    return found
    return found


def frustration(pairs: nx.Graph[Any], seconds: float = 10.0) -> Frustration:
    """Smallest number of ties that would have to vanish or change sign to leave two camps: all
    partners inside a camp, all rivals between the camps.

    Formula: the line index of balance: the smallest number of positive ties between and negative
    ties inside the two sides of any division of the organizations, found by integer programming.
    Source: Harary 1959, "On the measurement of structural balance", Behavioral Science 4, 316-323;
    Aref and Wilson 2019, "Balance and frustration in signed networks", Journal of Complex Networks
    7, 163-189.
    """
    ties = [(a, b, d["sign"]) for a, b, d in pairs.edges(data=True) if d["sign"] and a != b]
    if not ties:
        return Frustration(0, 0, ())
    index = {node: i for i, node in enumerate(pairs)}
    sides, edges = len(index), len(ties)
    answer = optimize.milp(
        c=np.concatenate((np.zeros(sides), np.ones(edges))),
        integrality=np.concatenate((np.ones(sides), np.zeros(edges))),
        bounds=optimize.Bounds(0, 1),
        constraints=_constraints(ties, index),
        options={"time_limit": seconds},
    )
    if answer.x is None:
        return Frustration(0, edges, tuple((a, b) for a, b, _ in ties))
    side = np.round(answer.x[:sides]).astype(int)
    wrong = [(a, b) for a, b, s in ties if (side[index[a]] == side[index[b]]) != (s > 0)]
    at_least = int(np.ceil(answer.mip_dual_bound - 1e-6))
    return Frustration(min(at_least, len(wrong)), len(wrong), tuple(wrong))


def _constraints(ties: list[tuple[Any, Any, int]], index: dict[Any, int]) -> Any:
    """A tie counts if its ends' sides contradict its sign; so does one of each unbalanced triad."""
    place = {frozenset((a, b)): i for i, (a, b, _) in enumerate(ties)}
    signs = {frozenset((a, b)): s for a, b, s in ties}
    rows: list[dict[int, float]] = []
    low: list[float] = []
    for i, (a, b, sign) in enumerate(ties):
        x, y, counts = index[a], index[b], len(index) + i
        rows += [{counts: 1, x: -1, y: sign}, {counts: 1, x: 1, y: -sign}]
        low += [0, 0] if sign > 0 else [-1, 1]
    simple = nx.Graph((a, b) for a, b, _ in ties)
    for a, b in simple.edges():
        for c in simple.adj[a].keys() & simple.adj[b].keys():
            three = [frozenset(p) for p in ((a, b), (a, c), (b, c))]
            if max(index[a], index[b]) < index[c] and np.prod([signs[p] for p in three]) < 0:
                rows.append({len(index) + place[p]: 1 for p in three})
                low.append(1)
    cells = [(r, column, value) for r, row in enumerate(rows) for column, value in row.items()]
    at, across, values = zip(*cells, strict=True)
    shape = (len(rows), len(index) + len(ties))
    return optimize.LinearConstraint(
        sp.csr_array((values, (at, across)), shape=shape), np.array(low)
    )


def _only(pairs: nx.Graph[Any], sign: int) -> nx.Graph[Any]:
    found: nx.Graph[Any] = nx.Graph()
    found.add_nodes_from(pairs)
    found.add_edges_from((a, b) for a, b, d in pairs.edges(data=True) if d["sign"] == sign)
    return found


Pair = tuple[str, str]
Claims = tuple[str, ...]
# How many pairs that share a neighbour may be listed.
PAIRS = 5_000_000


def coopetition(network: nx.MultiDiGraph[str]) -> dict[Pair, tuple[Claims, Claims]]:
    """Pairs that both cooperate and compete, with the claims of either kind.

    Formula: pairs with at least one claim of each sign; the number is how many claims say so.
    Source: Brandenburger and Nalebuff 1996, Co-opetition.
    """
    return {
        (a, b): (tuple(sorted(data["positive"])), tuple(sorted(data["negative"])))
        for a, b, data in signed(network).edges(data=True)
        if data["positive"] and data["negative"]
    }


def common_partners(network: nx.MultiDiGraph[str]) -> dict[Pair, dict[str, Claims]]:
    """The organizations that cooperate with both of a pair, and the claims that say so.

    Formula: others with a claim of cooperation with either end; the number is how many they are.
    Source: Sytch and Tatarynowicz 2014, Academy of Management Journal 57, 585-613.
    """
    return _shared(signed(network), "positive")


def common_rivals(network: nx.MultiDiGraph[str]) -> dict[Pair, dict[str, Claims]]:
    """The organizations that compete with both of a pair, and the claims that say so.

    Formula: others with a claim of competition with either end; the number is how many they are.
    Source: Sytch and Tatarynowicz 2014, Academy of Management Journal 57, 585-613.
    """
    return _shared(signed(network), "negative")


def partners_of_rivals(network: nx.MultiDiGraph[str]) -> dict[str, dict[Pair, Claims]]:
    """For each organization its partners who also cooperate with a rival of it.

    The keys of the answer are (partner, rival), its values the claims of all three ties.
    """
    pairs = signed(network)
    found: dict[str, dict[Pair, Claims]] = {}
    for a, rival, data in pairs.edges(data=True):
        if not data["negative"]:
            continue
        for partner in _linked(pairs, a, "positive") & _linked(pairs, rival, "positive"):
            for one, two in ((a, rival), (rival, a)):
                behind = [*data["negative"], *pairs.edges[one, partner]["positive"]]
                behind += pairs.edges[two, partner]["positive"]
                found.setdefault(one, {})[partner, two] = tuple(sorted(behind))
    return found


def _linked(pairs: nx.Graph[str], node: str, kind: str) -> set[str]:
    return {other for other, data in pairs.adj[node].items() if data[kind]}


def _shared(pairs: nx.Graph[str], kind: str) -> dict[Pair, dict[str, Claims]]:
    linked = {node: sorted(_linked(pairs, node, kind)) for node in pairs}
    if sum(len(others) ** 2 for others in linked.values()) > 2 * PAIRS:
        raise TooMuch(
            f"more than {PAIRS:,} pairs share a neighbour; choose fewer organizations or one family"
        )
    found: dict[Pair, dict[str, Claims]] = {}
    for middle, others in linked.items():
        for a, b in combinations(others, 2):
            behind = [*pairs.edges[a, middle][kind], *pairs.edges[b, middle][kind]]
            found.setdefault((a, b), {})[middle] = tuple(sorted(behind))
    return found
