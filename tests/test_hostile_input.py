"""Hostile input: large, nested or misnamed files are refused with a message and not saved.

Beside this: bombs in documents (test_documents), in workbooks (test_tables), scripts in every field
(browser/test_hostile), formulas in exports (test_export_files), fifty kills (test_saving).
"""

import csv
import io
import zipfile
from pathlib import Path

import pytest

import kg
from kg import export
from kg.errors import BadInput
from kg.intake.table_import import bring
from kg.intake.tables import read_table
from kg.model.claims import Source
from kg.model.vocab import SOURCE
from kg.validation.report import file_problems
from kg.workspace.edits import with_source
from kg.workspace.workspace import State, load, settle
from tests.small_data import claim, folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder with one claim."""
    return folder(tmp_path / "small", claim("one", "partnersWith", "acme bolt"))


def claims_of(place: Path) -> Path:
    return place / "sources" / "paper" / "claims.ttl"


def set_aside(place: Path) -> set[str]:
    """The reasons why sources of a folder are set aside, the same in the store and to edit."""
    with kg.open(place) as store:
        assert dict(store.aside) == dict(load(place).aside)
        return set(store.aside.values())


def test_turtle_of_a_hundred_megabytes_is_refused_unread(small: Path) -> None:
    with claims_of(small).open("ab") as file:
        file.truncate(100_000_000)
    (why,) = set_aside(small)
    assert "has 100 MB; a file of at most 64 MB is read" in why
    (problem,) = file_problems(small)[0]
    assert "100 MB" in problem.wrong


def test_a_hundred_thousand_statements_of_one_source_are_checked_in_time(small: Path) -> None:
    with claims_of(small).open("a", encoding="utf-8") as file:
        for number in range(100_000):
            file.write(f's:paper tp:leavesOpen "question {number}?"@en .\n')
    found, counts = file_problems(small)  # SHACL alone would take hours
    assert (found, counts.cited) == ([], 1)


def test_turtle_nested_ten_thousand_deep_is_told_and_kills_nobody(small: Path) -> None:
    deep = "s:paper tp:text " + "[ tp:text " * 10_000 + "1" + " ]" * 10_000 + " ."
    with claims_of(small).open("a", encoding="utf-8") as file:
        file.write(deep)
    found, _ = file_problems(small)
    assert any("a blank node stands where an IRI belongs" in problem.wrong for problem in found)
    (why,) = load(small).aside.values()
    assert "nested too deeply" in why


def test_an_entity_bomb_is_no_turtle(small: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    claims_of(small).write_text(bomb, encoding="utf-8")
    (why,) = set_aside(small)
    assert "line 1: not valid Turtle" in why


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/passwd", "a/b", "A b", "", "a\0b", "..", "-a", "a" * 30 + "/x"]
)
def test_a_path_is_no_name_of_a_source(name: str) -> None:
    with pytest.raises(BadInput, match="cannot name a source"):
        with_source(State(), Source(f"{SOURCE}{name}", "Title"))


@pytest.mark.parametrize("name", ["../../evil.csv", "/tmp/evil.csv", "..\\evil.csv", "a b\n.csv"])
def test_a_table_with_a_path_for_a_name_stays_in_the_workspace(tmp_path: Path, name: str) -> None:
    place = settle(tmp_path / "deep" / "mine", example=True)
    before = {path for path in tmp_path.rglob("*") if place not in path.parents}
    bring(place, name, b"Buyer,Target\nAcme,Bell\n")
    assert {path for path in tmp_path.rglob("*") if place not in path.parents} == before
    assert file_problems(place)[0] == []


def test_a_table_of_a_million_columns_or_rows_is_refused() -> None:
    for data in (b"a," * 1_000_000 + b"a\n1\n", b"Buyer,Target\n" + b"Acme,Bell\n" * 60_000):
        with pytest.raises(kg.errors.TooMuch, match="larger than 50,000 rows, 1,000 columns"):
            read_table("deals.csv", data)


def test_no_cell_of_an_imported_table_comes_out_as_a_formula(tmp_path: Path) -> None:
    place = settle(tmp_path / "mine", example=True)
    evil = '-2+3 Ltd,@Acme,"+1 million","=HYPERLINK(""http://evil.example"")"\n'
    bring(place, "deals.csv", f"Buyer,Target,Price,Quote\n{evil}".encode())
    with kg.open(place) as store, zipfile.ZipFile(io.BytesIO(export.data(store, "csv"))) as packed:
        texts = [packed.read(name).decode("utf-8-sig") for name in packed.namelist()]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'-2+3 Ltd" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]
