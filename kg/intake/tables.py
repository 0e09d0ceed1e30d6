"""Tables of deals in CSV and XLSX files: finding the sheet, the headings and the rows."""

import csv
import hashlib
import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kg.errors import BadInput, TooMuch
from kg.intake.documents import run_apart
from kg.intake.encodings import decode
from kg.model.input_values import CONTROL, plain_text

MOST_BYTES = 50_000_000
MOST_ROWS = 50_000  # as claims of one source they make a file that can still be read
MOST_COLUMNS = 1_000
MOST_CELLS = 2_500_000
PARSE = "from kg.intake.tables import table_lines as parser"
SOUGHT = 30  # rows in which headings are looked for: titles and notes may stand above them
SHOWN, SHOWN_CELL = 5, 60
SEPARATORS, SAMPLE = (",", ";", "\t", "|"), 100_000
TELLING = 2  # headings that must be known before a row is taken for the one that holds them

WORDS = tomllib.loads((Path(__file__).parent / "tables.toml").read_text("utf-8"))
COLUMNS = (
    "who", "whom", "kind", "date", "valuation", "amount_to", "amount", "currency", "wording",
    "status", "address", "title", "quote", "paper", "who_role", "whom_role", "round",
)  # fmt: skip

Row = tuple[int, list[str]]  # numbered as in the file


