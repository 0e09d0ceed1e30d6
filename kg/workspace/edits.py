"""Edits of a workspace: functions from a state to the next state."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from kg.errors import BadInput, NotFound
from kg.model.claims import Claim, Entity, Source, named_by, values
from kg.model.folder import SLUG
from kg.model.input_values import web_address
from kg.model.vocab import SOURCE
from kg.workspace.workspace import State, record_file


def with_source(state: State, source: Source, **record: Any) -> State:
    """The state with a source that was not there; the record keeps hashes of its text."""
    name = source.iri.removeprefix(str(SOURCE))
    if not SLUG.fullmatch(name):
        raise BadInput(
            f"{name!r} cannot name a source: write lower-case letters and digits with single "
            "hyphens between"
        )
    if source.iri in state.sources:
        raise BadInput(f"a source named {source.slug} is there already; choose another name")
    return recorded(
        replace(state, sources={**state.sources, source.iri: _addressed(source)}),
        record_file(source.slug),
        **record,
    )


def with_entities(state: State, entities: Iterable[Entity]) -> State:
    """Add these entities to the state, or replace those with the same IRI."""
    return replace(state, entities={**state.entities, **{e.iri: e for e in entities}})


def with_claims(state: State, claims: Iterable[Claim]) -> State:
    """Add these claims to the state, or replace those with the same IRI."""
    sources = dict(state.sources)
    for claim in claims:
        source = _source(state, claim.source)
        others = [c for c in sources[source.iri].claims if c.iri != claim.iri]
        sources[source.iri] = replace(sources[source.iri], claims=(*others, claim))
    return replace(state, sources=sources)


def amended(state: State, source: str, **description: Any) -> State:
    """The state with another description of a source: title, publisher, date, …"""
    known = replace(_source(state, source), **description)
    return replace(state, sources={**state.sources, source: _addressed(known)})


def retracted(state: State, claim: str, reason: str) -> State:
    """The state with a claim withdrawn: it stays on record, with the reason."""
    known = _claim(state, claim)
    notes = tuple(sorted({*known.notes, f"Retracted: {reason}"})) if reason else known.notes
    return with_claims(state, [replace(known, retracted=True, notes=notes)])


def recorded(state: State, file: str, **values: Any) -> State:
    """Set values in a record of the state; None removes a value."""
    record = {**state.records.get(file, {}), **values}
    kept = {key: value for key, value in record.items() if value is not None}
    return replace(state, records={**state.records, file: kept})


def merged(state: State, kept: str, gone: str) -> State:
    """Merge two entities of the state into one that keeps the names of both."""
    keeper, goner = _entity(state, kept), _entity(state, gone)
    if kept == gone:
        raise BadInput("an entity cannot be merged with itself; choose another one")
    names = {*keeper.aliases, *goner.aliases, goner.label} - {keeper.label}
    one = replace(
        keeper,
        aliases=tuple(sorted(names)),
        broader=tuple(sorted({*keeper.broader, *goner.broader} - {kept, gone})),
        notes=tuple(sorted({*keeper.notes, *goner.notes})),
    )
    left = {iri: e for iri, e in state.entities.items() if iri != gone}
    for iri, entity in left.items():
        if gone in entity.broader:
            wider = {kept if w == gone else w for w in entity.broader}
            left[iri] = replace(entity, broader=tuple(sorted(wider)))
    return _renamed(replace(state, entities={**left, kept: one}), kept=kept, gone=gone)


def split(state: State, old: str, new: Entity, claims: Collection[str]) -> State:
    """The state in which some claims speak of a new entity, which takes its names with it."""
    if new.iri in state.entities:
        raise BadInput(f"{new.label} is there already; choose another name for the new entity")
    taken = {new.label, *new.aliases}
    entity = _entity(state, old)
    if entity.label in taken:
        raise BadInput(f"{entity.label} is the name the old entity keeps; give the new one another")
    rest = replace(entity, aliases=tuple(a for a in entity.aliases if a not in taken))
    apart = with_entities(state, [rest, new])
    return _renamed(apart, kept=new.iri, gone=old, claims=claims)


def only_named_in(state: State, source: str) -> set[str]:
    """The entities that the claims of one source name and nothing else does."""
    own: set[str] = set()
    others = {wider for entity in state.entities.values() for wider in entity.broader}
    for iri, known in state.sources.items():
        found = own if iri == source else others
        for claim in known.claims:
            found.update(named for _, named in named_by(claim))
    return (own - others) & state.entities.keys()


def free_claim_iri(source: Source, words: str) -> str:
    """A free IRI for a new claim of a source, after a few words that describe it."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "claim"
    slug = "-".join(plain.split("-")[:8])
    taken = {claim.slug for claim in source.claims}
    number = 1
    while (name := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return f"{source.iri}/claim/{name}"


def _renamed(state: State, *, kept: str, gone: str, claims: Collection[str] | None = None) -> State:
    """The state in which claims (all, unless some are given) name another entity."""
    sources = {
        iri: replace(
            source,
            claims=tuple(
                _with_entity(c, kept, gone) if claims is None or c.iri in claims else c
                for c in source.claims
            ),
        )
        for iri, source in state.sources.items()
    }
    return replace(state, sources=sources)


def _with_entity(claim: Claim, kept: str, gone: str) -> Claim:
    changed: dict[str, Any] = {}
    for field in {field for field, iri in named_by(claim) if iri == gone}:
        there = {kept if iri == gone else iri for iri in values(claim, field)}
        changed[field.name] = tuple(sorted(there)) if field.several else kept
    return replace(claim, **changed)


def _addressed(source: Source) -> Source:
    """The source with its address as the store takes it."""
    return replace(source, address=web_address(source.address)) if source.address else source


def _source(state: State, iri: str) -> Source:
    if iri not in state.sources:
        raise NotFound(f"no source has the IRI {iri}")
    return state.sources[iri]


def _entity(state: State, iri: str) -> Entity:
    if iri not in state.entities:
        raise NotFound(f"no entity has the IRI {iri}")
    return state.entities[iri]


def _claim(state: State, iri: str) -> Claim:
    found = [c for c in _source(state, iri.partition("/claim/")[0]).claims if c.iri == iri]
    if not found:
        raise NotFound(f"no claim has the IRI {iri}")
    return found[0]
