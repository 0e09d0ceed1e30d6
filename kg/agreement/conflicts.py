"""What two claims cannot both mean: opposite answers, exclusive bounds, two owners."""

from collections.abc import Iterator
from decimal import Decimal

from kg.agreement.comparison import Comparison, Difference, differences, years
from kg.agreement.pairing import Units, pairs
from kg.model import Claim, Quantity
from kg.terms import vocabulary

__all__ = ["one_at_a_time", "reason"]

BLURRED = frozenset({"approximately", "unstated"})


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
