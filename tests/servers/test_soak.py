"""An endpoint under steady load for a while: its memory and its open files stay what they are.

KG_SOAK says for how many seconds; without it, half a minute. An hour, as before a release:
KG_SOAK=3600 make test-servers
"""

import contextlib
import itertools
import os
import time

import httpx
import psutil
import pytest

SECONDS = float(os.environ.get("KG_SOAK", "30"))
ROUNDS = 15  # to warm up, and at least, however slow the machine is
QUERIES = (
    "SELECT * { ?a tp:partnersWith ?b }",
    "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a ORDER BY ?a",
    "CONSTRUCT { ?a tp:competesWith ?b } WHERE { GRAPH ?how { ?a tp:competesWith ?b } }",
    "ASK { ?a a tp:Claim }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",  # runs into its limit
    "SELECT ?x { ?x",
)
PAGES = ("/entity/nvidia", "/entity/nothing", "/entity/nvidia.ttl", "/entity/nvidia.rdf")


def taken(server: psutil.Process) -> tuple[int, int]:
    """The memory of the server, and of all its workers together."""
    workers = 0
    for each in server.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            workers += each.memory_full_info().pss
    return server.memory_info().rss, workers


@pytest.mark.timeout(SECONDS + 300)
def test_memory_and_open_files_are_flat_at_the_end(running) -> None:
    texts = itertools.count()

    def once(address: str, client: httpx.Client) -> None:
        for query in QUERIES:
            # Each text is a new one and long: what is kept of texts must not grow with them.
            body = f"# {next(texts)} {'x' * 5000}\n{query}"
            found = client.post(f"{address}/sparql", data={"query": body})
            assert found.status_code in {200, 400, 503, 504}, found.text
        for page in PAGES:
            assert client.get(f"{address}{page}").status_code in {200, 404}

    with (
        running("serve", "--port", "0", "--timeout", "1") as address,
        httpx.Client(trust_env=False, timeout=90, follow_redirects=True) as client,
    ):
        ours = [p for p in psutil.Process().children() if "kg.cli" in p.cmdline()]
        server = max(ours, key=psutil.Process.create_time)
        for _ in range(ROUNDS):
            once(address, client)
        (memory, workers), files = taken(server), server.num_fds()
        end = time.monotonic() + SECONDS
        for _ in itertools.takewhile(
            lambda at: at < ROUNDS or time.monotonic() < end, itertools.count()
        ):
            once(address, client)
        (memory_then, workers_then), files_then = taken(server), server.num_fds()
        print(
            f"{next(texts):,} queries: server {memory / 1e6:.0f} to {memory_then / 1e6:.0f} MB, "
            f"workers {workers / 1e6:.0f} to {workers_then / 1e6:.0f} MB, "
            f"open files {files} to {files_then}"
        )
        assert memory_then < memory * 1.1 + 10e6
        assert workers_then < workers * 1.2 + 40e6  # they come and go
        assert files_then <= files + 4
