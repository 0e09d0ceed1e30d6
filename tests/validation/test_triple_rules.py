"""Rules on the triples of a file: unreadable or unrepresentable ones are reported."""

import pytest
from rdflib import Graph

from kg.validation.report import file_problems, graph_problems
from tests.small_data import claim, folder


def wrongs(place):
    return [problem.wrong for problem in file_problems(place)[0]]


def test_a_control_character_is_named_with_its_place(tmp_path):
    place = folder(tmp_path, claim("a", "partnersWith", "acme bolt", more="; skos:note 'x\\u0001'"))
    (place / "sources/paper/article.txt").write_text("Acme and\x0cBolt and\x01 others\n")
    assert wrongs(place) == [
        "character 8 is a control character: U+000C",
        "a control character stands in skos:note: U+0001",
    ]


@pytest.mark.parametrize("address", ["http://x.org/[a]", "http://x.org/#a#b", "http://x.org/%zz"])
def test_an_address_that_the_store_cannot_read_is_a_problem(tmp_path, address):
    place = folder(tmp_path, claim("a", "partnersWith", "acme bolt"))
    path = place / "sources/paper/claims.ttl"
    path.write_text(path.read_text().replace("http://example.org/paper", address))
    (wrong,) = wrongs(place)
    assert "claims.ttl, line" in wrong
    assert "not valid Turtle" in wrong
    assert "Invalid IRI" in wrong


def test_a_byte_order_mark_is_not_read(tmp_path):
    place = folder(tmp_path, claim("a", "partnersWith", "acme bolt"))
    for path in (place / "entities.ttl", place / "sources/paper/claims.ttl"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (place / "sources/paper/article.txt").write_bytes(b"\xef\xbb\xbfAcme, Bolt")
    assert wrongs(place) == []


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("; tp:retracted 'yes'", "tp:retracted is neither true nor false"),
        ("; tp:retracted 2", "tp:retracted is neither true nor false"),
        ("; tp:deadlineYear 'true'", "tp:deadlineYear is not a whole number"),
        ("; tp:deadlineYear e:acme", "tp:deadlineYear is not a whole number"),
        ("; tp:amount e:acme", "the quantity’s IRI does not follow the pattern"),
        ("; tp:polarity 'denied'", "unknown polarity: denied"),
        ("; tp:colour 'red'", "the ontology has no such term: tp:colour"),
    ],
)
def test_values_are_of_the_kind_that_their_property_takes(tmp_path, more, wrong):
    assert wrong in wrongs(folder(tmp_path, claim("a", "partnersWith", "acme bolt", more=more)))


def test_a_graph_of_rdflib_is_judged_by_the_same_rules():
    graph = Graph().parse(data="@prefix tp: <https://w3id.org/tech-partnerships/ontology#> . "
                               "[] tp:colour [] .")  # fmt: skip
    assert {problem.claim for problem in graph_problems(graph, "x.ttl")} == {"(blank node)"}
