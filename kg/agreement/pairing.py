"""Which claims are worth comparing: each with those that may be on its matter, never with all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from kg.model import Claim

__all__ = ["Units", "pairs", "rank", "same_matter"]

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
    """Two claims of those on a matter after the other, the earlier one first."""
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
