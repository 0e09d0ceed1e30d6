"""An archive read into a workspace: every text a source, what the rules find in it proposed."""

import os
import pickle
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from kg.errors import BadInput, KgError
from kg.extraction.cues import Cues
from kg.extraction.drafts import claimed, drafted
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal, cues_of, proposals
from kg.intake.archives import (
    Piece,
    Unread,
    article_columns,
    pieces,
    row_piece,
    spark_session,
)
from kg.intake.documents import Copies, Document, signature
from kg.model import journal
from kg.model.claims import Entity, Source
from kg.model.folder import SLUG, source_folders
from kg.model.names import slug
from kg.model.ontology import vocabulary
from kg.model.proposed import DECIDED, FILE, Named, Proposed, turtle
from kg.model.proposed import decisions as read_decisions
from kg.model.proposed import read as read_kept
from kg.model.vocab import ENTITY, SOURCE, term_iri, term_name
from kg.validation.report import source_problems
from kg.workspace import edits, saving, workspace
from kg.workspace.workspace import load

BATCH = 100  # texts saved together
PART = 250  # texts that a worker of a cluster reads at a time
CHUNK = 8  # texts handed to a process at once
SHORT = 60  # characters of a source's name
SECONDS = 60  # that one text may take
ALSO = "The same text also stands at: "
NO_PARTY = {"Person", "Place", "Group", "Field", "Undertaking", "Goal"}


@dataclass
class Report:
    """Counts of an archive's texts, and what could not be read."""

    sources: int = 0
    proposals: int = 0
    copies: int = 0
    known: int = 0
    errors: list[Unread] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """The number of texts that were met."""
        return self.sources + self.copies + self.known + len(self.errors)


@dataclass(frozen=True)
class Made:
    """A text with the claims that it may make."""

    name: str
    mark: str  # the same for the same piece of an archive
    document: Document
    found: tuple[Proposal, ...]
    signed: str


def proposed(source: str, found: tuple[Proposal, ...]) -> Iterator[Proposed]:
    """Proposals as they are kept: those between two named parties, with their words."""
    met = set()
    for one in found:
        if one.object is None or one.key in met or {one.subject.kind, one.object.kind} & NO_PARTY:
            continue
        met.add(one.key)
        subject, object_ = _named(one.subject), _named(one.object)
        if subject.iri == object_.iri:
            continue
        yield Proposed(
            source, one.key, subject, str(term_iri(one.relation)), object_, one.modality,
            one.polarity, one.passage.exact, one.passage.start, one.passage.end, one.cue,
            one.speaker.name if one.speaker else "", one.amount.wording if one.amount else "",
        )  # fmt: skip


def _named(mention: Mention) -> Named:
    kind = mention.kind if mention.kind in vocabulary().classes else "Organization"
    return Named(mention.entity or str(ENTITY[slug(mention.name)]), mention.name, kind)


_ENTITIES: dict[str, Entity] = {}
_WORDS: list[Cues] = []


def _begin(folder: Path) -> None:
    """Prepare a process that reads texts."""
    _prepare(load(folder, ()).entities, cues_of(folder))


def _prepare(entities: Mapping[str, Entity], words: Cues) -> None:
    _ENTITIES.clear()
    _ENTITIES.update(entities)
    _WORDS[:] = [words]
    signal.signal(signal.SIGALRM, _late)


def _late(*_: object) -> None:
    raise TimeoutError


def _made(chunk: list[Piece | Unread]) -> list[Made | Unread]:
    return [one if isinstance(one, Unread) else _one(one) for one in chunk]


def _one(piece: Piece) -> Made | Unread:
    signal.alarm(SECONDS)
    try:
        read = piece.read()
        found = proposals(read.text, _ENTITIES, _WORDS[0])
        return Made(piece.name, piece.mark, read, found, signature(read.text))
    except KgError as error:
        return Unread(piece.name, str(error))
    except (MemoryError, RecursionError):
        return Unread(piece.name, "it is nested too deeply, or needs too much memory")
    except TimeoutError:
        return Unread(piece.name, f"it took longer than {SECONDS} seconds to read")
    finally:
        signal.alarm(0)


