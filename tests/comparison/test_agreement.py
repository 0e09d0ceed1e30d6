from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kg.comparison.agreement import (
    Comparison,
    about,
    comparisons,
    judged,
    judgement_key,
    perhaps_one,
    supporters,
    units,
)
from kg.comparison.matters import matters
from kg.model.claims import Claim, Passage, Quantity
from kg.model.folder import read
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY, SOURCE
from kg.resources import home
from tests.effort import calls
from tests.said import claim, only

UP_TO_1000 = ("up to 1,000", 1000, "atMost")


def amount(wording: str, value: int, bound: str = "exactly", unit: str = "dollar") -> Quantity:
    return Quantity(wording, bound, Decimal(value), unit)


def told(row: Comparison) -> list[str]:
    return [difference.what for difference in row.differences]


def test_two_sources_that_say_the_same_agree() -> None:
    row = only(claim("a"), claim("b"))
    assert (row.verdict, row.differences, row.inside) == ("agree", (), False)


def test_a_symmetric_relation_agrees_with_its_reverse_and_another_does_not() -> None:
    ends = {"subject": str(ENTITY["beta"]), "object": str(ENTITY["acme"])}
    assert only(claim("a"), claim("b", **ends)).verdict == "agree"
    rivals = claim("a", relation="competesWith"), claim("b", relation="competesWith", **ends)
    assert comparisons(rivals) == []


def test_repetition_inside_one_source_is_no_support() -> None:
    first, again, other = claim("a"), claim("a", "two"), claim("b")
    assert comparisons([first, again]) == []
    rows = comparisons([first, again, other])
    assert supporters(other, rows) == (str(SOURCE["a"]), str(SOURCE["b"]))


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("amount", amount("$1B", 10**9), amount("$2B", 2 * 10**9)),
        ("amount", amount("$1B", 10**9), amount("up to $1B", 10**9, "atMost")),
        ("duration", amount("3 years", 3, unit="year"), amount("4 years", 4, unit="year")),
        ("deadline_year", 2018, 2019),
        ("when", "2016-01-20", "2016-02-28"),
        ("modality", "fact", "hint"),
        ("field", (str(ENTITY["cloud"]),), (str(ENTITY["chips"]),)),
        ("field", (str(ENTITY["cloud"]),), ()),
        ("jointly_with", (str(ENTITY["gamma"]),), ()),
        ("audience", (str(ENTITY["gamma"]),), (str(ENTITY["delta"]),)),
        ("attributed_to", str(ENTITY["gamma"]), str(ENTITY["delta"])),
    ],
)
def test_what_two_sources_say_differently_is_named(what: str, one: object, other: object) -> None:
    first: dict[str, Any] = {what: one}
    second: dict[str, Any] = {what: other}
    row = only(claim("a", **first), claim("b", **second))
    assert row.verdict == "differ"
    names = {
        "deadline_year": "deadline", "attributed_to": "speaker", "jointly_with": "jointly with"
    }  # fmt: skip
    assert told(row) == [names.get(what, what)]


def test_one_figure_in_other_words_is_no_difference() -> None:
    row = only(
        claim("a", amount=amount("$1B", 10**9)), claim("b", amount=amount("$1 billion", 10**9))
    )
    assert (row.verdict, row.differences) == ("agree", ())


def test_a_figure_without_a_unit_does_not_differ_from_the_same_with_one() -> None:
    bare = Quantity("a billion", "exactly", Decimal(10**9))
    row = only(claim("a", amount=amount("$1B", 10**9)), claim("b", amount=bare))
    assert row.differences == ()


def test_a_source_that_says_more_agrees_and_adds() -> None:
    row = only(claim("a"), claim("b", amount=amount("$1B", 10**9), when="2016"))
    assert row.verdict == "agree"
    assert [(d.what, d.added) for d in row.differences] == [("amount", True), ("when", True)]


def test_a_more_precise_date_is_no_difference() -> None:
    row = only(claim("a", when="2016-01"), claim("b", when="2016-01-20"))
    assert row.differences == ()


