"""Archives of many texts: folders, zip files, mailboxes, tables of texts, web archives."""

import csv
import hashlib
import io
import json
import mailbox
import os
import re
import signal
import sys
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from kg.errors import BadInput
from kg.intake.documents import KINDS, MOST_BYTES, Document, document, lines_apart, pasted
from kg.intake.encodings import decode
from kg.model.dates import day
from kg.model.input_values import plain_text, web_address
from kg.model.wording import counted

MOST_FILES = 1_000_000
MOST_RATIO = 200  # of a file in a zip, unpacked to packed; text shrinks to a tenth at best
SMALL = 1_000_000  # bytes below which no ratio is suspicious
TABLES = ("csv", "tsv", "jsonl", "ndjson", "parquet")
# Headings under which the parts of an article are looked for, in this order.
COLUMNS = {
    "text": "text body content article full_text fulltext article_text story",
    "title": "title headline heading name",
    "date": "date published publish_date publication_date published_at datetime",
    "address": "address url link href permalink",
    "publisher": "publisher source outlet newspaper publication site domain",
    "creator": "creator author byline",
}


@dataclass(frozen=True)
class Piece:
    """One text of an archive as it lies there: a file's bytes, or the fields of a row."""

    name: str  # of the file, or of the row
    data: bytes = b""
    facts: Mapping[str, str] = field(default_factory=dict)  # "text", and what is said about it

    @property
    def mark(self) -> str:
        """The same for the same content with the same description."""
        digest = hashlib.sha256(self.data)
        digest.update(repr(sorted(self.facts.items())).encode("utf-8", "replace"))
        return digest.hexdigest()[:32]

    def read(self) -> Document:
        """The text with its description; BadInput or TooMuch says why it cannot be read."""
        made = (
            pasted(self.facts["text"])
            if "text" in self.facts
            else document(Path(self.name).name, self.data)
        )
        known = {key: value for key, value in self.facts.items() if key != "text" and value}
        facts = {key: getattr(made, key) for key in COLUMNS if key != "text"} | known
        facts["date"] = day(re.sub(r"(?<=\d)[T ]\d\d:.*", "", facts["date"] or "")) or ""
        try:
            facts["address"] = web_address(facts["address"]) if facts["address"] else ""
        except BadInput:
            facts["address"] = ""
        return Document(**{**made.__dict__, **{k: _fact(v) for k, v in facts.items()}})


@dataclass(frozen=True)
class Unread:
    """A part of an archive that could not be read, with the reason."""

    name: str
    reason: str


def _fact(value: str | None) -> str | None:
    return " ".join(plain_text(value or "").split())[:500] or None


def pieces(place: Path, columns: Mapping[str, str] | None = None) -> Iterator[Piece | Unread]:
    """The texts of an archive, in order; `columns` names those of a table where it is not clear."""
    if not place.exists():
        raise BadInput(f"there is no file or folder {place}")
    if place.is_dir():
        return _folder(place)
    if _kind(place.name) not in {"zip", "mbox", "warc", *TABLES}:
        raise BadInput(
            f"{place.name}: an archive is a folder, or a .zip, .mbox, .csv, .tsv, .jsonl, "
            ".parquet, .warc or .warc.gz file"
        )
    return _apart(place, columns or {})


PARSE = "from kg.intake.archives import main; main()"
SECONDS = 60  # of the processor, from one text to the next


def _apart(place: Path, columns: Mapping[str, str]) -> Iterator[Piece | Unread]:
    """The texts of a file, opened by a process of its own with limits, one at a time."""
    known = 0
    with lines_apart(PARSE, [str(place.absolute()), dict(columns)]) as lines:
        for line in lines:
            said = json.loads(line)
            if "wrong" in said:
                raise BadInput(said["wrong"])
            if "end" in said:
                return
            known += 1
            if "reason" in said:
                yield Unread(said["name"], said["reason"])
            else:
                yield Piece(said["name"], b64decode(said["data"]), said["facts"])
    yield Unread(
        place.name,
        f"after {counted(known, 'text')} it needs more memory than may be used, or more than "
        f"{SECONDS} seconds for one; the rest was not read",
    )


