"""The rules for triples before they are read into values: of a data file, and of the ontology."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib.namespace import SH

import kg
from kg.errors import BadData, Problem
from kg.model.claims import FIELDS, QUANTITIES
from kg.model.folder import parsed
from kg.model.input_values import CONTROL
from kg.model.ontology import ontology, vocabulary
from kg.model.turtle import Figure, Index, index, typed
from kg.model.vocab import ENTITY, OA, ONTOLOGY, PREFIXES, SOURCE, TP, term_name
from kg.validation.claim_rules import Fault

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
Found = tuple[str, str, str]

BLANK = "_:"
TYPE = str(RDF.type)
_OURS, _ENTITY, _SOURCE = str(TP), str(ENTITY), str(SOURCE)
_CLAIM, _PASSAGE, _LABEL = str(TP.Claim), str(TP.passage), str(SKOS.prefLabel)
_PARTS = {str(TP[field.term]): field.term for field in QUANTITIES}
_INTEGER, _BOOLEAN = str(XSD.integer), str(XSD.boolean)

# Every literal datatype that our data uses; others are unknown to OWL 2 or to our readers.
DATATYPES = {_INTEGER, *map(str, (XSD.string, XSD.decimal, XSD.boolean, RDF.langString))}
# At most one of each on a node of that class.
ONCE = {
    str(kind): {str(link): name for link, name in names.items()}
    for kind, names in {
        TP.Claim: {
            **{TP[field.term]: field.noun for field in FIELDS if not field.several},
            TP.passage: "passage",
        },
        TP.Quantity: {
            TP.value: "value", TP.unit: "unit", TP.bound: "bound", TP.wording: "wording",
            TP.upperValue: "upper value",
        },
        TP.Passage: {OA.exact: "quote", OA.start: "start", OA.end: "end", OA.hasSource: "source"},
        TP.Source: {
            DCTERMS.title: "title", DCTERMS.publisher: "publisher", DCTERMS.date: "date",
            DCTERMS.creator: "creator", DCTERMS.source: "address", TP.text: "text",
        },
    }.items()
}  # fmt: skip


def _terms(*kinds: str) -> dict[str, str]:
    """The properties of a claim whose values are of these kinds, and what they are called."""
    return {str(TP[field.term]): field.noun for field in FIELDS if field.kind in kinds}


# What kind of value these take; all other properties of ours on a claim take IRIs.
KINDS: dict[str, tuple[set[str], str, str]] = {
    **dict.fromkeys([str(OA.start), str(OA.end), *_terms("year")],
                    ({_INTEGER}, "is not a whole number", "write it as 2018")),
    **dict.fromkeys([str(TP.value), str(TP.upperValue)],
                    ({_INTEGER, str(XSD.decimal)}, "is not a number",
                     "write it as 1000 or 3.1, without quotes")),
    **dict.fromkeys(_terms("flag"), ({_BOOLEAN}, "is neither true nor false",
                                     "write true, without quotes")),
}  # fmt: skip
# Whose values are terms of the ontology.
TERMS = {**_terms("relation", "answer"), str(TP.bound): "bound"}


def checked(stated: Iterable[ox.Triple]) -> tuple[Index, list[Found]]:
    """Index the statements of a file by subject and predicate, and list their problems."""
    faults: list[Found] = []
    found = index(_watched(stated, faults))
    for check in (_counted, _kept, _passages, _named, _proposed):
        faults += check(found)
    # A reader looks for the claim, not for the passage it rests on.
    owners = {p: claim for claim, links in found.items() for p in links.get(_PASSAGE, ())}
    return found, [(owners.get(node, node), wrong, right) for node, wrong, right in faults]


def problem_slug(node: str) -> str:
    """The name by which a problem calls a node: the claim's for its parts."""
    if node.startswith(BLANK):
        return "(blank node)"
    part = node.partition("/claim/")[2] or node.removeprefix(_ENTITY).removeprefix(_SOURCE)
    for field in QUANTITIES:
        part = part.removesuffix(f"/{field.term}")
    return part


