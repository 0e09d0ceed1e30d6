"""The kinds of values that columns of a table hold: names, dates, figures, addresses, codes."""

import re
from collections import Counter
from collections.abc import Iterable

from kg.intake.cell_values import NOTHING, SECRET
from kg.intake.tables import WORDS, Table
from kg.model.dates import day
from kg.model.quantities import SCALES, SYMBOLS, UNITS

LOOKED_AT = 1_000  # different values of a column
MOST = 0.7  # of a column's values are of a kind, before the column is
FEW = 60  # different values of a column of kinds or states

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_UNIT = "|".join(sorted(map(re.escape, (*SCALES, *SYMBOLS)), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?:{_UNIT}|{UNITS['codes']}|{UNITS['currencies']}|over|about|around|approx\.?|up to|to|and"
    r"|between|more than|at least|c\.|ca\.|[\d\s.,'’%~<>≈+()–—-])+s?",
    re.IGNORECASE,
)
_CURRENCY = re.compile(rf"(?:{UNITS['codes']}|[A-Z]{{3}}|[$€£¥₹₩])")
_CODE = re.compile(
    r"[/|].*|[A-Za-z]{0,4}[-_]?\d+[\w-]*|[A-Z]{2}|[0-9a-f]{8}-[0-9a-f-]{27}|\S+@\S+\.\S+"
    r"|[A-Z\d]+(?:_[A-Z\d]+)+|[a-z\d]+(?:[-_][a-z\d]+){2,}"
)
ROLES = frozenset(
    word for sides in WORDS["roles"].values() for side in sides.values() for word in side
)


def contents(table: Table) -> dict[str, str]:
    """The kind of values that most cells of each column hold."""
    return {column: kind(table.values(column)) for column in table.columns}


def kind(values: Counter[str]) -> str:
    """The kind of most of some values: date, figure, currency, address, code, word, text, name."""
    telling = {
        v: n for v, n in values.items() if v.lower() not in NOTHING and not SECRET.fullmatch(v)
    }
    if not telling:
        return "nothing"
    sample = list(telling)[:LOOKED_AT]
    kinds = Counter[str]()
    for value in sample:
        kinds[_kind(value)] += 1
    # A year is a figure too; in a column of dates it is a date.
    if kinds["year"]:
        kinds["figure" if kinds["figure"] > kinds["date"] + kinds["year"] else "date"] += kinds.pop(
            "year"
        )
    best, count = kinds.most_common(1)[0]
    if best == "code" and all(map(_CURRENCY.fullmatch, sample)) and _known_currency(sample):
        return "currency"
    if count < MOST * len(sample):
        return "name" if kinds["name"] + kinds["word"] >= MOST * len(sample) else "mixed"
    return best


def _kind(value: str) -> str:
    plain = " ".join(value.split())
    dated = _dated(plain)
    tests = (
        ("address", _ADDRESS.match(plain)),
        ("year", re.fullmatch(r"(?:19|20)\d\d", plain)),
        ("figure", not dated and re.search(r"\d", plain) and _FIGURE.fullmatch(plain)),
        ("date", re.search(r"\d", plain) and not plain.isdecimal() and day(plain, "day first")),
        ("date", dated),
        ("code", _CURRENCY.fullmatch(plain) and _known_currency([plain])),
        ("word", plain.lower() in ROLES),
        ("code", _CODE.fullmatch(plain) and not re.fullmatch(r"[A-Z][A-Za-z]*-?\d{1,3}", plain)),
        ("text", len(plain.split()) > 12 or (len(plain.split()) > 6 and plain[-1] in ".!?")),
        ("name", re.search(r"[^\W\d_]", plain)),
    )
    return next((name for name, holds in tests if holds), "figure")


def _dated(value: str) -> bool:
    """Check that digits with marks between them are a day: 2012-03-04, 3/4/2012, 04.03.12."""
    return bool(re.fullmatch(r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?", value)) and (
        day(value, "day first") is not None or day(value, "month first") is not None
    )


def _known_currency(values: Iterable[str]) -> bool:
    known = {*UNITS["codes"].split("|"), *SYMBOLS}
    return any(value.upper() in known or value in known for value in values)
