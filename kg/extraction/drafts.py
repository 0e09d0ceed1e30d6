"""Drafts of claims that a user is still editing, with suggestions from the clause."""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import BadInput, NotFound
from kg.extraction.coreference import mentions
from kg.extraction.cues import Cues, cues
from kg.extraction.hedges import manner, speeches
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal
from kg.model.claims import FIELDS, Claim, Entity, Field, Passage, Quantity, Source, named_by
from kg.model.names import linked, name_index, slug
from kg.model.ontology import vocabulary
from kg.model.quantities import found, read_quantity
from kg.model.quotes import context
from kg.model.vocab import ENTITY, TP
from kg.workspace.edits import free_claim_iri, with_claims, with_entities
from kg.workspace.workspace import State

MARKS = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'))


@dataclass(frozen=True)
class Draft(Claim):
    """A claim that is being written; its names are IRIs of entities, or new names as typed."""

    iri: str = ""
    source: str = ""
    subject: str = ""
    relation: str = ""
    attributed_to: str = ""  # empty where the source speaks in its own voice
    form: str = "narration"
    modality: str = "fact"
    kinds: Mapping[str, str] = dataclasses.field(default_factory=dict)  # class of each new name
    means: Mapping[str, str] = dataclasses.field(default_factory=dict)  # IRI behind a new name


def drafted(proposal: Proposal) -> Draft:
    """The draft that a proposal makes."""
    spoken = [proposal.subject, proposal.object, proposal.speaker, *proposal.jointly]
    spoken += [*proposal.field, *proposal.audience]
    return Draft(
        passage=proposal.passage,
        subject=named(proposal.subject),
        relation=proposal.relation,
        object=named(proposal.object),
        attributed_to=named(proposal.speaker),
        form=proposal.form,
        modality=proposal.modality,
        polarity=proposal.polarity,
        amount=proposal.amount,
        duration=proposal.duration,
        deadline_year=proposal.deadline_year,
        when=proposal.when,
        jointly_with=tuple(named(m) for m in proposal.jointly),
        field=tuple(named(m) for m in proposal.field),
        audience=tuple(named(m) for m in proposal.audience),
        kinds={m.name: m.kind for m in spoken if m and not m.entity},
    )


def draft_values(draft: Draft) -> dict[str, Any]:
    """The draft as JSON, for the browser to keep."""
    found = {one.name: getattr(draft, one.name) for one in FIELDS}
    found |= {n: given.wording for n, given in found.items() if isinstance(given, Quantity)}
    place = [draft.passage.start, draft.passage.end] if draft.passage else None
    said = {"passage": place, "notes": draft.notes, "kinds": draft.kinds, "means": draft.means}
    return found | said


def draft_from_values(given: Any, state: State, source: Source) -> Draft | None:
    """The draft that a browser kept, as far as it still fits; None if its passage does not."""
    if not isinstance(given, Mapping):
        return None
    made = {f.name: _field_value(given.get(f.name), f, source) for f in FIELDS}
    passage = None
    if source.text is not None:
        match given.get("passage"):
            case [int(start), int(end)] if 0 <= start < end <= len(source.text):
                passage = Passage(source.text[start:end], start, end)
            case _:
                return None
    kinds, means = (_strings(given.get(name)) for name in ("kinds", "means"))
    return Draft(
        passage=passage,
        notes=tuple(_texts(given.get("notes"))),
        kinds={name: kind for name, kind in kinds.items() if kind in vocabulary().classes},
        means={name: iri for name, iri in means.items() if iri in state.entities},
        **{name: value for name, value in made.items() if value not in (None, ())},
    )


def _field_value(given: Any, field: Field, source: Source) -> Any:
    """The value of one field as a browser kept it; None where no such value can be."""
    if field.several:
        claims = {claim.iri for claim in source.claims}
        return tuple(v for v in _texts(given) if field.kind != "claim" or v in claims)
    if field.kind == "year":
        return int(given) if re.fullmatch("[0-9]{4}", str(given)) else None
    if not isinstance(given, str) or not given.strip():
        return None
    if field.kind == "relation":
        return given if given in vocabulary().relations else None
    if field.kind == "answer":
        return given if given in vocabulary().values[field.range] else None
    return Quantity(given, "unstated") if field.kind == "quantity" else given


