"""Statements as the values they describe: entities, sources and claims."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rdflib import Graph

from kg.model import Claim, Entity, Passage, Quantity, Source
from kg.statements import Figure, Index, indexed
from kg.vocab import DCTERMS, OA, RDF, SKOS, TP

__all__ = ["claims", "entities", "sources"]

Links = Mapping[str, Sequence[str]]

# As plain text, and looked up once: a million statements are compared with them.
_OURS = str(TP)
_TYPE, _CLAIM, _SOURCE = str(RDF.type), str(TP.Claim), str(TP.Source)
_LABEL, _ALIAS, _BROADER = str(SKOS.prefLabel), str(SKOS.altLabel), str(SKOS.broader)
_EDITORIAL, _NOTE = str(SKOS.editorialNote), str(SKOS.note)
_TITLE, _PUBLISHER, _DATE = str(DCTERMS.title), str(DCTERMS.publisher), str(DCTERMS.date)
_CREATOR, _ADDRESS = str(DCTERMS.creator), str(DCTERMS.source)
_TEXT, _OPEN = str(TP.text), str(TP.leavesOpen)
_SUBJECT, _RELATION, _OBJECT = str(TP.subject), str(TP.relation), str(TP.object)
_SPEAKER, _FORM, _MODALITY = str(TP.attributedTo), str(TP.form), str(TP.modality)
_POLARITY, _EVIDENCE, _PASSAGE = str(TP.polarity), str(TP.evidence), str(TP.passage)
_AMOUNT, _DURATION, _YEAR = str(TP.amount), str(TP.duration), str(TP.deadlineYear)
_WHEN, _SUMMARY, _RETRACTED = str(TP.when), str(TP.summary), str(TP.retracted)
_JOINTLY, _FIELD, _AUDIENCE = str(TP.jointlyWith), str(TP.field), str(TP.audience)
_CONDITION = str(TP.condition)
_EXACT, _START, _END = str(OA.exact), str(OA.start), str(OA.end)
_VALUE, _UNIT, _BOUND, _WORDING = str(TP.value), str(TP.unit), str(TP.bound), str(TP.wording)


def entities(stated: Graph | Index) -> dict[str, Entity]:
    """The entities that some statements name."""
    return {
        iri: Entity(
            iri=iri,
            label=label,
            classes=_all(about, _TYPE),
            aliases=_all(about, _ALIAS),
            broader=_all(about, _BROADER),
            notes=_all(about, _EDITORIAL),
        )
        for iri, about in sorted(_by_subject(stated).items())
        for label in _all(about, _LABEL)
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
            notes=_all(found[iri], _NOTE),
            claims=tuple(sorted(by_source.get(iri, []), key=_place)),
        )
        for iri in sorted(_instances(found, _SOURCE))
    }


def claims(stated: Graph | Index) -> Iterator[Claim]:
    """The claims that are stated."""
    found = _by_subject(stated)
    for iri in _instances(found, _CLAIM):
        about = found[iri]
        year = _one(about, _YEAR)
        yield Claim(
            iri=iri,
            source=iri.partition("/claim/")[0],
            subject=_one(about, _SUBJECT) or "",
            relation=_name(about, _RELATION),
            object=_one(about, _OBJECT),
            attributed_to=_one(about, _SPEAKER) or "",
            form=_name(about, _FORM),
            modality=_name(about, _MODALITY),
            polarity=_name(about, _POLARITY),
            evidence=_name(about, _EVIDENCE),
            passage=_passage(found, about),
            amount=_quantity(found, about, _AMOUNT),
            duration=_quantity(found, about, _DURATION),
            deadline_year=int(year) if year and year.isdecimal() else None,
            when=_one(about, _WHEN),
            jointly_with=_all(about, _JOINTLY),
            field=_all(about, _FIELD),
            audience=_all(about, _AUDIENCE),
            condition=_all(about, _CONDITION),
            summary=_one(about, _SUMMARY),
            retracted=_one(about, _RETRACTED) == "true",
            notes=_all(about, _NOTE),
        )


def _by_subject(stated: Graph | Index) -> Index:
    return indexed(stated) if isinstance(stated, Graph) else stated


def _instances(found: Index, kind: str) -> list[str]:
    return [iri for iri, about in found.items() if kind in about.get(_TYPE, ())]


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
        value = _one(part, _VALUE)
        return Quantity(
            wording=_one(part, _WORDING) or "",
            bound=_name(part, _BOUND),
            value=Decimal(value) if isinstance(value, Figure) else None,
            unit=_one(part, _UNIT),
        )
    return None


def _place(claim: Claim) -> tuple[int, int, str]:
    """Where a claim stands: by the start of its words, longer passages first."""
    if claim.passage is None:
        return (0, 0, claim.iri)
    return (claim.passage.start, -claim.passage.end, claim.iri)
