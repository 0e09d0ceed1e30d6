"""A claim as something to cite: in words, as BibTeX, and as a link to the very sentence."""

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import quote, urlsplit

from kg.model.claims import Claim, Passage, Source
from kg.model.vocab import SOURCE

# Beyond this, a text fragment names the first and the last words only.
LONGEST = 100
WORDS = 5
CONTEXT = 8  # words beside the passage that a fragment may need, on either side
_DIRECTIVE = ":~:"  # what stands after it in an address is for the browser, not for the page
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{, which BibTeX counts as one that is never closed
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
_KEY = re.compile(r"[^\w:.-]+")


def linked(claim: Claim, source: Source) -> str | None:
    """Address of the source's page with a text fragment for the quote; None without an address."""
    if source.address is None or urlsplit(source.address).scheme not in ("http", "https"):
        return None
    page = source.address.partition(_DIRECTIVE)[0]
    if claim.passage is None:
        return page.removesuffix("#")
    # A fragment matches within one block of the page, so only the passage's first line is named.
    line = claim.passage.exact.strip().splitlines()[0]
    words = line.split()
    short = len(line) <= LONGEST or len(words) <= 2 * WORDS
    ends = (" ".join(words),) if short else (" ".join(words[:WORDS]), " ".join(words[-WORDS:]))
    before, after = _context(claim.passage, line, ends, source.text or "")
    parts = [f"{_coded(before)}-," if before else "", ",".join(map(_coded, ends))]
    parts.append(f",-{_coded(after)}" if after else "")
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}text={''.join(parts)}"


def _context(passage: Passage, line: str, ends: Sequence[str], text: str) -> tuple[str, str]:
    """The fewest words before or after a passage that tell it from others of the same words."""
    start = text.find(line, passage.start)
    if start < 0:
        return "", ""
    # Words of one line only: a fragment's context may not reach over two blocks.
    before = text[:start].rstrip().rpartition("\n")[2].split()
    after = text[start + len(line) :].lstrip().partition("\n")[0].split()
    sides = [("", "")]
    sides += [(" ".join(before[-n:]), "") for n in range(1, min(len(before), CONTEXT) + 1)]
    sides += [("", " ".join(after[:n])) for n in range(1, min(len(after), CONTEXT) + 1)]
    sides.append((" ".join(before[-CONTEXT:]), " ".join(after[:CONTEXT])))
    wanted = [(start, start + len(line))]
    return next((side for side in sides if _found(ends, *side, text) == wanted), ("", ""))


def _found(ends: Sequence[str], before: str, after: str, text: str) -> list[tuple[int, int]]:
    """Position in a text at which a browser would find a fragment."""
    names = [r"\s+".join(map(re.escape, words.split())) for words in (before, *ends, after)]
    middle = r"(?!\w).*?(?<!\w)".join(names[1:-1])
    pattern = rf"(?<!\w){names[0]}\s*(?<!\w)({middle})(?!\w)\s*{names[-1]}"
    matches = re.finditer(pattern, text, re.IGNORECASE | re.DOTALL)
    return [match.span(1) for match in islice(matches, 2)]


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
        "title": _latex(source.title),
        # In braces of its own: else "Verify and Check Newsroom" would be two persons.
        "author": f"{{{_latex(source.creator)}}}" if source.creator else None,
        "organization": _latex(source.publisher or ""),
        "date": source.date,
        "url": (source.address or "").replace("{", "%7B").replace("}", "%7D"),
        "note": _latex(f"{note}Claim {claim.iri}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    key = source.iri.removeprefix(str(SOURCE)) + "-" + claim.slug
    return "\n".join([f"@online{{{_KEY.sub('-', key)},", *lines, "}"])


def _coded(words: str) -> str:
    # "-", "," and "&" have a meaning of their own inside a text fragment.
    return quote(words, safe="").replace("-", "%2D")


def _latex(value: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(value.split()))
