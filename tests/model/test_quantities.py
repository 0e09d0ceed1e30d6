"""Words into figures and bounds, and back."""

from decimal import Decimal

import pytest

from kg.model.claims import Quantity
from kg.model.quantities import found, mismatch, read_quantity


@pytest.mark.parametrize(
    ("wording", "bound", "value", "unit"),
    [
        ("up to 1,000 data developers", "atMost", "1000", "data developer"),
        ("more than 1,000 data engineers", "moreThan", "1000", "data engineer"),
        ("at least 10 new data centers", "atLeast", "10", "new data center"),
        ("1,000+ stores", "atLeast", "1000", "store"),
        ("$1B", "exactly", "1000000000", "dollar"),
        ("$1.2 billion", "exactly", "1200000000", "dollar"),
        ("US$ 2.5 billion", "exactly", "2500000000", "US dollar"),
        ("half a billion dollars", "exactly", "500000000", "dollar"),
        ("30 million yuan a year", "exactly", "30000000", "yuan a year"),
        ("EUR 1.5bn", "exactly", "1500000000", "EUR"),
        ("1.200.000 euros", "exactly", "1200000", "euro"),
        ("3.1%", "exactly", "3.1", "percent"),
        ("3,1 %", "exactly", "3.1", "percent"),
        ("nearly 40 percent", "approximately", "40", "percent"),
        ("over the next 3 years", "exactly", "3", "year"),
        ("within 18 months", "atMost", "18", "month"),
        ("twenty-five employees", "exactly", "25", "employee"),
        ("€3 million or more", "atLeast", "3000000", "euro"),
        ("1,271 million yuan", "exactly", "1271000000", "yuan"),
        ("1000", "exactly", "1000", None),
        ("450 Tsd. €", "exactly", "450000", "euro"),
        ("etwa 5 Mio. €", "approximately", "5000000", "euro"),
        ("R$ 1,2 bilhões", "exactly", "1200000000", "real"),
    ],
)
def test_a_wording_is_read_as_figure_bound_and_unit(
    wording: str, bound: str, value: str, unit: str | None
) -> None:
    assert read_quantity(wording) == Quantity(wording, bound, Decimal(value), unit)


def test_over_some_years_is_a_span_but_may_be_taken_for_more() -> None:
    quantity = read_quantity("over 3 years")
    assert quantity is not None
    assert quantity.bound == "exactly"
    assert mismatch(Quantity("over 3 years", "moreThan", Decimal(3), "year")) is None
    assert mismatch(Quantity("over the next 3 years", "moreThan", Decimal(3), "year")) is not None


@pytest.mark.parametrize("wording", ["undisclosed amount", "hundreds of engineers", "multi-year"])
def test_a_wording_without_a_figure_has_no_value(wording: str) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert (quantity.value, quantity.bound) == (None, "unstated")


@pytest.mark.parametrize(
    ("wording", "least", "most", "unit"),
    [
        ("$10-15 million", 10_000_000, 15_000_000, "dollar"),
        ("between 100 and 200 engineers", 100, 200, "engineer"),
        ("US$1.2bn–1.5bn", 1_200_000_000, 1_500_000_000, "US dollar"),
        ("$5m-$7m", 5_000_000, 7_000_000, "dollar"),
        ("€500k to €1m", 500_000, 1_000_000, "euro"),
        ("EUR 5m – EUR 7m", 5_000_000, 7_000_000, "EUR"),
        ("10000000 to 20000000 USD", 10_000_000, 20_000_000, "USD"),
        ("3-5 years", 3, 5, "year"),
    ],
)
def test_a_range_is_two_figures(wording: str, least: int, most: int, unit: str) -> None:
    quantity = read_quantity(wording)
    assert quantity == Quantity(wording, "between", Decimal(least), unit, Decimal(most))
    assert mismatch(quantity) is None
    assert mismatch(Quantity(wording, "unstated", None, unit)) is None
    one_only = Quantity(wording, "exactly", Decimal(least), unit)
    assert "not" in (mismatch(one_only) or "")


@pytest.mark.parametrize("wording", ["from $5m to $7m", "$10 to 5 million", "up to 5 to 7 million"])
def test_two_figures_that_are_no_range_have_no_value(wording: str) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert (quantity.value, quantity.upper, quantity.bound) == (None, None, "unstated")


@pytest.mark.parametrize("text", ["one of the fastest", "5G networks", "in 2018", ""])
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert found(text) == []


