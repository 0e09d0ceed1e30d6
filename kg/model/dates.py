"""Dates as tables and texts write them, no more precise than they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kg.errors import BadInput

# As tables write them from Portugal to Sweden.
_NAMES = (
    "january jan januar jänner janvier janv enero gennaio gen janeiro januari",
    "february feb februar février févr fév febrero febbraio fevereiro februari",
    "march mar märz mrz mars marzo março maart",
    "april apr avril avr abril aprile",
    "may mai mayo maggio mag maio mei maj",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août agosto ago augustus augusti",
    "september sept sep septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?"
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]+\s*(\d{1,2})\s*[/.\-]+\s*(\d{4}|\d{2})(?:\s.*)?")
_ISO = re.compile(r"(\d{4})(?:[-/.]+(\d{1,2})(?:[-/.]+(\d{1,2}))?)?(?:[T\s]\d\d:\d\d.*)?")
_NAMED = (
    re.compile(rf"(?:{_DAY}[\s\-.]+)?{_MONTH}[\s\-,.']+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+{_DAY}\s*,?\s+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?:{_DAY}[\s\-./]+)?{_MONTH}[\s\-./']+(?P<year>\d{{2}})", re.IGNORECASE),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"),
)
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
# A day as a spreadsheet counts it; these are of the years 1954 to 2064.
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_BEFORE_THE_FIRST = date(1899, 12, 30)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
_PART = r"(?:[QHS][1-4]|early|mid|late|end of|beginning of)"
_YEAR_ONLY = re.compile(
    rf"(?:{_PART}|[1-4][QH])[\s,\-/]*['’]?(\d{{4}}|(?<=['’Q])\d\d)|(\d{{4}})[\s\-/]*[QHS][1-4]",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_TWO_DIGITS = 70  # 70 and above are of the last century


def order(values: Iterable[str]) -> str | None:
    """Infer whether a column's numeric dates put day or month first; None if no date shows it."""
    firsts = seconds = 0
    for value in values:
        if match := _NUMERIC.fullmatch(value.strip()):
            firsts += int(match[1]) > 12
            seconds += int(match[2]) > 12
    # One slip among many does not make a column ambiguous.
    if firsts == seconds or min(firsts, seconds) * 10 > max(firsts, seconds):
        return None
    return "day first" if firsts > seconds else "month first"


def two_ways(value: str) -> bool:
    """Check if a numeric date is ambiguous between day first and month first."""
    match = _NUMERIC.fullmatch(" ".join(value.split()))
    if match is None:
        return False
    one, other = int(match[1]), int(match[2])
    return one <= 12 and other <= 12 and one != other


@lru_cache(maxsize=20_000)  # the same days come again and again in a table
def day(value: str, first: str | None = None) -> str | None:
    """Read a date as 2016, 2016-01 or 2016-01-20; None if the text is not a date.

    `first` is "day first" or "month first"; without it, a numeric date that can be read both ways
    keeps its year only.
    """
    text = _WEEKDAY.sub("", " ".join(value.split()).replace(" de ", " "), count=1)
    if match := _SERIAL.fullmatch(text):
        return (_BEFORE_THE_FIRST + timedelta(days=int(match[1]))).isoformat()
    if match := _RUN_TOGETHER.fullmatch(text) or _ISO.fullmatch(text):
        return _joined(match[1], match[2], match[3])
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            said = match["month"].lower()
            return _joined(_full(match["year"]), str(MONTHS.get(said) or int(said)), match["day"])
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match[1], match[2], match[3], first)
    monthly, yearly = _MONTH_YEAR.fullmatch(text), _YEAR_ONLY.fullmatch(text)
    if monthly:
        return _joined(monthly[2], monthly[1], None)
    return _full(yearly[1] or yearly[2]) if yearly else None


def given(text: str) -> str | None:
    """The date that a person gives: "3 March 2026" as 2026-03-03; None for an empty text.

    Raises `BadInput` for what is not a date, and for one that could be two days.
    """
    if not text.strip():
        return None
    if two_ways(text):
        raise BadInput(f"{text!r} may be two different days; write it as 4 March 2026")
    found = day(text)
    if found is None:
        raise BadInput(f"{text!r} is not a date; write it as 2016, 2016-01 or 3 March 2016")
    return found


