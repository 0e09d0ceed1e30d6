"""Measurements in a process of their own: loading, and rdflib with its endpoint.

python -m benchmarks.aside first DATA      the first opening of a data folder by kg
python -m benchmarks.aside bare DUMP PLACE pyoxigraph's bulk load of the same statements
python -m benchmarks.aside rdflib DUMP     answers queries, one a line, and over HTTP
"""

import json
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uvicorn
from rdflib import Dataset, Graph, URIRef
from rdflib_endpoint import SparqlEndpoint

import kg
from kg.model.vocab import PREFIXES
from kg.store.result_rows import triples_graph
from tests.servers.conftest import free_port

PATIENCE = 10  # seconds for a query of rdflib


def main() -> None:
    """Run the measurement named by the arguments, and print a line of JSON for each result."""
    task, *places = sys.argv[1:]
    tasks: dict[str, Callable[..., None]] = {"first": _first, "bare": _bare, "rdflib": _rdflib}
    tasks[task](*map(Path, places))


def _say(**found: Any) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(found | {"peak": peak}), flush=True)


def _first(data: Path) -> None:
    start = time.perf_counter()
    with kg.open(data) as store:
        assert store.ask("ASK { ?s ?p ?o }")
    first = time.perf_counter() - start
    start = time.perf_counter()
    with kg.open(data) as store:
        assert store.ask("ASK { ?s ?p ?o }")
        again = time.perf_counter() - start
        _say(seconds=first, again=again, path=str(store.path("stated")))


def _bare(dump: Path, place: Path) -> None:
    start = time.perf_counter()
    store = ox.Store(place)
    store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
    store.flush()
    _say(seconds=time.perf_counter() - start)


def _rdflib(dump: Path) -> None:
    start = time.perf_counter()
    graph = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    store = ox.Store()
    store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
    for name in store.named_graphs():
        into = graph.graph(URIRef(name.value))
        for triple in triples_graph(
            q.triple for q in store.quads_for_pattern(None, None, None, name)
        ):
            graph.store.add(triple, into)
    port = free_port()
    application = SparqlEndpoint(graph=graph)
    config = uvicorn.Config(application, port=port, log_level="error")
    threading.Thread(target=uvicorn.Server(config).run, daemon=True).start()
    _say(seconds=time.perf_counter() - start, port=port)
    signal.signal(signal.SIGALRM, _late)
    for line in sys.stdin:
        _say(seconds=_asked(graph, json.loads(line)))


def _asked(graph: Graph, query: str) -> float | None:
    """Seconds that a query took; None if it took too long or rdflib gave up."""
    signal.alarm(PATIENCE)
    start = time.perf_counter()
    try:
        for _ in graph.query(query):
            pass
    except (TimeoutError, RecursionError):  # A path as long as a million claims make one.
        return None
    finally:
        signal.alarm(0)
    return time.perf_counter() - start


def _late(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
