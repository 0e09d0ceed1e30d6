"""Our own writer of Turtle, measured by rdflib's."""

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace

from kg.model.folder import parsed, turtle
from kg.model.turtle import written
from kg.model.vocab import PREFIXES, SOURCE, TP
from kg.resources import home

FILES = sorted(home("data").rglob("*.ttl"))


def by_rdflib(graph: Graph, prefixes: dict[str, str]) -> str:
    named = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        named.bind(prefix, namespace)
    for triple in graph:
        named.add(triple)
    return named.serialize(format="turtle")


def test_there_are_files_to_compare() -> None:
    assert len(FILES) > 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_data_files_are_written_byte_for_byte_as_rdflib_writes_them(path) -> None:
    graph = parsed(path)
    prefixes = PREFIXES | {"claim": f"{SOURCE[path.parent.name]}/claim/"}
    assert written(graph, prefixes) == by_rdflib(graph, prefixes)


@pytest.mark.parametrize(
    "value",
    [
        Literal("plain"),
        Literal('"quoted" and \\ back'),
        Literal("two\nlines"),
        Literal('three """quotes"""\n'),
        Literal('ends with a quote\n"'),
        Literal("\ttab\rreturn"),
        Literal("Übung 量子"),
        Literal("en", lang="en"),
        Literal(5),
        Literal("05", datatype=XSD.integer),
        Literal("-3.10", datatype=XSD.decimal),
        Literal(True),
        Literal("x", datatype=XSD.string),
        Literal("2016-01-20", datatype=XSD.date),
        TP.Claim,
        SOURCE["24-7#char=1,2"],
        SOURCE["24-7"],
        SOURCE["a/b"],
    ],
    ids=str,
)
def test_every_kind_of_value_comes_back_as_it_was(value) -> None:
    graph = Graph()
    graph.add((SOURCE.x, TP.summary, value))
    graph.add((SOURCE.x, RDF.type, TP.Source))
    graph.add((SOURCE.x, RDFS.label, Literal("x")))
    again = Graph().parse(data=written(graph, PREFIXES), format="turtle")
    assert set(again) == set(graph)


def test_the_order_of_adding_does_not_show() -> None:
    triples = [(SOURCE[name], SKOS.note, Literal(word)) for name in "cab" for word in ("z", "y")]
    one, other = Graph(), Graph()
    for triple in triples:
        one.add(triple)
    for triple in reversed(triples):
        other.add(triple)
    assert written(one, PREFIXES) == written(other, PREFIXES)
    assert written(one, PREFIXES).count("@prefix") == 2


def test_a_graph_with_blank_nodes_is_left_to_rdflib() -> None:
    graph = Graph()
    graph.add((SOURCE.x, TP.passage, BNode()))
    assert "[ ]" in turtle(graph)


def test_an_unknown_namespace_is_written_out() -> None:
    graph = Graph()
    graph.add((Namespace("http://example.org/")["a.b"], RDF.type, TP.Claim))
    assert "<http://example.org/" in written(graph, PREFIXES)
