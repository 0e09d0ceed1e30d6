"""Circular deals: money that comes back to where it started, through finance and trade."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from kg.analysis.sparse import kept, sp
from kg.model.ontology import vocabulary

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
    Families = dict[str, dict[str, list[str]]]

LONGEST = 4  # organizations in a circle
MOST = 1000  # circles that are listed
MOST_SOUGHT = 100_000  # cycles that are looked at one by one; all are counted
RUNS = 300  # rewired networks


@dataclass(frozen=True)
class Circle:
    """Organizations of which each pays the next, with the claims by payment."""

    nodes: tuple[str, ...]
    claims: tuple[tuple[str, ...], ...]  # of the payment that each makes
    firmness: str  # of its softest payment, each taken at its firmest claim


@dataclass(frozen=True)
class Chance:
    """The number of circles, and of those in networks rewired at random."""

    found: int
    expected: float  # the mean of the rewired networks
    as_many: float  # the share of them, this one included, with at least as many
    runs: int


def payments(network: Network) -> nx.DiGraph[str]:
    """The payments: an arc from payer to payee, with its claims by family of relation.

    The ontology says of a relation who pays (`tp:payment`): an investor pays the firm it invests
    in, a customer its supplier.
    """
    arcs: nx.DiGraph[str] = nx.DiGraph()
    arcs.add_nodes_from(network)
    for a, b, claim, said in network.edges(keys=True, data=True):
        known = vocabulary().relations.get(said["relation"])
        if known is None or not known.payment or a == b:
            continue
        payer, payee = (a, b) if known.payment > 0 else (b, a)
        if not arcs.has_edge(payer, payee):
            arcs.add_edge(payer, payee, families=defaultdict(list))
        arcs.edges[payer, payee]["families"][said["family"]].append(claim)
    return arcs


def circles(network: Network) -> list[Circle]:
    """The circular deals of up to four organizations, shortest and firmest first.

    A circle runs through finance and trade: its payments belong to two families of relations at
    least, so that three firms that only buy from one another are none.
    """
    return kept(network, "circles", lambda _: _circles(network))


def _circles(network: Network) -> list[Circle]:
    arcs = payments(network)
    said = _claims(network)
    steps = vocabulary().steps
    found = []
    for nodes in islice(nx.simple_cycles(arcs, length_bound=LONGEST), MOST_SOUGHT):
        start = nodes.index(min(nodes))
        ring = (*nodes[start:], *nodes[: start + 1])
        families: list[Families] = [arcs.edges[pair]["families"] for pair in pairwise(ring)]
        if len(nodes) < 2 or len({name for one in families for name in one}) < 2:
            continue
        claims = tuple(tuple(sorted(c for cs in one.values() for c in cs)) for one in families)
        softest = max(min(steps.index(said[c][2]["firmness"]) for c in one) for one in claims)
        found.append(Circle(ring[:-1], claims, steps[softest]))
    return sorted(found, key=lambda one: (len(one.nodes), steps.index(one.firmness), one.nodes))


def chance(network: Network) -> Chance:
    """Circles compared with 300 networks in which everybody pays and is paid as often as here.

    In each of them the payments of a family have exchanged their payees at random, so that who
    invests much still invests much and who sells much still sells much.
    """
    return kept(network, "circles by chance", lambda _: _chance(network))


def _chance(network: Network) -> Chance:
    arcs = payments(network)
    number = {node: at for at, node in enumerate(arcs)}
    ends: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for a, b, said in arcs.edges(data=True):
        for family in said["families"]:
            ends[family].append((number[a], number[b]))
    layers = [ends[family] for family in sorted(ends)]
    found = _count(layers, len(arcs))
    random = Random(1)  # noqa: S311  (the same numbers at every run)
    for layer in layers:
        _swap(layer, random, 10 * len(layer))
    counts = []
    for _ in range(RUNS if layers else 0):
        for layer in layers:
            _swap(layer, random, 2 * len(layer))
        counts.append(_count(layers, len(arcs)))
    as_many = (1 + sum(one >= found for one in counts)) / (1 + len(counts))
    return Chance(found, float(np.mean(counts)) if counts else 0.0, as_many, len(counts))


def _swap(arcs: list[tuple[int, int]], random: Random, times: int) -> None:
    """Let two arcs exchange their ends, again and again: every node keeps its number of both."""
    taken, count = set(arcs), len(arcs)
    for _ in range(times):
        i, j = int(random.random() * count), int(random.random() * count)
        (a, b), (c, d) = arcs[i], arcs[j]
        if a == d or c == b or (a, d) in taken or (c, b) in taken:
            continue
        taken -= {(a, b), (c, d)}
        taken |= {(a, d), (c, b)}
        arcs[i], arcs[j] = (a, d), (c, b)


def _count(layers: list[list[tuple[int, int]]], size: int) -> int:
    """Number of circles of up to four through two families at least, by powers of the matrix."""
    held = [
        sp.csr_array((np.ones(len(arcs)), tuple(np.array(arcs).T)), (size, size)) for arcs in layers
    ]
    whole = sum(held, sp.csr_array((size, size)))
    only = [one - one.multiply(whole > 1) for one in held]
    return round(_cycles((whole > 0).astype(float)) - sum(_cycles(one) for one in only))


def _cycles(arcs: Any) -> float:
    """Number of directed cycles of two, three and four nodes."""
    mutual, two = arcs.multiply(arcs.T), arcs @ arcs
    # Closed walks of four steps that are no cycles go to and fro: over one node, or over two.
    fro = mutual.sum(axis=1)
    four = two.multiply(two.T).sum() - 2 * (fro**2).sum() + mutual.sum()
    return float(mutual.sum() / 2 + two.multiply(arcs.T).sum() / 3 + four / 4)


def circular_deals(network: Network) -> dict[str, float]:
    """Number of circular deals: one invests in another, and the money comes back by trade.

    Formula: directed cycles of two to four organizations, each paying the next, whose payments
    belong to two families, such as finance and trade; beside it the same count in 300 networks in
    which payments of a family exchange their payees at random, everybody paying and being paid as
    often as here, and the share of networks, this one included, with at least as many. Then each
    cycle with its payments; its value is its length.
    Source: Milo et al. 2002, Science 298, 824-827 (motifs against rewired networks).
    """
    listed, by_chance = circles(network), chance(network)
    if not listed:
        return {}
    told: dict[str, float] = {WHOLE: by_chance.found}
    told[f"in a rewired network, mean of {by_chance.runs}"] = round(by_chance.expected, 2)
    told["share of rewired networks with as many"] = round(by_chance.as_many, 4)
    steps = vocabulary().values["Firmness"]
    for step, number in sorted(Counter(one.firmness for one in listed).items()):
        told[f"whose softest payment is {steps[step].label}"] = number
    return told | {in_words(network, one): len(one.nodes) for one in listed[:MOST]}


WHOLE = "circles of two to four organizations"


def in_words(network: Network, circle: Circle) -> str:
    """A circle as a sentence: who pays whom, for what and how much, and how firm the softest is."""
    said = _claims(network)
    name = {node: str(network.nodes[node].get("label", node)) for node in circle.nodes}
    ring = (*circle.nodes, circle.nodes[0])
    paid = []
    for (payer, payee), claims in zip(pairwise(ring), circle.claims, strict=True):
        deals = dict.fromkeys(_deal(*said[claim], name) for claim in claims)
        paid.append(f"{name[payer]} pays {name[payee]} ({'; '.join(deals)})")
    softest = vocabulary().values["Firmness"][circle.firmness].label
    return f"{', '.join(paid)}: {softest} at its softest"


def _claims(network: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Both ends and the attributes of every claim."""
    edges = network.edges(keys=True, data=True)
    return kept(network, "by claim", lambda _: {key: (a, b, data) for a, b, key, data in edges})


def _deal(a: str, b: str, said: dict[str, Any], name: dict[str, str]) -> str:
    amount = f", {said['amount']}" if said.get("amount") else ""
    return f"{name[a]} {said['relation_label']} {name[b]}{amount}"


def behind(network: Network, note: str) -> tuple[str, ...]:
    """The claims of the circle in a note, or of all circles."""
    listed = circles(network)
    one = [each for each in listed[:MOST] if in_words(network, each) == note]
    return tuple(sorted({c for circle in one or listed for cs in circle.claims for c in cs}))
