"""Parsing of quantities: words into figures and bounds, and checks of one against the other."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from kg.errors import BadInput
from kg.model.claims import Quantity

_LEXICON = tomllib.loads((Path(__file__).parent / "quantities.toml").read_text("utf-8"))
BOUNDS: dict[str, str] = _LEXICON["bounds"]
BOUNDS_AFTER: dict[str, str] = _LEXICON["bounds_after"]
SCALES: dict[str, int] = _LEXICON["scales"]
SYMBOLS: dict[str, str] = _LEXICON["symbols"]
UNITS: dict[str, str] = _LEXICON["units"]
STOPS = frozenset(UNITS["stops"].split())
IRREGULAR: dict[str, str] = _LEXICON["plurals"]
WORDS: dict[str, int] = _LEXICON["words"]
# Scales of languages in which the dot stands between thousands.
_CONTINENTAL = frozenset(_LEXICON["continental"]["scales"].split())
_TENS = "|".join(WORDS)
_ONES = "|".join(word for word, value in WORDS.items() if 0 < value < 10)


_CURRENCY = re.compile(
    rf"(?:[\w.]+ ){{0,2}}(?:{UNITS['currencies']})|{UNITS['codes']}|[A-Z]{{3}}|[$€£¥₩₹]"
)


def _either(phrases: Iterable[str]) -> str:
    listed = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in listed)


# A blank between thousands, where a currency stands before it or behind it.
_BLANKED = r"\d{1,3}(?:\s\d{3})+(?:[.,]\d{1,2})?(?![\d.,])"
_MONEY = rf"\s?(?:[€£¥₹₩]|(?:{UNITS['codes']}|{_either(SCALES)})\b|(?:{UNITS['currencies']})s?\b)"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?"
    rf"|{_BLANKED}(?={_MONEY})"
    r"|\d{1,3}(?:\s\d{3}){2,}(?:[.,]\d{1,2})?(?![\d.,])"
    r"|\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d+(?:[.,]\d+)?)(?![.,'’]?\d)"
)
_WORD = rf"(?:half\s+an?|an?|(?:{_TENS})(?:[-\s](?:{_ONES}))?)"
_FIGURE = re.compile(
    rf"""(?<![\w.,-])
    (?:(?P<before>{_either(BOUNDS)})\s*)?
    (?P<between>between\s+)?
    (?P<span>(?:(?:over|for|in|during|within|throughout)\s+)?the\s+(?:next|coming|following|past|last)\s+)?
    (?:(?:a\s+total\s+of|a\s+(?:mere|further|record|whopping)|an\s+(?:additional|extra|initial)
        |just|only|another)\s+)?
    (?:(?P<symbol>{_either(SYMBOLS)})\s?|(?P<code>{UNITS["codes"]})\s?)?
    (?P<number>(?(symbol){_BLANKED}|(?(code){_BLANKED}|(?!)))|{_DIGITS}|{_WORD}\b)
    (?:(?:[\s-]?(?P<lower>{_either(SCALES)})\b\.?(?:\s?[€£¥₹₩]|\s(?:{UNITS["codes"]})\b)?)?
      (?(between)\s+and\s+|\s?(?:-|–|—|\bto\b)\s?)
      (?:{_either(SYMBOLS)}|{UNITS["codes"]})?\s?(?P<high>{_DIGITS}))?
    (?:[\s-]?(?P<scale>{_either(SCALES)})\b(?:(?<=mio|mrd|tsd|mld|mln)\.|(?<=mill)\.)?)?
    (?P<plus>\s?\+)?
    (?:\s?(?P<percent>%|percent\b|per\s+cent\b|percentage\s+points?\b|basis\s+points?\b)
      |(?:[\s-]?|\s(?:de\s|di\s|d['’]))(?P<currency>(?:(?:US|U\.S\.|Hong\s+Kong|Australian|Canadian|Singapore)\s)?
         (?:{UNITS["currencies"]})s?|{UNITS["codes"]})\b
      |\s?(?P<sign>[€£¥₹₩])(?!\w)
      |[\s-](?P<period>{UNITS["periods"]})s?\b)?
    (?:[\s-]?(?P<after>{_either(BOUNDS_AFTER)})(?!\w))?
    (?:\s+(?P<rate>(?:a|per|each|every)\s+(?:year|month|quarter|week|day)|annually)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_VAGUE, _UNTOLD = (
    re.compile("|".join(_LEXICON["vague"][kind]), re.IGNORECASE) for kind in ("in_a_text", "alone")
)
_COUNTED = re.compile(r"[\s-]((?:[^\W\d_][\w’'-]*)(?:\s+[^\W\d_][\w’'-]*){0,3})")


@dataclass(frozen=True)
class Found:
    """A quantity found in a text, with its position and the kind of thing it measures."""

    quantity: Quantity
    start: int
    end: int
    kind: str  # money, share, duration, count


def found(text: str) -> list[Found]:
    """Every quantity that a text words, in the order of the text."""
    figures = list(_figures(text))
    taken = [(one.start, one.end) for one in figures]
    vague = map(_vague, _VAGUE.finditer(text))
    figures += [one for one in vague if not any(one.start < e and s < one.end for s, e in taken)]
    return sorted(figures, key=lambda one: one.start)


def read_quantity(wording: str) -> Quantity | None:
    """Parse a wording that as a whole is one quantity; None if it is not."""
    stripped = wording.strip()
    if _UNTOLD.fullmatch(stripped):
        return Quantity(stripped, "unstated")
    first = next(iter(found(stripped)), None) or _bare(stripped)
    if first is None:
        return None
    return replace(first.quantity, wording=stripped)


def is_currency(unit: str | None) -> bool:
    """Check if a unit is money: euro, USD, US dollar; not a sum a year."""
    return bool(unit) and bool(_CURRENCY.fullmatch(str(unit)))


def exchange_rates(given: Iterable[str]) -> dict[str, float]:
    """The rates that are written like euro=1.1."""
    found = {}
    for one in given:
        unit, _, number = one.rpartition("=")
        try:
            found[unit.strip()] = float(number)
        except ValueError:
            found[unit.strip()] = 0.0
        if not unit.strip() or not 0 < found[unit.strip()] < float("inf"):
            raise BadInput(f"{one!r} is not a rate; it would read like euro=1.1")
    return found


def mismatch(quantity: Quantity) -> str | None:
    """Describe how a quantity contradicts its own wording; None if they agree."""
    readings = [one.quantity for one in found(quantity.wording)]
    whole = read_quantity(quantity.wording)
    readings += [whole] if whole and not readings else []
    if not any(reading.value is not None for reading in readings):
        if quantity.value is not None:
            return f"“{quantity.wording}” words no figure, so there is no value {quantity.value}"
        return None
    # Who leaves a range in its words says nothing wrong.
    readings += [
        replace(one, value=None, upper=None, bound="unstated") for one in readings if one.upper
    ]
    same = [r for r in readings if (r.value, r.upper) == (quantity.value, quantity.upper)]
    if not same:
        return f"“{quantity.wording}” says {_plain(readings[0])}, not {_plain(quantity)}"
    allowed = {bound for reading in same for bound in _allowed(reading)}
    if quantity.bound not in allowed:
        return f"“{quantity.wording}” says {' or '.join(sorted(allowed))}, not {quantity.bound}"
    named = any(reading.unit for reading in same)
    if quantity.unit and named and not _words(quantity.unit) <= _units(quantity.wording, same):
        return f"“{quantity.wording}” is in {same[0].unit}, not in {quantity.unit}"
    return None


def _allowed(reading: Quantity) -> set[str]:
    if reading.bound == "exactly":
        span = re.match(r"over\s+(?!the\b)", reading.wording, re.IGNORECASE)
        return {"exactly", "unstated"} | ({"moreThan"} if span else set())
    if reading.bound == "unstated":
        return {"exactly", "moreThan", "unstated"}
    return {reading.bound}


def _plain(quantity: Quantity) -> str:
    figures = [f"{each:f}" for each in (quantity.value, quantity.upper) if each is not None]
    return " to ".join(figures) or "no figure"


def _words(unit: str) -> set[str]:
    return {_singular(word) for word in re.findall(r"[^\W\d_]+|[^\w\s]", unit.lower())}


def _units(wording: str, readings: list[Quantity]) -> set[str]:
    return _words(wording).union(*(_words(reading.unit or "") for reading in readings))


def _figures(text: str) -> Iterator[Found]:
    start = 0
    while match := _FIGURE.search(text, start):
        one = _figure(match, text)
        start = one.end if one else match.end("number")
        if one:
            yield one


def _figure(match: re.Match[str], text: str) -> Found | None:
    unit, kind, end = _unit(match, text)
    value = None if kind == "money" and _two_ways(match) else _number(match)
    upper = _upper(match, value, text) if match["high"] else None
    value = None if match["high"] and upper is None else value
    word = match["number"][0].isalpha()
    if unit is None or (word and match["number"].lower() in {"a", "an"} and not match["scale"]):
        return None
    bound = "between" if upper is not None else _bound(match, kind)
    quantity = Quantity(text[match.start() : end], bound, value, unit, upper)
    return Found(quantity, match.start(), end, kind)


def _upper(match: re.Match[str], low: Decimal | None, text: str) -> Decimal | None:
    """The larger figure of a range; None where the two are not a range, or read two ways."""
    # "From 5 to 7 million" is a change as often as a range, and "up to 5 to 7" both.
    if low is None or match["before"] or text[: match.start()].lower().endswith("from "):
        return None
    scale = match["scale"]
    if (match["lower"] and not scale) or _SPLIT_THOUSANDS.fullmatch(match["high"]):
        return None
    high = _digits(match["high"]) * (SCALES[" ".join(scale.lower().split())] if scale else 1)
    high = high.quantize(Decimal(1)) if high == high.to_integral_value() else high.normalize()
    return high if low < high else None


# A mark before three digits may separate decimals as well as thousands.
_SPLIT_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.]\d{3}")


def _unit(match: re.Match[str], text: str) -> tuple[str | None, str, int]:
    end = match.end()
    rate = f" {' '.join(match['rate'].lower().split())}" if match["rate"] else ""
    if match["percent"]:
        sign = " ".join(match["percent"].lower().split())
        return {"%": "percent", "per cent": "percent"}.get(sign, _singular(sign)), "share", end
    if match["symbol"]:
        return SYMBOLS[match["symbol"].lower()] + rate, "money", end
    if match["sign"]:
        return SYMBOLS[match["sign"]] + rate, "money", end
    if match["code"] or match["currency"]:
        name = match["code"] or " ".join(match["currency"].split())
        name = name.lower() if name.istitle() and " " not in name else name
        return (name if name.isupper() else _singular(name)) + rate, "money", end
    if match["period"]:
        return match["period"].lower(), "duration", end
    counted = _COUNTED.match(text, match.end("plus") if match["plus"] else _number_end(match))
    unit, length = _noun(counted[1]) if counted else (None, 0)
    return unit, "count", counted.start(1) + length if counted and unit else end


def _number_end(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("number", "lower", "scale", "high"))


def _noun(words: str) -> tuple[str | None, int]:
    """The first plural noun in a run of words, made singular, with the words before it."""
    for place in re.finditer(r"\S+", words):
        word = place[0]
        if word.lower() in STOPS or (word[0].isupper() and not place.start()):
            return None, 0
        if word in IRREGULAR or re.search(r"[^su’']s$", word):
            before = words[: place.start()]
            return before + _singular(word), place.end()
    return None, 0


def _singular(word: str) -> str:
    if word.lower() in IRREGULAR:
        return IRREGULAR[word.lower()]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if re.search(r"[^su’']s$", word) else word


def _bound(match: re.Match[str], kind: str) -> str:
    if match["high"] or (kind == "money" and _two_ways(match)):
        return "unstated"
    if match["after"] or match["plus"]:
        return BOUNDS_AFTER[" ".join((match["after"] or "+").lower().split())]
    before = " ".join((match["before"] or "").lower().split())
    if before == "over" and kind == "duration":
        return "exactly"  # a span, seldom a bound
    if match["span"] and match["span"].lower().startswith("within"):
        return "atMost"
    return BOUNDS.get(before, "exactly")


def _two_ways(match: re.Match[str]) -> bool:
    """Check if a mark before three digits may separate decimals as well as thousands."""
    if match["scale"] and match["scale"].lower() not in _CONTINENTAL:
        return False
    marks = r"[.,]" if match["scale"] else r"\."
    return bool(re.fullmatch(rf"[1-9]\d{{0,2}}{marks}\d{{3}}", match["number"]))


def _number(match: re.Match[str]) -> Decimal:
    number, scale = match["number"], match["lower"] or match["scale"]
    factor = SCALES[" ".join(scale.lower().split())] if scale else 1
    value = (_spelled(number) if number[0].isalpha() else _digits(number)) * factor
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _spelled(number: str) -> Decimal:
    parts = re.split(r"[-\s]+", number.lower())
    if parts[0] == "half":
        return Decimal("0.5")
    return Decimal(sum(WORDS.get(part, 1) for part in parts))


def _digits(number: str) -> Decimal:
    plain = re.sub(r"[\s'’]", "", number)
    if plain.count(".") > 1 or re.fullmatch(r"\d+\.\d{3},\d{1,2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}", plain):
        plain = plain.replace(",", ".")
    return Decimal(plain.replace(",", ""))


def _vague(match: re.Match[str]) -> Found:
    kind = "duration" if re.search(r"years?|months?", match[0], re.IGNORECASE) else "count"
    if re.search(r"amount|sum|price|fee|terms|undisclosed$", match[0], re.IGNORECASE):
        kind = "money"
    return Found(Quantity(match[0], "unstated"), match.start(), match.end(), kind)


def _bare(wording: str) -> Found | None:
    """A figure alone, as in a table's cell."""
    match = _FIGURE.fullmatch(wording)
    if match is None or (match["number"].lower() in {"a", "an"} and not match["scale"]):
        return None
    value = None if _two_ways(match) else _number(match)
    upper = _upper(match, value, wording) if match["high"] else None
    value = None if match["high"] and upper is None else value
    bound = "between" if upper is not None else _bound(match, "count")
    return Found(Quantity(wording, bound, value, upper=upper), 0, len(wording), "count")
