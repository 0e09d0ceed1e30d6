"""Voices: who stands behind what sources say. Papers that print one release are one voice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from kg.intake import documents
from kg.model.claims import Source
from kg.model.names import SEPARATOR, several

# Agencies whose reports others print, by the names under which these print them.
AGENCIES = {
    "Reuters": r"reuters", "Associated Press": r"associated press|\bap\b", "AFP": r"\bafp\b",
    "Bloomberg": r"bloomberg", "dpa": r"\bdpa\b", "Xinhua": r"xinhua", "Kyodo": r"kyodo",
    "TASS": r"\btass\b", "EFE": r"\befe\b", "ANSA": r"\bansa\b", "PTI": r"\bpti\b",
    "Dow Jones": r"dow jones",
}  # fmt: skip
_AGENCY = {name: re.compile(words, re.IGNORECASE) for name, words in AGENCIES.items()}
# Distributors print releases of anybody: two from the same one may be one release, or two.
_WIRE = re.compile(r"pr ?newswire|business ?wire|globe ?newswire|accesswire", re.IGNORECASE)
# Places where many publish are nobody's voice.
_HOST = re.compile(
    r"sec\.gov|edgar|youtube|medium\.com|linkedin|github|twitter|\bx\.com|facebook|wordpress|"
    rf"blogspot|substack|{_WIRE.pattern}",
    re.IGNORECASE,
)
# (Reuters) in a dateline, "Source: AFP", "By Reuters", "/PRNewswire/".
_NAMED = re.compile(
    r"\(([^()\n]{2,40})\)\s*[-–—:]|/([^/\n]{2,30})/|"
    r"(?:^|\n)\s*(?:source|by|from|copyright|©)[:\s]+([^\n.]{2,40})",
    re.IGNORECASE,
)
_NAME = r"((?:[A-Z][\w&'-]*)(?: [A-Z][\w&'-]*){0,3})"
_RELEASE = re.compile(
    rf"(?:press|news|media) release (?:from|by|of) {_NAME}|"
    rf"{_NAME} (?:said|announced|says) in a (?:press |news |media )?(?:release|statement)"
)
_ENDS = 600  # characters at the head and the foot of a text, where its origin is named
COPY, DOUBTFUL = documents.ALIKE, 0.4  # shares of their wording that two texts have in common
LONG_QUOTE = 8  # words from which on the same quote is no coincidence
MOST_COMPARED = 60  # sources on the same two, each of which is compared with the others


@dataclass(frozen=True)
class Tie:
    """Two sources that are one voice, or may be, with the reason."""

    first: str  # IRIs
    second: str
    reason: str
    sure: bool = True

    @property
    def key(self) -> str:
        """The key under which a workspace keeps what a person decided about the two."""
        return voice_key(self.first, self.second)


@dataclass
class Voices:
    """The voices of a network's sources: what ties sources, and what a person is to be asked."""

    ties: list[Tie] = field(default_factory=list)
    doubtful: list[Tie] = field(default_factory=list)


def voice_key(one: str, other: str) -> str:
    """The key under which a workspace keeps that two sources are one voice, or two."""
    first, second = sorted(iri.rpartition("/")[2] for iri in (one, other))
    return f"voices/{first}/{second}"


def origin(source: Source) -> str:
    """The agency, or whose release, a source names as its origin; empty if it names none."""
    told = f"{source.publisher or ''}\n{source.creator or ''}"
    text = source.text or ""
    for place in _NAMED.finditer(f"{text[:_ENDS]}\n{text[-_ENDS:]}" if text else ""):
        told += "\n" + next(filter(None, place.groups()), "")
    for name, words in _AGENCY.items():
        if words.search(told):
            return name
    if match := _RELEASE.search(text):
        return f"a release of {match[1] or match[2]}"
    return ""


def _publisher(source: Source) -> str:
    """The publisher, or else the website, that is one voice; empty where many publish there."""
    host = (urlsplit(source.address or "").hostname or "").removeprefix("www.")
    name = (source.publisher or "").strip() or host
    return "" if not name or _HOST.search(name) else name


# Who acknowledges a tie: the values of a filter, by how many of the two say so themselves.
ACKNOWLEDGED = ("others", "one", "both")


def acknowledged(said: Mapping[str, Any]) -> str:
    """Tell if both of the two say that they are tied, one of them, or only others."""
    return ACKNOWLEDGED[len(several(said.get("acknowledged_by", "")))]


def of_sources(
    sources: Mapping[str, Source],
    together: Iterable[Set[str]],
    text: Callable[[str], str | None],
    judged: Mapping[str, Any],
) -> Voices:
    """The ties between sources that speak of the same; each group of `together` does.

    `text` gives a source's text, which is only asked where it may decide something. `judged` is
    what a person decided, by `voice_key`: "one" or "apart".
    """
    found: dict[str, Tie] = {}
    whole: dict[str, _Known] = {}
    pairs = {
        pair
        for group in together
        for pair in combinations(sorted(group & sources.keys())[:MOST_COMPARED], 2)
    }
    for one, other in sorted(pairs):
        for iri in (one, other):
            if iri not in whole:
                whole[iri] = _Known(replace(sources[iri], text=text(iri)))
        if tie := _tie(whole[one], whole[other]):
            found[tie.key] = tie
    by_slug = {source.slug: iri for iri, source in sources.items()}
    for key in judged:
        start, *slugs = key.split("/")
        if start == "voices" and len(slugs) == 2 and by_slug.keys() >= set(slugs):
            found.setdefault(key, Tie(by_slug[slugs[0]], by_slug[slugs[1]], "", sure=False))
    voices = Voices()
    for key, tie in found.items():
        answer = judged.get(key)
        if answer == "one":
            voices.ties.append(Tie(tie.first, tie.second, "a person says so"))
        elif answer != "apart" and tie.reason:
            (voices.ties if tie.sure else voices.doubtful).append(tie)
    return voices


