"""Attribution, modality and qualifiers: firmness, speaker, time, field and audience of a clause."""

import re
from dataclasses import dataclass, replace

from kg.extraction.cues import MARK, Cues
from kg.extraction.names_in_text import Mention
from kg.model.claims import Passage
from kg.model.dates import MONTHS, day
from kg.model.ontology import vocabulary

# "Their merger could be announced soon": the hedge follows what it is about.
_LATER = re.compile(
    r"(?:\s*,[^,;.“”]{0,60},)?\s+(?:could|may|might|would|will|is\s+(?:expected|likely|set|due)\s+to)\b",
    re.IGNORECASE,
)


# What may follow a verb of saying that comes last: "…, Acme News reported on Tuesday, citing …".
_CLOSES = re.compile(r"\s*[,.]|[^,]{0,40}(?:[.,]?$|,\s+(?:citing|adding|quoting|without|in|on)\b)")


# "the acquisition of Acme for $5 million was blocked": what it was to cost parts nothing.
_PRICE = re.compile(
    r"^\s*,?\s*(?:for|worth|valued\sat|over|about|on|to)\s[^,;]{1,40}?"
    r"(?=\s(?:was|were|has|have|fell|broke|ended|coll))"
)
# "called reports of a merger with Acme untrue"
_FALSE = re.compile(
    r"[^,;]{0,20}\s[\"“']?(?:untrue|false|baseless|unfounded|incorrect|groundless|not true|"
    r"pure speculation)\b"
)
# "Acme bought Bell and analysts expect": it is not Bell who expects.
_UNNAMED = re.compile(r"\band\s+(?:\w+\s+)?(?:analysts|sources|officials|experts|observers)\s+$")
# Between ", said" and the speaker stands a title, not a deed: ", announced a deal with Acme".
_IS_SPEAKER = re.compile(
    r"\s*(?:(?!(?:with|to|for|from|in|on|by|into|against)\b)[\w’'-]+,?\s+){0,6}"
)


@dataclass(frozen=True)
class Manner:
    """The modality, polarity and form of a clause."""

    modality: str
    polarity: str


@dataclass(frozen=True)
class Speech:
    """A stretch of a sentence whose speaker is somebody other than the source."""

    speaker: Mention
    sentence: int
    start: int
    end: int
    quotes: tuple[tuple[int, int], ...]  # what stands between quotation marks
    verb: str


def manner(
    text: str, span: tuple[int, int], words: Cues, *, verb: str = "", purpose: str = "plan"
) -> Manner:
    """Find the outermost hedge that governs a stretch of a marked sentence.

    `verb` is the verb of saying under which the whole of it stands: what is predicted to happen
    is a prediction, wherever in the sentence "predicted" stands. `purpose` is what a mere "to"
    comes to, where more than a subject stands before it: "merged to compete with Acme".
    """
    start, end = span
    before, inside = _governing(text[:start]), text[start:end]
    aims = list(words.patterns["purpose"].finditer(before))
    clause = before[aims[-1].start() :] if aims else before
    hedged = _outermost(verb, words) or ("goal" if aims else _outermost(clause + inside, words))
    if hedged is None and re.search(r"(?:^|\s)to\s+$", before):
        done = [match.end() for match in words.patterns["done"].finditer(before)]
        headed = re.fullmatch(rf"(?:.*[,;:]\s+)?(?:\S+\s+){{0,3}}?{MARK}\s+to\s+", before)
        hedged = None if len(before.rstrip()) in done else "plan" if headed else purpose
    if hedged is None and (later := _LATER.match(text[end:])):
        hedged = _outermost(later[0], words)
    failed = words.patterns["failed"].match(_PRICE.sub("", text[end:]).lstrip())
    false = _FALSE.match(text[end:])
    denied = bool(failed or false) or _denied(clause + inside, words)
    hedged = hedged or ("speculation" if false else None)
    return Manner(hedged or ("plan" if failed else "fact"), "denied" if denied else "affirmed")


_UNMOVED = re.compile(
    r"(?:\bnot|n't|\bnever|\bwithout)\b[^,;]{0,40}?\b(?:affect|impact|disrupt|harm|hurt|change|influence)\w*",
    re.IGNORECASE,
)


_NOT_ANOTHER = re.compile(rf",\s+(?:and\s+)?not\s+{MARK},?")  # "Acme, not Bell, bought Core"


