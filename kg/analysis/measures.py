"""All measures by name, with the numbers that each computes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kg.analysis import brokerage, centrality, circular_deals, cohesion, signed_ties
from kg.analysis import portfolio as portfolios
from kg.analysis.communities import communities, modularity
from kg.analysis.findings import (
    Finding,
    Measure,
    Pairs,
    claims_between,
    claims_of,
    of_network,
    of_organizations,
    of_pairs,
    rankable,
)
from kg.analysis.network import in_money, organizations, signed
from kg.analysis.portfolio import Portfolio, portfolio
from kg.analysis.robustness import BY, support
from kg.analysis.sparse import kept
from kg.errors import NotFound
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]
    Shared = Callable[[Network], Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]]

__all__ = ["MEASURES", "findings", "measure", "measured", "ranking", "uses"]


def of_portfolio(
    value: Callable[[Portfolio], float | None],
) -> Callable[[Network], dict[str, float]]:
    """A number of each organization's portfolio; left out where it is undefined."""

    def values(network: Network) -> dict[str, float]:
        held = {node: value(portfolio(network, node)) for node in network}
        return {node: number for node, number in held.items() if number is not None}

    return values


def bridges(network: Network) -> Pairs:
    """Bridges with how many they would cut off."""
    found = cohesion.bridges(network)
    return {(a, b): (n, claims_between(network, a, b)) for (a, b), n in found.items()}


def both(network: Network) -> Pairs:
    """Pairs that cooperate and compete, with how many claims say so."""
    found = signed_ties.coopetition(network)
    return {pair: (len(plus) + len(minus), plus + minus) for pair, (plus, minus) in found.items()}


def common(function: Shared) -> Callable[[Network], Pairs]:
    """Pairs with how many others they have in common."""

    def pairs(network: Network) -> Pairs:
        found = function(network)
        return {
            pair: (len(by), tuple(sorted({c for claims in by.values() for c in claims})))
            for pair, by in found.items()
        }

    return pairs


def partners_of_rivals(network: Network) -> dict[str, float]:
    """Number of an organization's partners that also cooperate with one of its rivals.

    Formula: different partners that have a claim of cooperation with somebody with whom the
    organization has a claim of competition.
    Source: Sytch and Tatarynowicz 2014, Academy of Management Journal 57, 585-613.
    """
    found = signed_ties.partners_of_rivals(network)
    return {node: float(len({partner for partner, _ in by})) for node, by in found.items()}


def in_currency(network: Network) -> str:
    """The currency of an amount, and how many amounts are left out for being in another."""
    part = network if "currency" in network.graph else in_money(network)
    rest = f"; left out: {part.graph['left_out']}" if part.graph["left_out"] else ""
    return f"in {part.graph['currency']}{rest}"


def paid(network: Network, node: str) -> tuple[str, ...]:
    """The claims of an organization's ties that name an amount in the currency that counts."""
    return claims_of(network if "currency" in network.graph else in_money(network), node)


def sampling(name: str) -> Callable[[Network], str]:
    """The note on an estimate; empty if every path was counted."""

    def note(network: Network) -> str:
        if not centrality.is_sampled(network):
            return ""
        error = getattr(centrality, f"sampled_{name}")(network)[1]
        points = centrality.BATCHES * centrality.PIVOTS
        return f"sampled: {points} starting points, standard error at most {error:.2g}"

    return note


def dependence(by: str) -> Callable[[Network], Iterator[Finding]]:
    """Number of tied pairs known from one source, speaker or voice alone, most first."""

    def compute(network: Network) -> Iterator[Finding]:
        found = sorted(support(network, by), key=lambda one: (-one.pairs, one.label, one.iri))
        for one in found:
            yield Finding(f"{by}-dependence", one.iri, one.pairs, one.claims, note=one.label)

    return compute


def positions(network: Network) -> Iterator[Finding]:
    """The position of each organization in words, same positions together."""
    for node, kinds in sorted(brokerage.positions(network).items(), key=lambda i: (i[1], i[0])):
        told = "; ".join(_in_words(relation, way) for relation, way in kinds)
        yield Finding("position", node, told, claims_of(network, node))


def _in_words(relation: str, way: str) -> str:
    """The kind of a tie from one organization's side: active or passive."""
    known = vocabulary().relations.get(relation)
    label = known.label if known else relation
    return f"somebody {label} it" if way == "in" else label


