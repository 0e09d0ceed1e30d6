"""The visible part of the graph as nodes and lines, in detail or as a map, with counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import networkx as nx

from kg.comparison.voices import acknowledged
from kg.model.dates import span

# What claims can be filtered by, and the attribute that says it.
FACETS = (
    "firmness", "family", "relation", "modality", "speaker", "form", "kind", "source", "others",
    "acknowledged", "span",
)  # fmt: skip
# The step of what a program proposed and nobody has reviewed, below those of the claims.
UNREVIEWED = "unreviewed"
# What other sources make of a claim: the values of the facet "others".
OTHERS = ("agree", "differ", "conflict")
# The value of the source facet that means every source; without it, the first one's claims show.
# Opened, it means every organization.
ALL = "all"
MOST_NODES = 300
# A network of more organizations than this is shown as a map at first.
MOST_PICTURED = 40
LOOKS = ("map", "picture", "table")
FIRST = 6
# Opening a node shows this many neighbours, the most spoken of first.
MOST_AROUND = 60

# A line with more claims than this stays one when it is opened; the panel lists them.
MOST_OPENED = 12

# A name in a crowd is so much larger or smaller than one among few.
LARGER, SMALLER = 0.4, 0.3

Edge = tuple[str, str, str, dict[str, Any]]
# Two ends in alphabetical order, family, firmness, polarity.
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class View:
    """The complete state of a picture, which an address encodes."""

    entity: str | None = None
    claim: str | None = None
    passage: tuple[int, int] | None = None
    source: str | None = None  # the one whose text is read
    opened: tuple[str, ...] = ()
    path: tuple[str, str] | None = None
    pair: tuple[str, str] | None = None  # two ends whose claims are read together
    line: tuple[str, str] | None = None  # of the pair's, those of this family and firmness
    way: str = "firmest"
    look: str = ""  # one of LOOKS; empty for the one that suits the data
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def wanted(self, facet: str) -> frozenset[str]:
        """The values a facet is limited to; empty if it is not limited."""
        return self.filters.get(facet, frozenset())

    def bare(self) -> View:
        """The same view with nothing selected."""
        return replace(self, entity=None, claim=None, passage=None, path=None, pair=None, line=None)

    @property
    def narrowed(self) -> bool:
        """Check if a filter is set that selects claims regardless of place."""
        return any(self.wanted(facet) for facet in FACETS if facet not in ("firmness", "source"))

    def filtered(self, facet: str, values: Iterable[str]) -> View:
        """The same view with another choice for a facet."""
        rest = {name: chosen for name, chosen in self.filters.items() if name != facet}
        chosen = frozenset(values)
        return replace(self, filters=rest | ({facet: chosen} if chosen else {}))


@dataclass(frozen=True)
class Scene:
    """The visible part of a network."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    left_out: int  # nodes that would belong here, beyond what can be drawn


def first_organizations(network: nx.MultiDiGraph[str], source: str | None) -> tuple[str, ...]:
    """The organizations that a source says most about in relation to one another."""
    said: Counter[str] = Counter()
    for a, b, _, edge in network.edges(keys=True, data=True):
        pair = network.nodes[a]["organization"] and network.nodes[b]["organization"] and a != b
        if pair and source in (None, edge["source_iri"]) and not edge["retracted"]:
            said.update((a, b))
    return tuple(sorted(said, key=lambda node: (-said[node], node))[:FIRST])


def pair_claims(network: nx.MultiDiGraph[str], view: View, a: str, b: str) -> list[Edge]:
    """The claims between two, in either direction, that the filters let pass."""
    edges = claim_edges(network.subgraph((a, b)))
    return sorted(
        (e for e in edges if e[0] != e[1] and matches(network, e, view)
         and view.line in (None, line_of(e)[2:4])),
        key=lambda edge: edge[2],
    )  # fmt: skip


def line_of(edge: Edge) -> Line:
    """The line that a claim shares with those of the same ends, family, firmness and polarity."""
    a, b, _, said = edge
    return min(a, b), max(a, b), said["family"], step(said), said["polarity"]


def step(said: Mapping[str, Any]) -> str:
    """The step of firmness that a claim is drawn and counted under; proposals have their own."""
    return UNREVIEWED if said.get(UNREVIEWED) else str(said["firmness"])


def opened_claims(
    network: nx.MultiDiGraph[str], view: View, ends: tuple[str, str] | None
) -> frozenset[str]:
    """The claims that are drawn one by one: those of the line that a view selects.

    `ends` are those of the selected claim or pair.
    """
    if ends is None or not (view.claim or view.line):
        return frozenset()
    found: dict[Line, list[str]] = {}
    for edge in claim_edges(network.subgraph(ends)):
        found.setdefault(line_of(edge), []).append(edge[2])
    return frozenset(
        claim
        for line, together in found.items()
        if view.claim in together or line[2:4] == view.line
        if len(together) <= MOST_OPENED
        for claim in together
    )


