"""Web pages: the main text of a page, and what the page says about itself."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]
from trafilatura.settings import DEFAULT_CONFIG

from kg.intake.encodings import decode_declared

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PARTED = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTROLS = ("input", "button", "select", "textarea", "datalist", "template", "noscript")
_BLOCKS = (
    "p", "head", "item", "quote", "cell", "row", "table", "list", "code", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "blockquote", "pre", "td", "th", "dt", "dd", "div", "section", "article",
    "main", "figcaption", "header", "tr", "ul", "ol",
)  # fmt: skip
_BREAKS = frozenset(("lb", "br"))
# Blocks outside the main text: menus and the like.
_BESIDE = ("script", "style", "svg", "iframe", "nav", "footer", "aside", "object", "head")
# A short article is an article too; by default what is short is taken with all around it.
_SHORT = deepcopy(DEFAULT_CONFIG)
for _size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
    _SHORT["DEFAULT"][_size] = "20"
_BLOCK, _LINE = "\x1e", "\x1f"
_FOOTNOTE = re.compile(r"\[?(\d{1,3}|[a-z*†‡§]|note \d+)\]?")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_MEASURED = re.compile(r"\d$|(^|[\s\d])(m|cm|mm|km|ft|in|yd|mi|s)$")
# What pages say about themselves, most telling first; "ld" is the page's JSON-LD.
_FACTS = {
    "title": ("og:title", "twitter:title", "dc.title", "ld:headline"),
    "publisher": ("og:site_name", "dc.publisher", "ld:publisher", "application-name"),
    "date": (
        "article:published_time", "datepublished", "ld:datePublished", "date", "dc.date",
        "dc.date.issued", "pubdate", "time",
    ),
    "creator": ("author", "ld:author", "article:author", "dc.creator"),
    "address": ("canonical", "og:url", "ld:url", "ld:mainEntityOfPage", "twitter:url"),
}  # fmt: skip
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(?![\d-])")


def page(data: bytes, label: str | None = None) -> dict[str, str]:
    """The main text of a page, what it says about itself, and notes on how it was read.

    `label` is the encoding that the page's bearer declares, as a part of a mail does; it wins
    over the page's own.
    """
    declared = _META.search(data[:4096])
    own = declared[1].decode("ascii", "replace") if declared else None
    read = decode_declared("the page", data, label or own)
    parser = html.HTMLParser(encoding="utf-8")
    source = _PARTED.sub("<p>", read.text).encode("utf-8", "replace")
    tree = html.document_fromstring(source, parser)
    facts = _said(tree)
    marks = _prepared(tree)
    whole = _text(tree)
    text = _main(tree) or whole
    heading = tree.find(".//h1")
    top = _text(heading) if heading is not None else ""
    if top and top not in text:
        text = f"{top}\n\n{text}"
    notes = [read.note, marks, _left_out(whole, text)]
    return {
        **facts,
        "text": text,
        "encoding": read.encoding,
        "note": "\n".join(filter(None, notes)),
    }


def _prepared(tree: Any) -> str:
    """Take away what a reader does not see, and footnote marks; a note on these."""
    hidden = 0
    for tag in tree.xpath("//body//*[@hidden or @style or @aria-hidden='true']"):
        style = tag.get("style") or ""
        if tag.get("hidden") is not None or not style or _UNSEEN.search(style):
            hidden += len(_text(tag).split()) if tag.getroottree().getroot() is tree else 0
            _dropped(tag)
    etree.strip_elements(tree, etree.Comment, *_CONTROLS, with_tail=False)
    # Some sites wrap the whole page in one form.
    for form in tree.iter("form"):
        form.tag = "div"
    marks = 0
    for raised in list(tree.iter("sup")):
        words = "".join(raised.itertext()).strip()
        if _MEASURED.search(_before(raised)):
            for child in list(raised):
                raised.remove(child)
            raised.text = words.translate(_RAISED)
            raised.drop_tag()
        elif _FOOTNOTE.fullmatch(words):
            _dropped(raised)
            marks += 1
    notes = {"words that the page hides are left out": hidden, "footnote marks are left out": marks}
    return "\n".join(f"{words}: {count}" for words, count in notes.items() if count)


def _before(tag: Any) -> str:
    """The text that stands right before an element."""
    previous = tag.getprevious()
    if previous is not None:
        return str(previous.tail or "".join(previous.itertext()))
    return str(tag.getparent().text or "")


def _dropped(tag: Any) -> None:
    if tag.getparent() is not None:
        tag.drop_tree()


def _main(tree: Any) -> str:
    """The article without menus, teasers, comments and the like; empty where none is found."""
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=True, favor_recall=True, config=_SHORT
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else _text(body)


def _text(part: Any) -> str:
    """The paragraphs of an element, with a blank line between two."""
    pieces: list[str] = []
    for event, tag in etree.iterwalk(part, events=("start", "end")):
        name = tag.tag if isinstance(tag.tag, str) else ""
        if event == "start":
            if name in _BESIDE:
                pieces.append(_BLOCK)
                continue
            pieces.append(_LINE if name in _BREAKS else _BLOCK if name in _BLOCKS else "")
            pieces.append(_shown(tag))
        else:
            pieces.append(_BLOCK if name in _BLOCKS else "")
            pieces.append((tag.tail or "") if tag is not part and not _beside(tag, part) else "")
    # One line break is white space; two part paragraphs.
    joined = re.sub(rf"{_LINE}\s*{_LINE}[\s{_LINE}]*", _BLOCK, "".join(pieces))
    lines = (" ".join(block.replace(_LINE, " ").split()) for block in joined.split(_BLOCK))
    return "\n\n".join(line for line in lines if line)


def _shown(tag: Any) -> str:
    return "" if not isinstance(tag.tag, str) or _inside(tag) else tag.text or ""


def _inside(tag: Any) -> bool:
    return any(each.tag in _BESIDE for each in (tag, *tag.iterancestors()))


def _beside(tag: Any, part: Any) -> bool:
    parent = tag.getparent()
    return parent is not None and parent is not part and _inside(parent)


def _left_out(whole: str, text: str) -> str:
    """A note on words of the page that are not taken for the article's."""
    kept = set(text.split("\n\n"))
    gone = [block for block in whole.split("\n\n") if block not in kept and block not in text]
    words = sum(len(block.split()) for block in gone)
    if not words:
        return ""
    first = " ".join(gone[0].split()[:8])
    return f"{words} words beside the article are left out, from “{first} …” on"


