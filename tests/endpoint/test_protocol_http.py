"""The endpoint beyond the protocol: formats, methods, limits, errors."""

import contextlib
import gzip
import socket
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from rdflib import Graph
from rdflib.namespace import VOID

from kg.store.formats import GRAPHS, ROWS
from tests.endpoint.answers import COUNT, DIRECT, PAIRS, counted, rows


@pytest.mark.parametrize(
    "media", [*(each.media_type for each in ROWS.values()), "application/json", "text/xml"]
)
def test_rows_in_every_format(client, media):
    found = client.get("/sparql", params={"query": PAIRS}, headers={"Accept": media})
    assert found.headers["content-type"].partition(";")[0] == media
    assert "entity/nvidia" in found.text


@pytest.mark.parametrize("media", [each.media_type for each in GRAPHS.values()])
def test_graphs_in_every_format(client, media):
    query = "CONSTRUCT WHERE { ?a tp:partnersWith ?b }"
    found = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert found.headers["content-type"].partition(";")[0] == media
    assert len(found.content) > 100


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", ROWS["xml"].media_type),
        ("text/html,application/xhtml+xml,*/*;q=0.8", ROWS["json"].media_type),
        ("text/*", ROWS["csv"].media_type),
        ("*/*, application/sparql-results+json;q=0", ROWS["xml"].media_type),
        ("", ROWS["json"].media_type),
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


XML = ("application/sparql-results+xml", "application/rdf+xml")


@pytest.mark.parametrize(
    ("accept", "query"),
    [
        (XML[0], r'SELECT ("a\u0001b" AS ?x) {}'),
        (XML[0], r'SELECT ("\uFFFF" AS ?x) {}'),
        (XML[1], r'CONSTRUCT { <urn:s> <urn:p> "a\u0001b" } WHERE {}'),
        (XML[1], 'CONSTRUCT { <urn:s> <http://example.com/p/123> "v" } WHERE {}'),
        (XML[1], 'CONSTRUCT { <urn:s> <http://example.com/p/> "v" } WHERE {}'),
        (XML[1], 'CONSTRUCT { <urn:s> rdf:li "v" } WHERE {}'),
    ],
)
def test_what_xml_cannot_hold_is_refused_with_the_reason(client, accept, query):
    found = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert found.status_code == 400
    assert "ask for JSON, or for Turtle" in found.text
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_xml_keeps_carriage_returns(client):
    value = "line one\r\nline two"
    query = r'SELECT ("line one\r\nline two" AS ?x) {}'
    found = client.get("/sparql", params={"query": query}, headers={"Accept": XML[0]})
    assert "".join(ElementTree.fromstring(found.text).itertext()) == value
    query = r'CONSTRUCT { <urn:s> <urn:x:p> "line one\r\nline two" } WHERE {}'
    found = client.get("/sparql", params={"query": query}, headers={"Accept": XML[1]})
    assert [str(o) for o in Graph().parse(data=found.content, format="xml").objects()] == [value]


@pytest.mark.parametrize("length", [40_000, 400_000])
def test_a_query_too_long_for_an_address_is_told_to_come_by_post(client, server, length):
    query = "SELECT (1 AS ?x) {} #" + "x" * length
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        found = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    assert found.startswith(("HTTP/1.1 414", "HTTP/1.1 431"))
    assert "use POST" in found
    assert client.post("/sparql", data={"query": query[:150_000]}).status_code == 200


def test_a_packed_body_is_refused_by_its_encoding(client):
    packed = gzip.compress(b"SELECT (1 AS ?x) {}")
    headers = DIRECT | {"Content-Encoding": "gzip"}
    found = client.post("/sparql", content=packed, headers=headers)
    assert found.status_code == 415
    assert "Content-Encoding" in found.text


@pytest.mark.parametrize("kind", ['Charset="UTF-8"', "charset=utf-8; x=1", "CHARSET=Utf-8"])
def test_a_charset_is_read_in_every_spelling(client, kind):
    headers = {"Content-Type": f"Application/SPARQL-query; {kind}", "Accept": "TEXT/CSV"}
    found = client.post("/sparql", content='SELECT ("é" AS ?x) {}'.encode(), headers=headers)
    assert (found.status_code, found.text) == (200, "x\r\né\r\n")


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (r"PREFIX ex: <http://e.com/> SELECT (STR(ex:e\u0078ample) AS ?x) {}", "example"),
        (r"PREFIX \u0065x: <http://e.com/> SELECT (STR(ex:caf\u00E9) AS ?x) {}", "café"),
        (r"PREFIX ex: <http://e.com/> SELECT (STR(ex:a\,b\(c\)\'\#\u0064) AS ?x) {}", "a,b(c)'#d"),
        (r"PREFIX ex: <http://e.com/> SEL\u0045CT (STR(ex:a%26b) AS ?x) {}", "a%26b"),
    ],
)
def test_escapes_in_names_are_read_as_the_standard_has_it(client, query, value):
    (found,) = rows(client.get("/sparql", params={"query": query}))
    assert found == {"x": f"http://e.com/{value}"}


@pytest.mark.parametrize("media", [each.media_type for each in ROWS.values()])
def test_a_column_is_named_as_its_escape_spells_it(client, media):
    query = r"SELECT (1 AS ?caf\u00E9) {}"
    found = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert "café" in found.text


def test_a_body_that_is_announced_as_too_large_is_not_waited_for(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 999999999"
            "\r\nContent-Type: application/sparql-query\r\n\r\nASK {}".encode()
        )
        told = connection.makefile().read()  # to the end: the connection is closed
    assert told.startswith("HTTP/1.1 413 ")


def test_content_length_and_transfer_encoding_exclude_each_other(client):
    headers = {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
    found = client.post("/sparql", content="ASK {}", headers=headers | {"Content-Length": "6"})
    assert found.status_code == 400
    assert found.headers["connection"] == "close"  # nothing smuggled behind it is answered
