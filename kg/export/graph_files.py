"""GraphML and GEXF of a network, the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg.analysis.findings import Finding, table
from kg.export.csv_tables import safe

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]


# What XML cannot hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(
    network: Network, claims: Collection[str] | None = None, found: Iterable[Finding] = ()
) -> bytes:
    """The network as GraphML, an edge for each claim, for igraph, yEd and others.

    The numbers found are attributes of organizations, ties and the whole. With `claims` only these
    are written, and the entities that they link.
    """
    plain = _plain(network, claims)
    _add_findings(plain, found)
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(plain)
    # XML's booleans are true and false; networkx writes True and False.
    flags = {key.get("id") for key in writer.xml.iter("key") if key.get("attr.type") == "boolean"}
    for value in writer.xml.iter("data"):
        if value.get("key") in flags:
            value.text = value.text.lower()
    target = io.BytesIO()
    writer.dump(target)
    # As a character reference: a reader of XML takes a bare one for an end of line.
    return target.getvalue().replace(b"\r", b"&#13;")


def gexf(network: Network, claims: Collection[str] | None = None) -> bytes:
    """The network as GEXF, an edge for each claim, for Gephi; with `claims`, only these."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_plain(network, claims))
    # It would say when and with which version of networkx it was written.
    for meta in [element for element in writer.xml if element.tag.endswith("meta")]:
        writer.xml.remove(meta)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _plain(network: Network, claims: Collection[str] | None) -> Network:
    """The graph in a fixed order, with the attributes that XML can hold."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    edges = sorted(
        (e for e in network.edges(keys=True, data=True) if claims is None or e[2] in claims),
        key=lambda edge: edge[2],
    )
    ends = {end for edge in edges for end in edge[:2]}
    for node in sorted(network):
        if claims is None or node in ends:
            found.add_node(node, **_attributes(network.nodes[node]))
    for start, end, claim, data in edges:
        known = {"id": claim, "label": data["relation_label"]}
        found.add_edge(start, end, key=claim, **_attributes(data | known))
    return found


def _attributes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of one value, without the page's own notes."""
    return {
        name: NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in sorted(data.items())
        if isinstance(value, str | int | float)
    }


def _add_findings(plain: Network, found: Iterable[Finding]) -> None:
    by_claim = {claim: (a, b, claim) for a, b, claim in plain.edges(keys=True)}
    for finding in found:
        if finding.other is not None:
            for claim in finding.claims:
                if claim in by_claim:
                    plain.edges[by_claim[claim]][finding.measure] = finding.value
        elif finding.entity is None:
            plain.graph[f"{finding.measure} {finding.note}".strip()] = finding.value
        elif finding.entity in plain:
            plain.nodes[finding.entity][finding.measure] = finding.value


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
