"""Results of a measure in sentences: its question, its ranking, and the claims behind it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.analysis import brokerage, circular_deals, cohesion, signed_ties
from kg.analysis.communities import communities
from kg.analysis.findings import MINIMUM, Finding, rankable, ranks
from kg.analysis.measures import MEASURES
from kg.analysis.portfolio import portfolio
from kg.errors import NotFound
from kg.model.ontology import vocabulary

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


@dataclass(frozen=True)
class Question:
    """A question in words and the measures that answer it, the plainest first."""

    slug: str
    words: str
    measures: tuple[str, ...]


QUESTIONS = (
    Question(
        "most-ties",
        "Who has the most ties?",
        ("degree", "strength", "amount", "eigenvector", "pagerank", "closeness", "core"),
    ),
    Question(
        "broker",
        "Who connects otherwise separate groups?",
        ("betweenness", "constraint", "effective-size", "efficiency", "hierarchy"),
    ),
    Question(
        "cut",
        "Which tie, if it vanished, would cut whom off?",
        ("bridge", "articulation", "component"),
    ),
    Question(
        "both",
        "Who is both partner and rival of whom?",
        ("coopetition", "partners-of-rivals", "common-partners", "common-rivals"),
    ),
    Question(
        "camps", "Do partnerships and rivalries fit together?", ("balance", "triads", "frustration")
    ),
    Question(
        "portfolio",
        "How broad and how firm is one organization's set of partners?",
        (
            "portfolio-size",
            "portfolio-facts",
            "portfolio-rivals",
            "portfolio-relations",
            "portfolio-fields",
        ),
    ),
    Question("circular", "Does money go round in circles?", ("circular-deals",)),
    Question("groups", "Which groups form?", ("community", "modularity", "stability")),
    Question("position", "Who is in the same position?", ("position",)),
    Question(
        "vanish",
        "What would vanish if this source were wrong?",
        ("source-dependence", "voice-dependence", "speaker-dependence"),
    ),
    Question(
        "knit",
        "How tightly knit is the whole?",
        (
            "density",
            "transitivity",
            "degree-centralization",
            "closeness-centralization",
            "betweenness-centralization",
        ),
    ),
)


def network_question(slug: str) -> Question:
    """The question of that name."""
    for found in QUESTIONS:
        if found.slug == slug:
            return found
    known = ", ".join(q.slug for q in QUESTIONS)
    raise NotFound(f"no question named {slug!r}; there are: {known}")


SAYS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "sentences.toml").read_text("utf-8")
)
MOST = 12  # names in a sentence


def detail(network: Network, found: Finding) -> str:
    """The organizations behind one number, in a sentence; empty if none are worth naming."""
    told = DETAILS.get(found.measure)
    return told(network, found) if told and found.entity in network else ""


def _bridge(network: Network, found: Finding) -> str:
    lost = cohesion.cut_off(network, found.entity, found.other)
    return f"Without this tie, {_names(network, lost)} would be cut off."


def _cut_off(network: Network, found: Finding) -> str:
    lost, own = cohesion.cut_off_without(network, found.entity), str(found.entity)
    return f"Without {_names(network, [own])}, {_names(network, lost)} would be cut off."


def _shared(network: Network, found: Finding) -> str:
    sign, what = (1, "cooperation") if found.measure == "common-partners" else (-1, "competition")
    tied = [_tied(network, str(end), sign) for end in (found.entity, found.other)]
    return f"Tied to both by {what}: {_names(network, sorted(tied[0] & tied[1]))}."


def _tied(network: Network, node: str, sign: int) -> set[str]:
    edges = (*network.out_edges(node, data=True), *network.in_edges(node, data=True))
    return {end for a, b, data in edges if data["sign"] == sign for end in (a, b)} - {node}


def _of_rivals(network: Network, found: Finding) -> str:
    held = signed_ties.partners_of_rivals(network)[str(found.entity)]
    rivals: dict[str, list[str]] = {}
    for partner, rival in sorted(held):
        rivals.setdefault(partner, []).append(rival)
    told = [
        f"{_names(network, [p])} also works with {_names(network, r)}" for p, r in rivals.items()
    ]
    more = f"; {len(told) - MOST} more" if len(told) > MOST else ""
    own = _names(network, [str(found.entity)])
    return f"Of the partners of {own}, {'; '.join(told[:MOST])}{more}."


def _community(network: Network, found: Finding) -> str:
    made = communities(network)
    if found.entity not in made.of:
        return ""
    sure = made.certainty[found.entity]
    inside = [n for n, number in made.of.items() if number == made.of[found.entity]]
    others = [n for n in inside if n != found.entity]
    own = _names(network, [str(found.entity)])
    if not others:
        return f"Nobody else is in the community of {own}."
    return (
        f"In the community of {own}: {_names(network, others)}. In {made.runs} "
        f"repetitions of the search, {sure:.0%} of them were in one group with {own} on average."
    )


def _position(network: Network, found: Finding) -> str:
    held, own = brokerage.positions(network), str(found.entity)
    same = [n for n, kinds in held.items() if kinds == held[own] and n != own]
    name = _names(network, [own])
    if same:
        return f"In the same position as {name}: {_names(network, same)}."
    alike = brokerage.similar(network, own)
    closest = max(sorted(alike), key=alike.__getitem__, default=None)
    if closest is None or not alike[closest]:
        return f"Nobody else is in the position of {name}."
    return (
        f"Nobody else is in the position of {name}; {_names(network, [closest])} has the most "
        f"similar mixture of ties ({alike[closest]:.2f} of 1)."
    )


DETAILS: dict[str, Callable[[Network, Finding], str]] = {
    "bridge": _bridge,
    "articulation": _cut_off,
    "common-partners": _shared,
    "common-rivals": _shared,
    "partners-of-rivals": _of_rivals,
    "community": _community,
    "position": _position,
}


def _names(network: Network, nodes: Sequence[str]) -> str:
    told = sorted(str(network.nodes[node]["label"]) for node in nodes)
    shown = [*told[:MOST], *([f"{len(told) - MOST} more"] if len(told) > MOST else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def labels(network: Network) -> dict[str, str]:
    """The names of the organizations, by IRI."""
    return {node: str(data["label"]) for node, data in network.nodes(data=True)}


def size_in_words(network: Network) -> str:
    """Size of the network, in words."""
    tied = sum(network.degree(node) > 0 for node in network)
    pairs = len({frozenset(pair) for pair in network.edges()})
    sources = len({data["source_iri"] for *_, data in network.edges(data=True)})
    return (
        f"{_count(tied, 'organization')} in {_count(pairs, 'tied pair')}, by "
        f"{_count(network.number_of_edges(), 'statement')} from {_count(sources, 'source')}"
    )


def too_little(network: Network) -> str | None:
    """Explain why the network is too small for a ranking; None if it is large enough."""
    if rankable(network):
        return None
    return (
        f"{size_in_words(network)}. Below {MINIMUM} tied organizations and {MINIMUM} tied pairs, "
        "one more statement could change the order."
    )


def answer(
    measure: str, network: Network, found: Sequence[Finding], entity: str | None = None
) -> str:
    """The result of a measure in a sentence; `network` is the part that was measured."""
    if not network.number_of_edges():
        return "Nothing is said here that ties two organizations."
    if not found:
        return NOTHING.get(measure, "No organization has such a number here.")
    if measure.startswith("portfolio") and entity:
        return _portfolio(network, entity)
    special = SPECIAL.get(measure)
    return special(network, found) if special else _ranked(measure, network, found)


NOTHING = {
    "bridge": "No single tie holds two parts together: each lies on a circle of ties.",
    "articulation": "No single organization holds two parts together.",
    "coopetition": "No pair is said both to cooperate and to compete.",
    "partners-of-rivals": "No organization has a partner who also works with its rival.",
    "common-partners": "No two organizations are said to have a partner in common.",
    "common-rivals": "No two organizations are said to have a rival in common.",
    "circular-deals": "No money comes back: nobody buys, directly or through others, from whoever "
    "put money into it.",
    "balance": "No three organizations are all tied by cooperation or competition, so there is "
    "nothing that could fit or not.",
}


def _parts(network: Network, found: Sequence[Finding]) -> str:
    names, sizes = labels(network), Counter(int(f.value) for f in found)
    if len(sizes) == 1:
        return f"All {_count(len(found), 'organization')} hang together, directly or over others."
    largest = max(sorted(sizes), key=sizes.__getitem__)
    inside = _list(sorted(names[str(f.entity)] for f in found if f.value == largest))
    return (
        f"The organizations fall into {len(sizes)} parts without a tie between them; the largest "
        f"holds {sizes[largest]} of {len(found)}: {inside}."
    )


def _ranked(measure: str, network: Network, found: Sequence[Finding]) -> str:
    """The first places by a number, or the plain counts if the network is too small to rank."""
    known, names = MEASURES[measure], labels(network)
    if known.about != "organization":
        return f"{known.label.capitalize()}: {_number(found[0])}. {known.meaning}"
    sign = -1 if known.lowest_first else 1
    places = ranks({str(f.entity): sign * float(f.value) for f in found})
    first = [names[str(f.entity)] for f in found if places[str(f.entity)] == 1]
    money = network.graph.get("currency", "")
    said = _first("amount" if money and measure == "strength" else measure, first, found)
    if not found[0].rankable:
        many = _count(len(found), "organization")
        return f"{said}; with {many} that is an observation, not a ranking."
    rest = _list([names[str(f.entity)] for f in found[1:3]]) if len(first) == 1 else ""
    return f"{said}; next {'come' if len(found) > 2 else 'comes'} {rest}." if rest else f"{said}."


def _first(measure: str, first: Sequence[str], found: Sequence[Finding]) -> str:
    """Name the first place in the words of the measure, or in plain ones where it has none."""
    others = len(found) - 1
    paths = others * (others - 1) // 2
    value = float(found[0].value)
    plain = {"one": "{who} comes first with {value}", "many": "{who} come first with {value} each"}
    return SAYS.get(measure, plain)["one" if len(first) == 1 else "many"].format(
        who=_list(first),
        value=_number(found[0]),
        others=f"{_number(found[0])} {'other' if value == 1 else 'others'}",
        percent=f"{value:.0%}",
        money=f"{large_figure(value)} ({found[0].note})" if found[0].note else f"{value:,.4g}",
        on=f"{value * paths:,.3g}" if value * paths < 1000 else f"{value * paths:,.0f}",
        paths=f"{paths:,}",
    )


def _bridges(network: Network, found: Sequence[Finding]) -> str:
    names = labels(network)
    a, b = str(found[0].entity), str(found[0].other)
    lost = [names[n] for n in cohesion.cut_off(network, a, b)]
    more = f" In all, {_count(len(found), 'tie')} would cut somebody off." if len(found) > 1 else ""
    return (
        f"Without the tie between {names[a]} and {names[b]}, {_list(lost)} would be cut off.{more}"
    )


def _articulation_of_answers(network: Network, found: Sequence[Finding]) -> str:
    name, lost = labels(network)[str(found[0].entity)], int(found[0].value)
    return f"Without {name}, {_count(lost, 'organization')} would be cut off from the rest."


def _both(network: Network, found: Sequence[Finding]) -> str:
    names = labels(network)
    plus, minus = signed_ties.coopetition(network)[str(found[0].entity), str(found[0].other)]
    pair = f"{names[str(found[0].entity)]} and {names[str(found[0].other)]}"
    more = f" So are {_count(len(found) - 1, 'other pair')}." if len(found) > 1 else ""
    return (
        f"{pair} are both: {_count(len(plus), 'statement')} of cooperation and {len(minus)} of "
        f"competition.{more}"
    )


def _common(network: Network, found: Sequence[Finding]) -> str:
    names, first = labels(network), found[0]
    what = "partner" if first.measure == "common-partners" else "rival"
    pair = f"{names[str(first.entity)]} and {names[str(first.other)]}"
    return f"{pair} have {_count(int(first.value), what)} in common."


def _triads(network: Network, found: Sequence[Finding]) -> str:  # noqa: ARG001
    counts = {f.note: int(f.value) for f in found}
    whole = sum(counts.values())
    if not whole:
        return NOTHING["balance"]
    fit = counts["+++"] + counts["+--"]
    return (
        f"{fit} of {_count(whole, 'triad')} are balanced; the most frequent kind is {_top(counts)}."
    )


def _top(counts: dict[str, int]) -> str:
    return max(counts, key=lambda kind: counts[kind])


def _balance(network: Network, found: Sequence[Finding]) -> str:  # noqa: ARG001
    return f"{float(found[0].value):.0%} of the triads with three signed ties are balanced."


def _frustration(network: Network, found: Sequence[Finding]) -> str:  # noqa: ARG001
    number, unsure = int(found[0].value), f" ({found[0].note})" if found[0].note else ""
    if not number:
        return (
            "Partnerships and rivalries divide the organizations into two camps without exception."
        )
    return f"{_count(number, 'tie')} would have to change for two camps to remain{unsure}."


def _portfolio(network: Network, entity: str) -> str:
    held, name = portfolio(network, entity), labels(network)[entity]
    if not held.partners:
        return f"Nobody is said to cooperate with {name} here."
    steps = vocabulary().values["Firmness"]
    firm = _list([f"{n} {steps[step].label}" for step, n in held.firmness if n])
    rivals = (
        f"; {_count(len(held.rivals), 'of them is a rival', 'of them are rivals')} too"
        if held.rivals
        else ""
    )
    kinds = _count(len(held.relations), "kind of tie", "kinds of ties")
    return f"{name} has {_count(len(held.partners), 'partner')} ({firm}) in {kinds}{rivals}."


def _communities(network: Network, found: Sequence[Finding]) -> str:
    made = communities(network)
    many = _count(len(set(made.of.values())), "community", "communities")
    told = f"{many}, with modularity {made.modularity:.2f}"
    if not found[0].rankable:
        return f"{told}."
    sure = "firm" if made.stability > 0.9 else "shaky" if made.stability > 0.6 else "mostly chance"
    agree = f"two of {made.runs} runs agree to {made.stability:.2f} of 1"
    return f"{told}; {agree}, so the division is {sure}."


def _circular(network: Network, found: Sequence[Finding]) -> str:
    by_chance = circular_deals.chance(network)
    share = by_chance.as_many
    verdict = "more than chance gives" if share <= 0.05 else "no more than chance gives"
    return (
        f"{_count(int(found[0].value), 'circular deal')}, {verdict}: in {by_chance.runs} rewired "
        f"networks there are {by_chance.expected:.1f} on average, and {share:.0%} have as many."
    )


def _positions(network: Network, found: Sequence[Finding]) -> str:  # noqa: ARG001
    held = Counter(brokerage.positions(network).values())
    shared = sum(count for count in held.values() if count > 1)
    return (
        f"{_count(len(held), 'position')} among {_count(held.total(), 'organization')}; "
        f"{shared} of them share theirs with somebody."
    )


def _dependence(network: Network, found: Sequence[Finding]) -> str:  # noqa: ARG001
    first = found[0]
    name = first.note
    alone = sum(f.value == 0 for f in found)
    more = f" {alone} of {len(found)} could be wrong without a pair being lost." if alone else ""
    lost = _count(int(first.value), "tied pair is", "tied pairs are")
    return f"Most hangs on {name}: {lost} known from it alone.{more}"


SPECIAL: dict[str, Callable[[Any, Sequence[Finding]], str]] = {
    "bridge": _bridges,
    "component": _parts,
    "articulation": _articulation_of_answers,
    "coopetition": _both,
    "common-partners": _common,
    "common-rivals": _common,
    "triads": _triads,
    "balance": _balance,
    "frustration": _frustration,
    "community": _communities,
    "modularity": _communities,
    "stability": _communities,
    "position": _positions,
    "circular-deals": _circular,
    "source-dependence": _dependence,
    "speaker-dependence": _dependence,
    "voice-dependence": _dependence,
}


def _number(found: Finding) -> str:
    return f"{found.value:.3g}" if isinstance(found.value, float) else f"{found.value}"


def large_figure(value: float) -> str:
    """A large figure as people say it: 2.5 billion."""
    scales = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
    size, word = next(((n, word) for n, word in scales if value >= n), (1.0, ""))
    return f"{value / size:,.4g}{word}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _list(names: Sequence[str], most: int = 5) -> str:
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
