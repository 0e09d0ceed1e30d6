"""A table of deals made into claims of cited sources, row by row, with a report on each."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import BadInput
from kg.intake.column_mapping import Mapping as Columns
from kg.intake.column_mapping import guess, unclear
from kg.intake.table_rows import Reading, Row, is_address, source_slug
from kg.intake.tables import COLUMNS, Table, read_table
from kg.model.claims import Entity, Source
from kg.model.folder import source_folders
from kg.model.names import alike
from kg.workspace.edits import with_entities
from kg.workspace.saving import save
from kg.workspace.workspace import State, load

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
            f"{made} claims in {len(self.sources)} sources, {len(self.entities)} new names; "
            f"{self.count('duplicate')} duplicates, {self.count('there already')} there already, "
            f"{self.count('skipped')} rows skipped"
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
    table = read_table(name, data, sheet=sheet, headings=headings, encoding=encoding)
    columns = columns or remembered(folder, table) or _sure(table)
    with _unpaused():
        before, made = preview(folder, table, columns, lambda part: progress(READ * part))
        after = with_entities(before, made.entities)
        after = replace(after, sources={**after.sources, **{s.iri: s for s in made.sources}})
        told = save(folder, before, after, f"{table.name}: {made.summary()}")
    progress(1.0)
    remember(folder, table, columns)
    return replace(made, notes=(*table.notes, *told))


def _sure(table: Table) -> Columns:
    """The guessed mapping, if the headings identify every required column."""
    if missing := unclear(table):
        told = {"who": "who", "whom": "whom", "relation": "how the two are related"}
        raise BadInput(
            f"{table.name}: no heading tells {' or '.join(told[role] for role in missing)}; "
            f"the headings read are {', '.join(table.columns[:12])}: say what they mean on the Add "
            "page, or change what `kg import --preview` prints and pass it with --mapping"
        )
    return guess(table)


def preview(
    folder: Path, table: Table, columns: Columns, progress: Callable[[float], None] = _silent
) -> tuple[State, Import]:
    """The workspace's claims of a table's sources, and the claims that an import would add."""
    known = {place.name for place in source_folders(folder)}
    wanted = {source_slug(address, table) for address in (*_addresses(table, columns), "")}
    before = load(folder, known & wanted)
    return before, convert(table, columns, before, progress)


def convert(
    table: Table,
    columns: Columns,
    known: State,
    progress: Callable[[float], None] = _silent,
) -> Import:
    """Convert the rows of a table into claims, given the claims that already exist."""
    if not columns.fits(table):
        missing = {getattr(columns, role) for role in COLUMNS} - {None, *table.columns}
        raise BadInput(
            f"{table.name} has no column {', '.join(sorted(missing))}; "
            f"it has {', '.join(table.columns)}"
        )
    reading = Reading(table, columns, known)
    report = []
    for done, (number, cells) in enumerate(table.rows):
        report.append(reading.row(number, dict(zip(table.columns, cells, strict=True))))
        if done % 200 == 0:
            progress(done / len(table.rows))
    progress(1.0)
    return Import(
        entities=tuple(reading.new.values()),
        sources=tuple(reading.finished()),
        report=tuple(report),
        near=tuple(alike(_labels(reading.new), _labels(known.entities))),
    )


def _labels(entities: Mapping[str, Entity]) -> list[str]:
    return [entity.label for entity in entities.values()]


def remembered(folder: Path, table: Table) -> Columns | None:
    """The mapping that was last used in this workspace for a table with the same columns."""
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
    return {value for value in table.values(columns.address) if is_address(value)}