def test_a_denial_conflicts_with_an_assertion() -> None:
    row = only(claim("a"), claim("b", polarity="denied"))
    assert row.verdict == "conflict"
    assert "is not" in row.reason


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (amount(*UP_TO_1000), amount("more than 1,000", 1000, "moreThan"), "conflict"),
        (amount(*UP_TO_1000), amount("at least 1,000", 1000, "atLeast"), "differ"),
        (amount("at most 5", 5, "atMost"), amount("7", 7), "conflict"),
        (amount("at most 5", 5, "atMost"), amount("about 7", 7, "approximately"), "differ"),
        (amount("5", 5), amount("7", 7), "differ"),
        (
            amount("up to 9 developers", 9, "atMost", "data developer"),
            amount("more than 9 engineers", 9, "moreThan", "engineer"),
            "conflict",
        ),
        (
            amount("up to 9 offices", 9, "atMost", "office"),
            amount("more than 9 engineers", 9, "moreThan", "engineer"),
            "differ",
        ),
        (
            amount("up to 9 GW", 9, "atMost", "gigawatt"),
            amount("more than 9 MW", 9, "moreThan", "megawatt"),
            "differ",
        ),
        (amount("at most 5", 5, "atMost"), amount("7 euros", 7, unit="euro"), "differ"),
    ],
)  # fmt: skip
def test_only_bounds_that_exclude_each_other_conflict(
    one: Quantity, other: Quantity, verdict: str
) -> None:
    assert only(claim("a", amount=one), claim("b", amount=other)).verdict == verdict


def test_revenues_of_different_years_are_different_matters() -> None:
    figures: dict[str, Any] = {
        "relation": "hasRevenue",
        "object": None,
        "amount": amount("$1B", 10**9),
    }
    rows = claim("a", when="2015", **figures), claim("b", when="year to March 2016", **figures)
    assert comparisons(rows) == []
    assert len(comparisons([rows[0], replace(rows[1], when="2015")])) == 1


def test_a_parent_and_its_unit_doing_the_same_differ_in_who() -> None:
    unit = claim("c", relation="isUnitOf")
    deed = {"relation": "founded", "object": str(ENTITY["lab"])}
    rows = comparisons([unit, claim("a", **deed), claim("b", subject=str(ENTITY["beta"]), **deed)])
    assert [told(row) for row in rows] == [["who"]]
    assert rows[0].differences[0].first == (str(ENTITY["acme"]),)


def test_a_headline_that_names_another_object_than_the_body_is_shown() -> None:
    place = {"form": "headline", "passage": Passage("A", 0, 1), "object": str(ENTITY["gamma"])}
    row = only(claim("a", "title", **place), claim("a", passage=Passage("B", 9, 10)))
    assert (row.verdict, row.inside, told(row)) == ("differ", True, ["whom"])


def test_a_retracted_claim_takes_no_part() -> None:
    assert comparisons([claim("a"), claim("b", retracted=True)]) == []


def test_a_judgement_is_kept_by_suggestion_and_forgotten_when_the_claims_change() -> None:
    row = only(claim("a"), claim("b"))
    record = {judgement_key(row): {"judgement": "dismissed"}}
    assert [r.judgement for r in judged([row], record)] == ["dismissed"]
    changed = only(claim("a"), claim("b", when="2016"))
    assert [r.judgement for r in judged([changed], record)] == [""]


def test_a_dismissed_agreement_is_no_support() -> None:
    row = only(claim("a"), claim("b"))
    (dismissed,) = judged([row], {judgement_key(row): {"judgement": "dismissed"}})
    assert supporters(row.first, [dismissed]) == (str(SOURCE["a"]),)


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        ("2024-11", "2025-11", 0),
        ("2024", "2025", 0),
        ("2024-02-01", "2025-02-01", 0),
        ("2024-12-30", "2025-01-02", 1),  # one deal, reported around the turn of the year
        ("2024-02-01", "2024-11-01", 1),
        ("2024", None, 1),
        ("year to March 2015", "year to March 2016", 1),  # a period, not a deed
    ],
)
def test_two_deals_of_two_years_are_no_disagreement(one: str, other: str, rows: int) -> None:
    assert len(comparisons([claim("a", when=one), claim("b", when=other)])) == rows


def test_reports_of_one_deal_a_few_days_apart_agree_and_say_so() -> None:
    buys = {"relation": "acquires"}
    one = claim("a", when="2016-12-31", **buys)
    row = only(one, claim("b", when="2017-01-01", **buys))
    assert (row.verdict, row.reason) == ("agree", "the dates are 1 day apart")
    assert [difference.what for difference in row.differences] == ["when"]
    assert matters([row])[0].reasons == (row.reason,)
    assert only(one, claim("b", when="2016-12-20", **buys)).verdict == "differ"
    priced = [replace(one, amount=amount("$1B", 10**9)),
              claim("b", when="2017-01-01", amount=amount("$2B", 2 * 10**9), **buys)]  # fmt: skip
    assert only(*priced).verdict == "differ"


