"""Cells of a workbook as they are shown: scaled figures, percent, currencies, vague dates."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|([^"\\\[_*]+)')
_DIGITS = re.compile(r"[#0?][#0?,. ]*(?:/ ?[#0?\d]+)?(?:[eE][+-]?[#0?]+)?")
_SCALES = {1: " thousand", 2: " million", 3: " billion", 4: " trillion"}
_SCALED = re.compile(
    r"\b(?:[kKmMbBtT]|mn|MN|bn|BN|tn|mln|bln|thousand|million|billion|mio|Mio|mrd|Mrd|TEUR|MEUR)\b"
    r"|[TtMmk][€$£]|[€$£][kKmMbB]\b",
    re.ASCII,
)
_DATED = re.compile(r"[ymdhs]", re.IGNORECASE)


@lru_cache(maxsize=2_000)
def _parts(form: str, section: int) -> tuple[str, str, int, bool, int]:
    """Split a number format into prefix, suffix, scale, percent sign and number of digits."""
    sections = _sections(form)
    chosen = sections[section] if section < len(sections) else sections[0]
    # Literals are set aside behind a private sign, so that their letters are no placeholders.
    kept: list[str] = []

    def aside(match: re.Match[str]) -> str:
        literal, escaped, currency, plain = match.groups()
        if plain is not None:
            return plain
        kept.append(literal or escaped or currency or "")
        return "\ue000"

    worded = _LITERAL.sub(aside, chosen)
    figure = _DIGITS.search(worded)
    if figure is None:
        return "", "", 0, "%" in worded, 0
    digits = figure[0].rstrip()
    scale = len(digits) - len(digits.rstrip(","))
    whole = re.sub(r"[^0]", "", digits.partition(".")[0])
    before, after = worded[: figure.start()], worded[figure.start() + len(digits) :]
    literals = iter(kept)
    before, after = (re.sub("\ue000", lambda _: next(literals), t) for t in (before, after))
    percent = "%" in after or "%" in before
    clean = [re.sub(r"[()%+]|(?<!\w)-|-(?!\w)", "", part) for part in (before, after)]
    return " ".join(clean[0].split()), clean[1].rstrip(), scale, percent, len(whole)


def _sections(form: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])+', form) or [form]


def number(value: float, form: str) -> str:
    """A number as its format shows it, unrounded: 1,200 for 1200000000 under `#,##0,,`."""
    if form in {"", "General", "@"}:
        return plain(value)
    before, after, scale, percent, whole = _parts(form, _section(value, form))
    exact = Decimal(format(value, ".15g"))
    exact = exact / 1000**scale * (100 if percent else 1)
    figure = plain(abs(exact))
    if whole > 1 and "." not in figure:
        figure = figure.zfill(whole)  # a code, such as 00123
    if scale and not _SCALED.search(f"{before} {after}"):
        # What is left out of sight would be left out of the figure too.
        figure += _SCALES.get(scale, "")
    joined = f"{before}{'' if not before or not before[-1].isalnum() else ' '}{figure}"
    return f"{'-' if value < 0 else ''}{joined}{'%' if percent else ''}{after}".strip()


def _section(value: float, form: str) -> int:
    """The section of a format that applies to a value: by its conditions, else by its sign."""
    sections = _sections(form)
    for place, each in enumerate(sections):
        if match := re.search(r"\[([<>=]+)(-?[\d.]+)\]", each):
            limit = float(match[2])
            holds = {
                "<": value < limit, ">": value > limit, "<=": value <= limit,
                ">=": value >= limit, "=": value == limit, "<>": value != limit,
            }  # fmt: skip
            if holds.get(match[1]):
                return place
    if any("[<" in each or "[>" in each or "[=" in each for each in sections):
        return len(sections) - 1
    return 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0


def plain(value: float | Decimal) -> str:
    """A number in digits, without the noise of binary fractions."""
    exact = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(value: date, form: str) -> str:
    """A date as vague as its format shows it: 2021-03 under `mmm yyyy`, 2020 under `yyyy`."""
    letters = re.sub(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', "", form.partition(";")[0]).lower()
    if isinstance(value, datetime) and value.time() != time() and re.search("[hs]", letters):
        return value.isoformat(" ")
    day = value.date() if isinstance(value, datetime) else value
    if "d" in letters or not _DATED.search(letters) or re.search("[hs]", letters):
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in letters else f"{day:%Y}"
