"""Second looks: readings that the words around rule out, and claims firmer than their words.

A machine cannot prove that a hint was coded as a fact, so `doubts` are warnings, not faults.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extraction.cues import MARK, Cue, Cues, cues
from kg.extraction.names_in_text import Marked, Mention
from kg.model.claims import Claim, Source
from kg.model.ontology import vocabulary

# "Bell chips" and "Bell's chief executive" are not Bell where these relations are told.
_WHOLE = frozenset(
    {
        "holdsStakeIn",
        "investsIn",
        "acquires",
        "mergesWith",
        "competesWith",
        "disputesWith",
        "founded",
    }
)
# Relations told by verbs that are nouns too: "an offer", "its supply", "a lead".
_ACTS = frozenset(
    {"offers", "supplies", "leads", "uses", "assists", "founded", "undertakes", "competesWith"}
)
# A long stretch of words between two names may hold another clause.
_LONG = frozenset({"supplies", "offers", "uses", "assists"})
_CLAUSE = re.compile(r"\b(?:that|which|who|whose|has|have|had|is|are|was|were|failed|will|would)\b")
_TITLE = re.compile(
    r"(?:'s)?\s+(?:co-?founder|founder|chief|CEO|CFO|CTO|COO|chairman|chairwoman|president|boss|"
    r"executives?|director|spokes\w+)\b"
)
_SPOKE = re.compile(
    r"\s+(?:has\s+|had\s+|first\s+|earlier\s+)?"
    r"(?:reported|reports|said|says|wrote|writes|learned|learnt)\b"
)
# "Acme, a rival of Bell, is a unit of Core": the comma after Bell closes what is said of it.
_ASIDE_CLOSED = re.compile(rf"{MARK},\s+(?:is|was|are|were|has|had|became|becomes|remains)\b")
_NOUN_BEFORE = re.compile(
    r"\b(?:an?|the|this|that|its|their|his|her|any|no|rich|higher|new|possible|potential)\s+$"
    rf"|{MARK}'s\s+(?:[\w-]+\s+)?$"
)
Ends = tuple[Mention, Mention | None]
_NOUN_OR_VERB = re.compile(
    r"(?:offer|supply|bid|plan|lead|license|market|design|support|use|back|fund|finance|project|"
    r"partner|team|approach|stake|share|build|purchase|buy|deal|contract|order|rival|challenge)s?\b",
    re.IGNORECASE,
)


_POSSESSIVE = frozenset({"its", "their", "his", "her", "our"})
# "contributes its space units, Acme its …" begins another clause.
_LISTED_UNITS = re.compile(r"\b(?:units|divisions|subsidiaries|affiliates),\s")
_FIRMS = frozenset({"acquires", "mergesWith", "competesWith", "holdsStakeIn"})
_BETWEEN_FIRMS = _FIRMS | {"investsIn", "supplies", "partnersWith", "disputesWith", "isUnitOf"}
_AUTHORITY = re.compile(
    r"\b(?:Commission|Court|Ministry|Authority|Tribunal|Exchange|News Agency)\b"
)
# "sold its unit Bell to Core" and "completed the purchase for $5 million" supply nothing.
_NO_SUPPLY = re.compile(
    rf"\b(?:sell|sells|sold|selling)\s+(?:\w+\s+)?{MARK}\s+to\b|\bfor\s+[$€£¥\d]"
)
_GOODS = re.compile(
    r"shares|assets|chips|rights|operations|stores|patents|brands|units|stations|plants|products"
)
_SITE = re.compile(r"\s(?:plant|factory|site|campus|refinery|mine)\b")
_OF_OWNER = re.compile(rf"{MARK}'s\s+(?:[\w-]+\s+){{0,3}}$")


def vetoed(cue: Cue, match: re.Match[str], ends: Ends, sentence: Marked, words: Cues) -> bool:
    """Return whether the words around a match rule out what its cue would propose."""
    subject, object_ = ends
    if _no_party(cue, ends, sentence, words):
        return True
    # "would consider an offer like the one Acme made": a noun, whatever its cue takes it for.
    noun = cue.relation in _ACTS and _NOUN_OR_VERB.match(match[0].lstrip())
    at = _place(subject, sentence)
    if (
        (noun and _NOUN_BEFORE.search(sentence.text[: match.start()]))
        or _ASIDE_CLOSED.match(match[0])
        or _owner_before(match, ends, sentence)
        or (_speaks(subject, sentence) and match.start() <= at < match.end())
        or any(_only_reports(one, match.start(), sentence) for one in _told_of(ends))
    ):
        return True
    if object_ is None or match.groupdict().get("what"):
        return False
    place = _place(object_, sentence)
    if (
        (object_.pronoun and object_.words.lower() in _POSSESSIVE and "{whom}'s" not in cue.text)
        or _LISTED_UNITS.search(match[0])
        or (cue.relation in _FIRMS and any(_AUTHORITY.search(m.name) for m in (subject, object_)))
        or (cue.relation == "supplies" and _NO_SUPPLY.search(match[0]))
        or _SITE.match(sentence.text[_place(object_, sentence) + 1 :])
        # "Acme's acquisition of Bell": a cue that names no subject has nothing to add.
        or ("{who}" not in cue.text and _OF_OWNER.search(sentence.text[: match.start()]))
    ):
        return True
    return (
        place >= 0
        and bool(
            _speaks(object_, sentence)
            # "… with Acme," said Jane Doe of Bell: Bell stands outside of what is quoted.
            or re.search(r"[”\"]", sentence.text[match.start() : place])
            or _owned_by_another(cue, match, ends, sentence)
            or _names_a_part(cue, sentence.text[place + 1 :], words)
            or (cue.relation in _LONG and _crosses_clause(match[0], sentence.text[place]))
        )
    )


# "Trent 900", "A350", "30 Bell aircraft": goods, not firms; "12 years" after a name is a time.
_MODEL = re.compile(r"[A-Z]{1,3}-?\d{3,}\w*|[A-Z]+\d+-\w*\d\w*|[A-Z]{2,}\d+s|\w+ \d+\w*")
_NUMBERED = re.compile(
    r"\s\d+[A-Za-z]*\b(?!\s?(?:%|per|pct|years?|months?|weeks?|days?|hours?|times|million|billion|in\b))"
    r"(?!·\d)(?!\s(?:January|February|March|April|May|June|July|August|September|October|November|December))"
)
_COUNTED = re.compile(r"(?<![$€£¥·\d])\b\d{1,4}\s+$")


def _no_party(cue: Cue, ends: Ends, sentence: Marked, words: Cues) -> bool:
    """Return whether an end of a tie between firms is a thing, or a part of the other end."""
    subject, object_ = ends
    if object_ is None or cue.relation not in _BETWEEN_FIRMS:
        return False
    named = [(one, _place(one, sentence)) for one in ends if one and not one.pronoun]
    if any(_MODEL.fullmatch(one.words) for one, _ in named):
        return True
    if any(p >= 0 and _NUMBERED.match(sentence.text[p + 1 :]) for _, p in named):
        return True
    place = _place(object_, sentence)
    if place > 0 and _COUNTED.search(sentence.text[:place]) and cue.relation in _FIRMS:
        return True
    short, long = sorted((_bare(one.name, words) for one in (subject, object_)), key=len)
    return long[: len(short)] == short and (cue.relation != "isUnitOf" or short == long)


def _bare(name: str, words: Cues) -> list[str]:
    """The words of a name without "Inc." and the like."""
    listed = name.split()
    while len(listed) > 1 and listed[-1].rstrip(".") in words.words["legal"]:
        listed.pop()
    return listed


def _place(mention: Mention, sentence: Marked) -> int:
    """The place of a mention in the marked sentence; -1 for one that is only meant."""
    found = (n for n, one in enumerate(sentence.mentions) if one.start == mention.start)
    mark = next((chr(0xE000 + n) for n in found), "")
    return sentence.text.find(mark) if mark else -1


def _speaks(mention: Mention, sentence: Marked) -> bool:
    """Return whether a name reports what the sentence says: "…, Acme News reported"."""
    place = _place(mention, sentence)
    before, after = sentence.text[: max(place, 0)], sentence.text[place + 1 :]
    return place >= 0 and bool(re.search(r"[,”\"']\s*$", before) and _SPOKE.match(after))


def _owner_before(match: re.Match[str], ends: Ends, sentence: Marked) -> bool:
    """Return whether the matched words belong to a third party named right before them."""
    owner = re.search(rf"({MARK})'s\s+(?:[a-z-]+\s+){{0,2}}$", sentence.text[: match.start()])
    if not owner or not re.match(r"(?:partner|collaborat|alliance|joint)", match[0].lstrip()):
        return False
    return sentence.mention(owner[1]).name not in {one.name for one in ends if one}


def _owned_by_another(cue: Cue, match: re.Match[str], ends: Ends, sentence: Marked) -> bool:
    """Return whether the tie is a third party's: "cleared Acme's partnership with Bell"."""
    if cue.relation != "partnersWith":
        return False
    owners = [sentence.mention(m[0]) for m in re.finditer(rf"{MARK}(?='s)", match[0])]
    owners = [one for one in owners if one.kind not in {"Place", "Person"}]
    return any(one.name not in {end.name for end in ends if end} for one in owners)


