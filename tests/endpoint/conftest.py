"""A running endpoint on the shipped data."""

import threading

import httpx
import pytest

from kg.endpoint.server import Server
from kg.query.worker_process import Limits


@pytest.fixture(scope="package")
def server():
    found = Server(limits=Limits(seconds=2, result=2_000_000))
    thread = threading.Thread(target=found.run)
    thread.start()
    yield found
    found.stop()
    thread.join(10)


@pytest.fixture(scope="package")
def client(server):
    with httpx.Client(base_url=server.address, trust_env=False, timeout=30) as found:
        yield found


@pytest.fixture(scope="package")
def sizes(store):
    found = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"]: row["n"] for row in found.records()}
