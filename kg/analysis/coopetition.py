"""Who is both partner and rival of whom, and who stands between rivals?

Partners are pairs with a claim of cooperation, rivals pairs with a claim of competition; a pair can
be both. Sources: Brandenburger and Nalebuff 1996, Co-opetition; Sytch and Tatarynowicz 2014,
"Friends and foes: the dynamics of dual social structures", Academy of Management Journal 57,
585-613.
"""

from __future__ import annotations

from itertools import combinations

import networkx as nx

from kg.errors import TooMuch
from kg.views import signed

__all__ = ["common_partners", "common_rivals", "coopetition", "partners_of_rivals"]

Pair = tuple[str, str]
Claims = tuple[str, ...]
# How many pairs that share a neighbour may be listed.
PAIRS = 5_000_000


def coopetition(network: nx.MultiDiGraph[str]) -> dict[Pair, tuple[Claims, Claims]]:
    """The pairs that are said both to cooperate and to compete, with the claims of either kind.

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
