"""Comparison of two claims on the same matter."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any

from kg.comparison.ledger import AHEAD
from kg.model.claims import FIELDS, QUANTITIES, Claim, Field, Quantity, values
from kg.model.dates import days_between
from kg.model.ontology import vocabulary
from kg.model.wording import counted

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
    reason: str = ""  # why they conflict, what explains a difference, or how far dates are apart
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
    for field in FIELDS:
        one, other = _said(a, field), _said(b, field)
        if not field.compared or one == other or _same_figure(field, a, b):
            continue
        if field.kind != "time" or not _refined(one, other):
            yield Difference(field.compared, one, other)


def _said(claim: Claim, field: Field) -> tuple[str, ...]:
    """The values of a field in words; no speaker where the source speaks for itself."""
    found = values(claim, field)
    if field.kind == "claim":
        return ("conditional",) if found else ()
    if field.name == "attributed_to" and found == (claim.source,):
        return ()
    return tuple(v.wording if isinstance(v, Quantity) else str(v) for v in found)


def _same_figure(field: Field, a: Claim, b: Claim) -> bool:
    one, other = getattr(a, field.name), getattr(b, field.name)
    if field.kind != "quantity" or one is None or other is None or one.value is None:
        return False
    units = {one.unit, other.unit} - {None}  # a source that names no unit does not contradict one
    same = (one.value, one.bound, one.upper) == (other.value, other.bound, other.upper)
    return same and len(units) < 2


def _refined(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Check if one date is a more precise form of the other: 2016 and 2016-01."""
    if not (one and other):
        return False
    return one[0].startswith(f"{other[0]}-") or other[0].startswith(f"{one[0]}-")


def years(claim: Claim) -> frozenset[str]:
    """The years that a claim speaks of."""
    words = f"{claim.when or ''} {claim.deadline_year or ''}"
    return frozenset(YEAR.findall(words))


# A period, for which a figure holds; anything else is the time of a deed.
PERIOD = re.compile(r"\b(year|years|half|quarter|months?|period|fiscal|fy ?\d+)\b", re.IGNORECASE)
# Reports of one deal give days this far apart: announced, signed, closed.
ONE_DEAL = 60
ONE_REPORT = 7  # the day of a deed, and that of the paper or of another clock


def two_deals(a: Claim, b: Claim) -> bool:
    """Check if two claims of one kind between the same two are about two deals.

    Their years differ, and they are not days around the turn of a year. What can happen only once
    (a company is bought), a share, and a figure for a period stay one matter.
    """
    one, other = (set(YEAR.findall(claim.when or "")) for claim in (a, b))
    if not (one and other) or one & other or a.object is None:
        return False
    relation = vocabulary().relations[a.relation]
    if relation.one_object or relation.one_subject or _of_a_period(a) or _of_a_period(b):
        return False
    days = days_between(a.when, b.when)
    return days is None or days > ONE_DEAL


def _of_a_period(claim: Claim) -> bool:
    """Check if a claim gives a share, or a figure for a period, rather than telling a deed."""
    share = claim.amount is not None and claim.amount.unit == "percent"
    return share or bool(PERIOD.search(claim.when or ""))


def explanation(a: Claim, b: Claim) -> str:
    """The reason why two figures may both be right; empty if there is none."""
    figures = [claim.amount.wording for claim in (a, b) if claim.amount]
    if len(figures) == 2 and figures[0] != figures[1] and a.when and b.when and a.when != b.when:
        return f"the periods differ: {a.when} and {b.when}"
    return ""


# On a matter that more claims are on, each is compared with the first of that many: those of other
# sources first, so that every source has its say and the time grows with the claims only.
FULLY = 60

Pair = tuple[Claim, Claim]
# For each organization, those that some claim makes it a unit of, or a unit of it.
Units = Mapping[str, frozenset[str]]


def rank(claim: Claim) -> tuple[str, int, str]:
    """The order of claims: by source, then by place in its text."""
    return claim.source, claim.passage.start if claim.passage else 0, claim.iri