def triads(network: Network) -> dict[str, int]:
    """Number of signed triads by kind."""
    return signed_ties.triads(signed(network))


def balanced_share(network: Network) -> float | None:
    """The share of balanced triads."""
    return signed_ties.balance(signed(network))


def of_triads(network: Network, kind: str) -> tuple[str, ...]:
    """The claims of the signed ties that lie in triads of a kind, or in any."""
    return _claims_at(network, signed_ties.triad_ties(signed(network), kind))


def in_the_way(network: Network, _: str) -> tuple[str, ...]:
    """The claims of the ties that would have to change to leave two camps.

    Where none has to, those of all signed ties, which show as much.
    """
    return _claims_at(network, _frustrated(network).ties or signed(network).edges())


def _claims_at(network: Network, ties: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = signed(network)
    behind = (pairs.edges[tie] for tie in ties)
    return tuple(sorted(c for data in behind for c in (*data["positive"], *data["negative"])))


def _frustrated(network: Network) -> signed_ties.Frustration:
    return kept(network, "frustration", lambda _: signed_ties.frustration(signed(network)))


def frustration(network: Network) -> dict[str, int]:
    """The line index of balance, and whether it is certain."""
    found = _frustrated(network)
    if found.exact:
        return {"": found.at_most}
    return {f"not finished: between {found.at_least} and {found.at_most}": found.at_most}


def community(network: Network) -> dict[str, float]:
    """The number of each organization's community."""
    return {node: float(number) for node, number in communities(network).of.items()}


def of_communities(which: str) -> Callable[[Network], float]:
    """A number of the division into communities as a whole."""
    return lambda network: float(getattr(communities(network), which))


def centralization(which: str) -> Callable[[Network], dict[str, float]]:
    """Concentration of a centrality on one organization, by the note that an estimate needs."""
    values, gathered = getattr(centrality, which), getattr(cohesion, f"{which}_centralization")
    estimated = which in {"closeness", "betweenness"}

    def value(network: Network) -> dict[str, float]:
        note = sampling(which)(network) if estimated else ""
        return {f"from values {note}" if note else "": float(gathered(values(network)))}

    return value


def findings(
    network: Network,
    names: Sequence[str],
    level: str = LEVELS[-1],
    families: Iterable[str] | None = None,
) -> list[Finding]:
    """The numbers of the measures asked for, on the network of `kg.network.graph`.

    Ties of every firmness count by default, as with `kg network` and on the Network page;
    `level="stated"` leaves those that are stated as done. Each measure's findings come best first.
    Below the documented minimum they say `rankable` false.
    """
    return measured(organizations(network, level, families), names)


def measured(part: Network, names: Sequence[str]) -> list[Finding]:
    """The numbers of the measures asked for, on the part that `kg.network.organizations` gives."""
    wanted = [measure(name) for name in names]
    enough = rankable(part)
    return [replace(found, rankable=enough) for each in wanted for found in each.compute(part)]


def ranking(measure: Measure) -> Callable[[Network], dict[str, float]]:
    """The values of a measure so that the highest is the best, for everything that compares."""
    if measure.values is None:
        raise NotFound(f"{measure.name} gives no ranking of organizations")
    compute = measure.values
    sign = -1.0 if measure.lowest_first else 1.0
    return lambda network: {node: sign * value for node, value in compute(network).items()}


_org, _pair, _whole = of_organizations, of_pairs, of_network


def _held(name: str, label: str, value: Callable[[Portfolio], float | None]) -> Measure:
    """A number of each organization's portfolio, with the claims of cooperation behind it."""
    numbered = of_portfolio(value)
    return _org(name, label, numbered, value, claims=lambda n, e: portfolio(n, e).claims)


_ALL = (
    _org("degree", "number of ties", centrality.degree),
    _org("strength", "support of its ties", centrality.strength),
    _org("amount", "amount in its ties", centrality.amount, note=in_currency, claims=paid),
    _org("closeness", "closeness", centrality.closeness, note=sampling("closeness")),
    _org("betweenness", "betweenness", centrality.betweenness, note=sampling("betweenness")),
    _org("eigenvector", "eigenvector centrality", centrality.eigenvector),
    _org("pagerank", "PageRank", centrality.pagerank),
    _org("core", "core", cohesion.core),
    _org("component", "part", cohesion.components, lowest_first=True, ranked=False),
    _org("articulation", "cut off without it", cohesion.articulation),
    _pair("bridge", "cut off without the tie", bridges, cohesion.bridges),
    _org("constraint", "constraint", brokerage.constraint, lowest_first=True),
    _org("effective-size", "effective size", brokerage.effective_size),
    _org("efficiency", "efficiency", brokerage.efficiency),
    _org("hierarchy", "hierarchy", brokerage.hierarchy),
    _pair("coopetition", "statements of either kind", both, signed_ties.coopetition),
    _pair(
        "common-partners",
        "common partners",
        common(signed_ties.common_partners),
        signed_ties.common_partners,
    ),
    _pair(
        "common-rivals",
        "common rivals",
        common(signed_ties.common_rivals),
        signed_ties.common_rivals,
    ),
    _org("partners-of-rivals", "partners who work with a rival", partners_of_rivals),
    _whole("triads", "signed triads", triads, signed_ties.triads, claims=of_triads),
    _whole(
        "balance",
        "balanced share",
        balanced_share,
        signed_ties.balance,
        claims=of_triads,
    ),
    _whole(
        "frustration",
        "ties in the way",
        frustration,
        signed_ties.frustration,
        claims=in_the_way,
    ),
    _held("portfolio-size", "number of partners", portfolios.size),
    _held("portfolio-relations", "mixture of kinds", portfolios.relation_diversity),
    _held("portfolio-fields", "mixture of fields", portfolios.field_diversity),
    _held("portfolio-rivals", "share of rivals", portfolios.rival_share),
    _held("portfolio-facts", "share stated as done", portfolios.fact_share),
    _org(
        "community",
        "community",
        community,
        communities,
        lowest_first=True,
        ranked=False,
    ),
    _whole("modularity", "modularity", of_communities("modularity"), modularity),
    _whole("stability", "stability", of_communities("stability"), communities),
    _whole(
        "circular-deals",
        "circular deals",
        circular_deals.circular_deals,
        claims=circular_deals.behind,
    ),
    Measure(
        "position", "position", "organization", positions, brokerage.positions, brokerage.positions
    ),
    _whole("density", "density", cohesion.density),
    _whole("transitivity", "transitivity", cohesion.transitivity),
    *(
        _whole(
            f"{name}-centralization",
            f"centralization of {label}",
            centralization(name),
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
            dependence(by),
            partial(support, by=by),
            support,
        )
        for by in BY
    ),
)
MEASURES = {each.name: each for each in _ALL}


def measure(name: str) -> Measure:
    """The measure of that name, to be called with a network; `NotFound` lists the names."""
    if name not in MEASURES:
        raise NotFound(f"no measure named {name!r}; there are: {', '.join(MEASURES)}")
    return MEASURES[name]


def uses(name: str) -> tuple[str, ...]:
    """The attributes of edges that a measure reads; none where the ties alone count."""
    if name.startswith("portfolio"):
        return ("sign", "relation", "field", "firmness")
    return _USES.get(name, ())


_USES = {
    "circular-deals": ("relation", "relation_label", "family", "firmness"),
    "amount": (
        "amount_value",
        "amount_unit",
        "when",
        "source_date",
        "voice",
        "source_iri",
        "relation",
        "symmetric",
    ),
    "strength": ("voice", "source_iri", "relation", "symmetric"),
    "pagerank": ("voice", "source_iri", "relation", "symmetric"),
    "position": ("relation", "symmetric"),
    "source-dependence": ("source_iri", "source_title"),
    "voice-dependence": ("voice", "voice_label", "source_iri", "source_title"),
    "speaker-dependence": ("speaker", "speaker_label"),
    "community": ("voice", "source_iri", "relation", "symmetric"),
    "modularity": ("voice", "source_iri", "relation", "symmetric"),
    "stability": ("voice", "source_iri", "relation", "symmetric"),
    **dict.fromkeys(
        (
            "coopetition",
            "common-partners",
            "common-rivals",
            "partners-of-rivals",
            "triads",
            "balance",
            "frustration",
        ),
        ("sign",),
    ),
}
