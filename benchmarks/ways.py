"""Systems under comparison: kg, the libraries that it uses, and alternatives."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import httpx
import psutil
import pyoxigraph as ox

from kg.model.vocab import PREFIXES
from kg.store.local import Store
from tests.servers.conftest import free_port, wait

Ask = Callable[[str], object]


def aside(*arguments: object) -> subprocess.Popen[str]:
    """A separate process for measurements that must not share this one."""
    command = [sys.executable, "-m", "benchmarks.aside", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def said(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line of output."""
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline() or "{}")
    return found


def own(store: Store) -> Ask:
    """Through kg, to rdflib's terms."""
    return lambda q: store.construct(q) if q.startswith("CONSTRUCT") else store.select(q)


def bare(store: ox.Store) -> Ask:
    """Through pyoxigraph, every term read."""

    def ask(query: str) -> int:
        found = store.query(query, prefixes=PREFIXES)
        assert not isinstance(found, ox.QueryBoolean)
        if isinstance(found, ox.QueryTriples):
            return sum(1 for t in found if (t.subject, t.predicate, t.object))
        return sum(1 for row in found if tuple(row))

    return ask


def over(client: httpx.Client, address: str) -> Ask:
    """Over HTTP, the whole answer read."""
    head = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())

    def ask(query: str) -> bytes:
        graph = query.startswith("CONSTRUCT")
        accept = "application/n-triples" if graph else "application/sparql-results+json"
        sent = {"query": head + query}
        found = client.post(address, data=sent, headers={"Accept": accept})
        found.raise_for_status()
        return found.content

    return ask


@contextmanager
def served(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`kg serve`, with the store in memory if it takes it there."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(
        [*command, "--timeout", "300"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1].rstrip("/") + "/sparql"
        try:
            yield address, process
        finally:
            process.terminate()


def in_memory(address: str, process: subprocess.Popen[str], patience: float) -> float | None:
    """The seconds until a server answers from memory; nothing if it does not."""
    start = time.monotonic()
    server = psutil.Process(process.pid)
    with httpx.Client(trust_env=False, timeout=60) as client:
        while time.monotonic() - start < patience:
            client.post(address, data={"query": "ASK {}"})
            with suppress(psutil.NoSuchProcess):
                if any(child.children() for child in server.children()):
                    return time.monotonic() - start
            time.sleep(0.1)
    return None


@contextmanager
def oxigraph(place: Path, dump: Path) -> Iterator[tuple[str, int]]:
    """`oxigraph serve`, read-only and on disk, and its process."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    where = ["--location", str(place)]
    subprocess.run([program, "load", *where, "--file", dump], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    command = [program, "serve-read-only", *where, "--bind", bind]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait(f"http://{bind}/query", process)
        try:
            yield f"http://{bind}/query", process.pid
        finally:
            process.terminate()


def rdflib_ask(process: subprocess.Popen[str]) -> Ask:
    """rdflib in a process of its own; the seconds it took, or nothing if it took too long."""
    pipe: IO[str] | None = process.stdin
    assert pipe is not None

    def ask(query: str) -> float | None:
        head = "".join(f"PREFIX {name}: <{space}> " for name, space in PREFIXES.items())
        pipe.write(json.dumps(head + query) + "\n")
        pipe.flush()
        found: float | None = said(process)["seconds"]
        return found

    return ask


def memory(pid: int) -> int:
    """Bytes of a process and its children; shared memory counts once."""
    found = 0
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            found += process.memory_full_info().pss
    return found


def here() -> int:
    """Bytes of this process."""
    return psutil.Process(os.getpid()).memory_info().rss
