"""Each limit has its own status: late 504, busy 503 with a Retry-After, too large 503.

What would fail again whenever it is asked is the query's fault: 400.
"""

import threading

import httpx
import pytest

from kg.endpoint.server import Server
from kg.query.worker_process import Limits

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def asked():
    """Ask a server with the limits given; it ends with the test."""
    running = []

    def ask(limits, *queries):
        server = Server(limits=limits)
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        found: list[httpx.Response] = []
        address = f"{server.address}/sparql"

        def post(query):
            with httpx.Client(trust_env=False, timeout=60) as client:
                found.append(client.post(address, data={"query": query}))

        at_once = [threading.Thread(target=post, args=(query,)) for query in queries]
        for one in at_once:
            one.start()
        for one in at_once:
            one.join()
        return found

    yield ask
    for server, thread in running:
        server.stop()
        thread.join(10)


def test_a_query_that_takes_too_long_is_504(asked):
    (answer,) = asked(Limits(seconds=0.5), RUNAWAY)
    assert answer.status_code == 504
    assert answer.text.startswith("the query was stopped after 0.5 seconds")
    assert "retry-after" not in answer.headers


def test_too_many_queries_at_once_are_503_and_told_when_to_try_again(asked):
    answers = asked(Limits(seconds=3, at_once=1, wait=0.2), RUNAWAY, RUNAWAY)
    late, busy = sorted(answers, key=lambda answer: -answer.status_code)
    assert (late.status_code, busy.status_code) == (504, 503)
    assert busy.headers["retry-after"] == "5"
    assert busy.text == "1 queries are running already; try again in a moment\n"


def test_too_much_memory_is_503(asked):
    (answer,) = asked(Limits(seconds=60, memory=2**30), HUNGRY)
    assert answer.status_code == 503
    assert "more than 1 GiB of memory" in answer.text
    assert "retry-after" not in answer.headers


def test_too_large_an_answer_is_503_and_never_cut(asked):
    (answer,) = asked(Limits(seconds=60, result=100_000), LARGE)
    assert answer.status_code == 503
    assert answer.text.startswith("the answer is larger than")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK {} #" + "x" * 200_000, "the query has more than 200000 characters"),
        ("ASK { FILTER(" + "(" * 80_000 + "1" + ")" * 80_000 + ") }", "nested too deeply"),
    ],
)
def test_a_query_that_is_too_long_or_too_deep_is_400(asked, query, words):
    (answer,) = asked(Limits(), query)
    assert answer.status_code == 400
    assert words in answer.text
    assert "retry-after" not in answer.headers
