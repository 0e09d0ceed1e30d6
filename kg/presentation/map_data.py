"""The map of a network as a front end draws it: nodes at their places, one line between two."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from kg.model.ontology import vocabulary
from kg.presentation.drawing import plain
from kg.presentation.graph_view import Edge
from kg.presentation.label_placement import LABEL


def between(claims: Iterable[Edge]) -> dict[tuple[str, str], list[Edge]]:
    """The claims of each pair of ends, the ends in alphabetical order."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in claims:
        a, b = edge[:2]
        if a != b:
            found.setdefault((a, b) if a < b else (b, a), []).append(edge)
    return found


def encoded(
    network: nx.MultiDiGraph[str],
    pairs: Mapping[tuple[str, str], list[Edge]],
    places: Mapping[str, tuple[float, float]],
    groups: Mapping[str, int],
    weights: Mapping[str, float] | None = None,
) -> bytes:
    """The map as JSON; a node's weight is its number of partners, unless weights are given."""
    partners = Counter(end for pair in pairs for end in pair)
    names = sorted(partners)
    number = {name: at for at, name in enumerate(names)}
    nodes = [
        {
            "id": name,
            "label": plain(network.nodes[name]["label"], LABEL),
            "x": places[name][0],
            "y": places[name][1],
            "weight": partners[name] if weights is None else round(weights.get(name, 0), 4),
            "group": groups.get(name, 0) if network.nodes[name]["organization"] else 0,
        }
        for name in names
    ]
    edges = [{"a": number[a], "b": number[b], **_line(said)} for (a, b), said in pairs.items()]
    # The frame is that of the whole network, so that a filter moves nothing.
    across, high = zip(*places.values(), strict=True) if places else ((0.0,), (0.0,))
    frame = {"x": [min(across), max(across)], "y": [min(high), max(high)]}
    found = {"nodes": nodes, "edges": edges, "frame": frame}
    return json.dumps(found, separators=(",", ":")).encode()


def _line(claims: list[Edge]) -> dict[str, Any]:
    """The one line for several claims: as firm as the firmest, in the commonest family's colour."""
    steps = vocabulary().steps
    families = Counter(said["family"] for *_, said in claims)
    relations = dict.fromkeys(said["relation_label"] for *_, said in claims)
    one = len(relations) == 1
    count = len(claims)
    words = next(iter(relations)) if one else f"{count} statements"
    return {
        "family": min(families, key=lambda name: (-families[name], name)),
        "firmness": min((said["firmness"] for *_, said in claims), key=steps.index),
        "count": count,
        "label": plain(f"{words} ({count})" if one and count > 1 else words, LABEL),
    }
