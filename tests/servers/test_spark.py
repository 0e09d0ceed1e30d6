"""An archive read on a standalone Spark cluster of two workers, one of which is lost on the way."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import networkx as nx
import pandas as pd
import psutil
import pytest

from benchmarks.reading import articles
from kg.cli import main
from tests.servers.conftest import free_port

try:
    import pyspark
except ImportError as error:
    raise AssertionError("pyspark is missing; make test-servers installs it") from error

HOME = Path(pyspark.__file__).parent
SETTINGS = {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_SCALA_VERSION": "2.13"}  # fmt: skip

LONG = 600


@contextmanager
def started(*command: str, log: Path, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs until the test ends, with all that it starts."""
    with (
        log.open("wb") as kept,
        subprocess.Popen(
            command,
            stdout=kept,
            stderr=subprocess.STDOUT,
            env=os.environ | SETTINGS | more,
        ) as process,
    ):
        try:
            yield process
        finally:
            if psutil.pid_exists(process.pid):
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
            process.kill()


def until(condition, what: str) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < LONG:
        if condition():
            return
        time.sleep(0.5)
    raise AssertionError(f"{what} does not come")


def python_workers(worker: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The Python processes below a worker that read texts now."""
    below = psutil.Process(worker.pid).children(recursive=True)
    return [child for child in below if "pyspark.daemon" in command_of(child)]


def command_of(process: psutil.Process) -> str:
    """The command of a program; nothing of one that has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@pytest.fixture
def cluster(tmp_path):
    """The address of a master, and its two workers."""
    java = ["java", "-cp", str(HOME / "jars" / "*"), "-Xmx512m"]
    port = free_port()
    master = [*java, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
              "--port", str(port), "--webui-port", "0"]  # fmt: skip
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        log = tmp_path / "master.log"
        stack.enter_context(started(*master, log=log))
        until(lambda: "New state: ALIVE" in log.read_text(), "the master")
        workers = []
        for number in (1, 2):
            worker = [*java, "org.apache.spark.deploy.worker.Worker", address, "--host",
                      "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g",
                      "--work-dir", str(tmp_path / f"work{number}")]  # fmt: skip
            kept = tmp_path / f"worker{number}.log"
            workers.append(stack.enter_context(started(*worker, log=kept)))
            until(lambda kept=kept: "Successfully registered" in kept.read_text(), "a worker")
        yield address, workers


@pytest.fixture
def connect(tmp_path):
    """The address of a Spark Connect server that needs no Java (pysail), and its one process."""
    port = free_port()
    kept = {"SAIL_EXECUTION__CHECKPOINT__PATH": (tmp_path / "kept").as_uri()}
    server = [str(Path(sys.executable).with_name("sail")), "spark", "server", "--ip", "127.0.0.1",
              "--port", str(port)]  # fmt: skip
    with started(*server, log=tmp_path / "sail.log", **kept) as process:
        until(lambda: listens(port), "the server")
        yield f"sc://127.0.0.1:{port}", [process]


def listens(port: int) -> bool:
    """True once a program answers at a port of this machine."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def archive(place: Path) -> Path:
    """Texts as people have them: with dates, without a text, twice."""
    rows = [
        {"title": f"Release {n}", "text": text, "date": f"2020-01-{n % 28 + 1:02}",
         "url": f"https://news.example/{n}"}
        for n, text in enumerate(articles(60, words=100))
    ]  # fmt: skip
    rows[3]["text"] = None  # type: ignore[assignment]
    rows[5]["text"] = rows[4]["text"]
    pd.DataFrame(rows).to_parquet(place)
    return place


def read(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg.cli", "read", *arguments]


def files(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes()
            for p in sorted((folder / "sources").rglob("*")) if p.is_file()}  # fmt: skip


@pytest.mark.timeout(2 * LONG)
def test_a_cluster_that_loses_a_worker_writes_the_same_files(cluster, tmp_path):
    address, workers = cluster
    place = archive(tmp_path / "news.parquet")
    here, there = tmp_path / "here", tmp_path / "there"
    subprocess.run(read(str(place), "--out", str(here)), check=True, capture_output=True)
    command = read("--spark", address, str(place), "--out", str(there))
    with started(*command, log=tmp_path / "read.log") as reading:
        until(lambda: python_workers(workers[0]) or reading.poll() is not None, "the reading")
        assert reading.poll() is None, (tmp_path / "read.log").read_text()[-3000:]
        for process in (*psutil.Process(workers[0].pid).children(recursive=True),
                        psutil.Process(workers[0].pid)):  # fmt: skip
            with suppress(psutil.NoSuchProcess):
                process.kill()
        code = reading.wait(timeout=LONG)
    told = (tmp_path / "read.log").read_text()
    assert code == 0, told[-3000:]
    assert "1 near copy, 1 not read" in told
    assert "Lost executor" in told
    assert len(files(here)) > 150
    assert files(there) == files(here)


@pytest.mark.timeout(2 * LONG)
@pytest.mark.parametrize("engine", ["cluster", "connect"])
def test_a_cluster_measures_what_networkx_measures(engine, request, tmp_path):
    address, _ = request.getfixturevalue(engine)
    pairs = [*nx.barabasi_albert_graph(40, 3, seed=1).edges(), (100, 101), (101, 102), (100, 102)]
    # Repetition does not count, and a tie to oneself only says that there is such a node.
    rows = [(f"n{a:03}", f"n{b:03}") for a, b in [*pairs, pairs[0], pairs[1][::-1], (5, 5), (9, 9)]]
    pd.DataFrame([*rows, ("alone", "alone")]).to_parquet(tmp_path / "ties.parquet")
    arcs = nx.DiGraph((a, b) for a, b in rows if a != b)
    arcs.add_node("alone")
    graph = arcs.to_undirected()
    command = [sys.executable, "-m", "kg.cli", "network", "--spark", address, "--ties",
               str(tmp_path / "ties.parquet")]  # fmt: skip
    few = {"PYSPARK_SUBMIT_ARGS": "--conf spark.sql.shuffle.partitions=2 pyspark-shell"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path,
                          env=os.environ | few)  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(done.stdout)):
        found.setdefault(row["measure"], {})[row["node"]] = row["value"]
    assert found["degree"] == {n: str(d) for n, d in graph.degree()}
    assert found["triangles"] == {n: str(nx.triangles(graph, n)) for n in graph}
    parts = nx.connected_components(graph)
    assert found["components"] == {n: min(part) for part in parts for n in part}
    shares = {n: float(value) for n, value in found["pagerank"].items()}
    assert shares == pytest.approx(nx.pagerank(arcs, tol=1e-12), abs=1e-9)


@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
def test_what_cannot_be_measured_is_said(tmp_path, capsys):
    pd.DataFrame({"only": ["one"]}).to_parquet(tmp_path / "one.parquet")
    for arguments, words in (
        (["betweenness", "--spark", "local[1]", "--ties", str(tmp_path / "one.parquet")],
         "no cluster measures 'betweenness'; it measures: degree"),
        (["degree", "--spark", "local[1]", "--ties", str(tmp_path / "one.parquet")],
         "needs two columns"),
        (["degree", "--spark", "local[1]", "--ties", str(tmp_path / "none.parquet")],
         "none.parquet cannot be read"),
        (["degree", "--ties", str(tmp_path / "one.parquet")], "--spark spark://HOST:7077"),
    ):  # fmt: skip
        assert main(["network", *arguments]) == 1
        assert words in capsys.readouterr().err


# PySpark 4.2 warns of the pandas that we have.
@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
def test_the_graph_of_the_data_has_the_numbers_that_it_has_here(connect, capsys):
    address, _ = connect
    assert main(["network", "pagerank", "--format", "json"]) == 0
    here = {row["entity"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert len(here) > 5
    assert main(["network", "pagerank", "--spark", address]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {row["node"]: float(row["value"]) for row in rows} == pytest.approx(here, abs=1e-8)