def main() -> None:
    """Write the texts of the archive that is named, in lines of JSON."""
    named, columns = json.loads(sys.argv[1])
    end: dict[str, Any] = {"end": True}
    try:
        for one in _opened(Path(named), columns):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # ends this process, whatever holds it
            said: dict[str, Any] = {"name": one.name}
            if isinstance(one, Unread):
                said["reason"] = one.reason
            else:
                said |= {"data": b64encode(one.data).decode(), "facts": dict(one.facts)}
            print(json.dumps(said))
    except BadInput as error:
        end = {"wrong": str(error)}
    print(json.dumps(end))


def _opened(place: Path, columns: Mapping[str, str]) -> Iterator[Piece | Unread]:
    kind = _kind(place.name)
    if kind in TABLES:
        return _rows(place, kind, columns)
    return {"zip": _zip, "mbox": _mails, "warc": _pages}[kind](place)


def _kind(name: str) -> str:
    plain = name.lower().removesuffix(".gz")
    return {"ndjson": "jsonl"}.get(Path(plain).suffix[1:], Path(plain).suffix[1:])


def _folder(place: Path) -> Iterator[Piece | Unread]:
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if any(part.startswith(".") for part in Path(name).parts) or path.is_dir():
            continue
        try:
            if not path.resolve().is_relative_to(place.resolve()) or not path.is_file():
                yield Unread(name, "it is a link out of the folder, or no file; it is not followed")
            elif reason := _refused(name, path.stat().st_size):
                yield Unread(name, reason)
            else:
                yield Piece(name, path.read_bytes())
        except OSError as error:
            yield Unread(name, f"it cannot be read: {error.strerror}")


def _refused(name: str, size: int) -> str:
    """The reason not to read a file of this name and size; empty if there is none."""
    kind = _kind(name)
    if kind in {"zip", "mbox", "warc", "gz", "tar", "7z", *TABLES}:
        return "an archive inside of an archive is not opened; unpack it and read it by itself"
    if Path(name.lower()).suffix[1:] not in KINDS:
        return f"such a file is not read; a text is one of {', '.join(f'.{k}' for k in KINDS)}"
    if size > MOST_BYTES:
        return f"it has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
    return ""


def _zip(place: Path) -> Iterator[Piece | Unread]:
    try:
        packed = zipfile.ZipFile(place)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise BadInput(f"{place.name} is not a zip file that can be read: {error}") from error
    with packed:
        listed = [one for one in packed.infolist() if not one.is_dir()]
        if len(listed) > MOST_FILES:
            raise BadInput(f"{place.name} holds {len(listed):,} files; at most {MOST_FILES:,}")
        for one in sorted(listed, key=lambda info: info.filename):
            if one.filename.startswith("__MACOSX/") or Path(one.filename).name.startswith("."):
                continue
            yield _unpacked(packed, one)


def _unpacked(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> Piece | Unread:
    name = plain_text(one.filename)
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"\w:", name):
        return Unread(name, "its name leads out of the archive; nothing is read from such a file")
    if reason := _refused(name, one.file_size):
        return Unread(name, reason)
    if one.flag_bits & 1:
        return Unread(name, "it is locked with a password")
    if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
        return Unread(name, f"it unpacks to more than {MOST_RATIO} times its size, as no text does")
    try:
        with packed.open(one) as handle:
            data = handle.read(one.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError,
            ValueError) as error:  # fmt: skip
        return Unread(name, f"it is damaged: {error}")
    return Piece(name, data)


def _mails(place: Path) -> Iterator[Piece | Unread]:
    number = 0
    with closing(mailbox.mbox(place, create=False)) as box:
        for number, key in enumerate(box.iterkeys(), 1):
            name, data = f"{place.name}, mail {number}.eml", box.get_bytes(key)
            reason = _refused("mail.eml", len(data))
            yield Unread(name, reason) if reason else Piece(name, data)
    if not number:
        raise BadInput(f"{place.name} holds no mail; each begins with a line “From …”")


def _pages(place: Path) -> Iterator[Piece | Unread]:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # for this format only
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    with place.open("rb") as handle:
        records = ArchiveIterator(handle)
        try:
            for record in records:
                kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
                code = record.http_headers.get_statuscode() if record.http_headers else ""
                if record.rec_type != "response" or "html" not in kind or code != "200":
                    continue
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                data = record.content_stream().read(MOST_BYTES + 1)
                if reason := _refused("page.html", len(data)):
                    yield Unread(address, reason)
                else:
                    yield Piece(f"{address}#page.html", data, {"address": address})
        except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError) as error:
            yield Unread(place.name, f"the rest is damaged and was not read: {error}")


