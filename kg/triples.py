"""Entities, sources and claims as triples, and triples as entities, sources and claims."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.model import Claim, Entity, Passage, Quantity, Source
from kg.vocab import DCTERMS, OA, RDF, SKOS, TP

__all__ = [
    "claims",
    "entities",
    "entity_graph",
    "passage_iri",
    "passage_triples",
    "source_graph",
    "sources",
]

Triple = tuple[Node, Node, Node]

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


def entities(graph: Graph) -> dict[str, Entity]:
    """The entities that a graph names."""
    return {
        str(iri): Entity(
            iri=str(iri),
            label=str(label),
            classes=_all(graph, iri, RDF.type),
            aliases=_all(graph, iri, SKOS.altLabel),
            broader=_all(graph, iri, SKOS.broader),
            notes=_all(graph, iri, SKOS.editorialNote),
        )
        for iri, label in sorted(graph.subject_objects(SKOS.prefLabel), key=str)
    }


def sources(graph: Graph) -> dict[str, Source]:
    """The sources that a graph describes, each with its claims in the order of its text."""
    by_source: dict[str, list[Claim]] = {}
    for claim in claims(graph):
        by_source.setdefault(claim.source, []).append(claim)
    return {
        str(iri): Source(
            iri=str(iri),
            title=_one(graph, iri, DCTERMS.title) or "",
            publisher=_one(graph, iri, DCTERMS.publisher),
            date=_one(graph, iri, DCTERMS.date),
            creator=_one(graph, iri, DCTERMS.creator),
            address=_one(graph, iri, DCTERMS.source),
            text=_one(graph, iri, TP.text),
            leaves_open=_all(graph, iri, TP.leavesOpen),
            notes=_all(graph, iri, SKOS.note),
            claims=tuple(sorted(by_source.get(str(iri), []), key=_place)),
        )
        for iri in sorted(graph.subjects(RDF.type, TP.Source), key=str)
    }


def claims(graph: Graph) -> Iterator[Claim]:
    """The claims that a graph holds."""
    for iri in graph.subjects(RDF.type, TP.Claim):
        year = _one(graph, iri, TP.deadlineYear)
        yield Claim(
            iri=str(iri),
            source=str(iri).partition("/claim/")[0],
            subject=_one(graph, iri, TP.subject) or "",
            relation=_name(graph, iri, TP.relation),
            object=_one(graph, iri, TP.object),
            attributed_to=_one(graph, iri, TP.attributedTo) or "",
            form=_name(graph, iri, TP.form),
            modality=_name(graph, iri, TP.modality),
            polarity=_name(graph, iri, TP.polarity),
            evidence=_name(graph, iri, TP.evidence),
            passage=_passage(graph, iri),
            amount=_quantity(graph, iri, TP.amount),
            duration=_quantity(graph, iri, TP.duration),
            deadline_year=int(year) if year and year.isdecimal() else None,
            when=_one(graph, iri, TP.when),
            jointly_with=_all(graph, iri, TP.jointlyWith),
            field=_all(graph, iri, TP.field),
            audience=_all(graph, iri, TP.audience),
            condition=_all(graph, iri, TP.condition),
            summary=_one(graph, iri, TP.summary),
            retracted=_one(graph, iri, TP.retracted) == "true",
            notes=_all(graph, iri, SKOS.note),
        )


def entity_graph(named: Iterable[Entity]) -> Graph:
    """The triples of `entities.ttl`."""
    graph = Graph()
    for entity in named:
        iri = URIRef(entity.iri)
        graph.add((iri, SKOS.prefLabel, Literal(entity.label, lang="en")))
        for kind in entity.classes:
            graph.add((iri, RDF.type, URIRef(kind)))
        for alias in entity.aliases:
            graph.add((iri, SKOS.altLabel, Literal(alias, lang="en")))
        for wider in entity.broader:
            graph.add((iri, SKOS.broader, URIRef(wider)))
        for note in entity.notes:
            graph.add((iri, SKOS.editorialNote, Literal(note, lang="en")))
    return graph


def source_graph(source: Source) -> Graph:
    """The triples of a source's `claims.ttl`; its text stays in `article.txt`."""
    graph = Graph()
    iri = URIRef(source.iri)
    graph.add((iri, RDF.type, TP.Source))
    for key, link in DESCRIPTION.items():
        value = getattr(source, key)
        if value is not None:
            graph.add((iri, link, URIRef(value) if key == "address" else Literal(value)))
    for question in source.leaves_open:
        graph.add((iri, TP.leavesOpen, Literal(question, lang="en")))
    for note in source.notes:
        graph.add((iri, SKOS.note, Literal(note, lang="en")))
    for claim in source.claims:
        for triple in _claim_triples(claim):
            graph.add(triple)
    return graph


