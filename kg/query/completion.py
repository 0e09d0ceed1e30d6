"""The words a query editor offers: terms of the ontology, entities by name, sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.model.names import several
from kg.model.ontology import Vocabulary, ontology, vocabulary
from kg.model.vocab import ENTITY, PREFIXES, SOURCE, term_iri

Word = dict[str, Any]
# More names than this would make the page slow to open.
MOST = 3000
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# Properties that need no declaration in the ontology.
GENERAL = {
    "a": "is of the kind",
    "rdfs:label": "name, of an entity or of a term of the ontology",
    "rdfs:subClassOf": "kind within a wider kind",
    "rdfs:subPropertyOf": "relation within a wider relation",
}


def terms() -> tuple[Word, ...]:
    """Classes, relations, properties and fixed answers, each with its definition."""
    return _terms(vocabulary())


@lru_cache(maxsize=1)
def _terms(known: Vocabulary) -> tuple[Word, ...]:
    found = [_word(f"tp:{t.name}", "class", t.label, t.definition) for t in known.classes.values()]
    found += [
        _word(iri_in_query(term_iri(r.name)), "relation", r.label, r.definition)
        for r in known.relations.values()
    ]
    for kind, answers in known.values.items():
        found += [_word(f"tp:{a.name}", kind, a.label, a.definition) for a in answers.values()]
    there = {word["name"] for word in found}
    found += [word for word in _properties() if word["name"] not in there]
    return tuple(found)


def _properties() -> list[Word]:
    """Properties of claims, passages, entities and sources."""
    graph = ontology()
    names = {
        name for kind in PROPERTIES for name in graph.subjects(RDF.type, kind)
        if isinstance(name, URIRef)
    }  # fmt: skip
    found = [_word(name, "property", label, "") for name, label in GENERAL.items()]
    for name in sorted(names):
        label, info = (str(graph.value(name, p) or "") for p in (RDFS.label, SKOS.definition))
        found.append(_word(iri_in_query(name), "property", label, info))
    return found


def entity_names(named: Mapping[str, Mapping[str, Any]]) -> list[Word]:
    """The entities of a network, by name and other names."""
    found = [
        {
            **_word(iri_in_query(iri), "entity", str(data["label"]), ""),
            "others": list(several(data["aliases"])),
        }
        for iri, data in named.items()
        if iri.startswith(str(ENTITY))
    ]
    return sorted(found, key=lambda word: str(word["name"]))[:MOST]


def source_titles(titles: Mapping[str, str]) -> list[Word]:
    """The sources, by title."""
    here = (iri for iri in sorted(titles) if iri.startswith(str(SOURCE)))
    return [_word(iri_in_query(iri), "source", titles[iri], "") for iri in here][:MOST]


def iri_in_query(iri: str) -> str:
    """An IRI with a well-known prefix, if it has one, or in angle brackets."""
    for name, base in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        local = iri.removeprefix(base)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{name}:{local}"
    return f"<{iri}>"


def _word(name: str, kind: str, label: str, info: str) -> Word:
    return {"name": name, "kind": kind, "label": label, "info": info}
