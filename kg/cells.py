"""What a cell of a table says: a name, a date, an amount, an error, or nothing."""

import re

from kg.dates import day, two_ways
from kg.model import Quantity
from kg.quantities import read

__all__ = ["date", "price", "unfit"]

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
    quantity = None if NEGATIVE.match(given) else read(_worded(given, unit)[:LONGEST])
    if quantity is None:
        doubts.append(f"the amount “{given[:SHOWN]}” cannot be read")
    return quantity or Quantity(words, "unstated")


def _worded(given: str, unit: str) -> str:
    if re.fullmatch(r"[\d.,'\s]+", given):
        return f"{given} {unit}".strip()
    # $1,200 below the heading “Value (USD m)” is twelve hundred millions.
    scale = SCALE.match(unit)
    if scale and re.fullmatch(r"[^\w\s.,]{1,3}\s*[\d.,'\s]+", given):
        return f"{given} {scale[0]}"
    return given
