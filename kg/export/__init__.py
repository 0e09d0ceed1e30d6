"""The graph as a file: the same bytes on every machine, in the format that a reader needs."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from kg.analysis import network
from kg.errors import BadInput
from kg.export import csv_tables, graph_files, rdf_files
from kg.export.selection import Contents, contents
from kg.store.local import Store

__all__ = ["FORMATS", "Format", "data", "selection", "write"]


@dataclass(frozen=True)
class Format:
    """An export format: its ending, media type, and purpose."""

    extension: str
    media_type: str
    purpose: str


FORMATS = {
    "turtle": Format("ttl", "text/turtle", "one graph with the ontology, for Protégé"),
    "trig": Format("trig", "application/trig", "all named graphs, for another triple store"),
    "nquads": Format("nq", "application/n-quads", "all named graphs, a statement a line"),
    "jsonld": Format("jsonld", "application/ld+json", "all named graphs, for JSON programs"),
    "rdfxml": Format("rdf", "application/rdf+xml", "one graph with the ontology, for older tools"),
    "graphml": Format("graphml", "application/graphml+xml", "the network, for yEd and igraph"),
    "gexf": Format("gexf", "application/gexf+xml", "the network, for Gephi"),
    "csv": Format("zip", "application/zip", "entities, claims and quotes, for spreadsheets"),
}
_WRITERS = {
    "turtle": rdf_files.turtle,
    "trig": rdf_files.trig,
    "nquads": rdf_files.nquads,
    "jsonld": rdf_files.jsonld,
    "rdfxml": rdf_files.rdfxml,
    "csv": csv_tables.csv_zip,
}


def write(
    store: Store, kind: str, target: IO[bytes], *, source: str | None = None, texts: bool = True
) -> None:
    """Write all of a store, or what one source (named by its slug) says, to a binary file.

    Without `texts` the sources' whole texts are left out; the quotes stay.
    """
    _known(kind)
    _write(store, contents(store, source=source, texts=texts), kind, target)


def data(store: Store, kind: str, *, source: str | None = None, texts: bool = True) -> bytes:
    """The bytes that `write` writes."""
    target = io.BytesIO()
    write(store, kind, target, source=source, texts=texts)
    return target.getvalue()


def selection(store: Store, claims: Collection[str], kind: str, *, texts: bool = False) -> bytes:
    """Some claims, by their IRIs, with all that belongs to them: words, entities, ties."""
    _known(kind)
    target = io.BytesIO()
    _write(store, contents(store, claims=claims, texts=texts), kind, target)
    return target.getvalue()


def _known(name: str) -> None:
    if name not in FORMATS:
        raise BadInput(f"no format is called {name!r}; there are: {', '.join(FORMATS)}")


def _write(store: Store, chosen: Contents, name: str, target: IO[bytes]) -> None:
    if name in _WRITERS:
        target.writelines(_WRITERS[name](chosen))
    else:
        claims = None if chosen.whole else chosen.claims
        target.write(graph_files.written(network.graph(store), name, claims=claims))
