"""The W3C cases of sparql11/protocol that apply to a read-only service, each by its name."""

from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph

from kg.model.vocab import ENTITIES
from tests.endpoint.answers import ARTICLE, COUNT, DIRECT, PAIRS, counted, rows

NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def test_query_post_form(client):
    assert "results" in client.post("/sparql", data={"query": PAIRS}).json()


def test_query_dataset_default_graphs_get(client, sizes):
    parameters = {"query": COUNT, "default-graph-uri": [ARTICLE, str(ENTITIES)]}
    expected = sizes[ARTICLE] + sizes[str(ENTITIES)]
    assert counted(client.get("/sparql", params=parameters)) == expected


def test_query_dataset_default_graphs_post(client, sizes):
    data = {"query": COUNT, "default-graph-uri": [ARTICLE, str(ENTITIES)]}
    expected = sizes[ARTICLE] + sizes[str(ENTITIES)]
    assert counted(client.post("/sparql", data=data)) == expected


def test_query_dataset_named_graphs_post(client, sizes):
    data = {"query": NAMED, "named-graph-uri": [ARTICLE, str(ENTITIES)]}
    expected = sizes[ARTICLE] + sizes[str(ENTITIES)]
    assert counted(client.post("/sparql", data=data)) == expected


def test_query_dataset_named_graphs_get(client, sizes):
    parameters = {"query": NAMED, "named-graph-uri": ARTICLE}
    assert counted(client.get("/sparql", params=parameters)) == sizes[ARTICLE]
    parameters = {"query": COUNT, "named-graph-uri": ARTICLE}
    assert counted(client.get("/sparql", params=parameters)) == 0


def test_query_dataset_full(client, sizes):
    both = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    data = {"query": both, "default-graph-uri": ARTICLE, "named-graph-uri": str(ENTITIES)}
    expected = sizes[ARTICLE] + sizes[str(ENTITIES)]
    assert counted(client.post("/sparql", data=data)) == expected


def test_query_multiple_dataset(client, sizes):
    query = COUNT.replace("{", f"FROM <{ENTITIES}> {{")
    assert counted(client.get("/sparql", params={"query": query})) == sizes[str(ENTITIES)]
    parameters = {"query": query, "default-graph-uri": ARTICLE}
    assert counted(client.get("/sparql", params=parameters)) == sizes[ARTICLE]


def test_query_get(client):
    assert len(rows(client.get("/sparql", params={"query": PAIRS}))) == 2


def test_query_content_type_select(client):
    found = client.get("/sparql", params={"query": PAIRS})
    assert found.headers["content-type"] == "application/sparql-results+json"


def test_query_content_type_ask(client):
    found = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
    assert found.headers["content-type"] == "application/sparql-results+json"
    assert found.json()["boolean"] is True


@pytest.mark.parametrize("query", ["DESCRIBE entity:alibaba", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_query_content_type_describe_and_construct(client, query):
    found = client.get("/sparql", params={"query": query})
    assert found.headers["content-type"].startswith("text/turtle")
    assert len(Graph().parse(data=found.content, format="turtle"))


def test_query_post_direct(client, sizes):
    address = "/sparql?" + urlencode({"default-graph-uri": ARTICLE})
    assert counted(client.post(address, content=COUNT, headers=DIRECT)) == sizes[ARTICLE]


def test_bad_query_method(client):
    found = client.put("/sparql", params={"query": PAIRS})
    assert found.status_code == 405
    assert found.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries(client):
    assert client.get("/sparql", params={"query": [PAIRS, COUNT]}).status_code == 400
    assert client.post("/sparql", data={"query": [PAIRS, COUNT]}).status_code == 400


def test_bad_query_wrong_media_type(client):
    found = client.post("/sparql", content=PAIRS, headers={"Content-Type": "text/plain"})
    assert found.status_code == 415


def test_bad_query_missing_form_type(client):
    found = client.post("/sparql", content=urlencode({"query": PAIRS}).encode())
    assert found.status_code == 415


def test_bad_query_missing_direct_type(client):
    assert client.post("/sparql", content=PAIRS.encode()).status_code == 415


def test_bad_query_non_utf8(client):
    latin = "SELECT ?x { ?x rdfs:label 'é' }"
    found = client.post("/sparql", content=latin.encode("latin-1"), headers=DIRECT)
    assert found.status_code == 400
    assert "UTF-8" in found.text
    assert client.get("/sparql?query=" + quote(latin, encoding="latin-1")).status_code == 400


def test_bad_query_syntax(client):
    found = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s nonsense }"})
    assert found.status_code == 400
    assert "2:" in found.text


def test_bad_update_get(client):
    assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 400


def test_bad_multiple_updates(client):
    assert client.post("/sparql", data={"update": ["CLEAR ALL", "DROP ALL"]}).status_code == 400


def test_update_post_form_and_direct_are_forbidden(client):
    changes = client.post("/sparql", data={"update": "CLEAR ALL"})
    kind = {"Content-Type": "application/sparql-update"}
    direct = client.post("/sparql", content="CLEAR ALL", headers=kind)
    disguised = client.get("/sparql", params={"query": "CLEAR ALL"})
    for found in (changes, direct, disguised):
        assert found.status_code == 403
        assert "read-only" in found.text