def _denied(clause: str, words: Cues) -> bool:
    """Check if a clause denies what it tells; to deny that something ends is to affirm it."""
    # "is not expected to affect its partnership": the partnership is there.
    plain = _NOT_ANOTHER.sub(" ", _UNMOVED.sub(" ", clause))
    if not words.patterns["denial"].search(plain):
        return False
    outer = words.patterns["rebuttal"].search(clause)
    ending = outer and words.patterns["ending"].search(clause, outer.end())
    return not ending


def _governing(before: str) -> str:
    """The words before this stretch in the same clause, without asides."""
    plain = re.sub(r"\([^)]*\)", "", before)
    plain = re.sub(r",\s+(?:which|who|whose|an?|the)\b[^,;]*,", " ", plain)
    parted = (
        r"[;:]|,\s+(?:while|but|whereas|although|though|where)\b|[.!?]\s|\s(?:when|after|because)\s"
    )
    return re.split(parted, plain)[-1]


def _outermost(clause: str, words: Cues) -> str | None:
    first: tuple[int, int, str] | None = None
    for modality, pattern in words.hedges:
        for match in pattern.finditer(clause):
            place = (match.start(), -len(match[0]), modality)
            first = min(first or place, place)
    return first[2] if first else None


def speeches(parts: list[Passage], rows: list[list[Mention]], words: Cues) -> list[Speech]:
    """Find the speakers of a sentence: reported speech, quotations, "according to"."""
    found: list[Speech] = []
    for place, (sentence, row) in enumerate(zip(parts, rows, strict=True)):
        spoken = _reported(sentence, row, words) or _according(sentence, row, words)
        if spoken is None:
            before = found[-1] if found and found[-1].sentence == place - 1 else None
            if before and before.quotes and sentence.exact.startswith(("“", '"')):
                whole = (sentence.start, sentence.end)
                found.append(Speech(before.speaker, place, *whole, (whole,), ""))
            continue
        speaker, start, verb = spoken
        # In "A and B said that they …" both are heard, from the sentence's first word on.
        alone = re.search(r"[,;:]", sentence.exact[: speaker.start - sentence.start])
        start = min(start, speaker.start) if alone else sentence.start
        found.append(Speech(speaker, place, start, sentence.end, _quotes(sentence), verb))
    return found


def _quotes(sentence: Passage) -> tuple[tuple[int, int], ...]:
    spans = re.finditer(r"[“\"][^”\"]*[”\"]?", sentence.exact)
    return tuple((sentence.start + m.start(), sentence.start + m.end()) for m in spans)


def _reported(
    sentence: Passage, row: list[Mention], words: Cues
) -> tuple[Mention, int, str] | None:
    """The speaker of a sentence, the start of the reported clause, and a verb that comes last."""
    exact, base = sentence.exact, sentence.start
    first = None
    for match in words.patterns["speech"].finditer(exact):
        before, after = exact[: match.start()], exact[match.end() :]
        # "is said to", "to say", "the report", "did not disclose": no speaker here.
        unsaid = r"(?:\b(?:to|will|would|may|could|might|the|an?|is|are|was|were|not)|n['’]t)\s+$"
        if re.search(unsaid, before):
            continue
        inverted = _next(row, base + match.end(), after)
        if inverted and (
            re.search(r"[”\"']\s*$", before)
            or (
                before.rstrip().endswith(",")
                and _IS_SPEAKER.fullmatch(exact[match.end() : inverted.start - base])
            )
        ):
            return inverted, base, match[0]
        speaker = _previous(row, base + match.start(), before, words)
        # ", Jane Doe told reporters on Monday." comes last and governs all before it.
        told = re.search(r",[”\"]?\s*\S[^,]{0,60}$", before)
        # “…,” Jane Doe, the head of Acme, said: what she said stands before her.
        quoted = speaker and re.search(r"[,.?!…][”\"'’]\s*$", exact[: speaker.start - base])
        if speaker and (quoted or (told and _CLOSES.match(after))):
            return speaker, base, match[0]
        first = first or ((speaker, base + match.start(), "") if speaker else None)
    return first