def test_quantities_are_found_where_they_stand() -> None:
    text = "It will hire up to 1,000 data developers over the next 3 years for $1B."
    assert [(text[one.start : one.end], one.kind) for one in found(text)] == [
        ("up to 1,000 data developers", "count"),
        ("over the next 3 years", "duration"),
        ("$1B", "money"),
    ]


def test_offsets_count_characters_and_not_bytes() -> None:
    text = "Der „Ausbau“ – für €3 million"
    assert [text[one.start : one.end] for one in found(text)] == ["€3 million"]


def test_a_quantity_that_says_what_its_wording_says_has_no_mismatch() -> None:
    assert mismatch(Quantity("up to 1,000 data developers", "atMost", Decimal(1000))) is None
    assert mismatch(Quantity("$1B", "exactly", Decimal(10**9), "dollar")) is None
    assert mismatch(Quantity("a mere 3.1%", "exactly", Decimal("3.10"), "percent")) is None
    assert mismatch(Quantity("an undisclosed sum", "unstated")) is None


@pytest.mark.parametrize(
    ("quantity", "complaint"),
    [
        (Quantity("up to 1,000 people", "atMost", Decimal(100)), "says 1000, not 100"),
        (Quantity("up to 1,000 people", "exactly", Decimal(1000)), "says atMost, not exactly"),
        (Quantity("up to 1,000 people", "unstated", Decimal(1000)), "says atMost, not unstated"),
        (Quantity("$1B", "exactly", Decimal(1000), "dollar"), "says 1000000000, not 1000"),
        (Quantity("$1B", "exactly", Decimal(10**9), "euro"), "is in dollar, not in euro"),
        (Quantity("$1B", "exactly", None, "dollar"), "says 1000000000, not no figure"),
        (Quantity("an undisclosed sum", "exactly", Decimal(5)), "words no figure"),
    ],
)
def test_a_quantity_that_differs_from_its_wording_is_told_so(
    quantity: Quantity, complaint: str
) -> None:
    assert complaint in (mismatch(quantity) or "")


def test_a_billion_alone_is_a_figure_without_a_unit() -> None:
    quantity = read_quantity("a billion")
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (Decimal(10**9), None)
    assert mismatch(quantity) is None
    assert read_quantity("a") is None


@pytest.mark.parametrize(
    ("wording", "value", "unit"),
    [
        ("USD 3,5 Mio", 3_500_000, "USD"),
        ("40 Mio. EUR", 40_000_000, "EUR"),
        ("3,5 Mrd. Euro", 3_500_000_000, "Euro"),
        ("2 Milliarden Dollar", 2_000_000_000, "Dollar"),
        ("1 500 000 €", 1_500_000, "euro"),
        ("Rs. 500 crore", 5_000_000_000, "rupee"),
        ("€1 500 000", 1_500_000, "euro"),
    ],
)
def test_amounts_as_tables_of_other_countries_write_them(wording, value, unit) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert (quantity.value, (quantity.unit or "").lower()) == (value, unit.lower())
    assert mismatch(quantity) is None


@pytest.mark.parametrize("wording", ["not disclosed", "Confidential", "undisclosed"])
def test_an_amount_that_is_not_told_has_no_figure(wording: str) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert (quantity.value, quantity.bound) == (None, "unstated")


def test_a_year_and_a_number_are_no_number_with_blanks() -> None:
    found_ = [one.quantity.value for one in found("In 2016 300 people left, and 500 200 stayed.")]
    assert 2_016_300 not in found_
    assert [one.quantity.wording for one in found("It cost $1B. Mio lives.")] == ["$1B"]


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("€ 3.712,48", "3712.48"),
        ("1 300 €", "1300"),
        ("1\u00a0300 €", "1300"),
        ("€ 1 300", "1300"),
        ("14 500 EUR", "14500"),
        ("CHF 2'300.20", "2300.20"),
        ("2,5 Mio. €", "2500000"),
        ("3.500.000,00 €", "3500000"),
        ("1 350 000,50 €", "1350000.50"),
        ("EUR 13,5 Mrd", "13500000000"),
        ("₹ 13,50,000", "1350000"),
        ("$1.250 billion", "1250000000"),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(wording: str, value: str) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert quantity.value == Decimal(value)
    assert mismatch(quantity) is None


@pytest.mark.parametrize("wording", ["2.000 €", "EUR 4.711", "1.250 Mio. €", "€12.500,-"])
def test_an_amount_that_reads_two_ways_has_no_figure(wording: str) -> None:
    quantity = read_quantity(wording)
    assert quantity is not None
    assert (quantity.value, quantity.bound) == (None, "unstated")
