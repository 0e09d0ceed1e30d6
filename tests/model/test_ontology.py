"""Declarations of the ontology as plain values."""

from rdflib import OWL, RDF, RDFS, Graph, Literal

from kg.model.claims import LEVELS
from kg.model.ontology import declared, ontology, vocabulary
from kg.model.vocab import DIRECT_GRAPHS, TP


def test_every_relation_belongs_to_one_of_the_five_families() -> None:
    relations = vocabulary().relations
    assert {r.family for r in relations.values() if r.name != "relatedTo"} == {
        "cooperation",
        "competition",
        "ownership",
        "activity",
        "finance",
    }


def test_a_relation_takes_family_and_sign_from_its_super_property() -> None:
    partners = vocabulary().relations["partnersWith"]
    assert (partners.family, partners.sign, partners.symmetric) == ("cooperation", 1, True)
    assert partners.supers == ("cooperatesWith", "relatedTo")
    competes = vocabulary().relations["competesWith"]
    assert (competes.family, competes.sign, competes.symmetric) == ("competition", -1, False)


def test_every_modality_has_its_step_on_the_scale() -> None:
    words = vocabulary()
    assert set(words.firmness) == set(words.values["Modality"])
    assert words.firmness["fact"] == "stated"
    assert words.firmness["plan"] == words.firmness["goal"] == "intended"
    assert words.firmness["hint"] == words.firmness["conditional"] == "suggested"


def test_the_scale_is_the_same_in_the_ontology_the_graph_names_and_the_levels() -> None:
    steps = vocabulary().steps
    assert steps == ("stated", "agreed", "intended", "suggested")
    assert tuple(TP[s] for s in steps) == DIRECT_GRAPHS
    assert (*steps[:-1], "all") == LEVELS


def test_a_class_knows_all_its_wider_classes() -> None:
    assert vocabulary().classes["BusinessUnit"].supers == ("Organization", "Agent", "Entity")


def test_where_there_is_room_for_one_only_is_read_from_the_ontology() -> None:
    relations = vocabulary().relations
    assert [r.name for r in relations.values() if r.one_object] == ["isUnitOf"]
    assert [r.name for r in relations.values() if r.one_subject] == ["acquires"]


def test_a_new_relation_and_a_new_mark_need_no_code() -> None:
    graph = Graph() + ontology()
    new = TP._NS["isBranchOf"]
    graph.add((new, RDF.type, OWL.ObjectProperty))
    graph.add((new, RDFS.subPropertyOf, TP.isUnitOf))
    graph.add((TP.leads, TP.inverseSingleValued, Literal(True)))
    relations = declared(graph).relations
    assert relations["isBranchOf"].one_object == "isUnitOf"
    assert relations["isBranchOf"].family == "ownership"
    assert relations["leads"].one_subject == "leads"
