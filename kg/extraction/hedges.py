"""Attribution and modality: the firmness and the speaker of a clause."""

import re
from dataclasses import dataclass, replace

from kg.extraction.cues import Cues
from kg.extraction.names_in_text import Mention
from kg.extraction.patterns import MARK
from kg.model.claims import Passage

# "Their merger could be announced soon": the hedge follows what it is about.
_LATER = re.compile(
    r"(?:\s*,[^,;.“”]{0,60},)?\s+(?:could|may|might|would|will|is\s+(?:expected|likely|set|due)\s+to)\b",
    re.IGNORECASE,
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
    failed = words.patterns["failed"].match(text[end:].lstrip())
    denied = failed or words.patterns["denial"].search(clause + inside)
    return Manner(hedged or "fact", "denied" if denied else "affirmed")


def _governing(before: str) -> str:
    """The words before this stretch in the same clause, without asides."""
    plain = re.sub(r"\([^)]*\)", "", before)
    plain = re.sub(r",\s+(?:which|who|whose|an?|the)\b[^,;]*,", " ", plain)
    return re.split(r"[;:]|,\s+(?:while|but|whereas|although|though|where)\b|[.!?]\s", plain)[-1]


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
        # "is said to", "to say", "the report", "did not disclose": nobody is heard.
        unsaid = r"(?:\b(?:to|will|would|may|could|might|the|an?|is|are|was|were|not)|n['’]t)\s+$"
        if re.search(unsaid, before):
            continue
        inverted = _next(row, base + match.end(), after)
        if inverted and re.search(r"[”\",']\s*$", before):
            return inverted, base, match[0]
        speaker = _previous(row, base + match.start(), before, words)
        # ", Jane Doe told reporters on Monday." comes last and governs all before it.
        told = re.search(r",[”\"]?\s*\S[^,]{0,60}$", before)
        if speaker and told and re.match(r"\s*[,.]|[^,]{0,40}[.,]?$", after):
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
    # "a person close to Acme said": it is not Acme who is heard.
    unnamed = [m for m in words.patterns["speakers"].finditer(before) if " " in m[0].strip()]
    if unnamed and not before[unnamed[-1].end() :].strip():
        who, start = unnamed[-1][0].strip(), first + unnamed[-1].start()
        return Mention(who, start, start + len(who), who, "Group")
    if aside:
        near = [m for m in row if m.end <= first + aside.start()]
    else:
        tail = re.search(r"(?:\.|\s|’s|'s)*(?:[\w-]+\s+){0,4}$", before)
        edge = first + tail.start() if tail else at
        near = [m for m in row if m.end <= at]
        near = near if near and near[-1].end >= edge else []
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
