"""Citations of a claim: Chicago, APA, BibTeX and RIS, and a link to the very sentence."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from urllib.parse import quote, urlsplit

from kg.model.claims import Claim, Passage, Source
from kg.model.vocab import SOURCE
from kg.model.wording import attribution, first_upper, modality

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


def text_fragment_link(claim: Claim, source: Source) -> str | None:
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


@dataclass(frozen=True)
class Reference:
    """The parts of a citation of a claim, in words."""

    claim: Claim
    source: Source
    speaker: str  # as a page words it: "Bloomberg", "listed in deals.csv, citing cnbc.com"
    accessed: date

    @property
    def words(self) -> str:
        """The exact words in quotation marks, else the claim in our words."""
        passage = self.claim.passage
        return f"“{passage.exact.strip()}”" if passage else (self.claim.summary or "").strip()

    @property
    def standing(self) -> str:
        """The speaker and the firmness, so that a hint is cited as a hint."""
        denied = ", denied" if self.claim.polarity == "denied" else ""
        how = f"{modality(self.claim.modality)}{denied}"
        return f"{first_upper(attribution(self.speaker))}; {how}."

    @property
    def paragraph(self) -> int | None:
        """Number of the passage's paragraph, from 1, the title not counted; None where unknown."""
        passage, text = self.claim.passage, self.source.text
        if passage is None or text is None:
            return None
        above = [line for line in text[: passage.start].split("\n")[:-1] if line.strip()]
        titled = bool(above) and " ".join(above[0].split()) == " ".join(self.source.title.split())
        first = " ".join(passage.exact.split()) in self.source.title and not above
        return None if first else len(above) + 1 - titled

    @property
    def address(self) -> str:
        """Address of the passage on the web; empty without one."""
        return text_fragment_link(self.claim, self.source) or ""


def chicago(ref: Reference) -> str:
    """The claim with a note in the style of the Chicago Manual."""
    who = [part for part in (ref.source.creator, f"“{_ended(ref.source.title, ',')}”") if part]
    where = f"paragraph {ref.paragraph}" if ref.paragraph else ""
    seen = f"accessed {_day(ref.accessed.isoformat())}"
    rest = [ref.source.publisher, _day(ref.source.date) or "no date", where, seen, ref.address]
    told = ", ".join(part for part in rest if part)
    return f"{ref.words} — {', '.join(who)} {_ended(told, '.')} {ref.standing}"


def apa(ref: Reference) -> str:
    """The claim with an entry in the style of the American Psychological Association."""
    year, _, day = (ref.source.date or "").partition("-")
    named = _day(ref.source.date).removesuffix(f", {year}").removesuffix(f" {year}")
    when = f"({year}, {named})" if day else f"({year or 'n.d.'})"
    author = ref.source.creator or ref.source.publisher
    head = [f"{_ended(author, '.')} {when}.", ref.source.title] if author else [
        _ended(ref.source.title, "."), when]  # fmt: skip
    entry = _ended(" ".join(head), ".")
    if ref.source.publisher and ref.source.publisher != author:
        entry += f" {_ended(ref.source.publisher, '.')}"
    if ref.address:
        entry += f" Retrieved {_day(ref.accessed.isoformat())}, from {ref.address}"
    place = f", para. {ref.paragraph}" if ref.paragraph else ""
    short = f"({author or ref.source.title}, {year or 'n.d.'}{place})"
    return f"{ref.words} {short}. {ref.standing}\n\n{entry}"


def bibtex(ref: Reference) -> str:
    """The source as a BibTeX entry whose note holds the words, their place and their standing."""
    source = ref.source
    fields = {
        "title": _latex(source.title),
        # In braces of its own: else "Verify and Check Newsroom" would be two persons.
        "author": f"{{{_latex(source.creator)}}}" if source.creator else None,
        "organization": _latex(source.publisher or ""),
        "date": source.date,
        "url": ref.address.replace("{", "%7B").replace("}", "%7D"),
        "urldate": ref.accessed.isoformat() if ref.address else None,
        "note": _latex(_note(ref)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    key = source.iri.removeprefix(str(SOURCE)) + "-" + ref.claim.slug
    return "\n".join([f"@online{{{_KEY.sub('-', key)},", *lines, "}"])


def ris(ref: Reference) -> str:
    """The source as a RIS record, as reference managers read it."""
    source = ref.source
    fields = {
        "TY": "ELEC",
        "TI": source.title,
        "AU": source.creator,
        "PB": source.publisher,
        "PY": (source.date or "").partition("-")[0],
        "DA": (source.date or "").replace("-", "/"),
        "UR": ref.address,
        "Y2": f"{ref.accessed:%Y/%m/%d}",
        "N1": _note(ref),
    }
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields.items() if value]
    return "\n".join([*lines, "ER  - "])


STYLES: dict[str, Callable[[Reference], str]] = {
    "Chicago": chicago, "APA": apa, "BibTeX": bibtex, "RIS": ris,
}  # fmt: skip


def _note(ref: Reference) -> str:
    where = f"Paragraph {ref.paragraph}. " if ref.paragraph else ""
    return f"{ref.words} {where}{ref.standing}"


def _day(value: str | None) -> str:
    """A date in words, as far as it is known: January 20, 2016; January 2016; 2016."""
    parts = (value or "").split("-")
    if len(parts) == 1 or not all(part.isdigit() for part in parts):
        return value or ""
    month = calendar.month_name[int(parts[1])]
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"


def _ended(words: str, sign: str) -> str:
    """Words with a sign at their end, unless they have one of their own."""
    return words if words.endswith((".", "?", "!", sign)) else f"{words}{sign}"


def _coded(words: str) -> str:
    # "-", "," and "&" have a meaning of their own inside a text fragment.
    return quote(words, safe="").replace("-", "%2D")


def _latex(value: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(value.split()))
