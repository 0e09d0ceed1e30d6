"""A table of deals made into claims of cited sources, row by row, with a report on each."""

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import BadInput
from kg.intake.cell_values import RANGE, addresses
from kg.intake.column_mapping import (
    ROLES,
    Layouts,
    guess,
    layouts,
    left_out,
    unclear,
    unmapped_kinds,
)
from kg.intake.column_mapping import Mapping as Columns
from kg.intake.table_rows import SUM, Reading, Row, is_address, source_slug
from kg.intake.tables import Table, read_table
from kg.model.claims import Claim, Entity, Quantity, Source
from kg.model.folder import source_folders
from kg.model.names import alike
from kg.model.ontology import vocabulary
from kg.model.own_relations import register
from kg.model.vocab import TP
from kg.model.wording import amount_words, claim_sentence, counted
from kg.workspace.edits import with_entities
from kg.workspace.saving import save
from kg.workspace.workspace import State, load

ODD = ("doubtful", "skipped", "duplicate")
MOST_ODD = 0.2  # of the rows, before an import stops and says why
READ = 0.5  # of an import's time goes into reading the rows, the rest into saving them


def _silent(done: float) -> None:
    """Ignore progress."""
    del done


@contextmanager
def _unpaused() -> Iterator[None]:
    """No search for garbage while millions of small values come and stay: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class Import:
    """A table as claims: new entities, the sources with their claims, and a report."""

    entities: tuple[Entity, ...]
    sources: tuple[Source, ...]
    report: tuple[Row, ...]
    near: tuple[tuple[str, str], ...]  # names so alike that somebody should look at them
    notes: tuple[str, ...] = ()  # on the table as a whole
    labels: Mapping[str, str] = field(default_factory=dict)  # of those the claims are about

    @property
    def odd(self) -> float:
        """The share of the rows that are doubtful, skipped or repeat another."""
        rows = {row.number for row in self.report}
        odd = {row.number for row in self.report if row.status in ODD and row.reason != SUM}
        return len(odd) / max(len(rows), 1)

    @property
    def too_odd(self) -> bool:
        """True if so many rows are odd that the import stops and says why."""
        return self.odd > MOST_ODD

    def why(self) -> list[str]:
        """The commonest reasons for which rows are odd, with how many there are."""
        reasons = Counter(
            re.sub(r"“[^”]*”|\brow \d+|are .*", "…", row.reason)
            for row in self.report
            if row.status in ODD and row.reason != SUM
        )
        return [f"{counted(count, 'row')}: {reason}" for reason, count in reasons.most_common(5)]

    def aloud(self, most: int = 3) -> list[str]:
        """Some of the new claims as sentences, to hear whether the columns are understood."""
        made = [claim for source in self.sources for claim in source.claims]
        new = {row.claim for row in self.report if row.status in ("claim", "doubtful")}
        told = [claim for claim in made if claim.iri in new and claim.relation in self._read]
        # From the whole table, not from its head only.
        step = max(len(told) // most, 1)
        return [self._aloud(claim, made) for claim in told[::step][:most]]

    @property
    def _read(self) -> set[str]:
        """The relations that are read aloud: of funding rounds the rounds, each as one."""
        there = {claim.relation for source in self.sources for claim in source.claims}
        parts = {"takesPartInRound", "investsIn"} if "raisesMoneyIn" in there else set()
        return there - parts or there

    def _aloud(self, claim: Claim, made: list[Claim]) -> str:
        words = claim_aloud(claim, self.labels)
        if claim.relation != "raisesMoneyIn":
            return words
        rest = (c for c in made if c.relation == "takesPartInRound" and c.object == claim.object)
        who = list(dict.fromkeys(self.labels.get(c.subject, "") for c in rest))
        listed = " and ".join(filter(None, (", ".join(who[:-1]), *who[-1:])))
        return f"{words}: {listed} take{'s' if len(who) == 1 else ''} part"

    def count(self, *statuses: str) -> int:
        """Number of rows with one of these results."""
        return sum(row.status in statuses for row in self.report)

    def lines(self, *statuses: str) -> list[str]:
        """The report: a line for each row, or for those with one of these results."""
        return [
            f"row {row.number}: {row.status}{f': {row.reason}' if row.reason else ''}"
            for row in self.report
            if not statuses or row.status in statuses
        ]

    def busiest(self, most: int = 3) -> list[tuple[str, int]]:
        """The entities that most of the new claims are about, and how many are."""
        counts = Counter(
            end
            for source in self.sources
            for claim in source.claims
            for end in (claim.subject, claim.object)
            if end
        )
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]

    def summary(self) -> str:
        """One line on the whole."""
        made = self.count("claim", "doubtful")
        return (
            f"{counted(made, 'claim')} in {counted(len(self.sources), 'source')}, "
            f"{counted(len(self.entities), 'new name')}; "
            f"{counted(self.count('duplicate'), 'duplicate')}, "
            f"{self.count('there already')} there already, "
            f"{counted(self.count('skipped'), 'row')} skipped"
        )


def bring(
    folder: Path,
    name: str,
    data: bytes,
    columns: Columns | None = None,
    progress: Callable[[float], None] = _silent,
    *,
    sheet: str | None = None,
    headings: int | None = None,
    encoding: str | None = None,
) -> Import:
    """Read a table and save its claims in a workspace; the mapping is kept for the next time."""
    named = columns.named() if columns else ()
    table = read_table(name, data, sheet=sheet, headings=headings, encoding=encoding, named=named)
    columns = columns or remembered(folder, table) or sure(folder, table)
    before, made = preview(folder, table, columns, lambda part: progress(READ * part))
    table = replace(table, rows=())  # hundreds of bytes a row, and read by now
    made = keep(folder, table, columns, before, made)
    progress(1.0)
    return made


def keep(folder: Path, table: Table, columns: Columns, before: State, made: Import) -> Import:
    """Save what a preview showed, and its mapping for the next time."""
    with _unpaused():
        after = with_entities(before, made.entities)
        after = replace(after, sources={**after.sources, **{s.iri: s for s in made.sources}})
        told = save(folder, before, after, f"{table.name}: {made.summary()}")
    remember(folder, table, columns)
    return replace(made, notes=(*table.notes, *made.notes, *told))


def sure(folder: Path, table: Table) -> Columns:
    """The guess at what the columns mean, where the table leaves nothing to be invented."""
    if missing := unclear(table, presets(folder)):
        told = {"who": "who", "whom": "whom", "relation": "how the two are related"}
        raise BadInput(
            f"{table.name}: no heading tells {' or '.join(told[role] for role in missing)}; "
            f"the headings read are {', '.join(table.columns[:12])}: say what they mean on the Add "
            "page, or change what `kg import --preview` prints and pass it with --mapping"
        )
    return guess(table, presets(folder))


def presets(folder: Path) -> Layouts | None:
    """The layouts of tables and the words that a workspace's own presets.toml declares."""
    path = folder / "presets.toml"
    return layouts(path.read_text("utf-8-sig", "replace")) if path.is_file() else None


