"""Turtle of one file: parsed statement by statement, written so that it reads well in a diff."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadData

Named = ox.NamedNode | ox.BlankNode
# Subject, predicate, value; then nothing for an IRI, "@en" or the datatype's IRI for a literal.
Plain = tuple[str, str, str, str]
Statements = Iterable[ox.Triple] | Iterable[ox.Quad]
# By subject and predicate, the values as they are written.
Index = dict[str, dict[str, list[str]]]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
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
    """The statements of a Turtle file; BadData names the file and the line that cannot be read."""
    return list(statements(path))


def statements(path: Path) -> Iterator[ox.Triple]:
    """The statements of a Turtle file one after the other, as the store's parser reads them."""
    bounded(path)
    try:
        # Notepad begins a file with a byte order mark, which no grammar of Turtle has.
        turtle = path.read_bytes().removeprefix(BYTE_ORDER_MARK)
    except FileNotFoundError as error:
        raise BadData(f"{path} is missing") from error
    except OSError as error:
        raise BadData(f"{path} cannot be read: {error}") from error
    return read_text(turtle, str(path))


def read_text(turtle: bytes | str, name: str) -> Iterator[ox.Triple]:
    """The statements of a Turtle text, as the store's parser reads them; BadData calls it so."""
    try:
        parser = ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        for quad in parser:
            if isinstance(quad.object, ox.Triple):
                raise BadData(f"{name} holds a triple term of RDF 1.2; write a claim instead")
            yield quad.triple
    except SyntaxError as error:
        if isinstance(turtle, bytes):
            _check_encoding(turtle, name)
        reason = str(error.args[0]).removeprefix("Parser error ")
        raise BadData(f"{name}, line {error.lineno}: not valid Turtle: {reason}") from error


def bounded(path: Path) -> None:
    """Refuse a Turtle file that no source needs: it would take gigabytes of memory to read."""
    size = path.stat().st_size if path.exists() else 0
    if size > MOST_BYTES:
        raise BadData(
            f"{path} has {size / 1e6:.0f} MB; a file of at most {MOST_BYTES / 1e6:.0f} MB is read: "
            "spread its claims over several sources"
        )


def _check_encoding(turtle: bytes, name: str) -> None:
    try:
        turtle.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"{name}: byte {error.start} is not UTF-8") from error


def comparable(stated: Statements) -> Iterator[Plain]:
    """Statements as plain text, to be compared."""
    for triple in stated:
        subject, value = cast("Named", triple.subject), cast("Named | ox.Literal", triple.object)
        kind = ""
        if isinstance(value, ox.Literal):
            kind = f"@{value.language}" if value.language else value.datatype.value
        yield subject.value, triple.predicate.value, value.value, kind


def index(stated: Statements) -> Index:
    """Statements by subject and predicate, each IRI kept once."""
    found: Index = {}
    once: dict[str, str] = {}
    for triple in stated:
        subject, value = cast("Named", triple.subject), cast("Named | ox.Literal", triple.object)
        link, text = triple.predicate.value, value.value
        text = _written(value) if isinstance(value, ox.Literal) else once.setdefault(text, text)
        links = found.setdefault(subject.value, {})
        links.setdefault(once.setdefault(link, link), []).append(text)
    return found


def indexed(graph: Graph) -> Index:
    """The statements of an rdflib graph by subject and predicate."""
    found: Index = {}
    for subject, link, value in graph:
        text = str(value)
        if isinstance(value, Literal) and value.datatype is not None:
            text = typed(text, str(value.datatype))
        found.setdefault(str(subject), {}).setdefault(str(link), []).append(text)
    return found


def _written(value: ox.Literal) -> str:
    kind = value.datatype.value
    return value.value if kind == _TEXT else typed(value.value, kind)


def typed(text: str, kind: str) -> str:
    """A value as XML Schema's canonical form has it, as far as our data uses its types."""
    if kind == _BOOLEAN:
        return {"1": "true", "0": "false"}.get(text, text)
    pattern = _NUMBERS.get(kind)
    if pattern is None or not pattern.fullmatch(text):
        return text
    return Figure(text if kind == _DECIMAL else int(text))


