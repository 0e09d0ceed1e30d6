"""A store held in memory by one process, which forks the workers that answer from it."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from kg.errors import BadInput, StoreUnavailable
from kg.query.worker_process import Limits, Worker, script

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


def needed(path: Path) -> int:
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
