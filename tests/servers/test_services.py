"""The same questions on two real services as on this machine."""

import os
import subprocess
import sys
from io import BytesIO

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

import kg
from kg import export
from kg.analysis import network
from kg.cli import main
from kg.errors import BadQuery, StoreUnavailable, TooMuch
from kg.model.claims import LEVELS
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.query import evaluation
from kg.query.saved_questions import questions
from kg.store.http_service import Service
from kg.store.remote import publish
from tests.small_data import claim, folder
from tests.test_docs import first_queries

PAIRS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def remote(request):
    with kg.open(store=request.getfixturevalue(request.param)) as opened:
        yield opened


def ours(store, shipped):
    """The graphs of the data, without those that a server has of its own."""
    return {g: len(store.select(f"SELECT ?s ?p ?o {{ GRAPH <{g}> {{ ?s ?p ?o }} }}"))
            for g in shipped.graphs()}  # fmt: skip


def test_every_graph_arrives_whole(remote, shipped):
    assert set(shipped.graphs()) <= set(remote.graphs())
    assert ours(remote, shipped) == ours(shipped, shipped)


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_sees_what_it_sees_here(remote, shipped, level):
    query = PAIRS.replace("SELECT", "SELECT DISTINCT")
    assert remote.select(query, level=level).terms == shipped.select(query, level=level).terms


def test_given_values_are_bound(remote, shipped):
    query = "SELECT ?a ?b { ?a tp:partnersWith ?b }"
    given = {"a": ENTITY.nvidia}
    assert remote.select(query, given).terms == shipped.select(query, given).terms


def test_data_sets_are_as_asked(remote):
    assert remote.ask("ASK { ?a tp:partnersWith ?b }", default_graphs=[str(TP.stated)])
    assert not remote.ask("ASK { ?a tp:partnersWith ?b }", default_graphs=[str(TP.agreed)])
    assert remote.ask("ASK FROM tp:stated { ?a tp:partnersWith ?b }")


def test_the_network_is_the_same(remote, shipped):
    there, here = network.graph(remote), network.graph(shipped)
    assert dict(there.nodes.items()) == dict(here.nodes.items())
    edges = [{k: d for *_, k, d in g.edges(keys=True, data=True)} for g in (there, here)]
    assert edges[0] == edges[1]


def test_a_thing_is_described(remote, shipped):
    found = remote.describe(str(ENTITY.nvidia))
    assert isomorphic(found, shipped.describe(str(ENTITY.nvidia)))


def test_the_export_of_a_source_is_the_same(remote, shipped):
    there, here = (export.data(s, "csv", source="alicloud-nvidia") for s in (remote, shipped))
    assert there == here


def test_the_sandbox_asks_the_service(remote, shipped):
    answer = evaluation.run(remote, PAIRS)
    assert answer.rows().terms == shipped.select(PAIRS).terms


def test_a_wrong_query_is_told_in_the_servers_words(remote):
    with pytest.raises(BadQuery, match=r"\w"):
        remote.select("SELECT * { ?s ?p }")


def test_federation_stays_at_home(remote):
    with pytest.raises(BadQuery, match="another server"):
        remote.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_the_command_asks_a_service(oxigraph):
    command = [sys.executable, "-m", "kg.cli", "query", PAIRS, "--format", "csv"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"KG_STORE": oxigraph}
    )
    assert "entity/nvidia" in ended.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["query", "--question", "who-works-with-whom", "--format", "csv"],
        ["network", "degree", "--format", "csv"],
        ["export", "--format", "trig", "--source", "alicloud-nvidia"],
    ],
)
def test_a_command_says_the_same_of_a_service_as_of_a_folder(oxigraph, capfd, command):
    assert main(command) == 0
    here = capfd.readouterr().out
    assert main([*command, "--store", oxigraph]) == 0
    assert capfd.readouterr().out == here
    assert len(here) > 100


def test_an_answer_that_virtuoso_cuts_is_no_answer(virtuoso):
    with kg.open(store=virtuoso) as store, pytest.raises(TooMuch, match="cuts answers at 10000"):
        store.select("SELECT * { ?a ?b ?c . ?d tp:relation ?f }")


def test_virtuoso_wants_a_password_for_changes(virtuoso, shipped):
    address = virtuoso.replace("/sparql", "/sparql-graph-crud-auth")
    with pytest.raises(StoreUnavailable, match="KG_STORE_USER"):
        publish(shipped, address)


