"""OWL 2 DL and RL, and a real reasoner that finds no contradiction except the planted ones."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyhermit import Reasoner, load_snapshot
from pyhermit.exceptions import OntologyProfileError
from rdflib import DCTERMS, OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib.term import Node

from kg.model.folder import parsed, source_folders
from kg.model.ontology import ontology
from kg.model.vocab import ENTITY, TP
from kg.resources import home

JARS = Path("/usr/share/java")
COUNTER = Path(__file__).parent / "CountViolations.java"

# Constructs that OWL 2 RL has nowhere, and those that it has only below a subclass axiom's left.
NEVER_IN_RL = {
    OWL.ReflexiveProperty, OWL.disjointUnionOf, OWL.onDataRange, OWL.hasSelf,
    OWL.minCardinality, OWL.cardinality, OWL.minQualifiedCardinality, OWL.qualifiedCardinality,
}  # fmt: skip
ONLY_ON_THE_LEFT = {OWL.unionOf, OWL.oneOf, OWL.someValuesFrom}
ONLY_ON_THE_RIGHT = {OWL.complementOf, OWL.allValuesFrom, OWL.maxCardinality,
                     OWL.maxQualifiedCardinality}  # fmt: skip


def test_the_ontology_is_consistent_and_in_owl_2_dl() -> None:
    assert consistent(ontology())


def test_ontology_and_data_together_are_consistent_and_in_owl_2_dl() -> None:
    assert consistent(ontology() + data())


def test_no_class_is_impossible() -> None:
    with Reasoner(load_snapshot(turtle(ontology()))) as reasoner:
        impossible = {str(entity) for entity in reasoner.unsatisfiable_classes()}
    assert not [name for name in impossible if str(TP) in name]


@pytest.mark.parametrize(
    "planted",
    [
        "entity:alibaba a tp:Person .",
        "entity:nvidia tp:growsIn entity:alibaba .",
        "entity:asia a tp:Field .",
        "entity:bloomberg tp:partnersWith entity:simon-hu .",
        "tp:fact a tp:Form .",
    ],
)
def test_a_planted_contradiction_is_caught(planted: str) -> None:
    assert not consistent(ontology() + data() + statement(planted))


@pytest.mark.parametrize(
    "planted",
    [
        "dcterms:creator a owl:ObjectProperty .",
        'entity:nvidia tp:when "2016-01-20"^^xsd:date .',
        "tp:when rdfs:range xsd:gYear .",
    ],
)
def test_what_is_not_owl_2_dl_is_refused(planted: str) -> None:
    with pytest.raises(OntologyProfileError):
        consistent(ontology() + statement(planted))


def test_the_ontology_keeps_to_the_grammar_of_owl_2_rl() -> None:
    assert list(outside_rl(ontology())) == []


@pytest.mark.parametrize(
    "planted",
    [
        "tp:uses rdfs:domain [ a owl:Class ; owl:unionOf ( tp:Company tp:Person ) ] .",
        "tp:Company rdfs:subClassOf [ a owl:Class ; owl:unionOf ( tp:Group tp:Person ) ] .",
        "tp:Company rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tp:uses ; "
        "owl:someValuesFrom tp:Field ] .",
        "tp:Form owl:equivalentClass [ a owl:Class ; owl:oneOf ( tp:headline tp:heading ) ] .",
        "[ a owl:Class ; owl:complementOf tp:Company ] rdfs:subClassOf tp:Person .",
        "tp:uses a owl:ReflexiveProperty .",
        "tp:Entity rdfs:subClassOf owl:Thing . owl:Thing rdfs:subClassOf tp:Entity .",
        "tp:value rdfs:range owl:real .",
        "tp:Company rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tp:uses ; "
        "owl:maxCardinality 2 ] .",
    ],
)
def test_what_is_not_owl_2_rl_is_noticed(planted: str) -> None:
    assert list(outside_rl(ontology() + statement(planted)))


def test_the_owl_api_agrees_on_both_profiles(tmp_path: Path) -> None:
    """The OWL API is the reference for what the tests above find by themselves."""
    installed = shutil.which("javac") and (JARS / "owlapi-distribution.jar").exists()
    assert installed, "the OWL API is missing: apt install libowlapi-java default-jdk-headless"
    wrong = tmp_path / "wrong.ttl"
    planted = "tp:uses rdfs:domain [ a owl:Class ; owl:unionOf ( tp:Company tp:Person ) ] ."
    wrong.write_bytes(turtle(ontology() + statement(planted)))
    merged = tmp_path / "merged.ttl"
    merged.write_bytes(turtle(ontology() + data()))
    right = home("ontology") / "partnerships.ttl"
    command = ["java", "-cp", f"{JARS}/*", *map(str, (COUNTER, right, merged, wrong))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.splitlines() == [
        f"{right.name} DL 0 RL 0",
        f"{merged.name} DL 0 RL 0",
        f"{wrong.name} DL 0 RL 1",
    ]


def turtle(graph: Graph) -> bytes:
    return graph.serialize(format="turtle").encode()


def consistent(graph: Graph) -> bool:
    with Reasoner(load_snapshot(turtle(graph))) as reasoner:
        return bool(reasoner.is_consistent())


def statement(text: str) -> Graph:
    prefixes = {"tp": TP, "entity": ENTITY, "owl": OWL, "rdfs": RDFS, "xsd": XSD,
                "dcterms": DCTERMS}  # fmt: skip
    head = "".join(f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items())
    return Graph().parse(data=head + text, format="turtle")


def data() -> Graph:
    graph = parsed(home("data") / "entities.ttl")
    for place in source_folders(home("data")):
        graph += parsed(place / "claims.ttl")
    assert len(graph) > 500
    return graph


def outside_rl(graph: Graph) -> Iterator[str]:
    """Constructs that the grammar of OWL 2 RL does not allow, among those that we use.

    A class expression stands on the left of a subclass axiom (what implies) or on its right
    (what is implied: also domains, ranges and assertions); RL allows different ones on each side.
    """
    both = ONLY_ON_THE_LEFT | ONLY_ON_THE_RIGHT
    for left, right in graph.subject_objects(RDFS.subClassOf):
        yield from misplaced(graph, left, ONLY_ON_THE_RIGHT, "left")
        yield from misplaced(graph, right, ONLY_ON_THE_LEFT, "right")
    for link in (RDFS.domain, RDFS.range, RDF.type):
        for kind in graph.objects(None, link):
            yield from misplaced(graph, kind, ONLY_ON_THE_LEFT, f"right, after {link}")
    for pair in graph.subject_objects(OWL.equivalentClass):
        for side in pair:
            yield from misplaced(graph, side, both, "both sides")
    yield from in_no_place(graph)


def in_no_place(graph: Graph) -> Iterator[str]:
    """Constructs that OWL 2 RL does not have at all."""
    for link in NEVER_IN_RL:
        if (None, link, None) in graph or (None, RDF.type, link) in graph:
            yield f"{link} is in no place of OWL 2 RL"
    for kind in (OWL.real, OWL.rational):
        if (None, None, kind) in graph:
            yield f"{kind} is no datatype of OWL 2 RL"
    if (OWL.Thing, RDFS.subClassOf, None) in graph:
        yield "owl:Thing stands on the left of a subclass axiom"
    for link in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for most in graph.objects(None, link):
            if int(str(most)) > 1:
                yield f"{link} {most}: OWL 2 RL knows only 0 and 1"


def misplaced(graph: Graph, node: Node, forbidden: set[URIRef], where: str) -> Iterator[str]:
    """Forbidden constructs in a class expression and in the expressions it is built from."""
    if not isinstance(node, BNode):
        return
    for link, value in graph.predicate_objects(node):
        if link in forbidden:
            yield f"{link} stands on the {where}"
        if isinstance(value, BNode):
            yield from misplaced(graph, value, forbidden, where)