def pairs(alike: Iterable[Claim]) -> Iterator[Pair]:
    """Pairs of claims on the same matter, the earlier claim first."""
    ordered = sorted(alike, key=rank)
    if len(ordered) > FULLY:
        ordered = _one_of_each_source_first(ordered)
    for at, claim in enumerate(ordered):
        for other in ordered[: min(at, FULLY)]:
            yield (other, claim) if rank(other) < rank(claim) else (claim, other)


def same_matter(claims: list[Claim], tied: Units) -> Iterator[Pair]:
    """Claims about the same two, and the same deeds of an organization and a unit of it."""
    by_ends: dict[tuple[str, str], list[Claim]] = {}
    by_deed: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        one, other = sorted((claim.subject, claim.object or ""))
        by_ends.setdefault((one, other), []).append(claim)
        if claim.object is not None and claim.subject in tied:
            by_deed.setdefault((claim.subject, claim.relation, claim.object), []).append(claim)
    for alike in by_ends.values():
        yield from pairs(alike)
    for (subject, relation, target), mine in by_deed.items():
        for other in tied[subject]:
            theirs = by_deed.get((other, relation, target), [])
            if subject < other and theirs:
                for a, b in product(mine[:FULLY], theirs[:FULLY]):
                    yield (a, b) if rank(a) < rank(b) else (b, a)


def _one_of_each_source_first(ordered: list[Claim]) -> list[Claim]:
    told: Counter[str] = Counter()
    turns = []
    for claim in ordered:
        turns.append((told[claim.source], *rank(claim), claim))
        told[claim.source] += 1
    return [claim for *_, claim in sorted(turns, key=lambda turn: turn[:-1])]