@pytest.mark.parametrize(("query", "printed"), first_queries())
def test_the_first_queries_of_the_readme_are_answered_as_it_says(remote, capfd, query, printed):
    assert main(["query", query, "--store", remote.place]) == 0
    assert [line.rstrip() for line in capfd.readouterr().out.splitlines()] == printed.splitlines()


# Virtuoso 7 loses rows of these: it follows a path of any length (`*`) from one end only.
# It also keeps groups that a filter on a computed value leaves out.
LOST = {
    "who-never-speaks",
    "other-names-in-the-text",
    "who-joined-or-left-when",
    "how-many-statements-a-year",
}
# The others are asked of an example, which no service holds (tests/ontology/test_questions.py).
OF_SHIPPED = [asked for asked in questions() if not asked.example]
YES_AND_NO = {"true": "1", "false": "0"}  # how Virtuoso answers EXISTS


@pytest.mark.parametrize("asked", OF_SHIPPED, ids=lambda asked: asked.name)
def test_oxigraph_gives_the_right_answer(oxigraph, asked):
    with kg.open(store=oxigraph) as there:
        assert cells(there.select(asked.sparql)) == asked.expected()


@pytest.mark.parametrize("asked", OF_SHIPPED, ids=lambda asked: asked.name)
def test_virtuoso_gives_the_right_answer_to_all_but_four(virtuoso, asked):
    with kg.open(store=virtuoso) as there:
        found = cells(there.select(asked.sparql))
    right = [[YES_AND_NO.get(cell, cell) for cell in row] for row in asked.expected()]
    assert (found == right) != (asked.name in LOST), "its fault is mended: take it off the list"


def cells(rows):
    shown = [["" if v is None else str(v) for v in row] for row in rows]
    return [list(rows.variables), *shown]


@pytest.fixture(params=["oxigraph", "virtuoso"])
def shelf(request, monkeypatch):
    """Address at which a server accepts graphs."""
    address = request.getfixturevalue(request.param)
    if request.param == "virtuoso":
        monkeypatch.setenv("KG_STORE_USER", "dba")
        monkeypatch.setenv("KG_STORE_PASSWORD", "dba")
        address = address.replace("/sparql", "/sparql-graph-crud-auth")
    found = Service(address.replace("/query", "/store"))
    yield found
    found.close()


def test_a_graph_is_put_read_and_removed(shelf):
    name, form = "https://example.org/one", "application/n-triples"
    line = b"<urn:a> <urn:b> <urn:c> .\n"
    assert shelf.graph(name, form) == b""
    shelf.put(name, BytesIO(line), form)
    assert len(Graph().parse(data=shelf.graph(name, form), format="nt")) == 1
    shelf.delete(name)
    assert not Graph().parse(data=shelf.graph(name, form), format="nt")
    shelf.delete(name)


def test_what_an_upload_brought_goes_with_the_next_and_nothing_else(serving, tmp_path, shipped):
    small = folder(tmp_path / "data", claim("first", "partnersWith", "acme bolt"))
    with serving(tmp_path / "store") as address, kg.open(small) as other:
        publish(shipped, f"{address}/store")
        foreign = Service(f"{address}/store")
        foreign.put("https://example.org/g", BytesIO(b"<urn:a> <urn:b> <urn:c> ."), "text/turtle")
        foreign.close()
        done = publish(other, f"{address}/store")
        assert str(SOURCE["alicloud-nvidia"]) in done.removed
        with kg.open(store=f"{address}/query") as there:
            assert set(there.graphs()) == {"https://example.org/g", *other.graphs()}


MANY = 400


def test_hundreds_of_graphs_are_all_asked(shelf):
    names = [f"https://example.org/many/with-a-name-of-some-length/{n}" for n in range(MANY)]
    place = shelf.address.replace("/store", "/query").replace("-graph-crud-auth", "")
    try:
        for name in names:
            shelf.put(name, BytesIO(f"<{name}> <urn:many> 1 .".encode()), "text/turtle")
        with kg.open(store=place) as there:
            plain = there.select("SELECT (COUNT(*) AS ?n) WHERE { ?s <urn:many> ?o }")
            named = there.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:many> ?o } }")
    finally:
        for name in names:
            shelf.delete(name)
    assert plain.records() == named.records() == [{"n": MANY}]


def test_the_ties_of_a_service_are_graphs_too(remote, shipped):
    rows = "SELECT ?how ?b { GRAPH ?how { entity:alicloud tp:partnersWith ?b } } ORDER BY ?how ?b"
    assert remote.select(rows).terms == shipped.select(rows).terms
    assert URIRef(TP.stated) in {how for how, _ in remote.select(rows)}
