"""Turns: one client from elsewhere cannot keep the others waiting."""

import contextlib
import socket
import threading
import time

import httpx
import pytest

from kg.endpoint.server import Server
from kg.query.worker_process import Limits

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# The server believes a proxy on this machine where a request comes from.
GREEDY, OTHER = "203.0.113.5", "203.0.113.6"


@contextlib.contextmanager
def running(limits):
    server = Server(public=True, limits=limits)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


def post(server, query, client=None):
    headers = {"X-Forwarded-For": client} if client else {}
    place = f"{server.address}/sparql"
    return httpx.post(place, data={"query": query}, headers=headers, timeout=60, trust_env=False)


@contextlib.contextmanager
def asking(server, count, client=None):
    """Send runaway queries at once; their results are there after the block."""
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(post(server, RUNAWAY, client)))
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    while server.workers.busy() < 1:
        time.sleep(0.02)
    time.sleep(0.3)
    try:
        yield found
    finally:
        for thread in threads:
            thread.join(60)


def test_a_greedy_client_leaves_a_worker_to_the_others():
    with running(Limits(seconds=4, at_once=2, wait=60)) as server:
        assert post(server, "ASK {}", OTHER).status_code == 200
        with asking(server, 2, GREEDY) as found:
            assert server.workers.busy() == 1
            assert post(server, "ASK {}", OTHER).status_code == 200
            assert not found, "the others need not wait for its queries to end"
        assert [answer.status_code for answer in found] == [504, 504]


def test_who_gets_no_turn_in_time_is_told_when_to_try_again():
    with running(Limits(seconds=3, at_once=2, wait=0.5)) as server:
        with asking(server, 2, GREEDY) as found:
            pass
        late, busy = sorted(found, key=lambda answer: -answer.status_code)
        assert (late.status_code, busy.status_code) == (504, 503)
        assert busy.headers["retry-after"] == "5"
        assert busy.text == (
            f"{GREEDY} has all turns that one client may have (1); try again in a moment\n"
        )


@pytest.mark.parametrize("at_once", [1, 2])
def test_programs_of_this_machine_may_have_every_worker(at_once):
    with (
        running(Limits(seconds=2, at_once=at_once, wait=60)) as server,
        asking(server, at_once),
    ):
        assert server.workers.busy() == at_once


def test_the_only_worker_is_for_everybody():
    with running(Limits(at_once=1)) as server:
        assert post(server, "ASK {}", GREEDY).status_code == 200


def test_a_light_query_need_not_wait_for_many_heavy_ones_of_the_same_address():
    with running(Limits(seconds=4, at_once=2, wait=60)) as server, asking(server, 6) as found:
        answer = post(server, "ASK {}")
        assert answer.status_code == 200
        assert len(found) < 6, "some of the heavy ones are still to be answered"
    assert {answer.status_code for answer in found} == {504}


@pytest.mark.parametrize("count", [64, 270])
def test_one_address_with_many_open_connections_locks_nobody_out(count):
    with running(Limits()) as server, contextlib.ExitStack() as held:
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            held.enter_context(connection)
            connection.sendall(b"POST /sparql HTTP/1.1\r\nX-Slow:")
        assert post(server, "ASK {}").status_code == 200
        assert server.connections() < 256
