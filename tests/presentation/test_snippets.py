import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.analysis.measures import findings
from kg.analysis.network import from_sources, graph
from kg.cli.arguments import parser
from kg.model.vocab import SOURCE
from kg.presentation import snippets
from kg.presentation.snippets import Asking
from kg.resources import home
from kg.workspace.workspace import settle, usual
from tests.small_data import claim, folder
from tests.small_networks import network as network_of

AWAY = "https://example.org/q"
NASTY = 'SELECT ?a { ?a ?b "it\'s $HOME `id` \\\\ \\"x\\"" } # \'; rm -rf'


def test_curl_sends_exactly_the_query_and_the_graphs(tmp_path: Path):
    text = snippets.curl("http://127.0.0.1:1/sparql", Asking(NASTY, graphs=["urn:a"]))
    show = f"{sys.executable} -c 'import sys; print(sys.argv[1:])' "
    seen = subprocess.run(
        ["sh", "-c", text.replace("curl ", show, 1)],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    ).stdout  # fmt: skip
    sent = eval(seen)
    assert sent[0] == "http://127.0.0.1:1/sparql"
    assert f"query={NASTY}" in sent
    assert {"default-graph-uri=urn:a", "named-graph-uri=urn:a"} <= set(sent)


@pytest.mark.parametrize("query", [NASTY, "SELECT ?a\n{ ?a ?b ?c }\n", 'ASK { ?a ?b """x""" }'])
def test_python_holds_exactly_the_query(query: str):
    names: dict[str, str] = {}
    lines = snippets.python(Asking(query)).partition("\nwith ")[0].removeprefix("import kg\n")
    exec(lines, names)
    assert names["query"].strip() == query.strip()


def test_python_asks_in_the_right_way():
    assert "store.ask(query)" in snippets.python(Asking("ASK {}", "ASK"))
    assert ".construct(query)" in snippets.python(Asking("DESCRIBE <urn:a>", "DESCRIBE"))
    assert 'level="all"' in snippets.python(Asking("SELECT * {}", level="all"))


def test_the_command_is_one_that_the_command_line_knows():
    words = shlex.split(snippets.command(Asking(NASTY, level="all")))
    given = parser().parse_args(words[1:])
    assert (given.sparql, given.level) == (NASTY, "all")
    saved = parser().parse_args(shlex.split(snippets.command(Asking(""), "who-speaks"))[1:])
    assert saved.question == "who-speaks"


def test_a_folder_of_ones_own_and_a_service_are_named():
    place = Path("/my data/it's")
    for asking, option, call in (
        (Asking("ASK {}", place=place), ["--data", str(place)], f"kg.open({str(place)!r})"),
        (Asking("ASK {}", place=AWAY), ["--store", AWAY], f"kg.open(store={AWAY!r})"),
        (Asking("ASK {}"), [], 'kg.open(kg.home("data"))'),
    ):
        assert shlex.split(snippets.command(asking))[3:] == option
        assert f"with {call} as store:" in snippets.python(asking)


def test_the_shipped_data_are_named_where_a_workspace_would_be_opened_instead():
    settle(usual(), example=True)
    words = shlex.split(snippets.command(Asking("ASK {}")))
    assert words[3:] == ["--data", str(home("data"))]


def test_python_prints_what_is_on_screen_whatever_else_there_is(tmp_path: Path, monkeypatch):
    shown = folder(tmp_path / "shown", claim("one", "partnersWith", "acme bolt"))
    monkeypatch.setenv("KG_DATA", str(settle(usual(), example=True)))
    query = "SELECT (COUNT(*) AS ?claims) { ?claim a tp:Claim }"
    names: dict[str, Any] = {}
    exec(snippets.python(Asking(query, place=shown)), names)
    assert names["answer"]["claims"].tolist() == [1]


def test_a_choice_of_sources_goes_into_the_query_where_the_command_knows_no_other_way():
    chosen = Asking("SELECT * { ?s ?p ?o }", graphs=["urn:a"], level="all")
    words = shlex.split(snippets.command(chosen, "who-speaks"))
    assert words[2:] == ["SELECT * FROM <urn:a> FROM NAMED <urn:a> { ?s ?p ?o }"]


def test_the_code_of_the_network_repeats_its_numbers(
    capsys: pytest.CaptureFixture[str], store: kg.Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KG_STORE", "http://127.0.0.1:1/nowhere")
    names = [name for name in snippets.BY_NETWORKX if name != "bridge"]
    sources = [str(SOURCE["alicloud-nvidia"])]
    exec(snippets.measuring(store, names, "intended", ["cooperation"], sources), {})
    printed = capsys.readouterr().out.splitlines()
    network = from_sources(graph(store), sources)
    expected = findings(network, names, "intended", ["cooperation"])
    assert printed[: len(expected)] == [
        f"{f.measure} {f.entity} {f.other} {f.value} {f.claims}" for f in expected
    ]
    assert [line.split()[0] for line in printed[len(expected) :]] == names


@pytest.mark.parametrize("name", snippets.BY_NETWORKX)
def test_what_the_snippet_computes_without_us_is_the_same(name: str):
    claims = ("a assists b", "b assists c", "c assists a", "c supplies d", "e assists d")
    pairs = nx.Graph(network_of(*claims).to_undirected())
    alone = eval(snippets.BY_NETWORKX[name], {"nx": nx, "pairs": pairs})
    ours = findings(network_of(*claims), [name])
    if name == "bridge":
        assert {frozenset(pair) for pair in alone} == {frozenset((f.entity, f.other)) for f in ours}
    elif name == "articulation":
        assert alone == {f.entity for f in ours}
    elif ours[0].entity is None:
        assert alone == pytest.approx(ours[0].value)
    else:
        assert {f.entity: f.value for f in ours} == pytest.approx(alone, abs=1e-6)
