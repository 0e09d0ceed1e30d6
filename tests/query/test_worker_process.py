"""Stores held in memory: the same answers, the same limits, and nothing left behind."""

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from kg.errors import BadInput, TooMuch
from kg.model.claims import LEVELS
from kg.model.vocab import TP
from kg.query import evaluation
from kg.query.worker_pool import Pool
from kg.query.worker_process import Holder, Limits, needed_memory, room

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
PAIRS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a ?b"
QUERIES = [
    PAIRS,
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?o { ?s ?p ?o FILTER isLiteral(?o) } ORDER BY str(?o) lang(?o) str(datatype(?o))",
]


def hold(pool, store, level="stated"):
    """Ask until the store is answered from memory."""
    deadline = time.monotonic() + 60
    while not pool.in_memory(str(store.path(level))):
        evaluation.run(store, PAIRS, workers=pool, level=level).close()
        assert time.monotonic() < deadline, "the store was not taken into memory"
        time.sleep(0.02)


def descendants():
    return {p.pid for p in psutil.Process().children(recursive=True)}


@pytest.fixture
def pool(store):
    before = descendants()
    found = Pool(Limits(seconds=20))
    hold(found, store)
    yield found
    found.close()
    deadline = time.monotonic() + 60
    while descendants() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not descendants() - before


def test_a_store_is_taken_into_memory_when_it_is_asked_often(store):
    pool = Pool(Limits())
    for _ in range(2):
        evaluation.run(store, PAIRS, workers=pool).close()
    time.sleep(1)
    assert not pool.in_memory(str(store.path("stated")))
    hold(pool, store)
    pool.close()


@pytest.mark.parametrize("level", LEVELS)
def test_answers_from_memory_are_those_of_the_disk(store, level):
    pool = Pool(Limits())
    hold(pool, store, level)
    for query in QUERIES:
        found = evaluation.run(store, query, workers=pool, level=level).rows()
        assert len(found)
        assert found == store.select(query, level=level)
    blank = "SELECT ?b { ?b ?p ?o FILTER isBlank(?b) }"
    found = evaluation.run(store, blank, workers=pool, level=level).rows()
    assert len(found)
    assert set(found) == set(store.select(blank, level=level))
    graph = [str(TP.stated)]
    found = evaluation.run(store, PAIRS, workers=pool, level=level, default_graphs=graph).rows()
    assert found == store.select(PAIRS, default_graphs=graph)
    pool.close()


def test_a_runaway_query_is_killed_at_its_deadline_and_the_next_is_answered(pool, store):
    first = set(pool.idle())
    with pytest.raises(TooMuch, match=r"after 0\.5 seconds"):
        evaluation.run(store, RUNAWAY, workers=pool, seconds=0.5)
    assert evaluation.run(store, PAIRS, workers=pool).rows() == store.select(PAIRS)
    assert pool.in_memory(str(store.path("stated")))
    assert set(pool.idle()) != first


def test_cancelling_ends_the_process_at_once(pool, store):
    running = evaluation.start(store, RUNAWAY, workers=pool)
    time.sleep(0.5)
    assert not running.done
    running.cancel()
    # Nobody waits for the query's own end: it would be cut off after 20 seconds only.
    with pytest.raises(TooMuch, match="cancelled"):
        running.answer(60)


def test_a_query_that_wants_too_much_memory_ends_its_worker_only(store):
    pool = Pool(Limits(seconds=60, memory=2**30))
    hold(pool, store)
    with pytest.raises(TooMuch, match="1 GiB of memory"):
        evaluation.run(store, HUNGRY, workers=pool)
    assert evaluation.run(store, PAIRS, workers=pool).rows() == store.select(PAIRS)
    pool.close()


def test_a_worker_answers_many_queries(pool, store):
    workers = set()
    for _ in range(20):
        evaluation.run(store, PAIRS, workers=pool).close()
        workers |= set(pool.idle())
    assert len(workers) <= 3


def test_a_worker_sees_nothing_of_the_environment(store, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEST", "key")
    pool = Pool()
    hold(pool, store)
    evaluation.run(store, PAIRS, workers=pool)
    pids = {*pool.idle(), *descendants()}
    assert len(pids) > 1
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            assert b"SECRET_OF_THE_TEST" not in Path(f"/proc/{pid}/environ").read_bytes()
    pool.close()


def test_if_the_holder_dies_the_disk_answers(pool, store):
    path = str(store.path("stated"))
    evaluation.run(store, PAIRS, workers=pool).close()
    forked = psutil.Process(pool.idle()[-1])
    holder = forked.parent()
    assert holder is not None
    assert holder.pid != os.getpid()
    holder.send_signal(signal.SIGKILL)
    holder.wait(5)
    for _ in range(5):
        with contextlib.suppress(Exception):  # the query that finds its worker dead
            evaluation.run(store, PAIRS, workers=pool)
    assert evaluation.run(store, PAIRS, workers=pool).rows() == store.select(PAIRS)
    assert not pool.in_memory(path)


def test_a_store_that_was_only_half_read_is_never_asked(store):
    holder = Holder(str(store.path("stated")), Limits(), 2**30)
    holder._reader.kill()
    deadline = time.monotonic() + 60
    while not holder.failed and time.monotonic() < deadline:
        assert not holder.ready()
        time.sleep(0.05)
    assert holder.failed
    holder.close()


def test_without_room_the_disk_answers(store):
    pool = Pool(Limits(held=2**20))
    assert needed_memory(store.path("stated")) > 2**20
    for _ in range(8):
        assert evaluation.run(store, PAIRS, workers=pool).rows() == store.select(PAIRS)
    time.sleep(0.5)
    assert not pool.in_memory(str(store.path("stated")))
    pool.close()


def test_a_level_makes_room_for_another(store):
    size = needed_memory(store.path("stated"))
    pool = Pool(Limits(held=int(size * 1.5)))
    hold(pool, store)
    hold(pool, store, "all")
    assert not pool.in_memory(str(store.path("stated")))
    pool.close()


def test_the_room_can_be_set(monkeypatch):
    monkeypatch.setenv("KG_MEMORY", "100")
    assert room(Limits()) == 100 * 2**20
    assert room(Limits(held=5)) == 5
    monkeypatch.setenv("KG_MEMORY", "much")
    with pytest.raises(BadInput, match="KG_MEMORY is 'much'; it must be a number of MiB"):
        room(Limits())
    monkeypatch.delenv("KG_MEMORY")
    assert 0 < room(Limits()) <= psutil.virtual_memory().total / 4
