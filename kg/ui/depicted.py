"""A scene made ready for the drawing: the drawn part of the network, its legend, its marks."""

from __future__ import annotations

from typing import Any

import networkx as nx

from kg import layout, picture, scene
from kg.terms import vocabulary
from kg.ui.opened import Opened

__all__ = ["data", "part", "places"]

MARKS = {
    "headline": ("|", "headline only"),
    "cited": ("○", "cited, words not kept"),
    "denied": ("≻", "denied"),
}


def part(here: Opened, view: scene.View, shown: scene.Scene) -> nx.MultiDiGraph[str]:
    """The part of the network that is drawn, with what the drawing needs to know of it."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    more = scene.hidden(here.network, view, shown)
    for node in shown.nodes:
        drawn.add_node(node, **here.network.nodes[node], more=more[node])
    lanes = scene.lanes(here.network, shown.nodes, here.first)
    for a, b, claim, said in shown.edges:
        read = said["source"] == view.source and said["start"] is not None
        passage = f"{said['start']},{said['end']}" if read else ""
        drawn.add_edge(a, b, key=claim, **said, lane=lanes[claim], passage=passage)
    return drawn


def places(here: Opened, drawn: nx.MultiDiGraph[str]) -> dict[str, layout.Place]:
    """Where the drawn nodes stand."""
    return here.places or layout.places(drawn, list(drawn)[: scene.FIRST])


def data(here: Opened, view: scene.View, drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """What the drawing component is given."""
    made = picture.network(drawn, places(here, drawn))
    return {**picture.drawn(made), **_key(here, view, drawn)}


def _key(here: Opened, view: scene.View, drawn: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """The legend: steps, counted as if none were filtered out; families; special marks."""
    steps = scene.counts(
        here.network, view, "firmness", scene.claims(here.network.subgraph(drawn.nodes))
    )
    on = view.wanted("firmness") or set(vocabulary().steps)
    terms = vocabulary().values["Firmness"]
    drawn_claims = [said for *_, said in drawn.edges(data=True)]
    present = {said["family"] for said in drawn_claims}
    marks = {picture.mark(said) for said in drawn_claims}
    return {
        "legend": [
            {
                "id": step,
                "label": terms[step].label,
                "definition": terms[step].definition,
                "count": steps[step],
                "on": step in on,
            }
            for step in vocabulary().steps
        ],
        "families": [
            {"id": family, "label": family, "count": int(family in present)}
            for family in vocabulary().families()
        ],
        "marks": [
            {"sign": sign, "label": label} for kind, (sign, label) in MARKS.items() if kind in marks
        ],
    }
