"""What a cell of a table says: a name, a date, an amount, an error, or nothing."""

import re
from collections.abc import Iterable

from kg.model.claims import Quantity
from kg.model.dates import day, two_ways
from kg.model.quantities import BOUNDS, BOUNDS_AFTER, SCALES, SYMBOLS, found, read

# Deals outside these years are slips of a spreadsheet, such as 2005 read as a day of 1905.
EARLIEST, LATEST = 1930, 2100
NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "na", "n.a.", "none", "null", "?", "unknown", "tbd", "nan"}
)
# What a spreadsheet shows where a formula failed.
ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{2,}", re.IGNORECASE
)
FORMULA = re.compile(r"=|[+\-@]\s*=|[+\-@]\w*\(")
SECRET = re.compile(
    r"(?:un|not |non-?)disclosed(?: \w+)?|confidential|secret|private", re.IGNORECASE
)
SCALE = re.compile(r"(?:thousand|million|billion|k|m|mn|bn|b)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"[-−(]\s*\D{0,3}\d")
SHOWN, LONGEST = 60, 200  # characters


def _listed(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))


# A figure of which the heading says what it counts, or two, whatever bounds them.
BARE = re.compile(
    rf"""(?P<figure>(?:(?:{_listed(BOUNDS)}|between)\s*)?
    (?P<symbol>(?:{_listed(SYMBOLS)}|[^\w\s.,~≈<>≤≥+-]{{1,3}})\s*)?
    \d(?:[\d.,'’\s]*\d)?(?:\s?(?:-|–|—|to|and)\s?(?:{_listed(SYMBOLS)})?\d[\d.,'’]*)?)
    (?P<own>\s?(?:{_listed(SCALES)})\b)?(?P<after>\s*(?:{_listed(BOUNDS_AFTER)})?\s*)""",
    re.VERBOSE | re.IGNORECASE,
)
SCALED = re.compile(rf"\d[\s-]?(?:{_listed(SCALES)})\b", re.IGNORECASE)


def unfit(name: str, column: str) -> str:
    """Why a cell names nobody; nothing where it does."""
    if name.lower() in NOTHING or not re.search(r"\w", name):
        return f"{column} is empty"
    if ERROR.fullmatch(name):
        return f"{column} holds the error {name}"
    if FORMULA.match(name) or len(name) > LONGEST:
        return f"{column} holds “{name[:40]}”, which is no name"
    return ""


def date(given: str, order: str | None, doubts: list[str]) -> str | None:
    """A cell's date, no more precise than it is; what is odd about it goes to the doubts."""
    if given.lower() in NOTHING:
        return None
    when, shown = day(given, order), f"the date “{given[:SHOWN]}”"
    if when is None:
        doubts.append(f"{shown} cannot be read")
    elif not EARLIEST <= int(when[:4]) <= LATEST:
        doubts.append(f"{shown} is hardly meant")
        return None
    elif order is None and two_ways(given):
        doubts.append(f"{shown} can be read two ways, so its year alone is kept")
    return when


def price(given: str, unit: str, doubts: list[str]) -> Quantity | None:
    """A cell's amount in its own words, with what its column says that bare figures count."""
    if given.lower() in NOTHING:
        return None
    if ERROR.fullmatch(given):
        doubts.append(f"the amount is the error {given}, and left out")
        return None
    words = given[:LONGEST]
    if SECRET.fullmatch(given):
        return Quantity(words, "unstated")
    worded = _worded(given, unit)
    quantity = None if NEGATIVE.match(given) else read(worded[:LONGEST])
    if quantity is None:
        doubts.append(f"the amount “{given[:SHOWN]}” cannot be read")
    elif unit and worded == given and _lacking(given, unit):
        # A figure that may be wrong by millions is worse than none.
        doubts.append(f"whether the amount “{given[:SHOWN]}” is in {unit} cannot be told")
        return Quantity(words, "unstated")
    return quantity or Quantity(words, "unstated")


def _worded(given: str, unit: str) -> str:
    """The cell with what its column counts behind its figure, as far as it does not say so."""
    if not unit or not (match := BARE.fullmatch(given)):
        return given
    scale = SCALE.match(unit)
    # $1,200 below the heading “Value (USD m)” is twelve hundred millions.
    scaled = match["own"] or (f" {scale[0]}" if scale else "")
    currency = "" if match["symbol"] else unit[scale.end() if scale else 0 :].strip()
    after = match["after"].strip()
    plus, bound = ("+", "") if after == "+" else ("", after)
    return " ".join(filter(None, (f"{match['figure']}{scaled}{plus}", currency, bound)))


def _lacking(given: str, unit: str) -> bool:
    """Whether words about a figure hide what it counts: 300 dollars in a column of millions."""
    first = next(iter(found(given)), None)
    if first is None:
        return bool(re.search(r"\d", given)) and not SCALED.search(given)
    return first.kind == "money" and bool(SCALE.match(unit)) and not SCALED.search(given)
