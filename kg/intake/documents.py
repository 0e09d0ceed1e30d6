"""Documents into text: pasted or uploaded files are decoded once; nothing is downloaded."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from kg.errors import BadInput, TooMuch
from kg.intake.encodings import decode

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000
SECONDS = 30.0
# These are read by `kg.extraction`.
PARSED = ("eml", "html", "htm", "pdf", "docx")
KINDS = ("txt", "md", *PARSED)

# Neither XML nor a reader can do anything with these; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


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


def pasted(text: str) -> Document:
    """The document that a pasted text makes."""
    if len(text) > MOST_CHARACTERS:
        raise TooMuch(_too_long(len(text)))
    return _document("", text.encode("utf-8", "replace"), {"text": text})


def document(name: str, data: bytes, seconds: float = SECONDS) -> Document:
    """Extract the text of a file by its name's ending; BadInput or TooMuch says why it failed."""
    plain = PurePath(name.replace("\\", "/").replace("\0", "")).name or "the file"
    kind = PurePath(plain).suffix.lower().removeprefix(".")
    if kind not in KINDS:
        listed = ", ".join(f".{one}" for one in KINDS)
        raise BadInput(f"{plain}: there is no reading such a file; it can be one of {listed}")
    if len(data) > MOST_BYTES:
        raise TooMuch(
            f"{plain} has {len(data) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB can be read: "
            "paste the text instead"
        )
    if not data.strip():
        raise BadInput(f"{plain} is empty")
    if kind in PARSED:
        return _document(plain, data, parsed(plain, kind, data, seconds))
    return _document(plain, data, {"text": decode(plain, data).text})


def _document(name: str, data: bytes, found: dict[str, str]) -> Document:
    text = _settled(found.get("text", ""))
    if len(text) > MOST_CHARACTERS:
        raise TooMuch(_too_long(len(text)))
    if not text.strip():
        raise BadInput(f"{name or 'the text'} holds no text that can be read")
    facts = {
        key: _settled(value).strip()[:500] or None
        for key, value in found.items()
        if key in {"title", "publisher", "date", "creator", "address"}
    }
    of_text, of_bytes = (hashlib.sha256(raw).hexdigest() for raw in (text.encode("utf-8"), data))
    return Document(text, of_text, of_bytes, name, **facts)


def _settled(text: str) -> str:
    """The text as it is stored: normalised once, and never touched again."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", lines))


def parsed(name: str, kind: str, data: bytes, seconds: float = SECONDS) -> dict[str, str]:
    """Parse the file in a separate process, so that a parser that hangs or crashes ends alone."""
    command = [sys.executable, "-m", "kg.intake.file_parsers", kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch(f"{name} took longer than {seconds:.0f} seconds to read") from error
    if done.returncode == 1 and b"MemoryError" not in done.stderr:
        raise BadInput(f"{name} is damaged and cannot be read as .{kind}; save it anew")
    if done.returncode:
        raise TooMuch(f"{name} needs more memory or stack than a document may take")
    answer: dict[str, str] = json.loads(done.stdout)
    if "too much" in answer:
        raise TooMuch(f"{name} {answer['too much']}")
    if "wrong" in answer:
        raise BadInput(f"{name} {answer['wrong']}")
    return answer


def _too_long(characters: int) -> str:
    return (
        f"the text has {characters:,} characters; at most {MOST_CHARACTERS:,} can be read: "
        "split it into several sources"
    )
