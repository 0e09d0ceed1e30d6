"""Overstatements: claims whose quote contains a hedge that their modality ignores.

A machine cannot prove that a hint was coded as a fact, so these are warnings, not faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extraction.cues import Cues, cues
from kg.model.claims import Claim, Source
from kg.model.ontology import vocabulary


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
        for doubt in _of(claim, known)
    )


def _of(claim: Claim, words: Cues) -> Iterator[Doubt]:
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
