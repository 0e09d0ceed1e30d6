"""Commands on a data folder: check, new, anchor, add, read, import, propose."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.serve import app
from kg.cli.terminal import bold, folder, named_folder, say
from kg.errors import BadInput, NotFound
from kg.model import dates
from kg.model.claims import Entity, Source
from kg.model.folder import start_source
from kg.model.names import slug
from kg.model.own_relations import register
from kg.model.quotes import anchor_folder
from kg.model.vocab import SOURCE
from kg.model.wording import attribution, counted, details
from kg.presentation.graph_view import UNREVIEWED
from kg.validation.report import file_problems
from kg.workspace import edits, saving
from kg.workspace.saving import save
from kg.workspace.workspace import load, settle, usual

# What reads texts and tables is loaded by the commands that do: `kg check` needs none of it.
if TYPE_CHECKING:
    from kg.extraction.archive import Report
    from kg.extraction.proposals import Proposal
    from kg.extraction.vetoes import Doubt
    from kg.intake import table_import
    from kg.intake.column_mapping import Mapping as ColumnMapping
    from kg.intake.documents import Document
    from kg.intake.tables import Table

TELL = 5.0  # seconds between two lines on how far a reading is
SHORT = 60  # characters of a name that is made from a title


def add(given: Namespace) -> int:
    """Add a document to the workspace, then print its place and the next step."""
    read = _document(given.file, given.encoding)
    source = _described(given, read)
    place = _begun(given)
    before = load(place, [source.slug])
    record = {"sha256": read.sha256} if source.text is not None else {}
    if read.original_sha256:
        record |= {"original_sha256": read.original_sha256, "original_name": read.name}
    after = edits.with_source(before, source, **record)
    for note in save(place, before, after, f"added “{source.title}”"):
        say(note)
    for note in read.notes:
        say(note)
    print(place / "sources" / source.slug)
    there = f" --data {place}" if named_folder(given) else ""
    say(f"{counted(len(read.text.split()), 'word')}; read it on the Add page of `kg app{there}`,")
    say(f"or see what the rules propose: `kg propose {source.slug}{there}`.")
    return 0


def remove(given: Namespace) -> int:
    """Delete a source of the workspace and say what went with it."""
    place = folder(given)
    label = saving.remove(place, given.slug)
    say(f"{label} from {place}; the Add page of `kg app` can undo it")
    return 0


def bring(given: Namespace) -> int:
    """Import a table of deals, or preview the result."""
    from kg.intake import table_import  # noqa: PLC0415
    from kg.intake.column_mapping import guess, unclear  # noqa: PLC0415
    from kg.intake.tables import read_table  # noqa: PLC0415

    if named_folder(given) or usual().is_dir():
        register(named_folder(given) or usual())
    columns = _mapping(given.mapping)
    where = {"sheet": given.sheet, "headings": given.headings, "encoding": given.encoding}
    named_columns = columns.named() if columns else ()
    table = read_table(given.file.name, _bytes(given.file), named=named_columns, **where)
    place = (named_folder(given) or usual()) if given.preview else _begun(given)
    columns = columns or table_import.remembered(place, table)
    if given.preview:
        columns = columns or guess(table, table_import.presets(place))
        print(columns.to_json(), end="")
    known = columns or table_import.sure(place, table)
    if not (given.preview and unclear(table) and not (known.who and known.whom)):
        before, made = table_import.preview(place, table, known, _progress)
        if given.preview or not (given.yes or (given.mapping and not sys.stdin.isatty())):
            _shown(table, known, made, say)
        if given.preview:
            _report(replace(made, notes=(*table.notes, *made.notes)), say, whole=given.report)
            return 0
        _stopped(made, given)
    else:
        raise BadInput("the columns that say who and whom are not clear: fill them in above")
    if sys.stderr.isatty():
        say(f"saving {counted(made.count('claim', 'doubtful'), 'claim')} …")
    table = replace(table, rows=())  # hundreds of bytes a row, and read by now
    kept = table_import.keep(place, table, known, before, made)
    _report(kept, print, whole=given.report)
    say(f"saved in {place}")
    return 0


def _begun(given: Namespace) -> Path:
    """The user's workspace, made now if it is not there."""
    place = named_folder(given) or usual()
    if given.example and (place / "entities.ttl").exists():
        say(f"{place} is there already, so --example adds nothing: it is for a new folder")
    return settle(place, example=given.example)


