"""Two undertakings that may be one: the same figure, told by two sources of related parties."""

from collections.abc import Iterable

from kg.agreement.pairing import Units, pairs
from kg.model import Claim
from kg.terms import vocabulary

__all__ = ["double_key", "perhaps_one"]


def perhaps_one(claims: Iterable[Claim], tied: Units) -> list[tuple[Claim, Claim]]:
    """Pairs of claims whose objects may be one undertaking; nothing is merged by this."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if _weighs(claim) and claim.amount:
            amount = claim.amount
            key = (claim.relation, amount.value, amount.unit, amount.bound)
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
    """Whether a claim gives the figure of an undertaking, which can be told under two names."""
    known = vocabulary()
    relation = known.relations.get(claim.relation)
    if claim.retracted or claim.object is None or relation is None or claim.amount is None:
        return False
    kinds = (relation.range, *known.classes[relation.range].supers)
    return "Undertaking" in kinds and claim.amount.value is not None
