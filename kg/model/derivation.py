"""The triples that follow from those in the files: direct ties, labels, wider classes, dates."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS

from kg.model.ontology import Relation, vocabulary
from kg.model.turtle import Index, index
from kg.model.vocab import DIRECT_GRAPHS, TP, term_iri, term_name

Tie = tuple[str, ...]  # modality, relation, subject and object of a claim

_NAMES = {ox.NamedNode(SKOS.prefLabel), ox.NamedNode(SKOS.altLabel)}
_TYPE, _CLAIM, _DATE, _LABEL = map(str, (RDF.type, TP.Claim, DCTERMS.date, SKOS.prefLabel))
_IS_A, _CALLED, _SAID_ON = (ox.NamedNode(link) for link in (RDF.type, RDFS.label, DCTERMS.date))
_AFFIRMED, _POLARITY, _RETRACTED = str(TP.affirmed), str(TP.polarity), str(TP.retracted)
_CONDITION = str(TP.condition)
_TIE = (str(TP.modality), str(TP.relation), str(TP.subject), str(TP.object))


def untagged(stated: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Statements, names without the language that a file may give them: they are plain strings."""
    return [
        ox.Triple(t.subject, t.predicate, ox.Literal(t.object.value))
        if t.predicate in _NAMES and isinstance(t.object, ox.Literal)
        else t
        for t in stated
    ]


def entailed(stated: Index, wider: Mapping[str, Iterable[str]]) -> Iterator[ox.Triple]:
    """The labels and wider classes of entities, as SKOS and RDFS entail, and the dates of claims.

    A claim was made when its source appeared; a vague date stays as vague as it is there. `wider`
    are the wider classes of each class.
    """
    for iri, links in stated.items():
        node = ox.NamedNode(iri) if ":" in iri else ox.BlankNode(iri)
        kinds = links.get(_TYPE, ())
        for label in links.get(_LABEL, ()):
            yield ox.Triple(node, _CALLED, ox.Literal(label))
        for above in dict.fromkeys(name for kind in kinds for name in wider.get(kind, ())):
            yield ox.Triple(node, _IS_A, ox.NamedNode(above))
        if _CLAIM in kinds:
            for day in stated.get(iri.partition("/claim/")[0], {}).get(_DATE, ()):
                yield ox.Triple(node, _SAID_ON, ox.Literal(day))


def claimed_ties(stated: Index) -> Iterator[Tie]:
    """Ties to assert as direct triples: affirmed, not retracted, with an object, no condition."""
    conditions = {iri for links in stated.values() for iri in links.get(_CONDITION, ())}
    for claim, links in stated.items():
        affirmed = _AFFIRMED in links.get(_POLARITY, ()) and "true" not in links.get(_RETRACTED, ())
        if affirmed and claim not in conditions:
            yield from product(*(links.get(link, ()) for link in _TIE))


def closure(claimed: Iterable[Tie]) -> dict[str, list[ox.Triple]]:
    """The direct triples by the graph of their firmness, symmetric and wider ones included."""
    relations, firmness = vocabulary().relations, vocabulary().firmness
    found: dict[str, dict[ox.Triple, None]] = {str(graph): {} for graph in DIRECT_GRAPHS}
    wider = {name: [(ox.NamedNode(term_iri(n)), both) for n, both in _wider(relations, name)]
             for name in relations}  # fmt: skip
    for modality, relation, subject, object_ in claimed:
        direct = found[str(TP[firmness[term_name(modality)]])]
        start, end = ox.NamedNode(subject), ox.NamedNode(object_)
        for link, both_ways in wider[term_name(relation)]:
            direct[ox.Triple(start, link, end)] = None
            if both_ways:
                direct[ox.Triple(end, link, start)] = None
    return {graph: list(direct) for graph, direct in found.items()}


def _wider(relations: Mapping[str, Relation], name: str) -> Iterator[tuple[str, bool]]:
    """A relation and all wider ones, each with whether the tie holds both ways in it."""
    chain_up = (name, *relations[name].supers)
    symmetric = [n for n in chain_up if relations[n].symmetric]
    for wider in chain_up:
        yield wider, any(wider == n or wider in relations[n].supers for n in symmetric)


def derived(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The direct triples that the claims among some statements give, in their named graphs."""
    return [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph))
        for graph, direct in closure(claimed_ties(index(quads))).items()
        for t in direct
    ]
