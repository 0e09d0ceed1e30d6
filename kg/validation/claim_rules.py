"""The rules that a claim is judged by without its source's text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.model.claims import FIELDS, QUANTITIES, Claim, Entity, Quantity, Source, named_by
from kg.model.ontology import vocabulary
from kg.model.vocab import SOURCE, TP

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"

# What is wrong, and what would be right.
Fault = tuple[str, str]


@dataclass(frozen=True)
class Ground:
    """All that the claims of one source are judged by."""

    source: Source
    text: str  # folded for the search of names; empty where the source keeps none
    entities: Mapping[str, Entity]
    claims: Mapping[str, Claim]
    conditions: frozenset[str]  # IRIs of the claims that another one depends on


@cache
def kinds(classes: tuple[str, ...]) -> frozenset[str]:
    """The local names of the classes and of all wider ones."""
    known = vocabulary().classes
    names = [c.removeprefix(str(TP)) for c in classes]
    return frozenset(n for name in names if name in known for n in (name, *known[name].supers))


CLAIM_IRI = re.compile(rf"{re.escape(str(SOURCE))}{SLUG}/claim/{SLUG}")
BY_THE_SOURCE = ("headline", "heading", "narration")
BY_OTHERS = ("directQuote", "indirectSpeech")


def completeness(claim: Claim, _: Ground) -> Iterator[Fault]:
    """A claim has all its parts."""
    if not claim.subject:
        yield "the claim has no subject", "give tp:subject, what the statement is about"
    if not claim.relation:
        yield "the claim has no relation", "give tp:relation, a property below tp:relatedTo"
    if not claim.attributed_to:
        yield (
            "the claim has no speaker",
            "give tp:attributedTo: the source where it speaks itself, otherwise who is quoted",
        )
    if claim.object is None and claim.amount is None:
        yield "the claim has neither object nor amount", "give tp:object or tp:amount"


def answers(claim: Claim, _: Ground) -> Iterator[Fault]:
    """Each axis has one of its fixed answers."""
    for field in FIELDS:
        if field.kind != "answer":
            continue
        given, known = getattr(claim, field.name), vocabulary().values[field.range]
        if not given:
            yield f"the claim has no {field.noun}", f"give tp:{field.term}: {_either(known)}"
        elif given not in known:
            yield f"unknown {field.noun}: {given}", f"use {_either(known)}"


def quantity_is_complete(claim: Claim, _: Ground) -> Iterator[Fault]:
    """A quantity has its wording and one of the fixed bounds, and a unit where it has a value."""
    for field in QUANTITIES:
        quantity, known = getattr(claim, field.name), vocabulary().values["Bound"]
        if quantity is None:
            continue
        if not quantity.wording:
            yield "the quantity has no wording", "give tp:wording, the source’s own words for it"
        if not quantity.bound:
            yield "the quantity has no bound", f"give tp:bound: {_either(known)}"
        elif quantity.bound not in known:
            yield f"unknown bound: {quantity.bound}", f"use {_either(known)}"
        if quantity.value is not None and not quantity.unit and claim.evidence != "cited":
            yield "the quantity has a value but no unit", "give tp:unit, what the figure counts"
        if fault := range_problem(quantity):
            yield fault


def range_problem(quantity: Quantity) -> Fault | None:
    """Say what is wrong with the two figures of a range; None if nothing is."""
    if (quantity.bound == "between") != (quantity.upper is not None):
        return (
            "the quantity has only one of tp:between and a second figure",
            "give tp:value and tp:upperValue with tp:between, or neither of the last two",
        )
    if quantity.upper is not None and not (quantity.value and quantity.value < quantity.upper):
        return "the second figure is not the larger", "give the larger one as tp:upperValue"
    return None


def evidence(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """Quoted claims have a passage; cited ones a summary and a source with an address."""
    if claim.evidence == "quoted" and claim.passage is None:
        yield "the claim is quoted but has no passage", "give tp:passage, or tp:evidence tp:cited"
    if claim.evidence != "cited":
        return
    if claim.passage is not None:
        yield "the claim is cited but has a passage", "remove the passage, or use tp:quoted"
    if not claim.summary:
        yield "the claim is cited but has no summary", "say it in your own words in tp:summary"
    if not ground.source.address:
        yield "the source of a cited claim has no address", "give dcterms:source, its web address"


def relation(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """The relation exists, and its domain and range fit."""
    if not claim.relation:
        return
    known = vocabulary().relations
    if claim.relation not in known or claim.relation == "relatedTo":
        yield (
            f"unknown relation: {claim.relation}",
            "use a property below tp:relatedTo, or declare it in relations.ttl",
        )
        return
    rule = known[claim.relation]
    for name, iri, kind in (
        ("subject", claim.subject, rule.domain),
        ("object", claim.object, rule.range),
    ):
        entity = ground.entities.get(iri or "")
        if entity and kinds(entity.classes) and kind not in kinds(entity.classes):
            is_a = " and ".join(c.rpartition("#")[2] for c in entity.classes)
            yield (
                f"the {name} does not fit the relation: {entity.label} is a {is_a}",
                f"{_short(claim.relation)} takes a tp:{kind} as its {name}",
            )
    if claim.subject and claim.subject == claim.object:
        yield "the claim relates an entity to itself", "name the other one as its object"
    if claim.subject in claim.jointly_with:
        yield "the joint party is the subject itself", "name only others in tp:jointlyWith"


def parties(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """Everybody in the claim is a declared entity of the right kind."""
    for field, iri in named_by(claim):
        if iri not in ground.entities:
            yield (
                f"undeclared {field.noun}: {iri}",
                "declare it in entities.ttl with class and name",
            )
            continue
        found = kinds(ground.entities[iri].classes)
        if field.noun == "speaker" and not found & {"Agent", "Document"}:
            yield (
                f"the speaker cannot speak: {ground.entities[iri].label}",
                "attribute the claim to an agent, a document or the source itself",
            )
        # Any entity may stand there where the range is as wide as that.
        if field.range == "Agent" and field.range not in found:
            yield (
                f"the {field.noun} is not a tp:{field.range}",
                "only organizations, people and groups can be",
            )


def form_fits_speaker(claim: Claim, _: Ground) -> Iterator[Fault]:
    """The form agrees with who says it."""
    if not claim.attributed_to:
        return
    own_voice = claim.attributed_to == claim.source
    if claim.form in BY_THE_SOURCE and not own_voice:
        yield (
            f"the form does not fit the speaker: {claim.form} is the source’s own voice",
            "attribute it to the source, or choose tp:indirectSpeech or tp:directQuote",
        )
    if claim.form in BY_OTHERS and own_voice:
        yield (
            f"the form does not fit the speaker: {claim.form} is somebody else’s",
            "attribute it to the speaker, or choose tp:narration",
        )


def condition(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """A conditional claim names its condition, which is itself conditional and has no condition."""
    depends = claim.modality == "conditional" and claim.iri not in ground.conditions
    if depends and not claim.condition:
        yield (
            "the conditional has no condition",
            "give tp:condition, the claim of this source that must hold first",
        )
    for iri in claim.condition:
        antecedent = ground.claims.get(iri)
        if antecedent is None:
            yield f"the condition is no claim of this source: {iri}", "name a claim of this source"
        elif antecedent.modality != "conditional":
            yield (
                f"the condition is not conditional itself: {antecedent.slug}",
                "give it tp:modality tp:conditional, or take another claim",
            )
        elif antecedent.condition:
            yield (
                f"the condition has a condition of its own: {antecedent.slug}",
                "name both conditions on the claim that depends on them",
            )


def iri_pattern(claim: Claim, _: Ground) -> Iterator[Fault]:
    """The claim's IRI follows the pattern."""
    if not CLAIM_IRI.fullmatch(claim.iri):
        yield (
            "the claim’s IRI does not follow the pattern",
            "<…/source/SLUG/claim/SLUG>, slugs in lower-case-with-hyphens",
        )


def _short(name: str) -> str:
    return f"<{name}>" if ":" in name else f"tp:{name}"


def _either(known: Iterable[str]) -> str:
    return ", ".join(f"tp:{name}" for name in known)


RULES: tuple[Callable[[Claim, Ground], Iterator[Fault]], ...] = (
    completeness, answers, quantity_is_complete, evidence, relation, parties, form_fits_speaker,
    condition, iri_pattern,
)  # fmt: skip
