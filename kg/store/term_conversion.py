"""The engine's terms as rdflib's, and back."""

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadInput, BadQuery
from kg.model.vocab import PREFIXES
from kg.store import sparql_text

_TEXT = str(XSD.string)


class Terms(dict[object, Node | None]):
    """The terms of one answer, each made once however often it comes."""

    def __missing__(self, term: object) -> Node | None:
        """Make it."""
        # What comes most often, without a further call.
        made = str.__new__(URIRef, term.value) if type(term) is ox.NamedNode else native(term)
        self[term] = made
        return made

    def rows(self, found: Iterable[Iterable[object]]) -> list[tuple[Node | None, ...]]:
        """The rows of the engine."""
        term = self.__getitem__
        return [tuple(map(term, row)) for row in found]

    def triple(self, found: ox.Triple | ox.Quad) -> tuple[Node, Node, Node]:
        """A statement of the engine."""
        parts = (self[found.subject], self[found.predicate], self[found.object])
        return cast("tuple[Node, Node, Node]", parts)


def native(term: object) -> Node | None:
    """A term of the engine as an rdflib term.

    The engine has checked it already, so rdflib's checks, which take ten times as long, are
    left out for IRIs and texts.
    """
    if isinstance(term, ox.NamedNode):
        return str.__new__(URIRef, term.value)
    if isinstance(term, ox.Literal):
        language = term.language
        if language:
            return _text(term.value, language)
        kind = term.datatype.value
        return _text(term.value) if kind == _TEXT else _typed(term.value, kind)
    if term is None:
        return None
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise BadQuery("the answer holds a triple term of RDF 1.2; ask for its parts instead")


def _text(value: str, language: str | None = None) -> Literal:
    found = str.__new__(Literal, value)
    found._language, found._datatype = language, None
    found._value, found._ill_typed = value, None
    return found


@lru_cache(maxsize=10_000)
def _typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=URIRef(kind))


def foreign(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """An rdflib term as a term of the engine."""
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype or XSD.string))
    raise BadInput(f"{node!r} is no RDF term; give a URIRef or a Literal")


def triples_graph(triples: Iterable[ox.Triple] | Iterable[ox.Quad], query: str = "") -> Graph:
    """Triples of the engine as an rdflib graph, with the prefixes that a query declares."""
    # For a graph that stands alone; rdflib's usual store takes twice as long to fill.
    found = Graph(store="SimpleMemory")
    bind(found)
    for prefix, namespace in sparql_text.declared(query).items():
        found.bind(prefix, namespace)
    known = Terms()
    for triple in triples:
        found.store.add(known.triple(triple), found)
    return found


def bind(graph: Graph) -> None:
    """Declare the well-known prefixes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
