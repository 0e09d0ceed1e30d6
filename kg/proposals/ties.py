"""Which names of a sentence a cue ties together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Passage
from kg.proposals.cues import MARK, Cue, Cues
from kg.proposals.mentions import Mention
from kg.terms import vocabulary

__all__ = ["Marked", "Tie", "marked", "ties"]

# An aside between commas or in parentheses; a verb after it belongs to the name before it.
_ASIDE = re.compile(
    r",\s+(?:an?|the|which|who|whose|formerly|based|headquartered|known|best|founded|owned|part|"
    r"maker|led|backed|now|then|one|itself|parent|including|such|along|together)\b[^;]*?,"
    r"|\([^)]*\)"
)
_VERB_NEXT = re.compile(
    r",\s*(?:(?:\w+ly|has|have|had|will|would|also|recently)\s+)*$", re.IGNORECASE
)
# A name that a preposition leads in is nobody's subject.
_LED_IN = re.compile(
    r"(?:\b(?:in|on|at|by|for|from|with|to|of|against|into|than|as|between|after|before|via|"
    r"through|over)|w/)\s+(?:(?:the|its|their|a|an)\s+)?(?:[a-z-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be|got)\s+(?:\w+ly\s+)?$")
_PAST = re.compile(r"\w+(?:ed|ught|old|ken|ven)\b", re.IGNORECASE)
_POSSESSIVES = frozenset({"its", "their", "our", "his", "her"})
_VAGUE_OBJECTS = frozenset({"it", "they", "he", "she", "we"})


@dataclass(frozen=True)
class Marked:
    """A sentence in which every mention is one character of the private use area."""

    text: str
    places: tuple[int, ...]  # where each character stands in the whole text
    mentions: tuple[Mention, ...]

    def mention(self, mark: str) -> Mention:
        """The mention that a character stands for."""
        return self.mentions[ord(mark) - 0xE000]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the marked text stands in the whole text."""
        first, last = self.places[start], self.places[end - 1] + 1
        for mention in self.mentions:
            last = max(last, mention.end) if mention.start < last <= mention.end else last
        return first, last


@dataclass(frozen=True)
class Tie:
    """Two names, or a name and a few words, and the cue that ties them."""

    cue: Cue
    match: re.Match[str]
    subject: Mention
    object: Mention | None
    jointly: tuple[Mention, ...] = ()  # who takes part on the subject's side

    @property
    def presupposed(self) -> bool:
        """Whether a wording takes it for granted, as "the arm of" does, and no verb states it."""
        stated = r"\b(?:is|was|be|became|becomes?|remains|owns|owned|belongs?|operates|controls)\b"
        return self.cue.form == "presupposition" and not re.search(stated, self.match[0])


def marked(sentence: Passage, row: list[Mention]) -> Marked:
    """The sentence with its mentions marked."""
    out: list[str] = []
    places: list[int] = []
    at, base = sentence.start, sentence.start
    raw = _quiet(sentence.exact)
    for number, mention in enumerate(row[:6000]):
        out.append(raw[at - base : mention.start - base])
        places += range(at, mention.start)
        at = mention.end
        # "its rival" and "Systems' rival" are read as "Acme's rival" is.
        bare = raw[at - base :][:2].strip() == "'" and mention.words.endswith("s")
        mark = chr(0xE000 + number) + (
            "'s" if bare or mention.words.lower() in _POSSESSIVES else ""
        )
        out.append(mark)
        places += [mention.start] * len(mark)
        at += bare
    out.append(raw[at - base :])
    places += range(at, sentence.end + 1)
    return Marked("".join(out), tuple(places), tuple(row))


def ties(sentence: Marked, words: Cues) -> Iterator[Tie]:
    """What the cues tie together in a sentence; of two ties of the same names, the first."""
    seen: set[tuple[str, str]] = set()
    spans: list[tuple[int, int]] = []
    for cue in words.relations:
        for match in cue.regex.finditer(sentence.text):
            # "invest $1B in Acme" is one claim: what needs an amount only comes second.
            taken = cue.needs and any(start <= match.start() < end for start, end in spans)
            if taken or re.search(r"\bby\s*$", match[0]):
                continue
            for subject, object_ in _pairs(cue, match, sentence):
                # Of two readings of the same names the first stands; of words that are no name,
                # several things may be said ("achieve its goal of …").
                named = object_ is not None and match.groupdict().get("what") is None
                pair = (subject.name, object_.name if object_ and named else cue.relation)
                if pair in seen or pair[::-1] in seen or not _fits(cue, subject, object_):
                    continue
                seen.add(pair)
                spans.append(match.span())
                yield Tie(cue, match, subject, object_, tuple(_jointly(match, sentence)))


def _jointly(match: re.Match[str], sentence: Marked) -> list[Mention]:
    """Those with whom the subject does it: "A teamed up with B to invest", "… a lab with B"."""
    if match.groupdict().get("also"):
        return _listed(match["also"], sentence)
    listed = rf"({MARK}(?:(?:\s*,\s*|,?\s+and\s+){MARK})*)"
    with_ = re.search(
        rf"(?:\bwith|w/|alongside)\s+{listed}\s+to\s+$", sentence.text[: match.start()]
    )
    return _listed(with_[1], sentence) if with_ else []


def _quiet(sentence: str) -> str:
    """Full stops and commas inside numbers and abbreviations part nothing."""
    return re.sub(r"(?<=\d),(?=\d)|\.(?!$)", "·", sentence.replace("’", "'"))


