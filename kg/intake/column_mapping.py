"""Schema mapping: the meaning of columns, guessed from headings and content, set by the user."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.intake.cell_values import AND, NOTHING, SECRET, names, unit
from kg.intake.tables import COLUMNS, WORDS, Table, plain_heading
from kg.model.dates import day, order
from kg.model.ontology import vocabulary
from kg.model.quantities import SCALES, SYMBOLS, UNITS
from kg.model.wording import reading

MOST_SOURCES = 2_000  # beyond this many addresses the table itself is the source
GENERAL = "cooperatesWith"  # the relation of a kind of deal that no other fits
PRESETS = Path(__file__).parent / "presets.toml"
# The kinds of values that a column may hold to be what its heading says.
_FITS = {
    "who": {"name"}, "whom": {"name"}, "date": {"date"}, "amount": {"figure", "mixed"},
    "amount_to": {"figure", "mixed"}, "share": {"figure", "mixed"},
    "valuation": {"figure", "mixed"}, "currency": {"currency"}, "address": {"address"},
    "title": {"name", "text", "mixed"}, "quote": {"name", "text", "mixed"},
    "paper": {"name", "mixed"},
    "wording": {"figure", "mixed", "name", "text"}, "round": {"name", "word", "mixed", "code"},
}  # fmt: skip
# An exact heading is believed of more, but never that names are dates, figures or addresses.
_BELIEVED = {
    "who": {"mixed"}, "whom": {"mixed"}, "date": {"figure", "mixed", "nothing"},
    "amount": {"name", "text", "nothing", "date"}, "address": {"mixed", "nothing"},
    "title": {"nothing"}, "quote": {"nothing"}, "paper": {"word", "nothing"},
}  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """The meaning of a table's columns and values; saved, and reused for similar tables."""

    who: str  # headings of columns
    whom: str
    kind: str | None = None
    date: str | None = None
    amount: str | None = None
    amount_to: str | None = None  # the largest, where the amount is the least
    valuation: str | None = None  # the worth of the company that is bought or backed
    status: str | None = None
    address: str | None = None
    title: str | None = None
    quote: str | None = None
    currency: str | None = None
    wording: str | None = None  # the amount once more, in words
    paper: str | None = None  # who published the page that a row cites
    who_role: str | None = None  # which side of the relation each of the two is on
    whom_role: str | None = None
    round: str | None = None  # what the funding round of a row is called
    also: tuple[str, ...] = ()  # further columns of who: other investors
    notes: tuple[str, ...] = ()  # columns that are kept as notes
    several: tuple[str, ...] = ()  # columns whose cells list several names
    parts: dict[str, list[str]] = field(default_factory=dict)  # cell -> the names in it
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
            given = json.loads(text)
            listed = ("notes", "several", "also")
            lists = {key: tuple(given[key]) for key in listed if key in given}
            found = cls(**{**given, **lists})
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
        """Check that the table has all the columns that the mapping names."""
        return self.named() <= set(table.columns)

    def named(self) -> set[str]:
        """The columns that the mapping uses."""
        roles = {getattr(self, column) for column in COLUMNS}
        return (roles | {*self.notes, *self.also}) - {None}


# The meaning of a status: the deal's modality, or that it fell through.
MODALITIES = (*vocabulary().values["Modality"], "denied")


def guess(table: Table, own: "Layouts | None" = None) -> Mapping:
    """Guess what the columns mean by headings and values, for the user to look at and change.

    `own` are layouts and words of the user's, which are looked at before those that are shipped.
    """
    taken, relation = _taken(table, own or _SHIPPED)
    parties = [taken.pop(end, "") for end in ("who", "whom")]
    others: dict[str, Any] = dict(taken)
    also = tuple(_others(table, {*taken.values(), *parties})) if relation == "investsIn" else ()
    return Mapping(
        who=parties[0],
        whom=parties[1],
        **others,
        relation=relation or "partnersWith",
        kinds={v: meant(v, "kinds", own) or GENERAL for v in table.values(taken.get("kind")) if v},
        statuses={v: meant(v, "statuses", own) for v in table.values(taken.get("status"))},
        unit=unit(taken.get("amount", "")),
        dates=order(table.values(taken.get("date"))),
        per_address=len(table.values(taken.get("address"))) <= MOST_SOURCES,
        notes=tuple(_kept(table, {*parties, *also, *others.values()} - {taken.get("round")})),
        several=tuple(each for each in parties if each and _lists(table, each)),
        also=also,
    )


