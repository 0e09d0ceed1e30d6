"""Worked examples and the architecture: the files and names that they mention exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE = re.compile(r"`((?:kg|tests|ontology|docs|frontend)/[\w/.-]*)`")
# `path`: `name` promises that the file contains the name.
NAMED = re.compile(r"`([\w/.-]+\.\w+)`: (?:the [^`\n]*|a [^`\n]*)?`([^`]+)`")
STARTS = ("A relation", "A field of a claim", "An export format", "A measure", "A page", "A cue")


def missing(text: str) -> list[str]:
    """Files that do not exist, and names that their file does not contain."""
    lost = [path for path in FILE.findall(text) if not (ROOT / path).exists()]
    for path, name in NAMED.findall(text):
        file = ROOT / path
        if file.is_file() and name not in file.read_text(encoding="utf-8"):
            lost.append(f"{path}: {name}")
    return lost


def examples() -> str:
    """The worked examples of CONTRIBUTING."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition("## Worked examples")[2].partition("\n## ")[0]


@pytest.mark.parametrize("start", STARTS)
def test_each_kind_of_change_has_an_example_with_files(start: str):
    example = examples().partition(f"**{start}")[2].partition("\n\n")[0]
    assert FILE.search(example)


def test_the_files_and_names_of_the_examples_exist():
    assert len(FILE.findall(examples())) >= 15
    assert len(NAMED.findall(examples())) >= 8
    assert not missing(examples())


def test_the_files_of_the_architecture_exist():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(FILE.findall(text)) >= 15
    assert not missing(text)


def test_a_file_or_a_name_that_is_gone_is_found():
    assert missing("`kg/model/gone.py`") == ["kg/model/gone.py"]
    assert missing("`kg/model/claims.py`: `class Gone`") == ["kg/model/claims.py: class Gone"]
