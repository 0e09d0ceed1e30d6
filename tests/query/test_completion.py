from kg.model.ontology import shipped
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.query import completion
from kg.query.completion import MOST, iri_in_query


def test_every_term_of_the_ontology_is_offered_once_with_its_definition():
    words = completion.terms()
    names = [word["name"] for word in words]
    assert len(names) == len(set(names))
    for relation in shipped().relations.values():
        assert f"tp:{relation.name}" in names
    ours = [word for word in words if word["name"].startswith("tp:")]
    assert len(ours) > 80
    assert all(word["label"] and word["info"] for word in ours)


def test_terms_are_of_the_kind_that_fits_their_place():
    kinds = {word["name"]: word["kind"] for word in completion.terms()}
    assert kinds["tp:Company"] == "class"
    assert kinds["tp:partnersWith"] == "relation"
    assert kinds["tp:subject"] == "property"
    assert kinds["tp:hint"] == "Modality"
    assert kinds["tp:stated"] == "Firmness"


def test_entities_are_offered_by_every_name():
    named = {str(ENTITY["acme"]): {"label": "Acme", "aliases": "ACME"}}
    assert completion.entity_names(named) == [
        {"name": "entity:acme", "kind": "entity", "label": "Acme", "info": "", "others": ["ACME"]}
    ]  # fmt: skip
    many = {str(ENTITY[f"e{n}"]): {"label": "x", "aliases": ""} for n in range(MOST + 5)}
    assert len(completion.entity_names(many)) == MOST


def test_short_names_are_such_as_sparql_reads():
    assert iri_in_query(str(TP.hint)) == "tp:hint"
    assert iri_in_query(str(ENTITY["a-b"])) == "entity:a-b"
    assert iri_in_query(f"{SOURCE['paper']}/claim/x") == f"<{SOURCE['paper']}/claim/x>"
    assert iri_in_query("urn:x") == "<urn:x>"
