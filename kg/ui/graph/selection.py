"""What a view selects: claims, nodes, and the way between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.analysis import paths
from kg.presentation import graph_view
from kg.ui.graph import article
from kg.ui.shared_data import Opened, brief

MOST_COMPANY = 12


@dataclass(frozen=True)
class Selected:
    """What is selected, as claims and nodes; of two connected ones the way between them."""

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
    """The nodes that must be drawn: the ends of the selected claims, unless an entity is meant."""
    if view.entity:
        return [view.entity, *_company(here, view, view.entity)]
    pairs = [here.ends[claim] for claim in chosen.claims if claim in here.ends]
    return [*chosen.nodes, *(end for pair in pairs for end in pair)]


def _company(here: Opened, view: graph_view.View, entity: str) -> list[str]:
    """Some neighbours of an entity that would stand alone in the picture."""
    near = graph_view.around(here.network, entity, view)
    there = {*here.start, *view.opened}
    if not there.isdisjoint(near) or entity in there:
        return []
    return sorted(near, key=lambda node: (-here.network.degree(node), node))[:MOST_COMPANY]
