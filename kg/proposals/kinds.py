"""What kind of thing a name stands for, as far as its words and those about it tell."""

import re

from kg.proposals.cues import Cues

__all__ = ["kind_of"]

_ORGANIZATION = {
    "ResearchInstitution": r"University|Academy|Institute|College|School",
    "Laboratory": r"Lab|Labs|Laboratory|Laboratories",
    "Organization": r"Ministry|Department|Government|Commission|Agency|Council|Court|Police",
}
_PERSONAL = frozenset({"he", "she", "his", "her"})


def kind_of(words: str, place: tuple[int, int], text: str, cues: Cues) -> str:
    """The class that the words of a name, and those about it, speak for."""
    if words.lower() in _PERSONAL:
        return "Person"
    if words in cues.words["places"] or text.startswith("-based", place[1]):
        return "Place"
    if _person(words, place, text, cues):
        return "Person"
    kinds = (k for k, pattern in _ORGANIZATION.items() if re.search(rf"\b(?:{pattern})\b", words))
    return next(kinds, "Company")


def _person(words: str, place: tuple[int, int], text: str, cues: Cues) -> bool:
    names = words.split()
    if not 1 < len(names) < 4 or words.isupper() or words[0].islower():
        return False
    before, after = text[max(0, place[0] - 40) : place[0]], text[place[1] :][:40]
    titles = "|".join(sorted(cues.words["titles"], key=len, reverse=True))
    return bool(
        names[0] in cues.words["first_names"]
        or re.search(rf"\b(?:{titles})\.?,?\s+$", before)
        or re.match(rf",\s+(?:[\w’'-]+\s+){{0,4}}?(?:{titles})\b", after, re.IGNORECASE)
    )
