"""Dates as tables write them, no more precise than they are."""

from datetime import date

import pytest

from kg.errors import BadInput
from kg.model.dates import day, given, order, period, span, two_ways


@pytest.mark.parametrize(
    ("value", "first", "wanted"),
    [
        ("2016-01-20", None, "2016-01-20"),
        ("2016-01-20T10:00:00Z", None, "2016-01-20"),
        ("2016/1/20", None, "2016-01-20"),
        ("2016-01", None, "2016-01"),
        ("2016", None, "2016"),
        ("20 January 2016", None, "2016-01-20"),
        ("1er mai 2015", None, "2015-05-01"),
        ("Jan 20, 2016", None, "2016-01-20"),
        ("January 20th, 2016", None, "2016-01-20"),
        ("20-Jan-2016", None, "2016-01-20"),
        ("Sept. 2016", None, "2016-09"),
        ("20/01/2016", None, "2016-01-20"),
        ("01/20/2016", None, "2016-01-20"),
        ("4//17/2013", "day first", "2013-04-17"),
        ("1/02/2012", "day first", "2012-02-01"),
        ("1/02/2012", "month first", "2012-01-02"),
        ("1/02/2012", None, "2012"),
        ("3/3/2012", None, "2012-03-03"),
        ("1.2.99", "day first", "1999-02-01"),
        ("Q3 2014", None, "2014"),
        ("H1/2020", None, "2020"),
        ("Q4'19", None, "2019"),
        ("4Q19", None, "2019"),
        ("12/2019", None, "2019-12"),
        ("13/2019", None, None),
        ("31 déc. 2019", None, "2019-12-31"),
        ("31 dicembre 2019", None, "2019-12-31"),
        ("31 de dezembro de 2019", None, "2019-12-31"),
        ("1 maj 2020", None, "2020-05-01"),
        ("FY2021", None, None),
        ("2018-2020", None, None),
        ("1577750400", None, None),
        ("30/02/2016", "day first", None),
        ("29/02/2016", "day first", "2016-02-29"),
        ("29/02/2015", "day first", None),
        ("2016-13-01", None, None),
        ("soon", None, None),
        ("", None, None),
        ("=TODAY()", None, None),
    ],
)
def test_a_date_is_read_no_more_precisely_than_it_is(value, first, wanted) -> None:
    assert day(value, first) == wanted


def test_a_column_tells_its_order_by_days_after_the_twelfth() -> None:
    assert order(["1/02/2012", "15/04/2002"]) == "day first"
    assert order(["1/02/2012", "4/15/2002"]) == "month first"
    assert order(["1/02/2012", "3/04/2002"]) is None


def test_one_slip_among_many_does_not_hide_the_order() -> None:
    assert order(["15/04/2002"] * 30 + ["4//17/2013"]) == "day first"
    assert order(["15/04/2002", "4/17/2013"]) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("40972", "2012-03-04"),
        ("40972.5", "2012-03-04"),
        ("20120304", "2012-03-04"),
        ("4-Mar-12", "2012-03-04"),
        ("Mar-12", "2012-03"),
        ("Sunday, March 4, 2012", "2012-03-04"),
        ("4. März 2012", "2012-03-04"),
        ("4 de marzo de 2012", "2012-03-04"),
        ("2012年3月4日", "2012-03-04"),
        ("H1 2012", "2012"),
        ("early 2012", "2012"),
        ("FY2012", None),
        ("99999", None),
        ("20121304", None),
    ],
)
def test_dates_of_spreadsheets_and_of_other_languages(value: str, expected: str | None) -> None:
    assert day(value) == expected


@pytest.mark.parametrize(
    ("value", "answer"),
    [("03/04/2012", True), ("13/04/2012", False), ("04/04/2012", False), ("2012", False)],
)
def test_whether_a_date_can_be_read_two_ways(value: str, answer: bool) -> None:
    assert two_ways(value) is answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 March 2026", "2026-03-03"),
        ("March 3, 2026", "2026-03-03"),
        ("March 2026", "2026-03"),
        ("13/03/2026", "2026-03-13"),
        (" 2026 ", "2026"),
        ("", None),
    ],
)
def test_a_person_gives_a_date_as_texts_write_it(text: str, expected: str | None) -> None:
    assert given(text) == expected


@pytest.mark.parametrize("text", ["03/04/2026", "soon", "31 February 2026"])
def test_no_date_is_guessed_for_a_person(text: str) -> None:
    with pytest.raises(BadInput, match="write it as"):
        given(text)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-02-03", "2016-02-03", "2016-02-03"),
        ("year to March 2015", "2014-04-01", "2015-03-31"),
        ("fiscal year ended March 31, 2015", "2014-04-01", "2015-03-31"),
        ("between 2014 and 2016", "2014-01-01", "2016-12-31"),
    ],
)
def test_a_period_is_as_vague_as_its_words(words: str, first: str, last: str) -> None:
    assert period(words) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("words", ["As of now", "", "room 101", "soon"])
def test_words_without_a_year_are_no_period(words: str) -> None:
    assert period(words) is None


def test_a_span_is_read_back_from_its_address() -> None:
    found = span("said:2015..2016-06")
    assert found is not None
    assert span(str(found)) == found
    assert str(found) == "said:2015-01-01..2016-06-30"
    for wrong in ("2015..2016", "said:2016..2015", "said:2015", "told:2015..2016", "said:a..b",
                  "said:2015-13..2016"):  # fmt: skip
        assert span(wrong) is None


def test_a_span_takes_in_what_may_fall_into_it_by_its_clock() -> None:
    said, holds = span("said:2016-03..2016-04"), span("holds:2018..2018")
    assert said
    assert holds
    assert said.holds("2016", None, None)
    assert not said.holds("2017-01-01", "2016-03", None)
    assert not said.holds(None, "2016-03", None)
    assert holds.holds("2016", None, 2018)
    assert holds.holds("2016", "2015", 2020)
    assert not holds.holds("2018", "2015", None)
