"""Workbooks into rows of cells as displayed, with limits on their unpacked size."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

import openpyxl
from lxml.etree import LxmlError, iterparse  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from kg.intake import number_formats

MOST_UNPACKED, MOST_ENTRIES = 100_000_000, 5_000


class Unreadable(Exception):
    """The file is locked, or its content does not match its ending."""


class TooLarge(Exception):
    """The file unpacks to more than may be read."""


def bounded(packed: zipfile.ZipFile) -> None:
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


def workbook(data: bytes) -> dict[str, str]:
    """Every sheet with its name, its rows as text, and how much of it is hidden, as JSON."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            bounded(packed)
            sheets = list(_sheets(data, packed))
    except (zipfile.BadZipFile, InvalidFileException, LxmlError, KeyError, ValueError) as error:
        raise Unreadable("is not an Excel file that can be read; save it as .csv") from error
    return {"sheets": json.dumps(sheets)}


def _sheets(data: bytes, packed: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
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
        yield {"name": sheet.title, "rows": rows, "hidden": hidden}


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
        return number_formats.moment(value, form)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(unescape(str(value)).split())
    return number_formats.number(value, form)
