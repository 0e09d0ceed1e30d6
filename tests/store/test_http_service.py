"""A service as the store: its requests, its errors, and the queries it is not sent."""

import io
import json
import shutil
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from rdflib.compare import isomorphic

import kg
from kg.endpoint.server import Server
from kg.errors import BadInput, BadQuery, OutOfTime, StoreUnavailable, TooMuch
from kg.model.vocab import ENTITY
from kg.store.http_service import Service
from tests.fake_service import Fake
from tests.small_data import claim, folder

PAIRS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a"
YES = b'{"head": {}, "boolean": true}'


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr("kg.store.http_service._PAUSE", 0.01)


def ask(fake):
    service = Service(fake.address)
    try:
        return service.ask("ASK {}", "application/sparql-results+json").content
    finally:
        service.close()


@pytest.fixture(scope="module")
def remote():
    server = Server()
    thread = threading.Thread(target=server.run)
    thread.start()
    with kg.open(store=f"{server.address}/sparql") as opened:
        yield opened
    server.stop()
    thread.join(10)


@pytest.mark.parametrize("level", ["stated", "all"])
def test_an_endpoint_of_ours_is_a_store_too(remote, store, level):
    assert remote.select(PAIRS, level=level).terms == store.select(PAIRS, level=level).terms
    assert remote.graphs() == store.graphs()
    given = {"a": ENTITY.nvidia}
    assert remote.select(PAIRS, given).terms == store.select(PAIRS, given).terms
    assert isomorphic(remote.describe(str(ENTITY.nvidia)), store.describe(str(ENTITY.nvidia)))


def test_a_busy_server_is_asked_again():
    with Fake((503, {}, b"busy"), (502, {}, b""), (200, {}, YES)) as fake:
        assert ask(fake) == YES
    assert len(fake.seen) == 3


def test_a_query_that_took_too_long_there_is_not_asked_again():
    with Fake((504, {}, b"ten seconds are over")) as fake, pytest.raises(OutOfTime, match="ten"):
        ask(fake)
    assert len(fake.seen) == 1


def test_a_server_that_stays_busy_is_too_much():
    with Fake(*[(503, {}, b"very busy")] * 4) as fake, pytest.raises(TooMuch, match="very busy"):
        ask(fake)


@pytest.mark.parametrize(
    ("status", "error"), [(400, BadQuery), (403, StoreUnavailable), (500, StoreUnavailable)]
)
def test_the_servers_own_words_are_told(status, error):
    with Fake((status, {}, b"line 3: what?")) as fake, pytest.raises(error, match="line 3: what"):
        ask(fake)


def test_an_answer_that_is_cut_off_is_no_answer():
    half = b'{"head": {"vars": ["a"]}, "results": {"bindings": ['
    fake = Fake((200, {}, half))
    with fake, kg.open(store=fake.address) as opened, pytest.raises(StoreUnavailable, match="cut"):
        opened.ask("ASK FROM <http://g/> {}")


def test_rows_that_the_server_left_out_are_told():
    with (
        Fake((200, {"X-SPARQL-MaxRows": 10}, YES)) as fake,
        pytest.raises(TooMuch, match="10 rows"),
    ):
        ask(fake)


def test_a_server_that_is_not_there_is_told():
    with Fake() as fake:
        pass
    with pytest.raises(StoreUnavailable, match="does not answer"):
        ask(fake)