def matches(network: nx.MultiDiGraph[str], edge: Edge, view: View, but: str = "") -> bool:
    """Check if a claim passes all filters; one facet may be left out to count its values."""
    return not view.filters or all(
        facet == but or ALL in wanted or _passes(network, edge, facet, wanted)
        for facet, wanted in view.filters.items()
    )


def _passes(network: nx.MultiDiGraph[str], edge: Edge, facet: str, wanted: frozenset[str]) -> bool:
    if facet == "span":
        said = edge[3]
        about = said.get("source_date"), said.get("when"), said.get("deadline_year")
        return any(found.holds(*about) for found in map(span, wanted) if found)
    return not wanted.isdisjoint(_values(network, edge, facet))


def _values(network: nx.MultiDiGraph[str], edge: Edge, facet: str) -> tuple[str, ...]:
    a, b, _, said = edge
    if facet == "kind":
        return network.nodes[a]["kind"], network.nodes[b]["kind"]
    if facet == "others":
        return tuple(said.get("others", ()))
    if facet == "firmness":
        return (step(said),)
    if facet == "acknowledged":
        return (acknowledged(said),)
    return (said["source_iri" if facet == "source" else facet],)


def sizes(network: nx.MultiDiGraph[str], nodes: Collection[str]) -> dict[str, float]:
    """Sizes of many nodes, as a share more or less than usual: the more partners, the larger."""
    partners = {node: len({*network.successors(node), *network.predecessors(node)} - {node})
                for node in nodes}  # fmt: skip
    most = max(partners.values(), default=1) or 1
    return {node: round(LARGER * math.sqrt(count / most) - SMALLER, 2)
            for node, count in partners.items()}  # fmt: skip


def claim_edges(network: nx.MultiDiGraph[str]) -> Iterable[Edge]:
    """Every claim that is not retracted, as an edge."""
    return (e for e in network.edges(keys=True, data=True) if not e[3]["retracted"])


def everything(network: nx.MultiDiGraph[str], view: View) -> Iterable[Edge]:
    """The claims between two different things that the filters let pass."""
    return (e for e in claim_edges(network) if e[0] != e[1] and matches(network, e, view))


def shown(
    network: nx.MultiDiGraph[str],
    view: View,
    first: Iterable[str],
    extra: Iterable[str] = (),
    lit: Iterable[str] = (),
) -> Scene:
    """Nodes and claims to draw: the first nodes, opened or selected ones, and the claims between
    them.

    `extra` are nodes that must be there, `lit` claims that must be, whatever the filters say.
    """
    nodes = dict.fromkeys(first)
    nodes |= dict.fromkeys(n for n in extra if n in network)
    for opened in (one for one in view.opened if one in network):
        near = sorted(around(network, opened, view), key=lambda n: (-network.degree(n), n))
        nodes |= dict.fromkeys([opened, *near[:MOST_AROUND]])
    if ALL in view.opened:
        nodes |= dict.fromkeys(visible_organizations(network, view))
    # A filter that names something asks to see it, wherever it stands.
    if view.narrowed:
        found = (edge for edge in claim_edges(network) if matches(network, edge, view))
        nodes |= dict.fromkeys(end for edge in found for end in edge[:2])
    if view.entity:
        nodes[view.entity] = None
    kept = tuple(nodes)[:MOST_NODES]
    always = set(lit)
    there = (
        edge
        for edge in claim_edges(network.subgraph(kept))
        if edge[2] in always or matches(network, edge, view)
    )
    # A part of a network has an order of its own on every run.
    edges = tuple(sorted(there, key=lambda edge: edge[2]))
    return Scene(kept, edges, len(nodes) - len(kept))


def visible_organizations(network: nx.MultiDiGraph[str], view: View) -> list[str]:
    """The organizations of which the filters leave something said, the most spoken of first."""
    said: Counter[str] = Counter()
    for edge in claim_edges(network):
        if matches(network, edge, view):
            said.update(end for end in edge[:2] if network.nodes[end]["organization"])
    return sorted(said, key=lambda node: (-said[node], node))


def touching(network: nx.MultiDiGraph[str], node: str) -> list[Edge]:
    """The claims that stand of which a node is an end."""
    edges = (
        *network.out_edges(node, keys=True, data=True),
        *(e for e in network.in_edges(node, keys=True, data=True) if e[0] != node),
    )
    return [edge for edge in edges if not edge[3]["retracted"]]


def around(network: nx.MultiDiGraph[str], node: str, view: View) -> list[str]:
    """The neighbours of a node over the claims that the filters let pass."""
    edges = (edge for edge in touching(network, node) if matches(network, edge, view))
    return sorted({b if a == node else a for a, b, *_ in edges} - {node})


