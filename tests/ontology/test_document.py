"""The generated documentation: every term once, every link leads somewhere, nothing is fetched."""

import re
import subprocess
import sys
from pathlib import Path

from rdflib import RDF, SKOS, Literal

from kg.model.ontology import ontology
from kg.model.vocab import TP
from kg.resources import home

PROGRAM = home("ontology") / "document.py"


def written(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, PROGRAM, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(folder / "index.html")
    return (folder / "index.html").read_text(encoding="utf-8")


def test_every_term_has_one_place_and_every_link_leads_to_one(tmp_path: Path) -> None:
    html = written(tmp_path / "new" / "folder")
    places = re.findall(r'<article id="(\w+)">', html)
    terms = {str(t) for t in ontology().subjects(RDF.type) if str(t).startswith(str(TP))}
    assert sorted(places) == sorted(term.removeprefix(str(TP)) for term in terms)
    assert set(re.findall(r'href="#(\w+)"', html)) == set(places)


def test_it_fetches_nothing(tmp_path: Path) -> None:
    html = written(tmp_path)
    assert not re.search(r"<(script|link|img|iframe)|src=|@import|url\(", html)
    assert not re.search(r'href="[^#]', html)


def test_every_definition_is_in_it(tmp_path: Path) -> None:
    html = written(tmp_path)
    definitions = [d for d in ontology().objects(None, SKOS.definition) if isinstance(d, Literal)]
    assert len(definitions) > 100
    for definition in definitions:
        assert str(definition).replace('"', "&quot;").replace("'", "&#x27;") in html
