"""Uploading a store to a service, by the Graph Store Protocol."""

from collections.abc import Callable
from itertools import groupby

import pyoxigraph as ox

from kg.formats import GRAPHS
from kg.store.reading import Store
from kg.store.service import Service

__all__ = ["publish"]


def publish(
    store: Store, address: str, progress: Callable[[int, int, str], None] | None = None
) -> int:
    """Replace every named graph of a store at a graph store, and say how many there were.

    `progress` is called after each with how many are done, how many there are, and its name.
    Graphs that the service has besides stay as they are.
    """
    service = Service(address, seconds=600)
    names = store.graphs()
    by_graph = sorted(store.quads(), key=lambda quad: str(quad.graph_name))
    done = 0
    try:
        for graph, quads in groupby(by_graph, key=lambda quad: quad.graph_name):
            triples = [quad.triple for quad in quads]
            content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
            name = graph.value if isinstance(graph, ox.NamedNode) else ""
            service.put(name, content, GRAPHS["ntriples"])
            done += 1
            if progress is not None:
                progress(done, len(names), name)
    finally:
        service.close()
    return done
