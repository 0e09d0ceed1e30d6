"""The two parties of a relation around a cue, and which of them is the subject."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.cues import MARK, Cue, Cues
from kg.extraction.names_in_text import OWNED_NOUN, Marked, Mention, listed_mentions
from kg.extraction.vetoes import vetoed
from kg.model.ontology import vocabulary

# An aside between commas or in parentheses; a verb after it belongs to the name before it.
_ASIDE = re.compile(
    r",\s+(?:an?|not|the|in which|of which|where|which|who|whose|formerly|based|"
    r"headquartered|known|best|founded|owned|part|"
    r"maker|led|backed|now|then|one|itself|parent|including|such|along|together)\b[^;]*?,"
    r"|\([^)]*\)"
)
_VERB_NEXT = re.compile(
    r",\s*(?:(?:\w+ly|has|have|had|will|would|also|recently)\s+)*$", re.IGNORECASE
)
# A name after a preposition is not a subject.
_LED_IN = re.compile(
    r"(?:\b(?:in|on|at|by|for|from|with|to|(?<!likes\s)of|against|into|than|as|between|after|before|via|"
    r"through|over)|w/)\s+(?:(?:the|its|their|a|an)\s+)?"
    r"(?:(?!(?:that|which|who|whether)\b)[a-z-]+\s+){0,2}$",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"^(?:after|before|as|than)\b", re.IGNORECASE)
_AUXILIARIES = re.compile(r"\s+(?:(?:\w+ly|has|had|will|would|also|first|later|then|itself)\s+)*")
_COORDINATED = re.compile(
    rf"(?:[^\s{MARK[1:-1]}y]|[^l\s]y)\s+and\s+(?:(?:\w+ly|later|then|also|has|had|have|will|is|was)\s+"
    r"|in\s+(?:\w+\s+)?\d{4},?\s+)*$",
    re.IGNORECASE,
)
# "Acme beat rival Bell to buy Core": it is not Bell who buys.
_BEATEN = re.compile(r"\b(?:beat|beats|beating|outbid|outbids)\s+(?:[\w-]+\s+){0,3}$")
_CLAUSE = re.compile(r"[;:“”]|\b(?:that|which|who|while|when|but|after|before|as|said|says)\b")
# "Acme's rivals", "Acme shareholders": who acts is not Acme.
_PEOPLE = re.compile(
    r"(?:'s)?\s+(?:(?!and\b|or\b)[\w-]+\s+){0,2}?(?:rivals?|competitors?|customers?|clients?|suppliers?|partners|"
    r"investors?|shareholders?|founders?|employees|workers|executives?|officials?|analysts?|users|"
    r"lawyers?|creditors?|lenders?|backers?|boss|chairman|chairwoman|chief executive|CEO|unions?|"
    r"owners?|bosses|insiders|engineers|veterans?|alumni|drivers|sellers)(?=\s)(?!\s+(?-i:[\ue000-\uf8ff]))",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"\b(?:that|whether|if|because|since|when|where|while|although|though|how|why|until|unless)\b"
)
_GERUND = re.compile(r"\w+ing\b")
_UNTOLD = re.compile(r"\b(?:for|about|against|without|between|pay|paid|costs?|of|idea|talk)\s+$")
# "beaten by Acme in the race to buy Bell"
_CONTEST = re.compile(r"\b(?:race|battle|fight|contest|war|struggle)\s+to\s+(?!and\b)\w*$")
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be|got)\s+(?:\w+ly\s+)?$")
_PERFECT = re.compile(r"\b(?:has|have|had)\s+(?:\w+ly\s+)?$")
_PAST = re.compile(r"\w+(?:ed|ught|old|ken|ven)\b", re.IGNORECASE)
# "dropped its pursuit of rival Acme": presupposes that they are rivals.
_RIVAL = re.compile(
    r"\s*(?:fellow\s+|arch-?|main\s+|chief\s+)?(?:rival|competitor)\b", re.IGNORECASE
)
VAGUE = frozenset({"it", "they", "he", "she", "we"})


def left(cue: Cue, match: re.Match[str], sentence: Marked) -> list[Mention]:
    """The names to which the words of a match belong: the nearest to the left, past asides."""
    text, at = sentence.text, match.start()
    if _nobody(cue, match, text):
        return []
    # "Acme, a rival of Bell, is a unit of Core": the comma closes an aside.
    closes = re.match(r"\s*,\s+(?:is|was|are|were|has|had|became|becomes|remains)\b", match[0])
    if match[0].lstrip().startswith(",") and not closes:
        # "sold to Acme, an arm of Bell": an apposition belongs to the name right before it.
        near = re.search(rf"({MARK})(?:\s+\([^)]*\))?$", text[:at].rstrip())
        return [sentence.mention(near[1])] if near else []
    # "an option for Acme to buy Bell"
    if meant := re.search(rf"\bfor\s+({MARK})\s+to\s+(?:\w+ly\s+)?$", text[:at]):
        return [sentence.mention(meant[1])]
    asides = [m.span() for m in _ASIDE.finditer(text) if not m.start() <= at < m.end()]
    if _COORDINATED.search(text[:at]):
        return _clause_subject(cue, sentence, at, asides)
    before = [start for start, end in asides if end <= at]
    if before and _VERB_NEXT.search(text[:at]):
        asides.append((before[0], at))
    return _nearest(cue, sentence, at, asides)


def _nobody(cue: Cue, match: re.Match[str], text: str) -> bool:
    """Check if the words around a verb leave open who acts."""
    before = text[: match.start()]
    passive = cue.verb and _PASSIVE.search(before) and _PAST.match(match[0])
    # "paid for buying Acme": who bought is not told.
    untold = _GERUND.match(match[0].lstrip()) and _UNTOLD.search(before)
    # "had taken over an option held by Acme" is no passive.
    active = (
        cue.left == "whom" and not cue.verb and _PAST.match(match[0]) and _PERFECT.search(before)
    )
    return bool(passive or untold or active or _CONTEST.search(before + match[0][:3].lower()))


def _nearest(cue: Cue, sentence: Marked, at: int, asides: list[tuple[int, int]]) -> list[Mention]:
    """The nearest name to the left that can be the subject, with those joined to it."""
    text = sentence.text
    for spot in reversed([m.start() for m in re.finditer(MARK, text[:at])]):
        if re.search(r"[;:“”]", text[spot:at]):
            return []
        hidden = any(start <= spot < end for start, end in asides)
        hidden = hidden or bool(_BEATEN.search(text[:spot]))
        # "Acme's arm joined Bell's round that is led by …": it is Bell's round.
        whose = re.match(
            rf"{MARK}'s\s[^,;{MARK[1:-1]}]{{0,40}}?\bround\s(?:that|which)\s", text[spot:at]
        )
        if whose or (not hidden and _able(cue, sentence, spot, at)):
            told = whose or _own_subject(text[spot + 1 : at], asides, spot + 1)
            return _joined(spot, sentence) if told else []
    return []


def _own_subject(between: str, asides: list[tuple[int, int]], base: int) -> bool:
    """Check if a name is the subject of the verb after these words, and not one of its people."""
    if _PEOPLE.match(between):
        return False
    kept = "".join(
        letter
        for place, letter in enumerate(between, base)
        if not any(start <= place < end for start, end in asides)
    )
    # "Acme said it was happy that one of its bets was bought by Bell": the bet was bought.
    clauses = list(_NEW_CLAUSE.finditer(kept))
    return not clauses or not kept[clauses[-1].end() :].strip()


def _clause_subject(
    cue: Cue, sentence: Marked, at: int, asides: list[tuple[int, int]]
) -> list[Mention]:
    """The subject of a second verb: "Acme built a lab in Ohio and was bought by Bell"."""
    text = sentence.text
    begin = max((m.end() for m in _CLAUSE.finditer(text[:at])), default=0)
    for match in re.finditer(MARK, text[begin:at]):
        spot = begin + match.start()
        hidden = any(start <= spot < end for start, end in asides)
        owner = re.match(r"'s\s(?!(?:board|management|directors)\b)", text[spot + 1 :])
        if not hidden and not owner and _able(cue, sentence, spot, at):
            return _with_next(spot, sentence)
    return []


def _with_next(spot: int, sentence: Marked) -> list[Mention]:
    """A name with those that a list joins to it on its right."""
    pattern = rf"{MARK}(?:(?:\s*,\s*{MARK})*,?(?:\s+and\s+|\s*&\s*){MARK})?"
    found = re.match(pattern, sentence.text[spot:])
    return listed_mentions(found[0] if found else "", sentence)


def _able(cue: Cue, sentence: Marked, spot: int, at: int) -> bool:
    """Check if the name at one position can be the subject of the verb at another."""
    text, mention = sentence.text, sentence.mention(sentence.text[spot])
    owner = text[spot + 1 : spot + 3] == "'s"
    if owner and not re.fullmatch(r"'s(?:\s+[\w-]+){0,4}\s+", text[spot + 1 : at]):
        return False
    free = mention.words.lower() in VAGUE or re.match(r",\s+(?:which|who)\b", text[spot + 1 : at])
    led = not free and _LED_IN.search(text[:spot])
    # "after Acme sued Bell": Acme sued.
    if (
        led
        and cue.verb
        and _CONJUNCTION.search(led[0])
        and _AUXILIARIES.fullmatch(text[spot + 1 : at])
    ):
        led = None
    relation = vocabulary().relations[cue.relation]
    suits = (cue.only or relation.range) if cue.left == "whom" else relation.domain
    barred = {"Person", "Place"} - {suits, "Person" if suits == "Agent" else ""}
    return mention.kind not in barred and not led


def _joined(spot: int, sentence: Marked) -> list[Mention]:
    """A name with those that a list joins to it on its left."""
    pattern = rf"(?:(?:{MARK}\s*,\s*)*{MARK},?(?:\s+and\s+|\s*&\s*))?{MARK}$"
    if re.match(r",?\s+(?:etc|among others)\b", sentence.text[spot + 1 :]):
        pattern = rf"(?:{MARK}\s*,\s*)*{MARK}$"
    found = re.search(pattern, sentence.text[: spot + 1])
    return listed_mentions(found[0] if found else "", sentence)


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
        """Check if the wording presupposes the relation, as "the arm of" does, without a verb."""
        stated = r"\b(?:is|was|be|became|becomes?|remains|owns|owned|belongs?|operates|controls)\b"
        taken = self.cue.form == "presupposition" or _RIVAL.match(self.match[0])
        return bool(taken) and not re.search(stated, self.match[0])


def relations_between(sentence: Marked, words: Cues) -> Iterator[Tie]:
    """The relations that cues express in a sentence; the first for each pair of names."""
    seen: set[tuple[str, str]] = set()
    spans: list[tuple[int, int]] = []
    for cue in words.able(sentence.text):
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
                # The same sentence may presuppose that partners are rivals.
                pair = (pair[0], f"{pair[1]} rival") if cue.relation == "competesWith" else pair
                if pair in seen or pair[::-1] in seen or not _fits(cue, subject, object_):
                    continue
                if vetoed(cue, match, (subject, object_), sentence, words):
                    continue
                seen.add(pair)
                spans.append(match.span())
                joint = _jointly(match, sentence)
                # "They will invest": the second of the two takes part.
                if subject.partner and not (object_ and object_.name == subject.partner.name):
                    joint = joint or [subject.partner]
                yield Tie(cue, match, subject, object_, tuple(joint))


def _where(cue: Cue, match: re.Match[str], words: Cues) -> bool:
    """Check if a name is only a location: "builds a lab for robots in Hamburg"."""
    lead = words.either["located"]
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


def _jointly(match: re.Match[str], sentence: Marked) -> list[Mention]:
    """Partners who act with the subject: "A teamed up with B to invest", "… a lab with B"."""
    if match.groupdict().get("also"):
        return listed_mentions(match["also"], sentence)
    several = rf"({MARK}(?:(?:\s*,\s*|,?\s+and\s+){MARK})*)"
    with_ = re.search(
        rf"(?:\bwith|w/|alongside)\s+{several}\s+to\s+$", sentence.text[: match.start()]
    )
    return listed_mentions(with_[1], sentence) if with_ else []


def _pairs(
    cue: Cue, match: re.Match[str], sentence: Marked
) -> Iterator[tuple[Mention, Mention | None]]:
    groups = match.groupdict()
    if groups.get("both"):
        first, *others = [sentence.mention(m) for m in re.findall(rf"{MARK}(?!'s)", groups["both"])]
        others = others or ([first.partner] if first.partner else [])
        yield from ((first, other) for other in others)
        return
    named = {side: listed_mentions(groups.get(side), sentence) for side in ("who", "whom")}
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
    """Check if "its unit Acme and Bell …" names one unit only."""
    if "-backed" in cue.text:
        return True
    heads = r"\b(?:unit|subsidiary|arm|division|affiliate|parent|owner)\b"
    return cue.form == "presupposition" and bool(re.search(heads, match[0]))


def _first(sentence: Marked, match: re.Match[str]) -> list[Mention]:
    """The topic of a sentence, for a pattern that names one side only."""
    marks = re.findall(rf"{MARK}(?!-)", sentence.text[: match.start()])
    before = [sentence.mention(mark) for mark in marks]
    able = [m for m in before if m.kind not in {"Person", "Place"}]
    # Of several nobody can tell whose partner or rival is meant.
    return able[:1] if len({m.name for m in able}) == 1 else []


def _phrase(cue: Cue, match: re.Match[str], sentence: Marked) -> Mention | None:
    """A run of words that does not contain a name."""
    words = (match.groupdict().get("what") or "").rstrip(" ·'-")
    if not re.search(r"[a-z]{3}", words) or (cue.ends and not cue.ends.search(words)):
        return None
    start = match.start("what")
    first, last = sentence.span(start, start + len(words))
    shown = re.sub(MARK, lambda m: sentence.mention(m[0]).words, words)
    kind = vocabulary().relations[cue.relation].range
    return Mention(shown, first, last, shown, kind)


def _fits(cue: Cue, subject: Mention, object_: Mention | None) -> bool:
    """Check if the classes of both ends fit the relation, as far as they are known."""
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
    # "he" without an antecedent is not a party.
    unknown = any(
        m.pronoun
        and m.name == m.words
        and (m.words.lower() in {"he", "she"} or m.kind == "Group" or OWNED_NOUN.search(m.words))
        for m in (subject, object_)
    )
    vague = unknown or (cue.left == "who" and object_.words.lower() in VAGUE)
    vague = vague or (object_.pronoun and cue.relation in {"offers", "uses"})
    return not vague and subject.name != object_.name