def test_credentials_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("KG_STORE_TOKEN", "abc")
    with Fake((200, {}, YES)) as fake:
        ask(fake)
    assert fake.seen[0][1]["Authorization"] == "Bearer abc"
    monkeypatch.delenv("KG_STORE_TOKEN")
    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", "pass")
    asks = {"WWW-Authenticate": 'Basic realm="x"'}
    with Fake((401, asks, b""), (200, {}, YES)) as fake:
        ask(fake)
    assert "Authorization" not in fake.seen[0][1]
    assert fake.seen[1][1]["Authorization"] == "Basic bWU6cGFzcw=="
    digest = {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth"'}
    with Fake((401, digest, b""), (200, {}, YES)) as fake:
        ask(fake)
    assert fake.seen[1][1]["Authorization"].startswith('Digest username="me"')


@pytest.mark.parametrize("address", ["http://example.org/sparql", "ftp://x/", "data"])
def test_an_address_that_is_unsafe_or_none_is_refused(address):
    with pytest.raises(BadInput, match="https"):
        kg.open(store=address)


def test_plain_http_can_be_forced(monkeypatch):
    monkeypatch.setenv("KG_STORE_INSECURE", "1")
    kg.open(store="http://example.org/sparql").close()


def test_updates_and_federation_are_never_sent():
    with Fake() as fake, kg.open(store=fake.address) as opened:
        for query in ("CLEAR ALL", "ASK { SERVICE <http://x/> {} }"):
            with pytest.raises(BadQuery):
                opened.ask(query)
    assert not fake.seen


def test_the_data_set_of_the_caller_is_sent_as_it_is():
    with Fake((200, {}, YES)) as fake, kg.open(store=fake.address) as opened:
        opened.ask("ASK { ?s tp:x ?o }", default_graphs=["http://g/1"], named_graphs=["http://g/2"])
    sent = parse_qs(fake.seen[0][2].decode())
    assert sent["default-graph-uri"] == ["http://g/1"]
    assert sent["named-graph-uri"] == ["http://g/2"]
    assert sent["query"][0].startswith("PREFIX tp:")


def test_an_upload_that_is_answered_with_busy_is_sent_again_whole():
    content = io.BytesIO(b"<urn:a> <urn:b> <urn:c> .\n")
    with Fake((503, {}, b"busy"), (204, {}, b"")) as fake:
        service = Service(fake.address)
        service.put("urn:graph", content, "application/n-triples")
        service.close()
    assert [body for _, _, body in fake.seen] == [content.getvalue()] * 2


MANY = 400


def test_more_graphs_than_a_request_names_are_asked_all_the_same(tmp_path):
    """Neither silently less, nor whatever the service takes for its default graph."""
    place = folder(tmp_path, claim("first", "partnersWith", "acme bolt"))
    for number in range(MANY):
        other = place / "sources" / f"paper-{number}"
        shutil.copytree(place / "sources" / "paper", other)
        text = (other / "claims.ttl").read_text().replace("source/paper", f"source/paper-{number}")
        (other / "claims.ttl").write_text(text.replace("s:paper", f"s:paper-{number}"))
    queries = (
        "SELECT (COUNT(?c) AS ?n) { ?c a tp:Claim }",
        "SELECT (COUNT(?c) AS ?n) WHERE { GRAPH ?g { ?c a tp:Claim } }",
    )
    with kg.open(place) as here, serving(place) as address, kg.open(store=address) as there:
        assert len(there.graphs()) > MANY
        for query in queries:
            assert there.select(query).terms == here.select(query).terms
        with pytest.raises(BadQuery):
            there.select("SELECT ?c { ?c a }")


def test_a_service_that_cannot_bear_so_many_graphs_says_so():
    graphs = [{"graph": {"type": "uri", "value": f"urn:g{n}"}} for n in range(MANY)]
    listed = json.dumps({"head": {"vars": ["graph"]}, "results": {"bindings": graphs}}).encode()
    refuses: tuple[int, dict[str, str], bytes] = (400, {}, b"Too many arguments")
    with Fake((200, {}, listed), refuses, refuses) as fake, kg.open(store=fake.address) as opened:
        with pytest.raises(TooMuch, match=r"400 graphs.*FROM.*Too many arguments"):
            opened.ask("ASK { ?s ?p ?o }")
        with pytest.raises(BadQuery):
            opened.ask("ASK { ?s ?p }")


@contextmanager
def serving(place):
    server = Server(place)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"{server.address}/sparql"
    server.stop()
    thread.join(10)
