"""Small networks for tests: claims as edges with everything a page expects of them."""

from __future__ import annotations

from typing import Any

import networkx as nx


def claim(**said: Any) -> dict[str, Any]:
    """The attributes of a claim, with the plainest values by default."""
    plain: dict[str, Any] = {
        "relation": "partnersWith",
        "relation_label": "partners with",
        "family": "cooperation",
        "sign": 1,
        "symmetric": True,
        "modality": "fact",
        "firmness": "stated",
        "form": "narration",
        "polarity": "affirmed",
        "evidence": "quoted",
        "speaker": "source",
        "speaker_label": "The Paper",
        "source_iri": "source",
        "source_title": "The Paper",
        "quote": "They are partners.",
        "quote_start": 0,
        "quote_end": 18,
        "antecedent": False,
        "retracted": False,
        "field": "",
        "jointly_with": "",
    }
    return plain | said


def network(*claims: tuple[str, str, dict[str, Any]]) -> nx.MultiDiGraph[str]:
    """A network of organizations; the claims are called c0, c1, c2 …"""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (start, end, said) in enumerate(claims):
        for node in (start, end):
            entity(found, node)
        found.add_edge(start, end, key=f"c{number}", **claim(**said))
    return found


def entity(found: nx.MultiDiGraph[str], node: str, kind: str = "Company", *aliases: str) -> None:
    """Add an entity that goes by its IRI."""
    if node not in found:
        organization = kind in ("Company", "Organization")
        found.add_node(
            node, label=node, kind=kind, organization=organization, aliases=" | ".join(aliases)
        )
