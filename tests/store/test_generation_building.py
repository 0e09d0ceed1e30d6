"""A data folder becomes a store: one reading for the contract and for the engine."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import BadData, StoreUnavailable
from kg.export.selection import text
from kg.model.claims import LEVELS
from kg.model.derivation import derived
from kg.model.ontology import vocabulary
from kg.model.vocab import DIRECT_GRAPHS, ONTOLOGY, TP
from kg.resources import home
from kg.store import generation
from tests.small_data import claim, folder

# What the standard's own words make of it, to compare with.
TIES = """PREFIX tp: <https://w3id.org/tech-partnerships/ontology#>
SELECT DISTINCT ?subject ?relation ?object ?firmness WHERE {
  ?claim tp:relation ?relation ; tp:subject ?subject ; tp:object ?object ;
    tp:polarity tp:affirmed ; tp:modality ?modality .
  ?modality tp:firmness ?firmness .
  FILTER NOT EXISTS { ?claim tp:retracted true }
  FILTER NOT EXISTS { ?consequence tp:condition ?claim }
}"""


def quads(place):
    return list(ox.Store.read_only(str(place)))


def direct(place):
    graphs = {ox.NamedNode(graph) for graph in DIRECT_GRAPHS}
    return {quad for quad in quads(place) if quad.graph_name in graphs}


def expected(place):
    store, found = ox.Store(), set()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads(place))
    relations = vocabulary().relations
    rows = store.query(TIES)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        link, graph = row["relation"].value.removeprefix(str(TP)), row["firmness"]
        for name in (link, *relations[link].supers):
            tie = ox.NamedNode(TP[name])
            found.add(ox.Quad(row["subject"], tie, row["object"], graph))
            above = [n for n in (link, *relations[link].supers) if relations[n].symmetric]
            if any(name == n or name in relations[n].supers for n in above):
                found.add(ox.Quad(row["object"], tie, row["subject"], graph))
    return found


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return folder(
        tmp_path / "data",
        claim("done", "partnersWith", "acme bolt"),
        claim("again", "partnersWith", "bolt acme"),
        claim("wish", "partnersWith", "acme core", "conditional"),
        claim("then", "competesWith", "acme core", "conditional", "; tp:condition c:wish"),
        claim("goal", "acquires", "acme dyna", "goal"),
        claim("talk", "partnersWith", "core dyna", "hint"),
        claim("gone", "partnersWith", "bolt dyna", more="; tp:retracted true"),
        claim("no", "partnersWith", "bolt core").replace("tp:affirmed", "tp:denied"),
    )


def test_direct_triples_are_those_that_sparql_finds(mixed, tmp_path):
    generation.build(mixed, tmp_path / "made")
    found = direct(tmp_path / "made" / "all")
    assert len(found) > 10
    assert found == expected(tmp_path / "made" / "all")


def test_direct_triples_of_the_shipped_data_are_those_that_sparql_finds(tmp_path):
    generation.build(home("data"), tmp_path / "made")
    found = direct(tmp_path / "made" / "all")
    assert len(found) > 10
    assert found == expected(tmp_path / "made" / "all")
    assert set(derived(quads(tmp_path / "made" / "all"))) == found


@pytest.mark.parametrize("level", LEVELS)
def test_a_levels_default_graph_is_the_union_of_what_it_takes_in(mixed, tmp_path, level):
    generation.build(mixed, tmp_path / "made")
    found = quads(tmp_path / "made" / level)
    softer = {ox.NamedNode(g) for g in DIRECT_GRAPHS[LEVELS.index(level) + 1 :]}
    default = {q.triple for q in found if q.graph_name == ox.DefaultGraph()}
    named = [q for q in found if q.graph_name != ox.DefaultGraph()]
    assert default == {q.triple for q in named if q.graph_name not in softer}
    assert len({q.graph_name for q in named}) == 2 + 1 + len({q.graph_name for q in direct(
        tmp_path / "made" / "all")})  # fmt: skip


def test_labels_wider_classes_and_dates_are_derived_where_they_belong(tmp_path):
    place = folder(tmp_path / "data", claim("one", "partnersWith", "acme bolt"))
    names, paper = place / "entities.ttl", place / "sources/paper/claims.ttl"
    names.write_text(names.read_text().replace('"Acme"', '"Acme"@en ; skos:altLabel "ACME"@de'))
    paper.write_text(paper.read_text().replace("2020-01-01", "2016-01"))
    with kg.open(place) as store:
        found = store.select(
            "SELECT ?graph ?thing ?value { GRAPH ?graph { { ?thing a ?value FILTER (?value IN "
            "(tp:Organization, tp:Entity)) } UNION { ?thing rdfs:label|skos:altLabel ?value FILTER"
            " (?thing = entity:acme) } UNION { ?thing a tp:Claim ; dcterms:date ?value } } "
            "FILTER (?thing IN (entity:acme, <https://w3id.org/tech-partnerships/source/paper/claim/"
            "one>)) } ORDER BY ?graph ?thing ?value"
        )
        (acme,) = (e for e in store.entities() if e.label == "Acme")
    told = [[str(term).rpartition("/")[2] for term in row] for row in found]
    assert told == [
        ["entity", "acme", "ontology#Entity"], ["entity", "acme", "ontology#Organization"],
        ["entity", "acme", "ACME"], ["entity", "acme", "Acme"], ["paper", "one", "2016-01"],
    ]  # fmt: skip
    assert (acme.classes, acme.aliases) == ((str(TP.Company),), ("ACME",))


def test_an_export_made_into_a_folder_gives_the_same_store(tmp_path, mixed):
    with kg.open(mixed) as store:
        before = {q for q in store.quads() if text(q.graph_name) != str(ONTOLOGY)}
    again = tmp_path / "again"
    for quad in sorted(before, key=str):
        name = text(quad.graph_name)
        if "#" in name:
            continue  # a direct triple
        at = again / ("sources/paper/claims.ttl" if "/source/" in name else "entities.ttl")
        at.parent.mkdir(parents=True, exist_ok=True)
        with at.open("a") as file:
            file.write(f"{quad.triple} .\n")
    with kg.open(again) as store:
        assert {q for q in store.quads() if text(q.graph_name) != str(ONTOLOGY)} == before


def test_texts_reach_the_store_as_they_are(mixed, tmp_path):
    text = 'Acme, Bolt, Core and Dyna: "a\\ b" .\n . \r\n\t<http://x> .\n\u2028é'
    (mixed / "sources/paper/article.txt").write_bytes(text.encode())
    generation.build(mixed, tmp_path / "made")
    found = [q.object.value for q in quads(tmp_path / "made" / "stated")
             if q.predicate.value == str(TP.text)]  # fmt: skip
    assert found == [text, text]


def test_a_broken_contract_ends_the_building(mixed, tmp_path):
    path = mixed / "sources/paper/claims.ttl"
    path.write_text(path.read_text() + claim("odd", "partnersWith", "acme acme", "fact"))
    with pytest.raises(BadData, match="relates an entity to itself"):
        generation.build(mixed, tmp_path / "made")


def test_a_store_that_cannot_be_filled_ends_the_building(mixed, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "stated").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="cannot be built"):
        generation.build(mixed, tmp_path / "made")


def test_a_folder_that_describes_no_source_or_two_is_set_aside(mixed, tmp_path):
    path = mixed / "sources/paper/claims.ttl"
    path.write_text(path.read_text() + "s:other a tp:Source .\n")
    aside = generation.build(mixed, tmp_path / "made")
    assert "claims.ttl describes 2 sources; it must be one" in aside["paper"]
    shutil.rmtree(tmp_path / "made", ignore_errors=True)
    path.write_text("")
    aside = generation.build(mixed, tmp_path / "made")
    assert "claims.ttl describes 0 sources; it must be one" in aside["paper"]
