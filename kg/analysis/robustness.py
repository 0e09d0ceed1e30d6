"""Which places in a ranking are fact, and which rest on agreements, plans and hints?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx

from kg.findings import claims_of, order, ranks
from kg.model import LEVELS
from kg.network import organizations

__all__ = ["over_levels", "places", "sentence", "sentence_of"]

Ranking = Callable[["nx.MultiDiGraph[str]"], Mapping[str, float]]
ORDINALS = ("no", "first", "second", "third")
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def over_levels(
    network: nx.MultiDiGraph[str], measure: Ranking, families: Iterable[str] | None = None
) -> dict[str, dict[str, float]]:
    """The values of a measure at each of the four levels, firmest first.

    The network is the whole one of `kg.network.graph`, from which each level is cut.
    """
    wanted = None if families is None else list(families)
    return {n: dict(measure(organizations(network, n, wanted))) for n in LEVELS}


def places(levels: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, int | None]]:
    """The place of each organization at each level; None where it is tied to nobody there.

    A value of 0 is no place: who is never on a shortest path is not the last of the brokers.
    """
    held = {level: ranks(values) for level, values in levels.items()}
    everybody = dict.fromkeys(n for values in levels.values() for n in values)
    return {
        node: {n: held[n].get(node) if levels[n].get(node) else None for n in levels}
        for node in everybody
    }


def sentence(network: nx.MultiDiGraph[str], levels: Mapping[str, Mapping[str, float]]) -> str:
    """Which of the first three places survive when only facts are counted, in one sentence."""
    names = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    found = places(levels)
    values = levels["all"]
    best = [n for n in order(values, names) if found[n]["all"] in {1, 2, 3}]
    if not best:
        return "There is no tie to rank."
    held = {rank: [n for n in best if found[n]["all"] == rank] for rank in (1, 2, 3)}
    firm = [n for rank in held for n in held[rank] if len(held[rank]) == 1 and _same(found[n])]
    told = "; ".join(
        part
        for part in (
            _firm([names[n] for n in firm], [found[n]["all"] or 0 for n in firm]),
            *(
                _told(network, names, found, nodes, rank)
                for rank, nodes in held.items()
                if nodes and nodes[0] not in firm
            ),
        )
        if part
    )
    return f"{told[0].upper()}{told[1:]}."


def _same(held: Mapping[str, int | None]) -> bool:
    """Whether a place is the same at every level."""
    return len({*held.values()}) == 1


def _firm(names: list[str], ranks_: list[int]) -> str:
    """Whose places are the same on facts alone, in one go."""
    if not names:
        return ""
    ordinals = _listed([ORDINALS[rank] for rank in ranks_])
    verb = "ranks" if len(names) == 1 else "rank"
    return f"{_listed(names)} {verb} {ordinals} on facts alone and on everything"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _told(
    network: nx.MultiDiGraph[str],
    names: Mapping[str, str],
    found: Mapping[str, Mapping[str, int | None]],
    holders: list[str],
    rank: int,
) -> str:
    """What is to be said about one place."""
    if len(holders) > 3:
        return f"{len(holders)} share the {ORDINALS[rank]} place"
    if len(holders) > 1:
        return f"{_listed([names[n] for n in holders])} share the {ORDINALS[rank]} place"
    return sentence_of(network, names[holders[0]], holders[0], found[holders[0]])


def sentence_of(
    network: nx.MultiDiGraph[str], name: str, node: str, held: Mapping[str, int | None]
) -> str:
    """What one organization's place over everything rests on."""
    rank = held["all"]
    ordinal = _ordinal(rank)
    if _same(held):
        return f"{name} ranks {ordinal} on facts alone and on everything"
    if held["stated"] == rank:
        return f"{name} ranks {ordinal} on facts alone and on everything, though not in between"
    behind = _not_facts(network, node)
    firm = _ordinal(held["stated"])
    if held["stated"] is None:
        return f"{name}'s {ordinal} place rests on {behind}: on facts alone it has none"
    return f"{name}'s {ordinal} place rests on {behind}: on facts alone it is {firm}"


def _ordinal(rank: int | None) -> str:
    return ORDINALS[rank] if rank and rank < len(ORDINALS) else f"number {rank}"


def _not_facts(network: nx.MultiDiGraph[str], node: str) -> str:
    """An organization's claims that are not stated as done, counted by what they are."""
    within = organizations(network)
    mine = set(claims_of(within, node))
    counted: Counter[str] = Counter()
    for _, _, claim, data in within.edges(keys=True, data=True):
        if claim in mine and data["firmness"] != "stated":
            counted[data["modality"]] += 1
    told = [_counted(n, what) for what, n in sorted(counted.items(), key=_firmest_first)]
    return _listed(told) or "claims about others that are not stated as done"


def _firmest_first(pair: tuple[str, int]) -> Any:
    usual = ("agreement", "plan", "goal", "prediction", "hint", "speculation", "opinion")
    return usual.index(pair[0]) if pair[0] in usual else len(usual)


def _counted(number: int, what: str) -> str:
    told = COUNTS[number] if number < len(COUNTS) else str(number)
    noun = "conditional statement" if what == "conditional" else what
    return f"{told} {noun}{'s' if number != 1 else ''}"
