"""Saving a workspace: merged with the changes of others, validated, atomic, and undoable."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import BadData, BadInput, Conflict, NotFound, Problem
from kg.model import journal, own_relations
from kg.model.claims import Claim, Entity, Source
from kg.model.folder import SLUG, Data, claims_file, source_folders
from kg.model.input_values import CONTROL, plain_text, without_controls
from kg.model.ontology import Reading, Relation
from kg.model.triples import entity_triples, source_parts
from kg.model.turtle import read_text, written, written_in_parts
from kg.model.vocab import PREFIXES, SOURCE
from kg.model.wording import counted
from kg.validation.report import problems
from kg.workspace.edits import only_named_in
from kg.workspace.workspace import State, is_shipped, load

HISTORY = ".history"
KEPT = 100  # savings that can be undone
LOOKED_AT = 10  # of them, for the source that was changed last
SHOWN = 5  # problems named when a change is refused

# Every value of a state under a key of its own, so that changes can be told apart and merged.
Key = tuple[str, ...]
Values = dict[Key, Any]


def save(folder: Path, before: State, after: State, label: str) -> tuple[str, ...]:
    """Save the differences between two states; keep the changes that others saved meanwhile.

    The answer says what was left out of it. Conflict is raised where somebody else has changed
    the same entity, claim or decision, and BadData where the result would break a rule or could
    not be read again; then nothing is saved.
    """
    if is_shipped(folder):
        raise BadInput("the shipped data is not changed; start a workspace of your own first")
    old, new = _values(before), _values(after)
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    if not changed:
        return ()
    cleaned = {key: without_controls(new[key]) for key in changed if key in new}
    told = tuple(f"control characters were left out of {_named(key)}"
                 for key, value in sorted(cleaned.items()) if value != new[key])  # fmt: skip
    new |= cleaned
    with journal.locked(folder):
        stored = load(folder, _touched(folder, changed, old))
        present = _values(stored)
        for key in sorted(changed):
            if present.get(key) not in (old.get(key), new.get(key)):
                raise Conflict(
                    f"{_named(key)} was changed elsewhere in the meantime; "
                    "load the page again and repeat your change"
                )
        merged = {k: v for k, v in present.items() if k not in changed}
        merged |= {k: new[k] for k in changed if k in new}
        result = _state(merged)
        del old, new, cleaned, present, merged  # of a large import as much as its text
        _judge(stored, result)
        _write(folder, stored, result, plain_text(label))
    return told[:SHOWN]


def remove(folder: Path, slug: str) -> str:
    """Delete a source, and the entities that only its claims name; what was done, to be undone.

    A source that cannot be read is deleted too.
    """
    if is_shipped(folder):
        raise BadInput("the shipped data is not changed; start a workspace of your own first")
    with journal.locked(folder):
        state, places = load(folder), {place.name: place for place in source_folders(folder)}
        if slug not in places:
            raise NotFound(
                f"no source is called {slug!r}; there are: {', '.join(sorted(places)) or 'none'}"
            )
        iri, listed = str(SOURCE[slug]), sorted(p for p in places[slug].iterdir() if p.is_file())
        files: dict[str, str | None] = {f"sources/{slug}/{path.name}": None for path in listed}
        gone = only_named_in(state, iri)
        others = [
            places[name] / "claims.ttl" for name in state.aside.keys() & places if name != slug
        ]
        unread = b"".join(path.read_bytes() for path in others if path.exists())
        gone = {entity for entity in gone if entity.rpartition("/")[2].encode() not in unread}
        if gone:
            kept = [entity for key, entity in state.entities.items() if key not in gone]
            files["entities.ttl"] = written(entity_triples(kept), PREFIXES)
        title = state.sources[iri].title if iri in state.sources else slug
        more = f", and {counted(len(gone), 'name')} that only it had" if gone else ""
        label = f"removed “{title}”{more}"
        _commit(folder, files, label)
        return label


def declare(folder: Path, relation: Relation, reading: Reading | None = None) -> str:
    """Declare a relation of the workspace's own; what was done, to be undone.

    It joins what `relations.ttl` holds; BadInput says what is wrong with it, and nothing is saved.
    """
    if is_shipped(folder):
        raise BadInput("the shipped data is not changed; start a workspace of your own first")
    with journal.locked(folder):
        before = _content(folder / own_relations.FILE) or ""
        known, _ = own_relations.declared_relations(list(read_text(before, own_relations.FILE)))
        if relation.name in known.relations:
            raise BadInput(f"<{relation.name}> is declared already; give it another name")
        new = written(own_relations.declaration(relation, reading), PREFIXES)
        text = f"{before.rstrip()}\n\n{new}".lstrip().rstrip() + "\n"
        _, faults = own_relations.declared_relations(list(read_text(text, own_relations.FILE)))
        if found := [(wrong, right) for iri, wrong, right in faults if iri == relation.name]:
            raise BadInput("; ".join(f"{wrong}; {right}" for wrong, right in found))
        label = f"declared the relation “{relation.label}”"
        _commit(folder, {own_relations.FILE: text}, label)
    own_relations.register(folder)
    return label


def last(folder: Path) -> str | None:
    """Description of the latest save, None if there is nothing to undo."""
    newest = max(_history(folder), default=None)
    return str(json.loads(newest.read_text(encoding="utf-8"))["label"]) if newest else None


def latest_source(folder: Path) -> str | None:
    """The slug of the source that was added or changed last, as far as recent saves tell."""
    for saved in reversed(_history(folder)[-LOOKED_AT:]):
        after = json.loads(saved.read_text(encoding="utf-8"))["after"]
        touched = {str(name).split("/")[1] for name in after if name.startswith("sources/")}
        if len(touched) == 1:
            return touched.pop()
    return None


def undo(folder: Path) -> str:
    """Undo the latest save and return its description."""
    with journal.locked(folder):
        newest = max(_history(folder), default=None)
        if newest is None:
            raise BadInput("there is nothing to undo")
        entry = json.loads(newest.read_text(encoding="utf-8"))
        for name, mark in entry["after"].items():
            if _mark(_content(folder / name)) != mark:
                raise Conflict(f"{name} was changed since by hand; it is left as it is")
        journal.commit(folder, {**entry["before"], f"{HISTORY}/{newest.name}": None})
        return str(entry["label"])


def _values(state: State) -> Values:
    found: Values = {("entity", iri): entity for iri, entity in state.entities.items()}
    for iri, source in state.sources.items():
        found["source", iri] = replace(source, claims=())
        for claim in source.claims:
            found["claim", claim.iri] = claim
    for file, record in state.records.items():
        for key, value in record.items():
            found["record", file, key] = value
    return found


def _state(values: Mapping[Key, Any]) -> State:
    entities: dict[str, Entity] = {}
    described: dict[str, Source] = {}
    claims: dict[str, list[Claim]] = {}
    records: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        match key:
            case ("entity", iri):
                entities[iri] = value
            case ("source", iri):
                described[iri] = value
            case ("claim", _):
                claims.setdefault(value.source, []).append(value)
            case (_, file, name):
                records.setdefault(file, {})[name] = value
    homeless = claims.keys() - described.keys()
    if homeless:
        raise Conflict(f"{_slug(min(homeless))} was deleted elsewhere; load the page again")
    whole = {i: replace(s, claims=tuple(claims.get(i, ()))) for i, s in described.items()}
    return State(entities, whole, records)


def _touched(folder: Path, changed: Iterable[Key], old: Values) -> set[str]:
    """The slugs of the sources that a change is in or may break."""
    slugs: set[str] = set()
    amended: list[bytes] = []
    for key in changed:
        if key[0] in ("source", "claim"):
            slugs.add(_slug(key[1]))
        elif key[0] == "record" and "/" in key[1]:
            slugs.add(key[1].split("/")[1])
        elif key[0] == "entity" and key in old:
            amended.append(key[1].rpartition("/")[2].encode())
    for place in source_folders(folder) if amended else ():
        path = place / "claims.ttl"
        text = path.read_bytes() if path.exists() else b""
        if any(name in text for name in amended):
            slugs.add(place.name)
    return slugs


def _slug(iri: str) -> str:
    return iri.removeprefix(str(SOURCE)).partition("/")[0]


def _named(key: Key) -> str:
    return f"the {key[0]} {key[-1].rpartition('/')[2]}"


def _judge(stored: State, result: State) -> None:
    """Refuse changes that add a fault; existing faults do not block a save."""
    for iri, source in result.sources.items():
        if not SLUG.fullmatch(_slug(iri)):
            raise BadInput(
                f"{_slug(iri)!r} cannot name a source: use lower-case letters, digits, -"
            )
        earlier = stored.sources.get(iri)
        if earlier and earlier.text != source.text:
            raise BadInput("the text of a source is not changed: its quotes are counted in it")
        if not earlier and CONTROL.search(source.text or ""):
            raise BadInput(f"the text of {_slug(iri)} holds control characters; take them out")
    known = set(_faults(stored))
    added = [problem for problem in _faults(result) if problem not in known]
    if added:
        shown = "\n".join(f"{_told(result, p)}: {p.wrong}; {p.right}" for p in added[:SHOWN])
        more = f"\n… and {len(added) - SHOWN} more" if len(added) > SHOWN else ""
        raise BadData(shown + more)


def _told(state: State, problem: Problem) -> str:
    """Name the item that has a problem; a claim by its words, because users do not know its
    slug.
    """
    for iri, source in state.sources.items():
        for claim in source.claims:
            if claim.slug == problem.claim and problem.file == claims_file(_slug(iri)):
                return f"“{state.words(claim)}”"
    return problem.claim


def _faults(state: State) -> list[Problem]:
    return problems(Data(dict(state.entities), dict(state.sources)))


def _write(folder: Path, stored: State, result: State, label: str) -> None:
    _commit(folder, dict(_files(stored, result)), label)


def _commit(folder: Path, files: dict[str, str | None], label: str) -> None:
    """Save files that can be read again, with what takes them back."""
    before = {name: _content(folder / name) for name in files}
    files = {name: content for name, content in files.items() if content != before[name]}
    for name, content in files.items():
        if content is not None and name.endswith(".ttl"):
            deque(read_text(content, name), maxlen=0)  # by the parser that the store uses
    history = sorted(_history(folder))
    number = int(history[-1].stem) + 1 if history else 1
    entry = {
        "label": label,
        "before": {name: before[name] for name in files},
        "after": {name: _mark(content) for name, content in files.items()},
    }
    for old in history[: len(history) + 1 - KEPT]:
        files[f"{HISTORY}/{old.name}"] = None
    files[f"{HISTORY}/{number:06d}.json"] = json.dumps(entry, ensure_ascii=False)
    journal.commit(folder, files)


def _files(stored: State, result: State) -> Iterator[tuple[str, str | None]]:
    """The files whose content may differ, with their new content."""
    if stored.entities != result.entities:
        parts = (entity_triples([entity]) for entity in result.entities.values())
        yield "entities.ttl", written_in_parts(parts, PREFIXES)
    for iri in sorted(stored.sources.keys() | result.sources.keys()):
        old, new = stored.sources.get(iri), result.sources.get(iri)
        if old != new:
            place = f"sources/{_slug(iri)}"
            yield f"{place}/claims.ttl", turtle(new) if new else None
            yield f"{place}/article.txt", new.text if new else None
    for file in sorted(stored.records.keys() | result.records.keys()):
        record = result.records.get(file)
        if record != stored.records.get(file):
            yield file, record_text(record) if record else None


def record_text(record: Mapping[str, Any]) -> str:
    """The file of a record: a line to a value, sorted, so that git merges what two people add."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def turtle(source: Source) -> str:
    """The file of a source's description and claims."""
    return written_in_parts(source_parts(source), PREFIXES | {"claim": f"{source.iri}/claim/"})


def _history(folder: Path) -> list[Path]:
    place = folder / HISTORY
    return sorted(place.glob("*.json")) if place.is_dir() else []


def _content(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else None
    except UnicodeDecodeError as error:
        raise BadData(f"{path} is not UTF-8 and could not be restored; move it by hand") from error


def _mark(content: str | None) -> str | None:
    return None if content is None else hashlib.sha256(content.encode("utf-8")).hexdigest()
