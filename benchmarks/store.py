"""Speed of the store: in process, over HTTP, and beside the libraries that it uses.

    python -m benchmarks.store [TRIPLES …]      (100000 1000000 without arguments)

Writes docs/benchmarks.md.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

import httpx
import pyoxigraph as ox

import kg
from benchmarks import ways
from benchmarks.claims import folder
from benchmarks.report import Size, table, targets
from benchmarks.ways import Ask

OUT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
SLOW = 2_000_000  # triples beyond which a second store in memory is left out
PLAIN = 200_000  # triples beyond which rdflib is left out, which would take most of the time
ENOUGH, LEAST, MOST = 8.0, 3, 15  # seconds a query for all ways together, rounds
LOADS = 2  # first loads of each kind, one after the other in turn

QUERIES = {
    "point": "SELECT ?p ?o { entity:company-7 ?p ?o }",
    "star": "SELECT ?c ?o ?m ?w { ?c tp:subject entity:company-3 ; tp:object ?o ; "
    "tp:modality ?m ; tp:passage/oa:exact ?w }",
    "2-hop": "SELECT ?b ?c { entity:company-5 tp:partnersWith ?b . ?b tp:partnersWith ?c }",
    "3-hop": "SELECT (COUNT(*) AS ?n) { entity:company-5 tp:partnersWith ?b . "
    "?b tp:partnersWith ?c . ?c tp:partnersWith ?d }",
    "property path": "SELECT (COUNT(DISTINCT ?b) AS ?n) { entity:company-9 tp:partnersWith+ ?b }",
    "GROUP BY": "SELECT ?m (COUNT(*) AS ?n) { ?c tp:modality ?m } GROUP BY ?m",
    "text filter": 'SELECT ?w { ?p oa:exact ?w FILTER CONTAINS(?w, "Company 77 ") }',
    "OPTIONAL": "SELECT ?c ?y { ?c tp:subject entity:company-2 OPTIONAL { ?c tp:when ?y } }",
    "ORDER and LIMIT": "SELECT ?c ?e { ?c tp:passage/oa:end ?e } ORDER BY DESC(?e) LIMIT 20",
    "GRAPH": "SELECT ?g ?c { GRAPH ?g { ?c tp:object entity:company-4 } }",
    "CONSTRUCT": "CONSTRUCT { ?c tp:subject ?a ; tp:object ?b ; tp:modality ?m } "
    "WHERE { ?c tp:subject ?a ; tp:object ?b ; tp:modality ?m } LIMIT 33334",
}


def main() -> str:
    """Measure, then write the report and return it as Markdown."""
    sizes = [int(a) for a in sys.argv[1:]] or [100_000, 1_000_000]
    notes = OUT.read_text(encoding="utf-8").partition("## What the figures mean")
    lines = [_head()]
    for triples in sizes:
        with tempfile.TemporaryDirectory() as place:
            os.environ["XDG_CACHE_HOME"] = f"{place}/cache"
            lines += _size(Path(place), triples)
        text = "\n".join([*lines, "", notes[1] + notes[2].rstrip()]) + "\n"
        OUT.write_text(text, encoding="utf-8")
    return OUT.read_text(encoding="utf-8")


def _head() -> str:
    names = ("pyoxigraph", "oxigraph", "rdflib", "rdflib-endpoint", "starlette", "uvicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    command = " ".join(["python -m benchmarks.store", *sys.argv[1:]])
    return f"""# How fast the store answers
