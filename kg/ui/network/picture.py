"""The network as a picture: the larger the number, the larger the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from kg.analysis.answers import labels
from kg.analysis.findings import Finding, order
from kg.analysis.measures import MEASURES
from kg.presentation import drawing, label_placement, layout
from kg.ui import components
from kg.ui.network.choice import Choice, current, go
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


HEIGHT = 460
ROOM = 1.35
# The frame is about so much wider than high; a picture of the same form fills it.
FORM = 1.6
# More lines than this are a ball of wool, and slow to draw.
MOST_LINES = 1500
MOST_NAMES = 40


def show(
    here: Opened,
    choice: Choice,
    part: Network,
    found: Sequence[Finding],
    chosen: Finding | None,
) -> None:
    """The organizations with the highest numbers and the statements between them."""
    shown = drawn(part, choice.measure, found)
    if not shown.number_of_edges():
        return
    places = _places(here, shown)
    data: dict[str, Any] = {**drawing.drawn(drawing.network(shown, places))}
    data |= {"name": "Picture of the ties between organizations", "height": HEIGHT, "calm": True}
    data |= {"file": f"network-{choice.measure}", "title": choice.question.words}
    marked = lit(choice, shown, chosen)
    components.draw(data, key="network", selection=marked, on_event=partial(_heard, here))
    if len(shown) < len(part):
        st.caption(f"The {len(shown)} of {len(part):,} organizations with the highest numbers.")


def _places(here: Opened, shown: Network) -> dict[str, label_placement.Place]:
    """The places of the Graph page where it shows the same, further apart: names need room."""
    same = here.start and set(shown) == set(here.start)
    found = here.places if same else layout.places(shown, shown)
    wide, high = (
        max(spots) - min(spots) for spots in zip(*(found[node] for node in shown), strict=True)
    )
    # Stretched in one direction only, nothing comes nearer to anything else.
    stretch = ROOM * min(2.0, max(1.0, FORM * high / max(wide, 1.0)))
    return {node: (found[node][0] * stretch, found[node][1] * ROOM) for node in shown}


def drawn(part: Network, measure: str, found: Sequence[Finding]) -> Network:
    """The part of the network that is drawn: each with its weight (0 to 1) or its community."""
    known = MEASURES[measure]
    values = {str(f.entity): float(f.value) for f in found if _is_number(f)}
    oriented = {n: -v if known.lowest_first else v for n, v in values.items()}
    degrees: dict[str, float] = {node: float(degree) for node, degree in part.degree()}
    by = oriented if known.about == "organization" and oriented else degrees
    # Where an answer is about pairs, their ends come first: as the table has them.
    pairs = ((f.entity, f.other) for f in found if f.other)
    ends = [end for pair in pairs for end in pair if end and end in part]
    ranked = list(dict.fromkeys([*ends, *order(by, labels(part)), *part]))[:MOST_NAMES]
    kept = part.subgraph(ranked).copy()
    for place, node in enumerate(ranked, 1):
        kept.nodes[node]["rank"] = place
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


def lit(choice: Choice, shown: Network, chosen: Finding | None) -> dict[str, Any]:
    """What the picture lights up: what was chosen, and the statements behind its number.

    What is about a pair or a source is lit unasked: there the statements are the answer.
    """
    asked = choice.entity is not None or choice.row
    if chosen is None or not (asked or MEASURES[choice.measure].about in ("pair", "source")):
        return {}
    drawn_claims = {claim for _, _, claim in shown.edges(keys=True)}
    nodes = [node for node in (chosen.entity, chosen.other) if node in shown]
    edges = [claim for claim in chosen.claims if claim in drawn_claims]
    return {"nodes": nodes, "edges": edges} | ({"center": nodes[0]} if choice.entity else {})


def _heard(here: Opened, event: dict[str, Any]) -> None:
    """Answer a click in the picture: choose the organization, or nothing."""
    choice, _ = current(here)
    if event.get("type") == "node":
        go(replace(choice, entity=str(event["id"]), other=None, row=""))
    elif event.get("type") == "clear":
        go(replace(choice, entity=None, other=None, row=""))
