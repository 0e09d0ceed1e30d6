"""The names that a text mentions, and what its pronouns stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Entity, Passage
from kg.names import index, linked
from kg.proposals.cues import Cues
from kg.proposals.kinds import kind_of

__all__ = ["Mention", "mentions"]

_WORD = (
    r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|\d{0,2}[A-ZÀ-ÖØ-Þ][\w+&-]*(?:['’][A-Z]\w+)?(?:\.[A-Za-z]\w+)*"
    r"|[a-z]{1,2}[A-Z]\w+)"
)
# Only these may be followed by "of" inside a name.
_HEADS = (
    r"(?:Academy|University|Universities|Institute|Ministry|Republic|College|Council|Bank|School|"
    r"Museum|Church|Department|Association|Federation|Bureau|Society|Kingdom|Board|Court|Union)"
)
_LED_IN = re.compile(r"\b(?:in|on|at|by|for|from|with|to|of|and|or)\s+(?:the\s+)?$", re.IGNORECASE)
# "Tesla supplier Panasonic said it …" and "Alphabet's Waymo said it …" are about the latter.
_OWNER = re.compile(
    r"(?:['’]s)?\s(?:supplier|rival|partner|parent|unit|subsidiary|owner|competitor|customer|maker)\s"
    r"[A-Z]|['’]s\s(?:[a-z-]+\s){0,3}[A-Z]"
)
_SEVERAL = re.compile(r"they|the (?:two )?(?:companies|firms)|the (?:two|pair|duo)", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A name or pronoun in a text, where it stands, and whom it means."""

    words: str
    start: int
    end: int
    name: str  # the name in full: what "it" or a surname stands for
    kind: str  # a class by its local name, as far as the words tell
    entity: str | None = None  # IRI, where the name equals a known one
    pronoun: bool = False
    partner: "Mention | None" = None  # the second of the two that "they" stands for


def mentions(
    text: str, sentences: list[Passage], entities: Mapping[str, Entity], cues: Cues
) -> list[list[Mention]]:
    """The mentions of each sentence, in order."""
    known = index(entities.values())
    spelled = _spelled(entities)
    body = [s for s in sentences if not _titled(s.exact)]
    names = {m.words for s in body for m in _names(s, spelled, cues)}
    fixed = _either(spelled | names)
    found = []
    for sentence in sentences:
        listed = _titled(sentence.exact)
        plain = _fixed(sentence, fixed) if listed else _names(sentence, spelled, cues)
        found.append(_typed(plain or _names(sentence, spelled, cues), text, cues))
    return _resolved(found, sentences, entities, known)


def _spelled(entities: Mapping[str, Entity]) -> set[str]:
    """Known names that can be told from common nouns by a capital."""
    names = {name for e in entities.values() for name in (e.label, *e.aliases)}
    return {name for name in names if re.search(r"[A-Z]", name) and len(name) > 1}


def _either(names: set[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w-])(?:{listed or '(?!)'})(?!\w)")


def _titled(line: str) -> bool:
    """Whether most words of a line begin with a capital, as in a headline."""
    words = re.findall(r"[A-Za-z][\w’'-]*", line)
    capitals = sum(word[0].isupper() for word in words if len(word) > 3)
    long = sum(len(word) > 3 for word in words)
    return line[-1:] not in '.!?”"' and len(words) > 3 and capitals >= 0.75 * long


def _fixed(sentence: Passage, names: re.Pattern[str]) -> list[Mention]:
    return [
        Mention(m[0], sentence.start + m.start(), sentence.start + m.end(), m[0], "")
        for m in names.finditer(sentence.exact)
    ]


def _names(sentence: Passage, spelled: set[str], cues: Cues) -> list[Mention]:
    """Names by their capitals, names that are known, and pronouns."""
    known = _fixed(sentence, _either({n for n in spelled if n in sentence.exact}))
    legal = "|".join(sorted(cues.words["legal"], key=len, reverse=True))
    link = r"(?:[ -]|\s&\s|\sof\s(?:the\s)?|\s(?:de|di|del|della|van|von|du|la)\s)"
    pattern = rf"(?<![\w@/])({_WORD}(?:{link}{_WORD})*)(?:,?\s(?:{legal})\b\.?)?"
    runs = []
    for match in re.finditer(pattern, sentence.exact):
        for words, start in _parts(match[0], match.start(), cues):
            place = sentence.start + start
            runs.append(Mention(words, place, place + len(words), words, ""))
    known = [one for one in known if not any(_part(one, run, cues) for run in runs)]
    taken = known + [run for run in runs if not _taken(run, known)]
    taken += [one for one in _pronouns(sentence, cues) if not _taken(one, taken)]
    return sorted(taken, key=lambda m: m.start)


