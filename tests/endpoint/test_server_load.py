"""Two hundred requests from sixteen connections, one in ten a runaway query."""

import gc
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from kg.endpoint.server import Server
from kg.query.worker_process import Limits

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CEILING = 600 * 2**20  # bytes of memory, the server and its workers, on top of this test's own
GOOD = [
    "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?c ?w { ?c tp:passage/oa:exact ?w } ORDER BY ?c ?w",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
]


def open_things() -> tuple[int, int]:
    """Number of files and sockets that this process has open, and of its child processes."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir())), len(started())


def started() -> list[int]:
    """The child processes of this one, and their children."""
    return [process.pid for process in psutil.Process().children(recursive=True)]


def resident(pid: int) -> int:
    """The memory of a process in bytes, 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0


@pytest.mark.timeout(120)
def test_every_good_query_is_answered_and_nothing_leaks(store):
    others = set(started())  # such as the browser of other tests
    server = Server(limits=Limits(seconds=2, at_once=4, wait=60))
    thread = threading.Thread(target=server.run)
    thread.start()
    expected = [store.select(query).records() for query in GOOD]
    settle(server, str(store.path("stated")))
    settled = open_things()
    own = resident(os.getpid())
    peak = [0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], sum(map(resident, {os.getpid(), *started()} - others)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(16) as connections:
        found = list(connections.map(lambda i: ask(server.address, i), range(200)))
    done.set()
    watcher.join()
    for number, (status, rows) in enumerate(found):
        if number % 10 == 9:
            assert (number, status) == (number, 504)
        else:
            assert (number, status) == (number, 200)
            assert rows == expected[number % len(GOOD)]
    assert peak[0] - own < CEILING
    deadline = time.monotonic() + 10
    while open_things() > settled and time.monotonic() < deadline:
        time.sleep(0.2)
    files, processes = open_things()
    # A few pipes of workers that stand ready; a leak would show two hundred times.
    assert files <= settled[0] + 12
    assert processes <= settled[1] + server.workers.limits.warm
    server.stop()
    thread.join(10)
    assert open_things()[1] <= settled[1]


def settle(server: Server, path: str) -> None:
    """The first requests load modules, start workers and take the store into memory."""
    deadline = time.monotonic() + 30
    with httpx.Client(trust_env=False) as client:
        while not server.workers.in_memory(path):
            client.get(f"{server.address}/sparql", params={"query": GOOD[0]})
            assert time.monotonic() < deadline


def ask(address: str, number: int) -> tuple[int, object]:
    query = RUNAWAY if number % 10 == 9 else GOOD[number % len(GOOD)]
    with httpx.Client(trust_env=False, timeout=100) as client:
        response = client.post(f"{address}/sparql", data={"query": query})
    if response.status_code != 200:
        return response.status_code, response.text
    bindings = response.json()["results"]["bindings"]
    return 200, [{name: plain(term) for name, term in row.items()} for row in bindings]


def plain(term: dict[str, str]) -> object:
    return int(term["value"]) if term.get("datatype", "").endswith("#integer") else term["value"]
