"""Dates as tables and texts write them, no more precise than they are."""

import re
from collections.abc import Iterable

__all__ = ["day", "order"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]+\s*(\d{1,2})\s*[/.\-]+\s*(\d{4}|\d{2})(?:\s.*)?")
_ISO = re.compile(r"(\d{4})(?:[-/.]+(\d{1,2})(?:[-/.]+(\d{1,2}))?)?(?:[T\s]\d\d:\d\d.*)?")
_NAMED = (
    re.compile(rf"(?:{_DAY}[\s\-.]+)?{_MONTH}[\s\-,.']+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+{_DAY}\s*,?\s+(?P<year>\d{{4}})", re.IGNORECASE),
)
_TWO_DIGITS = 70  # 70 and above are of the last century


def order(values: Iterable[str]) -> str | None:
    """Whether day or month comes first in the numeric dates of a column; None if none tells."""
    firsts = seconds = 0
    for value in values:
        if match := _NUMERIC.fullmatch(value.strip()):
            firsts += int(match[1]) > 12
            seconds += int(match[2]) > 12
    # One slip among many does not make a column ambiguous.
    if firsts == seconds or min(firsts, seconds) * 10 > max(firsts, seconds):
        return None
    return "day first" if firsts > seconds else "month first"


def day(value: str, first: str | None = None) -> str | None:
    """A date as 2016, 2016-01 or 2016-01-20; None where it is none.

    `first` is "day first" or "month first"; without it, a numeric date that can be read both ways
    keeps its year only.
    """
    text = " ".join(value.split())
    if match := _ISO.fullmatch(text):
        return _joined(match[1], match[2], match[3])
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            month = MONTHS[match["month"].lower()]
            return _joined(match["year"], str(month), match["day"])
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match[1], match[2], match[3], first)
    if match := re.fullmatch(r"Q[1-4]\s*,?\s*(\d{4})|(\d{4})\s*-?Q[1-4]", text, re.IGNORECASE):
        return match[1] or match[2]
    return None


def _numeric(one: str, two: str, year: str, first: str | None) -> str | None:
    if len(year) == 2:
        year = f"{'19' if int(year) >= _TWO_DIGITS else '20'}{year}"
    if int(one) > 12:
        first = "day first"
    elif int(two) > 12:
        first = "month first"
    elif int(one) == int(two):
        first = "day first"
    if first is None:
        return year
    return _joined(year, two, one) if first == "day first" else _joined(year, one, two)


def _joined(year: str, month: str | None, date: str | None) -> str | None:
    """The parts as one date; None where there is no such day."""
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (
        date is not None and not 1 <= int(date) <= _length(year, month)
    ):
        return None
    return "-".join([year, f"{int(month):02}", *([f"{int(date):02}"] if date else [])])


def _length(year: str, month: str) -> int:
    if int(month) == 2:
        leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
        return 29 if leap else 28
    return 30 if int(month) in {4, 6, 9, 11} else 31