def _said(tree: Any) -> dict[str, str]:
    """Title, publisher, date, author and address, as far as the page gives them."""
    metas: dict[str, str] = {f"ld:{key}": value for key, value in _linked_data(tree).items()}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        metas.setdefault(name, " ".join((tag.get("content") or "").split()))
    for tag in tree.xpath("//time[@pubdate or @itemprop='datePublished']"):
        metas.setdefault("time", tag.get("datetime") or "")
    for tag in tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]"):
        metas.setdefault("canonical", (tag.get("href") or "").strip())
    said = {key: [metas[n] for n in names if metas.get(n)] for key, names in _FACTS.items()}
    title = tree.find(".//title")
    said["title"].append(" ".join(title.text_content().split()) if title is not None else "")
    base = next((tag.get("href") for tag in tree.iter("base") if tag.get("href")), "")
    days = (match[0] for each in said["date"] if (match := _DAY.match(each)))
    return {
        **{key: next(iter(values), "") for key, values in said.items()},
        "date": next(days, ""),
        "address": _address(said["address"], base),
    }


def _address(said: list[str], base: str) -> str:
    """The first whole address, else a relative one made whole, if the page has a base."""
    whole = [each for each in said if re.match(r"https?://", each, re.IGNORECASE)]
    made = (urljoin(base, each) for each in said) if re.match(r"https?://", base) else ()
    return next(iter([*whole, *made]), "")


def _linked_data(tree: Any) -> dict[str, str]:
    """Metadata of the article from the page's JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            read = json.loads(script.text or "", strict=False)
        except ValueError:
            continue
        nodes = list(_nodes(read))
        # A node may name its publisher by the address of another.
        called = {str(n["@id"]): str(n["name"]) for n in nodes if n.get("@id") and n.get("name")}
        for node in nodes:
            if "headline" in node or "datePublished" in node:
                return {
                    key: named
                    for key in ("headline", "datePublished", "publisher", "author", "url",
                                "mainEntityOfPage")
                    if (named := ", ".join(_names(node.get(key), called)))
                    and not (key in ("publisher", "author") and _POINTER.match(named))
                }  # fmt: skip
    return {}


def _nodes(read: Any) -> Iterator[dict[str, Any]]:
    for each in read if isinstance(read, list) else [read]:
        if isinstance(each, dict):
            yield each
            yield from _nodes(each.get("@graph") or [])


_POINTER = re.compile(r"#|_:|https?://")


def _names(value: Any, called: Mapping[str, str]) -> Iterator[str]:
    """The texts of a value of JSON-LD: itself, or its name or address."""
    for each in value if isinstance(value, list) else [value]:
        named = each.get("@id") if isinstance(each, dict) else None
        found = (each.get("name") or called.get(str(named), named)) if named is not None else (
            each.get("name") if isinstance(each, dict) else each
        )  # fmt: skip
        if isinstance(found, str) and found.strip():
            yield " ".join(found.split())
