"""The network, analysed: one file per question, each a set of pure functions over a networkx graph.

    network = kg.network.graph(store)
    part = kg.network.organizations(network, level="all")
    kg.analysis.centrality.betweenness(part)           # a function of any networkx graph
    kg.analysis.measure("betweenness")(part)           # the same by name
    kg.analysis.measures.findings(network, ["degree"], level="all")  # with the claims behind it

The files of questions know nothing of each other. `measures` gathers their numbers by name,
`answers` words them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.analysis import (
        attributes,
        brokerage,
        centrality,
        circular_deals,
        cohesion,
        communities,
        measures,
        network,
        paths,
        portfolio,
        robustness,
        signed_ties,
        windows,
    )
    from kg.analysis.findings import Finding, Measure
    from kg.analysis.measures import MEASURES, measure

__all__ = [
    "MEASURES",
    "Finding",
    "Measure",
    "attributes",
    "brokerage",
    "centrality",
    "circular_deals",
    "cohesion",
    "communities",
    "measure",
    "measures",
    "network",
    "paths",
    "portfolio",
    "robustness",
    "signed_ties",
    "windows",
]

# Read on first use: the network alone needs none of the libraries that measure it.
_NAMES = {
    "MEASURES": "kg.analysis.measures",
    "Finding": "kg.analysis.findings",
    "Measure": "kg.analysis.findings",
    "measure": "kg.analysis.measures",
}


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    if name in __all__:
        return import_module(f"kg.analysis.{name}")
    raise AttributeError(f"module 'kg.analysis' has no attribute {name!r}; there are: {__all__}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
