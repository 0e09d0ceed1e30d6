import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.arguments import parser
from kg.presentation import snippets
from kg.presentation.snippets import Asking

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
    for asking, option in (
        (Asking("ASK {}", data=place), ["--data", str(place)]),
        (Asking("ASK {}", store="https://example.org/q"), ["--store", "https://example.org/q"]),
        (Asking("ASK {}"), []),
    ):
        assert shlex.split(snippets.command(asking))[3:] == option
    assert f"kg.open(Path({str(place)!r}))" in snippets.python(Asking("ASK {}", data=place))
    assert "kg.open(store='https://x.org/q')" in snippets.python(
        Asking("", store="https://x.org/q")
    )


def test_a_choice_of_sources_goes_into_the_query_where_the_command_knows_no_other_way():
    chosen = Asking("SELECT * { ?s ?p ?o }", graphs=["urn:a"], level="all")
    words = shlex.split(snippets.command(chosen, "who-speaks"))
    assert words[2:] == ["SELECT * FROM <urn:a> FROM NAMED <urn:a> { ?s ?p ?o }"]