def _watched(stated: Iterable[ox.Triple], faults: list[Found]) -> Iterator[ox.Triple]:
    """Pass the statements on, and add the problems of each one to the list."""
    of_link: dict[str, list[Fault]] = {}
    unowned: dict[str, None] = {}
    owned: set[str] = set()
    for triple in stated:
        link, value = triple.predicate.value, triple.object
        node = str(triple.subject.value)  # type: ignore[union-attr]
        if link not in of_link:
            of_link[link] = list(_link_faults(link))
        if isinstance(triple.subject, ox.BlankNode):
            unowned[node] = None
            node = BLANK + node
        if isinstance(value, ox.BlankNode):
            owned.add(value.value)
        for wrong, right in (*of_link[link], *_value_faults(node, link, value)):
            faults.append((node, wrong, right))
        yield triple
    wrong, right = "a blank node stands where an IRI belongs", "give it an IRI"
    faults += [(BLANK + node, wrong, right) for node in unowned.keys() - owned]


def _link_faults(link: str) -> Iterator[Fault]:
    name = term_name(link)
    if link.startswith(_OURS) and link not in _declared():
        yield _unknown(name)
    if name in vocabulary().relations:
        yield (
            f"a direct triple is written: {_short(link)}",
            "write a claim with its evidence; direct triples are derived from claims",
        )


def unknown_terms(stated: Index, *, values: bool) -> list[str]:
    """The terms of our vocabulary that a file uses and the ontology lacks, also as values."""
    used = set[str]().union(*stated.values())
    for links in stated.values() if values else ():
        used.update(*(links.get(link, ()) for link in (TYPE, *TERMS)))
    answers = {name for group in vocabulary().values.values() for name in group}
    unknown = {term_name(i) for i in used - _declared() if i.startswith(_OURS)} - answers
    return sorted(f"tp:{name}" for name in unknown)


def _unknown(name: str) -> Fault:
    return (
        f"the ontology has no such term: tp:{name}",
        "see ontology/partnerships.ttl for the terms there are",
    )


def _value_faults(node: str, link: str, value: object) -> Iterator[Fault]:
    """Problems of one value, whatever else is said."""
    if isinstance(value, ox.Literal):
        yield from _literal_faults(link, value)
    elif link in KINDS:
        yield f"{_short(link)} {KINDS[link][1]}", KINDS[link][2]
    elif isinstance(value, ox.BlankNode):
        yield (
            f"a blank node stands where an IRI belongs: {_short(link)}",
            "give it an IRI (a draft passage gets one from kg anchor)",
        )
    elif isinstance(value, ox.NamedNode):
        iri = value.value
        own = TERMS.get(link) == "relation" and iri in vocabulary().relations
        if link in TERMS and not iri.startswith(_OURS) and not own:
            yield f"unknown {TERMS[link]}: {iri}", "name a term of the ontology: tp:…"
        if link == TYPE and iri.startswith(_OURS) and iri not in _declared():
            yield _unknown(iri.removeprefix(_OURS))
        if link in _PARTS and iri != f"{node}/{_PARTS[link]}":
            yield "the quantity’s IRI does not follow the pattern", f"<{node}/{_PARTS[link]}>"


