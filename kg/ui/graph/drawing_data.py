"""Selection of a view, and the drawn part of the network with positions and legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import streamlit as st

from kg.analysis import paths
from kg.model.ontology import vocabulary
from kg.presentation import drawing, graph_view, label_placement, layout
from kg.ui import components, shared_data
from kg.ui.graph import article
from kg.ui.shared_data import Opened, brief

KEPT = "places"
# A table of more rows than this is slow, and nobody reads it.
MOST_ROWS = 2000
MOST_COMPANY = 12


@dataclass(frozen=True)
class Selected:
    """The selected claims and nodes; for two connected nodes, the path between them."""

    claims: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    way: list[paths.Step] | None = None


def selected(here: Opened, view: graph_view.View) -> Selected:
    """The selection that a view asks for."""
    if view.path:
        find = paths.shortest if view.way == "shortest" else paths.firmest
        found = find(graph_view.standing(here.network, view), *view.path)
        return Selected(tuple(step.claim for step in found or ()), view.path, found)
    if view.claim:
        return Selected((view.claim,))
    if view.pair:
        between = graph_view.pair_claims(here.network, view, *view.pair)
        return Selected(tuple(edge[2] for edge in between), view.pair)
    if view.entity:
        said = brief(here, view.entity)
        return Selected(tuple(dict.fromkeys(row["claim"] for row in said)), (view.entity,))
    if view.passage and view.source:
        runs = article.article_runs(here, view.source)
        inside = [run for run in runs if (run.start, run.end) == view.passage]
        return Selected(tuple(one.claim for run in inside for one in run.claims))
    return Selected()


def ends(here: Opened, view: graph_view.View, chosen: Selected) -> list[str]:
    """The nodes that must be drawn: the ends of selected claims, unless the entity is selected."""
    if view.entity:
        return [view.entity, *_company(here, view, view.entity)]
    pairs = [here.ends[claim] for claim in chosen.claims if claim in here.ends]
    return [*chosen.nodes, *(end for pair in pairs for end in pair)]


def _company(here: Opened, view: graph_view.View, entity: str) -> list[str]:
    """Some neighbours of an entity that would be alone in the picture."""
    near = graph_view.around(here.network, entity, view)
    there = {*here.start, *view.opened}
    if not there.isdisjoint(near) or entity in there:
        return []
    return sorted(near, key=lambda node: (-here.network.degree(node), node))[:MOST_COMPANY]


def scene(here: Opened, view: graph_view.View, chosen: Selected) -> graph_view.Scene:
    """The nodes and edges of a detailed picture."""
    wanted = ends(here, view, chosen)
    return graph_view.shown(here.network, view, _start(here, view), wanted, chosen.claims)


def _start(here: Opened, view: graph_view.View) -> tuple[str, ...]:
    """The first nodes to draw: those of the chosen source, if there is one."""
    chosen = view.wanted("source") - {graph_view.ALL}
    if here.large and (view.entity or view.opened or view.path or view.pair or view.claim):
        return ()
    if len(chosen) != 1:
        return here.start
    return graph_view.first_organizations(here.network, next(iter(chosen))) or here.start


def part(here: Opened, view: graph_view.View, shown: graph_view.Scene) -> nx.MultiDiGraph[str]:
    """The drawn part of the network, with the data that the drawing needs."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    more = graph_view.hidden_neighbours(here.network, view, shown)
    rank = {node: place for place, node in enumerate(here.sizes, 1)}
    for node in shown.nodes:
        size = {"weight": here.sizes.get(node, 0), "rank": rank.get(node, 0)}
        drawn.add_node(node, **here.network.nodes[node], more=more[node], **size)
    ends = here.ends.get(view.claim, None) if view.claim else view.pair
    opened = graph_view.opened_claims(here.network, view, ends)
    lanes = graph_view.lanes(here.network, shown.nodes, here.first, opened)
    for a, b, claim, said in shown.edges:
        read = said["source_iri"] == view.source and said.get("quote_start") is not None
        passage = f"{said['quote_start']},{said['quote_end']}" if read else ""
        drawn.add_edge(
            a, b, key=claim, **said, lane=lanes[claim], passage=passage,
            elsewhere=shared_data.agreement_words(said), opened=claim in opened,
        )  # fmt: skip
    return drawn


