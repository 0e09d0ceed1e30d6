"""Names of organizations, people and places in running text, and sentences with names marked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extraction.cues import MARK, Cues
from kg.model.claims import Passage

_ORGANIZATION = {
    "ResearchInstitution": r"University|Academy|Institute|College|School",
    "Laboratory": r"Lab|Labs|Laboratory|Laboratories",
    "Organization": r"Ministry|Department|Government|Commission|Agency|Council|Court|Police",
}
_PERSONAL = frozenset({"he", "she", "his", "her", "him"})
_REGION = re.compile(
    r",\s([A-Z][\w.]*\w(?:\s[A-Z]\w+)?)(?=[.,)]|\s[a-z(])(?!\s(?:said|has|is|will)\b)"
)
_SOMEWHERE = re.compile(r"(?:\s\([A-Z]+\))?-(?:based|listed|traded|headquartered|quoted)\b")


def kind_of(words: str, place: tuple[int, int], text: str, cues: Cues) -> str:
    """Classify a name by its own words and by those around it."""
    if words.lower() in _PERSONAL:
        return "Person"
    # "Dedham, Mass."
    region = _REGION.match(text, place[1])
    within = region and region[1] in cues.words["places"]
    if within or words in cues.words["places"] or _SOMEWHERE.match(text, place[1]):
        return "Place"
    if _person(words, place, text, cues):
        return "Person"
    kinds = (k for k, pattern in _ORGANIZATION.items() if re.search(rf"\b(?:{pattern})\b", words))
    return next(kinds, "Company")


_HONORIFIC = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Lord|Senator|Professor)\.?\s+$")


def _person(words: str, place: tuple[int, int], text: str, cues: Cues) -> bool:
    names = words.split()
    if len(names) == 1 and _HONORIFIC.search(text[max(0, place[0] - 12) : place[0]]):
        return True
    if not 1 < len(names) < 4 or words.isupper() or words[0].islower():
        return False
    before, after = text[max(0, place[0] - 40) : place[0]], text[place[1] :][:40]
    titles = cues.either["titles"]
    return bool(
        names[0] in cues.words["first_names"]
        or re.search(rf"\b(?:{titles})\.?,?\s+$", before)
        or re.match(rf",\s+(?:[\w’'-]+\s+){{0,4}}?(?:{titles})\b", after, re.IGNORECASE)
    )


# Capitals of every alphabet that has them.
_CAPITAL = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x590) if chr(code).isupper())
_WORD = (
    r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|No\.\s?\d+|S\.p\.A\b|(?:St|Mt|Ft)\.(?=\s[A-Z])"
    # "21st Century Fox", "3one4 Capital"
    r"|\d{1,2}(?:st|nd|rd|th)\sCentury|\d(?!\d|st|nd|rd|th)[a-z]+\d*(?=\s[A-Z])"
    rf"|(?![AS]/[SA]\b)\d{{0,2}}[{_CAPITAL}](?:[\w+&]|-(?!-))*(?:['’][A-Z]\w+)?(?:\.[A-Za-z]\w+)*"
    r"(?:!(?=(?:['’]s)?[,\s]\s?[a-z]))?"
    r"|[a-z]{1,8}[A-Z]\w+)"
)
# Only these may be followed by "of" inside a name.
_HEADS = (
    r"(?:Academy|University|Universities|Institute|Ministry|Republic|College|Council|Bank|School|"
    r"Museum|Church|Department|Association|Federation|Bureau|Society|Kingdom|Board|Court|Union)"
)
# "The parent company" and "the first company" are not the company last spoken of.
_NO_NAME = (
    r"parent|holding|sister|first|only|largest|biggest|best|other|same|following|whole|of|for|that|"
    r"and|by|with|to|in|private|equity|buyout"
)


_ROLE = re.compile(r"(?:rival|supplier|investor|partner|client|customer|company|title|brand)s?")
_MEASURE = re.compile(
    r"\d+(?:[kMGT]?(?:Wh?|B|Hz|bps|bit)|[DGK])"
    # Several of a kind, what gear is called, and "Top-ranked", which describes.
    r"|[A-Z]{2,}s|(?:[2-6]G\s)?(?:OP?RAN|RAN|LTE|O?LEDs?|LCD|GPU|CPU|NAND|DRAM|ADR|M[oO]U|IoT|ICT|GSM)"
    r"|[A-Z][a-z]+-[a-z]+"
)


@dataclass(frozen=True)
class Mention:
    """A name or pronoun in a text, with its position and its referent."""

    words: str
    start: int
    end: int
    name: str  # the name in full: what "it" or a surname stands for
    kind: str  # a class by its local name, as far as the words tell
    entity: str | None = None  # IRI, where the name equals a known one
    pronoun: bool = False
    partner: "Mention | None" = None  # the second of the two that "they" stands for


# "(NYSE: ACM)", "(0941.HK)"
TICKER = re.compile(
    r"\((?:[A-Z][A-Za-z ]{1,12}:\s?[A-Z0-9.·-]{1,8}|[A-Z0-9]{1,6}[a-z]?[.·][A-Z]{1,3})[^()]{0,16}\)"
)
# "High-profile Brazilian fintech Acme": the first word describes.
_DESCRIBING = re.compile(r"[A-Z][a-z]+-[a-z]+\s")
# "Partners include …", "the round was led by …", "other investors are …": its owner's.
_OWNED = re.compile(
    r"(?:(?<![\w,] )\b|\b(?:the|other|new|existing|key|further)\s+(?:(?:new|latest|seed|funding|"
    r"financing|investment|oversubscribed|other|existing)\s+|(?:pre-)?[sS]eries\s[A-H]\s+){0,2})"
    r"(?P<noun>(?:participants|investors|backers|customers|clients|partners|rivals|competitors)"
    r"(?=\s+(?:also\s+)?(?:include|included|are)\b)|round\b(?!\s+of\s))",
    re.IGNORECASE,
)

OWNED_NOUN = re.compile(
    r"(?P<noun>participants|investors|backers|customers|clients|partners|rivals|competitors|round)$",
    re.IGNORECASE,
)


Spellings = Mapping[str, tuple[str, ...]]


def spellings(names: Iterable[str]) -> Spellings:
    """Names by their first word, the longest first, so that a text is searched in one pass."""
    found: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        # Only a capital tells a name from a common noun.
        first = re.match(r"\w+", name)
        if first and len(name) > 1 and re.search(r"[A-Z]", name):
            found.setdefault(first[0], []).append(name)
    return {first: tuple(listed) for first, listed in found.items()}


def titled(line: str) -> bool:
    """Check if most words of a line begin with a capital, as in a headline."""
    words = re.findall(r"[A-Za-z][\w’'-]*", line)
    capitals = sum(word[0].isupper() for word in words if len(word) > 3)
    long = sum(len(word) > 3 for word in words)
    return line[-1:] not in '.!?”"' and len(words) > 3 and capitals >= 0.75 * long


def fixed(sentence: Passage, names: Spellings) -> list[Mention]:
    """Positions of known names in a sentence."""
    found: list[Mention] = []
    text, free = sentence.exact, 0
    for word in re.finditer(r"(?<![\w-])\w+", text):
        at = word.start()
        if at < free:
            continue
        ends = (at + len(n) for n in names.get(word[0], ()) if text.startswith(n, at))
        end = next((end for end in ends if not re.match(r"\w", text[end : end + 1])), None)
        if end is not None:
            words, free = text[at:end], end
            found.append(Mention(words, sentence.start + at, sentence.start + end, words, ""))
    return found


def spotted(sentence: Passage, spelled: Spellings, cues: Cues) -> list[Mention]:
    """Names by their capitals, names that are known, and pronouns."""
    known = fixed(sentence, spelled)
    legal = cues.either["legal"]
    # "Securities and Exchange Commission" is one name.
    office = r"\sand\s(?=[A-Z]\w+\s(?:Commission|Administration|Authority|Board|Agency|Bureau)\b)"
    link = rf"(?:[ -]|\s&\s|{office}|\sof\s(?:the\s)?|\s(?:de|di|del|della|van|von|du|la)\s)"
    pattern = rf"(?<![\w@/$€£¥])({_WORD}(?:{link}{_WORD})*)(?:,?\s(?:{legal})\b\.?)?(?![$€£])"
    runs = []
    for match in re.finditer(pattern, sentence.exact):
        for words, start in _parts(match[0], match.start(), cues):
            place = sentence.start + start
            runs.append(Mention(words, place, place + len(words), words, ""))
    runs = [run for run in runs if not _describes(run, sentence, cues)]
    known = [one for one in known if not any(_part(one, run, cues) for run in runs)]
    taken = known + [run for run in runs if not _taken(run, known)]
    taken += [one for one in _pronouns(sentence, cues) if not _taken(one, taken)]
    return sorted(taken, key=lambda m: m.start)


def _describes(run: Mention, sentence: Passage, cues: Cues) -> bool:
    """Return whether a word only says what trade the next name is in: "Mining group Acme"."""
    if run.start != sentence.start or " " in run.words:
        return False
    after = re.match(r"\s([a-z-]+)\s[A-Z]", sentence.exact[len(run.words) :])
    # "Acme supplier Bell" names two.
    return bool(after and after[1] in cues.words["trades"] and not _ROLE.fullmatch(after[1]))


def _taken(one: Mention, others: list[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _part(one: Mention, run: Mention, cues: Cues) -> bool:
    """Check if a known name is only a part of a longer one: Cloud in Zorro Cloud."""
    if not (run.start <= one.start and one.end <= run.end) or one.words == run.words:
        return False
    before = run.words[: one.start - run.start].split()
    return one.end < run.end or not all(word in cues.words["alone"] for word in before)


def _parts(words: str, start: int, cues: Cues) -> list[tuple[str, int]]:
    """Trim a run of capitalised words to those that belong to a name."""
    found = []
    runs = (run for run in re.finditer(_run(cues), _parted(words)))
    pieces = ((run, piece) for run in runs for piece in re.finditer(r"\S+(?:\s\S+)*", run[0]))
    for run, found_piece in pieces:
        piece, at = found_piece[0], start + run.start() + found_piece.start()
        while (first := re.match(r"[\w.&’'-]+\s*", piece)) and (
            first[0].strip() in cues.words["common"] or _DESCRIBING.match(piece)
        ):
            piece, at = piece[first.end() :], at + first.end()
        # "Roughly half of it" begins with no name.
        adverb = at == 0 and re.fullmatch(r"[A-Z][a-z]+ly", piece)
        if (
            piece
            and not adverb
            and not all(word in cues.words["alone"] for word in piece.split())
            and not _MEASURE.fullmatch(piece)
            and re.search(r"[^\W\d_].*[^\W\d_]|^(?!Q[1-4]$|H[12]$)[A-Z]\d+$", piece)
        ):
            found.append((piece, at))
    return found


def _parted(words: str) -> str:
    """Split "Acme-owned Bell" into two names by blanking the hyphen and the word after it."""
    return re.sub(
        r"-(?:based|headquartered|owned|backed|led|founded|listed|branded)\b",
        lambda m: " " * len(m[0]),
        words,
    )


def _run(cues: Cues) -> str:
    """Words up to a separator of names, or to an "of" that is not part of a name."""
    parting = cues.either["parting"]
    word = rf"(?:{_HEADS}\s+of\s+(?:the\s+)?|(?!of\b|the\b)\S+(?:\s+|$))"
    return rf"(?<!\S)(?:(?!(?:{parting})\b){word})+"


def _pronouns(sentence: Passage, cues: Cues) -> list[Mention]:
    words = cues.either["pronouns"]
    heads = cues.either["heads"]
    pattern = re.compile(
        rf"\b(?:{words})\b|\b(?:the|this|his|their|both)\s+(?:(?!(?:{_NO_NAME})\b)[a-z][a-z.-]*\s+)"
        rf"{{0,2}}?(?:{heads})\b"
        r"(?!\s+(?:of\b|between\b)|,?\s+(?-i:[A-Z]))",
        re.IGNORECASE,
    )
    base = sentence.start
    owned = [
        Mention(m[0], base + m.start(), base + m.end(), m[0], "", pronoun=True)
        for m in _OWNED.finditer(sentence.exact)
        if " " in m[0] or m.start() == 0
    ]
    return owned + [
        Mention(m[0], base + m.start(), base + m.end(), m[0], "", pronoun=True)
        for m in pattern.finditer(sentence.exact)
        if m[0] != "IT" and m[0] != "US"
    ]


_POSSESSIVES = frozenset({"its", "their", "our", "his", "her"})


@dataclass(frozen=True)
class Marked:
    """A sentence in which every mention is one character of the private use area."""

    text: str
    places: tuple[int, ...]  # where each character stands in the whole text
    mentions: tuple[Mention, ...]

    def mention(self, mark: str) -> Mention:
        """The mention that a marker character replaces."""
        return self.mentions[ord(mark) - 0xE000]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Position in the whole text of a stretch of the marked text."""
        first, last = self.places[start], self.places[end - 1] + 1
        for mention in self.mentions:
            last = max(last, mention.end) if mention.start < last <= mention.end else last
        return first, last


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
        owned = OWNED_NOUN.search(mention.words) if mention.pronoun else None
        mark = chr(0xE000 + number) + (
            f"'s {owned['noun'].lower()}"
            if owned
            else "'s"
            if bare or mention.words.lower() in _POSSESSIVES
            else ""
        )
        out.append(mark)
        places += [mention.start] * len(mark)
        at += bare
    out.append(raw[at - base :])
    places += range(at, sentence.end + 1)
    return Marked("".join(out), tuple(places), tuple(row))


def listed_mentions(marks: str | None, sentence: Marked) -> list[Mention]:
    """The mentions of a list as a pattern found it; of two that only a comma joins, the first."""
    plain = re.sub(rf"\([^()]*\)|\s+(?:of|in|from)\s+{MARK}|{MARK}-based", "", marks or "")
    names = [sentence.mention(mark) for mark in re.findall(rf"{MARK}(?!'s\s)", plain)]
    if names and names[0].kind not in {"Person", "Group"}:
        # "bought Acme, Jane Doe and Tom Roe said": people join no list of companies.
        names = [one for one in names if one.kind != "Person"]
    # "bought Acme, the Times reported": a comma alone joins two names to no list.
    joined = len(names) > 2 or re.search(r"\b(?:and|or|as well as)\b|&", marks or "")
    return names if joined else names[:1]


def _quiet(sentence: str) -> str:
    """Full stops and commas inside numbers and abbreviations part nothing."""
    plain = re.sub(r"(?<=\d),(?=\d)|\.(?!$)", "·", sentence.replace("’", "'"))
    return TICKER.sub(lambda match: match[0].replace(":", "·"), plain)