def hidden_neighbours(network: nx.MultiDiGraph[str], view: View, scene: Scene) -> dict[str, int]:
    """Number of hidden neighbours of each drawn node."""
    drawn = set(scene.nodes)
    return {n: len(set(around(network, n, view)) - drawn) for n in scene.nodes}


def lanes(
    network: nx.MultiDiGraph[str],
    nodes: Iterable[str],
    first: str | None,
    opened: Collection[str] = (),
) -> dict[str, float]:
    """Lane of each claim's line among the parallel ones: 0, 1, -1, 2, -2 …

    Counted over all claims, so that a filter moves no line that stays; those of the first source
    run in the middle, as they are seen first. An opened claim has a line of its own.
    """
    pairs: dict[frozenset[str], dict[tuple[str, ...], list[Edge]]] = {}
    for edge in claim_edges(network.subgraph(list(nodes))):
        a, b, claim, _ = edge
        line: tuple[str, ...] = line_of(edge)
        line = (*line, claim) if claim in opened else line
        pairs.setdefault(frozenset((a, b)), {}).setdefault(line, []).append(edge)
    found: dict[str, float] = {}
    for lines in pairs.values():
        order = sorted(
            (all(said["source_iri"] != first for *_, said in together), line)
            for line, together in lines.items()
        )
        # An even number of lines leaves the very middle free.
        even = (sum(not later for later, _ in order) or len(order)) % 2 == 0
        for at, (_, line) in enumerate(order):
            out = at // 2 + 0.5 if even else (at + 1) // 2
            lane = out if (at % 2 == 0) == even else -out
            found |= dict.fromkeys((claim for _, _, claim, _ in lines[line]), lane)
    return found


def standing(network: nx.MultiDiGraph[str], view: View) -> nx.MultiDiGraph[str]:
    """The network without the claims that the filters leave out."""
    gone = [(a, b, key) for a, b, key, said in network.edges(keys=True, data=True)
            if said["retracted"] or not matches(network, (a, b, key, said), view)]  # fmt: skip
    rest: nx.MultiDiGraph[str] = nx.MultiDiGraph(network)
    rest.remove_edges_from(gone)
    return rest


def counts(
    network: nx.MultiDiGraph[str],
    view: View,
    facet: str,
    among: Iterable[Edge] | None = None,
    lit: Collection[str] = (),
) -> Counter[str]:
    """Number of claims for each value of a facet, given the other filters.

    `lit` claims count whatever the filters say, as they are drawn.
    """
    found: Counter[str] = Counter()
    for edge in claim_edges(network) if among is None else among:
        if edge[2] in lit or matches(network, edge, view, but=facet):
            found.update(set(_values(network, edge, facet)))
    return found


def suggestions(edges: Iterable[Edge]) -> dict[str, Any]:
    """Three good first clicks among some claims: a hint, the most spoken of, a far pair."""
    found = list(edges)
    order = {"hint": 0, "speculation": 1, "opinion": 2, "plan": 3}
    hints = sorted(found, key=lambda e: (order.get(e[3]["modality"], 9), e[2]))
    said = Counter(end for edge in found for end in set(edge[:2]))
    busiest = min(said, key=lambda node: (-said[node], node), default=None)
    simple: nx.Graph[str] = nx.Graph((a, b) for a, b, *_ in found)
    far = max(
        (
            (length, a, b)
            for a, reached in nx.all_pairs_shortest_path_length(simple)
            for b, length in reached.items()
            if a < b
        ),
        default=None,
    )
    return {
        "hint": hints[0] if hints else None,
        "busiest": busiest,
        "pair": (far[1], far[2]) if far else None,
    }


def headline(network: nx.MultiDiGraph[str], shown: Scene, source: str | None) -> Edge | None:
    """The claim of a source's headline that names an amount, where it is not drawn."""
    drawn = {edge[2] for edge in shown.edges}
    found = (
        edge
        for edge in claim_edges(network)
        if edge[3]["source_iri"] == source and edge[3]["form"] == "headline"
        if edge[3].get("amount") and edge[2] not in drawn
    )
    return min(found, key=lambda edge: edge[2], default=None)


def left_out_counts(network: nx.MultiDiGraph[str], shown: Scene) -> tuple[int, int]:
    """Number of organizations that are not drawn, and of further sources with claims."""
    drawn = set(shown.nodes)
    every = visible_organizations(network, View())
    told = {said["source_iri"] for *_, said in claim_edges(network)}
    return sum(node not in drawn for node in every), len(
        told - {e[3]["source_iri"] for e in shown.edges}
    )


def between(claims: Iterable[Edge]) -> dict[tuple[str, str], list[Edge]]:
    """The claims of each pair of ends, the ends in alphabetical order."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in claims:
        a, b = edge[:2]
        if a != b:
            found.setdefault((a, b) if a < b else (b, a), []).append(edge)
    return found
