"""The endpoint beyond the protocol: formats, methods, limits, errors."""

from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph
from rdflib.namespace import VOID

from kg.store.media_types import GRAPHS, ROWS
from tests.endpoint.answers import COUNT, DIRECT, PAIRS, counted, rows


@pytest.mark.parametrize("media", [*ROWS.values(), "application/json", "text/xml"])
def test_rows_in_every_format(client, media):
    found = client.get("/sparql", params={"query": PAIRS}, headers={"Accept": media})
    assert found.headers["content-type"].partition(";")[0] == media
    assert "entity/nvidia" in found.text


@pytest.mark.parametrize("media", GRAPHS.values())
def test_graphs_in_every_format(client, media):
    query = "CONSTRUCT WHERE { ?a tp:partnersWith ?b }"
    found = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert found.headers["content-type"].partition(";")[0] == media
    assert len(found.content) > 100


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", ROWS["xml"]),
        ("text/html,application/xhtml+xml,*/*;q=0.8", ROWS["json"]),
        ("text/*", ROWS["csv"]),
        ("*/*, application/sparql-results+json;q=0", ROWS["xml"]),
        ("", ROWS["json"]),
    ],
)
def test_the_client_gets_what_it_likes_best(client, accept, media):
    found = client.get("/sparql", params={"query": PAIRS}, headers={"Accept": accept})
    assert found.headers["content-type"].partition(";")[0] == media
    assert found.headers["vary"] == "Accept"


def test_what_cannot_be_had_is_not_acceptable(client):
    found = client.get("/sparql", params={"query": PAIRS}, headers={"Accept": "image/png"})
    assert found.status_code == 406
    assert "application/sparql-results+json" in found.text


def test_plus_and_percent_mean_the_same_in_every_way_in(client):
    query = "SELECT ('1+1 & 50% ü=ü' AS ?text) {}"
    expected = [{"text": "1+1 & 50% ü=ü"}]
    assert rows(client.get("/sparql?query=" + quote(query))) == expected
    assert rows(client.get("/sparql?" + urlencode({"query": query}))) == expected
    assert rows(client.post("/sparql", data={"query": query})) == expected
    assert rows(client.post("/sparql", content=query.encode(), headers=DIRECT)) == expected


def test_head_is_get_without_a_body(client):
    query = {"query": PAIRS}
    head, get = client.head("/sparql", params=query), client.get("/sparql", params=query)
    assert head.status_code == 200
    assert not head.content
    assert head.headers["content-length"] == get.headers["content-length"]


def test_options_says_what_may_be_done(client):
    found = client.options("/sparql")
    assert (found.status_code, found.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_no_other_website_may_read_the_answers(client):
    found = client.get("/sparql", params={"query": PAIRS}, headers={"Origin": "http://evil.org"})
    assert "access-control-allow-origin" not in found.headers


def test_a_foreign_host_is_refused(client):
    for path in ("/sparql", "/entity/alibaba", "/ontology"):
        assert client.get(path, headers={"Host": "evil.org"}).status_code == 400


def test_the_bare_endpoint_describes_itself(client, server, sizes):
    found = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=found.content, format="turtle")
    described = {str(o) for o in graph.objects()}
    assert f"{server.address}/sparql" in described
    assert "http://www.w3.org/ns/sparql-service-description#SPARQL11Query" in described
    assert set(sizes) <= described
    counts = {int(str(n)) for n in graph.objects(None, VOID.triples)}
    assert counts >= set(sizes.values())


def test_a_level_widens_what_is_seen(client):
    wide = client.get("/sparql", params={"query": COUNT, "level": "all"})
    assert counted(wide) > counted(client.get("/sparql", params={"query": COUNT}))
    wrong = client.get("/sparql", params={"query": COUNT, "level": "sure"})
    assert wrong.status_code == 400
    assert "stated, agreed" in wrong.text


def test_federation_is_refused(client):
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    found = client.get("/sparql", params={"query": query})
    assert found.status_code == 400
    assert "another server" in found.text


def test_a_runaway_query_is_told_so(client):
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    found = client.post("/sparql", data={"query": runaway})
    assert found.status_code == 504
    assert "2 seconds" in found.text
    assert "retry-after" not in found.headers


def test_an_answer_that_is_too_large_is_refused_and_not_cut(client):
    found = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    assert found.status_code == 503
    assert "larger than" in found.text


def test_a_request_that_is_too_large_is_refused(client):
    found = client.post("/sparql", content=b"#" * 1_100_000, headers=DIRECT)
    assert found.status_code == 413
