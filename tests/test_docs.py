"""Documents that cannot drift: commands run, links lead somewhere, versions agree."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zipfile import ZipFile

import networkx as nx
import pytest
from rdflib import OWL, Graph

import kg
from docs.python_reference import reference
from kg.cli import main
from kg.cli.arguments import parser
from kg.presentation.story import at, stories
from kg.query.saved_questions import question

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", "node_modules", "workspace"} & set(path.relative_to(ROOT).parts)
)

# A folder of somebody's machine.
STRAY = re.compile(rb"/(?:root|home/\w+|Users/\w+|work|opt)/")


def commands() -> dict[str, ArgumentParser]:
    """The commands of `kg`, by name."""
    [action] = (a for a in parser()._actions if isinstance(a, _SubParsersAction))
    return dict(action.choices)


def blocks(language, text=README):
    """The code blocks of a document in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def lines(program):
    """The lines of the README's shell blocks that call a program, as arguments."""
    found = [line for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in found if line.startswith(program)]


def tracked():
    """The files that git keeps."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name]


def test_the_commands_of_the_readme_work_in_their_order(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    Path("article.txt").write_text("Acme and Example have agreed to work together.\n")
    Path("releases").mkdir()
    Path("releases/one.txt").write_text("Acme has acquired Example.\n")
    Path("deals.csv").write_text("Buyer,Target,Date\nAcme,Example,2026-01-31\n")
    # What needs a server of its own is tested with one.
    calls = [c for c in lines("kg") if c[0] not in {"serve", "publish"} and "--store" not in c]
    assert len(calls) > 5
    for call in calls:
        assert main(call) == 0, (call, capsys.readouterr().err)
    assert (tmp_path / "graph.ttl").stat().st_size > 10_000


def test_what_the_readme_prints_is_what_the_commands_print(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    shown = re.findall(r"^```sh\n([^`]*?)^```\n```text\n(.*?)^```", README, re.M | re.DOTALL)
    assert len(shown) > 1
    for block, printed in shown:
        assert main(shlex.split(block.splitlines()[-1])[1:]) == 0
        told = capsys.readouterr().out.replace("\r\n", "\n")
        assert [line.rstrip() for line in told.splitlines()] == printed.splitlines()


def first_queries(text: str = README) -> list[tuple[str, str]]:
    """The queries that the README begins with, each with what it prints."""
    return re.findall(r"^```sparql\n(.*?)^```\n```text\n(.*?)^```", text, re.M | re.DOTALL)


def test_the_first_ten_queries_of_the_readme_are_answered_as_it_says(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert len(first_queries()) == 10
    assert README.index("```sparql") < README.index('kg query "SELECT')
    for query, printed in first_queries():
        assert main(["query", query]) == 0
        told = capsys.readouterr().out
        assert [line.rstrip() for line in told.splitlines()] == printed.splitlines()


def test_the_settings_that_the_readme_names_are_read_somewhere():
    named = set(re.findall(r"\bKG_[A-Z_]+", README))
    assert len(named) > 5
    code = "".join(path.read_text() for path in sorted((ROOT / "kg").rglob("*.py")))
    assert {name for name in named if name not in code} == set()


def test_the_readme_knows_every_command():
    for name in commands():
        assert re.search(rf"\bkg {name}\b", README), f"README.md does not mention kg {name}"


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"`kg ([a-z]+)", README)) | {call[0] for call in lines("kg ")}
    assert named <= set(commands())


@pytest.mark.parametrize("name", commands())
def test_the_help_of_a_command_explains_it(name):
    text = commands()[name].format_help()
    assert "--data DIR" in text
    assert commands()[name].description


def test_the_examples_of_the_help_are_right_usage():
    texts = [parser().epilog, *(command.epilog for command in commands().values())]
    calls = [
        shlex.split(line.strip().split("   ")[0])[1:]
        for text in texts
        for line in (text or "").splitlines()
        if line.startswith("  kg ")
    ]
    assert len(calls) > 10
    for call in calls:
        given = parser().parse_args(call)
        assert not getattr(given, "question", None) or question(given.question)


def test_the_makefile_has_what_the_documents_name():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", document.read_text(), re.MULTILINE)
        assert {first or second for first, second in named} <= targets, document.name


def test_the_notebook_example_runs_and_gives_what_it_says():
    [example] = blocks("python")
    names: dict[str, Any] = {}
    exec(example, names)
    assert type(names["pairs"]).__name__ == "DataFrame"
    assert len(names["pairs"]) > 0
    assert len(names["triples"]) > 500
    assert names["network"].number_of_edges() > 20


def test_the_reference_of_the_python_interface_is_current():
    written = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for module in (kg, kg.analysis, kg.export):
        for name in set(module.__all__) - {"__version__", "network"}:
            assert re.search(rf"^##+ {module.__name__}\.{name}$", written, re.MULTILINE), name
    assert written == reference(), "docs/python.md is out of date: make python-docs"


def test_the_tour_runs_from_opening_to_a_plot_and_an_export(tmp_path):
    cells = json.loads((ROOT / "docs" / "tour.ipynb").read_text(encoding="utf-8"))["cells"]
    assert len(cells) < 20
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    program = "import json, sys\nnames = {}\nfor cell in json.load(sys.stdin): exec(cell, names)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(sources),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plotted = json.loads((tmp_path / "ties.json").read_text(encoding="utf-8"))
    assert plotted["mark"]["type"] == "bar"
    assert all(plotted["datasets"].values())
    with kg.open() as store:
        edges = kg.network.graph(store).number_of_edges()
    assert nx.read_gexf(tmp_path / "network.gexf").number_of_edges() == edges > 0
    assert "claims.csv" in ZipFile(tmp_path / "tables.zip").namelist()


def test_the_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    citation = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    newest = re.findall(r"^## (\d\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    ontology = Graph().parse(ROOT / "ontology" / "partnerships.ttl")
    said = {str(version) for version in ontology.objects(None, OWL.versionInfo)}
    assert said | {project, *citation, newest} == {kg.__version__}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert missing == []


def test_the_screenshots_are_pictures():
    pictures = re.findall(r"!\[[^]]+\]\((\S+\.png)\)", README)
    assert pictures
    for name in pictures:
        assert (ROOT / name).read_bytes().startswith(b"\x89PNG"), name


def test_the_readme_opens_with_the_guided_tour():
    opening = README[: README.index("## ")]
    assert re.findall(r"!\[[^]]+\]\((\S+\.png)\)", opening) == ["docs/screenshots/tour.png"]
    assert opening.index("tour.png") < opening.index("`make run`") < opening.index("?story=")
    (address,) = re.findall(r"<http://127\.0\.0\.1:8501/\?([^>]+)>", opening)
    told, wrong = stories([ROOT / "data"])
    place, view, faults = at(dict(parse_qsl(address)), told)
    assert place is not None
    assert (place.number, bool(view), wrong, faults) == (1, True, [], [])


def test_no_file_names_a_folder_of_a_machine():
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in tracked()
        if path.is_file() and path.name != "test_docs.py"
        for match in [STRAY.search(path.read_bytes())]
        if match
    }
    assert found == {}
    assert STRAY.search(b"--find-links /opt/wheels")


@pytest.mark.parametrize(
    ("name", "least"),
    [("installer.lock", 1), ("requirements.lock", 51), ("requirements-test.lock", 51)],
)
def test_a_lock_has_hashes_and_no_address(name, least):
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^[A-Za-z0-9][\w.\[\],-]*==\S+.*\\$", text, re.MULTILINE)
    assert len(pinned) >= least
    assert text.count("==") >= len(pinned)
    assert "://" not in text


def test_a_lock_of_javascript_says_of_no_package_where_it_is_fetched():
    locks = [path for path in tracked() if path.name == "package-lock.json"]
    assert locks
    for path in locks:
        packages = json.loads(path.read_text())["packages"]
        assert packages
        assert all(package.get("integrity") for name, package in packages.items() if name), path
        assert not any("resolved" in package for package in packages.values()), path


def test_the_lock_covers_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M))
    wanted = {re.split(r"[>=\[<;]", name)[0].lower() for name in project["dependencies"]}
    assert wanted <= {name.lower() for name in pinned}
