from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal, URIRef

import kg
from kg.analysis import network
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.presentation import query_results
from tests.small_data import claim, folder

ACME, BOLT, CORE = (URIRef(ENTITY[name]) for name in ("acme", "bolt", "core"))
FIRST = f"{SOURCE['paper']}/claim/first"
if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

Ends = dict[str, tuple[str, str]]


@pytest.fixture
def drawn(tmp_path: Path) -> Network:
    place = folder(
        tmp_path,
        claim("first", "partnersWith", "acme bolt"),
        claim("second", "supplies", "bolt core"),
    )
    with kg.open(place) as store:
        return network.graph(store)


def ends(of: Network) -> Ends:
    return {key: (a, b) for a, b, key in of.edges(keys=True)}


def test_rows_that_name_claims_are_drawn_with_their_ends(drawn: Network):
    found = query_results.of_rows(drawn, ends(drawn), [(URIRef(FIRST), Literal("x"))])
    assert found
    data, left_out = found
    assert {node["label"] for node in data["nodes"]} == {"Acme", "Bolt"}
    assert [edge["id"] for edge in data["edges"]] == [FIRST]
    assert left_out == 0


def test_rows_that_name_entities_are_drawn_with_what_links_them(drawn: Network):
    found = query_results.of_rows(drawn, ends(drawn), [(ACME, BOLT), (ACME, CORE)])
    assert found
    assert [edge["id"] for edge in found[0]["edges"]] == [FIRST]
    assert len(found[0]["nodes"]) == 3


def test_rows_of_values_alone_are_no_picture(drawn: Network):
    assert query_results.of_rows(drawn, ends(drawn), [(Literal(1),)]) is None


def test_triples_between_things_are_drawn_and_values_are_not(drawn: Network):
    triples = [(ACME, URIRef(TP.partnersWith), BOLT), (ACME, URIRef("urn:p"), Literal("x"))]
    found = query_results.of_triples(drawn, triples, {str(ACME): "Acme"}.get)
    assert found
    (edge,) = found[0]["edges"]
    assert (edge["label"], edge["family"]) == ("partners with", "cooperation")
    assert {node["label"] for node in found[0]["nodes"]} == {"Acme", "entity:bolt"}


def test_what_holds_in_both_directions_is_one_line_without_heads(drawn: Network):
    both = [(ACME, URIRef(TP.partnersWith), BOLT), (BOLT, URIRef(TP.partnersWith), ACME)]
    found = query_results.of_triples(drawn, both, lambda _: None)
    assert found
    (edge,) = found[0]["edges"]
    assert edge["mutual"]
    supplied = [(ACME, URIRef(TP.supplies), BOLT), (BOLT, URIRef(TP.supplies), ACME)]
    found = query_results.of_triples(drawn, supplied, lambda _: None)
    assert found
    assert [edge["mutual"] for edge in found[0]["edges"]] == [False, False]


def test_two_things_leave_room_for_the_name_between_them(drawn: Network):
    found = query_results.of_triples(drawn, [(ACME, URIRef(TP.partnersWith), BOLT)], lambda _: None)
    assert found
    a, b = found[0]["nodes"]
    free = abs(a["x"] - b["x"]) - sum(len(one["label"]) * 7.7 / 2 + 12 for one in (a, b))
    # The name in twelve pixels, and a head at either end.
    assert free > len("partners with") * 6.5 + 2 * 20


def test_more_than_a_picture_holds_is_counted(drawn: Network):
    triples = [(ACME, URIRef("urn:p"), URIRef(f"urn:{n}")) for n in range(query_results.MOST + 9)]
    found = query_results.of_triples(drawn, triples, lambda _: None)
    assert found
    assert len(found[0]["nodes"]) == query_results.MOST
    assert found[1] == 10