def _in_processes(
    folder: Path, found: Iterator[Piece | Unread], processes: int
) -> Iterator[Made | Unread]:
    """Read the texts in several processes, in their order; one that kills its process is named."""
    chunks = iter(lambda: list(islice(found, CHUNK)), [])
    waiting: deque[tuple[list[Piece | Unread], Future[list[Made | Unread]]]] = deque()
    pool = ProcessPoolExecutor(processes, initializer=_begin, initargs=(folder,))
    try:
        while True:
            # Only a few are read ahead, so that an archive never lies in memory.
            for chunk in islice(chunks, 4 * processes - len(waiting)):
                waiting.append((chunk, pool.submit(_made, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from _alone(folder, chunk)
                pool = ProcessPoolExecutor(processes, initializer=_begin, initargs=(folder,))
                left = [each for each, _ in waiting]
                waiting = deque((each, pool.submit(_made, each)) for each in left)
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(folder: Path, chunk: list[Piece | Unread]) -> Iterator[Made | Unread]:
    """Read texts one by one after a process died over them."""
    for one in chunk:
        with ProcessPoolExecutor(1, initializer=_begin, initargs=(folder,)) as pool:
            try:
                yield from pool.submit(_made, [one]).result()
            except BrokenProcessPool:
                yield Unread(one.name, "reading it ended the program that read it")


def _on_cluster(
    folder: Path, place: Path, columns: Mapping[str, str], met: frozenset[str], master: str
) -> Iterator[Made | Unread | None]:
    """Read the texts of a Parquet file on a Spark cluster, in their order; None for a known one.

    Every worker sees the file at the same path and has this package; a worker that is lost has
    its texts read again by another one.
    """
    if not place.name.endswith(".parquet") or not place.is_file():
        raise BadInput(f"{place}: a cluster reads one Parquet file, which every worker can reach")
    with spark_session(master, place.name) as spark:
        table = spark.read.parquet(str(place.resolve()))
        chosen = article_columns(place.name, table.columns, columns)
        entities, words, name = load(folder, ()).entities, cues_of(folder), place.name

        def read(frames: Iterator[Any]) -> Iterator[Any]:
            _prepare(entities, words)
            for frame in frames:
                known = frame.astype(object).where(frame.notna(), None)
                rows = [row_piece(f"{name}, row {row['kg_row'] + 1}", row, chosen)
                         for row in known.to_dict("records")]  # fmt: skip
                new = (
                    None if isinstance(p, Piece) and p.mark in met else _made([p])[0] for p in rows
                )
                yield frame[["kg_row"]].assign(made=[pickle.dumps(one) for one in new])

        numbered = table.selectExpr(*(f"`{one}`" for one in chosen.values()),
                                    "_metadata.row_index AS kg_row")  # fmt: skip
        parts = max(8, table.count() // PART)
        parted = numbered.repartitionByRange(parts, "kg_row").sortWithinPartitions("kg_row")
        made = parted.mapInPandas(read, "kg_row LONG, made BINARY").persist()
        made.count()  # reads on all workers at once; what follows fetches it part by part
        for row in made.toLocalIterator(prefetchPartitions=True):
            yield pickle.loads(row.made)  # noqa: S301  (made by the function above)
        made.unpersist()


class _Workspace:
    """The sources of a workspace as an archive adds to them, saved in batches."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._entities = load(folder, ()).entities
        self.met: set[str] = set()  # marks of the pieces that sources were made of
        self._slugs: set[str] = set()
        self._texts: dict[str, str] = {}
        self._copies = Copies()
        self._new: dict[str, tuple[Source, dict[str, Any], str | None]] = {}
        for place in source_folders(folder):
            record = workspace.record(place / "record.json")
            self._slugs.add(place.name)
            self.met.update(record.get("pieces", ()))
            if "sha256" in record:
                self._texts[record["sha256"]] = place.name
            if "signature" in record:
                self._copies.add(place.name, record["signature"])

    def take(self, made: Made) -> None:
        """Add a text as a source, or note where the text of another one stands too."""
        read = made.document
        self.met.add(made.mark)
        twin = self._texts.get(read.sha256) or self._copies.of(made.signed)
        if twin:
            self._report.copies += 1
            self._also(twin, made)
        else:
            self._add(made)
        if len(self._new) >= BATCH:
            self.save()

    def _add(self, made: Made) -> None:
        read, name = made.document, self._free(made.document)
        title = read.title or read.text.strip().partition("\n")[0][:200]
        source = Source(
            str(SOURCE[name]), title, read.text, read.publisher, read.date, read.creator,
            read.address,
        )  # fmt: skip
        if wrong := [f"{each.wrong}; {each.right}" for each in source_problems(source, {})]:
            self._report.errors.append(Unread(made.name, wrong[0]))
            return
        listed = list(proposed(source.iri, made.found))
        record = {"sha256": read.sha256, "signature": made.signed, "pieces": [made.mark],
                  "original_name": made.name}  # fmt: skip
        self._new[name] = source, record, turtle(listed)
        self._slugs.add(name)
        self._texts[read.sha256] = name
        self._copies.add(name, made.signed)
        self._report.sources += 1
        self._report.proposals += len(listed)

    def _free(self, read: Document) -> str:
        """A name for a new source, after its title."""
        words = read.title or read.text.strip().partition("\n")[0]
        plain = slug(words)[:SHORT].strip("-")
        plain = plain if SLUG.fullmatch(plain) else "text"
        names = chain([plain], (f"{plain}-{number}" for number in count(2)))
        return next(name for name in names if name not in self._slugs)

    def _also(self, name: str, made: Made) -> None:
        """Note at a source where else its text stands."""
        if name not in self._new:
            source = load(self._folder, [name]).sources[str(SOURCE[name])]
            record = workspace.record(self._folder / workspace.record_file(name))
            self._new[name] = source, record, None
        source, record, listed = self._new[name]
        read = made.document
        where = ", ".join(filter(None, (read.publisher, read.date, read.address)))
        notes = {*source.notes, f"{ALSO}{where or made.name}."}
        record = record | {"pieces": sorted({*record.get("pieces", ()), made.mark})}
        self._new[name] = replace(source, notes=tuple(sorted(notes))), record, listed

    def save(self) -> None:
        """Save the sources that are new or noted upon since the last time."""
        files: dict[str, str | None] = {}
        for name, (source, record, listed) in self._new.items():
            place = f"sources/{name}"
            files[f"{place}/article.txt"] = source.text
            files[f"{place}/claims.ttl"] = saving.turtle(source)
            files[f"{place}/record.json"] = saving.record_text(record)
            if listed:
                files[f"{place}/{FILE}"] = listed
        with journal.locked(self._folder):
            journal.commit(self._folder, files)
        self._new.clear()


def read_archive(
    folder: Path,
    place: Path,
    *,
    columns: Mapping[str, str] | None = None,
    processes: int | None = None,
    spark: str | None = None,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Read an archive into a workspace; what was read before is passed over.

    Every text becomes a source with proposals beside it; nothing becomes a claim. `spark` is the
    address of a cluster whose workers read a Parquet file, to the same files.
    """
    report = Report()
    kept = _Workspace(folder, report)

    def unmet() -> Iterator[Piece | Unread]:
        for piece in pieces(place, columns):
            if isinstance(piece, Piece) and piece.mark in kept.met:
                report.known += 1
            else:
                yield piece

    found: Iterator[Made | Unread | None]
    if spark:
        found = _on_cluster(folder, place, columns or {}, frozenset(kept.met), spark)
    else:
        found = _in_processes(folder, unmet(), processes or os.cpu_count() or 1)
    for made in found:
        if made is None:
            report.known += 1
        elif isinstance(made, Unread):
            report.errors.append(made)
        else:
            kept.take(made)
        progress(report)
    kept.save()
    return report


@dataclass(frozen=True)
class Group:
    """Proposals that say the same of the same two, in different sentences."""

    listed: tuple[Proposed, ...]
    contested: bool  # elsewhere the opposite is proposed of the two
    right: int  # of so many decided proposals by the same cue, how many were right
    decided: int


def queue(folder: Path, known: workspace.Known | None = None) -> list[Group]:
    """The waiting proposals in the order in which a person's look at them tells most.

    Contested pairs come first, then those most often proposed; of two that are alike in that, the
    one on whose ends more rests, for rankings hang on it; then the one by a cue that was less often
    right here.
    """
    known = known or workspace.Known()
    waiting: list[Proposed] = []
    right, decided = Counter[str](), Counter[str]()
    for place in source_folders(folder):
        if (place / FILE).exists():
            left, made = known.of(place, (FILE, "record.json"), _reviewed)
            waiting += left
            for sign, decision in made:
                right[sign] += decision == "accepted"
                decided[sign] += decision in {"accepted", "rejected", "not a name"}
    ends = Counter(iri for one in waiting for iri in (one.subject.iri, one.object.iri))
    groups: dict[tuple[str, ...], list[Proposed]] = {}
    pairs: dict[frozenset[str], list[tuple[int, str]]] = {}
    for one in waiting:
        pair = frozenset({one.subject.iri, one.object.iri})
        known_as = vocabulary().relations[term_name(one.relation)]
        who = (one.subject.iri, one.object.iri)
        same = (*(sorted(who) if known_as.symmetric else who), one.modality, one.polarity)
        groups.setdefault((one.relation, *same), []).append(one)
        pairs.setdefault(pair, []).append((known_as.sign, one.polarity))
    found = []
    for (_, subject, object_, *_), listed in groups.items():
        pair = frozenset({subject, object_})
        said = set(pairs[pair])
        contested = (
            len({polarity for _, polarity in said}) > 1 or len({s for s, _ in said} - {0}) > 1
        )
        sign = listed[0].sign
        group = Group(tuple(listed), contested, right[sign], decided[sign])
        share = (group.right + 1) / (group.decided + 2)
        rests = min(ends[subject], ends[object_])
        found.append((not contested, -len(pairs[pair]), -rests, share, listed[0].iri, group))
    return [group for *_, group in sorted(found, key=lambda row: row[:-1])]


def _reviewed(place: Path) -> tuple[list[Proposed], list[tuple[str, str]]]:
    """The waiting proposals of a source, and cue and decision of the others."""
    decisions = read_decisions(place)
    every = read_kept(place, decided=True)
    left = [one for one in every if one.key not in decisions]
    return left, [(p.sign, decisions[p.key]) for p in every if p.key in decisions]


def claim_proposals(
    state: workspace.State, listed: Iterable[Proposed], words: Cues
) -> workspace.State:
    """The state with the claims that some proposals make, and the decisions recorded."""
    for one in listed:
        text = state.sources[one.source].text or ""
        found = {p.key: p for p in proposals(text, state.entities, words)}
        if one.key not in found:
            raise BadInput(
                f"“{one.exact[:80]}” is read otherwise today, by other rules or names; reject the "
                "proposal, and write the statement by hand"
            )
        state, claim = claimed(state, one.source, drafted(found[one.key]))
        state = decide(state, [one], "accepted", claim.iri)
    return state


def decide(
    state: workspace.State, listed: Iterable[Proposed], decision: str, claim: str = ""
) -> workspace.State:
    """The state with the decision about some proposals recorded at their sources."""
    for one in listed:
        value = {"decision": decision, "claim": claim} if claim else {"decision": decision}
        file = workspace.record_file(one.source.rpartition("/")[2])
        state = edits.recorded(state, file, **{f"{DECIDED}{one.key}": value})
    return state
