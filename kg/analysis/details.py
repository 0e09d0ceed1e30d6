"""What a number does not tell by itself: who would be cut off, which partners, who else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.analysis import coopetition, cuts, roles
from kg.analysis.communities import communities
from kg.findings import Finding

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

__all__ = ["detail"]

MOST = 12  # names in a sentence


def detail(network: Network, found: Finding) -> str:
    """Whom or what one number is about, in a sentence; empty where the number says it all."""
    told = DETAILS.get(found.measure)
    return told(network, found) if told and found.entity in network else ""


def _bridge(network: Network, found: Finding) -> str:
    lost = cuts.cut_off(network, found.entity, found.other)
    return f"Without this tie, {_names(network, lost)} would be cut off."


def _articulation(network: Network, found: Finding) -> str:
    lost, own = cuts.cut_off_without(network, found.entity), str(found.entity)
    return f"Without {_names(network, [own])}, {_names(network, lost)} would be cut off."


def _shared(network: Network, found: Finding) -> str:
    sign, what = (1, "cooperation") if found.measure == "common-partners" else (-1, "competition")
    tied = [_tied(network, str(end), sign) for end in (found.entity, found.other)]
    return f"Tied to both by {what}: {_names(network, sorted(tied[0] & tied[1]))}."


def _tied(network: Network, node: str, sign: int) -> set[str]:
    edges = (*network.out_edges(node, data=True), *network.in_edges(node, data=True))
    return {end for a, b, data in edges if data["sign"] == sign for end in (a, b)} - {node}


def _of_rivals(network: Network, found: Finding) -> str:
    held = coopetition.partners_of_rivals(network)[str(found.entity)]
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
        f"In the community of {own}: {_names(network, others)}. On average a run leaves {sure:.0%} "
        f"of them together with {own} ({made.runs} runs)."
    )


def _position(network: Network, found: Finding) -> str:
    held, own = roles.positions(network), str(found.entity)
    same = [n for n, kinds in held.items() if kinds == held[own] and n != own]
    name = _names(network, [own])
    if same:
        return f"In the same position as {name}: {_names(network, same)}."
    alike = roles.similar(network, own)
    closest = max(sorted(alike), key=alike.__getitem__, default=None)
    if closest is None or not alike[closest]:
        return f"Nobody else is in the position of {name}."
    return (
        f"Nobody else is in the position of {name}; {_names(network, [closest])} has the most "
        f"similar mixture of ties ({alike[closest]:.2f} of 1)."
    )


DETAILS: dict[str, Callable[[Network, Finding], str]] = {
    "bridge": _bridge,
    "articulation": _articulation,
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