def preview(
    folder: Path, table: Table, columns: Columns, progress: Callable[[float], None] = _silent
) -> tuple[State, Import]:
    """The workspace's part that a table concerns, and what an import would add to it."""
    if not folder.is_dir():
        return State(), convert(table, columns, State(), progress)
    known = {place.name for place in source_folders(folder)}
    wanted = {source_slug(address, table) for address in (*_addresses(table, columns), "")}
    before = load(folder, known & wanted)
    with _unpaused():
        return before, convert(table, columns, before, progress)


def convert(
    table: Table,
    columns: Columns,
    known: State,
    progress: Callable[[float], None] = _silent,
) -> Import:
    """Convert the rows of a table into claims, given the claims that already exist."""
    if not columns.fits(table):
        missing = columns.named() - {*table.columns}
        raise BadInput(
            f"{table.name} has no column {', '.join(sorted(missing))}; "
            f"it has {', '.join(table.columns)}"
        )
    reading = Reading(table, columns, known)
    report = []
    for done, (number, cells) in enumerate(table.rows):
        report.extend(reading.row(number, dict(zip(table.columns, cells, strict=True))))
        if done % 200 == 0:
            progress(done / len(table.rows))
    progress(1.0)
    return Import(
        entities=tuple(reading.new.values()),
        sources=tuple(reading.finished()),
        report=tuple(report),
        near=tuple(alike(_labels(reading.new), _labels(known.entities))),
        notes=tuple(_remarks(table, columns)),
        labels={iri: e.label for iri, e in {**known.entities, **reading.new}.items()},
    )


