"""The rules for triples before they are read into values: of a data file, and of the ontology."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

import kg
from kg.errors import BadData
from kg.model.folder import parsed
from kg.model.ontology import ontology, vocabulary
from kg.model.vocab import ENTITY, OA, ONTOLOGY, SOURCE, TP
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
    return [*_explained(core), *_version(core), *_shapes(shapes, core)]


def _explained(core: Graph) -> Iterator[Problem]:
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


# Where, what is wrong, what would be right.
Found = tuple[Node, str, str]

# Every literal datatype that our data uses; others are unknown to OWL 2 or to our readers.
DATATYPES = {None, XSD.string, XSD.integer, XSD.decimal, XSD.boolean, RDF.langString}
# At most one of each on a node of that class.
ONCE: dict[Node, dict[Node, str]] = {
    TP.Claim: {
        TP.subject: "subject", TP.relation: "relation", TP.object: "object",
        TP.attributedTo: "speaker", TP.form: "form", TP.modality: "modality",
        TP.polarity: "polarity", TP.evidence: "evidence", TP.passage: "passage",
        TP.amount: "amount", TP.duration: "duration", TP.deadlineYear: "deadline",
        TP.when: "time", TP.summary: "summary", TP.retracted: "retraction",
    },
    TP.Quantity: {
        TP.value: "value", TP.unit: "unit", TP.bound: "bound", TP.wording: "wording",
    },
    TP.Passage: {OA.exact: "quote", OA.start: "start", OA.end: "end", OA.hasSource: "source"},
    TP.Source: {
        DCTERMS.title: "title", DCTERMS.publisher: "publisher", DCTERMS.date: "date",
        DCTERMS.creator: "creator", DCTERMS.source: "address", TP.text: "text",
    },
}  # fmt: skip
# What kind of value these take; all other properties of ours on a claim take IRIs.
INTEGERS = {OA.start, OA.end, TP.deadlineYear}
# Whose values are terms of the ontology.
TERMS: dict[Node, str] = {
    TP.relation: "relation", TP.form: "form", TP.modality: "modality",
    TP.polarity: "polarity", TP.evidence: "evidence", TP.bound: "bound",
}  # fmt: skip


def graph_faults(graph: Graph) -> Iterator[Found]:
    """Problems of a file's triples, independent of their content."""
    for check in CHECKS:
        for node, wrong, right in check(graph):
            # A reader looks for the claim, not for the passage it rests on.
            yield graph.value(None, TP.passage, node) or node, wrong, right


def slug(node: Node) -> str:
    """The name by which a problem calls a node: the claim's for its parts."""
    text = str(node)
    if isinstance(node, BNode):
        return "(blank node)"
    part = text.partition("/claim/")[2] or text.removeprefix(str(ENTITY)).removeprefix(str(SOURCE))
    return part.removesuffix("/amount").removesuffix("/duration")


def _nodes(graph: Graph) -> Iterator[Found]:
    for subject, link in sorted({(s, p) for s, p, o in graph if isinstance(o, BNode)}, key=str):
        yield (
            subject,
            f"a blank node stands where an IRI belongs: {graph.qname(str(link))}",
            "give it an IRI (a draft passage gets one from kg anchor)",
        )
    owned = set(graph.objects())
    for node in sorted({s for s in graph.subjects() if isinstance(s, BNode)} - owned, key=str):
        yield node, "a blank node stands where an IRI belongs", "give it an IRI"


def _terms(graph: Graph) -> Iterator[Found]:
    known = _declared()
    for subject, link, value in graph:
        if link in TERMS and (isinstance(value, Literal) or not str(value).startswith(str(TP))):
            yield subject, f"unknown {TERMS[link]}: {value}", "name a term of the ontology: tp:…"
        for term in (link, value) if link == RDF.type else (link,):
            if str(term).startswith(str(TP)) and term not in known:
                yield (
                    subject,
                    f"the ontology has no such term: tp:{str(term).removeprefix(str(TP))}",
                    "see ontology/partnerships.ttl for the terms there are",
                )


def _direct(graph: Graph) -> Iterator[Found]:
    relations = vocabulary().relations
    for subject, link, _ in graph:
        name = str(link).removeprefix(str(TP))
        if name in relations and name != str(link):
            yield (
                subject,
                f"a direct triple is written: tp:{name}",
                "write a claim with its evidence; direct triples are derived from claims",
            )


