"""Generations: built once, kept while somebody has them open, and never half there."""

import fcntl
import os
import shutil

import pytest

import kg
from kg.errors import BadData
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
    data = folder(tmp_path / "data", claim("odd", "partnersWith", "acme acme"))
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


def largest(place):
    return max(place.glob("stated/*.sst"), key=lambda path: path.stat().st_size)


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def emptied(place):
    shutil.rmtree(place)
    place.mkdir()


def replaced_by_a_file(place):
    shutil.rmtree(place)
    place.write_text("in the way")


DAMAGE = {
    "truncated": lambda place: os.truncate(largest(place), 100),
    "missing": lambda place: largest(place).unlink(),
    "flipped": lambda place: flip(largest(place)),
    "empty CURRENT": lambda place: (place / "agreed/CURRENT").write_text(""),
    "no seal": lambda place: (place / "whole.json").unlink(),
    "half a seal": lambda place: os.truncate(place / "whole.json", 9),
    "empty folder": emptied,
    "a file": replaced_by_a_file,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_generation_is_thrown_away_and_built_again(tmp_path, cache, caplog, damage):
    data = folder(tmp_path / "data", claim("one", "partnersWith", "acme bolt"))
    with kg.open(data) as store:
        name = store.generation
    DAMAGE[damage](cache / name)
    with kg.open(data) as store:
        assert store.generation == name
        assert len(store.select(PARTNERS)) == 2
    said = [record.getMessage() for record in caplog.records]
    assert [words.endswith("was damaged; it is built again") for words in said] == (
        [] if damage == "a file" else [True]
    )
    assert [path.name for path in cache.iterdir()] == [name]


def test_a_cache_that_is_a_file_gives_way(tmp_path, cache):
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way")
    with kg.open(folder(tmp_path / "data")) as store:
        assert store.graphs()


def test_without_a_cache_that_can_be_written_a_folder_of_its_own_is_used(
    tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    with kg.open(folder(tmp_path / "data", claim("one", "partnersWith", "acme bolt"))) as store:
        assert len(store.select(PARTNERS)) == 2
    assert "cannot be written" in caplog.text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text(path.read_text().replace("other", "other/[a]")),
        lambda path: path.write_bytes(b"\xff" + path.read_bytes()),
        lambda path: os.truncate(path, 500),
        lambda path: os.truncate(path, 0),
        lambda path: path.unlink(),
    ],
)
def test_a_source_that_cannot_be_read_leaves_the_others_there(tmp_path, caplog, spoil):
    data = folder(tmp_path / "data", claim("one", "partnersWith", "acme bolt"))
    shutil.copytree(data / "sources/paper", data / "sources/other")
    path = data / "sources/other/claims.ttl"
    path.write_text(path.read_text().replace("paper", "other"))
    spoil(path)
    with kg.open(data) as store:
        assert list(store.aside) == ["other"]
        assert "claims.ttl" in store.aside["other"]
        assert len(store.select(PARTNERS)) == 2
    with kg.open(data) as again:
        assert again.aside == store.aside
    assert caplog.text.count("the source other is set aside") == 2
