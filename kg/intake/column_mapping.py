"""Schema mapping: the meaning of a table's columns and values, guessed, then set by the user."""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kg.errors import BadInput
from kg.intake.tables import COLUMNS, WORDS, Table, plain
from kg.model.dates import order
from kg.model.ontology import vocabulary

MOST_SOURCES = 2_000  # beyond this many addresses the table itself is the source


@dataclass(frozen=True)
class Mapping:
    """The meaning of a table's columns and values; saved, and reused for similar tables."""

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
        """Read a saved mapping; BadInput names its fault."""
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
        """Check if the table has every column that the mapping names."""
        named = {getattr(self, column) for column in COLUMNS} - {None}
        return named <= set(table.columns)


# What a status may mean: how firmly the deal is told, or that it came to nothing.
MODALITIES = (*vocabulary().values["Modality"], "denied")


def guess(table: Table) -> Mapping:
    """Guess the meaning of the columns from their headings; the user may change it."""
    taken = _taken(table)
    free = [column for column in table.columns if column not in taken.values()]
    who = taken.pop("who", None) or (free.pop(0) if free else table.columns[0])
    whom = taken.pop("whom", None) or (free.pop(0) if free else table.columns[-1])
    mapping = Mapping(
        who=who,
        whom=whom,
        relation=_relation(f"{who} {whom}") or "partnersWith",
        kinds={value: _meant(value, "kinds") for value in table.values(taken.get("kind"))},
        statuses={value: _meant(value, "statuses") for value in table.values(taken.get("status"))},
        unit=_unit(taken.get("amount")),
        dates=order(table.values(taken.get("date"))),
        per_address=len(table.values(taken.get("address"))) <= MOST_SOURCES,
    )
    others: dict[str, Any] = dict(taken)
    return replace(mapping, **others)


def unclear(table: Table) -> tuple[str, ...]:
    """The required columns that the headings do not identify: both parties and their relation."""
    taken = _taken(table)
    missing = [role for role in ("who", "whom") if role not in taken]
    said = f"{taken.get('who', '')} {taken.get('whom', '')}"
    if "kind" not in taken and not _relation(said):
        missing.append("relation")
    return tuple(missing)


def _taken(table: Table) -> dict[str, str]:
    """Assign columns by their headings."""
    taken: dict[str, str] = {}
    for role in ("whom", "who", *COLUMNS[3:], "kind"):
        found = _column(table, WORDS["columns"][role], set(taken.values()))
        if found and (role != "kind" or _telling(table, found)):
            taken[role] = found
    return taken


def _relation(headings: str) -> str:
    relations: dict[str, str] = WORDS["relations"]
    said = plain(headings)
    return next((name for word, name in relations.items() if word in said), "")


def kinds(mapping: Mapping, table: Table) -> Counter[str]:
    """The kinds of deal in a table that the mapping leaves out, and how often they occur."""
    return Counter(
        {v: n for v, n in table.values(mapping.kind).items() if not mapping.kinds.get(v)}
    )


def statuses(mapping: Mapping, table: Table) -> Counter[str]:
    """The states in a table that are taken for the mapping's general modality."""
    found = table.values(mapping.status)
    return Counter({v: n for v, n in found.items() if not mapping.statuses.get(v)})


def _column(table: Table, words: list[str], taken: set[str]) -> str | None:
    """The column whose heading is one of the words, or else begins with or holds one."""
    free = [column for column in table.columns if column not in taken]
    said = {column: plain(column) for column in free}
    for word in words:
        for column, heading in said.items():
            if heading == word:
                return column
    for word in words:
        for column, heading in said.items():
            if re.search(rf"\b{word}\b", heading):
                return column
    return None


def _telling(table: Table, column: str) -> bool:
    """Check if a column's values are kinds of deal, and fewer than the rows."""
    values = table.values(column)
    known = sum(count for value, count in values.items() if _meant(value, "kinds"))
    return len(values) <= 60 and known > 0.3 * len(table.rows)


def _meant(value: str, what: str) -> str:
    words: dict[str, str] = WORDS[what]
    fits = (m for word, m in words.items() if re.search(rf"\b{re.escape(word)}", value.lower()))
    return next(fits, "")


def _unit(heading: str | None) -> str:
    """The unit given in a heading such as "Price (USD million)"."""
    match = re.search(r"\(([^)]*)\)|\bin\s+(.+)$", heading or "")
    said = (match[1] or match[2] or "").lower() if match else ""
    scale = re.search(r"thousand|million|billion|\b(?:k|m|mn|bn|b)\b", said)
    money = re.search(r"us\$|\$|usd|dollars?|€|eur|euros?|£|gbp|pounds?|yuan|cny|rmb|yen|jpy", said)
    names = {"$": "dollars", "€": "euros", "£": "pounds", "us$": "US dollars"}
    unit = names.get(money[0], money[0] if len(money[0]) > 3 else money[0].upper()) if money else ""
    return " ".join(part for part in (scale[0] if scale else "", unit) if part)