def _datatypes(graph: Graph) -> Iterator[Found]:
    for subject, link, value in graph:
        if isinstance(value, Literal) and value.datatype not in DATATYPES:
            yield (
                subject,
                f"a datatype that we do not use: {graph.qname(str(value.datatype))}",
                "write dates as plain strings, numbers as integers or decimals",
            )
        elif link in INTEGERS and not _is(value, XSD.integer):
            yield subject, f"{graph.qname(str(link))} is not a whole number", "write it as 2018"
        elif link == TP.value and not _is(value, XSD.integer, XSD.decimal):
            yield subject, "tp:value is not a number", "write it as 1000 or 3.1, without quotes"
        elif link == TP.retracted and not _is(value, XSD.boolean):
            yield subject, "tp:retracted is neither true nor false", "write true, without quotes"


def _counted(graph: Graph) -> Iterator[Found]:
    times = Counter((node, link) for node, link, _ in graph)
    for (node, link), number in times.items():
        if number == 1:
            continue
        for kind in graph.objects(node, RDF.type):
            if name := ONCE.get(kind, {}).get(link):
                what = str(kind).rpartition("#")[2].lower()
                yield (
                    node,
                    f"the {what} has more than one {name}",
                    "give one; what is said twice is two claims",
                )


def _passages(graph: Graph) -> Iterator[Found]:
    for claim, passage in graph.subject_objects(TP.passage):
        if isinstance(passage, BNode):
            continue
        exact, start, end, source = (
            graph.value(passage, link) for link in (OA.exact, OA.start, OA.end, OA.hasSource)
        )
        if None in (exact, start, end, source):
            yield (
                claim,
                "the passage lacks its quote, an offset or its source",
                "give oa:exact, oa:start, oa:end and oa:hasSource; kg anchor fills them in",
            )
        elif str(source) != str(claim).partition("/claim/")[0]:
            yield claim, "the passage belongs to another source", "quote the claim’s own source"
        elif str(passage) != f"{source}#char={start},{end}":
            yield (
                claim,
                "the passage’s IRI does not say where it stands",
                f"<{source}#char={start},{end}>",
            )


def _quantities(graph: Graph) -> Iterator[Found]:
    for link, name in ((TP.amount, "amount"), (TP.duration, "duration")):
        for claim, quantity in graph.subject_objects(link):
            if isinstance(quantity, URIRef) and str(quantity) != f"{claim}/{name}":
                yield (
                    claim,
                    "the quantity’s IRI does not follow the pattern",
                    f"<{claim}/{name}>",
                )


def _kept(graph: Graph) -> Iterator[Found]:
    """Nothing that is written may be passed over: each node has a class and belongs to a claim."""
    for node in set(graph.subjects()):
        classes = [kind for kind in graph.objects(node, RDF.type) if isinstance(kind, URIRef)]
        if str(node).startswith(str(SOURCE)) and not classes:
            yield (
                node,
                "what has no class is not read",
                "say whether it is a tp:Source, tp:Claim, tp:Passage or tp:Quantity",
            )
    for kind, links in (
        (TP.Passage, (TP.passage,)),
        (TP.Quantity, (TP.amount, TP.duration)),
    ):
        for node in graph.subjects(RDF.type, kind):
            if not any((None, link, node) in graph for link in links):
                name = str(kind).rpartition("#")[2].lower()
                yield (
                    node,
                    f"the {name} belongs to no claim",
                    f"name it on its claim, or remove it: {node}",
                )


def _named(graph: Graph) -> Iterator[Found]:
    for node in {s for s in graph.subjects(RDF.type) if str(s).startswith(str(ENTITY))}:
        labels = list(graph.objects(node, SKOS.prefLabel))
        if not labels:
            yield node, "the entity has no name", 'give skos:prefLabel "…"@en'
        elif len(labels) > 1:
            yield (
                node,
                "the entity has more than one preferred name",
                "keep one as skos:prefLabel, the others as skos:altLabel",
            )
    for node in graph.subjects(RDF.type, TP.Claim):
        if (URIRef(str(node).partition("/claim/")[0]), RDF.type, TP.Source) not in graph:
            yield (
                node,
                "the claim’s source is not described",
                "describe it in the same file: <…/source/SLUG> a tp:Source ; dcterms:title …",
            )


CHECKS = (
    _nodes, _terms, _direct, _datatypes, _counted, _kept, _passages, _quantities, _named,
)  # fmt: skip


@cache
def _declared() -> frozenset[Node]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return frozenset(term for kind in kinds for term in ontology().subjects(RDF.type, kind))


def _is(value: Node, *datatypes: URIRef) -> bool:
    return isinstance(value, Literal) and value.datatype in datatypes and not value.ill_typed
