"""The views, on networks of three organizations."""

from __future__ import annotations

from typing import Any

import networkx as nx

from kg.analysis.network import directed, from_sources, one_family, signed, ties


def said(
    graph: nx.MultiDiGraph[str], key: str, a: str, b: str, source: str = "news", **data: Any
) -> None:
    told = {"relation": "assists", "family": "cooperation", "sign": 1, "symmetric": False}
    graph.add_edge(a, b, key=key, source_iri=source, **(told | data))


def test_a_source_that_repeats_itself_supports_a_tie_once() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "right")
    said(graph, "2", "left", "right")
    assert ties(graph).edges["left", "right"] == {"claims": ("1", "2"), "weight": 1}
    said(graph, "3", "left", "right", source="another")
    assert ties(graph).edges["left", "right"]["weight"] == 2


def test_a_symmetric_relation_told_from_both_sides_is_one_support() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "right", relation="partnersWith", symmetric=True)
    said(graph, "2", "right", "left", relation="partnersWith", symmetric=True)
    assert ties(graph).edges["left", "right"]["weight"] == 1
    said(graph, "3", "right", "left")
    said(graph, "4", "left", "right")
    assert ties(graph).edges["left", "right"]["weight"] == 3


def test_only_a_symmetric_relation_runs_both_ways() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", relation="partnersWith", symmetric=True)
    assert sorted(directed(graph).edges()) == [
        ("left", "middle"),
        ("middle", "right"),
        ("right", "middle"),
    ]


def test_a_family_keeps_all_organizations() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", family="finance")
    found = one_family(graph, "finance")
    assert list(found.edges(keys=True)) == [("middle", "right", "2")]
    assert list(found) == ["left", "middle", "right"]


def test_a_pair_that_cooperates_and_competes_has_no_sign() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "left", sign=-1)
    said(graph, "3", "middle", "right", sign=-1)
    said(graph, "4", "left", "right", sign=0)
    found = signed(graph)
    assert found.edges["left", "middle"] == {"positive": ["1"], "negative": ["2"], "sign": 0}
    assert found.edges["middle", "right"]["sign"] == -1
    assert not found.has_edge("left", "right")


def test_the_claims_of_some_sources_leave_the_entities_of_the_others_in():
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", source="another")
    found = from_sources(graph, {"another"})
    assert list(found.edges(keys=True)) == [("middle", "right", "2")]
    assert list(found) == ["left", "middle", "right"]
