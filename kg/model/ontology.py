"""Declarations of the ontology as plain values: relation families, fixed answers, classes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.errors import BadInput
from kg.model.turtle import Statements
from kg.model.vocab import TP
from kg.resources import home


@dataclass(frozen=True)
class Term:
    """A class or a fixed answer of the ontology."""

    name: str  # local name
    label: str
    definition: str
    supers: tuple[str, ...] = ()  # local names of all wider classes, itself excluded


@dataclass(frozen=True)
class Relation:
    """A property below `tp:relatedTo`, and the family it belongs to."""

    name: str  # local name; of a workspace's own, the whole IRI
    label: str
    definition: str
    family: str  # "cooperation"; empty for tp:relatedTo itself
    sign: int  # 1 cooperation, -1 competition, 0 neither
    symmetric: bool
    supers: tuple[str, ...]  # local names of all wider relations, itself excluded
    domain: str  # local name of a class
    range: str
    # The relation, this one or a wider one, that one thing has to one other at a time only, and
    # the one that only one other has to it; empty where there is room for several.
    one_object: str = ""
    one_subject: str = ""
    payment: int = 0  # 1 if the subject pays the object, -1 if the object pays, 0 if nobody does
    # Of a workspace's own: what tables call it, and how a text says it (as in `cues.toml`).
    others: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Check if a workspace declares it, not the ontology."""
        return ":" in self.name


@dataclass(frozen=True)
class Reading:
    """The phrases that a sentence is made of: of a relation, or around one with a modality.

    They hold {subject}, {object} and {amount}, a modality's also {affirmed}, {denied} and {bare},
    the phrases of the relation; of options divided by " | " the first that can be filled is taken.
    """

    affirmed: str
    denied: str
    bare: str = ""  # of a relation: after "is to" or "may"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms that claims are made of, by local name and in the ontology's order."""

    relations: dict[str, Relation]
    classes: dict[str, Term]
    values: dict[str, dict[str, Term]]  # class of the answer -> its answers
    firmness: dict[str, str]  # modality -> step of the scale
    steps: tuple[str, ...]  # firmest first
    readings: dict[str, Reading]  # of relations and modalities, as far as they are given

    def families(self) -> tuple[str, ...]:
        """The families of relations, in the ontology's order."""
        return tuple(dict.fromkeys(r.family for r in self.relations.values() if r.family))


@cache
def ontology() -> Graph:
    """The ontology as it is shipped; do not change the graph."""
    return Graph().parse(home("ontology") / "partnerships.ttl", format="turtle")


@dataclass(frozen=True)
class Own:
    """The relations that one workspace declares, with their statements."""

    relations: dict[str, Relation]
    readings: dict[str, Reading]
    statements: Statements


_OWN: dict[Path, Own] = {}  # by workspace


@cache
def shipped() -> Vocabulary:
    """The ontology as plain values, without anybody's own relations."""
    return declared(ontology())


@cache
def vocabulary() -> Vocabulary:
    """The ontology as plain values, and the own relations of every workspace opened so far.

    Opening a folder, to read, check, edit or query it, registers the relations that it declares
    (`own_relations.register`), for this process: they join those of other folders, and go when
    their declaration does. One IRI never means two things at a time. So a page or a command
    that shows one folder has its relations; a program that opens two can see both, and
    each folder's claims are read with those that it declares itself.
    """
    known, own = shipped(), list(_OWN.values())
    return replace(
        known,
        relations=reduce(or_, (one.relations for one in own), known.relations),
        readings=reduce(or_, (one.readings for one in own), known.readings),
    )


def declared_by(folder: Path) -> Own:
    """The own relations of one workspace, once it has been opened."""
    return _OWN.get(folder.resolve(), Own({}, {}, ()))


def enter(folder: Path, own: Own | None) -> None:
    """Register the relations of a folder instead of those it had; BadInput if another's differ."""
    others = {place: known for place, known in _OWN.items() if place != folder and place.is_dir()}
    for place, known in others.items() if own else ():
        for name in set(own.relations if own else ()).intersection(known.relations):
            if own and own.relations[name] != known.relations[name]:
                raise BadInput(
                    f"{folder} and {place} declare <{name}> differently; open them in programs "
                    "of their own, or give one of the two another IRI"
                )
    _OWN.clear()
    _OWN.update(others | ({folder: own} if own else {}))
    vocabulary.cache_clear()


