import json
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.errors import BadData, BadInput
from kg.model.claims import Entity
from kg.model.vocab import ENTITY, TP
from kg.resources import home
from kg.workspace.edits import amended
from kg.workspace.saving import save
from kg.workspace.workspace import Known, is_shipped, load, own, settle, usual

ACME = Entity(str(ENTITY.acme), "Acme", (str(TP.Company),))


def test_a_workspace_begins_empty(tmp_path: Path) -> None:
    folder = settle(tmp_path / "deep" / "mine")
    assert (load(folder).entities, load(folder).sources) == ({}, {})
    assert own() is None
    settle(usual())
    assert own() is None
    with kg.open(folder) as store:
        assert not store.claims(level="all")
        assert not store.entities()


def test_a_workspace_begins_with_the_example_where_that_is_asked_for(tmp_path: Path) -> None:
    folder = settle(tmp_path / "deep" / "mine", example=True)
    assert load(folder) == load(home("data"))
    assert len(load(folder).sources) > 1
    assert not is_shipped(folder)
    assert is_shipped(home("data"))
    assert settle(usual(), example=True) == own()


def test_settling_twice_changes_nothing(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    (folder / "entities.ttl").write_text("", encoding="utf-8")
    settle(folder, example=True)
    assert (folder / "entities.ttl").read_text(encoding="utf-8") == ""


def test_a_folder_with_other_files_is_not_made_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("precious")
    with pytest.raises(BadInput, match="holds other files"):
        settle(tmp_path, example=True)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_what_cannot_be_written_back_is_refused_instead_of_lost(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    with (folder / "entities.ttl").open("a", encoding="utf-8") as file:
        file.write('entity:nvidia skos:hiddenLabel "nVidia" .\n')
    with pytest.raises(BadData, match="hiddenLabel"):
        load(folder)


def test_names_with_a_language_are_read_and_saved_as_plain_strings(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    path = folder / "entities.ttl"
    path.write_text(path.read_text("utf-8").replace('"NVIDIA"', '"NVIDIA"@en'), "utf-8")
    before = load(folder)
    after = replace(before, entities={**before.entities, ACME.iri: ACME})
    save(folder, before, after, "a name")
    assert 'skos:prefLabel "NVIDIA" .' in path.read_text("utf-8")


def test_a_damaged_record_names_its_file(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    (folder / "judgements.json").write_text("[1", encoding="utf-8")
    with pytest.raises(BadData, match=r"judgements\.json"):
        load(folder)
    (folder / "judgements.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(BadData, match="one JSON object"):
        load(folder)


def test_only_the_sources_asked_for_are_read(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    assert [s.slug for s in load(folder, ["alicloud-nvidia", "no-such"]).sources.values()] == [
        "alicloud-nvidia"
    ]


def test_a_file_with_an_unknown_term_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    path = folder / "sources/alicloud-nvidia/claims.ttl"
    path.write_text(path.read_text("utf-8").replace("tp:hint", "tp:rumour"), "utf-8")
    with pytest.raises(BadData, match=r"claims\.ttl uses an unknown term"):
        load(folder, ["alicloud-nvidia"])
    aside = load(folder).aside
    assert list(aside) == ["alicloud-nvidia"]
    assert "uses an unknown term" in aside["alicloud-nvidia"]


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    place = settle(tmp_path / "mine", example=True)
    known = Known()
    first = load(place, known=known)
    read_once = known.reads
    assert load(place, known=known) == first
    assert known.reads == read_once > 3
    iri, source = next(iter(first.sources.items()))
    after = amended(first, iri, title="Another title")
    save(place, first, after, "a title")
    again = load(place, known=known)
    assert known.reads == read_once + 1
    assert again.sources[iri] == replace(source, title="Another title")
    assert again == load(place)
