"""The relations that a workspace declares itself, in Turtle, in `relations.ttl` of its folder."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg.errors import BadData, BadInput
from kg.model.journal import fingerprint
from kg.model.ontology import Own, Reading, Relation, declared_by, enter, shipped
from kg.model.turtle import Index, Triple, index, triples
from kg.model.vocab import BASE, RELATION, TP, term_iri, term_name

FILE = "relations.ttl"
# The IRI of the declaration (of none, the file as a whole), what is wrong, what would be right.
Fault = tuple[str, str, str]

_READS = {"affirmed": TP.readsAffirmed, "denied": TP.readsDenied, "bare": TP.readsBare}
_PLACES = re.compile(r"\{[^{}]*\}|[{}]")
_HEADS = "tp:cooperatesWith, tp:competesWith, tp:supplies, tp:acquires, tp:investsIn, …"


@dataclass(frozen=True)
class _State:
    """The file as it looked when it was read, with what was found in it."""

    mark: tuple[int, int, int] | None
    faults: tuple[Fault, ...]


_READ: dict[Path, _State] = {}


def register(folder: Path) -> tuple[Fault, ...]:
    """Make the relations of a folder known in this process; the faults of those set aside.

    Every opening of a folder does so. The file is read again only where it has changed. BadInput
    where another folder that is open declares one of them differently.
    """
    place = folder.resolve()
    mark = fingerprint(place / FILE)
    before = _READ.get(place)
    if before is None or before.mark != mark:
        own, faults = read_relations(place / FILE) if mark else (None, ())
        if own is not None or before is not None:
            enter(place, own)
        _READ[place] = before = _State(mark, faults)
    return before.faults


def reasons(faults: Iterable[Fault]) -> str:
    """The faults of a file as one line."""
    return "; ".join(
        f"{f'<{iri}>: ' if iri else ''}{wrong} ({right})" for iri, wrong, right in faults
    )


def aside_sentence(name: str, reason: str) -> str:
    """A sentence on what is set aside of a workspace: a source, or declarations of relations."""
    if name == FILE:
        return f"{FILE} declares what cannot be used, the rest is here: {reason}"
    return f"The source {name} cannot be read, the rest is here: {reason}"


def read_relations(path: Path) -> tuple[Own, tuple[Fault, ...]]:
    """The relations that a file declares; a declaration with a fault is left out, and told."""
    try:
        stated = triples(path)
    except BadData as error:
        reason = str(error).replace(f"{path.parent}/", "")
        return Own({}, {}, ()), (("", reason, "none of its relations is known until it is mended"),)
    return declared_relations(stated)


def declared_relations(stated: Sequence[Any]) -> tuple[Own, tuple[Fault, ...]]:
    """The relations that some statements declare, and the faults of those that are left out."""
    found, faults = index(stated), list[Fault]()
    relations: dict[str, Relation] = {}
    readings: dict[str, Reading] = {}
    for iri, links in found.items():
        try:
            relations[iri] = _relation(iri, links, relations.values())
            if reading := _reading(links):
                readings[iri] = reading
        except BadInput as error:
            relations.pop(iri, None)
            wrong, _, right = str(error).partition("; ")
            faults.append((iri, wrong, right))
    kept = tuple(
        triple
        for triple in stated
        if str(getattr(triple.subject, "value", "")) in relations
        and not str(triple.object).startswith("_:")
    )
    return Own(relations, readings, kept), tuple(faults)


def _relation(iri: str, links: dict[str, list[str]], others: Iterable[Relation]) -> Relation:
    """The relation that some statements declare; BadInput says what is wrong, and what is right."""
    known = shipped()
    _check_iri(iri)
    if str(OWL.ObjectProperty) not in links.get(str(RDF.type), ()):
        raise BadInput("it is not declared a relation; write: a owl:ObjectProperty")
    label = _one(links, RDFS.label, "label", 'rdfs:label "pilots with"@en')
    same = [r.label for r in (*known.relations.values(), *others) if r.label == label]
    if same:
        raise BadInput(f"another relation is called “{label}”; give it a label of its own")
    definition = _one(links, SKOS.definition, "definition", 'skos:definition "…"@en')
    wider = term_name(_one(links, RDFS.subPropertyOf, "family", f"rdfs:subPropertyOf {_HEADS}"))
    family = known.relations.get(wider)
    if family is None or not family.family:
        raise BadInput(
            f"its family is unknown: {wider}; name a relation of the ontology that it is a kind "
            f"of: rdfs:subPropertyOf {_HEADS}"
        )
    domain = _end(links, RDFS.domain, "rdfs:domain", family.domain)
    range_ = _end(links, RDFS.range, "rdfs:range", family.range)
    symmetric = str(OWL.SymmetricProperty) in links[str(RDF.type)]
    if symmetric and domain != range_:
        raise BadInput("it is symmetric, but its two sides differ; give both the same class")
    return Relation(
        name=iri,
        label=label,
        definition=definition,
        family=family.family,
        sign=family.sign,
        symmetric=symmetric,
        supers=(family.name, *family.supers),
        domain=domain,
        range=range_,
        one_object=family.one_object,
        one_subject=family.one_subject,
        payment=family.payment,
        others=tuple(sorted(links.get(str(SKOS.altLabel), ()))),
        cues=tuple(sorted(links.get(str(TP.cue), ()))),
    )


def _check_iri(iri: str) -> None:
    if iri.startswith("_:") or ":" not in iri:
        raise BadInput("a relation has no name; give it an IRI such as relation:pilotsWith")
    if iri.startswith(str(BASE)) and not iri.startswith(str(RELATION)):
        ours = term_name(iri) in shipped().relations
        raise BadInput(
            f"{'the ontology has this relation already' if ours else 'this IRI is the ontology’s'}"
            "; choose another, such as relation:pilotsWith"
        )
    parts = urlsplit(iri)
    if not (parts.scheme in ("http", "https") and parts.netloc) and parts.scheme != "urn":
        raise BadInput("its IRI is not absolute; write <https://…> or relation:pilotsWith")


def _one(links: dict[str, list[str]], link: URIRef, what: str, right: str) -> str:
    """The one value of a property, which may not be missing or blank."""
    values = {" ".join(value.split()) for value in links.get(str(link), ())} - {""}
    if len(values) != 1:
        raise BadInput(f"it has {'no' if not values else 'more than one'} {what}; give {right}")
    return values.pop()


def _end(links: dict[str, list[str]], link: URIRef, shown: str, widest: str) -> str:
    """The class of one side, no wider than that of the relation it is a kind of."""
    name, known = term_name(_one(links, link, shown, f"{shown} tp:{widest}")), shipped().classes
    if name not in known or widest not in (name, *known[name].supers):
        raise BadInput(
            f"its {shown} does not fit its family: {name}; name tp:{widest} or a class below it"
        )
    return name


def _reading(links: dict[str, list[str]]) -> Reading | None:
    """The phrases of a relation; None where it gives none, and its label makes them."""
    given = {name: links.get(str(link), ()) for name, link in _READS.items()}
    if not any(given.values()):
        return None
    phrases = {
        name: _one(links, link, f"phrase for tp:{link.fragment}",
                   "tp:readsAffirmed, tp:readsDenied and tp:readsBare, all three or none")
        for name, link in _READS.items()
    }  # fmt: skip
    for name, phrase in phrases.items():
        places = set(_PLACES.findall(phrase))
        if "{object}" not in places or places - {"{object}", "{amount}"}:
            raise BadInput(
                f"its {name} phrase does not say where the names go: {phrase}; write {{object}} "
                "once where the other name stands, as in “pilots with {object}”; the subject "
                "comes first by itself"
            )
    return Reading(**phrases)


def declaration(relation: Relation, reading: Reading | None) -> Iterator[Triple]:
    """The statements that declare a relation of a workspace's own."""
    iri = URIRef(relation.name)
    yield iri, RDF.type, OWL.ObjectProperty
    if relation.symmetric:
        yield iri, RDF.type, OWL.SymmetricProperty
    yield iri, RDFS.subPropertyOf, term_iri(relation.supers[0])
    yield iri, RDFS.label, Literal(relation.label, lang="en")
    yield iri, SKOS.definition, Literal(relation.definition, lang="en")
    yield iri, RDFS.domain, term_iri(relation.domain)
    yield iri, RDFS.range, term_iri(relation.range)
    for other in relation.others:
        yield iri, SKOS.altLabel, Literal(other, lang="en")
    for cue in relation.cues:
        yield iri, TP.cue, Literal(cue)
    for name, link in _READS.items() if reading else ():
        yield iri, link, Literal(getattr(reading, name), lang="en")


def refuse_unknown(stated: Index, folder: Path) -> None:
    """Refuse claims with a relation that is neither ours nor declared in their folder."""
    used = {iri for links in stated.values() for iri in links.get(str(TP.relation), ())}
    known = declared_by(folder).relations
    if unknown := sorted(iri for iri in used if not iri.startswith(str(TP)) and iri not in known):
        raise BadData(f"it uses the relation <{unknown[0]}>, which {FILE} does not declare")