def _texts(given: Any) -> list[str]:
    return [text for text in given if isinstance(text, str)] if isinstance(given, list) else []


def _strings(given: Any) -> dict[str, str]:
    pairs = given.items() if isinstance(given, Mapping) else ()
    return {name: value for name, value in pairs if isinstance(value, str)}


def voiced(draft: Draft) -> str:
    """The form that fits who says it: a source narrates, somebody else is quoted or reported."""
    quoted = draft.passage and any(mark in draft.passage.exact for pair in MARKS for mark in pair)
    if draft.attributed_to and draft.form in ("headline", "heading", "narration"):
        return "directQuote" if quoted else "indirectSpeech"
    if not draft.attributed_to and draft.form in ("directQuote", "indirectSpeech"):
        return "narration"
    return draft.form


def of_claim(claim: Claim) -> Draft:
    """A claim as a draft, to be edited."""
    speaker = "" if claim.attributed_to == claim.source else claim.attributed_to
    return Draft(**{**vars(claim), "attributed_to": speaker})


def claimed(
    state: State, source: str, draft: Draft, replacing: str | None = None
) -> tuple[State, Claim]:
    """The state with the claim that a draft makes, and with the entities that it names first."""
    if source not in state.sources:
        raise NotFound(f"no source has the IRI {source}")
    described = state.sources[source]
    if not draft.subject or not draft.relation:
        raise BadInput("choose who it is about and which relation is stated")
    state, iris = _resolved(state, draft)
    relation = vocabulary().relations[draft.relation].label
    ends = [state.entities[iris[n]].label for n in (draft.subject, draft.object) if n]
    words = " ".join([ends[0], relation, *ends[1:]])
    kept = next((c for c in described.claims if c.iri == replacing), None)
    cited = described.text is None
    claim = Claim(
        iri=replacing or free_claim_iri(described, words),
        source=source,
        passage=None if cited else draft.passage,
        notes=_notes(draft, kept),
        **{
            **{field.name: _value(draft, field, iris, kept) for field in FIELDS},
            "attributed_to": iris.get(draft.attributed_to, source),
            "evidence": "cited" if cited else "quoted",
            "summary": (draft.summary or "").strip() or None if cited else None,
            "retracted": False,
        },
    )
    return with_claims(state, [claim]), claim


def _value(draft: Draft, field: Field, iris: Mapping[str, str], kept: Claim | None) -> Any:
    """The value of a claim's field: names as IRIs, wordings as quantities, text without blanks."""
    given: Any = getattr(draft, field.name)
    if field.kind == "entity":
        given = tuple(sorted(iris[n] for n in given)) if field.several else iris.get(given)
    elif field.several:
        given = tuple(sorted(given))
    elif field.kind == "quantity":
        given = _quantity(given, getattr(kept, field.name, None))
    elif isinstance(given, str):
        given = given.strip() or None
    return given


def names_in_draft(draft: Draft) -> list[str]:
    """The names in a draft, each once."""
    return list(dict.fromkeys(name for _, name in named_by(draft)))


def _resolved(state: State, draft: Draft) -> tuple[State, dict[str, str]]:
    """The state with every new name as an entity or an alias, and the IRI of each name."""
    iris: dict[str, str] = {}
    for name in names_in_draft(draft):
        if name in state.entities:
            iris[name] = name
        else:
            entity = _entity(state, name, draft)
            state = with_entities(state, [entity])
            iris[name] = entity.iri
    return state, iris


def _entity(state: State, name: str, draft: Draft) -> Entity:
    """The entity that a typed name means: a known one, perhaps with a new alias, or a new one."""
    name = " ".join(name.split())
    meant = draft.means.get(name)
    if meant is not None:
        known = state.entities[meant]
        if name in (known.label, *known.aliases):
            return known
        return replace(known, aliases=tuple(sorted({*known.aliases, name})))
    if equal := linked(name, name_index(state.entities.values())):
        return state.entities[equal]
    iri, number = str(ENTITY[slug(name)]), 2
    while iri in state.entities:
        iri, number = str(ENTITY[f"{slug(name)}-{number}"]), number + 1
    return Entity(iri, name, (str(TP[draft.kinds.get(name, "Organization")]),))


