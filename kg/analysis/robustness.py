"""Robustness of a ranking: the effect of leaving out levels, sources, speakers or voices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.analysis.findings import best_first, claims_of, ranks
from kg.analysis.network import organizations
from kg.model.claims import LEVELS

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


def ranks_by_level(levels: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, int | None]]:
    """Rank of each organization at each level; None if it has no tie there.

    A value of 0 is no place: who is never on a shortest path is not the last of the brokers.
    """
    held = {level: ranks(values) for level, values in levels.items()}
    everybody = dict.fromkeys(n for values in levels.values() for n in values)
    return {
        node: {n: held[n].get(node) if levels[n].get(node) else None for n in levels}
        for node in everybody
    }


def robust_places(network: nx.MultiDiGraph[str], levels: Mapping[str, Mapping[str, float]]) -> str:
    """Describe in one sentence which of the first three places remain when only facts are
    counted.
    """
    names = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    found = ranks_by_level(levels)
    values = levels["all"]
    best = [n for n in best_first(values, names) if found[n]["all"] in {1, 2, 3}]
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
    """Check if a rank is the same at every level."""
    return len({*held.values()}) == 1


def _firm(names: list[str], ranks_: list[int]) -> str:
    """Organizations whose ranks are the same on facts alone, in one phrase."""
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
    """A phrase about one rank."""
    if len(holders) > 3:
        return f"{len(holders)} share the {ORDINALS[rank]} place"
    if len(holders) > 1:
        return f"{_listed([names[n] for n in holders])} share the {ORDINALS[rank]} place"
    return rank_sentence(network, names[holders[0]], holders[0], found[holders[0]])


def rank_sentence(
    network: nx.MultiDiGraph[str], name: str, node: str, held: Mapping[str, int | None]
) -> str:
    """Describe the kinds of claims behind one organization's rank."""
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
    """Number of an organization's claims that are not stated as done, by modality."""
    within = organizations(network, "all")
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


# Below every value: the place of an organization that the measure no longer sees.
GONE = float("-inf")
# By what claims can be left out, and the attribute that names it.
BY = {"source": "source_iri", "speaker": "speaker", "voice": "voice"}
LABELS = {"source": "source_title", "speaker": "speaker_label", "voice": "voice_label"}


@dataclass(frozen=True)
class Loss:
    """Change of a ranking when all claims of one source, speaker or voice are left out."""

    by: str  # "source", "speaker" or "voice"
    left_out: str  # IRI
    label: str
    claims: tuple[str, ...]  # those left out
    first: tuple[str, ...]  # who is first with them; several where they are equal
    first_without: tuple[str, ...]  # who is first without them; nobody where no tie is left
    moved: tuple[str, ...]  # the organizations whose place changes, highest first
    agreement: float | None  # of the two rankings; None where one of them has no order
    pairs_lost: int  # tied pairs that are no longer tied


@dataclass(frozen=True)
class Support:
    """Claims of one source, speaker or voice, and the pairs that depend on it."""

    iri: str
    label: str
    claims: tuple[str, ...]
    pairs: int  # tied by nobody else


def without(network: nx.MultiDiGraph[str], by: str, iri: str) -> nx.MultiDiGraph[str]:
    """The same organizations without the claims of one source, speaker or voice."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if _who(data, by) != iri:
            found.add_edge(a, b, key=claim, **data)
    return found


def _who(said: Mapping[str, Any], by: str) -> str:
    """Name the one a claim is from; by voice its source, where no voice is noted."""
    return str(said.get(BY[by]) or said["source_iri"])


def losses(network: nx.MultiDiGraph[str], measure: Ranking, by: str = "source") -> Iterator[Loss]:
    """Change of the ranking without the claims of each source, speaker or voice in turn.

    Formula: the measure on the network without them; agreement is Kendall's tau-b of the values.
    Source: the jackknife of Tukey 1958, applied to networks as in Borgatti, Carley and Krackhardt
    2006, "On the robustness of centrality measures under conditions of imperfect data", Social
    Networks 28, 124-136.
    """
    whole = measure(network)
    places = ranks(whole)
    names = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    rest = without(network, by, "")
    where = {claim: (a, b, claim) for a, b, claim in network.edges(keys=True)}
    for alone in support(network, by):
        said = [where[claim] for claim in alone.claims]
        taken = [(a, b, key, rest.edges[a, b, key]) for a, b, key in said]
        rest.remove_edges_from(said)
        values = {n: v for n, v in measure(rest).items() if n in whole}
        after = ranks({n: values.get(n, GONE) for n in whole})
        yield Loss(
            by=by,
            left_out=alone.iri,
            label=alone.label,
            claims=alone.claims,
            first=_first(whole),
            first_without=_first(values) if rest.number_of_edges() else (),
            moved=tuple(best_first({n: whole[n] for n in whole if after[n] != places[n]}, names)),
            agreement=_tau(whole, values),
            pairs_lost=alone.pairs,
        )
        for a, b, key, data in taken:
            rest.add_edge(a, b, key=key, **data)


def support(network: nx.MultiDiGraph[str], by: str = "source") -> list[Support]:
    """Claims of each source, speaker or voice, and the pairs tied by it alone; largest first.

    Formula: pairs all of whose claims have the same source, speaker or voice.
    Source: leave one out; see `losses`.
    """
    claims: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    voices: dict[frozenset[str], set[str]] = {}
    for a, b, claim, data in network.edges(keys=True, data=True):
        voice = _who(data, by)
        claims.setdefault(voice, []).append(claim)
        labels[voice] = str(data.get(LABELS[by]) or data["source_title"])
        voices.setdefault(frozenset((a, b)), set()).add(voice)
    alone = Counter(next(iter(by_whom)) for by_whom in voices.values() if len(by_whom) == 1)
    found = [Support(i, labels[i], tuple(sorted(said)), alone[i]) for i, said in claims.items()]
    return sorted(found, key=lambda s: (-len(s.claims), s.label, s.iri))


def _first(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(n for n, place in ranks(values).items() if place == 1))


def _tau(one: Mapping[str, float], two: Mapping[str, float]) -> float | None:
    pairs = [(round(one[n], 9), round(two.get(n, GONE), 9)) for n in one]
    # Where all are equal there is no order to agree with.
    if any(len(set(column)) < 2 for column in zip(*pairs, strict=True)):
        return None
    # A second to import, and needed below the first chart only.
    from scipy.stats import kendalltau  # noqa: PLC0415

    return float(kendalltau(*zip(*pairs, strict=True)).statistic)