@dataclass
class _Known:
    """A source with its text, and what tells whose voice it is: worked out once for all pairs."""

    source: Source

    @cached_property
    def origin(self) -> str:
        return origin(self.source)

    @cached_property
    def publisher(self) -> str:
        return _publisher(self.source).casefold()

    @cached_property
    def signed(self) -> str:
        return documents.signature(self.source.text) if self.source.text else ""

    @cached_property
    def distributed(self) -> bool:
        told = self.source
        start = (told.text or "")[:_ENDS]
        return bool(_WIRE.search(f"{told.publisher} {told.creator} {start}"))


def _tie(one: _Known, other: _Known) -> Tie | None:
    """The reason for which two sources are one voice, or may be."""
    ends = (one.source.iri, other.source.iri)
    if one.origin and one.origin == other.origin:
        return Tie(*ends, f"both rest on {one.origin}")
    if one.publisher and one.publisher == other.publisher:
        return Tie(*ends, f"both are published by {_publisher(one.source)}")
    share = documents.likeness(one.signed, other.signed) if one.signed and other.signed else 0.0
    if share >= COPY:
        return Tie(*ends, "their texts are near copies")
    if share >= DOUBTFUL:
        return Tie(*ends, f"about {share:.0%} of their wording is the same", sure=False)
    if one.distributed and other.distributed:
        return Tie(*ends, "both come from a distributor of releases", sure=False)
    return None


def assign(
    network: Any,
    sources: Mapping[str, Source],
    text: Callable[[str], str | None],
    judged: Mapping[str, Any],
) -> Voices:
    """Give every claim of a network its voice: the attributes `voice` and `voice_label`.

    The voice of a claim is the person or organization whose words it reports, else the source,
    or the first of the sources that are one voice. The same long quote is one voice too. The
    attribute `acknowledged_by` names those of the two that say themselves that they are tied.
    """
    by_ends: dict[frozenset[str], set[str]] = defaultdict(set)
    spoke: dict[frozenset[str], set[str]] = defaultdict(set)
    for a, b, said in network.edges(data=True):
        by_ends[frozenset((a, b))].add(said["source_iri"])
        if said["polarity"] == "affirmed" and not said["retracted"]:
            spoke[frozenset((a, b))].update({a, b} & {said["speaker"]})
    shared = [group for group in by_ends.values() if len(group) > 1]
    voices = of_sources(sources, shared, text, judged)
    parts = _Parts()
    for tie in voices.ties:
        parts.join(tie.first, tie.second)
    titles = {iri: source.title for iri, source in sources.items()}
    quoted: dict[tuple[frozenset[str], str], tuple[str, str]] = {}
    for a, b, said in network.edges(data=True):
        voice = _voice(said, parts, titles)
        words = re.findall(r"\w+", said.get("quote", "").lower())
        if len(words) >= LONG_QUOTE:
            voice = quoted.setdefault((frozenset((a, b)), " ".join(words)), voice)
        said["voice"], said["voice_label"] = voice
        own = sorted(str(network.nodes[end]["label"]) for end in spoke[frozenset((a, b))])
        said["acknowledged_by"] = SEPARATOR.join(own)
    return voices


def _voice(said: Mapping[str, Any], parts: _Parts, titles: Mapping[str, str]) -> tuple[str, str]:
    """The voice of a claim and its name: a named speaker's, else the source's."""
    source, label = str(said["source_iri"]), str(said["speaker_label"])
    if said["speaker"] == source:
        first = parts.first(source)
        return first, titles.get(first, str(said["source_title"]))
    # "analysts" of two papers are not the same people.
    named = not label[:1].islower()
    return str(said["speaker"]) if named else f"{source} {said['speaker']}", label


class _Parts:
    """Things that belong together, each part named by its first member."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def first(self, one: str) -> str:
        """The first member of the part that a thing is in."""
        while (above := self._above.setdefault(one, one)) != one:
            self._above[one] = self._above[above]
            one = above
        return one

    def join(self, one: str, other: str) -> None:
        """Make the parts of two things one."""
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low


def voices_and_outlets(said: Mapping[str, Any]) -> tuple[int, int]:
    """The number of voices and of outlets that say the claim of an edge."""
    return said.get("voices", 1), said.get("outlets", 1)


def support_words(voices: int, sources: int) -> str:
    """The support of a statement in words: 2 voices, 6 outlets."""
    one = "1 voice" if voices == 1 else f"{voices} voices"
    return f"{one}, {sources} outlets" if sources > voices else f"{voices} sources"
