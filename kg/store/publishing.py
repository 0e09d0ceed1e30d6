"""Uploading a store to a service, by the Graph Store Protocol."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import TemporaryFile

import pyoxigraph as ox
from rdflib import DCTERMS

from kg.errors import StoreUnavailable
from kg.model.vocab import BASE, PUBLISHED
from kg.store.http_service import Service
from kg.store.local import Store
from kg.store.media_types import GRAPHS

_FORMAT = GRAPHS["ntriples"]


@dataclass(frozen=True)
class Published:
    """Result of an upload, as the IRIs of graphs."""

    graphs: tuple[str, ...]
    removed: tuple[str, ...]  # of an earlier upload, and no longer in the store


def publish(
    store: Store, address: str, progress: Callable[[int, int, str], None] | None = None
) -> Published:
    """Replace every named graph of a store at a graph store.

    `progress` is called after each with how many are done, how many there are, and its name.
    Graphs that an earlier upload brought and that are gone are removed; the service remembers
    them in a graph of its own. All others stay as they are.
    """
    service = Service(address, seconds=600)
    names = store.graphs()
    try:
        earlier = _remembered(service)
        # Before anything else, so that the next upload knows what a broken-off one has brought.
        _remember(service, {*names, *earlier})
        for done, name in enumerate(names, 1):
            _upload(service, store, name)
            if progress is not None:
                progress(done, len(names), name)
        removed = tuple(sorted(earlier.difference(names)))
        for name in removed:
            service.delete(name)
        _remember(service, names)
    finally:
        service.close()
    return Published(names, removed)


def _upload(service: Service, store: Store, name: str) -> None:
    """One graph, by way of a file: it may be larger than the memory."""
    with TemporaryFile() as content:
        triples = (quad.triple for quad in store.statements(name))
        ox.serialize(triples, content, ox.RdfFormat.N_TRIPLES)
        service.put(name, content, _FORMAT)


def _remembered(service: Service) -> set[str]:
    """The graphs that earlier uploads have brought; ours by their name, whoever wrote that."""
    content = service.graph(PUBLISHED, _FORMAT)
    try:
        triples = [quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise StoreUnavailable(f"{service.address} answers with no N-Triples: {error}") from error
    found = {t.object.value for t in triples if isinstance(t.object, ox.NamedNode)}
    return {name for name in found if name.startswith(BASE) and name != str(PUBLISHED)}


def _remember(service: Service, names: Iterable[str]) -> None:
    lines = (f"<{PUBLISHED}> <{DCTERMS.hasPart}> <{name}> .\n" for name in sorted(names))
    with TemporaryFile() as content:
        content.writelines(line.encode() for line in lines)
        service.put(PUBLISHED, content, _FORMAT)
