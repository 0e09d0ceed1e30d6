"""Checks of the ontology and the shapes: every term is documented, every name is declared."""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import SH

import kg
from kg.errors import BadData
from kg.model.folder import parsed
from kg.model.vocab import ONTOLOGY, TP
from kg.validation.problem import Problem

CORE, SHAPES = "ontology/partnerships.ttl", "ontology/shapes.ttl"
NEEDED = {RDFS.label: "rdfs:label", SKOS.definition: "skos:definition",
          RDFS.isDefinedBy: "rdfs:isDefinedBy"}  # fmt: skip


def ontology_problems(folder: Path) -> list[Problem]:
    """Problems in the ontology and the shapes of a folder."""
    try:
        core, shapes = parsed(folder / "partnerships.ttl"), parsed(folder / "shapes.ttl")
    except BadData as error:
        reason = str(error).replace(str(folder), "ontology")
        return [Problem("ontology", "", reason, "nothing can be checked until it can be read")]
    return [*_terms(core), *_version(core), *_shapes(shapes, core)]


def _terms(core: Graph) -> Iterator[Problem]:
    ours = {term for term in core.subjects(RDF.type) if str(term).startswith(str(TP))}
    for term in sorted(ours, key=str):
        for link, name in NEEDED.items():
            if len(set(core.objects(term, link))) != 1:
                wrong = f"the term does not have exactly one {name}"
                yield Problem(CORE, _name(term), wrong, f"give one {name}")


def _version(core: Graph) -> Iterator[Problem]:
    for link, right in (
        (OWL.versionInfo, kg.__version__),
        (OWL.versionIRI, f"{ONTOLOGY}/{kg.__version__}"),
    ):
        found = core.value(ONTOLOGY, link)
        if str(found) != right:
            wrong = f"the version is not the package’s: {found}"
            yield Problem(CORE, "", wrong, f"{link.fragment} is {right}")


def _shapes(shapes: Graph, core: Graph) -> Iterator[Problem]:
    queries = " ".join(str(text) for text in shapes.objects(None, SH.select))
    iris = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    named = {iri for iri in iris if iri.startswith(str(TP))}
    named |= {URIRef(f"{TP}{name}") for name in re.findall(r"\btp:(\w+)", queries)}
    for term in sorted(named, key=str):
        if (term, RDF.type, None) not in core:
            wrong = f"the shapes name a term that the ontology does not have: tp:{_name(term)}"
            yield Problem(SHAPES, "", wrong, "correct the name")
    for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        says = shapes.value(shape, SH.message) or shapes.value(shape, SH.property)
        if not (says or shapes.value(shape, SH.sparql)):
            yield Problem(SHAPES, _name(shape), "the shape demands nothing", "remove it")


def _name(term: object) -> str:
    return str(term).rpartition("#")[2]
