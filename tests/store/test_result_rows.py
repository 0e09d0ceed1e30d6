"""Answers of SPARQL services as rows of terms."""

import json

import pytest
from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import StoreUnavailable
from kg.store.result_rows import Rows, parsed


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
    rows = parsed(answer(*({"a": value} for value in values), {}))
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
    assert parsed(b'{"head":{},"boolean":true}') is True
    one = {"type": "typed-literal", "value": "1", "datatype": str(XSD.integer)}
    assert parsed(answer({"__ASK_RETVAL": one}, names=("__ASK_RETVAL",))) is True


def test_a_blank_node_of_virtuoso_is_one_and_a_text_about_it_stays():
    node = {"type": "bnode", "value": "nodeID://b10"}
    text = '"bnode","value":"nodeID://b10'
    rows = parsed(answer({"a": node}, {"a": {"type": "literal", "value": text}}))
    assert isinstance(rows, Rows)
    assert list(rows) == [(BNode("b10"),), (Literal(text),)]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", answer({"a": {}})[:-1]])
def test_an_answer_that_is_cut_off_or_another_thing_is_refused(body):
    with pytest.raises(StoreUnavailable, match="cut off or is not a SPARQL JSON result"):
        parsed(body)
