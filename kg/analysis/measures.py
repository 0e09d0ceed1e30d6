"""Every measure by name: the same numbers for the command line, the Network page and a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analysis import (
    balance,
    brokerage,
    centrality,
    cohesion,
    communities,
    coopetition,
    cuts,
    numbers,
    portfolio,
    roles,
)
from kg.analysis.dependence import BY, support
from kg.analysis.measure import Measure, of_network, of_organizations, of_pairs
from kg.errors import NotFound
from kg.findings import Finding, rankable, table
from kg.network import organizations

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

__all__ = ["MEASURES", "findings", "measured", "ranking", "table"]


def findings(
    network: Network,
    names: Sequence[str],
    level: str = "all",
    families: Iterable[str] | None = None,
) -> list[Finding]:
    """The numbers of the measures asked for, on the network of `kg.network.graph`.

    Each measure's findings come best first. Below the documented minimum they say `rankable` false.
    """
    return measured(organizations(network, level, families), names)


def measured(part: Network, names: Sequence[str]) -> list[Finding]:
    """The numbers of the measures asked for, on the part that `kg.network.organizations` gives."""
    for name in names:
        if name not in MEASURES:
            raise NotFound(f"no measure named {name!r}; there are: {', '.join(MEASURES)}")
    enough = rankable(part)
    return [replace(f, rankable=enough) for name in names for f in MEASURES[name].compute(part)]


def ranking(measure: Measure) -> Callable[[Network], dict[str, float]]:
    """The values of a measure so that the highest is the best, for everything that compares."""
    if measure.values is None:
        raise NotFound(f"{measure.name} gives no ranking of organizations")
    compute = measure.values
    sign = -1.0 if measure.lowest_first else 1.0
    return lambda network: {node: sign * value for node, value in compute(network).items()}


_org, _pair, _whole = of_organizations, of_pairs, of_network


def _held(name: str, label: str, value: Callable[[portfolio.Portfolio], float | None]) -> Measure:
    """A number of each organization's portfolio, with the claims of cooperation behind it."""
    numbered = numbers.of_portfolio(value)
    return _org(name, label, numbered, value, claims=lambda n, e: portfolio.portfolio(n, e).claims)


_ALL = (
    _org("degree", "number of ties", centrality.degree),
    _org("strength", "support of its ties", centrality.strength),
    _org("closeness", "closeness", centrality.closeness, note=numbers.sampling("closeness")),
    _org(
        "betweenness", "betweenness", centrality.betweenness, note=numbers.sampling("betweenness")
    ),
    _org("eigenvector", "eigenvector centrality", centrality.eigenvector),
    _org("pagerank", "PageRank", centrality.pagerank),
    _org("core", "core", cohesion.core),
    _org("component", "part", cohesion.components, lowest_first=True, ranked=False),
    _org("articulation", "cut off without it", cuts.articulation),
    _pair("bridge", "cut off without the tie", numbers.bridges, cuts.bridges),
    _org("constraint", "constraint", brokerage.constraint, lowest_first=True),
    _org("effective-size", "effective size", brokerage.effective_size),
    _org("efficiency", "efficiency", brokerage.efficiency),
    _org("hierarchy", "hierarchy", brokerage.hierarchy),
    _pair("coopetition", "statements of either kind", numbers.both, coopetition.coopetition),
    _pair(
        "common-partners",
        "common partners",
        numbers.common(coopetition.common_partners),
        coopetition.common_partners,
    ),
    _pair(
        "common-rivals",
        "common rivals",
        numbers.common(coopetition.common_rivals),
        coopetition.common_rivals,
    ),
    _org("partners-of-rivals", "partners who work with a rival", numbers.partners_of_rivals),
    _whole("triads", "signed triads", numbers.triads, balance.triads, claims=numbers.of_triads),
    _whole(
        "balance",
        "balanced share",
        numbers.balanced_share,
        balance.balance,
        claims=numbers.of_triads,
    ),
    _whole(
        "frustration",
        "ties in the way",
        numbers.frustration,
        balance.frustration,
        claims=numbers.in_the_way,
    ),
    _held("portfolio-size", "number of partners", portfolio.size),
    _held("portfolio-relations", "mixture of kinds", portfolio.relation_diversity),
    _held("portfolio-fields", "mixture of fields", portfolio.field_diversity),
    _held("portfolio-rivals", "share of rivals", portfolio.rival_share),
    _held("portfolio-facts", "share stated as done", portfolio.fact_share),
    _org(
        "community",
        "community",
        numbers.community,
        communities.communities,
        lowest_first=True,
        ranked=False,
    ),
    _whole(
        "modularity", "modularity", numbers.of_communities("modularity"), communities.modularity
    ),
    _whole("stability", "stability", numbers.of_communities("stability"), communities.communities),
    Measure("position", "position", "organization", numbers.positions, roles.positions),
    _whole("density", "density", cohesion.density),
    _whole("transitivity", "transitivity", cohesion.transitivity),
    *(
        _whole(
            f"{name}-centralization",
            f"centralization of {label}",
            numbers.centralization(name),
            getattr(cohesion, f"{name}_centralization"),
        )
        for name, label in (
            ("degree", "ties"),
            ("closeness", "closeness"),
            ("betweenness", "passage"),
        )
    ),
    *(
        Measure(
            f"{by}-dependence",
            f"pairs known from one {by}",
            "source",
            numbers.dependence(by),
            support,
        )
        for by in BY
    ),
)
MEASURES = {measure.name: measure for measure in _ALL}
