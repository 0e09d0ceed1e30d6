"""Generations: built once, kept while somebody has them open, and never half there."""

import fcntl

import pytest

import kg
from kg.errors import BadData, StoreUnavailable
from kg.store.generation import generation
from tests.small_data import claim, folder

PARTNERS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tech-partnerships" / "stores"


def test_a_direct_triple_in_a_source_file_is_refused(tmp_path):
    data = folder(tmp_path / "data", more="e:acme tp:partnersWith e:bolt .\n")
    with pytest.raises(BadData, match=r"claims\.ttl"):
        kg.open(data)


def test_a_fault_in_the_data_is_refused_with_the_claims_name(tmp_path, cache):
    data = folder(tmp_path / "data", claim("odd", "partnersWith", "acme bolt", "rumour"))
    with pytest.raises(BadData, match="odd"):
        kg.open(data)
    assert not [p for p in cache.glob("*") if p.name.startswith("building-")]


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(BadData, match=r"entities\.ttl and sources/"):
        kg.open(tmp_path / "nowhere")


def test_unchanged_data_is_not_built_again_and_changed_data_is(tmp_path, cache):
    data = folder(tmp_path / "data", claim("one", "partnersWith", "acme bolt"))
    with kg.open(data) as first, kg.open(data) as second:
        assert first.generation == second.generation
        assert len(list(cache.iterdir())) == 1
        path = data / "sources/paper/claims.ttl"
        path.write_text(path.read_text() + claim("two", "partnersWith", "acme core"))
        with kg.open(data) as third:
            assert third.generation != first.generation
            assert len(third.select(PARTNERS)) == 4
            assert len(first.select(PARTNERS)) == 2


def test_a_generation_in_use_outlives_those_that_are_not(tmp_path, cache):
    data = folder(tmp_path / "data")
    path = data / "sources/paper/claims.ttl"
    first = kg.open(data)
    names = [first.generation]
    for number in range(7):
        path.write_text(path.read_text() + f"# {number}\n")
        with kg.open(data) as store:
            names.append(store.generation)
    left = {p.name for p in cache.iterdir()}
    assert first.generation in left
    assert names[-1] in left
    assert names[1] not in left
    assert first.ask("ASK { ?s ?p ?o }")
    first.close()


def test_the_pruner_sees_a_reader_as_a_lock(tmp_path, cache):
    opened = generation(folder(tmp_path / "data"))
    with (cache / opened.name / "in-use").open("rb") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    opened.close()


def test_a_damaged_generation_is_told_and_not_served(tmp_path):
    data = folder(tmp_path / "data")
    with kg.open(data) as store:
        place = store.path("stated")
    (place / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreUnavailable), kg.open(data) as store:
        store.select(PARTNERS)
