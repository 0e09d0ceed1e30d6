"""The language of docstrings and comments: plain English in the field's terms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("kg", "tests", "benchmarks", "docs", "ontology")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

RELATIVE = re.compile(
    r"(What|How|Whether|Which|That|Where|Wherever|Who|Whom|Whose|When|Whatever|Why|As|So|Does)\b"
)
TRANSLATED = re.compile(
    r"\b(?<!there )(is|are|was|were) no (fault|more than|such|part|name|term|date|letter|tie)\b"
    r"|\b(is|are) (told|heard|meant)\b|\bcomes? to nothing\b|\bso much of\b",
    re.IGNORECASE,
)


def unlike_english(docstring: str) -> str:
    """The words of a docstring that break a rule; empty if it keeps them."""
    found = RELATIVE.match(docstring.strip()) or TRANSLATED.search(docstring)
    return found[0] if found else ""


def docstrings() -> Iterator[tuple[str, str]]:
    """Each docstring with its file and line."""
    for path in (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, DOCUMENTED) and (words := ast.get_docstring(node)):
                line = getattr(node, "lineno", 1)
                yield f"{path.relative_to(ROOT)}:{line}", words


def test_docstrings_open_with_a_verb_or_a_noun_and_read_as_english():
    all_of_them = list(docstrings())
    assert len(all_of_them) > 1000
    odd = [f"{place}: {words}" for place, text in all_of_them if (words := unlike_english(text))]
    assert not odd, "\n".join(odd)


@pytest.mark.parametrize(
    "docstring",
    [
        "Whether a claim passes all filters.",
        "What is wrong with a passage.",
        "That rdfs:label names no entity, where a query uses it.",
        "List the doubts about a claim; this is no fault.",
        "The handler, with its errors told: who is meant, and who is heard.",
    ],
)
def test_a_relative_clause_or_a_translated_phrase_is_rejected(docstring: str):
    assert unlike_english(docstring)


def test_a_plain_sentence_passes():
    assert not unlike_english("Check if a claim passes all filters; None if there is no filter.")