Written by `{command}` on {datetime.now(UTC):%Y-%m-%d}: Python {platform.python_version()}, \
{versions}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start. Milliseconds of
wall clock, medians; the ways take turns, so that what disturbs one disturbs its neighbour too."""


def _size(place: Path, triples: int) -> list[str]:
    data = folder(place / "data", triples)
    found = Size(triples)
    _load(place, data, found)
    with ExitStack() as open_now:
        asked = _ways(open_now, place, data, found)
        for name, query in QUERIES.items():
            found.times[name] = _rounds(asked, query)
            found.times[name] |= _slow(asked, query)
        found.peak |= {name: ways.memory(pid) for name, pid in found.processes.items()}
    return ["", *table(found), "", *targets(found)]


def _load(place: Path, data: Path, found: Size) -> None:
    """Measure first loads in turn, each in a process of its own."""
    for turn in range(LOADS if found.asked <= SLOW else 1):
        os.environ["XDG_CACHE_HOME"] = f"{place}/cache"
        for old in Path(f"{place}/cache").glob("*/stores/*"):
            old.rename(place / f"old-{turn}")
        with ways.aside("first", data) as process:
            said = ways.said(process)
        found.first.append(said["seconds"])
        found.again, found.peak["first load"] = said["again"], said["peak"]
        if not turn:
            disk = ox.Store.read_only(said["path"])
            named = (q for q in disk if q.graph_name != ox.DefaultGraph())
            ox.serialize(named, str(place / "named.nq"), ox.RdfFormat.N_QUADS)
            ox.serialize(disk, str(place / "all.nq"), ox.RdfFormat.N_QUADS)
            del disk
            with (place / "named.nq").open("rb") as lines:
                found.triples = sum(1 for _ in lines)
        with ways.aside("bare", place / "named.nq", place / f"bare-{turn}") as process:
            said = ways.said(process)
        found.bare.append(said["seconds"])
        found.peak["bare bulk load"] = said["peak"]


def _ways(open_now: ExitStack, place: Path, data: Path, found: Size) -> dict[str, Ask]:
    store = open_now.enter_context(kg.open(data))
    before = ways.here()
    memory = ox.Store()
    memory.bulk_load(path=place / "all.nq", format=ox.RdfFormat.N_QUADS)
    found.peak["bare in memory"] = ways.here() - before
    address, server = open_now.enter_context(ways.served(data))
    found.held = ways.in_memory(address, server, 600 if found.asked <= SLOW else 20)
    other, other_process = open_now.enter_context(ways.oxigraph(place / "ox", place / "all.nq"))
    client = open_now.enter_context(httpx.Client(trust_env=False, timeout=300))
    found.processes |= {"kg serve": server.pid, "oxigraph serve": other_process}
    asked = {
        "kg in process": ways.own(store),
        "bare on disk": ways.bare(ox.Store.read_only(str(store.path("stated")))),
        "bare in memory": ways.bare(memory),
        "kg over HTTP": ways.over(client, address),
        "oxigraph serve": ways.over(client, other),
    }
    if found.asked <= SLOW:
        held = open_now.enter_context(kg.open(data, memory=True))
        asked["kg in memory"] = ways.own(held)
        assert held.ask("ASK {}")
    if found.asked <= PLAIN:
        process = open_now.enter_context(ways.aside("rdflib", place / "named.nq"))
        open_now.callback(process.kill)
        port = ways.said(process)["port"]
        found.processes["rdflib and its endpoint"] = process.pid
        asked["rdflib"] = ways.rdflib_ask(process)
        asked["rdflib-endpoint"] = ways.over(client, f"http://127.0.0.1:{port}/")
    return asked


def _rounds(asked: dict[str, Ask], query: str) -> dict[str, float | None]:
    """The median of each way, which take turns and change their order with every round."""
    quick = [way for way in asked if not way.startswith("rdflib")]
    found: dict[str, list[float]] = {way: [] for way in quick}
    for way in quick:
        asked[way](query)  # Once to warm up.
    spent, number = 0.0, 0
    while number < LEAST or (spent < ENOUGH and number < MOST):
        for way in islice(cycle(quick), number % len(quick), number % len(quick) + len(quick)):
            start = time.perf_counter()
            asked[way](query)
            found[way].append(time.perf_counter() - start)
            spent += found[way][-1]
        number += 1
    return {way: statistics.median(times) for way, times in found.items()}


def _slow(asked: dict[str, Ask], query: str) -> dict[str, float | None]:
    """rdflib once, and the endpoint made of it unless it would take too long."""
    if "rdflib" not in asked:
        return {}
    alone = asked["rdflib"](query)
    if not isinstance(alone, float):
        return {"rdflib": None, "rdflib-endpoint": None}
    start = time.perf_counter()
    asked["rdflib-endpoint"](query)
    return {"rdflib": alone, "rdflib-endpoint": time.perf_counter() - start}


if __name__ == "__main__":
    print(main())