def mapped(here: Opened, view: graph_view.View, lit: tuple[str, ...]) -> nx.MultiDiGraph[str]:
    """The claims that the map stands for, as far as a table can hold them; those lit first."""
    edges = list(graph_view.everything(here.network, view))
    if len(edges) > MOST_ROWS:
        first = set(lit)
        edges.sort(key=lambda edge: edge[2] not in first)
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for a, b, claim, said in edges[:MOST_ROWS]:
        for node in (a, b):
            drawn.add_node(node, **here.network.nodes[node])
        drawn.add_edge(a, b, key=claim, **said)
    return drawn


def drawn_places(here: Opened, drawn: nx.MultiDiGraph[str]) -> dict[str, label_placement.Place]:
    """Positions of the drawn nodes.

    In a small network everything has its place from the start. In a large one what is opened
    settles near what stands; the session remembers, so that nothing moves that stays.
    """
    if not here.large:
        return here.places
    generation, kept = st.session_state.get(KEPT, ("", {}))
    if generation != here.key or kept.keys().isdisjoint(drawn):
        kept = {}
    if not kept:
        kept = layout.places(drawn, sorted(drawn, key=lambda n: (-drawn.degree(n), n))[:12])
    bound: nx.MultiDiGraph[str] = nx.MultiDiGraph(drawn)
    # What was shown before keeps its place, should it be shown again.
    bound.add_nodes_from((node, here.network.nodes[node]) for node in kept)
    kept = layout.settle_layout(bound, kept, drawn.nodes)
    st.session_state[KEPT] = (here.key, kept)
    return kept


def picture_data(
    here: Opened, view: graph_view.View, drawn: nx.MultiDiGraph[str]
) -> dict[str, Any]:
    """Data for the drawing component."""
    made = drawing.network(drawn, drawn_places(here, drawn))
    inside = here.network.subgraph(drawn.nodes)
    lit = {claim for _, _, claim in drawn.edges(keys=True)}
    steps = graph_view.counts(here.network, view, "firmness", graph_view.claim_edges(inside), lit)
    return {
        **drawing.drawn(made),
        **_key(view, steps, _families(drawn.edges(keys=True, data=True))),
        "marks": drawing.marks(made.edges),
    }


def map_of(here: Opened, view: graph_view.View) -> dict[str, Any]:
    """Data for the map component, made once for each choice of filters."""
    asked = tuple(sorted((facet, tuple(sorted(view.filters[facet]))) for facet in view.filters))
    if asked not in here.maps:
        edges = list(graph_view.everything(here.network, view))
        pairs = graph_view.between(edges)
        steps = graph_view.counts(here.network, view, "firmness")
        content = drawing.map_content(here.network, pairs, here.map_spots)
        here.maps[asked] = content, _key(view, steps, _families(edges))
    content, legends = here.maps[asked]
    return {"address": components.published(content), **legends}


def _families(edges: Iterable[graph_view.Edge]) -> Counter[str]:
    """Number of claims of each family; proposals are counted apart."""
    return Counter(said["family"] for *_, said in edges if not said.get(graph_view.UNREVIEWED))


def _key(view: graph_view.View, steps: Counter[str], families: Counter[str]) -> dict[str, Any]:
    """The legend: steps, counted as if none were filtered out, and families."""
    on = view.wanted("firmness") or {*vocabulary().steps, graph_view.UNREVIEWED}
    return {"legend": drawing.steps(steps, on), "families": drawing.family_counts(families)}
