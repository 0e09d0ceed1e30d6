"""The examples: right ones raise no problem, each wrong one exactly the problem it names."""

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SH, SKOS

from kg.errors import Problem
from kg.model.ontology import ontology, vocabulary
from kg.model.vocab import TP
from kg.query.saved_questions import questions
from kg.resources import home
from kg.validation.report import graph_problems, shacl_problems, shapes

EXAMPLES = home("ontology") / "examples"
CONFORMING = sorted((EXAMPLES / "conforming").glob("*.ttl"))
VIOLATING = sorted((EXAMPLES / "violating").glob("*.ttl"))
README = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.stem


@cache
def found(path: Path) -> dict[str, list[Problem]]:
    return {
        "SHACL": shacl_problems(Graph().parse(path, format="turtle")),
        "Python": graph_problems(Graph().parse(path, format="turtle")),
    }


def announced(path: Path) -> tuple[str, set[str]]:
    """The message a file must provoke, and who must find it."""
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]
    assert second.startswith("# found by: ")
    return first.removeprefix("# "), set(second.removeprefix("# found by: ").split(" and "))


def test_there_are_examples() -> None:
    assert len(CONFORMING) >= 5
    assert len(VIOLATING) >= 25


@pytest.mark.parametrize("path", CONFORMING, ids=name)
def test_a_conforming_example_raises_no_problem(path: Path) -> None:
    assert found(path) == {"SHACL": [], "Python": []}


@pytest.mark.parametrize("path", VIOLATING, ids=name)
def test_a_violating_example_raises_its_problem_and_no_other(path: Path) -> None:
    message, finders = announced(path)
    problems = found(path)
    assert {finder for finder, those in problems.items() if those} == finders
    # SHACL shows the value after the colon; Python may explain more.
    for problem in problems["Python"]:
        assert problem.wrong.startswith(message)
    for problem in problems["SHACL"]:
        assert rule(problem.wrong) == rule(message)


@pytest.mark.parametrize("path", VIOLATING, ids=name)
def test_every_problem_is_one_line_that_says_what_would_be_right(path: Path) -> None:
    for problem in [p for those in found(path).values() for p in those]:
        assert problem.right.strip()
        assert problem.file
        assert "\n" not in str(problem)


def test_each_violation_differs_from_the_others() -> None:
    bodies = [path.read_text(encoding="utf-8").split("\n", 3)[3] for path in VIOLATING]
    assert len(set(bodies)) == len(bodies)


def rule(message: str) -> str:
    """A message without its parameters: one rule says "unknown form" and "unknown modality"."""
    head = re.split(r"[:;] ", message)[0]
    return re.sub(r"(more than one|unknown|undeclared|claim has no) .*", r"\1 …", head)


def test_every_message_of_the_shapes_is_provoked_by_an_example() -> None:
    messages = {rule(str(text)) for text in shapes().objects(None, SH.message)}
    assert len(messages) > 40
    assert not messages - {rule(announced(path)[0]) for path in VIOLATING}


def test_the_readme_lists_every_rule_and_who_checks_it() -> None:
    listed = dict(re.findall(r"^\| (.+?) \| (SHACL and Python|Python) \|", README, re.M))
    both = {path: "SHACL" in announced(path)[1] for path in VIOLATING}
    assert listed == {
        announced(path)[0].partition(": ")[0]: "SHACL and Python" if both[path] else "Python"
        for path in VIOLATING
    }


def test_each_tie_of_tables_has_example_counter_example_question_and_definition() -> None:
    ties = {"memberOf", "distributesFor", "isCertifiedBy", "appoints", "sitsOnBoardOf",
            "integratesWith", "takesPartInRound", "raisesMoneyIn", "commitsToBuyFrom",
            "investsThroughJointVentureIn", "isValuedAt"}  # fmt: skip
    shown = (EXAMPLES / "conforming" / "ties-of-tables.ttl").read_text("utf-8")
    wrong = [path.read_text("utf-8") for path in VIOLATING]
    asked = [one.sparql for one in questions() if one.example == "ties-of-tables.ttl"]
    assert set(relations_in(shown)) == ties
    assert set(relations_in(*(text for text in wrong if "Register of ties" in text))) == ties
    assert set(relations_in(*asked)) == ties
    assert all(len(list(ontology().objects(TP[name], SKOS.definition))) == 1 for name in ties)


def relations_in(*texts: str) -> list[str]:
    return re.findall(r"tp:relation tp:(\w+)", "\n".join(texts))


def test_the_readme_names_files_that_exist() -> None:
    cells = re.findall(r"^\| .+? \| (?:SHACL and Python|Python) \| (.+?) \|", README, re.M)
    named = {stem for cell in cells for stem in cell.split(", ")}
    assert named == {path.stem for path in VIOLATING}


def test_the_example_in_the_readme_keeps_the_contract() -> None:
    block = re.search(r"```turtle\n(.*?)```", README, re.DOTALL)
    assert block
    graph = Graph().parse(data=block[1], format="turtle")
    assert len(graph) > 20
    assert graph_problems(graph) == []
    assert shacl_problems(graph) == []


def test_the_tables_of_the_readme_name_every_answer_and_step() -> None:
    for kind in ("Form", "Modality", "Polarity", "Evidence", "Bound"):
        assert ", ".join(vocabulary().values[kind]) in README
    for step in vocabulary().steps:
        (row,) = re.findall(rf"^\| `tp:{step}` \| (.+) \|$", README, re.M)
        assert set(row.split(", ")) == {m for m, s in vocabulary().firmness.items() if s == step}
