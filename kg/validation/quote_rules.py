"""The rules that need the source's text: quotes, figures, dates and names."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from kg.model.claims import FIELDS, QUANTITIES, Claim, Entity, Passage, Quantity, named_by
from kg.model.ontology import vocabulary
from kg.model.quantities import found
from kg.model.quantities import mismatch as figure_mismatch
from kg.model.quotes import mismatch, nearest
from kg.validation.claim_rules import Fault, Ground, kinds, range_problem

# Whoever has a name of its own must be named by the source; the rest the coder may word.
NAMED = frozenset({"Organization", "Person", "Place"})
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"))
ANY_MARK = re.compile('["“”„«»‘]')


def quote(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """A quoted claim has its words in the text, character for character."""
    if claim.passage is None or claim.evidence != "quoted":
        return
    text = ground.source.text
    if text is None:
        yield (
            "the source keeps no text to check the quote in",
            "save the text as article.txt, or make the claim tp:cited with a summary",
        )
        return
    wrong = mismatch(claim.passage, text)
    if wrong:
        yield (
            f"the quote is not what the text says at its offsets: {wrong}",
            _remedy(claim.passage, text),
        )


def quantity_agrees(claim: Claim, _: Ground) -> Iterator[Fault]:
    """A quantity agrees with its wording, and the passage contains that wording."""
    for field in QUANTITIES:
        name, quantity = field.noun, getattr(claim, field.name)
        if quantity is None or not quantity.wording:
            continue
        sound = quantity.bound in vocabulary().values["Bound"] and not range_problem(quantity)
        wrong = _figure(quantity) if sound else None
        if wrong:
            yield (
                f"the {name} does not agree with its wording: {wrong}",
                "give value, bound and unit as the wording has them",
            )
        if claim.passage is None:
            if claim.summary and lookup_text(quantity.wording) not in lookup_text(claim.summary):
                yield (
                    f"the {name}’s wording does not stand in the summary: “{quantity.wording}”",
                    "word the amount in the summary as in tp:wording",
                )
        elif quantity.wording not in claim.passage.exact:
            yield (
                f"the {name}’s wording does not stand in the passage: “{quantity.wording}”",
                "copy the wording from the passage, or take a longer passage",
            )
        elif whole := _left_out(quantity, claim.passage):
            yield (
                f"the {name}’s wording leaves out the words that bound it: “{quantity.wording}”",
                f"the wording is “{whole.wording}”, its bound tp:{whole.bound}",
            )


# The fields whose values the source itself has to give, and the correct form of each kind.
_SAID = {
    "year": "leave {term} out, or take a {name} that gives the year",
    "time": "give {term} in the source’s words, or as a date whose year the {name} gives",
    "words": "give {term} in the source’s words, or take a {name} that has them",
}


def times(claim: Claim, _: Ground) -> Iterator[Fault]:
    """Years and words of a claim occur in its quote, or in our summary if no text is kept."""
    name = "passage" if claim.passage else "summary"
    words = claim.passage.exact if claim.passage else claim.summary or ""
    if not words:
        return
    for field in FIELDS:
        given = str(getattr(claim, field.name) or "")
        dated = field.kind == "time" and DATE.fullmatch(given)
        if field.kind in _SAID and (given[:4] if dated else given) not in words:
            yield (
                f"the {field.noun} does not stand in the {name}: {given}",
                _SAID[field.kind].format(term=f"tp:{field.term}", name=name),
            )


def place_in_text(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """Headlines, headings and direct quotes occur where the text has such parts."""
    text, passage = ground.source.text, claim.passage
    if text is None or passage is None or text[passage.start : passage.end] != passage.exact:
        return
    first = text.strip().partition("\n")[0]
    ending = text[passage.start :].partition("\n")[0].rstrip()
    if claim.form == "headline" and passage.exact not in (first + "\n" + ground.source.title):
        yield (
            "the headline does not stand in the source’s first line",
            "choose another form, or the passage in the headline",
        )
    if claim.form == "heading" and (ending.endswith(".") or passage.end <= len(first)):
        yield (
            "the heading is not a line of its own inside the text",
            "choose tp:narration for running words and tp:headline for the title",
        )
    if claim.form == "directQuote" and not _between_marks(passage, text):
        yield (
            "the direct quote does not stand between quotation marks",
            "choose tp:indirectSpeech, or the passage between the marks",
        )


def names_are_in_source(claim: Claim, ground: Ground) -> Iterator[Fault]:
    """The source names every organization, person and place in its claims."""
    if not ground.text:
        return
    for field, iri in named_by(claim):
        entity = ground.entities.get(iri)
        if entity and NAMED & kinds(entity.classes) and not _is_named(entity, ground.text):
            yield (
                f"the source does not name the {field.noun}: {entity.label}",
                "leave out what the source does not say, or give the name it uses as an alias",
            )


def lookup_text(text: str) -> str:
    """The text as names are looked up in it: without case, with plain spaces and quotes."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return " ".join(plain.split())


RULES = (quote, quantity_agrees, times, place_in_text, names_are_in_source)


@lru_cache(maxsize=100_000)
def _figure(quantity: Quantity) -> str | None:
    return figure_mismatch(quantity)


def _left_out(quantity: Quantity, passage: Passage) -> Quantity | None:
    """The longer wording in the passage, where it bounds the figure and ours does not say so."""
    if quantity.value is None:
        return None
    start = passage.exact.find(quantity.wording)
    for one in found(passage.exact):
        around = one.start < start < one.end
        loose = one.quantity.bound in ("exactly", "unstated", quantity.bound)
        if around and not loose and one.quantity.value == quantity.value:
            return one.quantity
    return None


def _remedy(passage: Passage, text: str) -> str:
    """Suggest a correction of a quote, showing the first difference from a near match."""
    if passage.exact in text:
        return "correct oa:start, oa:end and the passage’s IRI"
    there = Passage(text[passage.start : passage.end], passage.start, passage.end)
    near = there if there.exact[:1] == passage.exact[:1] else nearest(passage.exact, text)
    if near.exact[:1] != passage.exact[:1]:
        return f"copy the words from the text; the nearest, at {near.start}, are “{near.exact}”"
    tail = text[near.start :]
    alike = zip(tail, passage.exact, strict=False)
    at = next((n for n, (a, b) in enumerate(alike) if a != b), len(passage.exact))
    return (
        f"copy the words from the text: at character {near.start + at} it has "
        f"“{tail[at : at + 12]}” where the quote has “{passage.exact[at : at + 12]}”"
    )


def _between_marks(passage: Passage, text: str) -> bool:
    line = text.rfind("\n", 0, passage.start) + 1
    before = text[line : passage.start]
    if ANY_MARK.search(passage.exact) or before.count('"') % 2:
        return True
    # “ opens a quotation in English and closes one in German, after „.
    pairs = PAIRS[1:] if "„" in before else PAIRS
    return any(before.rfind(left) > before.rfind(right) for left, right in pairs)


@lru_cache(maxsize=100_000)
def _is_named(entity: Entity, text: str) -> bool:
    return any(_stands(lookup_text(name), text) for name in (entity.label, *entity.aliases))


def _stands(name: str, text: str) -> bool:
    """Check if the text contains the name as whole words."""
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            return True
        start = text.find(name, start + 1)
    return False
