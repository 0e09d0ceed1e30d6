"""Exports for network programs and spreadsheets."""

import csv
import io
import json
import re
import zipfile

import networkx as nx
import pytest

import kg
from kg import export
from kg.analysis import network
from kg.model.vocab import SOURCE
from tests.small_data import hostile_folder

ARTICLE = SOURCE["alicloud-nvidia"]


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A store with texts that formats trip over."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with kg.open(hostile_folder(tmp_path / "data")) as opened:
        yield opened


def tables(body: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


@pytest.mark.parametrize(("kind", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_network_program_gets_every_claim_with_its_words(store, kind, read):
    found = read(io.BytesIO(export.data(store, kind)))
    expected = network.graph(store)
    assert set(found) == set(expected)
    assert found.number_of_edges() == expected.number_of_edges()
    by_claim = {key: data for *_, key, data in expected.edges(keys=True, data=True)}
    edges = {data.get("id", key): data for *_, key, data in found.edges(keys=True, data=True)}
    assert set(edges) == set(by_claim)
    for iri, data in edges.items():
        for name in ("family", "modality", "speaker", "quote"):
            assert data.get(name) == by_claim[iri].get(name)
        assert data["source_iri"] == by_claim[iri]["source_iri"]
    assert b"lastmodified" not in export.data(store, kind)


@pytest.mark.parametrize(("kind", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_one_source_is_a_smaller_network(store, kind, read):
    found = read(io.BytesIO(export.data(store, kind, source="alicloud-nvidia")))
    assert {data["source_iri"] for *_, data in found.edges(data=True)} == {str(ARTICLE)}


def test_the_tables_hold_every_entity_claim_and_quote(store):
    found = tables(export.data(store, "csv"))
    assert list(found) == ["entities.csv", "claims.csv", "quotes.csv"]
    counts = store.select(
        "SELECT (COUNT(DISTINCT ?e) AS ?entities) (COUNT(DISTINCT ?c) AS ?claims) "
        "(COUNT(DISTINCT ?q) AS ?quotes) { { ?e skos:prefLabel ?l } UNION { ?c a tp:Claim } "
        "UNION { ?q tp:passage ?p } }"
    ).records()[0]
    assert {name: len(rows) for name, rows in found.items()} == {
        f"{name}.csv": number for name, number in counts.items()
    }
    row = next(r for r in found["claims.csv"] if r["claim"].endswith("/agreement-to-help"))
    assert row["object name"] == "Alibaba"
    assert (row["relation"], row["modality"], row["firmness"]) == ("assists", "agreement", "agreed")
    assert row["source title"]
    quote = next(r for r in found["quotes.csv"] if r["claim"] == row["claim"])
    assert int(quote["end"]) - int(quote["start"]) == len(quote["quote"])


CELLS = {
    "integer": re.compile("-?[0-9]*"),
    "decimal": re.compile(r"-?[0-9]*(\.[0-9]+)?"),
    "boolean": re.compile("(true|false)?"),
    "anyURI": re.compile(r"([a-z]+:\S+)?"),
    "string": re.compile(".*", re.DOTALL),
}


@pytest.mark.parametrize("which", ["store", "hostile"])
def test_each_column_of_the_tables_is_described_and_its_cells_fit(which, request):
    body = export.data(request.getfixturevalue(which), "csv")
    found = tables(body)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        described = json.loads(archive.read("csv-metadata.json"))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert [table["url"] for table in described["tables"]] == list(found)
    for table in described["tables"]:
        rows, schema = found[table["url"]], table["tableSchema"]
        assert not rows or [c["titles"] for c in schema["columns"]] == list(rows[0])
        for column in schema["columns"]:
            assert len(column["dc:description"]) > 8
            for row in rows:
                parts = row[column["titles"]].split(column.get("separator", "\x00"))
                assert all(CELLS[column["datatype"]].fullmatch(part) for part in parts)
        if "primaryKey" in schema:
            assert len({row[schema["primaryKey"]] for row in rows}) == len(rows)
        for key in schema["foreignKeys"]:
            there = key["reference"]
            known = {row[there["columnReference"]] for row in found[there["resource"]]}
            assert {row[key["columnReference"]] for row in rows} <= known


def test_no_cell_is_a_formula(hostile):
    found = tables(export.data(hostile, "csv"))
    cells = [cell for rows in found.values() for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.startswith("'=cmd")]
    assert not [cell for cell in cells if cell[:1] in {"=", "@", "+", "-"}]


def test_control_characters_do_not_break_network_files(hostile):
    for kind, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        assert read(io.BytesIO(export.data(hostile, kind))).number_of_edges() == 4
