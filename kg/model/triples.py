"""Values into the triples of the model, and triples back into values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.model.claims import FIELDS, Claim, Entity, Field, Passage, Quantity, Source, values
from kg.model.ontology import narrowest
from kg.model.turtle import Figure, Index, indexed
from kg.model.vocab import OA, TP, term_iri

Triple = tuple[Node, Node, Node]

# Looked up once: a namespace works each of its terms out anew.
_TYPE, _LABEL, _NOTE = RDF.type, SKOS.prefLabel, SKOS.note

DESCRIPTION = {
    "title": DCTERMS.title,
    "publisher": DCTERMS.publisher,
    "date": DCTERMS.date,
    "creator": DCTERMS.creator,
    "address": DCTERMS.source,
}


@cache
def _term(name: str) -> URIRef:
    """Look up a term once; AttributeError if it is to be ours and the ontology does not have it."""
    return term_iri(name)


def entity_triples(named: Iterable[Entity]) -> Iterator[Triple]:
    """The triples of `entities.ttl`."""
    for entity in named:
        iri = URIRef(entity.iri)
        yield iri, _LABEL, Literal(entity.label)
        for kind in entity.classes:
            yield iri, _TYPE, URIRef(kind)
        for alias in entity.aliases:
            yield iri, SKOS.altLabel, Literal(alias)
        for wider in entity.broader:
            yield iri, SKOS.broader, URIRef(wider)
        for note in entity.notes:
            yield iri, SKOS.editorialNote, Literal(note, lang="en")


def source_triples(source: Source) -> Iterator[Triple]:
    """The triples of a source's `claims.ttl`; its text stays in `article.txt`."""
    return chain.from_iterable(source_parts(source))


def source_parts(source: Source) -> Iterator[Iterator[Triple]]:
    """The triples of a source, its description first, then those of each claim."""
    yield _description(source)
    yield from map(_claim_triples, source.claims)


def _description(source: Source) -> Iterator[Triple]:
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


def passage_iri(source: str, passage: Passage) -> str:
    """The IRI of a passage: its source's, with the characters it spans (RFC 5147 style)."""
    return f"{source}#char={passage.start},{passage.end}"


def _claim_triples(claim: Claim) -> Iterator[Triple]:
    iri = URIRef(claim.iri)
    yield iri, _TYPE, _term("Claim")
    for field in FIELDS:
        if not getattr(claim, field.name):
            continue  # most are empty
        for value in values(claim, field):
            if field.kind == "quantity":
                yield from _quantity_triples(iri, field.term, value)
            else:
                yield iri, _term(field.term), _node(field, value)
    for note in claim.notes:
        yield iri, _NOTE, Literal(note, lang="en")
    if claim.passage is not None:
        yield from passage_triples(iri, claim.source, claim.passage)


def _node(field: Field, value: Any) -> Node:
    if field.kind in ("relation", "answer"):
        return _term(value)
    return URIRef(value) if field.kind in ("entity", "claim") else Literal(value)


def passage_triples(claim: URIRef, source: str, passage: Passage) -> Iterator[Triple]:
    """The triples of a passage, and the one that ties its claim to it."""
    iri = URIRef(passage_iri(source, passage))
    yield claim, _term("passage"), iri
    yield iri, _TYPE, _term("Passage")
    yield iri, OA.exact, Literal(passage.exact)
    yield iri, OA.start, Literal(passage.start)
    yield iri, OA.end, Literal(passage.end)
    yield iri, OA.hasSource, URIRef(source)


def _quantity_triples(claim: URIRef, key: str, quantity: Quantity) -> Iterator[Triple]:
    iri = URIRef(f"{claim}/{key}")
    yield claim, _term(key), iri
    yield iri, _TYPE, _term("Quantity")
    yield iri, _term("wording"), Literal(quantity.wording)
    yield iri, _term("bound"), _term(quantity.bound)
    for name, figure in (("value", quantity.value), ("upperValue", quantity.upper)):
        if figure is not None:
            whole = figure == figure.to_integral_value()
            yield iri, _term(name), Literal(int(figure) if whole else figure)
    if quantity.unit is not None:
        yield iri, _term("unit"), Literal(quantity.unit)


Links = Mapping[str, Sequence[str]]

# As plain text, and looked up once: a million statements are compared with them.
_OURS = str(TP)
_TYPE_LINK, _CLAIM, _SOURCE = str(RDF.type), str(TP.Claim), str(TP.Source)
_LABEL_LINK, _ALIAS, _BROADER = str(SKOS.prefLabel), str(SKOS.altLabel), str(SKOS.broader)
_EDITORIAL, _NOTE_LINK = str(SKOS.editorialNote), str(SKOS.note)
_TITLE, _PUBLISHER, _DATE = str(DCTERMS.title), str(DCTERMS.publisher), str(DCTERMS.date)
_CREATOR, _ADDRESS = str(DCTERMS.creator), str(DCTERMS.source)
_TEXT, _OPEN = str(TP.text), str(TP.leavesOpen)
_PASSAGE = str(TP.passage)
_EXACT, _START, _END = str(OA.exact), str(OA.start), str(OA.end)
_VALUE, _UNIT, _BOUND, _WORDING = str(TP.value), str(TP.unit), str(TP.bound), str(TP.wording)
_UPPER = str(TP.upperValue)