@dataclass(frozen=True)
class Table:
    """A table: its headings, and its rows as text, numbered as in the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sha256: str = ""  # of the file
    headings: int = 1  # the row that they stand in
    sheets: tuple[str, ...] = ()  # of a workbook, the one that was read first
    notes: tuple[str, ...] = ()  # what was left out or taken for something, in words

    def values(self, column: str | None) -> Counter[str]:
        """Number of occurrences of each value in a column."""
        if column is None:
            return Counter()
        place = self.columns.index(column)
        return Counter(row[place] for _, row in self.rows)


def read_table(
    name: str,
    data: bytes,
    *,
    sheet: str | None = None,
    headings: int | None = None,
    encoding: str | None = None,
    named: Collection[str] = (),
) -> Table:
    """Read the table of a CSV or XLSX file; BadInput or TooMuch says why it failed.

    Sheet, row of the headings and encoding are found unless they are given; `named` are headings
    that are known to stand in it.
    """
    if len(data) > MOST_BYTES:
        raise TooMuch(f"{name} has {len(data) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB")
    kind = Path(name).suffix.lower()
    if kind not in {".csv", ".tsv", ".txt", ".xlsx"}:
        raise BadInput(f"{name}: a table is a .csv, .tsv or .xlsx file; save it as one of these")
    given: dict[str, Any] = {
        "sheet": sheet, "headings": headings, "encoding": encoding, "named": list(named),
    }  # fmt: skip
    lines = run_apart(name, PARSE, given, data)
    head, once = json.loads(lines.readline()), dict[str, str]()
    head = {part: tuple(v) if isinstance(v, list) else v for part, v in head.items()}
    # A line each, and the same words in many cells kept once: the whole would take twice as much.
    rows = ((n, tuple(once.setdefault(c, c) for c in row)) for n, row in map(json.loads, lines))
    return Table(**{**head, "rows": tuple(rows)})


def table_lines(name: str, given: dict[str, Any], data: bytes) -> Iterator[str]:
    """A table in lines of JSON: its head, then its rows; or what is wrong with it."""
    try:
        found = _read(name, data, **given)
    except (BadInput, TooMuch) as error:
        yield json.dumps({"wrong" if isinstance(error, BadInput) else "too much": str(error)})
        return
    for part in (asdict(replace(found, rows=())), *found.rows):
        yield json.dumps(part)


def _read(
    name: str,
    data: bytes,
    *,
    sheet: str | None,
    headings: int | None,
    encoding: str | None,
    named: Collection[str],
) -> Table:
    sheets, told = _sheets(name, data, encoding)
    if sheet is not None and sheet not in sheets:
        raise BadInput(f"{name} has no sheet {sheet!r}; it has {', '.join(sheets)}")
    filled = {each: _filled(rows) for each, (rows, _) in sheets.items()}
    first = sheet if sheet is not None else max(filled, key=lambda each: _worth(filled[each]))
    order = (first, *(each for each in sheets if each != first))
    if len(order) > 1:
        told.append(f"the sheet “{first}” is read; there are also {_list(order[1:])}")
    if spoilt := [str(n) for n, row in filled[first] if any(map(CONTROL.search, row))]:
        filled[first] = [(n, [plain_text(cell) for cell in row]) for n, row in filled[first]]
        rest = ", …" if len(spoilt) > SHOWN else ""
        told.append(f"control characters in row {', '.join(spoilt[:SHOWN])}{rest}: left out")
    if hidden := sheets[first][1]:
        told.append(f"{hidden} rows or columns are hidden in the file, and are read too")
    if headings is None and _on_its_side(filled[first]):
        filled[first] = _filled([list(cells) for cells in zip_longest(
            *(row for _, row in filled[first]), fillvalue="")])  # fmt: skip
        told.append("the headings stand in the first column, so each further column is a row")
    table = _table(name, filled[first], headings or _holding(filled[first], named))
    return replace(
        table,
        sha256=hashlib.sha256(data).hexdigest(),
        sheets=order if first else (),
        notes=(*told, *table.notes),
    )


def _sheets(
    name: str, data: bytes, encoding: str | None
) -> tuple[dict[str, tuple[list[list[str]], int]], list[str]]:
    """The sheets of a file with their rows and how much of each is hidden, and notes on them."""
    if Path(name).suffix.lower() != ".xlsx":
        read = decode(name, data, encoding)
        return {"": (_csv(name, read.text), 0)}, [read.note] * bool(read.note)
    from kg.intake.spreadsheets import TooLarge, Unreadable, workbook  # noqa: PLC0415

    try:
        return workbook(data), []
    except Unreadable as error:
        raise BadInput(f"{name} {error}") from error
    except TooLarge as error:
        raise TooMuch(f"{name} {error}") from error


def _table(name: str, rows: list[Row], headings: int | None) -> Table:
    number = headings or _headings(rows)
    above = [row for row in rows if row[0] < number][-1:]
    if headings is None and above and _two_rows([*above, *(r for r in rows if r[0] >= number)]):
        number = above[0][0]
    numbered = [row for row in rows if row[0] >= number]
    if len(numbered) < 2 or numbered[0][0] != number:
        raise BadInput(f"{name} holds no table: a row of headings and a row of values are needed")
    numbered, below = _without_remarks(numbered)
    columns, joined = _columns(numbered[0][1]), _two_rows(numbered)
    if joined:
        columns, numbered = _columns(joined), numbered[1:]
    width = len(columns)
    if len(numbered) - 1 > MOST_ROWS or width > MOST_COLUMNS or len(numbered) * width > MOST_CELLS:
        raise TooMuch(
            f"{name} is larger than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or "
            f"{MOST_CELLS:,} cells"
        )
    if width < 2:
        raise BadInput(f"{name} has one column only; who and whom need a column each")
    notes = [f"the headings are in row {number}; what stands above is left out"] * (number > 1)
    notes += [f"the headings are in two rows, {number} and {numbered[0][0]}"] * bool(joined)
    if below:
        said = "; ".join(f"“{row[0][:SHOWN_CELL]}”" for _, row in below[:SHOWN])
        notes.append(f"remarks below the table are left out: {said}")
    longer = [str(n) for n, row in numbered if any(row[width:])]
    if longer:
        rest = ", …" if len(longer) > SHOWN else ""
        notes.append(f"more cells than headings in row {', '.join(longer[:SHOWN])}{rest}: left out")
    values = ((n, (*row[:width], *[""] * (width - len(row)))) for n, row in numbered[1:])
    return Table(Path(name).name, columns, tuple(values), headings=number, notes=tuple(notes))


def _without_remarks(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of a table, and those below it of which only the first cell is filled."""
    end = len(rows)
    wide = sum(map(bool, rows[0][1])) > 2
    while wide and end > 2 and rows[end - 1][1][0] and not any(rows[end - 1][1][1:]):
        end -= 1
    return rows[:end], rows[end:]


def _two_rows(rows: list[Row]) -> list[str]:
    """The headings that two rows make together, where the upper one spans columns of the lower."""
    upper, lower = rows[0][1], rows[1][1]
    filled = sum(map(bool, upper))
    telling = _known(upper) > 0 and _known(lower) > 0 and not any(map(_VALUE.match, lower))
    if len(rows) < 3 or not (1 < filled < sum(map(bool, lower)) and telling):
        return []
    found, spanning = [], ""
    for place, said in enumerate(lower):
        spanning = (upper[place] if place < len(upper) else "") or spanning
        found.append(f"{spanning} {said}".strip() if spanning != said else said)
    return found


# Where a word begins inside of fromCompany, amountUSD and company1.
_JOINED = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=\d)")
# What stands in rows of values and hardly in a row of headings.
_VALUE = re.compile(r"https?://|[$€£¥]?\s?\d[\d.,/:\s-]*%?\s?[$€£¥]?$")


