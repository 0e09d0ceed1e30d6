"""Tables of deals: rows as they stand in a CSV or XLSX file, and which column means what."""

import csv
import hashlib
import io
import json
import re
import tomllib
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.dates import order
from kg.documents import decoded, parsed
from kg.errors import BadInput, TooMuch
from kg.terms import vocabulary

__all__ = [
    "COLUMNS",
    "MODALITIES",
    "MOST_SOURCES",
    "Mapping",
    "Table",
    "guess",
    "kinds",
    "read_table",
    "statuses",
]

MOST_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_SOURCES = 2_000  # beyond this many addresses the table itself is the source

_WORDS = tomllib.loads((Path(__file__).parent / "tables.toml").read_text("utf-8"))
COLUMNS = ("who", "whom", "kind", "date", "amount", "status", "address", "title", "quote")


@dataclass(frozen=True)
class Table:
    """A table as it stands: its headings, and its rows as text, numbered as in the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sha256: str  # of the file

    def values(self, column: str | None) -> Counter[str]:
        """How often each value stands in a column."""
        if column is None:
            return Counter()
        place = self.columns.index(column)
        return Counter(row[place] for _, row in self.rows)


@dataclass(frozen=True)
class Mapping:
    """What the columns and values of a table mean; saved, and used again for the next one."""

    who: str  # headings of columns
    whom: str
    kind: str | None = None
    date: str | None = None
    amount: str | None = None
    status: str | None = None
    address: str | None = None
    title: str | None = None
    quote: str | None = None
    relation: str = "acquires"  # where no column gives the kind
    modality: str = "fact"  # where no column gives the status, or its cell is empty
    kinds: dict[str, str] = field(default_factory=dict)  # value -> relation, "<" turns it round
    statuses: dict[str, str] = field(default_factory=dict)  # value -> modality or "denied"
    unit: str = ""  # what bare figures count: "million dollars"
    dates: str | None = None  # "day first", "month first"; None keeps the year where it matters
    who_class: str = "Company"
    whom_class: str = "Company"
    names: dict[str, str] = field(default_factory=dict)  # name -> IRI of a known entity
    per_address: bool = True  # each address is a source of its own, else the table is
    publisher: str = ""  # of the table
    source_address: str = ""  # of the table

    def to_json(self) -> str:
        """The mapping as a file keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """The mapping that a file keeps; BadInput says what is wrong with it."""
        try:
            found = cls(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise BadInput(f"this is not a mapping of columns: {error}") from error
        wrong = {v.removeprefix("<") for v in (found.relation, *found.kinds.values())}
        unknown = sorted(wrong - {"", *vocabulary().relations})
        unknown += sorted({found.modality, *found.statuses.values()} - {"", *MODALITIES})
        unknown += sorted({found.who_class, found.whom_class} - set(vocabulary().classes))
        if unknown:
            raise BadInput(
                f"the mapping uses {', '.join(unknown)}, which the ontology does not know"
            )
        return found

    def fits(self, table: Table) -> bool:
        """Whether the table has all the columns that the mapping names."""
        named = {getattr(self, column) for column in COLUMNS} - {None}
        return named <= set(table.columns)


# What a status may mean: how firmly the deal is told, or that it came to nothing.
MODALITIES = (*vocabulary().values["Modality"], "denied")


def read_table(name: str, data: bytes) -> Table:
    """The table in a CSV or XLSX file; BadInput or TooMuch says why there is none."""
    kind = Path(name).suffix.lower()
    if len(data) > MOST_BYTES:
        raise TooMuch(f"{name} has {len(data) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB")
    if kind in {".csv", ".tsv", ".txt"}:
        rows = _csv(name, decoded(name, data))
    elif kind == ".xlsx":
        rows = [list(row) for row in json.loads(parsed(name, "xlsx", data)["rows"])]
    else:
        raise BadInput(f"{name}: a table is a .csv, .tsv or .xlsx file; save it as one of these")
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(numbered) < 2:
        raise BadInput(f"{name} holds no table: a row of headings and a row of values are needed")
    if len(numbered) > MOST_ROWS or len(numbered[0][1]) > MOST_COLUMNS:
        raise TooMuch(f"{name} is larger than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns")
    return _table(Path(name).name, numbered, hashlib.sha256(data).hexdigest())


def guess(table: Table) -> Mapping:
    """What the columns may mean, by their headings; for the user to look at and change."""
    taken: dict[str, str] = {}
    for role in ("whom", "who", *COLUMNS[3:], "kind"):
        found = _column(table, _WORDS["columns"][role], set(taken.values()))
        if found and (role != "kind" or _telling(table, found)):
            taken[role] = found
    free = [column for column in table.columns if column not in taken.values()]
    who = taken.pop("who", None) or (free.pop(0) if free else table.columns[0])
    whom = taken.pop("whom", None) or (free.pop(0) if free else table.columns[-1])
    heading = f"{who} {whom}".lower()
    relations: dict[str, str] = _WORDS["relations"]
    relation = next((name for word, name in relations.items() if word in heading), "partnersWith")
    mapping = Mapping(
        who=who,
        whom=whom,
        relation=relation,
        kinds={value: _meant(value, "kinds") for value in table.values(taken.get("kind"))},
        statuses={value: _meant(value, "statuses") for value in table.values(taken.get("status"))},
        unit=_unit(taken.get("amount")),
        dates=order(table.values(taken.get("date"))),
        per_address=len(table.values(taken.get("address"))) <= MOST_SOURCES,
    )
    others: dict[str, Any] = dict(taken)
    return replace(mapping, **others)


def kinds(mapping: Mapping, table: Table) -> Counter[str]:
    """The kinds of deal in a table that the mapping leaves out, and how often they occur."""
    return Counter(
        {v: n for v, n in table.values(mapping.kind).items() if not mapping.kinds.get(v)}
    )


def statuses(mapping: Mapping, table: Table) -> Counter[str]:
    """The states in a table that are taken for the mapping's general modality."""
    found = table.values(mapping.status)
    return Counter({v: n for v, n in found.items() if not mapping.statuses.get(v)})


def _csv(name: str, text: str) -> list[list[str]]:
    sample = text[:20_000]
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    # The sniffer mistakes quotes; the common rule for them is always right.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise BadInput(f"{name}, line {reader.line_num}: not a table: {error}") from error


def _table(name: str, numbered: list[tuple[int, list[str]]], sha256: str) -> Table:
    width = len(numbered[0][1])
    columns: list[str] = []
    for place, heading in enumerate(numbered[0][1], start=1):
        plain = " ".join(heading.split()) or f"column {place}"
        columns.append(plain if plain not in columns else f"{plain} ({place})")
    rows = ((number, (*row[:width], *[""] * (width - len(row)))) for number, row in numbered[1:])
    return Table(name, tuple(columns), tuple(rows), sha256)


def _column(table: Table, words: list[str], taken: set[str]) -> str | None:
    """The column whose heading is one of the words, or else begins with or holds one."""
    free = [column for column in table.columns if column not in taken]
    plain = {column: re.sub(r"[^a-z0-9]+", " ", column.lower()).strip() for column in free}
    for word in words:
        for column, heading in plain.items():
            if heading == word:
                return column
    for word in words:
        for column, heading in plain.items():
            if re.search(rf"\b{word}\b", heading):
                return column
    return None


def _telling(table: Table, column: str) -> bool:
    """Whether a column's values are kinds of deal, and not as many as there are rows."""
    values = table.values(column)
    known = sum(count for value, count in values.items() if _meant(value, "kinds"))
    return len(values) <= 60 and known > 0.3 * len(table.rows)


def _meant(value: str, what: str) -> str:
    words: dict[str, str] = _WORDS[what]
    fits = (m for word, m in words.items() if re.search(rf"\b{re.escape(word)}", value.lower()))
    return next(fits, "")


def _unit(heading: str | None) -> str:
    """What a heading such as "Price (USD million)" says that its figures count."""
    match = re.search(r"\(([^)]*)\)|\bin\s+(.+)$", heading or "")
    said = (match[1] or match[2] or "").lower() if match else ""
    scale = re.search(r"thousand|million|billion|\b(?:k|m|mn|bn|b)\b", said)
    money = re.search(r"us\$|\$|usd|dollars?|€|eur|euros?|£|gbp|pounds?|yuan|cny|rmb|yen|jpy", said)
    names = {"$": "dollars", "€": "euros", "£": "pounds", "us$": "US dollars"}
    unit = names.get(money[0], money[0] if len(money[0]) > 3 else money[0].upper()) if money else ""
    return " ".join(part for part in (scale[0] if scale else "", unit) if part)
