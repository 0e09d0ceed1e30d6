"""Which names of a sentence a cue ties together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.proposals.cues import Cue, Cues
from kg.proposals.marks import Marked, listed
from kg.proposals.mentions import Mention
from kg.proposals.patterns import MARK
from kg.proposals.subjects import VAGUE, left
from kg.terms import vocabulary

__all__ = ["Tie", "ties"]


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


def ties(sentence: Marked, words: Cues) -> Iterator[Tie]:
    """What the cues tie together in a sentence; of two ties of the same names, the first."""
    seen: set[tuple[str, str]] = set()
    spans: list[tuple[int, int]] = []
    stands: dict[str, bool] = {}
    for cue in words.relations:
        if not _may(cue, sentence.text, stands):
            continue
        for match in cue.regex.finditer(sentence.text):
            # "invest $1B in Acme" is one claim: what needs an amount only comes second.
            taken = cue.needs and any(start <= match.start() < end for start, end in spans)
            if taken or re.search(r"\bby\s*$", match[0]) or _where(cue, match, words):
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
                joint = _jointly(match, sentence)
                # "They will invest": the second of the two takes part.
                if subject.partner and not (object_ and object_.name == subject.partner.name):
                    joint = joint or [subject.partner]
                yield Tie(cue, match, subject, object_, tuple(joint))


def _where(cue: Cue, match: re.Match[str], words: Cues) -> bool:
    """Whether a name only tells where: "builds a lab for robots in Hamburg" supplies no Hamburg."""
    lead = "|".join(sorted(words.words["located"]))
    for side in ("who", "whom"):
        if match.groupdict().get(side) is None:
            continue
        before = match[0][: match.start(side) - match.start()]
        # "invests in {whom}": the pattern itself asks for the preposition.
        asked = rf"[\s(|](?:{lead})(?:\|[^()]*)?\)?\s+(?:\.\.\.\s+)?\{{{side}\}}"
        led = re.search(rf"\b(?:{lead})\s+(?:the\s+)?$", before, re.IGNORECASE)
        if led and not re.search(asked, cue.text):
            return True
    return False


def _may(cue: Cue, text: str, stands: dict[str, bool]) -> bool:
    """Whether all that a cue needs stands in a text; `stands` remembers what was looked for."""
    for part in cue.needed:
        # By its text: a compiled pattern is hashed anew each time.
        if part.pattern not in stands:
            stands[part.pattern] = bool(part.search(text))
        if not stands[part.pattern]:
            return False
    return True


def _jointly(match: re.Match[str], sentence: Marked) -> list[Mention]:
    """Those with whom the subject does it: "A teamed up with B to invest", "… a lab with B"."""
    if match.groupdict().get("also"):
        return listed(match["also"], sentence)
    several = rf"({MARK}(?:(?:\s*,\s*|,?\s+and\s+){MARK})*)"
    with_ = re.search(
        rf"(?:\bwith|w/|alongside)\s+{several}\s+to\s+$", sentence.text[: match.start()]
    )
    return listed(with_[1], sentence) if with_ else []


def _pairs(
    cue: Cue, match: re.Match[str], sentence: Marked
) -> Iterator[tuple[Mention, Mention | None]]:
    groups = match.groupdict()
    if groups.get("both"):
        first, *others = [sentence.mention(m) for m in re.findall(rf"{MARK}(?!'s)", groups["both"])]
        others = others or ([first.partner] if first.partner else [])
        yield from ((first, other) for other in others)
        return
    named = {side: listed(groups.get(side), sentence) for side in ("who", "whom")}
    if cue.left:
        named[cue.left] = left(cue, match, sentence)
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


def _fits(cue: Cue, subject: Mention, object_: Mention | None) -> bool:
    """Whether the classes of both ends, as far as the words tell, suit the relation."""
    known = vocabulary()
    relation = known.relations[cue.relation]
    if cue.only and (object_ is None or object_.kind != cue.only):
        return False
    ends = [(subject, relation.domain)] + ([(object_, relation.range)] if object_ else [])
    for mention, wanted in ends:
        suits = wanted in {mention.kind, *known.classes[mention.kind].supers}
        if not suits and "Person" in {mention.kind, wanted}:
            return False
        if mention.kind == "Place" and not suits:
            return False
    if object_ is None:
        return True
    vague = cue.left == "who" and object_.words.lower() in VAGUE
    vague = vague or (object_.pronoun and cue.relation in {"offers", "uses"})
    return not vague and subject.name != object_.name
