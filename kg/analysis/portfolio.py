"""Alliance portfolio: breadth, mixture and firmness of one organization's set of partners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.model.names import several
from kg.model.ontology import vocabulary


@dataclass(frozen=True)
class Portfolio:
    """An organization's partners in cooperation, with the data of these ties."""

    entity: str
    partners: tuple[str, ...]
    rivals: tuple[str, ...]  # those of the partners with whom it is also said to compete
    relations: tuple[tuple[str, int], ...]  # relation, with how many partners
    fields: tuple[tuple[str, int], ...]  # field, with how many partners; only where one is stated
    firmness: tuple[tuple[str, int], ...]  # step, for how many partners it is the firmest
    claims: tuple[str, ...]


def portfolio(network: nx.MultiDiGraph[str], entity: str) -> Portfolio:
    """The portfolio of one organization: its partners, kinds of ties, fields, rivals, firmness.

    Formula: each partner counts once for a kind, a field or a step, however often it is said.
    Source: Jiang, Tao and Santoro 2010, "Alliance portfolio diversity and firm performance",
    Strategic Management Journal 31, 1136-1144.
    """
    steps = vocabulary().steps
    relations, fields = defaultdict(set), defaultdict(set)
    firmest: dict[str, int] = {}
    competing: set[str] = set()
    claims: list[str] = []
    for a, b, claim, data in _ties(network, entity):
        other = b if a == entity else a
        if data["sign"] < 0:
            competing.add(other)
        elif data["sign"] > 0:
            claims.append(claim)
            relations[data["relation"]].add(other)
            for field in several(data["field"]):
                fields[field].add(other)
            step = steps.index(data["firmness"])
            firmest[other] = min(step, firmest.get(other, step))
    held = Counter(steps[step] for step in firmest.values())
    return Portfolio(
        entity=entity,
        partners=tuple(sorted(firmest)),
        rivals=tuple(sorted(competing & firmest.keys())),
        relations=_counted(relations),
        fields=_counted(fields),
        firmness=tuple((step, held[step]) for step in steps),
        claims=tuple(sorted(claims)),
    )


def size(held: Portfolio) -> float | None:
    """Number of others with whom an organization cooperates, according to the sources.

    Formula: different partners with a claim of cooperation.
    Source: Jiang, Tao and Santoro 2010, Strategic Management Journal 31, 1136-1144.
    """
    return len(held.partners) or None


def relation_diversity(held: Portfolio) -> float | None:
    """Mixture of the kinds of cooperation: 0 if there is one kind only, nearer 1 the more and more
    even.

    Formula: 1 minus the sum of squared shares of the relations, a partner once for each.
    Source: Blau 1977, Inequality and Heterogeneity; Jiang, Tao and Santoro 2010.
    """
    return diversity(count for _, count in held.relations)


def field_diversity(held: Portfolio) -> float | None:
    """Mixture of the fields of cooperation, as far as the sources state a field.

    Formula: 1 minus the sum of squared shares of the fields, a partner once for each.
    Source: Blau 1977, Inequality and Heterogeneity; Jiang, Tao and Santoro 2010.
    """
    return diversity(count for _, count in held.fields)


def rival_share(held: Portfolio) -> float | None:
    """Share of the partners that are also rivals.

    Formula: partners with a claim of competition over all partners.
    Source: Bengtsson and Kock 2000, "Coopetition in business networks", Industrial Marketing
    Management 29, 411-426.
    """
    return len(held.rivals) / len(held.partners) if held.partners else None


def fact_share(held: Portfolio) -> float | None:
    """With which share of the partners the cooperation is stated as done, not only announced.

    Formula: partners with at least one claim on the firmest step over all partners.
    Source: the scale of firmness of this ontology.
    """
    firmest = vocabulary().steps[0]
    return dict(held.firmness).get(firmest, 0) / len(held.partners) if held.partners else None


def diversity(counts: Iterable[int]) -> float | None:
    """Probability that two items drawn from a set are of different kinds; None for an empty set.

    Formula: 1 minus the sum of squared shares.
    Source: Blau 1977, Inequality and Heterogeneity.
    """
    held = list(counts)
    whole = sum(held)
    return 1 - sum((count / whole) ** 2 for count in held) if whole else None


def _ties(
    network: nx.MultiDiGraph[str], entity: str
) -> Iterable[tuple[str, str, str, dict[str, Any]]]:
    yield from network.out_edges(entity, keys=True, data=True)
    yield from network.in_edges(entity, keys=True, data=True)


def _counted(sets: dict[str, set[str]]) -> tuple[tuple[str, int], ...]:
    counts = ((name, len(others)) for name, others in sets.items())
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))
