"""Processes that evaluate queries: how one is started, asked and ended."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from kg.errors import BadInput, StoreUnavailable

_SCRIPT = Path(__file__).with_name("worker.py")
_GIB = 2**30
_START = 30  # seconds within which a worker must be ready
# What a worker that was ended by a signal has used too much of.
_SIGNALS: dict[int, str] = {
    signal.SIGXCPU: "time",
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "depth",  # the stack is all that the engine can overrun
}


@dataclass(frozen=True)
class Limits:
    """Limits on queries from outside."""

    seconds: float = 10.0
    memory: int = 2 * _GIB  # address space of one worker; the engine does not open below 1 GiB
    result: int = 256 * 2**20  # bytes of one answer
    at_once: int = 4
    wait: float = 30.0  # seconds a query may wait for its turn
    queue: int = 64  # queries that may wait
    warm: int = 2  # idle workers kept
    held: int | None = None  # bytes that stores may take in memory; None leaves it to the machine

    def __post_init__(self) -> None:
        """Refuse limits that nothing could run under."""
        if self.memory < _GIB:
            raise BadInput("a worker needs at least 1 GiB of address space; raise the memory limit")
        if self.seconds <= 0:
            raise BadInput(f"the time limit is {self.seconds} seconds; it must be above 0")


class Process(Protocol):
    """The interface of the process behind a worker."""

    @property
    def pid(self) -> int:
        """The number of the process."""

    def kill(self) -> None:
        """End it now."""

    def wait(self) -> int:
        """Wait for the process; returns its exit status, or the negative number of the signal."""


class Worker:
    """One process that evaluates one query at a time."""

    def __init__(
        self, process: Process, requests: IO[bytes], replies: IO[bytes], path: str = ""
    ) -> None:
        self.path = path  # of the store that it holds in memory
        self.uses = 0
        self.offline = False
        self.fit = True  # to be asked again
        self._ready = False
        self._process = process
        self._requests = requests
        self._replies = replies

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def evaluate(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The worker's reply; "time" or "ended" is the fault if there was no reply."""
        if not self._ready:
            greeting = self._read(_START)
            if greeting["wrong"]:
                raise StoreUnavailable("the process that evaluates queries does not start")
            self.offline = bool(greeting["offline"])
            self._ready = True
        self.uses += 1
        self.fit = False
        with contextlib.suppress(BrokenPipeError):
            self._requests.write(json.dumps(request).encode() + b"\n")
        reply = self._read(seconds)
        self.fit = reply["wrong"] not in {"time", "ended", "memory", "depth"}
        return reply

    def _read(self, seconds: float) -> dict[str, Any]:
        stop = time.monotonic() + seconds
        output = self._replies
        line = b""
        with selectors.DefaultSelector() as waiting:
            waiting.register(output, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not waiting.select(max(stop - time.monotonic(), 0)):
                    return {"wrong": "time"}
                piece = os.read(output.fileno(), 65536)
                if not piece:
                    ended = -self._process.wait()
                    return {"wrong": _SIGNALS.get(ended, "ended"), "text": str(ended)}
                line += piece
        reply: dict[str, Any] = json.loads(line)
        return reply

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._replies):
            with contextlib.suppress(OSError):
                pipe.close()


def script(
    *arguments: object,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """The worker's script, started; `keep` are open files that it is handed."""
    engine = find_spec("pyoxigraph")
    if engine is None or engine.origin is None:
        raise StoreUnavailable("pyoxigraph is not installed; install it with pip")
    return subprocess.Popen(
        [sys.executable, "-S", "-P", str(_SCRIPT), *map(str, arguments)],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        # Nothing of this environment is handed on, least of all its secrets.
        # Each arena takes 64 MiB of the address space that a worker may use.
        env={"PYTHONPATH": str(Path(engine.origin).parents[1]), "MALLOC_ARENA_MAX": "2"},
        bufsize=0,
        pass_fds=keep,
    )


def spawned(limits: Limits) -> Worker:
    """A worker that opens stores on disk."""
    pipe = subprocess.PIPE
    process = script("answer", limits.memory, limits.result, stdin=pipe, stdout=pipe)
    if process.stdin is None or process.stdout is None:
        raise StoreUnavailable("the process that evaluates queries has no pipes")
    return Worker(process, process.stdin, process.stdout)
