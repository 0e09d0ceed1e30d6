"""Documents into text: pasted or uploaded files are decoded once; nothing is downloaded."""

import atexit
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

from kg.errors import BadInput, TooMuch
from kg.intake.encodings import decode

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000
SECONDS = 30.0
# Before a parser is loaded: what is given up holds for all that comes after.
CONFINED = (
    "from kg.confinement import confine_parser, die_with_parent, serve_parser; confine_parser(); "
)
PARSE = "from kg.intake.file_parsers import document_lines as parser"
# These are read in a process of their own.
PARSED = ("eml", "html", "htm", "pdf", "docx")
KINDS = ("txt", "md", *PARSED)

# Neither XML nor a reader can do anything with these; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Nobody sees them, and a word that holds one is not found; joiners of other scripts stay.
_UNSEEN = {
    "\u00ad": "soft hyphens",
    "\u200b": "zero-width spaces",
    "\u2060": "word joiners",
    "\ufeff": "byte order marks",
}
_FACTS = ("title", "publisher", "date", "creator", "address")


@dataclass(frozen=True)
class Document:
    """The text of a file as it will be stored, with the file's own metadata."""

    text: str  # NFC, with line feeds
    sha256: str  # of the text in UTF-8
    original_sha256: str  # of the bytes that came
    name: str = ""
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    creator: str | None = None
    address: str | None = None
    encoding: str | None = None  # that its bytes were read in
    notes: tuple[str, ...] = ()  # what was left out or taken for something, in words


def pasted(text: str) -> Document:
    """The document that a pasted text makes."""
    if len(text) > MOST_CHARACTERS:
        raise TooMuch(_too_long(len(text)))
    return _document("", text.encode("utf-8", "replace"), {"text": text})


def document(
    name: str, data: bytes, seconds: float = SECONDS, encoding: str | None = None
) -> Document:
    """Extract the text of a file by its name's ending; BadInput or TooMuch says why it failed.

    The encoding is found unless it is given.
    """
    plain = PurePath(name.replace("\\", "/").replace("\0", "")).name or "the file"
    kind = PurePath(plain).suffix.lower().removeprefix(".")
    if kind not in KINDS:
        listed = ", ".join(f".{one}" for one in KINDS)
        raise BadInput(f"{plain}: such a file cannot be read; those that can be are {listed}")
    if len(data) > MOST_BYTES:
        raise TooMuch(
            f"{plain} has {len(data) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB can be read: "
            "paste the text instead"
        )
    if not data.strip():
        raise BadInput(f"{plain} is empty")
    if encoding and kind in {"pdf", "docx"}:
        raise BadInput(f"{plain}: a .{kind} file has no encoding to choose")
    if kind in PARSED:
        return _document(plain, data, parsed_apart(plain, kind, data, seconds, encoding))
    read = decode(plain, data, encoding)
    found = {"text": read.text, "encoding": read.encoding, "note": read.note}
    return _document(plain, data, found)


def _document(name: str, data: bytes, found: dict[str, str]) -> Document:
    text, left_out = _settled(found.get("text", "").removeprefix("\ufeff"))
    if len(text) > MOST_CHARACTERS:
        raise TooMuch(_too_long(len(text)))
    if not text.strip():
        raise BadInput(f"{name or 'the text'} holds no text that can be read")
    of_text, of_bytes = (hashlib.sha256(raw).hexdigest() for raw in (text.encode("utf-8"), data))
    return Document(
        text,
        of_text,
        of_bytes,
        name,
        **{key: _settled(found.get(key, ""))[0].strip()[:500] or None for key in _FACTS},
        encoding=found.get("encoding", "").removesuffix("-sig") or None,
        notes=(*filter(None, found.get("note", "").split("\n")), *left_out),
    )


