"""One process that evaluates queries, with limits of time and memory, or holds data in memory."""

import contextlib
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from kg.errors import BadInput, StoreUnavailable

_SCRIPT = Path(__file__).with_name("worker.py")
HOME = _SCRIPT.parents[2]  # the folder that this package lies in
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
        env={"PYTHONPATH": f"{Path(engine.origin).parents[1]}:{HOME}", "MALLOC_ARENA_MAX": "2"},
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


_GROWTH = 3  # bytes in memory for each on disk; 2.8 were measured
_SHARE = 4  # the part of the free memory that stores may take: one of so many
_MACHINE, _CONTAINER = Path("/proc/meminfo"), Path("/sys/fs/cgroup/memory.max")
_PATIENCE = 30.0  # seconds within which the holder answers
_ENOUGH = 5.0  # seconds within which the reader of the disk ends after its last word


def room(limits: Limits) -> int:
    """Bytes that stores may take in memory: KG_MEMORY MiB, or a quarter of the free memory."""
    if not sys.platform.startswith("linux"):
        return 0  # Elsewhere a process cannot be named without the danger of hitting another.
    if limits.held is not None:
        return limits.held
    given = os.environ.get("KG_MEMORY")
    if given:
        try:
            return int(given) * 2**20
        except ValueError as error:
            raise BadInput(f"KG_MEMORY is {given!r}; it must be a number of MiB") from error
    lines = _MACHINE.read_text(encoding="ascii").splitlines()
    free = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    if _CONTAINER.exists() and (most := _CONTAINER.read_text(encoding="ascii").strip()).isdecimal():
        free.append(int(most))
    return min(free, default=0) // _SHARE


def needed_memory(path: Path) -> int:
    """About how many bytes a store on disk takes in memory."""
    return sum(file.stat().st_size for file in path.iterdir()) * _GROWTH


class Holder:
    """One store in memory, in a process with a single thread, which can be forked at any time."""

    def __init__(self, path: str, limits: Limits, size: int) -> None:
        self.path = path
        self.size = size
        self.busy = 0  # workers that exist; they die with the holder
        self.failed = False
        self._ready = False
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE)
        out, into = os.pipe()
        try:
            # The engine has threads where it reads the disk, so that is another process.
            self._reader = script("dump", path, stdout=into)
            options = (limits.memory, limits.result, path, size * 2, theirs.fileno(), out)
            self._process = script("hold", *options, keep=(theirs.fileno(), out))
        finally:
            theirs.close()
            os.close(out)
            os.close(into)

    def ready(self) -> bool:
        """Check if the whole store is in memory."""
        with self._lock:
            loading = not self._ready and not self.failed
            if loading and select.select([self._control], [], [], 0)[0]:
                self._ready = self._control.recv(100) == b"ready" and self._complete()
                self.failed = not self._ready
            return self._ready and not self.failed

    def _complete(self) -> bool:
        try:
            return self._reader.wait(_ENOUGH) == 0
        except subprocess.TimeoutExpired:
            return False

    def worker(self) -> Worker:
        """A new worker; StoreUnavailable if the holder has ended."""
        child_in, requests = os.pipe()
        replies, child_out = os.pipe()
        try:
            with self._lock:
                socket.send_fds(self._control, [b"fork"], [child_in, child_out])
                message, handles, _, _ = socket.recv_fds(
                    self._control, 100, 1, socket.MSG_CMSG_CLOEXEC
                )
            if not handles:
                raise ConnectionResetError("no process")
        except OSError as error:
            self.failed = True
            os.close(requests)
            os.close(replies)
            raise StoreUnavailable("the process that holds the store has ended") from error
        finally:
            os.close(child_in)
            os.close(child_out)
        process = _Forked(self, int(message), handles[0])
        files = os.fdopen(requests, "wb", buffering=0), os.fdopen(replies, "rb", buffering=0)
        return Worker(process, *files, path=self.path)

    def status(self, pid: int) -> int:
        """Exit status of a worker that has ended."""
        try:
            with self._lock:
                self._control.send(b"wait %d" % pid)
                return int(self._control.recv(100))
        except (OSError, ValueError):
            self.failed = True
            return -signal.SIGKILL  # as its workers end when the holder does

    def close(self) -> None:
        """End the holder, and with it all its workers."""
        self._control.close()
        for process in (self._process, self._reader):
            process.kill()
            process.wait()


class _Forked:
    """A worker's process. It is killed by a handle: its number may be another's by then."""

    def __init__(self, holder: Holder, pid: int, handle: int) -> None:
        self.pid = pid
        self._holder = holder
        self._handle = handle
        self._ended: int | None = None
        self._lock = threading.Lock()

    def kill(self) -> None:
        """End it now."""
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for the process and return its status."""
        with self._lock:
            if self._ended is None:
                self._ended = self._holder.status(self.pid)
                os.close(self._handle)
                self._handle = -1
            return self._ended