def _told_of(ends: Ends) -> list[Mention]:
    """The ends of a tie that the sentence names, not those that its "they" stands for."""
    subject, object_ = ends
    return [one for one in ends if one and not (subject.partner and one is object_)]


def _only_reports(mention: Mention, before: int, sentence: Marked) -> bool:
    """Check if a name to the left of a match is the speaker of the statement."""
    place = _place(mention, sentence)
    return 0 <= place < before and bool(_SPOKE.match(sentence.text[place + 1 :]))


def _names_a_part(cue: Cue, after: str, words: Cues) -> bool:
    """Return whether a name only says whose goods, people or part the next noun is."""
    if cue.form == "presupposition" or not cue.text.endswith("{whom}"):
        return False
    if _TITLE.match(after):
        return True
    if cue.relation not in _WHOLE:
        return False
    noun = re.match(r"(?:'s)?\s+([a-z][a-z-]+)\b", after)
    # "the acquisition of Bell needs approval"
    verb = (
        noun
        and cue.text.endswith("of {whom}")
        and noun[1].endswith("s")
        and not _GOODS.fullmatch(noun[1])
    )
    return bool(
        noun
        and not verb
        and noun[1] not in words.words["followers"]
        and not re.search(r"(?:ed|ly|ing|wards?)$", noun[1])
    )


