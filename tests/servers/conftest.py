"""Real SPARQL servers, started on this machine for the tests, with the shipped data in them."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import kg
from kg.store.remote import publish


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    start = time.monotonic()
    while time.monotonic() - start < 90:
        assert process.poll() is None, "the server ended before it answered"
        try:
            httpx.get(address, params={"query": "ASK {}"}, trust_env=False, timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="session")
def shipped():
    with kg.open() as store:
        yield store


@contextmanager
def _serving(place: Path) -> Iterator[str]:
    program = shutil.which("oxigraph") or Path(sys.executable).with_name("oxigraph")
    address = f"127.0.0.1:{free_port()}"
    command = [program, "serve", "--location", str(place), "--bind", address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait(f"http://{address}/query", process)
            yield f"http://{address}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serving():
    """Start an empty `oxigraph serve` in a folder: `with serving(place) as address`."""
    return _serving


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory, shipped):
    """`oxigraph serve` on a free port, with the shipped data."""
    with _serving(tmp_path_factory.mktemp("oxigraph")) as address:
        publish(shipped, f"{address}/store")
        yield f"{address}/query"


SETTINGS = """
[Database]
DatabaseFile = {place}/virtuoso.db
TransactionFile = {place}/virtuoso.trx
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
xa_persistent_file = {place}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {place}/virtuoso-temp.db
TransactionFile = {place}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
DirsAllowed = {place}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {place}
[SPARQL]
ResultSetMaxRows = 10000
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory, shipped):
    """Virtuoso with the settings that it comes with, on free ports."""
    program = shutil.which("virtuoso-t")
    assert program, "Virtuoso is not installed; on Debian: apt install virtuoso-opensource"
    place = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    settings = place / "virtuoso.ini"
    settings.write_text(SETTINGS.format(place=place, sql=sql, http=http))
    command = [program, "-f", "-c", str(settings)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=place) as process:
        address = f"http://127.0.0.1:{http}"
        wait(f"{address}/sparql", process)
        password = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}
        os.environ.update(password)
        try:
            publish(shipped, f"{address}/sparql-graph-crud-auth")
        finally:
            for name in password:
                del os.environ[name]
        yield f"{address}/sparql"
        process.terminate()