@cache
def narrowest(classes: tuple[str, ...]) -> tuple[str, ...]:
    """The classes, by IRI, without those that follow from another one of them."""
    known = vocabulary().classes
    below = [name.removeprefix(str(TP)) for name in classes]
    above = {str(TP) + wider for name in below if name in known for wider in known[name].supers}
    return tuple(name for name in classes if name not in above)


def declared(graph: Graph) -> Vocabulary:
    """Read the declarations of an ontology that has our header."""
    modalities = sorted(graph.subject_objects(TP.firmness))
    steps = sorted((int(str(rank)), name) for name, rank in graph.subject_objects(TP.step))
    value_classes = [c for c in _ours(graph, OWL.Class) if TP.Value in _above(graph, c)]
    return Vocabulary(
        relations={
            _name(p): _relation(graph, p)
            for p in _ours(graph, OWL.ObjectProperty)
            if p == TP.relatedTo or TP.relatedTo in _above(graph, p, RDFS.subPropertyOf)
        },
        classes={_name(c): _term(graph, c) for c in _ours(graph, OWL.Class)},
        values={_name(c): _answers(graph, c) for c in value_classes},
        firmness={_name(modality): _name(step) for modality, step in modalities},
        steps=tuple(_name(name) for _, name in steps),
        readings={
            _name(term): Reading(
                str(words), _text(graph, term, TP.readsDenied), _text(graph, term, TP.readsBare)
            )
            for term, words in graph.subject_objects(TP.readsAffirmed)
            if isinstance(term, URIRef)
        },
    )


def _ours(graph: Graph, kind: URIRef) -> Iterator[URIRef]:
    """Our own terms of one kind, in the order in which the file declares them."""
    for term in graph.subjects(RDF.type, kind):
        if isinstance(term, URIRef) and term.startswith(str(TP)):
            yield term


def _answers(graph: Graph, kind: URIRef) -> dict[str, Term]:
    return {_name(i): _term(graph, i) for i in _ours(graph, kind)}


def _name(term: object) -> str:
    return str(term).rpartition("#")[2]


def _above(graph: Graph, term: URIRef, link: URIRef = RDFS.subClassOf) -> list[URIRef]:
    """Every wider term of ours, nearest first."""
    found: list[URIRef] = []
    nearest = [term]
    while nearest:
        wider = (w for t in nearest for w in graph.objects(t, link))
        nearest = [w for w in wider if isinstance(w, URIRef) and w.startswith(str(TP))]
        found += [w for w in nearest if w not in found]
    return found


def _term(graph: Graph, term: URIRef) -> Term:
    above = tuple(_name(t) for t in _above(graph, term))
    return Term(_name(term), _text(graph, term, RDFS.label), _definition(graph, term), above)


def _relation(graph: Graph, term: URIRef) -> Relation:
    above = _above(graph, term, RDFS.subPropertyOf)
    head = next((t for t in (term, *above) if (t, TP.familyName, None) in graph), term)
    return Relation(
        name=_name(term),
        label=_text(graph, term, RDFS.label),
        definition=_definition(graph, term),
        family=_text(graph, head, TP.familyName),
        sign=int(_text(graph, head, TP.sign) or 0),
        symmetric=(term, RDF.type, OWL.SymmetricProperty) in graph,
        supers=tuple(_name(t) for t in above),
        domain=_name(graph.value(term, RDFS.domain, None)),
        range=_name(graph.value(term, RDFS.range, None)),
        one_object=_bearer(graph, (term, *above), TP.singleValued),
        one_subject=_bearer(graph, (term, *above), TP.inverseSingleValued),
        payment=next((int(p) for t in (term, *above) if (p := _text(graph, t, TP.payment))), 0),
    )


def _bearer(graph: Graph, terms: Iterable[URIRef], mark: URIRef) -> str:
    """The first of these relations that the ontology marks with this; empty if it marks none."""
    return next((_name(t) for t in terms if (t, mark, Literal(True)) in graph), "")


def _definition(graph: Graph, term: URIRef) -> str:
    return _text(graph, term, SKOS.definition)


def _text(graph: Graph, term: URIRef, link: URIRef) -> str:
    return str(graph.value(term, link, None, Literal("")))
