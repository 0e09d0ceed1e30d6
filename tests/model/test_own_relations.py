"""Relations of a workspace's own: declared in Turtle, they work like those of the ontology."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

import kg
from kg.errors import BadInput
from kg.extraction.proposals import cues_of, proposals
from kg.intake import table_import
from kg.model.ontology import Relation, declared_by, vocabulary
from kg.model.own_relations import FILE, register
from kg.model.vocab import RELATION, TP
from kg.model.wording import Statement, sentence
from kg.presentation import codebook
from kg.validation.report import file_problems
from kg.workspace import saving
from kg.workspace.workspace import load, settle
from tests.small_data import claim, folder
from tests.store.test_http_service import serving

HEAD = """@prefix tp: <https://w3id.org/tech-partnerships/ontology#> .
@prefix relation: <https://w3id.org/tech-partnerships/relation/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
PILOTS = (
    HEAD
    + """
relation:pilotsWith a owl:ObjectProperty , owl:SymmetricProperty ;
    rdfs:subPropertyOf tp:partnersWith ;
    rdfs:label "pilots with"@en ;
    skos:definition "Tries out a product together with another company, before buying any."@en ;
    rdfs:domain tp:Company ; rdfs:range tp:Company ;
    skos:altLabel "proof of concept"@en ;
    tp:cue "{who} ~pilot ... with {whom}" .
"""
)
NAME = str(RELATION["pilotsWith"])


def declared(place: Path, turtle: str = PILOTS, *more: str) -> Path:
    """A folder in which Acme pilots with Bolt, by a relation that it declares."""
    said = claim("pilot", "partnersWith", "acme bolt").replace(
        "tp:relation tp:partnersWith", f"tp:relation <{NAME}>"
    )
    data = folder(place, said, *more)
    (data / FILE).write_text(turtle)
    return data


def fault(tmp_path: Path, turtle: str) -> str:
    """The fault told of a declaration; the folder can be opened all the same."""
    data = folder(tmp_path / "data", claim("other", "partnersWith", "acme core"))
    (data / FILE).write_text(turtle)
    with kg.open(data) as store:
        assert len(store.claims(level="all")) == 1
        assert FILE in store.aside
    (problem,) = [p for p in file_problems(data)[0] if p.file == FILE]
    assert problem.right
    return problem.wrong


def test_the_direct_triples_of_an_own_relation_are_closed_like_all_others(tmp_path):
    with kg.open(declared(tmp_path / "data")) as store:
        assert store.ask("ASK { entity:bolt relation:pilotsWith entity:acme }")
        assert store.ask("ASK { entity:bolt tp:partnersWith entity:acme }")
        assert store.ask("ASK { entity:acme tp:cooperatesWith entity:bolt }")
        (claim,) = store.claims(relation=NAME)
        (_, _, edge) = next(iter(kg.network.graph(store).edges(data=True)))
    assert (edge["relation"], edge["relation_label"]) == (NAME, "pilots with")
    assert edge["family"] == "cooperation"
    assert claim.relation == NAME


def test_python_and_shacl_hold_a_claim_to_the_declared_domain(tmp_path):
    data = declared(tmp_path / "data")
    assert file_problems(data, shacl=True)[0] == []
    names = (data / "entities.ttl").read_text().replace("e:bolt a tp:Company", "e:bolt a tp:Field")
    (data / "entities.ttl").write_text(names)
    (problem,) = file_problems(data, shacl=False)[0]
    assert problem.wrong == "the object does not fit the relation: Bolt is a Field"
    (problem,) = file_problems(data, shacl=True)[0]


def test_another_declaration_is_another_index(tmp_path):
    data = declared(tmp_path / "data")
    with kg.open(data) as before:
        (data / FILE).write_text(PILOTS.replace("tp:partnersWith", "tp:competesWith"))
        with kg.open(data) as after:
            assert before.generation != after.generation
            assert not after.ask("ASK { entity:acme tp:partnersWith ?b }")
            assert after.ask("ASK { entity:acme tp:competesWith ?b }")


def test_an_export_declares_the_relation_it_uses(tmp_path):
    with kg.open(declared(tmp_path / "data")) as store:
        found = Graph().parse(data=kg.export.data(store, "turtle"), format="turtle")
        zipped = zipfile.ZipFile(io.BytesIO(kg.export.data(store, "csv")))
    assert (URIRef(NAME), None, TP.partnersWith) in found
    assert NAME in zipped.read("relations.csv").decode()
    about = json.loads(zipped.read("csv-metadata.json"))
    columns = {c["titles"]: c for t in about["tables"] for c in t["tableSchema"]["columns"]}
    assert about["tables"][-1]["url"] == "relations.csv"
    assert columns["wider relation"]["propertyUrl"].endswith("subPropertyOf")


def test_the_codebook_has_it_and_keeps_the_relation_above_it(tmp_path):
    with kg.open(declared(tmp_path / "data")) as store:
        edges = kg.network.graph(store).edges(keys=True, data=True)
        entries = codebook.entries("Relation", {key: said for _, _, key, said in edges})
    counts = {entry.name: entry.count for entry in entries}
    assert counts[NAME] == 1
    assert counts["partnersWith"] == 0


def test_a_text_is_read_by_its_cues_and_a_sentence_reads_as_its_label_says(tmp_path):
    data = declared(tmp_path / "data")
    register(data)
    text = "Acme piloted its robots with Bolt in May."
    (found,) = proposals(text, load(data).entities, cues_of(data))
    assert found.relation == NAME
    assert sentence(Statement("Acme", NAME, "Bolt", "plan")) == "Acme is to pilot with Bolt"


