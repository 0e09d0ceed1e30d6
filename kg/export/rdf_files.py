"""RDF files: Turtle and TriG for people, N-Quads, JSON-LD and RDF/XML."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, XSD

from kg.errors import BadInput
from kg.export.selection import Contents, Names, text
from kg.model.vocab import PREFIXES
from kg.query.worker import rdf_xml

_TYPE = str(RDF.type)
_FIRST, _REST, _NIL = str(RDF.first), str(RDF.rest), str(RDF.nil)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_BARE = {str(XSD.integer): _INTEGER, str(XSD.decimal): _DECIMAL}
_BARE[str(XSD.boolean)] = re.compile("true|false")
_SPECIAL = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
# Within three quotes lines may break, and only a quote at the end needs an escape.
_ESCAPED_LONG = re.compile(r'(?<!")"(?=$|"")|(?<=")"|[\\\x00-\x09\x0b-\x1f\x7f]')
_HEAD = (
    "# Ties between entities are here only where they are stated as done; what is agreed,\n"
    "# intended or suggested stands in the claims, and in the named graphs of the TriG export.\n"
)


def turtle(chosen: Contents) -> Iterator[bytes]:
    """One graph with the ontology, so that relations are known as relations when it is opened."""
    names = Names(chosen.quads)
    yield (_HEAD + _prefixes(names)).encode()
    yield from _Page(sorted(chosen.merged(), key=_order), names, "").paragraphs()


def trig(chosen: Contents) -> Iterator[bytes]:
    """All named graphs."""
    names = Names(chosen.quads)
    yield _prefixes(names).encode()
    for graph, quads in groupby(chosen.quads, key=lambda q: q.graph_name):
        yield f"\n{names.name(text(graph)) or graph} {{\n".encode()
        yield from _Page([q.triple for q in quads], names, "    ").paragraphs()
        yield b"}\n"


def _order(triple: ox.Triple) -> tuple[str, str, str]:
    link = "" if triple.predicate.value == _TYPE else triple.predicate.value
    return (str(triple.subject), link, str(triple.object))


def _prefixes(names: Names) -> str:
    lines = (f"@prefix {name}: <{space}> .\n" for name, space in sorted(names.prefixes.items()))
    return "".join(lines)


class _Page:
    """The sorted statements of one graph, with blank nodes written where they are used."""

    def __init__(self, statements: list[ox.Triple], names: Names, indent: str) -> None:
        self._statements = statements
        self._names = names
        self._indent = indent
        self._about: dict[object, list[ox.Triple]] = {}
        for triple in statements:
            if isinstance(triple.subject, ox.BlankNode):
                self._about.setdefault(triple.subject, []).append(triple)
        uses: Counter[object] = Counter(
            t.object for t in statements if isinstance(t.object, ox.BlankNode)
        )
        self._inline = {node for node in self._about if uses[node] == 1}
        self._unused = {node for node in self._about if not uses[node]}

    def paragraphs(self) -> Iterator[bytes]:
        """The statements, a subject a paragraph."""
        for subject, about in groupby(self._statements, key=lambda s: s.subject):
            if subject not in self._inline:
                name = "[]" if subject in self._unused else self._term(subject)
                yield f"\n{self._indent}{name} {self._body(about)} .\n".encode()

    def _body(self, about: Iterable[ox.Triple]) -> str:
        lines = []
        for link, same in groupby(about, key=lambda s: s.predicate):
            verb = "a" if link.value == _TYPE else self._term(link)
            values = f" ,\n{self._indent}        ".join(self._term(s.object) for s in same)
            lines.append(f"{verb} {values}")
        return f" ;\n{self._indent}    ".join(lines)

    def _term(self, term: object) -> str:
        if isinstance(term, ox.NamedNode):
            return self._names.name(term.value) or str(term)
        if isinstance(term, ox.Literal):
            return _literal(term, self._names)
        if term not in self._inline:
            return str(term)
        return self._list(term) or f"[ {self._body(self._about[term])} ]"

    def _list(self, node: object) -> str:
        """An RDF list in brackets; empty if it is not a well-formed one."""
        items = []
        while node in self._inline:
            about = {t.predicate.value: t.object for t in self._about[node]}
            if set(about) != {_FIRST, _REST} or len(self._about[node]) != 2:
                return ""
            items.append(self._term(about[_FIRST]))
            node = about[_REST]
        return f"( {' '.join(items)} )" if text(node) == _NIL else ""


def _literal(literal: ox.Literal, names: Names) -> str:
    value, kind = literal.value, literal.datatype.value
    bare = _BARE.get(kind)
    if bare and bare.fullmatch(value):
        return value
    quoted = _quoted(value)
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if kind == str(XSD.string) else f"{quoted}^^{names.name(kind) or f'<{kind}>'}"


def _quoted(value: str) -> str:
    if "\n" in value:
        return f'"""{_ESCAPED_LONG.sub(_escape, value)}"""'
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    return _SPECIAL.get(match[0]) or f"\\u{ord(match[0]):04X}"


_NATIVE = {str(XSD.integer), str(XSD.boolean)}
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,14}|true|false")
# What XML 1.0 has no way to write.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def nquads(chosen: Contents) -> Iterator[bytes]:
    """A line a statement."""
    for quad in chosen.quads:
        yield f"{quad} .\n".encode()


def jsonld(chosen: Contents) -> Iterator[bytes]:
    """All named graphs, with prefixes as context."""
    names = Names(chosen.quads)
    context = json.dumps(dict(sorted(names.prefixes.items())), indent=1)
    yield f'{{"@context": {context},\n"@graph": ['.encode()
    comma = "\n"
    for graph, quads in groupby(chosen.quads, key=lambda q: q.graph_name):
        about = groupby(quads, key=lambda q: q.subject)
        nodes = [_node(subject, list(same), names) for subject, same in about]
        body = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        yield f'{comma}{{"@id": {json.dumps(_id(graph, names))}, "@graph": [\n{body}\n]}}'.encode()
        comma = ",\n"
    yield b"\n]}\n"


def rdfxml(chosen: Contents) -> Iterator[bytes]:
    """One graph with the ontology; BadInput for a text that XML cannot hold."""
    merged = chosen.merged()
    for triple in merged:
        if isinstance(triple.object, ox.Literal) and _NO_XML.search(triple.object.value):
            raise BadInput(
                f"{text(triple.subject)} has a text with control characters, which XML cannot "
                "hold; export Turtle instead"
            )
    try:
        yield rdf_xml(merged, PREFIXES)
    except ValueError as error:
        raise BadInput(str(error)) from error


def _node(subject: object, quads: list[ox.Quad], names: Names) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _id(subject, names)}
    for link, same in groupby(quads, key=lambda q: q.predicate.value):
        if link == _TYPE:
            node["@type"] = [_id(q.object, names) for q in same]
        else:
            values = [_value(q.object, names) for q in same]
            node[names.name(link) or link] = values[0] if len(values) == 1 else values
    return node


def _value(term: object, names: Names) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term, names)}
    kind = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if kind in _NATIVE and _CANONICAL.fullmatch(term.value):
        return json.loads(term.value)
    if kind == str(XSD.string):
        return term.value
    return {"@value": term.value, "@type": names.name(kind) or kind}


def _id(term: object, names: Names) -> str:
    return (names.name(term.value) or term.value) if isinstance(term, ox.NamedNode) else str(term)