def _rows(place: Path, kind: str, columns: Mapping[str, str]) -> Iterator[Piece | Unread]:
    reader = {"csv": _csv, "tsv": _csv, "jsonl": _json_lines, "parquet": _parquet}[kind]
    rows = iter(reader(place))
    first = next((row for row in rows if isinstance(row, dict)), None)
    if first is None:
        raise BadInput(f"{place.name} holds no rows")
    chosen = article_columns(place.name, list(first), columns)
    for number, row in enumerate(chain([first], rows), 1):
        name = f"{place.name}, row {number}"
        yield Unread(name, row) if isinstance(row, str) else row_piece(name, row, chosen)


def row_piece(name: str, row: Mapping[str, Any], chosen: Mapping[str, str]) -> Piece | Unread:
    """The text of a row of a table; `chosen` are the headings of the parts of an article."""
    facts = {key: str(row.get(column) or "") for key, column in chosen.items()}
    return Piece(name, b"", facts) if facts["text"].strip() else Unread(name, "it has no text")


@contextmanager
def spark_session(master: str, place: str) -> Iterator[Any]:
    """The session of a Spark cluster that works on a file: spark://HOST:PORT, local[2], or sc://…

    Raises BadInput where none answers, and for what it cannot do with the file.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise BadInput(
            f"--spark needs an extra: pip install 'tech-partnerships[spark]' ({error.name} is "
            "missing)"
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("kg")
    builder = builder.remote(master) if master.startswith("sc:") else builder.master(master)
    settings = {
        "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }  # fmt: skip
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise BadInput(f"no Spark cluster answers at {master}: {str(error)[:300]}") from error
    try:
        yield session
    except PySparkException as error:
        raise BadInput(f"{place} cannot be read at {master}: {str(error)[:300]}") from error
    finally:
        session.stop()


def article_columns(name: str, headings: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """The heading of each part of an article; BadInput where none is the text's."""
    for key, heading in given.items():
        if key not in COLUMNS or heading not in headings:
            right = f"{', '.join(COLUMNS)} are found in: {', '.join(headings)}"
            raise BadInput(f"{name} has no column {heading!r} to take for {key}; {right}")
    plain = {re.sub(r"[\s-]+", "_", heading.strip().lower()): heading for heading in headings}
    chosen = {
        key: next((plain[word] for word in words.split() if word in plain), "")
        for key, words in COLUMNS.items()
    }
    chosen = {key: heading for key, heading in (chosen | dict(given)).items() if heading}
    if "text" not in chosen:
        listed = ", ".join(headings[:20])
        raise BadInput(f"{name} has no column of texts ({listed}); say which: --column text=NAME")
    return chosen


def _csv(place: Path) -> Iterator[dict[str, Any] | str]:
    csv.field_size_limit(MOST_BYTES)
    try:
        with place.open(encoding="utf-8-sig") as handle:
            deque(iter(lambda: handle.read(1 << 20), ""), maxlen=0)
        source: TextIO = place.open(encoding="utf-8-sig", newline="")
    except UnicodeDecodeError:
        source = io.StringIO(decode(place.name, place.read_bytes(), None).text, newline="")
    with source:
        head = source.readline()
        marks = ("\t",) if place.suffix.lower() == ".tsv" else (",", ";", "\t", "|")
        mark = max(marks, key=head.count)
        rows = csv.reader(source, delimiter=mark)
        headings = next(csv.reader([head], delimiter=mark), [])
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield f"it cannot be read: {error}"
                continue
            if row is None:
                return
            if row:
                yield dict(zip(headings, row, strict=False))


def _json_lines(place: Path) -> Iterator[dict[str, Any] | str]:
    with place.open("rb") as handle:
        for line in iter(lambda: handle.readline(MOST_BYTES), b""):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                row = f"it is not valid JSON: {error}"
            yield row if isinstance(row, dict | str) else "it is not a JSON object"


def _parquet(place: Path) -> Iterator[dict[str, Any] | str]:
    import pyarrow as pa  # noqa: PLC0415  # for this format only
    from pyarrow import parquet  # noqa: PLC0415

    try:
        for batch in parquet.ParquetFile(place).iter_batches(batch_size=256):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{place.name} is not a Parquet file that can be read: {error}") from error
