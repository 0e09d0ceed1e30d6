"""The other RDF formats: N-Quads, JSON-LD and RDF/XML."""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, XSD

from kg.errors import BadInput
from kg.export.prefixes import Names, text
from kg.export.selection import Contents
from kg.model.vocab import PREFIXES
from kg.query.worker import rdf_xml

_TYPE = str(RDF.type)
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
