"""Pairing of claims: all are compared, and time grows only with their number."""

import time

from kg.comparison.agreement import about, comparisons, supporters
from kg.model.claims import Claim
from kg.model.vocab import ENTITY, SOURCE
from tests.said import claim


def test_everybody_on_a_crowded_matter_is_compared_with_every_source() -> None:
    repeated = [claim("a", f"c{n}") for n in range(200)]
    others = [claim(f"s{n}") for n in range(100)]
    rows = comparisons([*repeated, *others])
    told = [about(one.iri, rows) for one in (*repeated, *others)]
    assert all(told)
    assert len(supporters(repeated[0], rows)) == 101
    assert {str(SOURCE["a"]), str(SOURCE["s0"])} <= set(supporters(others[99], rows))


def table(size: int) -> list[Claim]:
    """Deals with a few that two sources report, all about one company and its suppliers."""
    return [
        claim(f"s{n % 7}", f"c{n}", subject=str(ENTITY[f"a{n % (size // 2)}"]),
              object=str(ENTITY["hub"]), when="2015" if n % 3 else "2016")
        for n in range(size)
    ]  # fmt: skip


def seconds(claims: list[Claim]) -> float:
    """The best of three, so that a busy machine is not held against the rules."""
    spent = []
    for _ in range(3):
        before = time.process_time()
        comparisons(claims)
        spent.append(time.process_time() - before)
    return min(spent)


def test_eight_times_the_claims_take_nowhere_near_sixty_four_times_as_long() -> None:
    few, many = table(2_000), table(16_000)
    assert len(comparisons(many)) == 8 * len(comparisons(few)) == 8_000
    assert seconds(many) < 36 * seconds(few)
