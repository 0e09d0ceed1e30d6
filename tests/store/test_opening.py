"""The one rule for which data are opened."""

from pathlib import Path

import pytest

import kg
from kg.errors import BadInput
from kg.resources import home
from kg.store import opening
from kg.store.generation import Generation
from kg.store.local import Store
from kg.ui import shared_data
from kg.workspace.workspace import settle, usual
from tests.small_data import claim, folder

SERVICE = "http://127.0.0.1:1/sparql"


def test_each_place_is_opened_only_where_those_before_it_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opening.place() == home("data")
    usual().parent.mkdir(parents=True)
    settle(usual())
    assert opening.place() == home("data")  # as long as there is no source in it
    usual().rename(tmp_path / "empty")
    settle(usual(), example=True)
    assert opening.place() == usual()
    monkeypatch.setenv("KG_STORE", SERVICE)
    assert opening.place() == SERVICE
    monkeypatch.setenv("KG_DATA", str(tmp_path / "named"))
    assert opening.place() == tmp_path / "named"
    assert opening.place(store=SERVICE) == SERVICE
    assert opening.place("other") == opening.folder("other") == Path("other")
    assert opening.folder() == tmp_path / "named"


def test_a_folder_and_a_service_at_once_are_refused() -> None:
    with pytest.raises(BadInput, match="give one"):
        kg.open("mine", SERVICE)


def test_kg_open_and_the_app_open_ones_own_workspace() -> None:
    folder(usual(), claim("one", "partnersWith", "acme bolt"))
    with kg.open() as store:
        assert store.place == usual() == shared_data.folder()
        assert len(store.graph()) == len(kg.graph(usual()))
    with kg.open(kg.home("data")) as shipped:
        assert shipped.place == kg.home("data")


PARTNERS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = folder(
        tmp_path / "data",
        claim("firm", "partnersWith", "acme bolt"),
        claim("hint", "partnersWith", "acme dyna", "hint"),
    )
    with kg.open(data) as store:
        yield store


def test_a_small_store_is_taken_into_memory_when_it_is_asked_again(small):
    opened = Store(Generation(small.path("stated").parent, Path()))
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    first = set(opened.select(query))
    assert not opened._held
    assert [set(opened.select(query)) == first for _ in range(3)] == [True] * 3
    assert opened._held == {"stated"}
    assert set(opened.select(query, level="all")) > first
    assert opened.graphs() == small.graphs()
    assert opened._held == {"stated"}
    opened.close()


def test_a_store_can_be_opened_in_memory(small, tmp_path):
    with kg.open(tmp_path / "data", memory=True) as held:
        assert held.select(PARTNERS) == small.select(PARTNERS)
        assert len(held.select(PARTNERS))
        assert held._held == {"stated"}


def test_a_large_store_stays_on_disk(small, monkeypatch):
    monkeypatch.setattr("kg.store.local._SMALL", 1)
    opened = Store(Generation(small.path("stated").parent, Path()))
    for _ in range(5):
        assert opened.ask("ASK { ?s ?p ?o }")
    assert not opened._held
    opened.close()
