"""What sources make of each other: where claims agree, differ or conflict, and in what.

Everything here is suggested by rule. A person confirms or dismisses it; nothing is judged.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.agreement.comparison import VERDICTS, Comparison, Difference, differences, years
from kg.agreement.conflicts import one_at_a_time, reason
from kg.agreement.doubles import double_key, perhaps_one
from kg.agreement.pairing import Units, rank, same_matter
from kg.model import Claim
from kg.terms import vocabulary

__all__ = [
    "VERDICTS",
    "Comparison",
    "Difference",
    "about",
    "comparisons",
    "double_key",
    "judged",
    "judgement_key",
    "perhaps_one",
    "supporters",
    "units",
]

IN_TITLE = ("headline", "heading")


def comparisons(claims: Iterable[Claim], tied: Units | None = None) -> list[Comparison]:
    """Every claim with its closest counterpart in each other source, and headlines with bodies."""
    usable = [claim for claim in claims if not claim.retracted]
    tied = units(usable) if tied is None else tied
    found: dict[tuple[str, str], Comparison] = {}
    rows = (row for pair in same_matter(usable, tied) if (row := _compared(*pair, tied)))
    for row in _closest(rows):
        found[row.first.iri, row.second.iri] = row
    found |= {(r.first.iri, r.second.iri): r for r in one_at_a_time(usable, tied)}
    found |= {(r.first.iri, r.second.iri): r for r in _headlines_alone(usable)}
    return sorted(found.values(), key=_order)


def about(claim: str, rows: Iterable[Comparison]) -> list[Comparison]:
    """The comparisons that a claim is part of."""
    return [row for row in rows if claim in (row.first.iri, row.second.iri)]


def supporters(claim: Claim, rows: Iterable[Comparison]) -> tuple[str, ...]:
    """The sources that say the same; a source that repeats itself counts once."""
    same = [row for row in about(claim.iri, rows) if row.verdict == "agree"]
    kept = [row for row in same if row.judgement != "dismissed"]
    return tuple(sorted({claim.source, *(c.source for r in kept for c in (r.first, r.second))}))


def judged(rows: Iterable[Comparison], record: Mapping[str, Any]) -> list[Comparison]:
    """The comparisons with what the user made of them, as kept in the workspace."""
    return [
        replace(row, judgement=str(record.get(judgement_key(row), {}).get("judgement", "")))
        for row in rows
    ]


def judgement_key(row: Comparison) -> str:
    """Under which key a workspace keeps the user's judgement."""
    return f"agreement/{row.key}"


def units(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """For each organization, the ones that some claim makes it a unit of, or a unit of it."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        if claim.relation == "isUnitOf" and claim.object and claim.polarity == "affirmed":
            found.setdefault(claim.subject, set()).add(claim.object)
            found.setdefault(claim.object, set()).add(claim.subject)
    return {one: frozenset(others) for one, others in found.items()}


def _compared(a: Claim, b: Claim, tied: Units) -> Comparison | None:
    """What the rules make of two claims; None where they are on different matters."""
    if not _several_voices(a, b) or not _same_relation(a, b):
        return None
    swapped = (a.subject, a.object) == (b.object, b.subject)
    symmetric = vocabulary().relations[a.relation].symmetric
    same_subject = a.subject == b.subject or (swapped and symmetric)
    related = b.subject in tied.get(a.subject, frozenset()) and a.object is not None
    same_object = a.object == b.object or (swapped and symmetric)
    if not same_object or not (same_subject or related):
        return None
    if a.object is None and years(a) and years(b) and not years(a) & years(b):
        return None  # Revenues of different years are different matters.
    who = [] if same_subject else [Difference("who", (a.subject,), (b.subject,))]
    said = (*who, *differences(a, b))
    why = reason(a, b)
    verdict = "agree" if all(d.added for d in said) else "differ"
    return Comparison(a, b, "conflict" if why else verdict, said, why)


def _several_voices(a: Claim, b: Claim) -> bool:
    """Different sources, or a headline and the body below it."""
    return a.source != b.source or (a.form in IN_TITLE) != (b.form in IN_TITLE)


def _same_relation(a: Claim, b: Claim) -> bool:
    known = vocabulary().relations
    if a.relation not in known or b.relation not in known:
        return False
    nearer, wider = known[a.relation].supers, known[b.relation].supers
    return a.relation == b.relation or b.relation in nearer or a.relation in wider


def _closest(rows: Iterable[Comparison]) -> Iterator[Comparison]:
    """For each claim, of its counterparts in another source those that differ least."""
    best: dict[tuple[str, str], tuple[tuple[int, int], list[Comparison]]] = {}
    for row in rows:
        distance = _distance(row)
        for one, other in ((row.first, row.second), (row.second, row.first)):
            nearest, kept = best.setdefault((one.iri, other.source), (distance, []))
            if distance < nearest:
                best[one.iri, other.source] = (distance, [row])
            elif distance == nearest:
                kept.append(row)
    chosen = (row for _, kept in best.values() for row in kept)
    yield from {(row.first.iri, row.second.iri): row for row in chosen}.values()


def _distance(row: Comparison) -> tuple[int, int]:
    return sum(not d.added for d in row.differences), len(row.differences)


def _headlines_alone(claims: list[Claim]) -> Iterator[Comparison]:
    """Headlines that name another object than the body does."""
    bodies: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.form not in IN_TITLE and claim.object:
            bodies.setdefault((claim.source, claim.subject, claim.relation), []).append(claim)
    for claim in claims:
        if claim.form not in IN_TITLE or not claim.object:
            continue
        below = bodies.get((claim.source, claim.subject, claim.relation), [])
        if below and all(other.object != claim.object for other in below):
            first = min(below, key=rank)
            named = tuple(sorted({other.object for other in below if other.object}))
            yield Comparison(claim, first, "differ", (Difference("whom", (claim.object,), named),))


def _order(row: Comparison) -> tuple[int, str, str]:
    return -VERDICTS.index(row.verdict), row.first.iri, row.second.iri
