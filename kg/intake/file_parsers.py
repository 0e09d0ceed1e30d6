"""The text of e-mails, web pages, PDF and Word files; run apart, with limits."""

import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from io import BytesIO
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from justext import get_stoplist  # type: ignore[import-untyped]
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kg.errors import BadInput
from kg.intake import web_pages
from kg.intake.encodings import decode_declared
from kg.intake.spreadsheets import TooLarge, Unreadable, within_limit

MOST_PAGES = 300

_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
# A page's number as it stands alone at an edge.
_PAGE = re.compile(
    r"[-–—\s]*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?[-–—\s]*", re.I
)
_BROKEN = re.compile(r"\w[-\u2010\u00ad]$")
# What stands in a Word file for letters, and what holds paragraphs.
_WRITTEN = {
    qn("w:t"): "", qn("w:tab"): "\t", qn("w:br"): " ", qn("w:cr"): " ",
    qn("w:noBreakHyphen"): "-",
}  # fmt: skip
_HOLDERS = {
    qn(f"w:{each}") for each in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
# Deleted and moved away, the definitions of tabs, and what stands twice for old programs.
_BOX = qn("w:txbxContent")
_GONE = {
    *(qn(f"w:{each}") for each in ("del", "moveFrom", "tabs")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def extracted(kind: str, data: bytes, encoding: str | None = None) -> dict[str, str]:
    """Extract the text of a file and the facts it states about itself."""
    readers = {"pdf": _pdf, "docx": _word}
    lettered = {"eml": _mail, "html": _page, "htm": _page}
    reader = lettered.get(kind)
    found = reader(data, encoding) if reader else readers[kind](data)
    return {key: value for key, value in found.items() if value}


def _mail(data: bytes, encoding: str | None = None) -> dict[str, str]:
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=default)
        body = message.get_body(preferencelist=("plain", "html"))
        found = _body(body, encoding) if body else {"text": ""}
    except (MessageError, LookupError, ValueError, KeyError, AttributeError) as error:
        raise Unreadable("is not an e-mail that can be read") from error
    if not message.keys():
        raise Unreadable("has no e-mail headers; is it another kind of file?")
    attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    left_out = f"what is attached to the mail is left out ({attached})" if attached else ""
    sender, sent = message.get("from"), message.get("date")
    when = getattr(sent, "datetime", None)
    return {
        **{key: found.get(key, "") for key in ("text", "encoding")},
        "note": "; ".join(filter(None, (found.get("note"), left_out))),
        "title": str(message.get("subject") or ""),
        "creator": str(sender or ""),
        "date": when.date().isoformat() if when else "",
    }


def _body(body: MIMEPart, encoding: str | None) -> dict[str, str]:
    """The text of a mail's part, in the encoding that the part declares."""
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return {"text": ""}
    label = encoding or body.get_content_charset()
    if body.get_content_type() == "text/html":
        return _page(raw, label)
    try:
        read = decode_declared("the mail", raw, label)
        text, codec, note = read.text, read.encoding, read.note
    except BadInput:
        text, codec, note = raw.decode("utf-8", "replace"), "utf-8", ""
    if body.get_param("format") == "flowed":
        text = _flowed(text, joined=body.get_param("delsp") == "yes")
    return {"text": text, "encoding": codec, "note": note}


def _flowed(text: str, *, joined: bool) -> str:
    """Lines of a flowed mail (RFC 3676) made whole: one that ends in a blank goes on."""
    out: list[str] = []
    goes_on, depth_before = False, 0
    for raw in text.splitlines():
        line = raw.lstrip(">")
        depth = len(raw) - len(line)
        line = line.removeprefix(" ")
        if goes_on and depth == depth_before and line != "-- ":
            out[-1] = (out[-1][:-1] if joined else out[-1]) + line
        else:
            out.append("> " * bool(depth) + line)
        goes_on, depth_before = line.endswith(" ") and line != "-- ", depth
    return "\n".join(line.rstrip() for line in out)


def _page(data: bytes, label: str | None = None) -> dict[str, str]:
    if b"\0" in data[:10_000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("is not a web page; it holds bytes that no text has")
    try:
        return web_pages.page(data, label)
    except (BadInput, LxmlError) as error:
        raise Unreadable(f"cannot be read: {error}") from error


def _pdf(data: bytes) -> dict[str, str]:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("is not a PDF file, whatever its name says")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is locked with a password; save a copy without one")
        if len(reader.pages) > MOST_PAGES:
            raise TooLarge(f"has {len(reader.pages)} pages; at most {MOST_PAGES} can be read")
        pages = [page.extract_text().translate(_LIGATURES).strip() for page in reader.pages]
        facts = reader.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable("is a damaged PDF file; open it and save it anew") from error
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    kept = _without_furniture(lines)
    text = _unwrapped(kept)
    if not text.strip():
        raise Unreadable("holds pictures of pages and no text; have the text recognised first")
    title, creator = (facts.title, facts.author) if facts else ("", "")
    gone = [line for page, left in zip(lines, kept, strict=True) for line in _gone(page, left)]
    note = (
        f"{len(gone)} lines at the edges of pages are left out, as “{gone[0][:80]}”" if gone else ""
    )
    return {
        "text": text,
        "title": title or "",
        "creator": creator or "",
        "note": note if gone else "",
    }


def _gone(page: list[str], left: list[str]) -> list[str]:
    """The lines that were taken from a page's edges."""
    return list((Counter(page) - Counter(left)).elements())


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers and the lines that stand at the edge of most of them."""
    edges = Counter(
        key for page in pages for key in {_edge(line) for line in (*page[:2], *page[-2:])}
    )
    repeated = {key for key, times in edges.items() if times > 1 and times > len(pages) / 3}
    kept = []
    for page in pages:
        lines = list(page)
        for at in (0, -1):
            for _ in range(2):
                if lines and (_edge(lines[at]) in repeated or _PAGE.fullmatch(lines[at])):
                    lines.pop(at)
        kept.append(lines or page)  # a page is more than its edges
    return kept


def _edge(line: str) -> str:
    """A line at a page's edge, whatever the page's number is."""
    return re.sub(r"\d+", "#", line)


def _unwrapped(pages: list[list[str]]) -> str:
    """Join again the lines, and the sentences over two pages, that only the paper has broken."""
    width = max((len(line) for page in pages for line in page), default=0)
    plain = "\n".join(line for page in pages for line in page).lower()
    known = {*get_stoplist("English"), *re.findall(r"(?<!-)\b\w+\b(?!-)", plain)}
    compounds = set(re.findall(r"\w+-\w+", plain))
    out = ""
    for page in pages:
        for place, line in enumerate(page):
            last = out.rsplit("\n", 1)[-1]
            open_end = bool(last) and last[-1] not in '.!?:”"' and not out.endswith("\n")
            if not out or not line or (not last and out.endswith("\n")):
                out += line if not out or line else "\n\n"
            elif _BROKEN.search(last) and line[0].islower():
                out = _rejoined(out, line, known, compounds)
            elif line[0].islower() or (open_end and len(last) > 0.7 * width):
                out += " " + line
            else:
                out += ("\n" if place else "\n\n") + line
    return out


def _rejoined(out: str, line: str, known: set[str], compounds: set[str]) -> str:
    """Text and a line after a hyphen, which stays if two words meet there, as in "state-owned"."""
    first = re.split(r"\W", out[:-1])[-1].lower()
    match = re.match(r"\w*", line)
    second = match[0].lower() if match else ""
    if second in {"and", "or", "to", "und", "oder"}:  # "long- and short-term"
        return f"{out} {line}"
    two = second in known or (len(first) > 3 and second.endswith(("ing", "ed", "er", "free")))
    stays = f"{first}-{second}" in compounds or (
        first + second not in known and first in known and two
    )
    return out + line if stays or not first.isalpha() else out[:-1] + line


def _word(data: bytes) -> dict[str, str]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is locked with a password, or an old .doc; save it as a plain .docx")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            within_limit(packed)
        opened = docx.Document(BytesIO(data))
        body = opened.element.body
        parts = list(_blocks(body))
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError) as error:
        raise Unreadable("is not a Word file that can be read; open it and save it anew") from error
    facts = opened.core_properties
    text = "\n\n".join(part for part in parts if part.strip())
    deleted = sum(1 for _ in body.iter(qn("w:delText")))
    notes = [f"changes are tracked in the file: what they delete is left out ({deleted})"]
    notes = notes if deleted else []
    if any(map(_hidden, body.iter(qn("w:r")))):
        notes.append("words that the file hides are left out")
    # A file without a title of its own is given this one by the library that reads it.
    title = "" if facts.title == "Word Document" else facts.title
    said = {"title": title or "", "creator": facts.author or ""}
    return {**said, "text": text, "note": "; ".join(notes)}


def _blocks(parent: Any) -> Iterator[str]:
    """Paragraphs and tables in order, also those in content controls and of tracked changes."""
    for part in _children(parent):
        if part.tag == qn("w:p"):
            yield _words(part)
            for box in _boxes(part):
                yield from _blocks(box)
        elif part.tag == qn("w:tbl"):
            rows = (row for row in _children(part) if row.tag == qn("w:tr"))
            yield "\n".join("\t".join(_cells(row)) for row in rows)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once."""
    for box in paragraph.iter(_BOX):
        above = list(box.iterancestors())
        inner = any(each.tag == _BOX for each in above[: above.index(paragraph)])
        if not inner and not any(each.tag in _GONE for each in above):
            yield box


def _children(parent: Any) -> Iterator[Any]:
    for part in parent:
        if part.tag in _HOLDERS:
            yield from _children(part)
        else:
            yield part


def _cells(row: Any) -> Iterator[str]:
    """The cells of a row; one that goes on from the row above says nothing again."""
    for cell in _children(row):
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if cell.tag == qn("w:tc") and (merged is None or merged.get(qn("w:val")) == "restart"):
            yield " ".join(block for block in _blocks(cell) if block)


def _words(paragraph: Any) -> str:
    """The text of a paragraph as a reader who accepts the changes sees it."""
    return "".join(
        _WRITTEN[part.tag] or part.text or ""
        for part in paragraph.iter(*_WRITTEN)
        if not any(each.tag in _GONE or _hidden(each) for each in part.iterancestors())
        and _paragraph(part) is paragraph
    )


def _paragraph(part: Any) -> Any:
    return next(each for each in part.iterancestors() if each.tag == qn("w:p"))


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}


def document_lines(name: str, given: tuple[str, str | None], data: bytes) -> Iterator[str]:
    """The text of a file and its facts, or what is wrong with it, as a line of JSON."""
    kind, encoding = given
    try:
        answer = extracted(kind, data, encoding)
    except Unreadable as error:
        answer = {"wrong": f"{name} {error}"}
    except TooLarge as error:
        answer = {"too much": f"{name} {error}"}
    except RecursionError:
        answer = {"too much": f"{name} is nested too deeply"}
    yield json.dumps(answer)
