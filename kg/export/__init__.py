"""The graph as a file: the same bytes on every machine, in the format that a reader needs."""

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import IO

import networkx as nx

from kg.analysis import network
from kg.errors import BadInput
from kg.export import csv_tables, graph_files, rdf_files
from kg.export.selection import Contents, contents
from kg.store.formats import GRAPHS, FileFormat
from kg.store.local import Store

__all__ = ["FORMATS", "Format", "data", "selection", "write"]


@dataclass(frozen=True)
class Format(FileFormat[Callable[[Contents], Iterable[bytes]]]):
    """An export format: its label, ending, media type, writer and purpose."""

    purpose: str


def _rdf(name: str, writer: Callable[[Contents], Iterable[bytes]], purpose: str) -> Format:
    known = GRAPHS[name]
    return Format(known.label, known.extension, known.media_type, writer, purpose)


def _network(
    writer: Callable[["nx.MultiDiGraph[str]", Collection[str] | None], bytes],
) -> Callable[[Contents], Iterable[bytes]]:
    """A writer of networks as a writer of contents."""

    def written(chosen: Contents) -> Iterable[bytes]:
        whole = network.graph(chosen.store, unreviewed=bool(chosen.proposals))
        yield writer(whole, None if chosen.whole else chosen.claims | chosen.proposals)

    return written


FORMATS = {
    "turtle": _rdf("turtle", rdf_files.turtle, "one graph with the ontology, for Protégé"),
    "trig": _rdf("trig", rdf_files.trig, "all named graphs, for another triple store"),
    "nquads": _rdf("nquads", rdf_files.nquads, "all named graphs, one statement per line"),
    "jsonld": _rdf("jsonld", rdf_files.jsonld, "all named graphs, for JSON programs"),
    "rdfxml": _rdf("rdfxml", rdf_files.rdfxml, "one graph with the ontology, for older tools"),
    "graphml": Format(
        "GraphML", "graphml", "application/graphml+xml", _network(graph_files.graphml),
        "the network, for yEd and igraph",
    ),
    "gexf": Format(
        "GEXF", "gexf", "application/gexf+xml", _network(graph_files.gexf), "the network, for Gephi"
    ),
    "csv": Format(
        "CSV (zip)", "zip", "application/zip", csv_tables.csv_zip,
        "entities, claims and quotes, for spreadsheets",
    ),
}  # fmt: skip


def write(
    store: Store,
    kind: str,
    target: IO[bytes],
    *,
    source: str | None = None,
    texts: bool = True,
    unreviewed: bool = False,
) -> None:
    """Write all of a store, or what one source (named by its slug) says, to a binary file.

    Without `texts` the sources' whole texts are left out; the quotes stay. With `unreviewed` the
    proposals that nobody has decided about are written too.
    """
    writer = _named(kind).writer
    target.writelines(writer(contents(store, source=source, texts=texts, unreviewed=unreviewed)))


def data(
    store: Store,
    kind: str,
    *,
    source: str | None = None,
    texts: bool = True,
    unreviewed: bool = False,
) -> bytes:
    """The bytes that `write` writes."""
    target = io.BytesIO()
    write(store, kind, target, source=source, texts=texts, unreviewed=unreviewed)
    return target.getvalue()


def selection(store: Store, claims: Collection[str], kind: str, *, texts: bool = False) -> bytes:
    """Some claims, by their IRIs, with all that belongs to them: words, entities, ties."""
    writer = _named(kind).writer
    return b"".join(writer(contents(store, claims=claims, texts=texts)))


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise BadInput(f"no format is called {name!r}; there are: {', '.join(FORMATS)}")
    return FORMATS[name]
