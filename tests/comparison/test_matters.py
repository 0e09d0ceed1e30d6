"""Matters: what sources say on one question, on one card."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kg.comparison.agreement import comparisons
from kg.comparison.matters import Matter, card_columns, claim_rows, matters, spread
from kg.model.claims import Claim, Quantity
from kg.model.folder import read
from kg.model.vocab import ENTITY, SOURCE
from kg.resources import home
from tests.said import claim

SHARE: dict[str, Any] = {"relation": "contributesRevenueTo"}


def percent(wording: str, value: str) -> Quantity:
    return Quantity(wording, "exactly", Decimal(value), "percent")


def named(iri: str) -> str:
    return iri.rpartition("/")[2]


def one_matter(*claims: Claim) -> Matter:
    (found,) = matters(comparisons(claims))
    return found


def test_three_sources_on_one_share_are_one_matter_explained_by_their_periods() -> None:
    found = one_matter(
        claim("a", when="year to March 2015", amount=percent("1.7 %", "1.7"), **SHARE),
        claim("b", when="year to March 2016", amount=percent("3.0 %", "3"), **SHARE),
        claim("c", amount=percent("3.1 %", "3.1"), **SHARE),
    )
    assert (found.verdict, len(found.sources), len(found.claims)) == ("differ", 3, 3)
    (reason,) = found.reasons
    assert "year to March 2015, year to March 2016" in reason
    assert "not every source states one" in reason
    columns = card_columns(found, named)
    assert columns["amount"] == (["1.7 %", "3.0 %", "3.1 %"], True)
    assert columns["when"] == (["year to March 2015", "year to March 2016", ""], True)
    assert "whom or what" not in columns


def test_equal_figures_are_not_explained_by_periods() -> None:
    found = one_matter(
        claim("a", when="year to March 2015", amount=percent("3 %", "3"), **SHARE),
        claim("b", when="year to March 2016", amount=percent("3 %", "3"), **SHARE),
    )
    assert found.reasons == ()


def test_the_gravest_verdict_is_that_of_the_matter() -> None:
    found = one_matter(claim("a"), claim("b"), claim("c", polarity="denied"))
    assert (found.verdict, len(found.claims)) == ("conflict", 3)
    assert found.reasons == ("one says that it is so, the other that it is not",)


def test_different_matters_are_different_cards() -> None:
    other = {"object": str(ENTITY["gamma"])}
    both = [claim("a"), claim("b"), claim("a", "two", **other), claim("b", "two", **other)]
    assert [len(found.claims) for found in matters(comparisons(both))] == [2, 2]


def test_a_detail_that_one_source_adds_is_shown_and_no_difference() -> None:
    found = one_matter(claim("a"), claim("b", amount=percent("3 %", "3")))
    assert (found.verdict, card_columns(found, named)["amount"]) == ("agree", (["", "3 %"], False))


def test_with_whom_it_is_done_differs_even_where_one_is_silent() -> None:
    found = one_matter(claim("a"), claim("b", jointly_with=(str(ENTITY["gamma"]),)))
    assert card_columns(found, named)["jointly with"] == (["", "gamma"], True)


@pytest.mark.parametrize(
    ("one", "other", "drawn"),
    [
        (percent("1 %", "1"), percent("2 %", "2"), True),
        (percent("1 %", "1"), percent("one percent", "1"), False),
        (percent("1 %", "1"), Quantity("$2", "exactly", Decimal(2), "dollar"), False),
        (percent("1 %", "1"), Quantity("a small portion", "unstated"), False),
    ],
)
def test_only_different_figures_of_one_kind_are_drawn(
    one: Quantity, other: Quantity, drawn: bool
) -> None:
    found = one_matter(claim("a", amount=one), claim("b", amount=other))
    assert (spread(found) is not None) is drawn


def test_what_is_dismissed_stands_apart_and_stays_one_card() -> None:
    first, *others = comparisons([claim("a"), claim("b"), claim("c")])
    found = matters([first, *(replace(row, judgement="dismissed") for row in others)])
    assert [(m.judgement, len(m.comparisons)) for m in found] == [("", 1), ("dismissed", 2)]


def test_a_row_to_take_away_names_the_claim_and_its_figure() -> None:
    found = one_matter(claim("a", amount=percent("3 %", "3")), claim("b"))
    taken = claim_rows(found, named)
    assert [row["claim"] for row in taken] == [c.iri for c in found.claims]
    assert (taken[0]["value"], taken[0]["unit"], taken[1]["value"]) == ("3", "percent", "")


def test_the_share_of_revenue_of_the_shipped_sources_is_one_card() -> None:
    claims = [c for s in read(home("data")).sources.values() for c in s.claims]
    share = str(SOURCE["alicloud-nvidia/claim/share-of-revenue"])
    (found,) = [matter for matter in matters(comparisons(claims)) if matter.about(share)]
    assert len(found.sources) == 3
    assert {c.amount.value for c in found.claims if c.amount} >= {
        Decimal("1.7"), Decimal(3), Decimal("3.1")
    }  # fmt: skip
    assert spread(found) is not None
