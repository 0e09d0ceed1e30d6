"""Queries from outside: killed in time, kept small, and unable to reach anything."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import BadInput, BadQuery, KgError, TooMuch
from kg.model.vocab import TP
from kg.query import evaluation
from kg.query.evaluation import Spool, prepared
from kg.query.worker_pool import Pool
from kg.query.worker_process import Limits

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PAIRS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a"


@pytest.fixture(scope="module")
def workers():
    found = Pool(Limits(seconds=5, result=100_000, at_once=2, wait=3))
    yield found
    found.close()


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        ("json", "application/sparql-results+json", b'{"head"'),
        ("xml", "application/sparql-results+xml", b"<?xml"),
        ("csv", "text/csv", b"a,b\r\n"),
        ("tsv", "text/tab-separated-values", b"?a\t?b\n"),
        ("text/csv;q=0.2, application/json", "application/json", b'{"head"'),
    ],
)
def test_rows_come_in_the_format_asked_for(store, workers, accept, media_type, start):
    answer = evaluation.run(store, PAIRS, accept, workers=workers)
    assert answer.media_type == media_type
    assert answer.body().startswith(start)
    assert answer.size == len(answer.body())


def test_rows_are_those_of_the_store(store, workers):
    for level in ("stated", "all"):
        answer = evaluation.run(store, PAIRS, workers=workers, level=level)
        assert answer.rows() == store.select(PAIRS, level=level)
    graph = [str(TP.stated)]
    answer = evaluation.run(store, PAIRS, workers=workers, level="all", default_graphs=graph)
    assert answer.rows() == store.select(PAIRS, default_graphs=graph)
    assert evaluation.run(store, "ASK { ?a tp:partnersWith ?b }", workers=workers).yes()


def test_a_graph_comes_with_prefixes(store, workers):
    answer = evaluation.run(
        store, "CONSTRUCT WHERE { ?a tp:partnersWith ?b }", "turtle", workers=workers
    )
    assert answer.kind == "construct"
    assert b"tp:partnersWith entity:" in answer.body()


def test_rows_cannot_be_had_as_a_graph(store, workers):
    with pytest.raises(BadInput, match=r"text/turtle.*application/sparql-results\+json"):
        evaluation.run(store, PAIRS, "text/turtle", workers=workers)


def test_a_runaway_query_is_killed_at_its_deadline(store, workers):
    with pytest.raises(TooMuch, match=r"after 0\.5 seconds"):
        evaluation.run(store, RUNAWAY, workers=workers, seconds=0.5)
    assert len(evaluation.run(store, PAIRS, workers=workers).rows())


def test_a_query_that_wants_too_much_memory_ends_its_worker_only(store):
    pool = Pool(Limits(seconds=60, memory=2**30))
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    with pytest.raises(TooMuch, match="1 GiB of memory"):
        evaluation.run(store, hungry, workers=pool)
    assert len(evaluation.run(store, PAIRS, workers=pool).rows())
    pool.close()


def test_nesting_cannot_take_the_process_down(store, workers):
    deep = "ASK { FILTER(" + "(" * 80_000 + "1" + ")" * 80_000 + ") }"
    with pytest.raises(BadQuery, match="nested"):
        evaluation.run(store, deep, workers=workers)


def test_an_answer_that_is_too_large_is_refused_not_cut(store, workers):
    with pytest.raises(TooMuch, match=r"larger than .* MiB"):
        evaluation.run(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }", workers=workers)


def test_a_query_that_is_too_long_is_refused(store, workers):
    with pytest.raises(BadQuery, match="characters"):
        evaluation.run(store, PAIRS + " " * 300_000, workers=workers)


def test_a_query_waits_for_its_turn_but_not_for_ever(store):
    pool = Pool(Limits(seconds=20, at_once=1, wait=0.3))
    running = evaluation.start(store, RUNAWAY, workers=pool)
    time.sleep(0.3)
    # A light one gets its answer beside it; one that is not light has to wait.
    assert len(evaluation.run(store, PAIRS, workers=pool).rows())
    with pytest.raises(TooMuch, match="1 queries are running already"):
        evaluation.run(store, RUNAWAY, workers=pool)
    running.cancel()
    with pytest.raises(TooMuch, match="cancelled"):
        running.answer(5)
    assert len(evaluation.run(store, PAIRS, workers=pool).rows())
    pool.close()


def test_cancelling_ends_the_process_at_once(store, workers):
    running = evaluation.start(store, RUNAWAY, workers=workers)
    time.sleep(0.5)
    assert not running.done
    running.cancel()
    with pytest.raises(TooMuch, match="cancelled"):
        running.answer(5)


def test_a_query_cancelled_before_it_starts_never_starts(store, workers):
    running = prepared(store, RUNAWAY, "json", {"workers": workers})
    running.cancel()
    running.work()
    with pytest.raises(TooMuch, match="cancelled"):
        running.answer(0)


def test_nothing_is_left_behind(store, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pool = Pool(Limits(seconds=0.3))
    for query in [PAIRS, "nonsense", RUNAWAY, PAIRS]:
        try:
            evaluation.run(store, query, workers=pool).close()
        except KgError:
            continue
    children = pool.idle()
    assert children
    pool.close()
    assert not list(tmp_path.iterdir())
    for pid in children:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_sees_nothing_of_the_environment(store, monkeypatch):
    monkeypatch.setenv("SECRET", "key")
    pool = Pool()
    evaluation.run(store, PAIRS, workers=pool)
    assert b"SECRET" not in Path(f"/proc/{pool.idle()[0]}/environ").read_bytes()
    pool.close()


@pytest.mark.parametrize("limits", [{"memory": 2**29}, {"seconds": 0}])
def test_limits_that_nothing_can_run_under_are_refused(limits):
    with pytest.raises(BadInput, match=r"must be|at least"):
        Limits(**limits)


@pytest.mark.parametrize("size", [0, 10, 2**20, 2**20 + 1, 5 * 2**20])
def test_what_another_process_writes_is_read_whole(size, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = len(list(Path("/proc/self/fd").iterdir()))
    with Spool() as spool:
        code = f"open({str(spool.path)!r}, 'wb').write(b'ab' * {size // 2} + b'c' * {size % 2})"
        subprocess.run([sys.executable, "-c", code], check=True)
        file = spool.taken()
    assert os.fstat(file.fileno()).st_size == size
    assert file.read() == b"ab" * (size // 2) + b"c" * (size % 2)
    file.close()
    assert not list(tmp_path.iterdir())
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_nobody_takes_goes():
    before = len(list(Path("/proc/self/fd").iterdir()))
    with Spool() as spool:
        spool.path.write_bytes(b"half an ans")
    assert not spool.path.exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_without_memory_files_an_answer_is_in_a_folder_that_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    with Spool() as spool:
        assert spool.path.is_relative_to(tmp_path)
        spool.path.write_bytes(b"answer")
        file = spool.taken()
    assert file.read() == b"answer"
    file.close()
    assert not list(tmp_path.iterdir())
