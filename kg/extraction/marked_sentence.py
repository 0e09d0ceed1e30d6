"""A sentence in which each name is one character, so that patterns can be short."""

import re
from dataclasses import dataclass

from kg.extraction.names_in_text import Mention
from kg.extraction.patterns import MARK
from kg.model.claims import Passage

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
        mark = chr(0xE000 + number) + (
            "'s" if bare or mention.words.lower() in _POSSESSIVES else ""
        )
        out.append(mark)
        places += [mention.start] * len(mark)
        at += bare
    out.append(raw[at - base :])
    places += range(at, sentence.end + 1)
    return Marked("".join(out), tuple(places), tuple(row))


def listed(marks: str | None, sentence: Marked) -> list[Mention]:
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
    return re.sub(r"(?<=\d),(?=\d)|\.(?!$)", "·", sentence.replace("’", "'"))