def _shown(
    table: "Table",
    columns: "ColumnMapping",
    made: "table_import.Import",
    tell: Callable[[str], None],
) -> None:
    """The mapping, what is left out, and some rows read aloud, before anything is saved."""
    from kg.intake import table_import  # noqa: PLC0415

    for line in table_import.meaning(table, columns):
        tell(line)
    for line in made.aloud():
        tell(f"  “{line}”")


def _stopped(made: "table_import.Import", given: Namespace) -> None:
    """Refuse a table of which more than a fifth is odd, and ask where somebody can answer."""
    if made.too_odd and not given.despite_doubts:
        reasons = "; ".join(made.why())
        raise BadInput(
            f"nothing is saved: {made.odd:.0%} of the rows are doubtful, skipped or repeat another "
            f"({reasons}). Change the mapping that `kg import --preview` prints and pass it with "
            "--mapping, or import all the same with --despite-doubts"
        )
    if sys.stdin.isatty() and not given.yes and made.sources:
        answer = input("Save this? [y/N] ")
        if answer.strip().lower() not in ("y", "yes"):
            raise BadInput("nothing is saved, as you say")


def _document(name: str, encoding: str | None) -> "Document":
    from kg.intake.documents import document, pasted  # noqa: PLC0415

    if name == "-":
        return pasted(sys.stdin.read())
    return document(Path(name).name, _bytes(Path(name)), encoding=encoding)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error


def _described(given: Namespace, read: "Document") -> Source:
    title = given.title or read.title or read.text.strip().partition("\n")[0][:200]
    return Source(
        iri=str(SOURCE[given.slug or slug(title)[:SHORT].strip("-")]),
        title=title,
        text=None if given.cited else read.text,
        publisher=given.publisher or read.publisher,
        date=dates.given(given.date or "") or read.date,
        creator=given.author or read.creator,
        address=given.address or read.address,
    )


def _mapping(path: Path | None) -> "ColumnMapping | None":
    from kg.intake.column_mapping import Mapping as ColumnMapping  # noqa: PLC0415

    return (
        None if path is None else ColumnMapping.from_json(_bytes(path).decode("utf-8", "replace"))
    )


def _report(made: "table_import.Import", tell: Callable[[str], None], *, whole: bool) -> None:
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


def read(given: Namespace) -> int:
    """Read an archive into the workspace, then list what could not be read."""
    from kg.extraction.archive import read_archive  # noqa: PLC0415

    columns = {}
    for pair in given.column:
        part, mark, name = pair.partition("=")
        if not mark:
            raise BadInput(f"{pair!r} names no column; write --column text=NAME")
        columns[part] = name
    place = settle(given.out or named_folder(given) or usual())
    begun, told = time.monotonic(), time.monotonic()

    def progress(report: "Report") -> None:
        nonlocal told
        if time.monotonic() - told > TELL:
            told = time.monotonic()
            say(f"{counted(report.seen, 'text')} in {told - begun:,.0f} s, {_counts(report)} …")

    report = read_archive(
        place, given.archive, columns=columns, processes=given.processes, spark=given.spark,
        progress=progress,
    )  # fmt: skip
    for error in report.errors:
        say(f"not read: {error.name}: {error.reason}")
    (say if given.open else print)(_counts(report))
    if not report.seen:
        say(f"{given.archive} holds no text to read")
        return 0
    say(f"nothing is claimed yet: review the proposals on the Add page; saved in {place}")
    if len(report.errors) == report.seen:
        return 1
    return app(given, place, f"?{UNREVIEWED}=1") if given.open else 0


def _counts(report: "Report") -> str:
    copies = f", {counted(report.copies, 'near copy', 'near copies')}" if report.copies else ""
    known = f", {report.known:,} read before" if report.known else ""
    errors = f", {len(report.errors):,} not read" if report.errors else ""
    return (
        f"{counted(report.sources, 'new source')}, {counted(report.proposals, 'proposal')}"
        f"{copies}{known}{errors}"
    )