def _according(
    sentence: Passage, row: list[Mention], words: Cues
) -> tuple[Mention, int, str] | None:
    match = re.search(r"\b[Aa]ccording to\s+", sentence.exact)
    if not match:
        return None
    rest, at = sentence.exact[match.end() :], sentence.start + match.end()
    speaker = _next(row, at, rest) or _group(words, rest, at, 40)
    after = [m for m in row if speaker and m.start >= speaker.end]
    if speaker and after and sentence.exact[speaker.end - sentence.start :].startswith(" and "):
        joined = _together([speaker, after[0]], rest, at)
        speaker = joined if joined.start == speaker.start else speaker
    return (speaker, sentence.start, "") if speaker else None


def _together(near: list[Mention], before: str, base: int) -> Mention:
    """The last name, or all names joined to it as one speaker: "Acme and Bell said"."""
    joined = [near[-1]]
    for one in reversed(near[:-1]):
        between = before[one.end - base : joined[0].start - base].strip()
        alike = (one.kind == "Person") == (joined[-1].kind == "Person")
        if not alike or not (between in {"and", "&", ", and"} or (between == "," and joined[1:])):
            break
        joined.insert(0, one)
    last = joined[-1]
    if last.partner:
        return replace(last, name=f"{last.name} and {last.partner.name}", entity=None, kind="Group")
    if len(joined) == 1 or any(one.pronoun for one in joined):
        return last
    words = before[joined[0].start - base : last.end - base]
    return Mention(words, joined[0].start, last.end, " ".join(words.split()), "Group")


def _group(words: Cues, text: str, base: int, reach: int) -> Mention | None:
    """Speakers who are not named."""
    match = words.patterns["speakers"].search(text)
    if not match or match.start() > reach:
        return None
    start = base + match.start()
    return Mention(match[0], start, base + match.end(), match[0], "Group")


def _next(row: list[Mention], at: int, rest: str, gap: int = 40) -> Mention | None:
    mention = next((m for m in row if m.start >= at), None)
    if mention is None or mention.start - at > gap:
        return None
    between = rest[: mention.start - at]
    return None if re.search(r"\b(?:that|it|to|will)\b|[“”]", between) else mention


def _previous(row: list[Mention], at: int, before: str, words: Cues) -> Mention | None:
    """The name to which a verb of saying belongs."""
    # "Jane Doe, the head of Acme, said": the aside between commas is not the speaker.
    aside = re.search(r",\s+(?:an?|the|who|which|whose|[\w’']+(?:’s|'s)?)\b[^,“”]*,\s*$", before)
    first = at - len(before)
    # "a person close to Acme said": Acme is not the speaker.
    unnamed = [m for m in words.patterns["speakers"].finditer(before) if " " in m[0].strip()]
    if unnamed and not before[unnamed[-1].end() :].strip():
        who, start = unnamed[-1][0].strip(), first + unnamed[-1].start()
        return Mention(who, start, start + len(who), who, "Group")
    of_whom = re.search(r",\s+[^,“”\"]{2,60}\b(?:of|at|for)\s+[^,“”\"]{1,60}$", before)
    person = [m for m in row if of_whom and m.end <= first + of_whom.start()]
    # "Jane Doe, chairman of Acme said": she is the speaker.
    beside = of_whom and person and person[-1].end == first + of_whom.start()
    if beside and person[-1].kind == "Person":
        return person[-1]
    if aside:
        near = [m for m in row if m.end <= first + aside.start()]
    else:
        tail = re.search(r"(?:\.|\s|’s|'s)*(?:[\w-]+\s+){0,4}$", before)
        edge = first + tail.start() if tail else at
        near = [m for m in row if m.end <= at]
        near = near if near and near[-1].end >= edge else []
    if near and _UNNAMED.search(before[near[-1].end - first :]):
        return _group(words, before[near[-1].end - first :], near[-1].end, 40)
    if near and near[-1].kind == "Place":
        # "Britain's competition regulator said": who speaks is not the country.
        words_after = before[near[-1].start - first :].rstrip()
        if re.match(r"\S+(?: \S+)?['’]s\s+[a-z]", words_after):
            return Mention(
                words_after, near[-1].start, near[-1].start + len(words_after), words_after, "Group"
            )
    if near:
        return _together(near, before, first)
    cut = max(0, len(before) - 40)
    return _group(words, before[cut:], at - len(before) + cut, 40)


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
    """The audience of an offer."""
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
