"""Answers of SPARQL services as rows of terms."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadInput, BadQuery, StoreUnavailable
from kg.store.result_rows import Rows, foreign, parsed_answer, read_rows, triples_graph


def answer(*bindings, names=("a",)):
    return json.dumps(
        {"head": {"link": [], "vars": names}, "results": {"bindings": bindings}}
    ).encode()


def test_every_kind_of_term_is_read():
    values = [
        {"type": "uri", "value": "http://x.test/a"},
        {"type": "literal", "value": "colour", "xml:lang": "en"},
        {"type": "literal", "value": "01", "datatype": str(XSD.integer)},
        {"type": "typed-literal", "value": "3", "datatype": str(XSD.integer)},
        {"type": "bnode", "value": "b0"},
    ]
    rows = parsed_answer(answer(*({"a": value} for value in values), {}))
    assert isinstance(rows, Rows)
    assert [row[0] for row in rows] == [
        URIRef("http://x.test/a"),
        Literal("colour", lang="en"),
        Literal("01", datatype=XSD.integer),
        Literal(3),
        BNode("b0"),
        None,
    ]


def test_the_yes_of_ask_is_read_as_the_standard_and_as_virtuoso_write_it():
    assert parsed_answer(b'{"head":{},"boolean":true}') is True
    one = {"type": "typed-literal", "value": "1", "datatype": str(XSD.integer)}
    assert parsed_answer(answer({"__ASK_RETVAL": one}, names=("__ASK_RETVAL",))) is True


def test_a_blank_node_of_virtuoso_is_one_and_a_text_about_it_stays():
    node = {"type": "bnode", "value": "nodeID://b10"}
    text = '"bnode","value":"nodeID://b10'
    rows = parsed_answer(answer({"a": node}, {"a": {"type": "literal", "value": text}}))
    assert isinstance(rows, Rows)
    assert list(rows) == [(BNode("b10"),), (Literal(text),)]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", answer({"a": {}})[:-1]])
def test_an_answer_that_is_cut_off_or_another_thing_is_refused(body):
    with pytest.raises(StoreUnavailable, match="cut off or is not a SPARQL JSON result"):
        parsed_answer(body)


SLOTS = ("_language", "_datatype", "_value", "_ill_typed")
INTEGER = ox.NamedNode(XSD.integer)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("http://x/é"), URIRef("http://x/é")),
        (ox.BlankNode("b1"), BNode("b1")),
        (ox.Literal("plain\n'text'"), Literal("plain\n'text'")),
        (ox.Literal(""), Literal("")),
        (ox.Literal("Wort", language="de"), Literal("Wort", lang="de")),
        (ox.Literal("12", datatype=INTEGER), Literal("12", datatype=XSD.integer)),
        (ox.Literal("x", datatype=INTEGER), Literal("x", datatype=XSD.integer)),
        (
            ox.Literal("true", datatype=ox.NamedNode(XSD.boolean)),
            Literal("true", datatype=XSD.boolean),
        ),
        (ox.Literal("z", datatype=ox.NamedNode("http://x/t")), Literal("z", datatype="http://x/t")),
    ],
)
def test_a_term_is_what_rdflib_would_make_of_it(term: object, expected: Node):
    found = made(term)
    assert found == expected
    assert type(found) is type(expected)
    assert hash(found) == hash(expected)
    assert found.n3() == expected.n3()
    assert pickle.loads(pickle.dumps(found)) == expected
    assert foreign(expected) == term
    if isinstance(expected, Literal):
        assert isinstance(found, Literal)
        assert [getattr(found, s) for s in SLOTS] == [getattr(expected, s) for s in SLOTS]
        assert found.toPython() == expected.toPython()


def made(term: Any) -> Node | None:
    """A term of the engine as a row and, where it can be one, as a triple have it."""
    engine, thing = ox.Store(), ox.NamedNode("http://x/a")
    engine.add(ox.Quad(thing, thing, term))
    asked = engine.query("SELECT ?x { <http://x/a> ?p ?x }")
    assert isinstance(asked, ox.QuerySolutions)
    ((in_row,),) = read_rows(asked)
    stored = next(iter(engine)).triple
    ((_, _, in_graph),) = triples_graph([stored])
    assert in_row == in_graph
    return in_row


@pytest.mark.parametrize(
    "written",
    [
        "5", "-5", "1.50", "1e3", "true", '"x"@en-gb', '""', "'a\\' ^^<b>'",
        '"+1"^^xsd:integer', '"1."^^xsd:decimal', '"INF"^^xsd:double', '"2016"^^xsd:gYear',
        r'''"a\tb\n\\ \\n \u0001\u0085\u2028\r\b\f\""''',
    ],
)  # fmt: skip
def test_a_value_is_what_rdflib_makes_of_the_engines(written: str):
    query = f"SELECT ?x {{ VALUES ?x {{ {written} }} }}"
    found, again = (ox.Store().query(query, prefixes={"xsd": str(XSD)}) for _ in range(2))
    assert isinstance(found, ox.QuerySolutions)
    assert isinstance(again, ox.QuerySolutions)
    ((term,),) = read_rows(found)
    ((engine,),) = again
    assert isinstance(engine, ox.Literal)
    plain = engine.language or engine.datatype == ox.NamedNode(XSD.string)
    kind = None if plain else engine.datatype.value
    assert term == Literal(engine.value, lang=engine.language, datatype=kind)


def test_an_unbound_variable_is_none_and_a_triple_term_is_refused():
    found = ox.Store().query("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) (UNDEF UNDEF) } }")
    assert isinstance(found, ox.QuerySolutions)
    assert list(read_rows(found)) == [(None, Literal(1)), (None, None)]
    thing = ox.NamedNode("http://x/a")
    with pytest.raises(BadQuery, match=r"triple term of RDF 1\.2"):
        set(triples_graph([ox.Triple(thing, thing, ox.Triple(thing, thing, thing))]))


def test_rows_without_columns_are_counted():
    for rows in ("", "()", "() ()"):
        found = ox.Store().query(f"SELECT * {{ VALUES () {{ {rows} }} }}")
        assert isinstance(found, ox.QuerySolutions)
        assert list(read_rows(found)) == [()] * rows.count("(")


def test_a_term_that_comes_again_is_the_same_object():
    row = "(<http://x/a> UNDEF <http://x/a>)"
    found = ox.Store().query(f"SELECT ?x ?y ?z {{ VALUES (?x ?y ?z) {{ {row} {row} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    first, second = read_rows(found)
    assert first == second == (URIRef("http://x/a"), None, URIRef("http://x/a"))
    assert first[0] is first[2] is second[0]


def test_a_graph_is_filled_once_whoever_looks_first():
    thing = ox.NamedNode("http://x/a")
    found = triples_graph(ox.Triple(thing, thing, ox.Literal(n)) for n in range(2_000))
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: len(found), range(8))) == {2_000}


def test_what_is_added_or_removed_before_anybody_looks_counts():
    thing = ox.NamedNode("http://x/a")
    node = URIRef("http://x/a")
    found = triples_graph([ox.Triple(thing, thing, thing), ox.Triple(thing, thing, ox.Literal(1))])
    found.add((node, node, Literal(2)))
    found.remove((node, node, node))
    assert set(found.objects()) == {Literal(1), Literal(2)}


def test_only_terms_of_rdf_are_taken_back():
    with pytest.raises(BadInput, match="is not an RDF term"):
        foreign("http://x/a")  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", ["turtle", "nt", "json-ld", "pretty-xml"])
def test_a_graph_of_an_answer_can_be_written_and_read(form):
    thing = ox.NamedNode("http://x/a")
    found = triples_graph([ox.Triple(thing, thing, ox.Literal("x", language="en"))] * 2)
    assert len(found) == 1
    again = Graph().parse(data=found.serialize(format=form), format=form.replace("pretty-", ""))
    assert set(again) == set(found)
    assert set(found + found) == set(found)
