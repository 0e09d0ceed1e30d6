"""The alignments: their own file, our own terms, no contradiction, no known trap."""

from collections.abc import Iterator

import pytest
from pyhermit import Reasoner, load_snapshot
from rdflib import OWL, RDF, Graph, URIRef

from kg.model.ontology import ontology
from kg.model.vocab import TP
from kg.resources import home

ALIGNMENTS = Graph().parse(home("ontology") / "alignments.ttl")
# Vocabularies that DESIGN asks for, by a part of their namespace.
OTHERS = ("ns/org#", "schema.org/", "spar/cito/", "foaf/0.1/", "2009/11/sem/", "schema/qudt/")
TRAPS = ("schema.org/founder", "schema.org/competitor", "ClaimReview", "fibo", "FormalOrganization")


def ours(graph: Graph) -> Iterator[URIRef]:
    for triple in graph:
        for node in triple:
            if isinstance(node, URIRef) and node.startswith(str(TP)):
                yield node


def test_they_name_only_terms_that_we_have() -> None:
    named = set(ours(ALIGNMENTS))
    assert len(named) > 15
    assert not [term for term in named if (term, RDF.type, None) not in ontology()]


@pytest.mark.parametrize("other", OTHERS)
def test_every_vocabulary_is_aligned(other: str) -> None:
    assert any(other in str(value) for value in ALIGNMENTS.objects())


@pytest.mark.parametrize("trap", TRAPS)
def test_no_term_is_used_that_means_something_else(trap: str) -> None:
    assert not [value for value in ALIGNMENTS.objects() if trap in str(value)]


def test_the_core_never_imports_them() -> None:
    assert not list(ontology().objects(None, OWL.imports))
    assert not list(ALIGNMENTS.objects(None, OWL.imports))


def test_they_contradict_nothing() -> None:
    merged = ontology() + ALIGNMENTS
    (header,) = ALIGNMENTS.subjects(RDF.type, OWL.Ontology)
    merged.remove((header, None, None))  # a file has one header
    with Reasoner(load_snapshot(merged.serialize(format="turtle").encode())) as reasoner:
        assert reasoner.is_consistent()