def _crosses_clause(matched: str, mark: str) -> bool:
    """Return whether another clause begins between the verb of a match and its object."""
    inner = matched.partition(mark)[0]
    marks = list(re.finditer(MARK, inner))
    stretch = inner[marks[0].end() :] if marks and marks[0].start() == 0 else inner
    return len(stretch) > 40 and bool(_CLAUSE.search(stretch[12:]))


@dataclass(frozen=True, order=True)
class Doubt:
    """A claim that is firmer than its own words seem to be."""

    claim: str
    modality: str  # as it is coded
    read_as: str  # as the words are mostly meant
    words: str
    quote: str

    def __str__(self) -> str:
        """One line: place, coded modality, and the hedge in the quote."""
        return (
            f"{self.claim}: coded as {self.modality}, but “{self.words}” mostly tells of "
            f"{self.read_as}: “{self.quote}”"
        )


def doubts(sources: Iterable[Source], words: Cues | None = None) -> list[Doubt]:
    """Find claims whose quote has a weaker hedge than their modality."""
    known = words or cues()
    return sorted(
        doubt
        for source in sources
        for claim in source.claims
        if not claim.retracted
        for doubt in _doubt(claim, known)
    )


def _doubt(claim: Claim, words: Cues) -> Iterator[Doubt]:
    """The gravest doubt about one claim, if there is any."""
    terms = vocabulary()
    if claim.passage is None or claim.modality not in terms.firmness:
        return
    own = terms.steps.index(terms.firmness[claim.modality])
    found = [
        (own - terms.steps.index(terms.firmness[modality]), match.start(), modality, match[0])
        for modality, pattern in words.hedges
        if (match := pattern.search(claim.passage.exact))
    ]
    gap, _, modality, hedge = min(found, default=(0, 0, "", ""))
    if gap < 0:
        one_line = " ".join(claim.passage.exact.split())
        labels = terms.values["Modality"]
        coded, read_as = (_with_article(labels[name].label) for name in (claim.modality, modality))
        yield Doubt(claim.iri, coded, read_as, hedge, one_line)


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