def _taken(one: Mention, others: list[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _part(one: Mention, run: Mention, cues: Cues) -> bool:
    """Whether a known name is only a part of a longer one: Cloud in Zorro Cloud."""
    if not (run.start <= one.start and one.end <= run.end) or one.words == run.words:
        return False
    before = run.words[: one.start - run.start].split()
    return one.end < run.end or not all(word in cues.words["alone"] for word in before)


def _parts(words: str, start: int, cues: Cues) -> list[tuple[str, int]]:
    """A run of capitalised words without those that are no part of a name."""
    found = []
    runs = (run for run in re.finditer(_run(cues), _parted(words)))
    pieces = ((run, piece) for run in runs for piece in re.finditer(r"\S+(?:\s\S+)*", run[0]))
    for run, found_piece in pieces:
        piece, at = found_piece[0], start + run.start() + found_piece.start()
        while (first := re.match(r"[\w.’'-]+\s*", piece)) and first[0].strip() in cues.words[
            "common"
        ]:
            piece, at = piece[first.end() :], at + first.end()
        if piece and piece not in cues.words["alone"] and re.search(r"[^\W\d_].*[^\W\d_]", piece):
            found.append((piece, at))
    return found


def _parted(words: str) -> str:
    """ "Acme-owned Bell" names two: the hyphen and what is glued on give way to blanks."""
    return re.sub(
        r"-(?:based|owned|backed|led|founded|listed|branded)\b", lambda m: " " * len(m[0]), words
    )


def _run(cues: Cues) -> str:
    """Words up to one that parts two names, or to an "of" that is no part of a name."""
    parting = "|".join(sorted(cues.words["parting"]))
    word = rf"(?:{_HEADS}\s+of\s+(?:the\s+)?|(?!of\b|the\b)\S+(?:\s+|$))"
    return rf"(?<!\S)(?:(?!(?:{parting})\b){word})+"


def _pronouns(sentence: Passage, cues: Cues) -> list[Mention]:
    words = "|".join(sorted(cues.words["pronouns"], key=len, reverse=True))
    heads = "|".join(sorted(cues.words["heads"], key=len, reverse=True))
    pattern = re.compile(
        rf"\b(?:{words})\b|\b(?:the|this|his|their)\s+(?:[a-z-]+\s+){{0,2}}?(?:{heads})\b"
        r"(?!\s+(?:of\b|between\b|(?-i:[A-Z])))",
        re.IGNORECASE,
    )
    return [
        Mention(m[0], sentence.start + m.start(), sentence.start + m.end(), m[0], "", pronoun=True)
        for m in pattern.finditer(sentence.exact)
        if m[0] != "IT" and m[0] != "US"
    ]


def _typed(found: list[Mention], text: str, cues: Cues) -> list[Mention]:
    return [replace(m, kind=kind_of(m.words, (m.start, m.end), text, cues)) for m in found]


def _resolved(
    found: list[list[Mention]],
    sentences: list[Passage],
    entities: Mapping[str, Entity],
    known: Mapping[str, tuple[str, ...]],
) -> list[list[Mention]]:
    """The same mentions with full names, linked to known entities where a name is equal."""
    people: dict[str, Mention] = {}
    topic: Mention | None = None
    pair: tuple[Mention, Mention] | None = None
    settled = []
    for listed, sentence in zip(found, sentences, strict=True):
        row: list[Mention] = []
        for mention in listed:
            pair = _pair(row, sentence) or pair
            one = _named(mention, _topic(row, sentence) or topic, people)
            if one.pronoun and _SEVERAL.fullmatch(one.words) and pair:
                one = replace(one, name=pair[0].name, entity=pair[0].entity, partner=pair[1])
            iri = one.entity or linked(one.name, known)
            kind = _class(entities[iri], one.kind) if iri else one.kind
            row.append(replace(one, entity=iri, kind=kind))
            if kind == "Person" and not one.pronoun:
                # The last person named is whom "he" and "she" mean.
                people[one.name.split()[-1]] = people["he"] = row[-1]
        topic, pair = _topic(row, sentence) or topic, _pair(row, sentence) or pair
        settled.append(row)
    return settled


def _pair(row: list[Mention], sentence: Passage) -> tuple[Mention, Mention] | None:
    """The last two organizations of a sentence that "and" joins."""
    for one, other in reversed(list(pairwise(row))):
        between = sentence.exact[one.end - sentence.start : other.start - sentence.start]
        kinds = {one.kind, other.kind} & {"Person", "Place"}
        if between.strip() in {"and", "&"} and not kinds and not (one.pronoun or other.pronoun):
            return one, other
    return None


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
    return able[0] if able else None