def _literal_faults(link: str, value: ox.Literal) -> Iterator[Fault]:
    kind, text = value.datatype.value, value.value
    if kind not in DATATYPES:
        yield (
            f"a datatype that we do not use: {_short(kind)}",
            "write dates as plain strings, numbers as integers or decimals",
        )
    elif link in KINDS:
        kinds, wrong, right = KINDS[link]
        plain = typed(text, kind)
        sound = isinstance(plain, Figure) or (kind == _BOOLEAN and plain in {"true", "false"})
        if kind not in kinds or not sound:
            yield f"{_short(link)} {wrong}", right
    if link in TERMS:
        yield f"unknown {TERMS[link]}: {text}", "name a term of the ontology: tp:…"
    if control := CONTROL.search(text):
        yield (
            f"a control character stands in {_short(link)}: U+{ord(control[0]):04X}",
            "take it out; no format for XML can hold it",
        )


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def _counted(found: Index) -> Iterator[Found]:
    for node, links in found.items():
        for link in [link for link, values in links.items() if len(values) > 1]:
            for kind in links.get(TYPE, ()):
                name = ONCE.get(kind, {}).get(link)
                if name and len(set(links[link])) > 1:
                    what = kind.rpartition("#")[2].lower()
                    yield (
                        node,
                        f"the {what} has more than one {name}",
                        "give one; what is said twice is two claims",
                    )


def _passages(found: Index) -> Iterator[Found]:
    for claim, links in found.items():
        for passage in links.get(_PASSAGE, ()):
            if ":" not in passage:
                continue  # A blank node, told already.
            about = found.get(passage, {})
            exact, start, end, source = (
                min(about.get(str(link), ()), default=None)
                for link in (OA.exact, OA.start, OA.end, OA.hasSource)
            )
            if None in (exact, start, end, source):
                yield (
                    claim,
                    "the passage lacks its quote, an offset or its source",
                    "give oa:exact, oa:start, oa:end and oa:hasSource; kg anchor fills them in",
                )
            elif source != claim.partition("/claim/")[0]:
                yield claim, "the passage belongs to another source", "quote the claim’s own source"
            elif passage != f"{source}#char={start},{end}":
                yield (
                    claim,
                    "the passage’s IRI does not say where it stands",
                    f"<{source}#char={start},{end}>",
                )


def _kept(found: Index) -> Iterator[Found]:
    """Each node has a class and belongs to a claim, so that no statement is passed over."""
    for node, links in found.items():
        if node.startswith(_SOURCE) and TYPE not in links:
            yield (
                node,
                "what has no class is not read",
                "say whether it is a tp:Source, tp:Claim, tp:Passage or tp:Quantity",
            )
    for kind, owners in ((TP.Passage, (_PASSAGE,)), (TP.Quantity, tuple(_PARTS))):
        named = {v for links in found.values() for link in owners for v in links.get(link, ())}
        for node, links in found.items():
            if str(kind) in links.get(TYPE, ()) and node not in named:
                name = str(kind).rpartition("#")[2].lower()
                yield (
                    node,
                    f"the {name} belongs to no claim",
                    f"name it on its claim, or remove it: {node}",
                )


def _named(found: Index) -> Iterator[Found]:
    for node, links in found.items():
        if node.startswith(_ENTITY) and TYPE in links:
            labels = set(links.get(_LABEL, ()))
            if not labels:
                yield node, "the entity has no name", 'give skos:prefLabel "…"'
            elif len(labels) > 1:
                yield (
                    node,
                    "the entity has more than one preferred name",
                    "keep one as skos:prefLabel, the others as skos:altLabel",
                )
        source = node.partition("/claim/")[0]
        if _CLAIM in links.get(TYPE, ()) and str(TP.Source) not in found.get(source, {}).get(
            TYPE, ()
        ):
            yield (
                node,
                "the claim’s source is not described",
                "describe it in the same file: <…/source/SLUG> a tp:Source ; dcterms:title …",
            )


def _proposed(found: Index) -> Iterator[Found]:
    """A proposal carries nothing by which it could pass as a claim."""
    barred = {str(TP.subject), str(TP.relation), str(TP.object)}
    for node, links in found.items():
        kinds = links.get(TYPE, ())
        if str(TP.Proposal) in kinds and (_CLAIM in kinds or barred & links.keys()):
            yield (
                node,
                "a proposal stands as a claim",
                "a person accepts it first, which makes a claim of its own",
            )


@cache
def _declared() -> frozenset[str]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return frozenset(str(t) for kind in kinds for t in ontology().subjects(RDF.type, kind))
