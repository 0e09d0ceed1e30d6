"""The text of e-mails, web pages, PDF and Word files; run as a process of its own, with limits."""

import json
import re
import resource
import sys
import zipfile
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from io import BytesIO

import docx
from bs4 import BeautifulSoup, Tag
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kg.intake.spreadsheets import TooLarge, Unreadable, bounded, workbook

MOST_PAGES = 300
MEMORY, SECONDS = 2_000_000_000, 60

_DROPPED = (
    "script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "aside", "form",
    "button", "select", "object", "head",
)  # fmt: skip
_BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dt", "dd",
    "div", "section", "article", "main", "figcaption", "header", "br", "tr", "ul", "ol", "table",
)  # fmt: skip
_BREAK = "\x1e"
# What pages say about themselves, most telling first.
_FACTS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "date": ("article:published_time", "datepublished", "date", "dc.date", "pubdate"),
    "creator": ("author", "article:author", "dc.creator"),
    "address": ("og:url",),
}


def extracted(kind: str, data: bytes) -> dict[str, str]:
    """Extract the text and metadata of a file."""
    readers = {"eml": _mail, "html": _page, "htm": _page, "pdf": _pdf, "docx": _word}
    readers["xlsx"] = workbook
    found = readers[kind](data)
    return {key: value for key, value in found.items() if value}


def _mail(data: bytes) -> dict[str, str]:
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=default)
        body = message.get_body(preferencelist=("plain", "html"))
        content = _content(body) if body else ""
    except (MessageError, LookupError, ValueError, KeyError, AttributeError) as error:
        raise Unreadable("is not an e-mail that can be read") from error
    if not message.keys():
        raise Unreadable("has no e-mail headers; is it another kind of file?")
    if body and body.get_content_type() == "text/html":
        content = _page(content.encode("utf-8"))["text"]
    sender, sent = message.get("from"), message.get("date")
    when = getattr(sent, "datetime", None)
    return {
        "text": content,
        "title": str(message.get("subject") or ""),
        "creator": str(sender or ""),
        "date": when.date().isoformat() if when else "",
    }


def _content(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except LookupError:  # an encoding that nobody knows
        raw = body.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _page(data: bytes) -> dict[str, str]:
    if b"\0" in data[:10_000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("is not a web page; it holds bytes that no text has")
    soup = BeautifulSoup(data, "lxml")
    facts = _said(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(_BLOCKS):
        tag.insert(0, _BREAK)
        tag.append(_BREAK)
    parts = soup.find_all(["article", "main"]) or [soup]
    text = max((_paragraphs(part) for part in parts), key=len)
    heading = soup.find("h1")
    top = _paragraphs(heading) if heading else ""
    return {**facts, "text": text if top in text else f"{top}\n\n{text}"}


def _paragraphs(part: Tag) -> str:
    lines = (_line(block) for block in part.get_text().split(_BREAK))
    return "\n\n".join(line for line in lines if line)


def _said(soup: BeautifulSoup) -> dict[str, str]:
    metas: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        metas.setdefault(name, _line(str(tag.get("content") or "")))
    found = {
        key: next((metas[name] for name in names if metas.get(name)), "")
        for key, names in _FACTS.items()
    }
    title = soup.find("title")
    found["title"] = found["title"] or (_line(title.get_text()) if title else "")
    day = re.match(r"\d{4}(-\d{2}(-\d{2})?)?", found["date"])
    found["date"] = day[0] if day else ""
    link = soup.find("link", rel="canonical")
    found["address"] = found["address"] or str(link.get("href") or "" if link else "")
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


def _pdf(data: bytes) -> dict[str, str]:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("is not a PDF file, whatever its name says")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is locked with a password; save a copy without one")
        if len(reader.pages) > MOST_PAGES:
            raise TooLarge(f"has {len(reader.pages)} pages; at most {MOST_PAGES} can be read")
        text = "\n\n".join(_unwrapped(page.extract_text()) for page in reader.pages)
        facts = reader.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable("is a damaged PDF file; open it and save it anew") from error
    if not text.strip():
        raise Unreadable("holds pictures of pages and no text; have the text recognised first")
    title, creator = (facts.title, facts.author) if facts else ("", "")
    return {"text": text, "title": title or "", "creator": creator or ""}


def _unwrapped(page: str) -> str:
    """Lines that only the paper's width has broken are joined again."""
    lines = [line.strip() for line in page.splitlines()]
    width = max((len(line) for line in lines), default=0)
    out = ""
    for line in lines:
        last = out.rsplit("\n", 1)[-1]
        if not out or not line or not last:
            out += line if not out or line else "\n\n"
        elif last.endswith("-") and line[0].islower():
            out = out[:-1] + line
        elif line[0].islower() or (lines and len(last) > 0.7 * width and last[-1] not in ".!?:”"):
            out += " " + line
        else:
            out += "\n" + line
    return out


def _word(data: bytes) -> dict[str, str]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is locked with a password, or an old .doc; save it as a plain .docx")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            bounded(packed)
        opened = docx.Document(BytesIO(data))
        parts = [
            "\n".join("\t".join(cell.text for cell in row.cells) for row in part.rows)
            if isinstance(part, Table)
            else part.text
            for part in opened.iter_inner_content()
        ]
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError) as error:
        raise Unreadable("is not a Word file that can be read; open it and save it anew") from error
    facts = opened.core_properties
    text = "\n\n".join(part for part in parts if part.strip())
    return {"text": text, "title": facts.title or "", "creator": facts.author or ""}


def main() -> None:
    """Read a file from standard input and write the result as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer = extracted(sys.argv[1], sys.stdin.buffer.read())
    except Unreadable as error:
        answer = {"wrong": str(error)}
    except TooLarge as error:
        answer = {"too much": str(error)}
    except RecursionError:
        answer = {"too much": "is nested too deeply"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
