"""Several companies, or several addresses, in one cell of a table."""

import re

# What ends a name after a comma, or ties its last two parts to one firm.
_LEGAL = re.compile(
    r"(?:inc|incorporated|corp|corporation|ltd|limited|llc|llp|lp|plc|gmbh|ag|s\.?a|n\.?v|b\.?v|s\.?p\.?a"
    r"|co|company|kg|se|oy|ab|a/s|pte|pty|jr|sr)\.?(?:\s.*)?",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"(?:&|and|und|et|y|e)\s+(?:co|company|cie|comp|sons?|söhne|brothers|bros|partners?|partner|associates"
    r"|daughters|fils|hijos|figli)\b\.?.*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|&|und|et)\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://.*?(?=[\s,;|]+https?://|$)")


def names(cell: str, *, several: bool) -> tuple[tuple[str, ...], bool]:
    """The names in a cell, and whether somebody should look at how they were told apart.

    `several` says that the column lists companies; elsewhere a comma is asked about, not split at.
    """
    # A list as programs write it: {"Acme","Bell"} or ['Acme', 'Bell'].
    if match := re.fullmatch(r"[\[{]\s*([\"'].*[\"'])\s*[\]}]", cell.strip()):
        listed = re.split(r"[\"']\s*,\s*[\"']", match[1].strip("\"'"))
        return tuple(" ".join(part.split()) for part in listed if part.strip()), False
    whole = " ".join(cell.split())
    marks = r"\s*(?:[;|\n]|\s/\s)\s*" if several else r"\s*[;\n]\s*"
    marked = [part for part in re.split(marks, cell.strip()) if part.strip()]
    if len(marked) > 1:
        return tuple(" ".join(part.split()) for part in marked), False
    pieces = _pieces(whole)
    # "Smith, Jones & Co." is one.
    if len(pieces) < 2 or _FIRM.search(pieces[-1]):
        return (whole,), False
    if not several:
        return (whole,), True
    return tuple(pieces), False


def _pieces(whole: str) -> list[str]:
    """The parts between commas, with legal forms left at their names, and the last "and" split."""
    pieces: list[str] = []
    for part in (part.strip() for part in whole.split(",")):
        if pieces and _LEGAL.fullmatch(part):
            pieces[-1] += f", {part}"
        elif part:
            pieces.append(part)
    if len(pieces) > 1 and not _FIRM.search(pieces[-1]):
        last = re.sub(r"^(?:and|&|und|et)\s+", "", pieces.pop())
        parts = _AND.split(last)
        pieces += parts if len(parts) == 2 else [last]
    return [piece for piece in pieces if piece]


def addresses(cell: str) -> tuple[str, ...]:
    """Every address of a page in a cell, each once."""
    found = (match[0].rstrip(" ,;|") for match in _ADDRESS.finditer(cell.strip()))
    return tuple(dict.fromkeys(found))
