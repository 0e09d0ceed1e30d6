"""Whose verb it is: the names to the left of the words that a cue found."""

import re

from kg.proposals.cues import Cue
from kg.proposals.marks import Marked, listed
from kg.proposals.mentions import Mention
from kg.proposals.patterns import MARK
from kg.terms import vocabulary

__all__ = ["VAGUE", "left"]

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
_COORDINATED = re.compile(
    rf"[^\s{MARK[1:-1]}]\s+and\s+(?:(?:\w+ly|later|then|also|has|had|have|will|is|was)\s+"
    r"|in\s+(?:\w+\s+)?\d{4},?\s+)*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:“”]|\b(?:that|which|who|while|when|but|after|before|as|said|says)\b")
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be|got)\s+(?:\w+ly\s+)?$")
_PAST = re.compile(r"\w+(?:ed|ught|old|ken|ven)\b", re.IGNORECASE)
VAGUE = frozenset({"it", "they", "he", "she", "we"})


def left(cue: Cue, match: re.Match[str], sentence: Marked) -> list[Mention]:
    """The names to which the words of a match belong: the nearest to the left, past asides."""
    text, at = sentence.text, match.start()
    if cue.verb and _PASSIVE.search(text[:at]) and _PAST.match(match[0]):
        return []
    if match[0].lstrip().startswith(","):
        # "sold to Acme, an arm of Bell": an apposition belongs to the name right before it.
        near = re.search(rf"{MARK}(?:\s+\([^)]*\))?$", text[:at].rstrip())
        return [sentence.mention(near[0][0])] if near else []
    asides = [m.span() for m in _ASIDE.finditer(text) if not m.start() <= at < m.end()]
    if _COORDINATED.search(text[:at]):
        return _clause_subject(cue, sentence, at, asides)
    before = [start for start, end in asides if end <= at]
    if before and _VERB_NEXT.search(text[:at]):
        asides.append((before[0], at))
    for spot in reversed([m.start() for m in re.finditer(MARK, text[:at])]):
        if re.search(r"[;:“”]", text[spot:at]):
            return []
        hidden = any(start <= spot < end for start, end in asides)
        if not hidden and _able(cue, sentence, spot, at):
            return _joined(spot, sentence)
    return []


def _clause_subject(
    cue: Cue, sentence: Marked, at: int, asides: list[tuple[int, int]]
) -> list[Mention]:
    """Whose second verb it is: "Acme built a lab in Ohio and was bought by Bell"."""
    text = sentence.text
    begin = max((m.end() for m in _CLAUSE.finditer(text[:at])), default=0)
    for match in re.finditer(MARK, text[begin:at]):
        spot = begin + match.start()
        hidden = any(start <= spot < end for start, end in asides)
        if not hidden and text[spot + 1 : spot + 3] != "'s" and _able(cue, sentence, spot, at):
            return _with_next(spot, sentence)
    return []


def _with_next(spot: int, sentence: Marked) -> list[Mention]:
    """A name and those that a list joins to it on its right."""
    pattern = rf"{MARK}(?:(?:\s*,\s*{MARK})*,?(?:\s+and\s+|\s*&\s*){MARK})?"
    found = re.match(pattern, sentence.text[spot:])
    return listed(found[0] if found else "", sentence)


def _able(cue: Cue, sentence: Marked, spot: int, at: int) -> bool:
    """Whether the name at a spot may be the subject of what stands at another."""
    text, mention = sentence.text, sentence.mention(sentence.text[spot])
    owner = text[spot + 1 : spot + 3] == "'s"
    if owner and not re.fullmatch(r"'s(?:\s+[\w-]+){0,4}\s+", text[spot + 1 : at]):
        return False
    free = mention.words.lower() in VAGUE or re.match(r",\s+(?:which|who)\b", text[spot + 1 : at])
    led = not free and _LED_IN.search(text[:spot])
    relation = vocabulary().relations[cue.relation]
    suits = (cue.only or relation.range) if cue.left == "whom" else relation.domain
    barred = {"Person", "Place"} - {suits, "Person" if suits == "Agent" else ""}
    return mention.kind not in barred and not led


def _joined(spot: int, sentence: Marked) -> list[Mention]:
    """A name and those that a list joins to it on its left."""
    pattern = rf"(?:(?:{MARK}\s*,\s*)*{MARK},?(?:\s+and\s+|\s*&\s*))?{MARK}$"
    found = re.search(pattern, sentence.text[: spot + 1])
    return listed(found[0] if found else "", sentence)
