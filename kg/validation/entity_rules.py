"""The rules for entities and for the description of sources."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

from rdflib import OWL, RDF
from rdflib.collection import Collection

from kg.errors import Problem
from kg.model.claims import Claim, Entity, Source
from kg.model.folder import claims_file
from kg.model.ontology import ontology, vocabulary
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.validation.claim_rules import SLUG, Fault, kinds

ENTITY_IRI = re.compile(re.escape(str(ENTITY)) + SLUG)
SOURCE_IRI = re.compile(re.escape(str(SOURCE)) + SLUG)
# A file of one's own, such as a table, stands under its hash.
ADDRESSES = ("https://", "http://", "urn:sha256:")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def entity_faults(entity: Entity, entities: Mapping[str, Entity]) -> Iterator[Fault]:
    """Problems of one entity."""
    known = vocabulary().classes
    if not ENTITY_IRI.fullmatch(entity.iri):
        yield (
            "the entity’s IRI does not follow the pattern",
            "<…/entity/SLUG>, the slug in lower-case-with-hyphens",
        )
    if not entity.label.strip():
        yield "the entity has no name", 'give skos:prefLabel "…"'
    if not entity.classes:
        yield "the entity has no class", "say what it is: tp:Company, tp:Person, tp:Field, …"
    for iri in entity.classes:
        name = iri.removeprefix(str(TP))
        if name not in known or "Entity" not in known[name].supers:
            yield f"unknown class: {name}", "use a class below tp:Entity"
    for one, other in _excluded(entity.classes):
        yield f"the entity is of two kinds that exclude each other: {one}, {other}", "keep one"
    for iri in entity.broader:
        wider = entities.get(iri)
        if wider is None or "Field" not in kinds(wider.classes) & kinds(entity.classes):
            yield (
                f"skos:broader does not lead from a field to a field: {iri}",
                "use it between two entities of class tp:Field",
            )


@cache
def _excluded(classes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs of classes, the entity's or wider ones, that share no member."""
    found = kinds(classes)
    return tuple(
        (one, other)
        for members in _disjoint()
        for one, other in combinations([name for name in members if name in found], 2)
    )


@cache
def _disjoint() -> tuple[tuple[str, ...], ...]:
    """The groups of classes that the ontology declares disjoint, by local name."""
    graph = ontology()
    heads = (graph.value(a, OWL.members) for a in graph.subjects(RDF.type, OWL.AllDisjointClasses))
    return tuple(
        tuple(str(name).removeprefix(str(TP)) for name in Collection(graph, head))
        for head in heads
        if head is not None
    )


def shared_names(entities: Mapping[str, Entity]) -> Iterator[Problem]:
    """Entities that go by a name which another one has already."""
    owners: dict[str, str] = {}
    for entity in entities.values():
        for name in (entity.label, *entity.aliases):
            owner = owners.setdefault(" ".join(name.casefold().split()), entity.iri)
            if owner != entity.iri:
                yield Problem(
                    "entities.ttl",
                    entity.iri.rpartition("/")[2],
                    f"two entities share a name: “{name}” is {owner.rpartition('/')[2]} as well",
                    "make them one, or give one of them a name that tells them apart",
                )


def source_faults(source: Source) -> Iterator[Fault]:
    """Problems in the description of a source."""
    if not SOURCE_IRI.fullmatch(source.iri):
        yield (
            "the source’s IRI does not follow the pattern",
            "<…/source/SLUG>, the slug in lower-case-with-hyphens, the name of its folder",
        )
    if not source.title.strip():
        yield "the source has no title", "give dcterms:title"
    if source.date is not None and not DATE.fullmatch(source.date):
        yield (
            f"the source’s date is not a year, a month or a day: {source.date}",
            'write "2016", "2016-01" or "2016-01-20", as far as it is known',
        )
    elif source.date is not None and not _in_the_calendar(source.date):
        yield f"the source’s date is not in the calendar: {source.date}", "give a day that exists"
    if source.address is not None and not source.address.startswith(ADDRESSES):
        yield f"the source’s address is not a web address: {source.address}", "write <https://…>"
    for question in source.leaves_open:
        if not question.rstrip().endswith("?"):
            yield f"what the source leaves open is not a question: {question}", "end it with “?”"


def _in_the_calendar(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def twice(source: Source) -> Iterator[Problem]:
    """Claims that say the same of the same words as one before them."""
    seen: dict[Claim, str] = {}
    for claim in source.claims:
        if claim.passage is None:
            continue
        first = seen.setdefault(replace(claim, iri="", notes=()), claim.slug)
        if first != claim.slug:
            yield Problem(
                claims_file(source.slug),
                claim.slug,
                f"the same words are read twice in the same way: {first} says it already",
                "remove one of the two",
            )
