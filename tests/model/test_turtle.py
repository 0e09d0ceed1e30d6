"""Turtle files are read by the engine's parser, and understood as rdflib understands them."""

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace

from kg.errors import BadData
from kg.model.folder import as_turtle, parsed, source_folders
from kg.model.turtle import Figure, comparable, index, indexed, triples, written
from kg.model.vocab import PREFIXES, SOURCE, TP
from kg.resources import home

HEAD = "@prefix : <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


def file(tmp_path, text):
    path = tmp_path / "claims.ttl"
    path.write_bytes(text if isinstance(text, bytes) else (HEAD + text).encode())
    return path


def sorted_values(found):
    return {s: {p: sorted(v) for p, v in links.items()} for s, links in found.items()}


def test_the_shipped_files_are_read_as_rdflib_reads_them():
    data = home("data")
    files = [data / "entities.ttl", *(p / "claims.ttl" for p in source_folders(data))]
    assert len(files) > 1
    for path in files:
        ours, theirs = index(triples(path)), indexed(parsed(path))
        assert sorted_values(ours) == sorted_values(theirs), path


def test_numbers_and_truth_values_are_read_in_one_spelling(tmp_path):
    path = file(tmp_path, ':a :p 007, +5, 1.50, "x" ; :q "1"^^xsd:boolean ; :r "no"^^xsd:integer .')
    ours = index(triples(path))
    assert sorted(ours["http://x/a"]["http://x/p"]) == ["1.50", "5", "7", "x"]
    assert ours["http://x/a"]["http://x/q"] == ["true"]
    assert ours["http://x/a"]["http://x/r"] == ["no"]
    figures = [v for v in ours["http://x/a"]["http://x/p"] if isinstance(v, Figure)]
    assert sorted(figures) == ["1.50", "5", "7"]
    assert not isinstance(ours["http://x/a"]["http://x/r"][0], Figure)


def test_plain_statements_tell_iris_texts_languages_and_types_apart(tmp_path):
    path = file(tmp_path, ':a a :B ; :p "x", "x"@en, 1 .')
    assert set(comparable(triples(path))) == {
        ("http://x/a", str(RDF.type), "http://x/B", ""),
        ("http://x/a", "http://x/p", "x", str(XSD.string)),
        ("http://x/a", "http://x/p", "x", "@en"),
        ("http://x/a", "http://x/p", "1", str(XSD.integer)),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":a :b ;;; ]", r"claims\.ttl, line 2: not valid Turtle: .*; is not a valid RDF object"),
        (":a :b <with blank> .", r"claims\.ttl, line 2: not valid Turtle: .*IRI"),
        (":a :b <<( :c :d :e )>> .", r"claims\.ttl holds a triple term of RDF 1\.2; write a claim"),
        (b"<http://x/a> <http://x/b> 'caf\xe9' .", r"claims\.ttl: byte 30 is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, text, message):
    with pytest.raises(BadData, match=message):
        triples(file(tmp_path, text))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BadData, match=r"claims\.ttl is missing"):
        triples(tmp_path / "claims.ttl")
    with pytest.raises(BadData, match="cannot be read"):
        triples(tmp_path)


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
    assert "[ ]" in as_turtle(graph)


def test_an_unknown_namespace_is_written_out() -> None:
    graph = Graph()
    graph.add((Namespace("http://example.org/")["a.b"], RDF.type, TP.Claim))
    assert "<http://example.org/" in written(graph, PREFIXES)
