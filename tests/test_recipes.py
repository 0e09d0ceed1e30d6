import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg import recipes
from kg.cli.parser import parser

NASTY = 'SELECT ?a { ?a ?b "it\'s $HOME `id` \\\\ \\"x\\"" } # \'; rm -rf'


def test_curl_sends_exactly_the_query_and_the_graphs(tmp_path: Path):
    text = recipes.curl("http://127.0.0.1:1/sparql", NASTY, graphs=["urn:a"])
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
    lines = recipes.python(query).partition("\nwith ")[0].removeprefix("import kg\n")
    exec(lines, names)
    assert names["query"].strip() == query.strip()


def test_python_asks_in_the_right_way():
    assert "store.ask(query)" in recipes.python("ASK {}", form="ASK")
    assert ".construct(query)" in recipes.python("DESCRIBE <urn:a>", form="DESCRIBE")
    assert 'level="all"' in recipes.python("SELECT * {}", level="all")


def test_the_command_is_one_that_the_command_line_knows():
    words = shlex.split(recipes.command(NASTY, level="all"))
    given = parser().parse_args(words[1:])
    assert (given.sparql, given.level) == (NASTY, "all")
    saved = parser().parse_args(shlex.split(recipes.command("", question="who-speaks"))[1:])
    assert saved.question == "who-speaks"
