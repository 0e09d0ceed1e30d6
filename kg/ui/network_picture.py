"""The network as a picture: the larger the number, the larger the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from kg import layout, picture, scene
from kg.analysis.answers import labels
from kg.analysis.measures import MEASURES
from kg.findings import Finding, order
from kg.ui import drawing
from kg.ui.network_choice import Choice, current, go
from kg.ui.opened import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

__all__ = ["drawn", "show"]

HEIGHT = 460
ROOM = 1.35
# More lines than this are a ball of wool, and slow to draw.
MOST_LINES = 1500
MOST_NAMES = 40


def show(here: Opened, choice: Choice, part: Network, found: Sequence[Finding]) -> None:
    """The organizations with the highest numbers and the statements between them."""
    shown = drawn(part, choice.measure, found)
    if not shown.number_of_edges():
        return
    places = _places(here, shown)
    data: dict[str, Any] = {**picture.drawn(picture.network(shown, places))}
    data |= {"name": "Picture of the ties between organizations", "height": HEIGHT, "calm": True}
    data |= {"file": f"network-{choice.measure}", "title": choice.question.words}
    drawing.draw(data, key="network", selection=_lit(choice, found), on_event=partial(_heard, here))
    if len(shown) < len(part):
        st.caption(f"The {len(shown)} of {len(part):,} organizations with the highest numbers.")


def _places(here: Opened, shown: Network) -> dict[str, layout.Place]:
    """The places of the Graph page where it has them, further apart: large names need room."""
    first = list(shown)[: scene.FIRST]
    found = here.places if set(shown) <= set(here.places) else layout.places(shown, first)
    return {node: (found[node][0] * ROOM, found[node][1] * ROOM) for node in shown}


def drawn(part: Network, measure: str, found: Sequence[Finding]) -> Network:
    """The part of the network that is drawn: each with its weight (0 to 1) or its community."""
    known = MEASURES[measure]
    values = {str(f.entity): float(f.value) for f in found if _is_number(f)}
    oriented = {n: -v if known.lowest_first else v for n, v in values.items()}
    degrees: dict[str, float] = {node: float(degree) for node, degree in part.degree()}
    by = oriented if known.about == "organization" and oriented else degrees
    ranked = list(dict.fromkeys([*order(by, labels(part)), *part]))
    kept = part.subgraph(ranked[:MOST_NAMES]).copy()
    lowest, highest = min(oriented.values(), default=0), max(oriented.values(), default=0)
    for node, data in kept.nodes(data=True):
        if measure in ("community", "component"):
            data["community"] = int(values.get(node, 0))
        elif node in oriented and highest > lowest:
            data["weight"] = (oriented[node] - lowest) / (highest - lowest)
    for a, b, claim in list(kept.edges(keys=True))[MOST_LINES:]:
        kept.remove_edge(a, b, claim)
    return kept


def _is_number(finding: Finding) -> bool:
    return (
        finding.entity is not None and finding.other is None and not isinstance(finding.value, str)
    )


def _lit(choice: Choice, found: Sequence[Finding]) -> dict[str, Any]:
    """What the picture lights up: the organization or the pair that was chosen."""
    if choice.entity is None:
        return {}
    claims: tuple[str, ...] = ()
    if choice.other:
        pairs = [f for f in found if (f.entity, f.other) == (choice.entity, choice.other)]
        claims = pairs[0].claims if pairs else ()
    nodes = [node for node in (choice.entity, choice.other) if node]
    return {"nodes": nodes, "edges": list(claims), "center": choice.entity}


def _heard(here: Opened, event: dict[str, Any]) -> None:
    """Answer a click in the picture: choose the organization, or nothing."""
    choice, _ = current(here)
    if event.get("type") == "node":
        go(replace(choice, entity=str(event["id"]), other=None))
    elif event.get("type") == "clear":
        go(replace(choice, entity=None, other=None))
