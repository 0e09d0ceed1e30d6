"""Comparison of two claims on the same matter."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.claims import Claim, Quantity

VERDICTS = ("agree", "differ", "conflict")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True)
class Difference:
    """One thing that two claims say differently, or that only one of them says."""

    what: str  # amount, duration, deadline, when, speaker, modality, polarity, who, whom, …
    first: tuple[str, ...]  # wordings, local names or IRIs; empty where the claim is silent
    second: tuple[str, ...]

    @property
    def added(self) -> bool:
        """Check if one claim only adds a detail to the other."""
        return not (self.first and self.second) and self.what not in ("jointly with", "field")


@dataclass(frozen=True)
class Comparison:
    """Two claims on the same matter, with the result of the rules."""

    first: Claim
    second: Claim
    verdict: str  # agree, differ, conflict
    differences: tuple[Difference, ...] = ()
    reason: str = ""  # why they conflict
    judgement: str = ""  # confirmed, dismissed, or nothing yet

    @property
    def key(self) -> str:
        """The same for the same suggestion about the same claims."""
        said = repr((self.first.iri, self.second.iri, self.verdict, self.differences))
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]

    @property
    def inside(self) -> bool:
        """Check if the comparison is between a headline and the body of the same source."""
        return self.first.source == self.second.source


def differences(a: Claim, b: Claim) -> Iterator[Difference]:
    """Differences between two claims, including details that only one of them gives."""
    for what, one, other in (
        ("relation", (a.relation,), (b.relation,)),
        ("amount", _figure(a.amount), _figure(b.amount)),
        ("duration", _figure(a.duration), _figure(b.duration)),
        ("deadline", _text(a.deadline_year), _text(b.deadline_year)),
        ("when", _text(a.when), _text(b.when)),
        ("jointly with", a.jointly_with, b.jointly_with),
        ("field", a.field, b.field),
        ("audience", a.audience, b.audience),
        ("condition", a.condition and ("conditional",), b.condition and ("conditional",)),
        ("speaker", _speaker(a), _speaker(b)),
        ("modality", (a.modality,), (b.modality,)),
        ("polarity", (a.polarity,), (b.polarity,)),
    ):
        if one != other and not _same_figure(what, a, b) and not _refined(what, one, other):
            yield Difference(what, one, other)


def _figure(quantity: Quantity | None) -> tuple[str, ...]:
    return (quantity.wording,) if quantity else ()


def _text(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _speaker(claim: Claim) -> tuple[str, ...]:
    """The named speaker; empty if the source speaks for itself."""
    return () if claim.attributed_to == claim.source else (claim.attributed_to,)


def _same_figure(what: str, a: Claim, b: Claim) -> bool:
    if what not in ("amount", "duration"):
        return False
    one, other = getattr(a, what), getattr(b, what)
    if one is None or other is None or one.value is None:
        return False
    units = {one.unit, other.unit} - {None}  # a source that names no unit does not contradict one
    return bool((one.value, one.bound) == (other.value, other.bound)) and len(units) < 2


def _refined(what: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Check if one date is a more precise form of the other: 2016 and 2016-01."""
    if what != "when" or not (one and other):
        return False
    return one[0].startswith(f"{other[0]}-") or other[0].startswith(f"{one[0]}-")


def years(claim: Claim) -> frozenset[str]:
    """The years that a claim speaks of."""
    words = f"{claim.when or ''} {claim.deadline_year or ''}"
    return frozenset(YEAR.findall(words))