def passage_iri(source: str, passage: Passage) -> str:
    """The IRI of a passage: its source's, with the characters it spans (RFC 5147 style)."""
    return f"{source}#char={passage.start},{passage.end}"


def _claim_triples(claim: Claim) -> Iterator[Triple]:
    iri = URIRef(claim.iri)
    yield iri, RDF.type, TP.Claim
    for name in NAMES:
        yield iri, TP[name], TP[getattr(claim, name)]
    for key, link in LINKS.items():
        for value in _several(getattr(claim, key)):
            yield iri, TP[link], URIRef(value)
    for key, link in PLAIN.items():
        for value in _several(getattr(claim, key)):
            yield iri, TP[link], Literal(value)
    if claim.retracted:
        yield iri, TP.retracted, Literal(True)
    for note in claim.notes:
        yield iri, SKOS.note, Literal(note, lang="en")
    for key in QUANTITIES:
        yield from _quantity_triples(iri, key, getattr(claim, key))
    if claim.passage is not None:
        yield from passage_triples(iri, claim.source, claim.passage)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def passage_triples(claim: URIRef, source: str, passage: Passage) -> Iterator[Triple]:
    """The triples of a passage, and the one that ties its claim to it."""
    iri = URIRef(passage_iri(source, passage))
    yield claim, TP.passage, iri
    yield iri, RDF.type, TP.Passage
    yield iri, OA.exact, Literal(passage.exact)
    yield iri, OA.start, Literal(passage.start)
    yield iri, OA.end, Literal(passage.end)
    yield iri, OA.hasSource, URIRef(source)


def _quantity_triples(claim: URIRef, key: str, quantity: Quantity | None) -> Iterator[Triple]:
    if quantity is None:
        return
    iri = URIRef(f"{claim}/{key}")
    yield claim, TP[key], iri
    yield iri, RDF.type, TP.Quantity
    yield iri, TP.wording, Literal(quantity.wording)
    yield iri, TP.bound, TP[quantity.bound]
    if quantity.value is not None:
        whole = quantity.value == quantity.value.to_integral_value()
        yield iri, TP.value, Literal(int(quantity.value) if whole else quantity.value)
    if quantity.unit is not None:
        yield iri, TP.unit, Literal(quantity.unit)


def _all(graph: Graph, subject: Node, link: Node) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in graph.objects(subject, link)))


def _one(graph: Graph, subject: Node, link: Node) -> str | None:
    return min(_all(graph, subject, link), default=None)


def _name(graph: Graph, subject: Node, link: Node) -> str:
    return (_one(graph, subject, link) or "").removeprefix(str(TP))


def _passage(graph: Graph, claim: Node) -> Passage | None:
    for iri in sorted(graph.objects(claim, TP.passage), key=str):
        exact, start, end = (_one(graph, iri, link) for link in (OA.exact, OA.start, OA.end))
        if exact is not None and start and end and start.isdecimal() and end.isdecimal():
            return Passage(exact, int(start), int(end))
    return None


def _quantity(graph: Graph, claim: Node, link: Node) -> Quantity | None:
    for iri in sorted(graph.objects(claim, link), key=str):
        value = graph.value(iri, TP.value)
        number = value.toPython() if isinstance(value, Literal) else None
        return Quantity(
            wording=_one(graph, iri, TP.wording) or "",
            bound=_name(graph, iri, TP.bound),
            value=Decimal(number) if isinstance(number, int | Decimal) else None,
            unit=_one(graph, iri, TP.unit),
        )
    return None


def _place(claim: Claim) -> tuple[int, int, str]:
    """Where a claim stands: by the start of its words, longer passages first."""
    if claim.passage is None:
        return (0, 0, claim.iri)
    return (claim.passage.start, -claim.passage.end, claim.iri)
