"""An archive read on a standalone Spark cluster of two workers, one of which is lost on the way."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pandas as pd
import psutil
import pytest

from benchmarks.reading import articles
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
def started(*command: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs until the test ends, with all that it starts."""
    with (
        log.open("wb") as kept,
        subprocess.Popen(
            command,
            stdout=kept,
            stderr=subprocess.STDOUT,
            env=os.environ | SETTINGS,
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