Triple = tuple[Node, Node, Node]
Shown = Callable[[Node], str]

_QNAME = re.compile(r"(.*[/#])([A-Za-z0-9_][\w-]*)", re.DOTALL)
_ESCAPED = re.compile(r'["\\\n\r]')
_REMEMBERED = 20_000  # terms whose short forms are kept while a file is written
_TYPE = RDF.type  # looked up once
_FIRST: dict[Node, int] = {_TYPE: 0, RDFS.label: 1}


def written(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Serialise triples without blank nodes as Turtle, byte for byte as rdflib does, but faster.

    Only the prefixes that are used are declared; a paragraph to each subject, and those that
    nothing refers to come first.
    """
    return written_in_parts((triples,), prefixes)


def written_in_parts(parts: Iterable[Iterable[Triple]], prefixes: Mapping[str, str]) -> str:
    """Serialise triples as `written` does, part by part, so that few are in memory at a time.

    Whatever is said of a subject stands in one part, or is the same in every part that has it.
    """
    shown, used = _terms(prefixes)
    paragraphs: dict[str, str] = {}
    named: Counter[str] = Counter()
    for part in parts:
        by_subject: dict[Node, dict[Node, dict[Node, None]]] = {}
        for subject, predicate, object_ in part:
            by_subject.setdefault(subject, {}).setdefault(predicate, {})[object_] = None
        for subject, listed in by_subject.items():
            # As plain text: comparing IRIs as such takes ten times as long, to the same order.
            name = str(subject)
            if name not in paragraphs:
                paragraphs[name] = f"{shown(subject)} {_predicates(listed, shown)} .\n\n"
                named.update(
                    str(o) for objects in listed.values() for o in objects if type(o) is URIRef
                )
    order = sorted(paragraphs, key=lambda name: (named[name], name))
    declared = sorted((prefix, prefixes[prefix]) for prefix in used)
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in declared)
    return "".join([head, "\n", *(paragraphs.pop(name) for name in order)])


@lru_cache(maxsize=1_000)
def _rank(predicate: Node) -> tuple[int, str]:
    return _FIRST.get(predicate, 2), str(predicate)


def _predicates(listed: dict[Node, dict[Node, None]], shown: Shown) -> str:
    order = sorted(listed, key=_rank)
    lines = (f"{_verb(p, shown)} {_objects(list(listed[p]), shown)}" for p in order)
    return " ;\n    ".join(lines)


def _verb(predicate: Node, shown: Shown) -> str:
    return "a" if predicate == _TYPE else shown(predicate)


def _objects(listed: list[Node], shown: Shown) -> str:
    if len(listed) == 1:
        return shown(listed[0])
    order: list[Any] = list(listed)
    return ",\n        ".join(shown(one) for one in sorted(order))


def _terms(prefixes: Mapping[str, str]) -> tuple[Shown, set[str]]:
    """Compact forms of terms, each computed once, and the prefixes used so far."""
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
    known: dict[Node, str] = {}
    used: set[str] = set()

    def shown(term: Node) -> str:
        if isinstance(term, Literal):
            if term.datatype is not None:
                shown(term.datatype)  # declared although "2018" is written without it
            return _literal(term)
        found = known.get(term)
        if found is None:
            if len(known) > _REMEMBERED:
                known.clear()
            found = known[term] = named(term)
        return found

    def named(term: Node) -> str:
        match = _QNAME.fullmatch(str(term))
        prefix = by_namespace.get(match[1]) if match else None
        if match is None or prefix is None:
            return term.n3()
        used.add(prefix)
        return f"{prefix}:{match[2]}"

    return shown, used


def _literal(literal: Literal) -> str:
    plain = str(literal)
    if literal.datatype is None and not _ESCAPED.search(plain):
        return f'"{plain}"@{literal.language}' if literal.language else f'"{plain}"'
    if literal.datatype == XSD.integer and re.fullmatch(r"-?\d+", plain):
        return plain
    if literal.datatype == XSD.decimal and re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return plain if "." in plain else f"{plain}.0"
    if literal.datatype == XSD.boolean and plain in {"true", "false"}:
        return plain
    return literal.n3()