def test_a_company_is_bought_once_so_another_year_is_a_disagreement() -> None:
    buys = {"relation": "acquires"}
    row = only(claim("a", when="2005", **buys), claim("b", when="2015", **buys))
    assert (row.verdict, told(row)) == ("differ", ["when"])


def test_different_periods_explain_different_shares_and_nothing_else() -> None:
    share: dict[str, Any] = {"relation": "contributesRevenueTo"}
    one = claim("a", when="year to March 2015", amount=amount("1.7 %", 2, unit="percent"), **share)
    other = claim("b", when="year to March 2016", amount=amount("3 %", 3, unit="percent"), **share)
    row = only(one, other)
    assert (row.verdict, "year to March 2015" in row.reason) == ("differ", True)
    assert only(one, replace(other, when=one.when)).reason == ""


def test_up_to_and_more_than_a_thousand_conflict_in_the_shipped_sources() -> None:
    claims = [c for s in read(home("data")).sources.values() for c in s.claims]
    rows = about(str(SOURCE["alicloud-nvidia/claim/hiring"]), comparisons(claims))
    (row,) = rows
    assert row.verdict == "conflict"
    assert "“up to 1,000 data developers” and “more than 1,000 data engineers”" in row.reason
    conflicts = [row for row in comparisons(claims) if row.verdict == "conflict"]
    assert conflicts == rows


def test_the_two_billions_of_the_shipped_sources_are_not_compared() -> None:
    claims = [c for s in read(home("data")).sources.values() for c in s.claims]
    pairs = {frozenset((r.first.iri, r.second.iri)) for r in comparisons(claims)}
    assert frozenset(
        (str(SOURCE["alicloud-nvidia/claim/investment"]),
         str(SOURCE["reuters-aliyun-investment/claim/investment"]))
    ) not in pairs  # fmt: skip


def test_two_investments_of_one_figure_are_perhaps_one_and_never_merged() -> None:
    claims = [c for s in read(home("data")).sources.values() for c in s.claims]
    ((first, second),) = perhaps_one(claims, units(claims))
    assert {first.object, second.object} == {
        str(ENTITY["one-billion-investment"]),
        str(ENTITY["aliyun-investment"]),
    }


def test_companies_bought_for_one_figure_are_not_taken_for_one() -> None:
    price: dict[str, Any] = {"relation": "acquires", "amount": amount("$5", 5)}
    rows = claim("a", **price), claim("b", object=str(ENTITY["gamma"]), **price)
    assert perhaps_one(rows, {}) == []


def test_one_company_bought_by_two_conflicts_unless_years_lie_between() -> None:
    buys = {"relation": "acquires", "object": str(ENTITY["beta"])}
    other = {"subject": str(ENTITY["gamma"])} | buys
    assert only(claim("a", **buys), claim("b", **other)).verdict == "conflict"
    assert comparisons([claim("a", when="2005", **buys), claim("b", when="2015", **other)]) == []


@pytest.mark.parametrize("name", list(vocabulary().relations))
def test_the_ontology_alone_says_of_which_relation_there_is_one_at_a_time(name: str) -> None:
    relation = vocabulary().relations[name]
    same = {"relation": name, "when": "2015"}
    gamma = str(ENTITY["gamma"])
    objects = comparisons([claim("a", **same), claim("b", object=gamma, **same)])
    subjects = comparisons([claim("a", **same), claim("b", subject=gamma, **same)])
    assert [row.verdict for row in objects] == ["conflict"] * bool(relation.one_object)
    assert [row.verdict for row in subjects] == ["conflict"] * bool(relation.one_subject)


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
              object=str(ENTITY["hub"]), when="2016-01-20" if n % 3 else "2016-02-20")
        for n in range(size)
    ]  # fmt: skip


def test_eight_times_the_claims_take_some_eight_times_the_effort() -> None:
    few, many = table(2_000), table(16_000)
    assert len(comparisons(many)) == 8 * len(comparisons(few)) == 8_000
    assert calls(lambda: comparisons(many)) < 12 * calls(lambda: comparisons(few))