def entities(stated: Graph | Index) -> dict[str, Entity]:
    """The entities that some statements name."""
    return {
        iri: Entity(
            iri=iri,
            label=label,
            classes=narrowest(_all(about, _TYPE_LINK)),
            aliases=_all(about, _ALIAS),
            broader=_all(about, _BROADER),
            notes=_all(about, _EDITORIAL),
        )
        for iri, about in sorted(_by_subject(stated).items())
        for label in _all(about, _LABEL_LINK)
    }


def sources(stated: Graph | Index) -> dict[str, Source]:
    """The sources that are described, each with its claims in the order of its text."""
    found = _by_subject(stated)
    by_source: dict[str, list[Claim]] = {}
    for claim in claims(found):
        by_source.setdefault(claim.source, []).append(claim)
    return {
        iri: Source(
            iri=iri,
            title=_one(found[iri], _TITLE) or "",
            publisher=_one(found[iri], _PUBLISHER),
            date=_one(found[iri], _DATE),
            creator=_one(found[iri], _CREATOR),
            address=_one(found[iri], _ADDRESS),
            text=_one(found[iri], _TEXT),
            leaves_open=_all(found[iri], _OPEN),
            notes=_all(found[iri], _NOTE_LINK),
            claims=tuple(sorted(by_source.get(iri, []), key=_place)),
        )
        for iri in sorted(_instances(found, _SOURCE))
    }


def claims(stated: Graph | Index) -> Iterator[Claim]:
    """The claims that are stated."""
    found = _by_subject(stated)
    for iri in _instances(found, _CLAIM):
        about = found[iri]
        yield Claim(
            iri=iri,
            source=iri.partition("/claim/")[0],
            passage=_passage(found, about),
            notes=_all(about, _NOTE_LINK),
            **{name: read(found, about, link) for name, link, read in _READ},
        )


def _by_subject(stated: Graph | Index) -> Index:
    return indexed(stated) if isinstance(stated, Graph) else stated


def _instances(found: Index, kind: str) -> list[str]:
    return [iri for iri, about in found.items() if kind in about.get(_TYPE_LINK, ())]


def _all(about: Links, link: str) -> tuple[str, ...]:
    values = about.get(link)
    if values is None:
        return ()
    return tuple(values) if len(values) == 1 else tuple(sorted(set(values)))


def _one(about: Links, link: str) -> str | None:
    values = about.get(link)
    return None if values is None else min(values)


def _name(about: Links, link: str) -> str:
    return (_one(about, link) or "").removeprefix(_OURS)


def _passage(found: Index, about: Links) -> Passage | None:
    for iri in _all(about, _PASSAGE):
        part = found.get(iri, {})
        exact, start, end = (_one(part, link) for link in (_EXACT, _START, _END))
        if exact is not None and start and end and start.isdecimal() and end.isdecimal():
            return Passage(exact, int(start), int(end))
    return None


def _quantity(found: Index, about: Links, link: str) -> Quantity | None:
    for iri in _all(about, link):
        part = found.get(iri, {})
        value, upper = _one(part, _VALUE), _one(part, _UPPER)
        return Quantity(
            wording=_one(part, _WORDING) or "",
            bound=_name(part, _BOUND),
            value=Decimal(value) if isinstance(value, Figure) else None,
            unit=_one(part, _UNIT),
            upper=Decimal(upper) if isinstance(upper, Figure) else None,
        )
    return None


def _year(_: Index, about: Links, link: str) -> int | None:
    year = _one(about, link)
    return int(year) if year and year.isdecimal() else None


def _reader(field: Field) -> Callable[[Index, Links, str], Any]:
    """The function that reads the values of a field."""
    if field.several:
        return lambda _, about, link: _all(about, link)
    if field.kind in ("relation", "answer"):
        return lambda _, about, link: _name(about, link)
    if field.kind == "flag":
        return lambda _, about, link: _one(about, link) == "true"
    missing = "" if field.required else None
    plain = lambda _, about, link: _one(about, link) or missing  # noqa: E731
    return {"quantity": _quantity, "year": _year}.get(field.kind, plain)


# Looked up once, as above.
_READ = [(field.name, str(TP[field.term]), _reader(field)) for field in FIELDS]


def _place(claim: Claim) -> tuple[int, int, str]:
    """The position of a claim: the start of its quote, longer passages first."""
    if claim.passage is None:
        return (0, 0, claim.iri)
    return (claim.passage.start, -claim.passage.end, claim.iri)
