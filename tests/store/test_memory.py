"""Stores in memory: small ones by themselves, any on request; the answers stay the same."""

from pathlib import Path

import pytest

import kg
from kg.store.generation import Generation
from kg.store.local import Store
from tests.small_data import claim, folder

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
