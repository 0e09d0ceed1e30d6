"""Exported files: they can be read again, and give the same numbers."""

import csv
import io
from collections.abc import Callable
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.analysis.measures import findings
from kg.export.graph_files import gexf, graphml, numbers
from tests.small_networks import network


def test_graphml_carries_the_numbers_of_organizations_and_pairs():
    part = network("a assists b", "b assists c")
    read = nx.parse_graphml(graphml(part, found=findings(part, ["degree", "bridge"])).decode())
    assert {n: data["degree"] for n, data in read.nodes(data=True)} == {"a": 1, "b": 2, "c": 1}
    assert {data["bridge"] for *_, data in read.edges(data=True)} == {1}
    assert {data["speaker"] for *_, data in read.edges(data=True)} == {"news"}


def test_graphml_carries_the_numbers_of_the_whole():
    part = network("a assists b", "b assists c")
    read = nx.parse_graphml(graphml(part, found=findings(part, ["density", "triads"])).decode())
    assert read.graph["density"] == pytest.approx(2 / 3)
    assert read.graph["triads +++"] == 0


def test_a_hostile_name_leaves_the_graphml_readable():
    part = network("a assists b")
    part.nodes["a"]["label"] = "x\x00\x0b<&]]>"
    read = nx.parse_graphml(graphml(part).decode())
    assert read.nodes["a"]["label"] == "x\ufffd\ufffd<&]]>"


def test_what_the_graph_page_noted_on_claims_does_not_stop_the_file():
    part = network("a assists b")
    for *_, said in part.edges(data=True):
        said |= {"otherwise": {"differ": 1}, "others": ("differ",), "voices": 2}
    ((*_, told),) = nx.parse_graphml(graphml(part).decode()).edges(data=True)
    assert (told["voices"], "others" in told) == (2, False)


@pytest.mark.parametrize("written", [graphml, gexf])
def test_strict_readers_find_their_booleans_their_ends_and_an_id_for_each_edge(
    written: Callable[..., bytes],
):
    part = network("a assists b", "a assists b", "b partnersWith c")
    part.nodes["a"]["label"] = "AT&T & Söhne <West>"
    root = ElementTree.fromstring(written(part))
    tags = {each: each.tag.rpartition("}")[2] for each in root.iter()}
    nodes = {each.get("id") for each, tag in tags.items() if tag == "node"}
    edges = [each for each, tag in tags.items() if tag == "edge"]
    assert len(nodes) == len(edges) == len({each.get("id") for each in edges}) == 3
    assert {each.get(end) for each in edges for end in ("source", "target")} == nodes
    declared = [each for each, tag in tags.items() if tag in ("key", "attribute")]
    flags = {e.get("id") for e in declared if "boolean" in (e.get("attr.type"), e.get("type"))}
    values = {
        each.text if tag == "data" else each.get("value")
        for each, tag in tags.items()
        if tag in ("data", "attvalue") and (each.get("key") or each.get("for")) in flags
    }
    assert values == {"true", "false"}
    assert "AT&T & Söhne <West>" in {e.get("label") or e.text for e in tags}


def test_csv_has_names_iris_and_the_claims_behind_each_number():
    part = network("a assists b", "b assists a")
    (row,) = csv.DictReader(io.StringIO(numbers(findings(part, ["bridge"]), part)))
    assert (row["entity"], row["entity_iri"], row["other_iri"]) == ("A", "a", "b")
    assert (row["value"], row["claims"], row["rankable"]) == ("1", "1 2", "no")


def test_a_name_is_no_formula_for_a_spreadsheet():
    part = network("a assists b")
    part.nodes["a"]["label"] = '=HYPERLINK("http://example.org")'
    (row,) = csv.DictReader(io.StringIO(numbers(findings(part, ["bridge"]), part)))
    assert row["entity"] == '\'=HYPERLINK("http://example.org")'


def test_a_negative_number_stays_a_number_and_a_kind_of_triads_is_no_formula():
    part = network("a assists b", "b assists c", "a assists c")
    rows = list(csv.DictReader(io.StringIO(numbers(findings(part, ["triads"]), part))))
    assert [row["note"] for row in rows] == ["'+++", "'++-", "'+--", "'---"]
    assert [row["value"] for row in rows] == ["1", "0", "0", "0"]


@pytest.mark.parametrize("written", [graphml, gexf])
def test_ends_of_lines_in_a_name_come_back_as_they_were(written: Callable[..., bytes]):
    part = network("a assists b")
    part.nodes["a"]["label"] = "one\r\ntwo\rthree\nfour"
    root = ElementTree.fromstring(written(part))
    values = {text for each in root.iter() for text in (each.text, *each.attrib.values())}
    assert part.nodes["a"]["label"] in values
