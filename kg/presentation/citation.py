"""A claim as something to cite: in words, as BibTeX, and as a link to the very sentence."""

import re
from urllib.parse import quote, urlsplit

from kg.model.claims import Claim, Source
from kg.model.vocab import SOURCE

# Beyond this, a text fragment names the first and the last words only.
LONGEST = 100
WORDS = 5
SPECIAL = re.compile(r"([\\{}$&#^_%~])")


def linked(claim: Claim, source: Source) -> str | None:
    """The address of the source's page, scrolled to the claim's words; None without an address."""
    if source.address is None or urlsplit(source.address).scheme not in ("http", "https"):
        return None
    page = source.address.partition("#")[0]
    if claim.passage is None:
        return page
    # A fragment matches within one block of the page, so only the passage's first line is named.
    exact = claim.passage.exact.strip().splitlines()[0]
    words = exact.split()
    if len(exact) <= LONGEST or len(words) <= 2 * WORDS:
        return f"{page}#:~:text={_coded(exact)}"
    first, last = " ".join(words[:WORDS]), " ".join(words[-WORDS:])
    return f"{page}#:~:text={_coded(first)},{_coded(last)}"


def text(claim: Claim, source: Source) -> str:
    """The claim as one would cite it under a text."""
    said = f"“{claim.passage.exact}”" if claim.passage else (claim.summary or "").strip()
    where = [part for part in (source.creator, f"“{source.title}”", source.publisher) if part]
    when = f" ({source.date})" if source.date else ""
    address = f" {source.address}" if source.address else ""
    place = f", characters {claim.passage.start}–{claim.passage.end}" if claim.passage else ""
    return f"{said} — {', '.join(where)}{when}{place}.{address} [{claim.iri}]"


def bibtex(claim: Claim, source: Source) -> str:
    """The source as a BibTeX entry whose note is the claim's own address and words."""
    note = f"“{claim.passage.exact}” " if claim.passage else ""
    fields = {
        "title": source.title,
        "author": source.creator,
        "organization": source.publisher,
        "date": source.date,
        "url": source.address,
        "note": f"{note}Claim {claim.iri}",
    }
    lines = [
        f"  {name} = {{{_plain(value, address=name == 'url')}}},"
        for name, value in fields.items()
        if value
    ]
    key = source.iri.removeprefix(str(SOURCE)).replace("/", "-") + "-" + claim.slug
    return "\n".join([f"@online{{{key},", *lines, "}"])


def _coded(words: str) -> str:
    # "-", "," and "&" have a meaning of their own inside a text fragment.
    return quote(words, safe="").replace("-", "%2D")


def _plain(value: str, *, address: bool) -> str:
    one_line = " ".join(value.split())
    return one_line if address else SPECIAL.sub(r"\\\1", one_line)
