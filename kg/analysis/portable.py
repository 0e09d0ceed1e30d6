"""What can be taken along: the network with its numbers as GraphML, the code that repeats them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg import __version__
from kg.findings import Finding

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]

__all__ = ["graphml", "snippet"]

# What XML cannot hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What networkx alone computes, for a reader who trusts nobody: the same number from `pairs`.
BY_NETWORKX = {
    "degree": "dict(pairs.degree())",
    "closeness": "nx.closeness_centrality(pairs)",
    "betweenness": "nx.betweenness_centrality(pairs)",
    "eigenvector": "nx.eigenvector_centrality(pairs, max_iter=10_000, tol=1e-10)",
    "core": "nx.core_number(pairs)",
    "constraint": "nx.constraint(pairs)",
    "effective-size": "nx.effective_size(pairs)",
    "density": "nx.density(pairs)",
    "transitivity": "nx.transitivity(pairs)",
    "bridge": "list(nx.bridges(pairs))",
    "articulation": "set(nx.articulation_points(pairs))",
}


def graphml(network: Network, found: Iterable[Finding]) -> bytes:
    """The network for Gephi; the numbers are attributes of organizations, ties and the whole."""
    written: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        written.add_node(node, **_scalars(data))
    for a, b, claim, data in network.edges(keys=True, data=True):
        written.add_edge(a, b, key=claim, **_scalars(data))
    by_claim = {claim: [(a, b, claim)] for a, b, claim in written.edges(keys=True)}
    for finding in found:
        if finding.other is not None:
            for claim in finding.claims:
                for edge in by_claim.get(claim, ()):
                    written.edges[edge][finding.measure] = finding.value
        elif finding.entity is None:
            written.graph[f"{finding.measure} {finding.note}".strip()] = finding.value
        elif finding.entity in written:
            written.nodes[finding.entity][finding.measure] = finding.value
    return "\n".join(nx.generate_graphml(written)).encode()


def snippet(
    measures: Sequence[str],
    level: str,
    families: Sequence[str] | None,
    generation: str,
    sources: Sequence[str] = (),
) -> str:
    """Python for a notebook that repeats the numbers, by this package and without it."""
    lines = [
        f"# tech-partnerships {__version__}, networkx {version('networkx')}, "
        f"networkit {version('networkit')}, data {generation}",
        "import networkx as nx",
        "",
        "import kg",
        "from kg.analysis.measures import findings",
        "from kg.network import organizations",
        *(["from kg.views import from_sources", "from kg.vocab import SOURCE"] if sources else []),
        "",
        "with kg.open() as store:  # kg.open(FOLDER) for data of your own",
        "    network = kg.network.graph(store)",
    ]
    if sources:
        kept = ", ".join(f"str(SOURCE[{slug!r}])" for slug in sources)
        lines += [f"network = from_sources(network, {{{kept}}})"]
    lines += [
        "",
        f"level, families = {level!r}, {list(families) if families else None!r}",
        f"for found in findings(network, {list(measures)!r}, level, families):",
        "    print(found.measure, found.entity, found.other, found.value, found.claims)",
    ]
    alone = [(name, BY_NETWORKX[name]) for name in measures if name in BY_NETWORKX]
    if alone:
        lines += [
            "",
            "# The same without this package's arithmetic: one undirected tie for each pair.",
            "pairs = nx.Graph(organizations(network, level, families).to_undirected())",
            *(f"print({name!r}, {code})" for name, code in alone),
        ]
    return "\n".join(lines) + "\n"


def _scalars(data: dict[str, Any]) -> dict[str, Any]:
    """The attributes that GraphML can hold: no empty ones, several values as one text.

    What a page has noted as a mapping is its own affair and is no attribute.
    """
    found = {}
    for name, value in data.items():
        if value is not None and not isinstance(value, dict):
            text = " ".join(map(str, value)) if isinstance(value, tuple | list) else value
            found[name] = NOT_XML.sub("\ufffd", text) if isinstance(text, str) else text
    return found
