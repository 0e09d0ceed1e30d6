"""Worked examples and the architecture: the files and names that they mention exist."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_data import claim, folder

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


# The worked example "a field of a claim": in each file, what is put before which line.
VENUE = {
    "ontology/partnerships.ttl": {
        "tp:when a owl:DatatypeProperty ;": """\
tp:venue a owl:DatatypeProperty ;
    rdfs:domain tp:Claim ; rdfs:range xsd:string ;
    rdfs:label "at"@en ;
    skos:definition "Gives where a claim says that something happens, in its source's words."@en ;
    rdfs:isDefinedBy <https://w3id.org/tech-partnerships/ontology> .

"""
    },
    "ontology/shapes.ttl": {
        "        [ sh:path tp:when ; sh:maxCount 1 ;": """\
        [ sh:path tp:venue ; sh:maxCount 1 ;
          sh:message "the claim has more than one venue; give one"@en ] ,
"""
    },
    "kg/model/vocab.py": {"    when: URIRef\n": "    venue: URIRef\n"},
    "kg/model/claims.py": {
        "    retracted: bool = False\n": "    venue: str | None = None\n",
        '    Field("attributed_to", ': (
            '    Field("venue", "venue", "words", "at", "venue", compared="venue",\n'
            '          asked="Where"),\n'
        ),
    },
}
# Prints where the field of a claim turns up, as JSON.
LOOK = """
import csv, io, json, os, zipfile
from dataclasses import replace
from pathlib import Path

import kg
from streamlit.testing.v1 import AppTest
from kg import export
from kg.comparison.agreement import differences
from kg.extraction.drafts import claimed, of_claim
from kg.model.folder import as_turtle, read
from kg.model.triples import source_triples, sources
from rdflib import Graph
from kg.model.wording import details
from kg.validation.report import file_problems, source_problems
from kg.workspace.workspace import load

folder = Path(os.environ["KG_DATA"])
(source,) = read(folder).sources.values()
(claim,) = source.claims
graph = Graph()
for triple in source_triples(source):
    graph.add(triple)


def page():
    import os
    from pathlib import Path
    from kg.extraction.drafts import of_claim
    from kg.ui.add.claim_form import claim_form
    from kg.workspace.workspace import load

    state = load(Path(os.environ["KG_DATA"]))
    (source,) = state.sources.values()
    claim_form(state, source.iri, of_claim(source.claims[0]), "form")


with kg.open(folder) as store:
    tables = zipfile.ZipFile(io.BytesIO(export.data(store, "csv")))
    frame = store.claims().frame()
row = next(csv.DictReader(io.StringIO(tables.read("claims.csv").decode("utf-8-sig"))))
about = json.loads(tables.read("csv-metadata.json"))
asked = AppTest.from_function(page, default_timeout=60).run()
assert not asked.exception, asked.exception
once, _ = file_problems(folder)
place = folder / "sources/paper/claims.ttl"
place.write_text(place.read_text().replace("tp:venue", 'tp:venue "Oslo" ; tp:venue'))
twice, _ = file_problems(folder)
again = load(folder.parent / "again")
elsewhere = replace(source, claims=(replace(claim, venue="Oslo"),))
print(json.dumps({
    "code": kg.__file__,
    "claim": claim.venue,
    "turtle": as_turtle(graph),
    "read again": sources(graph)[source.iri] == source,
    "frame": list(frame["venue"]),
    "csv": row["venue"],
    "csvw": [c["propertyUrl"] for t in about["tables"] for c in t["tableSchema"]["columns"]
             if c["titles"] == "venue"],
    "details": details(claim, str),
    "differences": [d.what for d in differences(claim, replace(claim, venue=None))],
    "form": {one.label: one.value for one in asked.text_input},
    "draft": claimed(again, source.iri, of_claim(claim))[1].venue,
    "once": [p.wrong for p in once],
    "twice": [p.wrong for p in twice],
    "not said": [p.wrong for p in source_problems(elsewhere, again.entities)],
}))
"""


def with_venue(place: Path) -> None:
    """The code and the ontology, with the field that the worked example adds."""
    shutil.copytree(ROOT / "kg", place / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", place / "ontology")
    for path, changes in VENUE.items():
        text = (place / path).read_text(encoding="utf-8")
        for line, added in changes.items():
            assert text.count(line) == 1, (path, line)
            text = text.replace(line, added + line)
        (place / path).write_text(text, encoding="utf-8")


def test_a_field_added_as_the_example_says_turns_up_everywhere(tmp_path: Path):
    with_venue(tmp_path)
    for name in ("data", "again"):
        folder(tmp_path / name, claim("one", "partnersWith", "acme bolt", more='; tp:venue "acme"'))
    (tmp_path / "look.py").write_text(LOOK, encoding="utf-8")
    where = {"PYTHONPATH": str(tmp_path), "KG_DATA": str(tmp_path / "data"),
             "XDG_CACHE_HOME": str(tmp_path / "cache")}  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "look.py"], cwd=tmp_path, env={**os.environ, **where},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert Path(seen["code"]).is_relative_to(tmp_path)
    assert [seen[k] for k in ("claim", "csv", "draft", "frame")] == [
        "acme",
        "acme",
        "acme",
        ["acme"],
    ]
    assert 'tp:venue "acme"' in seen["turtle"]
    assert seen["read again"]
    assert seen["csvw"] == ["https://w3id.org/tech-partnerships/ontology#venue"]
    assert ["at", "acme"] in seen["details"]
    assert seen["differences"] == ["venue"]
    assert seen["form"]["Where"] == "acme"
    assert seen["once"] == []
    assert seen["twice"] == ["the claim has more than one venue"]
    assert seen["not said"] == ["the venue does not stand in the summary: Oslo"]


def test_the_example_of_a_field_names_the_files_that_it_takes():
    example = examples().partition("**A field of a claim**")[2].partition("\n\n")[0]
    files = set(FILE.findall(example))
    assert {file for file in files if not file.startswith("tests/")} == set(VENUE)
    assert len(files) <= 6
