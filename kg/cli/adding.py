"""The commands that bring new sources into a workspace: add, import."""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kg import edits, importing
from kg.cli.opened import folder, named
from kg.cli.printing import bold, counted, say
from kg.columns import Mapping, guess
from kg.documents import Document, document, pasted
from kg.errors import BadInput
from kg.model import Source
from kg.names import slug
from kg.saving import save
from kg.tables import read_table
from kg.vocab import SOURCE
from kg.workspace import load, settle, usual

__all__ = ["add", "bring"]

SHORT = 60  # characters of a name that is made from a title


def add(given: Namespace) -> int:
    """Add a document to the workspace and say where it is and what comes next."""
    read = _document(given.file)
    source = _described(given, read)
    place = settle(named(given) or usual())
    before = load(place, [source.slug])
    record = {"sha256": read.sha256} if source.text is not None else {}
    if read.original_sha256:
        record |= {"original_sha256": read.original_sha256, "original_name": read.name}
    save(place, before, edits.with_source(before, source, **record), f"added “{source.title}”")
    print(place / "sources" / source.slug)
    there = f" --data {place}" if named(given) else ""
    say(f"{counted(len(read.text.split()), 'word')}; read it on the Add page of `kg app{there}`,")
    say(f"or see what the rules propose: `kg propose {source.slug}{there}`.")
    return 0


def bring(given: Namespace) -> int:
    """Import a table of deals, or show what would become of it."""
    data, columns = _bytes(given.file), _mapping(given.mapping)
    where = {"sheet": given.sheet, "headings": given.headings}
    if given.preview:
        table = read_table(given.file.name, data, **where)
        known = folder(given)
        columns = columns or importing.remembered(known, table) or guess(table)
        _, made = importing.preview(known, table, columns)
        print(columns.to_json(), end="")
        _report(replace(made, notes=table.notes), say, whole=given.report)
        return 0
    place = settle(named(given) or usual())
    made = importing.bring(place, given.file.name, data, columns, _progress, **where)
    _report(made, print, whole=given.report)
    say(f"saved in {place}")
    return 0


def _document(name: str) -> Document:
    if name == "-":
        return pasted(sys.stdin.read())
    return document(Path(name).name, _bytes(Path(name)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error


def _described(given: Namespace, read: Document) -> Source:
    title = given.title or read.title or read.text.strip().partition("\n")[0][:200]
    return Source(
        iri=str(SOURCE[given.slug or slug(title)[:SHORT].strip("-")]),
        title=title,
        text=None if given.cited else read.text,
        publisher=given.publisher or read.publisher,
        date=given.date or read.date,
        creator=given.author or read.creator,
        address=given.address or read.address,
    )


def _mapping(path: Path | None) -> Mapping | None:
    return None if path is None else Mapping.from_json(_bytes(path).decode("utf-8", "replace"))


def _report(made: importing.Import, tell: Callable[[str], None], *, whole: bool) -> None:
    for note in made.notes:
        tell(note)
    # Rows that are there already tell nothing new: the sum counts them.
    known = ("there already",) if whole else ()
    for line in made.lines("doubtful", "duplicate", "skipped", *known):
        tell(line)
    for first, second in made.near:
        tell(f"nearly the same name, kept apart: {first} and {second}")
    tell(bold(made.summary()))


def _progress(done: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:4.0%}", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)
