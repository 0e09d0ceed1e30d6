"""GraphML and GEXF of a network, the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.analysis import network
from kg.analysis.findings import Finding, table
from kg.export.csv_tables import safe
from kg.export.selection import Contents
from kg.resources import __version__
from kg.store.local import Store

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]


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


_ONLY_SOURCES = (
    "from kg.analysis.network import from_sources",
    "from kg.model.vocab import SOURCE",
)


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
        "from kg.analysis.network import organizations",
        *(_ONLY_SOURCES if sources else ()),
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


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Names that mean something else in these formats: the ends of an edge, and spans of time.
_RENAMED = {"source": "source_iri", "start": "quote_start", "end": "quote_end"}


def written(store: Store, chosen: Contents, kind: str) -> bytes:
    """The network of the chosen claims: an edge a claim, with family, modality, speaker, quote."""
    graph = _plain(network.graph(store), chosen)
    target = io.BytesIO()
    if kind == "graphml":
        nx.write_graphml_xml(graph, target, encoding="utf-8", prettyprint=True)
        return target.getvalue()
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    # It would say when and with which version of networkx it was written.
    for meta in [element for element in writer.xml if element.tag.endswith("meta")]:
        writer.xml.remove(meta)
    writer.write(target)
    return target.getvalue()


def numbers(found: Iterable[Finding], graph: nx.MultiDiGraph[str]) -> str:
    """Findings as CSV: IRIs beside the names, the claims behind each number last."""
    findings = list(found)
    columns, rows = table(findings, graph)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns[:3], "entity_iri", "other_iri", *columns[3:]])
    for finding, row in zip(findings, rows, strict=True):
        told = [*row[:3], finding.entity or "", finding.other or "", *row[3:]]
        writer.writerow(map(safe, told))
    return out.getvalue()


def _plain(graph: nx.MultiDiGraph, chosen: Contents) -> nx.MultiDiGraph:  # type: ignore[type-arg]
    """The graph in a fixed order, with values that XML can hold."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    edges = sorted(
        (edge for edge in graph.edges(keys=True, data=True) if edge[2] in chosen.claims),
        key=lambda edge: edge[2],
    )
    ends = {end for edge in edges for end in edge[:2]}
    for node, data in sorted(graph.nodes(data=True)):
        if chosen.whole or node in ends:
            found.add_node(node, **_attributes(data))
    for start, end, claim, data in edges:
        attributes = _attributes(data) | {"id": claim, "label": data["relation_label"]}
        found.add_edge(start, end, key=claim, **attributes)
    return found


def _attributes(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known: these formats have no empty value."""
    return {
        _RENAMED.get(name, name): _value(value)
        for name, value in sorted(data.items())
        if value is not None
    }


def _value(value: Any) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    text = " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return _NO_XML.sub("\ufffd", text)