def propose(given: Namespace) -> int:
    """List the claims proposed from a source of the workspace, and the sentences without any."""
    from kg.extraction.proposals import cues_of, lane, proposals  # noqa: PLC0415

    place = folder(given)
    state = load(place, [given.slug])
    source = state.sources.get(str(SOURCE[given.slug]))
    if source is None or source.text is None:
        raise NotFound(f"{place} has no source {given.slug!r} with a text; see `kg add`")
    words = cues_of(place)
    found = [("rules", each) for each in proposals(source.text, state.entities, words)]
    if given.llm:
        found += [("model", each) for each in _asked(source.text, state.entities)]
    if given.format == "json":
        rows = [
            {"read_by": reader, **asdict(each, dict_factory=_without_upper)}
            for reader, each in found
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return 0
    for reader, each in found:
        by = ", read by the language model" if reader == "model" else ""
        print(f"{bold(_said(each))}{by}\n   “{each.passage.exact}”")
    taken = [each.passage for _, each in found]
    for passage in lane(source.text, state.entities, taken, words):
        print(f"{bold('two names, no proposal')}\n   “{passage.exact}”")
    say(f"{counted(len(found), 'proposal')}, nothing saved: accept, edit or reject on the Add page")
    return 0


def _without_upper(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The fields of a value, the second figure of an amount only where it is a range."""
    return {name: value for name, value in pairs if name != "upper" or value is not None}


def _asked(text: str, entities: Mapping[str, Entity]) -> "tuple[Proposal, ...]":
    """Ask the user's language model for proposals, after printing which data it is sent."""
    try:
        llm = import_module("kg.extraction.language_model")
    except ImportError as error:
        raise BadInput(
            f"--llm needs an extra: pip install 'tech-partnerships[llm]' ({error.name} is missing)"
        ) from error
    model = llm.chosen()
    if model is None:
        raise BadInput(
            "--llm asks the model that you name: set KG_LLM_MODEL to openai:NAME or "
            "anthropic:NAME, and KG_LLM_KEY and KG_LLM_ADDRESS as its service wants them"
        )
    say(llm.leaves(text))
    read = llm.model_proposals(text, entities, model)
    for reason in read.dropped:
        say(f"dropped: {reason}")
    found: tuple[Proposal, ...] = read.proposals
    return found


def _said(proposal: "Proposal") -> str:
    from kg.extraction.drafts import drafted  # noqa: PLC0415
    from kg.extraction.proposals import proposal_sentence  # noqa: PLC0415

    draft = drafted(proposal)
    facts = [f"{name} {value}" for name, value in details(replace(draft, amount=None), str)]
    more = f" ({'; '.join(facts)})" if facts else ""
    by = attribution(proposal.speaker.name if proposal.speaker else "the source")
    denied = ", denied" if proposal.polarity == "denied" else ""
    return f"{proposal_sentence(proposal)}{more}: {proposal.modality}{denied}, {by}"


def check(given: Namespace) -> int:
    """Print each problem of a data folder on a line of its own, then the folder's counts.

    Overstatements follow; they are not faults and do not change the exit code.
    """
    from kg.extraction.vetoes import doubts  # noqa: PLC0415

    place = given.folder or folder(given)
    doubted: list[Doubt] = []
    problems, contents = file_problems(
        place, shacl=given.shacl, look=lambda source: doubted.extend(doubts([source]))
    )
    for problem in problems:
        print(problem)
    found = counted(len(problems), "problem") if problems else "no problems"
    print(bold(f"{contents}: {found}"))
    _second_look(sorted(doubted))
    return 1 if problems else 0


def _second_look(found: "list[Doubt]") -> None:
    """Print the claims that their own words make one doubt."""
    if found:
        one, many = "claim sounds firmer than its words", "claims sound firmer than their words"
        print(bold(f"worth a second look: {counted(len(found), one, many)}"))
    for doubt in found:
        print(doubt)


def new(given: Namespace) -> int:
    """Create a source's folder and print the next step."""
    place = start_source(named_folder(given) or Path("workspace"), given.slug)
    print(place)
    say(f"Put the text into {place / 'article.txt'}, its claims into {place / 'claims.ttl'};")
    say(f"then `kg anchor {place}` and `kg check {place.parent.parent}`.")
    return 0


def anchor(given: Namespace) -> int:
    """Place the quotes of a source in its text."""
    placed = anchor_folder(given.folder)
    say(f"{counted(placed, 'quote')} placed in {given.folder / 'claims.ttl'}")
    return 0
