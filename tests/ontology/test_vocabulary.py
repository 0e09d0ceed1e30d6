"""The ontology itself: every term explained, every relation in a family, one version everywhere."""

import re
from collections.abc import Iterator

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

import kg
from kg.model.ontology import ontology, vocabulary
from kg.model.vocab import ONTOLOGY, TP, VANN

OURS = sorted(
    {term for term in ontology().subjects(RDF.type) if str(term).startswith(str(TP))}, key=str
)
HEADER = (
    DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created,
    DCTERMS.modified, OWL.versionIRI, OWL.versionInfo, VANN.preferredNamespacePrefix,
    VANN.preferredNamespaceUri,
)  # fmt: skip
# The words of a label that a definition may repeat: they do not define it.
SMALL_WORDS = frozenset(
    re.findall(r"\w+", "a an the to of in for with is has as on that from by it be")
)


def test_there_are_terms_to_check() -> None:
    assert len(OURS) > 100


@pytest.mark.parametrize("term", OURS, ids=lambda term: term.rpartition("#")[2])
def test_every_term_has_one_label_one_definition_and_its_home(term: URIRef) -> None:
    graph = ontology()
    assert len(list(graph.objects(term, RDFS.label))) == 1
    definitions = [str(text) for text in graph.objects(term, SKOS.definition)]
    assert len(definitions) == 1
    assert list(graph.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("term", OURS, ids=lambda term: term.rpartition("#")[2])
def test_a_definition_is_one_sentence(term: URIRef) -> None:
    definition = str(ontology().value(term, SKOS.definition))
    assert re.fullmatch(r"[A-Z].*[^.]\.", definition)
    assert not re.search(r"[.!?]\s+[A-Z]", definition), definition


@pytest.mark.parametrize("term", OURS, ids=lambda term: term.rpartition("#")[2])
def test_a_definition_does_not_use_the_word_it_defines(term: URIRef) -> None:
    label = str(ontology().value(term, RDFS.label)).lower()
    definition = str(ontology().value(term, SKOS.definition)).lower()
    assert not uses_its_own_word(label, definition), f"{label}: {definition}"


def test_a_definition_that_uses_its_own_word_is_noticed() -> None:
    assert uses_its_own_word("partners with", "links an agent to another that it partners with.")
    assert uses_its_own_word("goal", "a goal of an agent.")
    assert not uses_its_own_word("goal", "a state of affairs that an agent wants.")


def uses_its_own_word(label: str, definition: str) -> bool:
    """Check if a definition repeats all significant words of its label."""
    telling = [word for word in re.findall(r"\w+", label) if word not in SMALL_WORDS]
    return bool(telling) and all(re.search(rf"\b{word}s?\b", definition) for word in telling)


def test_the_header_is_complete_and_names_one_version_everywhere() -> None:
    graph = ontology()
    missing = [link for link in HEADER if graph.value(ONTOLOGY, link) is None]
    assert not missing
    assert str(graph.value(ONTOLOGY, OWL.versionInfo)) == kg.__version__
    assert str(graph.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{kg.__version__}"
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(TP)


def test_the_shapes_and_alignments_have_the_version_of_the_ontology() -> None:
    for name in ("shapes", "alignments"):
        graph = Graph().parse(kg.home("ontology") / f"{name}.ttl")
        header = URIRef(str(ONTOLOGY).replace("ontology", name))
        assert str(graph.value(header, OWL.versionInfo)) == kg.__version__, name


def test_python_knows_exactly_the_terms_of_the_ontology() -> None:
    assert {str(TP[name]) for name in TP.__annotations__ if not name.startswith("_")} == set(
        map(str, OURS)
    )


def test_every_relation_has_exactly_one_family() -> None:
    relations = [r for r in vocabulary().relations.values() if r.name != "relatedTo"]
    assert len(relations) > 20
    for relation in relations:
        heads = list(family_heads(TP[relation.name]))
        assert len(heads) == 1, f"{relation.name} is in {heads}"
        assert relation.family, relation.name
    assert set(vocabulary().families()) == {
        "cooperation", "competition", "ownership", "finance", "activity",
    }  # fmt: skip


def family_heads(term: URIRef) -> Iterator[object]:
    """The properties at or above a relation that name a family."""
    graph = ontology()
    for wider in graph.transitive_objects(term, RDFS.subPropertyOf):
        yield from graph.objects(wider, TP.familyName)


def test_every_relation_has_one_domain_and_one_range_below_entity() -> None:
    graph = ontology()
    for relation in vocabulary().relations:
        for link in (RDFS.domain, RDFS.range):
            (kind,) = graph.objects(TP[relation], link)
            assert TP.Entity in set(graph.transitive_objects(kind, RDFS.subClassOf)), relation


def test_a_relation_is_no_wider_than_the_one_above_it() -> None:
    graph = ontology()
    for relation in vocabulary().relations:
        for above in graph.objects(TP[relation], RDFS.subPropertyOf):
            for link in (RDFS.domain, RDFS.range):
                narrow, wide = graph.value(TP[relation], link), graph.value(above, link)
                assert wide in set(graph.transitive_objects(narrow, RDFS.subClassOf)), relation


def test_every_modality_has_one_step_of_the_scale() -> None:
    graph = ontology()
    modalities = set(graph.subjects(RDF.type, TP.Modality))
    assert len(modalities) == 9
    for modality in modalities:
        assert len(list(graph.objects(modality, TP.firmness))) == 1, modality
    steps = sorted(int(str(step)) for step in graph.objects(None, TP.step))
    assert steps == [1, 2, 3, 4]


def test_competition_is_not_symmetric() -> None:
    symmetric = {r.name for r in vocabulary().relations.values() if r.symmetric}
    assert "competesWith" not in symmetric
    assert "partnersWith" in symmetric


def test_each_name_has_one_kind() -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
             OWL.NamedIndividual)  # fmt: skip
    for term in set(ontology().subjects(RDF.type)):
        if isinstance(term, BNode):
            continue
        found = [kind for kind in kinds if (term, RDF.type, kind) in ontology()]
        assert len(found) <= 1, f"{term} is {found}"
