"""Turtle files read by the engine's parser, and what they state as plain text."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from rdflib import Graph, Literal

from kg.errors import BadData
from kg.vocab import XSD

__all__ = [
    "Figure", "Index", "Plain", "Statements", "bounded", "index", "indexed", "plain", "triples",
]  # fmt: skip

Named = ox.NamedNode | ox.BlankNode
# Subject, predicate, value; then nothing for an IRI, "@en" or the datatype's IRI for a literal.
Plain = tuple[str, str, str, str]
Statements = Iterable[ox.Triple] | Iterable[ox.Quad]
# By subject and predicate, the values as they are written.
Index = dict[str, dict[str, list[str]]]

MOST_BYTES = 64_000_000  # some sixty thousand claims

_TEXT = str(XSD.string)
_DECIMAL = str(XSD.decimal)
_BOOLEAN = str(XSD.boolean)
_NUMBERS = {
    str(XSD[name]): re.compile(r"[+-]?\d+")
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger",
                 "positiveInteger", "unsignedInt", "unsignedLong")
} | {_DECIMAL: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")}  # fmt: skip


class Figure(str):
    """A number, as it is written."""

    __slots__ = ()


def triples(path: Path) -> list[ox.Triple]:
    """What a Turtle file states; BadData names the file and the line that cannot be read."""
    bounded(path)
    try:
        parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        found = [quad.triple for quad in parser]
    except FileNotFoundError as error:
        raise BadData(f"{path} is missing") from error
    except SyntaxError as error:
        if b"UTF-8" in str(error).encode():
            _check_encoding(path)
        reason = str(error.args[0]).removeprefix("Parser error ")
        raise BadData(f"{path}, line {error.lineno}: not valid Turtle: {reason}") from error
    except OSError as error:
        raise BadData(f"{path} cannot be read: {error}") from error
    if any(isinstance(triple.object, ox.Triple) for triple in found):
        raise BadData(f"{path} holds a triple term of RDF 1.2; write a claim, which is a node")
    return found


def bounded(path: Path) -> None:
    """Refuse a Turtle file that no source needs: it would take gigabytes of memory to read."""
    size = path.stat().st_size if path.exists() else 0
    if size > MOST_BYTES:
        raise BadData(
            f"{path} has {size / 1e6:.0f} MB; a file of at most {MOST_BYTES / 1e6:.0f} MB is read: "
            "spread its claims over several sources"
        )


def _check_encoding(path: Path) -> None:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start} is not UTF-8") from error


def plain(stated: Statements) -> Iterator[Plain]:
    """Statements as plain text, to be compared."""
    for triple in stated:
        subject, value = cast("Named", triple.subject), cast("Named | ox.Literal", triple.object)
        kind = ""
        if isinstance(value, ox.Literal):
            kind = f"@{value.language}" if value.language else value.datatype.value
        yield subject.value, triple.predicate.value, value.value, kind


def index(stated: Statements) -> Index:
    """Statements by subject and predicate."""
    found: Index = {}
    literal = ox.Literal
    for triple in stated:
        subject, value = cast("Named", triple.subject), cast("Named | ox.Literal", triple.object)
        text = _written(value) if isinstance(value, literal) else value.value
        links = found.setdefault(subject.value, {})
        links.setdefault(triple.predicate.value, []).append(text)
    return found


def indexed(graph: Graph) -> Index:
    """The statements of an rdflib graph by subject and predicate."""
    found: Index = {}
    for subject, link, value in graph:
        text = str(value)
        if isinstance(value, Literal) and value.datatype is not None:
            text = _typed(text, str(value.datatype))
        found.setdefault(str(subject), {}).setdefault(str(link), []).append(text)
    return found


def _written(value: ox.Literal) -> str:
    kind = value.datatype.value
    return value.value if kind == _TEXT else _typed(value.value, kind)


def _typed(text: str, kind: str) -> str:
    """A value as XML Schema's canonical form has it, as far as our data uses its types."""
    if kind == _BOOLEAN:
        return {"1": "true", "0": "false"}.get(text, text)
    pattern = _NUMBERS.get(kind)
    if pattern is None or not pattern.fullmatch(text):
        return text
    return Figure(text if kind == _DECIMAL else int(text))
