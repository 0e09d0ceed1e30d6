"""Entities, sources and claims as triples, and triples as entities, sources and claims."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.model import Claim, Entity, Passage, Quantity, Source
from kg.values import claims, entities, sources
from kg.vocab import DCTERMS, OA, RDF, SKOS, TP

__all__ = [
    "Triple",
    "claims",
    "entities",
    "entity_graph",
    "entity_triples",
    "passage_iri",
    "passage_triples",
    "source_graph",
    "source_triples",
    "sources",
]

Triple = tuple[Node, Node, Node]

# Looked up once: a namespace works each of its terms out anew.
_TYPE, _LABEL, _NOTE = RDF.type, SKOS.prefLabel, SKOS.note

# The fields of Claim that hold local names, IRIs, plain values and quantities.
NAMES = ("relation", "form", "modality", "polarity", "evidence")
LINKS = {
    "subject": "subject",
    "object": "object",
    "attributed_to": "attributedTo",
    "jointly_with": "jointlyWith",
    "field": "field",
    "audience": "audience",
    "condition": "condition",
}
PLAIN = {"when": "when", "summary": "summary", "deadline_year": "deadlineYear"}
QUANTITIES = ("amount", "duration")
DESCRIPTION = {
    "title": DCTERMS.title,
    "publisher": DCTERMS.publisher,
    "date": DCTERMS.date,
    "creator": DCTERMS.creator,
    "address": DCTERMS.source,
}


@cache
def _term(name: str) -> URIRef:
    """A term of ours, looked up once; AttributeError where the ontology has none of that name."""
    return TP[name]


def entity_graph(named: Iterable[Entity]) -> Graph:
    """The triples of `entities.ttl`, as a graph."""
    return _graph(entity_triples(named))


def entity_triples(named: Iterable[Entity]) -> Iterator[Triple]:
    """The triples of `entities.ttl`."""
    for entity in named:
        iri = URIRef(entity.iri)
        yield iri, _LABEL, Literal(entity.label, lang="en")
        for kind in entity.classes:
            yield iri, _TYPE, URIRef(kind)
        for alias in entity.aliases:
            yield iri, SKOS.altLabel, Literal(alias, lang="en")
        for wider in entity.broader:
            yield iri, SKOS.broader, URIRef(wider)
        for note in entity.notes:
            yield iri, SKOS.editorialNote, Literal(note, lang="en")


def source_graph(source: Source) -> Graph:
    """The triples of a source's `claims.ttl`, as a graph."""
    return _graph(source_triples(source))


def source_triples(source: Source) -> Iterator[Triple]:
    """The triples of a source's `claims.ttl`; its text stays in `article.txt`."""
    iri = URIRef(source.iri)
    yield iri, _TYPE, TP.Source
    for key, link in DESCRIPTION.items():
        value = getattr(source, key)
        if value is not None:
            yield iri, link, URIRef(value) if key == "address" else Literal(value)
    for question in source.leaves_open:
        yield iri, TP.leavesOpen, Literal(question, lang="en")
    for note in source.notes:
        yield iri, _NOTE, Literal(note, lang="en")
    for claim in source.claims:
        yield from _claim_triples(claim)


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def passage_iri(source: str, passage: Passage) -> str:
    """The IRI of a passage: its source's, with the characters it spans (RFC 5147 style)."""
    return f"{source}#char={passage.start},{passage.end}"


def _claim_triples(claim: Claim) -> Iterator[Triple]:
    iri = URIRef(claim.iri)
    yield iri, _TYPE, _term("Claim")
    for name in NAMES:
        yield iri, _term(name), _term(getattr(claim, name))
    for key, link in LINKS.items():
        for value in _several(getattr(claim, key)):
            yield iri, _term(link), URIRef(value)
    for key, link in PLAIN.items():
        for value in _several(getattr(claim, key)):
            yield iri, _term(link), Literal(value)
    if claim.retracted:
        yield iri, _term("retracted"), Literal(True)
    for note in claim.notes:
        yield iri, _NOTE, Literal(note, lang="en")
    for key in QUANTITIES:
        yield from _quantity_triples(iri, key, getattr(claim, key))
    if claim.passage is not None:
        yield from passage_triples(iri, claim.source, claim.passage)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def passage_triples(claim: URIRef, source: str, passage: Passage) -> Iterator[Triple]:
    """The triples of a passage, and the one that ties its claim to it."""
    iri = URIRef(passage_iri(source, passage))
    yield claim, _term("passage"), iri
    yield iri, _TYPE, _term("Passage")
    yield iri, OA.exact, Literal(passage.exact)
    yield iri, OA.start, Literal(passage.start)
    yield iri, OA.end, Literal(passage.end)
    yield iri, OA.hasSource, URIRef(source)


def _quantity_triples(claim: URIRef, key: str, quantity: Quantity | None) -> Iterator[Triple]:
    if quantity is None:
        return
    iri = URIRef(f"{claim}/{key}")
    yield claim, _term(key), iri
    yield iri, _TYPE, _term("Quantity")
    yield iri, _term("wording"), Literal(quantity.wording)
    yield iri, _term("bound"), _term(quantity.bound)
    if quantity.value is not None:
        whole = quantity.value == quantity.value.to_integral_value()
        yield iri, _term("value"), Literal(int(quantity.value) if whole else quantity.value)
    if quantity.unit is not None:
        yield iri, _term("unit"), Literal(quantity.unit)
