"""No query from outside reaches the network or a file of this machine."""

import contextlib
import socket
import subprocess
import sys
import threading

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadQuery
from kg.intake import documents
from kg.model.vocab import PREFIXES
from kg.query import evaluation, worker
from kg.query.worker_pool import Pool
from kg.store.local import Scope


@pytest.fixture(scope="module", params=["disk", "memory"])
def workers(request, store):
    found = Pool()
    while request.param == "memory" and not found.in_memory(str(store.path("stated"))):
        evaluation.run(store, "ASK {}", workers=found).close()
    yield found
    found.close()


class Listener:
    """A server on this machine that counts who comes."""

    def __init__(self):
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self):
        self._socket.close()


@pytest.fixture(scope="module")
def listener():
    found = Listener()
    yield found
    found.close()


def federated(address: str) -> list[str]:
    """Queries that an unprotected engine sends to that address."""
    return [
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"PREFIX e: <{address}> SELECT * {{ SERVICE e: {{ ?s ?p ?o }} }}",
        f"PREFIX e: <{address}> SELECT * {{ SERVICEe: {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE<{address}>{{ ?s ?p ?o }} }} }} }}",
        # A strict reader of the grammar takes these for an IRI or a name; the engine does not.
        f"PREFIX e: <{address}> SELECT * {{ VALUES (?a ?b) {{ (1 2) }} "
        "FILTER(?a<?b)SERVICEe:#>\n{ ?s ?p ?z } }",
        f"PREFIX e: <{address}> SELECT * {{ VALUES ?a {{1}} FILTER(?a<2)SERVICEe:#>\n{{}} }}",
    ]


def refused(address: str) -> list[str]:
    """Queries that name a server in a way this engine does not follow, now."""
    return [
        f"SELECT * {{ BIND(<{address}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}",
    ]


@pytest.mark.parametrize("number", range(len(federated(""))))
def test_no_query_reaches_another_server(store, workers, listener, number):
    query = federated(listener.address)[number]
    before = listener.visits
    with contextlib.suppress(OSError, TypeError):
        list(ox.Store().query(query))  # type: ignore[arg-type]
    assert listener.visits > before, "without protection this query asks the other server"
    before = listener.visits
    with pytest.raises(BadQuery):
        evaluation.run(store, query, workers=workers)
    assert listener.visits == before


@pytest.mark.parametrize("number", range(len(refused(""))))
def test_every_other_spelling_is_refused_too(store, workers, listener, number):
    before = listener.visits
    with pytest.raises(BadQuery, match="another server"):
        evaluation.run(store, refused(listener.address)[number], workers=workers)
    assert listener.visits == before


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_from_fetches_nothing(store, workers, listener, tmp_path, clause):
    before = listener.visits
    canary = tmp_path / "canary.ttl"
    canary.write_text("<http://canary/> <http://canary/> <http://canary/> .")
    for address in (listener.address, canary.as_uri()):
        query = f"ASK {clause} <{address}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        assert not evaluation.run(store, query, workers=workers).yes()
        everything = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        both: list[Scope] = [{"default_graphs": [address]}, {"named_graphs": [address]}]
        for graphs in both:
            assert not evaluation.run(store, everything, workers=workers, **graphs).yes()
    assert listener.visits == before


def test_load_fetches_nothing(store, workers, listener):
    before = listener.visits
    for silent in ("", "SILENT "):
        with pytest.raises(BadQuery, match="read-only"):
            evaluation.run(store, f"LOAD {silent}<{listener.address}>", workers=workers)
    assert listener.visits == before


GLUE = [
    "SERVICE", "service", "sERVICE", "SILENT", "ADDRESS", "{ ?s ?p ?o }", "{", "}", "e:", ":a",
    "SERVICEe:", "service:x", "?SERVICE", "'", '"', "'''", "#", "\n", " ", ".", ";", ",",
    "?s ?p ?o", "?s<?p", "<", ">", "FILTER(1<2", ")", "(", "1", "true", "\\u0053ERVICE", "a",
    "OPTIONAL", "@en", "GRAPH ?g", "UNION", "BIND(ADDRESS AS ?o)", "?o", "\\u0027", "^^", "|",
    "MINUS", "VALUES ?z {1}",
]  # fmt: skip


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    frame=st.sampled_from(["{}", "SERVICE ADDRESS {}", "VALUES ?s {{1}} {} SERVICE e:{{}}"]),
    pieces=st.lists(st.sampled_from(GLUE), max_size=9),
    gaps=st.booleans(),
)
def test_no_jumble_of_words_reaches_another_server(
    store, listener, tmp_path_factory, frame, pieces, gaps
):
    jumble = (" " if gaps else "").join(pieces)
    body = frame.format(jumble).replace("ADDRESS", f"<{listener.address}>")
    request = {
        "path": str(store.path("stated")),
        "query": f"PREFIX e: <{listener.address}> SELECT * {{ {body} }}",
        "prefixes": PREFIXES,
        "default": None,
        "named": None,
        "media_type": "application/sparql-results+json",
        "out": str(tmp_path_factory.getbasetemp() / "answer"),
        "star": None,
    }
    before = listener.visits
    # In this very process, which has a network: the worker must see through the text alone.
    with contextlib.suppress(SyntaxError, ValueError):
        worker._evaluated(request, {})
    assert listener.visits == before


CONFINED = {
    "worker": "import kg.query.worker as w; w.leave_network(); ",
    "parser": documents.CONFINED,
}


@pytest.mark.parametrize("kind", CONFINED)
def test_a_worker_or_parser_has_no_sockets_and_starts_no_program(listener, kind):
    port = int(listener.address.rpartition(":")[2].rstrip("/"))
    reach = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
    run = "import os; os.execv('/bin/true', ['true'])"
    before = listener.visits
    for attempt in (reach, run):
        subprocess.run([sys.executable, "-c", attempt], check=True)
        command = [sys.executable, "-c", CONFINED[kind] + attempt]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "PermissionError" in ended.stderr
    assert listener.visits == before + 1


def test_a_parser_is_handed_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("KG_TOKEN", "secret")
    told = "import os, json; parser = lambda *_: [json.dumps(dict(os.environ))]"
    monkeypatch.setattr(documents, "PARSE", told)
    assert set(documents.parsed_apart("a.pdf", "pdf", b"")) <= {
        "PYTHONPATH", "MALLOC_ARENA_MAX", "LC_CTYPE"
    }  # fmt: skip


def test_every_worker_says_that_it_is_offline(store, workers):
    evaluation.run(store, "ASK {}", workers=workers)
    with workers.worker(str(store.path("stated"))) as (found, _):
        assert found.offline is (sys.platform == "linux")
