"""Numbers and dates as a workbook shows them."""

from datetime import datetime

import pytest

from kg.intake.spreadsheets import moment, number


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1_300_000_000, "#,##0,,", "1300 million"),
        (75_500_000, '0.0,,"M"', "75.5M"),
        (2_500_000_000, '#,##0.0,,,\\ "bn"', "2.5 bn"),
        (9_000, "#,##0,", "9 thousand"),
        (0.512, "0.0%", "51.2%"),
        (1_200, "[$€-407] #,##0.00", "€1200"),
        (1_200, '#,##0.00\\ "€"', "1200 €"),
        (1_200, '"CHF" #,##0', "CHF 1200"),
        (1_200, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "1200 €"),
        (5_000_000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "5M"),
        (1.5, "# ?/?", "1.5"),
        (-5, "#,##0;(#,##0)", "-5"),
        (123, "00000", "00123"),
        (7, '0 "employees"', "7 employees"),
        (12_345, "0.00E+00", "12345"),
        (0.1 + 0.2, "General", "0.3"),
        (1e16, "General", "10000000000000000"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, form: str, shown: str) -> None:
    assert number(value, form) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("mmm\\ yyyy", "2021-03"),
        ("[$-409]mmmm\\ yy;@", "2021-03"),
        ("yyyy", "2021"),
        ('"Year "yyyy', "2021"),
        ("yyyy\\-mm\\-dd", "2021-03-09"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2021-03-09"),
        ("General", "2021-03-09"),
    ],
)
def test_a_date_stays_as_vague_as_it_is_shown(form: str, shown: str) -> None:
    assert moment(datetime(2021, 3, 9), form) == shown
