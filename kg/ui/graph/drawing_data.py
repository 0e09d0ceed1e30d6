"""Selection of a view, and the drawn part of the network with positions and legend."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx as nx
import streamlit as st

from kg.analysis import paths
from kg.analysis.communities import Group
from kg.model.ontology import vocabulary
from kg.presentation import drawing, graph_view, label_placement, layout
from kg.ui import shared_data
from kg.ui.graph import article
from kg.ui.shared_data import Opened, brief

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
    if view.entity:
        said = brief(here, view.entity)
        return Selected(tuple(dict.fromkeys(row["claim"] for row in said)), (view.entity,))
    if view.passage and view.source:
        runs = article.marked(here, view.source)
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


MEMBERS = 30
KEPT = "places"


def opened_members(here: Opened, view: graph_view.View) -> list[str]:
    """The members to draw of the groups that are open."""
    groups = [here.groups[one] for one in view.opened if one in here.groups]
    return [node for group in groups for node in group.members[:MEMBERS]]


def part(here: Opened, view: graph_view.View, shown: graph_view.Scene) -> nx.MultiDiGraph[str]:
    """The drawn part of the network, with the data that the drawing needs."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    if here.large and not view.narrowed:
        _add_groups(here, view, drawn)
    more = graph_view.hidden(here.network, view, shown)
    for node in shown.nodes:
        drawn.add_node(node, **here.network.nodes[node], more=more[node])
    lanes = graph_view.lanes(here.network, shown.nodes, here.first)
    for a, b, claim, said in shown.edges:
        read = said["source_iri"] == view.source and said.get("quote_start") is not None
        passage = f"{said['quote_start']},{said['quote_end']}" if read else ""
        drawn.add_edge(
            a, b, key=claim, **said, lane=lanes[claim], passage=passage,
            elsewhere=shared_data.told(said),
        )  # fmt: skip
    return drawn


def _add_groups(here: Opened, view: graph_view.View, drawn: nx.MultiDiGraph[str]) -> None:
    for group in here.groups.values():
        hidden = len(group.members) - (MEMBERS if group.id in view.opened else 0)
        drawn.add_node(
            group.id,
            label=_name(group),
            kind="",
            organization=False,
            group=True,
            more=max(0, hidden),
            aliases="",
        )
    for a, b, count in here.links:
        drawn.add_edge(a, b, key=f"{a}-{b}", count=count)


def _name(group: Group) -> str:
    return f"{group.label}\n{len(group.members):,}"


def places(here: Opened, drawn: nx.MultiDiGraph[str]) -> dict[str, label_placement.Place]:
    """Positions of the drawn nodes.

    In a small network everything has its place from the start. In a large one the groups have, and
    what is opened settles near them; the session remembers, so that nothing moves that stays.
    """
    if not here.large:
        return here.places
    generation, kept = st.session_state.get(KEPT, ("", {}))
    if generation != here.store.generation:
        kept = {}
    bound: nx.MultiDiGraph[str] = nx.MultiDiGraph(drawn)
    bound.add_nodes_from(
        (group.id, {"label": _name(group), "group": True}) for group in here.groups.values()
    )
    bound.add_edges_from((a, b) for a, b, _ in here.links)
    for group in here.groups.values():
        bound.add_edges_from((group.id, node) for node in group.members if node in drawn)
    # What was shown before keeps its place, should it be shown again.
    bound.add_nodes_from((node, here.network.nodes[node]) for node in kept if node in here.network)
    if not kept:
        kept = layout.places(bound.subgraph(here.groups), here.groups)
    kept = layout.settle(bound, kept, drawn.nodes)
    st.session_state[KEPT] = (here.store.generation, kept)
    return kept


def data(here: Opened, view: graph_view.View, drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Data for the drawing component."""
    made = drawing.network(drawn, places(here, drawn))
    return {**drawing.drawn(made), **_key(here, view, drawn)}


def _key(here: Opened, view: graph_view.View, drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """The legend: steps of firmness, with unfiltered counts; families; special marks."""
    if here.large and not view.narrowed:
        steps = here.steps
    else:
        inside = here.network.subgraph(drawn.nodes)
        lit = {claim for _, _, claim in drawn.edges(keys=True)}
        steps = graph_view.counts(here.network, view, "firmness", graph_view.claims(inside), lit)
    on = view.wanted("firmness") or set(vocabulary().steps)
    present = [said for *_, said in drawn.edges(data=True) if "count" not in said]
    return {
        "legend": drawing.steps(steps, on),
        "families": drawing.families(Counter(said["family"] for said in present)),
        "marks": drawing.marks(present),
    }