def meaning(table: Table, columns: Columns) -> list[str]:
    """The mapping in words, then what is left out of the table, a line each."""
    relation = vocabulary().relations[columns.relation].label
    told = [f"who: {', '.join([columns.who, *columns.also])} · whom: {columns.whom}"]
    told[0] += "" if columns.kind else f" · relation: {relation}"
    roles = ("kind", "date", "amount", "valuation", "currency", "wording", "status", "address",
             "title", "quote", "paper", "who_role", "whom_role", "round")  # fmt: skip
    found = ((role.replace("_", " "), getattr(columns, role)) for role in roles)
    told += [" · ".join(f"{role}: {column}" for role, column in found if column)]
    told += [f"kept as notes: {', '.join(columns.notes)}"] if columns.notes else []
    told += [f"cells with several names: {', '.join(columns.several)}"] if columns.several else []
    unmet = [f"{kind} ({count})" for kind, count in unmapped_kinds(columns, table).most_common(8)]
    told += [f"kinds that fit no relation, kept as a word: {', '.join(unmet)}"] if unmet else []
    left = left_out(columns, table)
    return [line for line in (*told, f"left out: {', '.join(left) or 'nothing'}") if line]


def claim_aloud(claim: Claim, labels: Mapping[str, str]) -> str:
    """A claim as it was understood: Acme acquires Bell for 12.5 million US dollars, 2014-09-02."""
    words = claim_sentence(claim, lambda iri: labels.get(iri, ""), _understood)
    also = [labels.get(iri, "") for iri in claim.jointly_with]
    words += f" with {' and '.join(also)}" if also else ""
    return words + (f", {claim.when}" if claim.when and not words.endswith(claim.when) else "")


def _understood(quantity: Quantity) -> str:
    """A quantity as it was understood; a range as it is written."""
    ranged = RANGE.search(quantity.wording)
    return amount_words(quantity) or (quantity.wording if ranged else "")


def _labels(entities: Mapping[str, Entity]) -> list[str]:
    # Funding rounds are called after their company and date, so they all look alike.
    return [e.label for e in entities.values() if str(TP.FundingRound) not in e.classes]


def _remarks(table: Table, columns: Columns) -> Iterator[str]:
    """Remarks on how a table was understood, for those who see no preview."""
    if left := left_out(columns, table):
        yield f"columns left out: {', '.join(left)}"
    roles = [kind for kind in table.values(columns.kind) if kind.lower() in ROLES]
    if roles and not columns.who_role and not columns.whom_role:
        yield f"“{roles[0]}” is taken to say what the second of the two is to the first"


def remembered(folder: Path, table: Table) -> Columns | None:
    """The mapping that was last used in this workspace for a table with the same columns."""
    register(folder)
    path = _kept(folder, table)
    if not path.exists():
        return None
    found = Columns.from_json(path.read_text(encoding="utf-8"))
    return found if found.fits(table) else None


def remember(folder: Path, table: Table, columns: Columns) -> None:
    """Keep a mapping for the next table with the same columns."""
    path = _kept(folder, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(columns.to_json(), encoding="utf-8")
    partial.replace(path)


def _kept(folder: Path, table: Table) -> Path:
    mark = hashlib.sha256("\0".join(table.columns).encode()).hexdigest()[:12]
    return folder / "mappings" / f"{mark}.json"


def _addresses(table: Table, columns: Columns) -> set[str]:
    if columns.address is None or not columns.per_address:
        return set()
    listed = (each for value in table.values(columns.address) for each in addresses(value))
    return {each for each in listed if is_address(each)}
