"""What two claims cannot both mean: opposite answers, exclusive bounds, two owners."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from kg.agreement.comparison import Comparison, Difference, differences, years
from kg.model import Claim, Quantity

__all__ = ["MOST_ALIKE", "Units", "one_at_a_time", "rank", "reason"]

MOST_ALIKE = 60  # claims on one matter beyond which the rest are not compared
# Relations of which one thing has only one at a time: what is a unit, what is acquired.
ONE_OBJECT = frozenset({"isUnitOf"})
ONE_SUBJECT = frozenset({"acquires"})
BLURRED = frozenset({"approximately", "unstated"})

# For each organization, those that some claim makes it a unit of, or a unit of it.
Units = Mapping[str, frozenset[str]]


def reason(a: Claim, b: Claim) -> str:
    """Why two claims cannot both hold; empty where they can."""
    if a.polarity != b.polarity:
        return "one says that it is so, the other that it is not"
    if a.modality == b.modality and years(a) == years(b):
        for what in ("amount", "duration"):
            one, other = getattr(a, what), getattr(b, what)
            if one and other and _exclusive(one, other):
                return f"no figure fits both: “{one.wording}” and “{other.wording}”"
    return ""


def one_at_a_time(claims: list[Claim], tied: Units) -> Iterator[Comparison]:
    """Claims that give one thing two owners."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.polarity == "affirmed" and claim.object and claim.modality == "fact":
            if claim.relation in ONE_OBJECT:
                groups.setdefault((claim.relation, claim.subject), []).append(claim)
            elif claim.relation in ONE_SUBJECT:
                groups.setdefault((claim.relation, claim.object), []).append(claim)
    for (relation, _), alike in groups.items():
        what = "whom" if relation in ONE_OBJECT else "who"
        for a, b in combinations(sorted(alike, key=rank)[:MOST_ALIKE], 2):
            one, other = (a.object, b.object) if what == "whom" else (a.subject, b.subject)
            if one is None or other is None or one == other or a.source == b.source:
                continue
            together = other in (*a.jointly_with, *tied.get(one, ())) or one in b.jointly_with
            if not together and (years(a) & years(b) or not (years(a) and years(b))):
                difference = Difference(what, (one,), (other,))
                reason = "there is room for one only"
                yield Comparison(a, b, "conflict", (difference, *differences(a, b)), reason)


def rank(claim: Claim) -> tuple[str, int, str]:
    """The order of claims: by source, then by place in its text."""
    return claim.source, claim.passage.start if claim.passage else 0, claim.iri


def _exclusive(one: Quantity, other: Quantity) -> bool:
    """Whether the bounds of two quantities leave no figure for both; plain figures only differ."""
    if one.unit != other.unit or one.value is None or other.value is None:
        return False
    bounds = {one.bound, other.bound}
    if bounds == {"exactly"} or bounds & BLURRED:
        return False
    low = max(_low(one), _low(other))
    high = min(_high(one), _high(other))
    return low > high or (low == high and bool(bounds & {"moreThan", "lessThan"}))


def _low(quantity: Quantity) -> Decimal:
    bounded = quantity.bound in ("exactly", "atLeast", "moreThan")
    return quantity.value if bounded and quantity.value is not None else Decimal("-Infinity")


def _high(quantity: Quantity) -> Decimal:
    bounded = quantity.bound in ("exactly", "atMost", "lessThan")
    return quantity.value if bounded and quantity.value is not None else Decimal("Infinity")
