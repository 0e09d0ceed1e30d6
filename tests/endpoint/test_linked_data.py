"""Linked data: IRIs lead to pages and triples; unknown ones are not found."""

import httpx
import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, VOID
from starlette.applications import Starlette
from starlette.testclient import TestClient

import kg
from kg.endpoint.routes import routes
from kg.model.vocab import ENTITY, ONTOLOGY, SOURCE, TP
from kg.store.opening import Newest
from tests.small_data import claim, folder

CLAIM = "/source/alicloud-nvidia/claim/agreement-to-help"


@pytest.fixture(scope="module")
def client(store):
    return TestClient(Starlette(routes=routes(lambda: store)), follow_redirects=False)


def read(response: httpx.Response) -> Graph:
    assert response.status_code == 200, response.text
    form = {"text/turtle": "turtle", "application/ld+json": "json-ld"}
    form |= {"application/n-triples": "nt", "application/rdf+xml": "xml"}
    media = response.headers["content-type"].partition(";")[0]
    return Graph().parse(data=response.content, format=form[media])


@pytest.mark.parametrize("path", ["/entity/alibaba", "/source/alicloud-nvidia", CLAIM])
@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/n-triples", ".nt"),
        ("application/rdf+xml", ".rdf"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", ".html"),
        ("*/*", ".ttl"),
    ],
)
def test_a_thing_sends_to_the_document_that_is_liked_best(client, path, accept, suffix):
    found = client.get(path, headers={"Accept": accept})
    assert (found.status_code, found.headers["location"]) == (303, path + suffix)
    assert found.headers["vary"] == "Accept"
    assert client.get(path + suffix).status_code == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt", ".rdf"])
def test_all_formats_say_the_same(client, suffix):
    found = read(client.get(f"/entity/alibaba{suffix}"))
    assert (ENTITY.alibaba, SKOS.prefLabel, None) in found
    assert set(found) == set(read(client.get("/entity/alibaba.ttl")))


def test_a_claim_comes_with_its_words(client):
    found = read(client.get(f"{CLAIM}.ttl"))
    claim_iri = SOURCE["alicloud-nvidia/claim/agreement-to-help"]
    passage = found.value(claim_iri, TP.passage)
    assert found.value(passage, None, TP.Passage) == RDF.type


def test_a_source_names_its_claims(client, store):
    found = read(client.get("/source/alicloud-nvidia.ttl"))
    claims = set(found.subjects(DCTERMS.isPartOf, SOURCE["alicloud-nvidia"]))
    assert len(claims) == len(
        store.select("SELECT ?c { GRAPH source:alicloud-nvidia { ?c a tp:Claim } }")
    )


def test_a_hint_is_no_triple_of_an_entity(client, store):
    hinted = set(store.dataset().graph(URIRef(TP.suggested)))
    stated = set(store.dataset().graph(URIRef(TP.stated)))
    subject = sorted(s for s, _, _ in hinted - stated)[0]
    found = read(client.get(f"/entity/{subject.removeprefix(str(ENTITY))}.ttl"))
    assert not (hinted - stated) & set(found)


@pytest.mark.parametrize(
    "path",
    ["/entity/nobody", "/entity/nobody.ttl", "/source/x/claim/y", "/entity/", "/entity/a%20b",
     "/entity/a%3Eb", "/ontology/9.9", "/entity/alibaba/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_ontology_is_its_own_document(client):
    for path in ("/ontology", "/ontology.ttl", f"/ontology/{kg.__version__}"):
        found = read(client.get(path, headers={"Accept": "text/turtle"}))
        assert (ONTOLOGY, RDF.type, OWL.Ontology) in found
        assert (TP.partnersWith, RDF.type, OWL.ObjectProperty) in found
        assert not list(found.subjects(RDF.type, TP.Claim))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ["shapes", "alignments"])
def test_what_comes_with_the_ontology_is_found_as_it_is(client, name):
    file = kg.home("ontology") / f"{name}.ttl"
    for path in (f"/{name}", f"/{name}.nt", f"/{name}.jsonld", f"/{name}/{kg.__version__}"):
        found = read(client.get(path, headers={"Accept": "text/turtle"}))
        assert len(found) == len(Graph().parse(file)), path
    assert isomorphic(read(client.get(f"/{name}.ttl")), Graph().parse(file))
    page = client.get(f"/{name}", headers={"Accept": "text/html"})
    assert "Tech Partnerships" in page.text
    assert client.get(f"/{name}/9.9").status_code == 404
    assert client.get(f"/{name}x").status_code == 404
    assert client.post(f"/{name}").status_code == 405


def test_the_data_set_leads_to_its_description(client):
    found = client.get("/data")
    assert (found.status_code, found.headers["location"]) == (303, "/.well-known/void")


def test_the_data_set_is_described(client):
    found = read(client.get("/.well-known/void"))
    (data,) = found.subjects(RDF.type, VOID.Dataset)
    assert (data, RDF.type, DCAT.Dataset) in found
    assert found.value(data, DCTERMS.license)
    assert found.value(data, VOID.sparqlEndpoint) == URIRef("http://testserver/sparql")
    classes = {found.value(c, VOID["class"]) for c in found.objects(data, VOID.classPartition)}
    assert TP.Claim in classes


def test_a_page_links_into_the_app_where_there_is_one(client, store):
    assert 'href="/?entity=alibaba"' in client.get("/entity/alibaba.html").text
    expected = 'href="/?claim=alicloud-nvidia/agreement-to-help"'
    assert expected in client.get(f"{CLAIM}.html").text
    alone = TestClient(Starlette(routes=routes(lambda: store, app=False)))
    assert "/?entity" not in alone.get("/entity/alibaba.html").text


def test_a_hostile_label_stays_text(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    data = folder(tmp_path / "data", claim("a", "partnersWith", "acme bolt"))
    names = data / "entities.ttl"
    label = '</title><script>alert("1")</script>'
    names.write_text(
        names.read_text()
        + f"\ne:evil a tp:Company ; skos:prefLabel {label!r}@en ; skos:altLabel '<b>'@en .\n"
    )
    with kg.open(data) as store:
        page = TestClient(Starlette(routes=routes(lambda: store)))
        text = page.get("/entity/evil.html").text
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text


def test_saved_data_is_seen_without_a_restart(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("kg.store.opening._PAUSE", 0)
    data = folder(tmp_path / "data", claim("a", "partnersWith", "acme bolt"))
    newest = Newest(lambda: data)
    first = newest()
    assert newest() is first
    path = data / "sources/paper/claims.ttl"
    path.write_text(path.read_text() + claim("b", "competesWith", "acme core"))
    assert newest().generation != first.generation