def plain_heading(heading: str) -> str:
    """A heading in small letters, its words apart: acquired_at and acquiredAt alike."""
    heading = _JOINED.sub(" ", heading)
    return re.sub(r"[\W_]+", " ", heading.lower()).strip()


def _filled(rows: list[list[str]]) -> list[Row]:
    return [(number, row) for number, row in enumerate(rows, start=1) if any(row)]


def _worth(rows: list[Row]) -> tuple[int, int]:
    """Score a sheet as the likely place of the table: by its headings, then by its size."""
    known = max((_known(row) for _, row in rows[:SOUGHT]), default=0)
    return min(known, len(rows) - 1), len(rows)


def _headings(rows: list[Row]) -> int:
    """The row with the headings: the first with most known words, else the first that is full."""
    sought = rows[:SOUGHT]
    best = max((_known(row) for _, row in sought), default=0)
    if best >= TELLING:
        return next(number for number, row in sought if _known(row) == best)
    usual = Counter(sum(map(bool, row)) for _, row in rows[: 2 * SOUGHT])
    width = max(usual, key=lambda cells: (usual[cells], cells), default=0)
    return next((number for number, row in sought if sum(map(bool, row)) >= width), 1)


def _on_its_side(rows: list[Row]) -> bool:
    """Check for headings that stand below one another in the first column, and in no row."""
    column = _known([row[0] for _, row in rows]) if len(rows) <= SOUGHT else 0
    return column > TELLING and column > 2 * max(_known(row) for _, row in rows)


def _holding(rows: list[Row], named: Collection[str]) -> int | None:
    """The row that holds some headings, if one does."""
    return next((n for n, row in rows[:SOUGHT] if named and {*named} <= {*_columns(row)}), None)


def _known(row: list[str]) -> int:
    """Count the cells of a row that are usual headings for deals, less those that are values."""
    row = row[:MOST_COLUMNS]  # a longer one is refused
    plain = [plain_heading(cell) for cell in row if len(cell) < 60]
    known = sum(words in _HEADINGS or bool(_SPOKEN.search(words)) for words in plain)
    return known - sum(bool(_VALUE.match(cell)) for cell in row)


_HEADINGS = frozenset(plain_heading(word) for words in WORDS["columns"].values() for word in words)
# Words of two and more stand in longer headings too; "to" and "when" stand in any cell.
_SPOKEN = re.compile(
    "|".join(rf"\b{word}\b" for word in sorted(_HEADINGS) if " " in word or len(word) > 7)
)


def _columns(row: list[str]) -> tuple[str, ...]:
    """Make the headings unique; empty ones at the end are dropped."""
    while row and not row[-1]:
        row = row[:-1]
    found: list[str] = []
    for place, heading in enumerate(row, start=1):
        said = " ".join(heading.split()) or f"column {place}"
        found.append(said if said not in found else f"{said} ({place})")
    return tuple(found)


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _csv(name: str, text: str) -> list[list[str]]:
    mark, text = _separator(text)
    _closed(name, text, mark)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    once: dict[str, str] = {}  # the same words in many cells are kept once
    try:
        return [[once.setdefault(c, c) for c in map(str.strip, row)] for row in reader]
    except csv.Error as error:
        raise BadInput(f"{name}, line {reader.line_num}: not a table: {error}") from error


def _separator(text: str) -> tuple[str, str]:
    """The sign between cells that gives most rows the same length, and the text to read."""
    # Excel writes it into a first line of its own.
    if match := re.match(r"\ufeff?\"?sep=(.)\"?\r?\n", text):
        return match[1], text[match.end() :]
    fits = {mark: _fit(text[:SAMPLE], mark) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: fits[mark]), text


def _fit(sample: str, mark: str) -> tuple[bool, float, int]:
    """Score a separator: known headings, the share of rows of equal length, the length."""
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
    except csv.Error:
        return False, 0.0, 0
    # The last row may be cut, where the sample ends.
    rows = rows[:-1] if len(sample) == SAMPLE and len(rows) > 1 else rows
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return False, 0.0, 0
    width, count = widths.most_common(1)[0]
    known = max((_known(row) for row in rows[:SOUGHT]), default=0)
    return known >= TELLING, count / len(rows), width


def _closed(name: str, text: str, mark: str) -> None:
    """Refuse a table of which an unclosed quotation mark would swallow the rest."""
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error as error:
        # Quotes inside of cells are borne; only what strict reading finds at the end is fatal.
        if "unexpected end" in str(error):
            raise BadInput(
                f"{name}: a quotation mark opened in line {line + 1} is never closed; "
                "close it, or take it out"
            ) from error
