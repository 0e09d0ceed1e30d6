"""The folder or service that a command reads, and the text that it prints."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO
from unicodedata import east_asian_width

import kg
from kg.model.vocab import PREFIXES
from kg.store import opening


def say(message: str) -> None:
    """A message for the person at the keyboard."""
    print(message, file=sys.stderr, flush=True)


def bold(text: str, stream: TextIO | None = None) -> str:
    """Heavier on a terminal, unless NO_COLOR asks for plain text; the same text elsewhere."""
    shown = stream or sys.stdout
    return f"\x1b[1m{text}\x1b[0m" if shown.isatty() and not os.environ.get("NO_COLOR") else text


def prefixed_name(iri: str) -> str:
    """An IRI with a well-known prefix, as in a query; unchanged if none fits."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?,;()'"):
            return f"{prefix}:{local}"
    return iri


def aligned(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows in aligned columns under a heading; nothing is cut."""
    # A line break inside a value would break the table, an escape sequence the terminal.
    body = [[_visible(value) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(columns, *body, strict=True)]
    rule = "  ".join("─" * width for width in widths)
    return "\n".join([bold(_line(columns, widths)), rule, *(_line(row, widths) for row in body)])


def _line(values: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        value + " " * (width - _width(value)) for value, width in zip(values, widths, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _visible(value: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in value)


def _width(value: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in value)


def named_folder(given: Namespace) -> Path | None:
    """The data folder that the user names, by option or environment."""
    place = getattr(given, "data", None) or os.environ.get("KG_DATA")
    return Path(place) if place else None


def folder(given: Namespace) -> Path:
    """The folder that every command reads."""
    return opening.folder(getattr(given, "data", None))


def service(given: Namespace) -> str | None:
    """The address of the service that is asked instead of a folder."""
    found = opening.place(getattr(given, "data", None), getattr(given, "store", None))
    return found if isinstance(found, str) else None


def store(given: Namespace) -> "kg.Store":
    """The store of that folder or service."""
    return kg.open(getattr(given, "data", None), getattr(given, "store", None))