def unclear(table: Table, own: "Layouts | None" = None) -> tuple[str, ...]:
    """List what only a person can tell: who, whom, how the two are related."""
    taken, relation = _taken(table, own or _SHIPPED)
    missing = [role for role in ("who", "whom") if role not in taken]
    return (*missing, *(["relation"] if "kind" not in taken and not relation else []))


def left_out(mapping: Mapping, table: Table) -> list[str]:
    """The columns that nothing is taken from, of those that are not empty."""
    used = mapping.named()
    return [c for c in table.columns if c not in used and any(table.values(c))]


def _taken(table: Table, own: "Layouts") -> tuple[dict[str, str], str]:
    """The columns whose headings and values say what they are, and the relation of the two."""
    held = column_contents(table)
    preset, taken = _preset(table, held, own)
    for role in ("whom", "who"):
        if role not in taken and (found := _column(table, held, role, taken, own)):
            taken[role] = found
    for role in COLUMNS[2:]:
        if found := _column(table, held, role, taken, own):
            taken[role] = found
    # A share is the amount of a deal only where nothing else is.
    if "amount" not in taken and (found := _column(table, held, "share", taken, own)):
        taken["amount"] = found
    if preset is not None:
        return taken, str(preset["relation"])
    return taken, _relation(f"{taken.get('who', '')} {taken.get('whom', '')}")


