"""A folder of one's own sources, of the same shape as the shipped data."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from rdflib import XSD, Literal

from kg.errors import BadData, BadInput
from kg.model import journal, own_relations
from kg.model.claims import Claim, Entity, Source
from kg.model.derivation import untagged
from kg.model.folder import parsed, source_folders, text_of, why_aside
from kg.model.triples import Triple, entities, entity_triples, source_triples, sources
from kg.model.turtle import Plain, Statements, comparable, index, triples
from kg.model.vocab import SOURCE
from kg.model.wording import claim_sentence
from kg.resources import home

ENTITIES = "entities.ttl"
JUDGEMENTS = "judgements.json"  # what the user made of claims of several sources

Read = TypeVar("Read")


@dataclass(frozen=True)
class State:
    """The contents of a workspace, or of the part that a user views or edits."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    # By file, then by key: hashes and decisions of a source, judgements across sources.
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Why the files of a source cannot be read, by its name, where all were asked for.
    aside: Mapping[str, str] = field(default_factory=dict)

    def named(self, iri: str) -> str:
        """Label of an entity or source."""
        if iri in self.entities:
            return self.entities[iri].label
        return self.sources[iri].title if iri in self.sources else iri.rpartition("/")[2]

    def words(self, claim: Claim) -> str:
        """A claim as an English sentence."""
        return claim_sentence(claim, self.named)


def usual() -> Path:
    """Default folder of the user's workspace."""
    return Path(platformdirs.user_data_dir("tech-partnerships")) / "workspace"


def own() -> Path | None:
    """The user's workspace, if there is a source in it."""
    there = any((usual() / "sources").glob("*/claims.ttl"))
    return usual() if there else None


def is_shipped(folder: Path) -> bool:
    """Check if the folder is the shipped data, which must not be changed."""
    return folder.resolve() == home("data").resolve()


_BY_HAND = frozenset({"relations.ttl", "cues.toml", "presets.toml"})


def settle(folder: Path, *, example: bool = False) -> Path:
    """A workspace at this place, made now if it is not there: empty, or with the example in it."""
    if (folder / "entities.ttl").exists():
        return folder
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    # Who writes words and relations by hand first has a workspace begun.
    if there and there <= _BY_HAND and not example:
        (folder / "sources").mkdir()
        (folder / ENTITIES).touch()
        return folder
    if there:
        raise BadInput(f"{folder} holds other files; choose a new folder or an empty one")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".workspace-", dir=folder.parent) as place:
            copy = Path(place) / "copy"
            copy.mkdir()
            if example:
                for file in (ENTITIES, JUDGEMENTS):
                    shutil.copy(home("data") / file, copy)
                shutil.copytree(home("data") / "sources", copy / "sources")
            else:
                (copy / ENTITIES).touch()
                (copy / "sources").mkdir()
            for path in (copy, *copy.rglob("*")):
                path.chmod(path.stat().st_mode | 0o200)  # the shipped data may be read-only
            copy.replace(folder)
    except OSError as error:
        raise BadInput(f"{folder} cannot be made: {error.strerror}") from error
    return folder


def load(folder: Path, slugs: Iterable[str] | None = None, known: "Known | None" = None) -> State:
    """Load the workspace as values: all of it, or its entities and the sources with these slugs.

    A source that cannot be read is set aside, unless it is asked for: then BadData says why.
    What is known from an earlier load is read again only where its files have changed since.
    """
    journal.finish_saving(folder)
    known = Known() if known is None else known
    names = {p.name for p in source_folders(folder)}
    chosen_names = sorted(names if slugs is None else names & set(slugs))
    found: dict[str, Source] = {}
    faults = own_relations.register(folder)
    aside = {own_relations.FILE: own_relations.reasons(faults)} if faults else {}
    for name in chosen_names:
        try:
            found |= known.of(folder / "sources" / name, ("claims.ttl", "article.txt"), _source)
        except BadData as error:
            if slugs is not None:
                raise
            aside[name] = why_aside(error, folder)
    files = [JUDGEMENTS, *map(record_file, chosen_names)]
    return State(
        entities=known.of(folder, ("entities.ttl",), lambda place: _entities(place / ENTITIES)),
        sources=found,
        records={name: record(folder / name) for name in files},
        aside=aside,
    )


class Known:
    """A cache of parsed files, by folder, with the files' state at the time."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[tuple[object, ...], Any]] = {}
        self.reads = 0  # folders that had to be read

    def of(self, place: Path, files: Iterable[str], read: Callable[[Path], Read]) -> Read:
        """Parse some files of a folder, or return the cached result if they have not changed."""
        marks = tuple(journal.fingerprint(place / file) for file in files)
        before = self._read.get(place)
        if before is None or before[0] != marks:
            self.reads += 1
            self._read[place] = before = (marks, read(place))
        found: Read = before[1]
        return found


def judgements(folder: Path) -> dict[str, Any]:
    """The user's judgements on claims of several sources; empty if there are none."""
    return record(folder / JUDGEMENTS)


def record_file(slug: str) -> str:
    """Path of a source's record of hashes and decisions in a workspace."""
    return f"sources/{slug}/record.json"


def _entities(path: Path) -> dict[str, Entity]:
    stated = untagged(triples(path))
    found = entities(index(stated))
    _complete(path, stated, entity_triples(found.values()))
    return found


def _source(place: Path) -> dict[str, Source]:
    path = place / "claims.ttl"
    stated = triples(path)
    iri, text = SOURCE[place.name], text_of(place)
    described = sources(index(stated)).get(str(iri))
    if described is None:
        raise BadData(f"{path} does not describe the source <{iri}>")
    try:
        _complete(path, stated, source_triples(described))
    except AttributeError as error:  # from the closed namespace of our own terms
        raise BadData(f"{path} uses an unknown term; `kg check` says which") from error
    return {described.iri: replace(described, text=text)}


def _complete(path: Path, stated: Statements, understood: Iterable[Triple]) -> None:
    """Refuse a file that would lose something by being read and written again."""
    known = set(understood)
    if set(comparable(stated)) <= {_plain(triple) for triple in known}:
        return
    # Perhaps only spelt differently, as 2.50 for 2.5: rdflib compares values.
    # A name's language is not kept: names are plain strings.
    lost = sorted(
        (subject, link, value)
        for subject, link, value in parsed(path)
        if not known & {(subject, link, value), (subject, link, Literal(str(value)))}
    )
    if lost:
        words = " ".join(term.n3() for term in lost[0])
        raise BadData(
            f"{path} holds what cannot be edited here: {words}; take it out, or edit by hand"
        )


def _plain(triple: Triple) -> Plain:
    subject, link, value = triple
    kind = ""
    if isinstance(value, Literal):
        kind = f"@{value.language}" if value.language else str(value.datatype or XSD.string)
    return str(subject), str(link), str(value), kind


def record(path: Path) -> dict[str, Any]:
    """A JSON object as a file keeps it; empty if there is none."""
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadData(f"{path} is not valid JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadData(f"{path} must hold one JSON object")
    return found