def perhaps_one(claims: Iterable[Claim], tied: Units) -> list[tuple[Claim, Claim]]:
    """Pairs of claims whose objects may be one undertaking; they stay two entities."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if _weighs(claim) and claim.amount:
            amount = claim.amount
            key = (claim.relation, amount.value, amount.unit, amount.bound, amount.upper)
            groups.setdefault(key, []).append(claim)
    found: dict[frozenset[str], tuple[Claim, Claim]] = {}
    for alike in groups.values():
        for a, b in pairs(alike):
            related = a.subject == b.subject or b.subject in tied.get(a.subject, frozenset())
            if related and a.source != b.source and a.object != b.object:
                found.setdefault(frozenset((str(a.object), str(b.object))), (a, b))
    return list(found.values())


def double_key(pair: tuple[Claim, Claim]) -> str:
    """Under which key a workspace keeps that two undertakings are not one."""
    first, second = sorted(str(claim.object).rpartition("/")[2] for claim in pair)
    return f"apart/{first}/{second}"


def _weighs(claim: Claim) -> bool:
    """Check if a claim gives the figure of an undertaking that may have two names."""
    known = vocabulary()
    relation = known.relations.get(claim.relation)
    if claim.retracted or claim.object is None or relation is None or claim.amount is None:
        return False
    kinds = (relation.range, *known.classes[relation.range].supers)
    return "Undertaking" in kinds and claim.amount.value is not None


BLURRED = frozenset({"approximately", "unstated"})


def reason(a: Claim, b: Claim) -> str:
    """Explain why two claims exclude each other; empty if they do not."""
    if a.polarity != b.polarity:
        return "one says that it is so, the other that it is not"
    if a.modality == b.modality and years(a) == years(b):
        for field in QUANTITIES:
            one, other = getattr(a, field.name), getattr(b, field.name)
            if one and other and _exclusive(one, other, _counts_of_one_deed(a, b)):
                return f"no number fits both “{one.wording}” and “{other.wording}”"
    return ""


def one_at_a_time(claims: list[Claim], tied: Units) -> Iterator[Comparison]:
    """Claims that fill one place differently, where the ontology has room for one only."""
    known = vocabulary().relations
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        relation = known.get(claim.relation)
        told = claim.polarity == "affirmed" and claim.object and claim.modality == "fact"
        if not relation or not told or claim.object is None:
            continue
        if relation.one_object:
            groups.setdefault(("whom", relation.one_object, claim.subject), []).append(claim)
        if relation.one_subject:
            groups.setdefault(("who", relation.one_subject, claim.object), []).append(claim)
    for (what, _, _), alike in groups.items():
        for a, b in pairs(alike):
            one, other = (a.object, b.object) if what == "whom" else (a.subject, b.subject)
            if one is None or other is None or one == other or a.source == b.source:
                continue
            together = other in (*a.jointly_with, *tied.get(one, ())) or one in b.jointly_with
            if not together and (years(a) & years(b) or not (years(a) and years(b))):
                difference = Difference(what, (one,), (other,))
                reason = "there is room for one only"
                yield Comparison(a, b, "conflict", (difference, *differences(a, b)), reason)


def _counts_of_one_deed(a: Claim, b: Claim) -> bool:
    """Check if two claims count the same thing, such as the people that one deed is to hire."""
    return a.object is not None and (a.subject, a.object) == (b.subject, b.object)


def _exclusive(one: Quantity, other: Quantity, of_deed: bool) -> bool:
    """Check if the bounds of two quantities exclude each other; plain figures merely differ.

    Where both are counted for one deed, people may have two names: developers, engineers.
    """
    if one.value is None or other.value is None or not _comparable(one, other, of_deed):
        return False
    bounds = {one.bound, other.bound}
    if bounds == {"exactly"} or bounds & BLURRED:
        return False
    low = max(_low(one), _low(other))
    high = min(_high(one), _high(other))
    return low > high or (low == high and bool(bounds & {"moreThan", "lessThan"}))


# Sources count the same people under several names.
PEOPLE = frozenset({
    "developer", "employee", "engineer", "expert", "job", "person", "position", "researcher",
    "scientist", "specialist", "staff", "worker",
})  # fmt: skip


def _comparable(one: Quantity, other: Quantity, of_deed: bool) -> bool:
    if one.unit == other.unit:
        return True
    last = [(quantity.unit or "").rpartition(" ")[2] for quantity in (one, other)]
    return of_deed and PEOPLE.issuperset(last)


def _low(quantity: Quantity) -> Decimal:
    bounded = quantity.bound in ("exactly", "atLeast", "moreThan", "between")
    return quantity.value if bounded and quantity.value is not None else Decimal("-Infinity")


def _high(quantity: Quantity) -> Decimal:
    figure = quantity.upper or quantity.value
    bounded = quantity.bound in ("exactly", "atMost", "lessThan", "between")
    return figure if bounded and figure is not None else Decimal("Infinity")


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
    """The comparisons with the user's judgements from the workspace."""
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
    """Compare two claims by the rules; None if they are on different matters."""
    if not _several_voices(a, b) or not _same_relation(a, b):
        return None
    swapped = (a.subject, a.object) == (b.object, b.subject)
    symmetric = vocabulary().relations[a.relation].symmetric
    same_subject = a.subject == b.subject or (swapped and symmetric)
    related = b.subject in tied.get(a.subject, frozenset()) and a.object is not None
    same_object = a.object == b.object or (swapped and symmetric)
    if not same_object or not (same_subject or related):
        return None
    if (a.object is None and _two_figures(a, b)) or two_deals(a, b):
        return None
    who = [] if same_subject else [Difference("who", (a.subject,), (b.subject,))]
    said = (*who, *differences(a, b))
    if why := reason(a, b):
        return Comparison(a, b, "conflict", said, why)
    days = days_between(a.when, b.when) or 0
    near = f"the dates are {counted(days, 'day')} apart" if 0 < days <= ONE_REPORT else ""
    if all(d.added or (near and d.what == "when") for d in said):
        return Comparison(a, b, "agree", said, near)
    return Comparison(a, b, "differ", said, explanation(a, b))


def _two_figures(a: Claim, b: Claim) -> bool:
    """Check if two figures are of different years, or one foretold and the other the outcome.

    What became of a prediction is the ledger's matter, not a disagreement.
    """
    apart = bool(years(a) and years(b) and not years(a) & years(b))
    return apart or (a.modality in AHEAD) != (b.modality in AHEAD)


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
    """For each claim, the claims of another source that differ least from it."""
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