def test_a_cue_of_words_alone_stands_between_the_two(tmp_path):
    bare = PILOTS.replace('"{who} ~pilot ... with {whom}"', '"runs pilots with"')
    data = declared(tmp_path / "data", bare)
    register(data)
    text = "Acme runs pilots with Bolt in May."
    (found,) = proposals(text, load(data).entities, cues_of(data))
    assert found.object is not None
    assert (found.relation, found.subject.words, found.object.words) == (NAME, "Acme", "Bolt")


def test_the_kinds_of_deals_in_a_table_map_to_it(tmp_path):
    data = declared(tmp_path / "data")
    rows = "Company A,Company B,Deal type\nAcme,Core,Proof of concept\nBolt,Dyna,Pilots with\n"
    made = table_import.bring(data, "pilots.csv", rows.encode())
    found = [c for s in made.sources for c in s.claims]
    assert {c.relation for c in found} == {NAME}
    assert all("pilotswith" in c.slug and "w3id" not in c.slug for c in found)
    assert file_problems(data)[0] == []


def test_a_relation_is_added_and_undone(tmp_path):
    mine = settle(tmp_path / "mine")
    relation = Relation(
        str(RELATION["tests"]), "tests", "Tries something.", "cooperation", 1, False,
        ("assists", "cooperatesWith", "relatedTo"), "Agent", "Agent",
    )  # fmt: skip
    (mine / FILE).write_text("# by hand\n" + PILOTS)
    saving.declare(mine, relation)
    assert (mine / FILE).read_text().startswith("# by hand\n")
    assert set(declared_by(mine).relations) == {NAME, relation.name}
    with pytest.raises(BadInput, match="declared already"):
        saving.declare(mine, relation)
    saving.undo(mine)
    load(mine)
    assert set(declared_by(mine).relations) == {NAME}


def test_what_is_wrong_is_said_and_the_rest_opens(tmp_path):
    without = PILOTS.replace('rdfs:label "pilots with"@en ;', "")
    assert fault(tmp_path / "1", without) == "it has no label"
    unknown = PILOTS.replace("tp:partnersWith", "tp:dancesWith")
    assert fault(tmp_path / "2", unknown) == "its family is unknown: dancesWith"
    ours = PILOTS.replace("relation:pilotsWith", "tp:partnersWith")
    assert fault(tmp_path / "3", ours) == "the ontology has this relation already"
    reads = PILOTS.replace(
        "tp:cue", 'tp:readsAffirmed "pilots" ; tp:readsDenied "no" ; tp:readsBare "pilot" ; tp:cue'
    )
    assert "does not say where the names go" in fault(tmp_path / "4", reads)
    wide = PILOTS.replace("rdfs:domain tp:Company", "rdfs:domain tp:Field")
    assert fault(tmp_path / "5", wide).startswith("its rdfs:domain does not fit its family")
    assert "not valid Turtle" in fault(tmp_path / "6", PILOTS + "relation:")
    same = PILOTS.replace('"pilots with"', '"partners with"')
    assert fault(tmp_path / "7", same) == "another relation is called “partners with”"


def test_a_source_with_a_relation_that_is_not_declared_is_set_aside(tmp_path):
    data = declared(tmp_path / "data", HEAD)
    with kg.open(data) as store:
        assert store.aside == {
            "paper": f"it uses the relation <{NAME}>, which {FILE} does not declare"
        }
    wrong = [problem.wrong for problem in file_problems(data)[0]]
    assert wrong == [f"unknown relation: {NAME}"]


def test_one_iri_never_means_two_things_in_one_program(tmp_path):
    kg.open(declared(tmp_path / "one")).close()
    other = declared(tmp_path / "other", PILOTS.replace("pilots with", "pilots a product with"))
    with pytest.raises(BadInput, match=r"declare <.*pilotsWith> differently"):
        kg.open(other)
    (tmp_path / "one" / FILE).unlink()
    load(tmp_path / "one")
    kg.open(other).close()
    assert vocabulary().relations[NAME].label == "pilots a product with"


def test_a_command_in_a_process_of_its_own_knows_the_relation(tmp_path):
    data = declared(tmp_path / "data")
    query = "SELECT ?b { entity:acme relation:pilotsWith ?b }"
    run = [sys.executable, "-m", "kg.cli", "query", query, "--data", str(data), "--format", "csv"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "entity/bolt" in done.stdout


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    """A cache of its own, and no relation of another test's folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    for path in tmp_path.rglob(FILE):
        path.unlink()
        register(path.parent)


def test_a_folder_that_begins_with_relations_written_by_hand_is_a_workspace(tmp_path):
    (tmp_path / FILE).write_text(PILOTS)
    assert settle(tmp_path) == tmp_path
    with kg.open(tmp_path) as store:
        assert len(store.claims()) == 0
    assert NAME in declared_by(tmp_path).relations
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear")
    with pytest.raises(BadInput, match="holds other files"):
        settle(tmp_path / "other")


def test_the_relations_that_a_services_data_declare_are_known_to_who_asks_it(tmp_path):
    script = (
        "import sys, kg\n"
        "with kg.open(store=sys.argv[1]) as store:\n"
        "    for *_, tie in kg.network.graph(store).edges(data=True):\n"
        "        print(tie['relation_label'], tie['family'], tie['symmetric'])\n"
    )
    with serving(declared(tmp_path / "data")) as address:
        told = subprocess.run(
            [sys.executable, "-c", script, address], capture_output=True, text=True, check=True
        )
    assert told.stdout == "pilots with cooperation True\n"
