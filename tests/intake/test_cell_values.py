"""Values of table cells."""

from decimal import Decimal

import pytest

from kg.intake.cell_values import addresses, date, decimal_comma, names, price, unfit, unit
from kg.model.quantities import mismatch


@pytest.mark.parametrize("name", ["Acme", "3M", "-Acme", "+plus", "A=B GmbH", "北京百度"])
def test_names_are_names(name: str) -> None:
    assert unfit(name, "Buyer") == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Buyer is empty"),
        ("n/a", "Buyer is empty"),
        ("–", "Buyer is empty"),
        ("...", "Buyer is empty"),
        ("#N/A", "Buyer holds the error #N/A"),
        ("#REF!", "Buyer holds the error #REF!"),
        ("=1+1", "which is not a name"),
        ("@SUM(A1)", "which is not a name"),
        ("+cmd|' /C calc'!A0", ""),
        ("a" * 201, "which is not a name"),
    ],
)
def test_what_names_nobody_is_told(name: str, why: str) -> None:
    assert why in unfit(name, "Buyer")


@pytest.mark.parametrize(
    ("given", "order", "expected", "doubt"),
    [
        ("03/04/2012", None, "2012", "two ways"),
        ("03/04/2012", "day first", "2012-04-03", ""),
        ("13/04/2012", None, "2012-04-13", ""),
        ("04/04/2012", None, "2012-04-04", ""),
        ("1905-06-27", None, None, "hardly meant"),
        ("soon", None, None, "cannot be read"),
        ("n/a", None, None, ""),
    ],
)
def test_a_date_that_can_be_read_two_ways_keeps_its_year_and_says_so(
    given: str, order: str | None, expected: str | None, doubt: str
) -> None:
    doubts: list[str] = []
    assert date(given, order, doubts) == expected
    assert (doubt in doubts[0]) if doubt else not doubts


@pytest.mark.parametrize(
    ("given", "unit", "wording", "value"),
    [
        ("$1.2 billion", "", "$1.2 billion", 1_200_000_000),
        ("€40m", "", "€40m", 40_000_000),
        ("120", "million USD", "120 million USD", 120_000_000),
        ("$1,200", "million USD", "$1,200 million", 1_200_000_000),
        ("$1.2bn", "million USD", "$1.2bn", 1_200_000_000),
        ("3 millones de euros", "", "3 millones de euros", 3_000_000),
        ("2 mil millones de euros", "", "2 mil millones de euros", 2_000_000_000),
        ("1,5 millions d'euros", "", "1,5 millions d'euros", 1_500_000),
        ("3 milioni di euro", "", "3 milioni di euro", 3_000_000),
        ("R$ 4 milhões", "", "R$ 4 milhões", 4_000_000),
        ("$1.2B (est.)", "", "$1.2B (est.)", 1_200_000_000),
        ("Not disclosed", "", "Not disclosed", None),
        ("confidential", "", "confidential", None),
    ],
)
def test_an_amount_keeps_its_words(given: str, unit: str, wording: str, value: int | None) -> None:
    doubts: list[str] = []
    found = price(given, unit, doubts)
    assert found
    assert found.wording == wording
    assert found.value == (None if value is None else Decimal(value))
    assert not doubts


@pytest.mark.parametrize(
    "given", ["-5", "(5.0)", "−$3 million", "=D4*2", "about right", "500 mil euros"]
)
def test_what_is_no_amount_stays_as_words_and_in_doubt(given: str) -> None:
    doubts: list[str] = []
    found = price(given, "", doubts)
    assert found
    assert (found.wording, found.value, found.bound) == (given, None, "unstated")
    assert "cannot be read" in doubts[0]


def test_an_error_is_no_amount() -> None:
    doubts: list[str] = []
    assert price("#REF!", "", doubts) is None
    assert doubts == ["the amount is the error #REF!, and left out"]


