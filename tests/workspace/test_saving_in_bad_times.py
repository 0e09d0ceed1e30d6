"""Saving while others save, with a clock that was set back, and beside data of a newer version."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.model.claims import Source
from kg.model.vocab import SOURCE
from kg.validation.report import file_problems
from kg.workspace.edits import with_source
from kg.workspace.saving import latest_source, save, undo
from kg.workspace.workspace import load, settle

YEAR = 366 * 24 * 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


def note(slug: str) -> Source:
    return Source(iri=str(SOURCE[slug]), title=slug, address=f"https://example.org/{slug}")


def add(folder: Path, slug: str) -> None:
    state = load(folder, [])
    save(folder, state, with_source(state, note(slug)), slug)


def test_the_app_and_two_commands_saving_at_once_lose_nothing(folder: Path, tmp_path: Path) -> None:
    commands = []
    for slug in ("first", "second"):
        text = tmp_path / f"{slug}.txt"
        text.write_text(f"Acme of the {slug} kind said on Monday that it may buy Bell.\n")
        command = [sys.executable, "-m", "kg.cli", "add", str(text), "--data", str(folder)]
        commands.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
    number = 0
    while any(command.poll() is None for command in commands):
        add(folder, f"note-{number}")
        number += 1
    assert [command.wait() for command in commands] == [0, 0]
    assert number > 1
    sources = load(folder).sources.values()
    assert {f"note-{n}" for n in range(number)} <= {source.slug for source in sources}
    texts = " ".join(source.text or "" for source in sources)
    assert "the first kind" in texts
    assert "the second kind" in texts
    problems, _ = file_problems(folder)
    assert problems == []


def test_a_clock_that_was_set_back_hides_nothing_that_is_saved(folder: Path) -> None:
    with kg.open(folder) as store:
        before = len(store.sources())
    later = time.time() + YEAR
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (later, later))
    add(folder, "one")
    add(folder, "two")
    with kg.open(folder) as store:
        assert len(store.sources()) == before + 2
    assert latest_source(folder) == "two"
    undo(folder)
    assert latest_source(folder) == "one"
    with kg.open(folder) as store:
        assert len(store.sources()) == before + 1


@pytest.mark.parametrize(
    ("known", "unknown"),
    [(b"tp:hint", b"tp:rumour"), (b"tp:form ", b"tp:manner "), (b"tp:competesWith", b"tp:eyes")],
)
def test_a_source_of_a_newer_version_is_named_and_stays_as_it_is(
    folder: Path, known: bytes, unknown: bytes
) -> None:
    path = folder / "sources/alicloud-nvidia/claims.ttl"
    old = path.read_bytes()
    newer = old.replace(known, unknown)
    assert newer != old
    path.write_bytes(newer)
    add(folder, "one")
    with kg.open(folder) as store:
        assert unknown.decode().strip() in store.aside["alicloud-nvidia"]
        assert "this version" in store.aside["alicloud-nvidia"]
        slugs = {source.slug for source in store.sources()}
        assert "one" in slugs
        assert "alicloud-nvidia" not in slugs
    assert path.read_bytes() == newer
    path.write_bytes(old)
    with kg.open(folder) as store:
        assert store.aside == {}
        assert {"one", "alicloud-nvidia"} <= {source.slug for source in store.sources()}
