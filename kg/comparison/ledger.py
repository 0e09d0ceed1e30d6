"""Statements in time: the timeline, and the ledger of what was announced and became of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rdflib import SKOS, Literal, URIRef

from kg.errors import BadInput
from kg.model import wording
from kg.model.claims import Claim, Source
from kg.model.dates import Period, dated_days
from kg.model.turtle import written
from kg.model.vocab import PREFIXES, TP

# What has become of something announced: for what somebody is to do, and for what is foretold.
STATES = {
    "open": ("open", "open"),
    "kept": ("kept", "came true"),
    "missed": ("not kept", "did not come true"),
    "untold": ("cannot be told", "cannot be told"),
}
_OUTCOMES = {"kept": TP.kept, "missed": TP.missed, "untold": TP.cannotBeTold}
AHEAD = ("agreement", "plan", "goal", "prediction")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True)
class Entry:
    """An announcement: its claim, its date, and its outcome."""

    claim: Claim
    said: str  # date of the source as far as known; empty where it is not
    deadline: int | None
    state: str = "open"
    grounds: str | None = None  # IRI of the later claim that the state rests on
    note: str = ""  # why, in the words of whoever settled it

    @property
    def outcome(self) -> str:
        """The state in words: a promise is kept, a prediction comes true."""
        return STATES[self.state][self.claim.modality == "prediction"]

    def overdue(self, year: int) -> bool:
        """Check if the deadline has passed without a known outcome."""
        return self.state == "open" and self.deadline is not None and self.deadline < year


def ledger(
    claims: Iterable[Claim], sources: Mapping[str, Source], record: Mapping[str, Any]
) -> list[Entry]:
    """All announcements, soonest deadline first, those without a deadline last."""
    found = [
        Entry(claim, _said(claim, sources), claim.deadline_year, **_settled(claim, record))
        for claim in claims
        if claim.modality in AHEAD and claim.polarity == "affirmed" and not claim.retracted
    ]
    return sorted(found, key=lambda e: (e.deadline or 9999, e.said or "9999", e.claim.iri))


def settled(entry: Entry, state: str, grounds: Claim | None, sources: Mapping[str, Source]) -> str:
    """Check that a state may rest on a claim; the key under which a workspace keeps it."""
    if state not in STATES:
        raise BadInput(f"no state is called {state!r}; there are: {', '.join(STATES)}")
    if state in ("kept", "missed"):
        if grounds is None:
            raise BadInput("choose the later claim that shows it; without one, it cannot be told")
        said = _said(grounds, sources)
        if entry.said and said and _latest(said) < _earliest(entry.said):
            raise BadInput(
                f"that claim was made before the announcement, in {said}; choose a later"
            )
    return ledger_key(entry.claim)


def ledger_key(claim: Claim) -> str:
    """The key under which a workspace keeps the outcome of a claim."""
    return f"ledger/{claim.iri}"


def later(entry: Entry, claims: Iterable[Claim], sources: Mapping[str, Source]) -> list[Claim]:
    """Claims that could show the outcome: same subject or object, not earlier."""
    ends = {entry.claim.subject, entry.claim.object} - {None}
    return [
        claim
        for claim in claims
        if claim.iri != entry.claim.iri
        and not claim.retracted
        and ends & {claim.subject, claim.object}
        and not _before(_said(claim, sources), entry.said)
    ]


def known_by(source: Source, day: str) -> bool | None:
    """Check if a source was published by a day; None if its date is unknown.

    A date told no more precisely than a year or a month counts from its first day on.
    """
    if not source.date or not DATE.fullmatch(source.date):
        return None
    return _earliest(source.date) <= _latest(day)


def dates(claim: Claim, source: Source | None) -> tuple[str, str]:
    """The date to which the claim refers and the date of publication; empty if unknown."""
    world = claim.when or ""
    if claim.deadline_year is not None:
        world = ", ".join(filter(None, [world, f"by {claim.deadline_year}"]))
    return world, (source.date or "") if source else ""


def _settled(claim: Claim, record: Mapping[str, Any]) -> dict[str, Any]:
    found = record.get(ledger_key(claim))
    if not isinstance(found, dict) or found.get("state") not in STATES:
        return {}
    return {key: found[key] for key in ("state", "grounds", "note") if key in found}


def ledger_rows(
    entries: Iterable[Entry], sources: Mapping[str, Source], named: Callable[[str], str]
) -> list[dict[str, str]]:
    """The announcements and their outcomes, for a table to take away."""
    known = {claim.iri: claim for source in sources.values() for claim in source.claims}
    return [
        {
            "announcement": wording.claim_sentence(entry.claim, named),
            "firmness": wording.modality(entry.claim.modality),
            "said by": wording.speaker(entry.claim, named, sources[entry.claim.source]),
            "said": entry.said,
            "due": dates(entry.claim, sources[entry.claim.source])[0],
            "outcome": entry.outcome,
            "shown by": wording.claim_evidence(known[entry.grounds])
            if entry.grounds in known
            else "",
            "note": entry.note,
            "claim": entry.claim.iri,
            "later claim": entry.grounds or "",
        }
        for entry in entries
    ]


def ledger_turtle(entries: Iterable[Entry]) -> str:
    """The outcomes that somebody has settled, as Turtle: what became of each claim, and why."""
    triples: list[tuple[URIRef, URIRef, URIRef | Literal]] = []
    for entry in entries:
        if entry.state in _OUTCOMES:
            claim = URIRef(entry.claim.iri)
            triples.append((claim, TP.outcome, _OUTCOMES[entry.state]))
            if entry.grounds:
                triples.append((claim, TP.outcomeShownBy, URIRef(entry.grounds)))
            if entry.note:
                triples.append((claim, SKOS.note, Literal(entry.note, lang="en")))
    return written(triples, PREFIXES)


def _said(claim: Claim, sources: Mapping[str, Source]) -> str:
    source = sources.get(claim.source)
    return (source.date or "") if source else ""


def _before(one: str, other: str) -> bool:
    """Check if one date is certainly before another; unknown dates are not."""
    known = DATE.fullmatch(one) and DATE.fullmatch(other)
    return bool(known) and _latest(one) < _earliest(other)


def _earliest(date: str) -> tuple[int, int, int]:
    year, month, day = _parts(date)
    return year, month or 1, day or 1


def _latest(date: str) -> tuple[int, int, int]:
    year, month, day = _parts(date)
    return year, month or 12, day or 31


def _parts(date: str) -> tuple[int, int, int]:
    match = DATE.fullmatch(date)
    if match is None:
        raise BadInput(f"{date!r} is not a date; write 2016, 2016-01 or 2016-01-20")
    year, month, day = (int(part or 0) for part in match.groups())
    return year, month, day


@dataclass(frozen=True)
class Dated:
    """A statement with the days that its date can mean; without any where it has no date."""

    claim: Claim
    days: Period | None

    @property
    def vague(self) -> bool:
        """Check if the date is no more precise than a month, a year or a period."""
        return self.days is not None and self.days[0] != self.days[1]


def timeline(claims: Iterable[Claim], said: Mapping[str, str | None], clock: str) -> list[Dated]:
    """The statements in the order of one of the clocks, `said` or `holds`; undated ones last.

    `said` is the date of each source. A withdrawn statement has no place.
    """
    found = [
        Dated(claim, dated_days(clock, said.get(claim.source), claim.when, claim.deadline_year))
        for claim in claims
        if not claim.retracted
    ]
    last = (date.max, date.max)
    return sorted(found, key=lambda entry: (entry.days or last, entry.claim.iri))


def bar_rows(placed: Iterable[tuple[str, Period]], least: timedelta, most: int) -> list[int]:
    """The row of each bar in its lane, so that bars lie side by side, as far as there is room.

    A bar is at least so long; what finds no row among so many shares the last one.
    """
    ends: dict[str, list[date]] = {}
    found = []
    for lane, (first, last) in placed:
        taken = ends.setdefault(lane, [])
        row = next((at for at, end in enumerate(taken) if end < first), len(taken))
        row = min(row, most - 1)
        end = max(last, first + least)
        taken[row : row + 1] = [max(end, taken[row]) if row < len(taken) else end]
        found.append(row)
    return found