def _pairs(
    cue: Cue, match: re.Match[str], sentence: Marked
) -> Iterator[tuple[Mention, Mention | None]]:
    groups = match.groupdict()
    if groups.get("both"):
        first, *others = [sentence.mention(m) for m in re.findall(MARK, groups["both"])]
        others = others or ([first.partner] if first.partner else [])
        yield from ((first, other) for other in others)
        return
    named = {side: _listed(groups.get(side), sentence) for side in ("who", "whom")}
    if cue.left:
        named[cue.left] = _left(cue, match, sentence)
    if "{who}" not in cue.text:
        named["who"] = _first(sentence, match)
    if _single(cue, match):
        named = {side: names[:1] for side, names in named.items()}
    objects: list[Mention | None] = list(named["whom"])
    if what := _phrase(cue, match, sentence):
        objects = [what]
    elif not re.search(r"\{(?:whom|what)\}", cue.text):
        objects = [None]
    yield from ((who, whom) for who in named["who"] for whom in objects)


def _single(cue: Cue, match: re.Match[str]) -> bool:
    """Whether "its unit Acme and Bell …" names one unit only."""
    heads = r"\b(?:unit|subsidiary|arm|division|affiliate|parent|owner)\b"
    return cue.form == "presupposition" and bool(re.search(heads, match[0]))


def _listed(marks: str | None, sentence: Marked) -> list[Mention]:
    plain = re.sub(rf"\([^()]*\)|\s+of\s+{MARK}", "", marks or "")
    names = [sentence.mention(mark) for mark in re.findall(MARK, plain)]
    # "bought Acme, the Times reported": a comma alone joins two names to no list.
    joined = len(names) > 2 or re.search(r"\b(?:and|or|as well as)\b|&", marks or "")
    return names if joined else names[:1]


def _first(sentence: Marked, match: re.Match[str]) -> list[Mention]:
    """Whom a sentence is about, for a pattern that names one side only."""
    before = [sentence.mention(mark) for mark in re.findall(MARK, sentence.text[: match.start()])]
    return [m for m in before if m.kind not in {"Person", "Place"}][:1]


def _phrase(cue: Cue, match: re.Match[str], sentence: Marked) -> Mention | None:
    """A run of words that is no name."""
    words = (match.groupdict().get("what") or "").rstrip(" ·'-")
    if not re.search(r"[a-z]{3}", words) or (cue.ends and not cue.ends.search(words)):
        return None
    start = match.start("what")
    first, last = sentence.span(start, start + len(words))
    shown = re.sub(MARK, lambda m: sentence.mention(m[0]).words, words)
    kind = vocabulary().relations[cue.relation].range
    return Mention(shown, first, last, shown, kind)


def _left(cue: Cue, match: re.Match[str], sentence: Marked) -> list[Mention]:
    """The names to which the words of a match belong: the nearest to the left, past asides."""
    text, at = sentence.text, match.start()
    if cue.verb and _PASSIVE.search(text[:at]) and _PAST.match(match[0]):
        return []
    asides = [m.span() for m in _ASIDE.finditer(text) if not m.start() <= at < m.end()]
    before = [start for start, end in asides if end <= at]
    if before and _VERB_NEXT.search(text[:at]):
        asides.append((before[0], at))
    for spot in reversed([m.start() for m in re.finditer(MARK, text[:at])]):
        if re.search(r"[;:“”]", text[spot:at]):
            return []
        hidden = any(start <= spot < end for start, end in asides)
        if not hidden and _able(sentence, spot, at):
            return _joined(spot, sentence)
    return []


def _able(sentence: Marked, spot: int, at: int) -> bool:
    """Whether the name at a spot may be the subject of what stands at another."""
    text, mention = sentence.text, sentence.mention(sentence.text[spot])
    owner = text[spot + 1 : spot + 3] == "'s"
    if owner and not re.fullmatch(r"'s(?:\s+[\w-]+){0,4}\s+", text[spot + 1 : at]):
        return False
    free = mention.words.lower() in _VAGUE_OBJECTS or re.match(
        r",\s+(?:which|who)\b", text[spot + 1 : at]
    )
    led = not free and _LED_IN.search(text[:spot])
    return mention.kind not in {"Person", "Place"} and not led


def _joined(spot: int, sentence: Marked) -> list[Mention]:
    """A name and those that a list joins to it on its left."""
    pattern = rf"(?:(?:{MARK}\s*,\s*)*{MARK},?(?:\s+and\s+|\s*&\s*))?{MARK}$"
    listed = re.search(pattern, sentence.text[: spot + 1])
    return _listed(listed[0] if listed else "", sentence)


def _fits(cue: Cue, subject: Mention, object_: Mention | None) -> bool:
    """Whether the classes of both ends, as far as the words tell, suit the relation."""
    known = vocabulary()
    relation = known.relations[cue.relation]
    ends = [(subject, relation.domain)] + ([(object_, relation.range)] if object_ else [])
    for mention, wanted in ends:
        suits = wanted in {mention.kind, *known.classes[mention.kind].supers}
        if mention.kind in {"Place", "Person"} and not suits:
            return False
    if object_ is None:
        return True
    vague = cue.left == "who" and object_.words.lower() in _VAGUE_OBJECTS
    return not vague and subject.name != object_.name
