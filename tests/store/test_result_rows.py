"""Answers of SPARQL services as rows of terms."""

import json
import pickle

import pyoxigraph as ox
import pytest
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadInput, BadQuery, StoreUnavailable
from kg.store.result_rows import Rows, Terms, foreign, native, parsed_answer, triples_graph


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
    found = native(term)
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


def test_an_unbound_variable_is_none_and_a_triple_term_is_refused():
    assert native(None) is None
    thing = ox.NamedNode("http://x/a")
    with pytest.raises(BadQuery, match=r"triple term of RDF 1\.2"):
        native(ox.Triple(thing, thing, thing))


def test_a_term_that_comes_again_is_the_same_object():
    known = Terms()
    row = [ox.NamedNode("http://x/a"), None, ox.NamedNode("http://x/a")]
    first, second = known.rows([row, row])
    assert first == second == (URIRef("http://x/a"), None, URIRef("http://x/a"))
    assert first[0] is first[2] is second[0]


def test_only_terms_of_rdf_are_taken_back():
    with pytest.raises(BadInput, match="no RDF term"):
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