@pytest.mark.parametrize(
    ("given", "wording", "bound", "value"),
    [
        ("up to 300", "up to 300 million USD", "atMost", 300_000_000),
        ("at least 12.5", "at least 12.5 million USD", "atLeast", 12_500_000),
        ("about 1,200", "about 1,200 million USD", "approximately", 1_200_000_000),
        ("~45", "~45 million USD", "approximately", 45_000_000),
        ("over 300", "over 300 million USD", "moreThan", 300_000_000),
        ("300+", "300 million+ USD", "atLeast", 300_000_000),
        ("300 or more", "300 million USD or more", "atLeast", 300_000_000),
        ("up to $300", "up to $300 million", "atMost", 300_000_000),
        ("up to 3 billion", "up to 3 billion USD", "atMost", 3_000_000_000),
        ("200-300", "200-300 million USD", "between", 200_000_000),
    ],
)
def test_the_unit_of_a_heading_reaches_a_figure_inside_a_bound(
    given: str, wording: str, bound: str, value: int | None
) -> None:
    doubts: list[str] = []
    found = price(given, "million USD", doubts)
    assert found
    assert (found.wording, found.bound, found.value) == (wording, bound, value)
    assert found.unit in {"USD", "dollar"}
    assert not doubts
    assert mismatch(found) is None


@pytest.mark.parametrize("given", ["300 USD", "up to 300 (net)", "some 300 dollars, paid twice"])
def test_a_figure_that_may_or_may_not_be_in_millions_is_in_doubt(given: str) -> None:
    doubts: list[str] = []
    found = price(given, "million USD", doubts)
    assert found
    assert (found.wording, found.value) == (given, None)
    assert doubts


@pytest.mark.parametrize(("given", "unit"), [("5%", "percent"), ("30 people", "person")])
def test_an_amount_with_another_unit_keeps_it(given: str, unit: str) -> None:
    doubts: list[str] = []
    found = price(given, "million USD", doubts)
    assert found
    assert found.unit == unit
    assert not doubts


@pytest.mark.parametrize(
    ("given", "unit", "comma", "doubt"),
    [
        ("2.000 €", "", False, "can be read two ways"),
        ("2.000", "", False, "can be read two ways"),
        ("2,000", "EUR", True, "can be read two ways"),
        ("1.250", "million EUR", True, "can be read two ways"),
        ("12 5000 EUR", "", False, "cannot be read"),
        ("1.2.3 EUR", "", False, "cannot be read"),
    ],
)
def test_a_figure_that_may_be_wrong_is_left_out_with_a_doubt(
    given: str, unit: str, comma: bool, doubt: str
) -> None:
    doubts: list[str] = []
    quantity = price(given, unit, doubts, comma=comma)
    assert quantity is not None
    assert (quantity.value, len(doubts)) == (None, 1)
    assert doubt in doubts[0]


def test_a_column_tells_that_it_writes_decimals_with_a_comma() -> None:
    assert decimal_comma(["10,5", "2.000"])
    assert decimal_comma(["1.200,50"])
    assert not decimal_comma(["1,200", "12,50,000", "$1.5m"])


@pytest.mark.parametrize(
    ("heading", "counts"),
    [
        ("Price (USD million)", "million USD"),
        ("Preis in T€", "thousand euros"),
        ("Preis (Mio. EUR)", "million EUR"),
        ("amountUSD", "USD"),
        ("price_usd_m", "million USD"),
        ("Value ($000)", "thousand dollars"),
        ("Amount (US$ bn)", "billion dollars"),
        ("M&A value", ""),
        ("Amount", ""),
    ],
)
def test_a_heading_says_what_its_figures_count(heading: str, counts: str) -> None:
    assert unit(heading) == counts


def test_a_legal_form_after_a_semicolon_is_no_name_of_its_own() -> None:
    assert names("Ash; Inc.", several=False) == (("Ash; Inc.",), False)
    assert names("Ash; Birch; Ltd", several=True) == (("Ash", "Birch, Ltd"), False)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://a.example/1; https://b.example/2 and https://c.example/3",
         ("https://a.example/1", "https://b.example/2", "https://c.example/3")),
        ("see https://a.example/1.", ("https://a.example/1",)),
        ("(https://a.example/1)", ("https://a.example/1",)),
        ("https://a.example/1.", ("https://a.example/1.",)),
        ("https://a.example/x y", ("https://a.example/x y",)),
    ],
)  # fmt: skip
def test_addresses_in_a_cell_are_told_apart(cell: str, found: tuple[str, ...]) -> None:
    assert addresses(cell) == found