def _preset(
    table: Table, held: dict[str, str], own: "Layouts"
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The first layout of which both sides are there, and the columns that they are."""
    said = {plain_heading(column): column for column in reversed(table.columns)}
    for preset in (*own.presets, *(() if own is _SHIPPED else _SHIPPED.presets)):
        sides: dict[str, str] = {}
        for side in ("who", "whom"):
            found = (said.get(plain_heading(word), "") for word in preset[side])
            free = (c for c in found if c not in sides.values())
            names = _FITS[side] | _BELIEVED[side]
            sides[side] = next((c for c in free if c and held[c] in names), "")
        if all(sides.values()):
            return preset, sides
    return None, {}


@dataclass(frozen=True)
class Layouts:
    """Layouts of tables, and what the words of their kinds of deals and states mean."""

    presets: tuple[dict[str, Any], ...]
    words: dict[str, dict[str, str]]


def layouts(text: str) -> Layouts:
    """Read a presets.toml; BadInput says what is wrong with it."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"presets.toml is not TOML: {error}") from error
    relations = {"", *vocabulary().relations}
    for preset in given.get("preset", []):
        wrong = {"who", "whom", "relation"} - set(preset)
        if wrong or preset["relation"] not in relations:
            raise BadInput("presets.toml: a preset has who, whom (headings) and a known relation")
    words: dict[str, dict[str, str]] = {"kinds": {}, "statuses": {}}
    for what, right in (("kinds", relations), ("statuses", {*MODALITIES})):
        for word, meaning in given.get(what, {}).items():
            if str(meaning).removeprefix("<") not in right:
                known = ", ".join(sorted(right - {""}))
                raise BadInput(f"presets.toml: {word} means no {meaning}; there are: {known}")
            words[what][plain_heading(word)] = meaning
    return Layouts(tuple(given.get("preset", [])), words)


_SHIPPED = layouts(PRESETS.read_text("utf-8"))


def _kept(table: Table, taken: set[str]) -> Iterator[str]:
    """The columns that are worth a note: remarks, tags, the name of a round."""
    words = [rf"\b{word}\b" for word in WORDS["notes"]["columns"]]
    for column in table.columns:
        if (
            column not in taken
            and re.search("|".join(words), plain_heading(column))
            and any(table.values(column))
        ):
            yield column


def _others(table: Table, taken: set[str]) -> Iterator[str]:
    """The columns of further investors: co-investors, investor 2."""
    free = (c for c in table.columns if c not in taken)
    for column in filter(lambda c: _INVESTORS.fullmatch(plain_heading(c)), free):
        if kind(table.values(column)) in ("name", "mixed"):
            yield column


_INVESTORS = re.compile(
    r"(?:(?:other|co|additional|further|participating|lead|new|existing|all)\s?)*investors?"
    r"(?: names?)?(?: \d+)?"
)


def _lists(table: Table, column: str) -> bool:
    """Check for cells that list several names."""
    said = set(plain_heading(column).split())
    return bool(said & _PLURALS) or any(re.search(r"[;\n]", v) for v in table.values(column))


_PLURALS = {
    "investors", "backers", "participants", "partners", "companies", "members", "buyers",
    "acquirers", "customers", "suppliers", "parties", "names", "investoren",
}  # fmt: skip


def _relation(headings: str) -> str:
    relations: dict[str, str] = WORDS["relations"]
    said = plain_heading(headings)
    return next((name for word, name in relations.items() if word in said), "")


def unmapped_kinds(mapping: Mapping, table: Table) -> Counter[str]:
    """The kinds of deal that no relation fits, kept in the table's words, and how often."""
    found = table.values(mapping.kind)
    return Counter({v: n for v, n in found.items() if v and fallen_back(mapping, v)})


def fallen_back(mapping: Mapping, kind: str) -> bool:
    """Check for a kind of deal that is taken for the general relation as nothing else fits it."""
    return mapping.kinds.get(kind, GENERAL) == GENERAL and meant(kind, "kinds") != GENERAL


def doubtful(mapping: Mapping, table: Table) -> dict[str, tuple[str, ...]]:
    """The cells that may name several or one, with the names that their commas would part."""
    found: dict[str, tuple[str, ...]] = {}
    for column in (mapping.who, mapping.whom):
        several = column in mapping.several
        for cell in table.values(column):
            if names(cell, several=several)[1]:
                parts = names(cell, several=True)[0]
                found[cell] = parts if len(parts) > 1 else tuple(AND.split(cell))
    return found


def statuses(mapping: Mapping, table: Table) -> Counter[str]:
    """The states in a table that are taken for the mapping's general modality."""
    found = table.values(mapping.status)
    return Counter({v: n for v, n in found.items() if not mapping.statuses.get(v)})


def _column(
    table: Table, held: dict[str, str], role: str, taken: dict[str, str], own: "Layouts"
) -> str | None:
    """The column whose heading is or holds one of a role's words, and whose values fit it."""
    words: list[str] = WORDS["columns"][role]
    said = {c: plain_heading(c) for c in table.columns if c not in taken.values()}
    for word in words:
        for column, heading in said.items():
            if heading == word and _fits(table, held[column], column, role, own, exact=True):
                return column
    for word in words:
        for column, heading in said.items():
            if re.search(rf"\b{word}\b", heading) and _fits(
                table, held[column], column, role, own, exact=False
            ):
                return column
    return None


def _fits(table: Table, held: str, column: str, role: str, own: "Layouts", *, exact: bool) -> bool:
    """Check that the values of a column are such as its role has."""
    values = table.values(column)
    if role == "kind":
        known = sum(n for v, n in values.items() if meant(v, "kinds", own))
        return len(values) <= FEW and known > (0.0 if exact else 0.3) * len(table.rows)
    if role == "status":
        known = sum(n for v, n in values.items() if meant(v, "statuses", own))
        believed = exact and plain_heading(column).endswith("status")
        return believed or (len(values) <= FEW and known > 0.3 * len(table.rows))
    if role in ("who_role", "whom_role"):
        known = sum(n for v, n in values.items() if v.lower() in ROLES)
        return known > 0.5 * len(table.rows)
    return held in _FITS[role] or (exact and held in _BELIEVED.get(role, ()))


def meant(value: str, what: str, own: "Layouts | None" = None) -> str:
    """The relation that a kind of deal suggests, or the modality that a status does."""
    words: dict[str, str] = own.words[what] | WORDS[what] if own else WORDS[what]
    said = plain_heading(value)
    if what == "kinds":
        words = {**_own_words(), **words}
    fits = ((w, m) for w, m in words.items() if re.search(rf"\b{re.escape(w)}", said))
    word, meaning = next(fits, ("", ""))
    # "Not signed" is none of the states that are known.
    denied = what == "statuses" and re.match(r"(?:not|never|no longer)\b", said)
    return "" if denied and not word.startswith(("not", "in")) else meaning


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


def column_contents(table: Table) -> dict[str, str]:
    """The kind of values that most cells of each column hold."""
    places = range(len(table.columns))
    return {table.columns[at]: kind(row[at] for _, row in table.rows) for at in places}


def kind(values: Iterable[str]) -> str:
    """The kind of most of some values: date, figure, currency, address, code, word, text, name."""
    met: dict[str, bool] = {}  # the values so far, and which of them tell something
    told = (v for v in values if v not in met and met.setdefault(v, _telling(v)))
    sample = list(islice(told, LOOKED_AT))
    if not sample:
        return "nothing"
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


def _telling(value: str) -> bool:
    return value.lower() not in NOTHING and not SECRET.fullmatch(value)


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


def _own_words() -> dict[str, str]:
    """The kinds of deals that the relations of workspaces' own are called, before all others."""
    own = [relation for relation in vocabulary().relations.values() if relation.own]
    labels = {r.label: r.name for r in own}
    bare = {reading(r.name).bare.partition(" {")[0]: r.name for r in own}
    others = {other: r.name for r in own for other in r.others}
    return {
        word: name
        for said, name in (labels | bare | others).items()
        if (word := plain_heading(said))
    }
