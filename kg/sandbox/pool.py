"""A few worker processes, kept warm and killed when they overstep."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from kg.errors import BadInput, StoreUnavailable, TooMuch

__all__ = ["Limits", "Pool", "Worker"]

_SCRIPT = Path(__file__).with_name("worker.py")
_GIB = 2**30
_USES = 500  # queries after which a worker is replaced, so that its memory does not creep up
_START = 30  # seconds within which a worker must be ready
# What a worker that was ended by a signal has used too much of.
_SIGNALS: dict[int, str] = {
    signal.SIGXCPU: "time",
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "memory",
}


@dataclass(frozen=True)
class Limits:
    """How much queries from outside may take."""

    seconds: float = 10.0
    memory: int = 2 * _GIB  # address space of one worker; the engine does not open below 1 GiB
    result: int = 256 * 2**20  # bytes of one answer
    at_once: int = 4
    wait: float = 30.0  # seconds a query may wait for its turn
    queue: int = 64  # queries that may wait
    warm: int = 2  # idle workers kept

    def __post_init__(self) -> None:
        """Refuse limits that nothing could run under."""
        if self.memory < _GIB:
            raise BadInput("a worker needs at least 1 GiB of address space; raise the memory limit")
        if self.seconds <= 0:
            raise BadInput(f"the time limit is {self.seconds} seconds; it must be above 0")


class Worker:
    """One process that evaluates one query at a time."""

    def __init__(self, limits: Limits) -> None:
        engine = find_spec("pyoxigraph")
        if engine is None or engine.origin is None:
            raise StoreUnavailable("pyoxigraph is not installed; install it with pip")
        # Nothing of this environment is handed on, least of all its secrets.
        environment = {"PYTHONPATH": str(Path(engine.origin).parents[1])}
        arguments = [str(limits.memory), str(limits.result)]
        self.uses = 0
        self.offline = False
        self.fit = True  # to be asked again
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-P", str(_SCRIPT), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def evaluate(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The worker's reply; what is wrong is "time" or "ended" if there is none."""
        if not self._ready:
            greeting = self._read(_START)
            if greeting["wrong"]:
                raise StoreUnavailable("the process that evaluates queries does not start")
            self.offline = bool(greeting["offline"])
            self._ready = True
        self.uses += 1
        self.fit = False
        with contextlib.suppress(BrokenPipeError):
            self._pipe(self._process.stdin).write(json.dumps(request).encode() + b"\n")
        reply = self._read(seconds)
        self.fit = reply["wrong"] not in {"time", "ended", "memory"}
        return reply

    def _read(self, seconds: float) -> dict[str, Any]:
        stop = time.monotonic() + seconds
        output = self._pipe(self._process.stdout)
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

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise StoreUnavailable("the process that evaluates queries has no pipes")
        return pipe

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Pool:
    """Workers for as many queries at once as the limits allow."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turns = threading.BoundedSemaphore(self.limits.at_once)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._closed = False
        self._waiting = 0
        self._working = 0

    @contextlib.contextmanager
    def worker(self) -> Iterator[Worker]:
        """A worker of one's own; TooMuch if none becomes free in time."""
        if not self._turn():
            raise TooMuch(
                f"{self.limits.at_once} queries are running already; try again in a moment"
            )
        try:
            with self._lock:
                found = self._idle.pop() if self._idle else None
                self._working += 1
            try:
                found = found or Worker(self.limits)
                try:
                    yield found
                finally:
                    self._take_back(found)
            finally:
                with self._lock:
                    self._working -= 1
        finally:
            self._turns.release()

    def _turn(self) -> bool:
        with self._lock:
            if self._waiting >= self.limits.queue:
                return False
            self._waiting += 1
        try:
            return self._turns.acquire(timeout=self.limits.wait)
        finally:
            with self._lock:
                self._waiting -= 1

    def warm(self) -> None:
        """Start idle workers, so that the first queries need not wait for them."""
        with self._lock:
            missing = 0 if self._closed else self.limits.warm - len(self._idle)
            self._idle += [Worker(self.limits) for _ in range(missing)]

    def busy(self) -> int:
        """How many queries are being evaluated."""
        return self._working

    def idle(self) -> list[int]:
        """The process numbers of the workers that wait for a query."""
        with self._lock:
            return [worker.pid for worker in self._idle]

    def close(self) -> None:
        """End all idle workers; those at work end with their query."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def _take_back(self, worker: Worker) -> None:
        with self._lock:
            room = not self._closed and len(self._idle) < self.limits.warm
            if room and worker.fit and worker.uses < _USES:
                self._idle.append(worker)
                return
            if room:
                # It becomes ready while nobody waits for it.
                self._idle.append(Worker(self.limits))
        worker.close()
