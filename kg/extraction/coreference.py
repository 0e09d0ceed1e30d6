"""The names that a text mentions, and what its pronouns stand for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from kg.extraction.cues import Cues
from kg.extraction.names_in_text import Mention, fixed, kind_of, spellings, spotted, titled
from kg.model.claims import Entity, Passage
from kg.model.names import index, linked

_LED_IN = re.compile(r"\b(?:in|on|at|by|for|from|with|to|of|and|or)\s+(?:the\s+)?$", re.IGNORECASE)
# "Tesla supplier Panasonic said it …" and "Alphabet's Waymo said it …" are about the latter.
_OWNER = re.compile(
    r"(?:['’]s)?\s(?:supplier|rival|partner|parent|unit|subsidiary|owner|competitor|customer|maker)\s"
    r"[A-Z]|['’]s\s(?:[a-z-]+\s){0,3}[A-Z]"
)
_PREDICATE = re.compile(r"\s+(?:is|was|are|were|remains?|became|becomes)\s+(?:one\s+of\s+)?", re.I)
_NEXT_CLAUSE = re.compile(
    r"[,;:“”]|\b(?:that|which|who|when|while|as|because|and|or|but|if|after|before|where|until|since|"
    r"sa(?:id|ys)|announce[sd]?|believes?|hopes?|expects?|claims?|thinks?|told|tells?|confirm(?:s|ed))\b"
)
_SEVERAL = re.compile(
    r"they|(?:the|both) (?:two )?(?:companies|firms)|the (?:two|pair|duo)", re.IGNORECASE
)


def mentions(
    text: str, sentences: list[Passage], entities: Mapping[str, Entity], cues: Cues
) -> list[list[Mention]]:
    """The mentions of each sentence, in order."""
    known = index(entities.values())
    labels = {name for e in entities.values() for name in (e.label, *e.aliases)}
    spelled = spellings(labels)
    plain = {s.start: spotted(s, spelled, cues) for s in sentences}
    # In a headline every word has a capital: only names that stand elsewhere too are names.
    elsewhere = {m.words for s in sentences if not titled(s.exact) for m in plain[s.start]}
    both = spellings(labels | elsewhere)
    found = []
    for sentence in sentences:
        row = plain[sentence.start]
        row = (fixed(sentence, both) or row) if titled(sentence.exact) else row
        found.append([replace(m, kind=kind_of(m.words, (m.start, m.end), text, cues)) for m in row])
    return _resolved(found, sentences, entities, known)


def _resolved(
    found: list[list[Mention]],
    sentences: list[Passage],
    entities: Mapping[str, Entity],
    known: Mapping[str, tuple[str, ...]],
) -> list[list[Mention]]:
    """The same mentions with full names, linked to known entities where a name is equal."""
    people: dict[str, Mention] = {}
    topic: Mention | None = None
    pair = two = None
    settled = []
    for listed, sentence in zip(found, sentences, strict=True):
        row: list[Mention] = []
        for mention in listed:
            joined = _pair(row, sentence)
            here = _topic(row, sentence)
            if here is None or (topic and _beyond(mention, here, sentence)):
                here = topic
            one = _named(mention, here, people)
            both = joined or (pair if one.words.lower() == "they" else two or pair)
            if one.pronoun and _SEVERAL.fullmatch(one.words) and both:
                one = replace(one, name=both[0].name, entity=both[0].entity, partner=both[1])
            # A pronoun that stands for nobody yet is no name: "it" is not IT.
            meant = not one.pronoun or one.name != one.words
            iri = one.entity or (linked(one.name, known) if meant else None)
            kind = _class(entities[iri], one.kind) if iri else one.kind
            row.append(replace(one, entity=iri, kind=kind))
            if kind == "Person" and not one.pronoun:
                # The last person named is whom "he" and "she" mean.
                people[one.name.split()[-1]] = people["he"] = row[-1]
        topic, pair = _topic(row, sentence) or topic, _pair(row, sentence) or pair
        two = _only_two(row)
        settled.append(row)
    return settled


def _beyond(mention: Mention, topic: Mention, sentence: Passage) -> bool:
    """Whether a pronoun must mean somebody else than the subject of its own clause.

    "Acme bought the company", "Acme is its rival".
    """
    between = sentence.exact[topic.end - sentence.start : mention.start - sentence.start]
    if mention.words.lower() in {"its", "their"}:
        return bool(_PREDICATE.fullmatch(between))
    return mention.pronoun and mention.kind != "Person" and not _NEXT_CLAUSE.search(between)


def _pair(row: list[Mention], sentence: Passage) -> tuple[Mention, Mention] | None:
    """The last two organizations of a sentence that "and" joins."""
    for one, other in reversed(list(pairwise(row))):
        between = sentence.exact[one.end - sentence.start : other.start - sentence.start]
        kinds = {one.kind, other.kind} & {"Person", "Place"}
        if between.strip() in {"and", "&"} and not kinds and not (one.pronoun or other.pronoun):
            return one, other
    return None


def _only_two(row: list[Mention]) -> tuple[Mention, Mention] | None:
    """The two organizations of a sentence that names no third: "the two companies" of the next."""
    named = {m.name: m for m in row if m.kind not in {"Person", "Place", "Field", "Group"}}
    first, second, *more = [*named.values(), None, None]
    return (first, second) if first and second and not any(more) else None


def _class(entity: Entity, guess: str) -> str:
    return entity.classes[0].rpartition("#")[2] if entity.classes else guess


def _named(mention: Mention, topic: Mention | None, people: dict[str, Mention]) -> Mention:
    """The mention with the full name of whom it means."""
    if not mention.pronoun:
        full = people.get(mention.words)
        return replace(mention, name=full.name, kind="Person") if full else mention
    meant = people.get("he") if mention.kind == "Person" else topic
    if meant is None:
        return mention
    return replace(mention, name=meant.name, entity=meant.entity, kind=meant.kind)


def _topic(row: list[Mention], sentence: Passage) -> Mention | None:
    """The organization that a sentence is about: the first that no preposition leads in."""
    able = [m for m in row if m.kind not in {"Person", "Place", "Field", "Group"}]
    for mention in able:
        before = sentence.exact[: mention.start - sentence.start]
        after = sentence.exact[mention.end - sentence.start :]
        if not _LED_IN.search(before) and not _OWNER.match(after):
            return mention
    first = sentence.exact[: able[0].start - sentence.start] if able else ""
    # "In Tartu, …" is about no Tartu; "For Acme, …" may be about Acme.
    return None if not able or re.search(r"\b(?i:in|at|near)\s+$", first) else able[0]
