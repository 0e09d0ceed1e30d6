"""Workbooks into rows of cells as their number formats show them, within limits of size."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import Any

import openpyxl
from lxml.etree import LxmlError, iterparse  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED, MOST_ENTRIES = 100_000_000, 5_000


class Unreadable(Exception):
    """The file is locked, or its content does not match its ending."""


class TooLarge(Exception):
    """The file unpacks to more than may be read."""


def within_limit(packed: zipfile.ZipFile) -> None:
    """Refuse a file that unpacks to more than the limit, by counting the bytes that come out."""
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise TooLarge(f"unpacks to more than {MOST_UNPACKED // 10**6} MB")
    total = 0
    for entry in entries:
        with packed.open(entry) as stream:
            while block := stream.read(1 << 20):
                total += len(block)
                if total > MOST_UNPACKED:
                    raise TooLarge(f"unpacks to more than {MOST_UNPACKED // 10**6} MB")


MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 50_002, 1_001
MOST_MERGED = 20_000


def workbook(data: bytes) -> dict[str, tuple[list[list[str]], int]]:
    """The rows of every sheet by its name, as text, and how much of it is hidden."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            within_limit(packed)
            return dict(_sheets(data, packed))
    except (zipfile.BadZipFile, InvalidFileException, LxmlError, KeyError, ValueError) as error:
        raise Unreadable("is not an Excel file that can be read; save it as .csv") from error


def _sheets(
    data: bytes, packed: zipfile.ZipFile
) -> Iterator[tuple[str, tuple[list[list[str]], int]]]:
    shown = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    behind = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False)
    listed: list[Any] = list(shown.worksheets[:MOST_SHEETS])
    for sheet in listed:
        # openpyxl skips merging and hiding where it reads row by row, as it must for large files.
        merged, hidden, computed = _marks(packed, sheet._worksheet_path)
        rows = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in _rows(sheet)]
        width = max(map(len, rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows]
        if computed:
            _formulas(rows, _rows(behind[sheet.title]))
        _fill(rows, merged)
        yield sheet.title, (rows, hidden)


def _rows(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # the size that a file states may be wrong
    return islice(sheet.iter_rows(), MOST_ROWS)


def _marks(packed: zipfile.ZipFile, path: str) -> tuple[list[tuple[int, ...]], int, bool]:
    """The ranges that are merged, how many rows and columns are hidden, whether it computes."""
    merged: list[tuple[int, ...]] = []
    hidden, computed = 0, False
    with packed.open(path.lstrip("/")) as stream:
        for _, element in iterparse(stream, resolve_entities=False, no_network=True):
            name = str(element.tag).rpartition("}")[2]
            if name == "mergeCell" and len(merged) < MOST_MERGED:
                corners = range_boundaries(element.get("ref", "A1"))
                merged.append(tuple(corner or 1 for corner in corners))
            hidden += name in ("row", "col") and element.get("hidden") in ("1", "true")
            computed = computed or name == "f"
            element.clear()
    return merged, hidden, computed


def _formulas(rows: list[list[str]], behind: Iterator[Any]) -> None:
    """Show the formula of a cell without a stored result as text; it is never evaluated."""
    for row, cells in zip(rows, behind, strict=False):
        for at, cell in enumerate(cells[: len(row)]):
            if not row[at] and isinstance(cell.value, str) and cell.value.startswith("="):
                row[at] = cell.value


def _fill(rows: list[list[str]], merged: list[tuple[int, ...]]) -> None:
    """Repeat a cell merged over rows in each of them; one merged over columns stays in the
    first.
    """
    for left, top, _, bottom in merged:
        if top <= len(rows) and left <= len(rows[top - 1]):
            for row in rows[top : min(bottom, len(rows))]:
                if left <= len(row):
                    row[left - 1] = rows[top - 1][left - 1]


def _cell(cell: Any) -> str:
    """The displayed text of a cell: 51%, $1200, 2016-01-20, 2021-03."""
    value = cell.value
    if value is None:
        return ""
    form = cell.number_format or ""
    if isinstance(value, date):
        return moment(value, form)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(unescape(str(value)).split())
    return number(value, form)


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
        return digits(value)
    before, after, scale, percent, whole = _parts(form, _section(value, form))
    exact = Decimal(format(value, ".15g"))
    exact = exact / 1000**scale * (100 if percent else 1)
    figure = digits(abs(exact))
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


def digits(value: float | Decimal) -> str:
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
