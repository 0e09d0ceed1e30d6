"""The network of claims as GraphML and GEXF, and the numbers of an analysis as CSV."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg import network
from kg.export.contents import Contents
from kg.export.tables import safe
from kg.findings import Finding, table
from kg.store import Store

__all__ = ["numbers", "written"]

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


def numbers(found: Iterable[Finding], graph: "nx.MultiDiGraph[str]") -> str:
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