def _notes(draft: Draft, kept: Claim | None) -> tuple[str, ...]:
    """The note that was written; several that were not touched stay several."""
    note = " ".join(draft.notes)
    if kept and note == " ".join(kept.notes):
        return kept.notes
    return (note.strip(),) if note.strip() else ()


def _quantity(given: Quantity | None, kept: Quantity | None) -> Quantity | None:
    """The quantity that a wording expresses; an unchanged one stays as it was."""
    wording = given.wording.strip() if given else ""
    if not wording or (kept and kept.wording == wording):
        return kept if wording else None
    quantity = read_quantity(wording)
    if quantity is None or (quantity.value is not None and not quantity.unit):
        return Quantity(wording, "unstated")
    return quantity


def named(mention: Mention | None) -> str:
    """The entity that a mention is linked to, or its name; empty if there is no mention."""
    return "" if mention is None else mention.entity or mention.name


DEADLINE = re.compile(r"\bby\s+(?:the\s+end\s+of\s+|early\s+|late\s+|mid-?)?((?:19|20)\d\d)\b")


def suggested(
    text: str,
    passage: Passage,
    entities: Mapping[str, Entity],
    proposals: Iterable[Proposal] = (),
    words: Cues | None = None,
) -> Draft:
    """Read suggestions from selected words; the user decides on each."""
    if near := [p for p in proposals if _fits(p, passage)]:
        return replace(drafted(max(near, key=lambda p: _rank(p, passage))), passage=passage)
    words = words or cues()
    around = context(passage, text)
    row = mentions(text, [around], entities, words)[0]
    inside = [m for m in row if passage.start <= m.start and m.end <= passage.end]
    first = next(iter(inside), None)
    # "Acme denied that it …" names only one: it is not related to itself.
    second = next((m for m in inside if first and named(m) != named(first)), None)
    heard = next(iter(speeches([around], [row], words)), None)
    speaker = heard.speaker if heard and heard.start < passage.end else None
    how = manner(passage.exact, (len(passage.exact), len(passage.exact)), words)
    deadline, quantities = DEADLINE.search(passage.exact), found(passage.exact)
    draft = Draft(
        passage=passage,
        subject=named(first),
        object=named(second),
        attributed_to=named(speaker),
        form=_form(text, passage),
        modality=how.modality,
        polarity=how.polarity,
        amount=next((q.quantity for q in quantities if q.kind != "duration"), None),
        duration=next((q.quantity for q in quantities if q.kind == "duration"), None),
        deadline_year=int(deadline[1]) if deadline else None,
        kinds={m.name: m.kind for m in (first, second, speaker) if m and not m.entity},
    )
    return replace(draft, form=voiced(draft)) if speaker else draft


def _fits(proposal: Proposal, passage: Passage) -> bool:
    """Check if the selected words include the cue of a proposal."""
    within = passage.start < proposal.passage.end and proposal.passage.start < passage.end
    return within and proposal.cue in passage.exact


def _rank(proposal: Proposal, passage: Passage) -> tuple[bool, bool, int]:
    """Rank proposals: outright before asides, ties before places, then those with most names."""
    ends = filter(None, (proposal.subject, proposal.object))
    inside = sum(passage.start <= m.start and m.end <= passage.end for m in ends)
    placed = proposal.object is not None and proposal.object.kind == "Place"
    return proposal.form != "presupposition", not placed, inside


def _form(text: str, passage: Passage) -> str:
    """The form of a passage (headline, quote, …) as far as its surroundings show it."""
    start = text.rfind("\n", 0, passage.start) + 1
    end = text.find("\n", passage.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    if line and line[-1] not in '.!?”"’:;,' and len(line) < 150:
        return "heading" if text[:start].strip() else "headline"
    before = text[start : passage.start]
    inside = any(
        before.rfind(left) > before.rfind(right) if left != right else before.count(left) % 2
        for left, right in MARKS
    )
    return "directQuote" if inside else "narration"
