"""Qualifiers of a claim: date, deadline, field and audience, read from the words around a cue."""

import re
from dataclasses import dataclass

from kg.extraction.cues import Cues
from kg.extraction.names_in_text import Mention
from kg.model.claims import Passage
from kg.model.dates import MONTHS, day
from kg.model.ontology import vocabulary

REACH = 120  # characters after a cue in which its qualifiers are looked for

_MONTH = "|".join(name.capitalize() for name in sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SPAN = r"year|month|week|quarter|spring|summer|autumn|fall|winter|decade"
_YEAR = r"(?:19|20)\d\d"
_DATED = (
    rf"(?:(?:{_MONTH})\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+(?:of\s+)?{_YEAR})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})(?:,?\s+{_YEAR})?|{_YEAR}"
    rf"|(?:the\s+)?(?:first|second|third|fourth|last)\s+(?:quarter|half)(?:\s+of\s+{_YEAR})?"
    rf"|Q[1-4](?:\s+(?:of\s+)?{_YEAR})?|the\s+(?:{_SPAN}|19\d0s|20\d0s)(?:\s+of\s+{_YEAR})?"
    rf"|(?:spring|summer|autumn|winter)\s+(?:of\s+)?{_YEAR}|{_WEEKDAY})"
)
_TIME = re.compile(
    rf"\b(?:(?i:in|on|since|during|around)\s+(?P<dated>(?:(?:early|late|mid)[\s-]+)?{_DATED})"
    rf"|(?i:in\s+|on\s+)?(?P<near>(?:early\s+|late\s+)?(?i:last|next|this|the\s+following|the\s+same)\s+"
    rf"(?:{_SPAN}|{_MONTH}|{_WEEKDAY})|earlier\s+this\s+(?:{_SPAN})|yesterday|tomorrow"
    rf"|(?:\w+|\d+)\s+(?:years?|months?|weeks?|days?)\s+(?:ago|earlier|later)))(?!\w)"
)
_DEADLINE = re.compile(
    rf"\bby\s+(?:the\s+)?(?:end\s+of\s+|beginning\s+of\s+|start\s+of\s+|early\s+|late\s+|mid-|fiscal\s+|"
    rf"(?:{_MONTH})\s+(?:of\s+)?|the\s+year\s+|year\s+)*({_YEAR})\b"
)
# Where another statement begins.
_NEXT = re.compile(
    r"[;:.!?“”]\s|[;“”]|,\s+(?:and|but|while|which|who|whereas|although|after|before|said|says)\b"
    r"|\b(?:while|whereas|but|which|said|says|told)\b|\band\s+(?:\w+ly\s+)?(?:is|was|has|will|plans)\b"
)
_NEW = re.compile(r"[;:“”]|,\s+(?:and|but|while|which|who)\b|\b(?:that|while|whereas|but|which)\b")
_NOUN = r"(?:[a-z][\w’'-]*|[A-Z]{2,5}|\d[A-Z])"
_STOP = (
    r"(?:to|for|in|on|at|by|with|and|or|that|which|as|from|of|is|was|are|were|said|after|before|over|"
    r"worth|under|who|when|while|will|would|has|have|its|their|the|an?|but|than|since|last|next|this)\b"
)
_NOUNS = rf"(?!{_STOP}){_NOUN}(?:\s+(?!{_STOP}){_NOUN}){{0,4}}(?:\s+and\s+development)?"
_DETERMINED = r"(?:(?:the|an?|its|their|new|several|some)\s+){0,2}"
_MATTERS = r"market|markets|industry|sector|business|space|segment|field|arena"
_FIELD = (
    re.compile(
        rf"\bin\s+the\s+(?:field|area|market|business|sector|space)s?\s+(?:of|for)\s+({_NOUNS})"
    ),
    re.compile(rf"\bin\s+(?:the|its|their)\s+({_NOUNS}?)\s+(?:{_MATTERS})\b"),
)
_MATTER = re.compile(rf"\s+(?:closely\s+)?(?:on|in)\s+{_DETERMINED}({_NOUNS})")
_OVER = re.compile(rf"\s+over\s+{_DETERMINED}({_NOUNS})")
# "in return", "on the same day", "in a bid to": no field.
_NO_FIELD = re.compile(
    r"(?:return|exchange|part|order|bid|effort|efforts|addition|turn|fact|full|cash|stock|total|time|"
    r"general|particular|secret|principle|talks?|early|late|mid|same|day|behalf|favou?r|response|deal|"
    r"charge|place|terms|stages?|city|country|region|world|years?|months?|weeks?|past|future|round)\b"
)


@dataclass(frozen=True)
class Qualifiers:
    """Qualifiers read from a clause; absent ones are empty."""

    when: str | None = None
    deadline_year: int | None = None
    fields: tuple[Mention, ...] = ()
    audience: tuple[Mention, ...] = ()


def qualifiers(sentence: Passage, start: int, end: int, relation: str, words: Cues) -> Qualifiers:
    """Read the qualifiers from the clause around a stretch of the text."""
    first, last = start - sentence.start, end - sentence.start
    text = sentence.exact
    after = text[last : last + REACH]
    if stop := _NEXT.search(after):
        after = after[: stop.start()]
    fields: list[Mention] = []
    family = vocabulary().relations[relation].family
    if family in {"cooperation", "competition"}:
        fields = _fields(after, end, relation)
    audience: list[Mention] = []
    if relation == "offers":
        audience = _audience(after, end, words)
    deadline = _DEADLINE.search(text[first:last] + after)
    return Qualifiers(
        when=_when(text, first, last, after, words),
        deadline_year=int(deadline[1]) if deadline else None,
        fields=tuple(fields),
        audience=tuple(audience),
    )


def _when(text: str, first: int, last: int, after: str, words: Cues) -> str | None:
    """A time after the words, inside them, or at the head of their clause."""
    head = max((m.end() for m in _NEW.finditer(text[:first])), default=0)
    opening = re.compile(rf"\s*(?:\w+\s+){{0,2}}?{_TIME.pattern}").match(text, head)
    places = [_TIME.search(after), _TIME.search(text[first:last])]
    places += [opening if opening and opening.end() <= first else None]
    before = (text[:last], text[:first], text[:head])
    for match, earlier in zip(places, before, strict=True):
        if match is None or _of_saying(earlier, match, words):
            continue
        said = (match["dated"] or match["near"]).rstrip(".")
        plain = " ".join(said.split())
        vague = re.match(r"(?:early|late|mid)\b", plain)
        return said if vague else day(plain) or said
    return None


def _of_saying(earlier: str, match: re.Match[str], words: Cues) -> bool:
    """Check if a date belongs to the announcement: "said on Monday"."""
    before = (earlier + match.string[: match.start()])[-40:]
    spoken = [m.end() for m in words.patterns["speech"].finditer(before)]
    return any(re.fullmatch(r"\s*(?:\w+\s*)?,?\s*", before[end:]) for end in spoken)


def _fields(after: str, base: int, relation: str) -> list[Mention]:
    """The fields in which two organizations work together or compete."""
    found = [match for pattern in _FIELD for match in pattern.finditer(after)]
    if not found:
        near = (_OVER if relation == "disputesWith" else _MATTER).match(after)
        found = [near] if near else []
    return [
        Mention(match[1], base + match.start(1), base + match.end(1), match[1], "Field")
        for match in found[:1]
        if not _NO_FIELD.match(match[1]) and re.search(r"[a-z]{3}|[A-Z\d]{2}", match[1])
    ]


def _audience(after: str, base: int, words: Cues) -> list[Mention]:
    """For whom something is offered."""
    groups = "|".join(sorted(words.words["audiences"], key=len, reverse=True))
    one = rf"\b(?:[a-z-]+\s+){{0,2}}?(?:{groups})\b"
    listed = rf"(?P<all>{one}(?:(?:,\s+|\s+and\s+){one})*)"
    match = re.search(rf"\b(?:for|to|aimed\s+at)\s+{listed}", after)
    if not match:
        return []
    at = base + match.start("all")
    return [
        Mention(m[0], at + m.start(), at + m.end(), m[0], "Group")
        for m in re.finditer(rf"(?!and\b){one}", match["all"])
    ]