def _settled(text: str) -> tuple[str, list[str]]:
    """The text as it is stored, normalised once; and notes on what it no longer holds."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    counts = {what: lines.count(sign) for sign, what in _UNSEEN.items()}
    counts["control characters"] = len(_CONTROL.findall(lines))
    plain = _CONTROL.sub("", lines).translate(dict.fromkeys(map(ord, _UNSEEN)))
    notes = [f"{what} are left out: {count:,}" for what, count in counts.items() if count]
    return unicodedata.normalize("NFC", plain), notes


def parsed_apart(
    name: str, kind: str, data: bytes, seconds: float = SECONDS, encoding: str | None = None
) -> dict[str, str]:
    """The text of a file and its facts, read in a separate process."""
    lines = run_apart(name, PARSE, [kind, encoding], data, seconds)
    found: dict[str, str] = json.loads(lines.readline())
    return found


def run_apart(
    name: str, program: str, given: Any, data: bytes, seconds: float = SECONDS
) -> BytesIO:
    """The lines that a parser answers, in a separate process: one that hangs or crashes ends alone.

    It has no network, runs no other program, and is handed nothing of this environment.
    """
    question = json.dumps([name, given, len(data)]).encode() + b"\n"
    waiting = _WAITING.setdefault((os.getpid(), program), [])
    while True:
        fresh = not waiting
        host = _host(f"{program}; serve_parser(parser)") if fresh else waiting.pop()
        late = threading.Timer(seconds, host.kill)
        late.start()
        status, found = _answer(host, question, data)
        over = late.finished.is_set()
        late.cancel()
        if status is not None:
            waiting.append(host)
            break
        _end(host)
        if over:
            raise TooMuch(f"{name} took longer than {seconds:.0f} seconds to read")
        if fresh:
            raise TooMuch(f"{name} cannot be read now: a process of its own cannot be started")
    if status == 1:
        raise BadInput(f"{name} is damaged and cannot be read; save it anew")
    if status:
        raise TooMuch(f"{name} needs more memory or stack than a document may take")
    start = found.getvalue()[:20]
    if start.startswith(b'{"too much"'):
        raise TooMuch(json.loads(found.readline())["too much"])
    if start.startswith(b'{"wrong"'):
        raise BadInput(json.loads(found.readline())["wrong"])
    return found


# Parsers that wait for another file, by process and program: to start one takes half a second.
_WAITING: dict[tuple[int, str], list[subprocess.Popen[bytes]]] = {}


def _host(program: str, *given: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", CONFINED + program, *given]
    where = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "2"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=where)


@contextlib.contextmanager
def lines_apart(program: str, given: Any) -> Iterator[IO[bytes]]:
    """The lines that a program with the limits of a parser writes; it ends with the block."""
    host = _host(f"die_with_parent(); {program}", json.dumps(given))
    try:
        assert host.stdout is not None
        yield host.stdout
    finally:
        _end(host)


def _answer(
    host: subprocess.Popen[bytes], question: bytes, data: bytes
) -> tuple[int | None, BytesIO]:
    """The status of a parser and what it wrote; no status if its host ended instead."""
    assert host.stdin is not None
    assert host.stdout is not None
    found = BytesIO()
    try:
        host.stdin.write(question)
        host.stdin.write(data)
        host.stdin.flush()
        while size := int(host.stdout.readline()):
            found.write(host.stdout.read(size))
        found.seek(0)
        return int(host.stdout.readline()), found
    except (OSError, ValueError):
        return None, found


def _end(host: subprocess.Popen[bytes]) -> None:
    """End a host that waits, and the fork that it waits for."""
    host.kill()
    with contextlib.suppress(OSError):
        host.communicate()


@atexit.register
def _end_all() -> None:
    for (process, _), hosts in _WAITING.items():
        for host in hosts if process == os.getpid() else ():
            _end(host)


def _too_long(characters: int) -> str:
    return (
        f"the text has {characters:,} characters; at most {MOST_CHARACTERS:,} can be read: "
        "split it into several sources"
    )


# Near copies: texts that are the same but for a few words, as agencies' reports are printed.
SIGNED, SCHEME = 64, "affine32"  # of a signature: how many numbers, and of which family
DIGITS = 8  # of each number
ALIKE = 0.8  # share of the runs of five words that two copies have in common
RUN = 5


def signature(text: str) -> str:
    """Digits that tell how much of its wording a text shares with another (MinHash)."""
    from datasketch import MinHash  # noqa: PLC0415  # loads scipy

    words = re.findall(r"\w+", text.lower())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1))}
    made = MinHash(num_perm=SIGNED, scheme=SCHEME)
    made.update_batch([run.encode("utf-8") for run in sorted(runs)])
    return bytes(made.hashvalues.astype(">u4").tobytes()).hex()


def likeness(one: str, other: str) -> float:
    """The share of the wording of two texts that is the same, by their signatures."""
    starts = range(0, len(one), DIGITS)
    return sum(one[at : at + DIGITS] == other[at : at + DIGITS] for at in starts) / SIGNED


class Copies:
    """The texts met so far, by name, of which a near copy of another one is found."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH  # noqa: PLC0415

        self._met = MinHashLSH(threshold=ALIKE, num_perm=SIGNED)
        self._known: dict[str, Any] = {}

    def add(self, name: str, signed: str) -> None:
        """Remember a text by its signature."""
        self._known[name] = made = _minhash(signed)
        self._met.insert(name, made)

    def of(self, signed: str) -> str | None:
        """The name of the text that is most alike, if one is a near copy."""
        made = _minhash(signed)
        near = [(self._known[name].jaccard(made), name) for name in self._met.query(made)]
        return max(((share, name) for share, name in near if share >= ALIKE), default=(0, None))[1]


def _minhash(signed: str) -> Any:
    import numpy as np  # noqa: PLC0415
    from datasketch import MinHash  # noqa: PLC0415

    numbers = np.frombuffer(bytes.fromhex(signed), dtype=">u4").astype(np.uint32)
    return MinHash(num_perm=SIGNED, scheme=SCHEME, hashvalues=numbers)