def _full(year: str) -> str:
    """A year of two digits as one of four."""
    if len(year) == 4:
        return year
    return f"{'19' if int(year) >= _TWO_DIGITS else '20'}{year}"


def _numeric(one: str, two: str, year: str, first: str | None) -> str | None:
    year = _full(year)
    if int(one) > 12:
        first = "day first"
    elif int(two) > 12:
        first = "month first"
    elif int(one) == int(two):
        first = "day first"
    if first is None:
        return year
    return _joined(year, two, one) if first == "day first" else _joined(year, one, two)


def _joined(year: str, month: str | None, number: str | None) -> str | None:
    """Join the parts into one date; None if there is no such day."""
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (
        number is not None and not 1 <= int(number) <= _length(year, month)
    ):
        return None
    return "-".join([year, f"{int(month):02}", *([f"{int(number):02}"] if number else [])])


def _length(year: str, month: str) -> int:
    if int(month) == 2:
        leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
        return 29 if leap else 28
    return 30 if int(month) in {4, 6, 9, 11} else 31


_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_YEAR_TO = re.compile(
    rf"(?:year|12 months|twelve months)\s+(?:to|ended|ending)\s+{_MONTH}\s+(?:{_DAY},?\s+)?"
    r"(?P<year>\d{4})",
    re.IGNORECASE,
)
Period = tuple[date, date]


@lru_cache(maxsize=20_000)
def period(words: str) -> Period | None:
    """The first and last day that a date or a period can mean, as vaguely as its words.

    2016 is all of that year, and so are words that name only a year; None if they name none.
    """
    if match := _YEAR_TO.search(words):
        to, ends = int(match["year"]), MONTHS[match["month"].lower()]
        before, last = (date(y, ends, _length(str(y), str(ends))) for y in (to - 1, to))
        return before + timedelta(days=1), last
    known = day(words)
    if known is None:
        years = sorted(map(int, _YEAR.findall(words)))
        return (date(years[0], 1, 1), date(years[-1], 12, 31)) if years else None
    year, month, number = (int(part) for part in f"{known}-0-0".split("-")[:3])
    if number:
        return date(year, month, number), date(year, month, number)
    end = month or 12
    return date(year, month or 1, 1), date(year, end, _length(str(year), str(end)))


CLOCKS = ("said", "holds")


def dated_days(
    clock: str, said: str | None, when: str | None, deadline: int | None
) -> Period | None:
    """The days on which a statement was said, or those for which it is to hold.

    A statement with a deadline holds from the time that it names, if it does, to the deadline.
    """
    if clock == "said":
        return period(said) if said else None
    found = [period(words) for words in (when, str(deadline or "")) if words]
    known = [one for one in found if one]
    return (min(one[0] for one in known), max(one[1] for one in known)) if known else None


def days_between(one: str | None, other: str | None) -> int | None:
    """The number of days between two exact days; None if one of them is vaguer than a day."""
    try:
        first, second = (date.fromisoformat(day or "") for day in (one, other))
    except ValueError:
        return None
    return abs(first - second).days


def years_of(when: str | None, said: str | None) -> tuple[int, int] | None:
    """The first and the last year for which a statement is dated; None where nothing dates it.

    By the time that it names, or else by when it was said.
    """
    found = (when and period(when)) or (said and period(said))
    return (found[0].year, found[1].year) if found else None


@dataclass(frozen=True)
class Span:
    """A stretch of time that a view is limited to, by one of the two clocks."""

    clock: str
    start: date
    end: date

    def __str__(self) -> str:
        """The span as an address has it: said:2015-01-01..2016-12-31."""
        return f"{self.clock}:{self.start}..{self.end}"

    def holds(self, said: str | None, when: str | None, deadline: int | None) -> bool:
        """Check if a statement may fall into the span; undated ones do not."""
        found = dated_days(self.clock, said, when, deadline)
        return found is not None and found[0] <= self.end and self.start <= found[1]


@lru_cache(maxsize=200)
def span(words: str) -> Span | None:
    """A span as an address has it; its ends may be years or months. None if it is not one."""
    clock, _, rest = words.partition(":")
    ends = rest.split("..")
    if clock not in CLOCKS or len(ends) != 2 or not all(_ISO.fullmatch(e) and day(e) for e in ends):
        return None
    first, last = period(ends[0]), period(ends[1])
    if first is None or last is None or first[0] > last[1]:
        return None
    return Span(clock, first[0], last[1])
