"""A few worker processes, kept warm and killed when they overstep."""

import contextlib
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Busy, StoreUnavailable
from kg.query.worker_process import Holder, Limits, Worker, needed_memory, room, spawned

_USES = 500  # queries after which a worker is replaced, so that its memory does not creep up
_OFTEN = 3  # queries of a store after which it is worth taking into memory
_NEVER = -(10**9)
_HELD = 3  # stores held in memory at once: levels, or generations while one replaces another


class Pool:
    """Workers for as many queries at once as the limits allow.

    They read a store on disk until it has been taken into memory, which is begun when it is
    asked often and there is room; then they come from the process that holds it.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turns = threading.BoundedSemaphore(self.limits.at_once)
        self._brief = threading.BoundedSemaphore(1)
        self._lock = threading.Lock()
        self._idle: dict[str, list[Worker]] = defaultdict(list)  # by what they hold in memory
        self._holders: dict[str, Holder] = {}  # the one that was asked last comes last
        self._asked: Counter[str] = Counter()
        self._closed = False
        self._waiting = 0
        self._working = 0

    @contextlib.contextmanager
    def worker(self, path: str = "", *, patient: bool = True) -> Iterator[tuple[Worker, bool]]:
        """Lend a worker for a store; Busy if none becomes free in time.

        Who is not patient, and finds all turns taken, gets the turn beside them, which is for a
        moment only: the worker comes with whether it is this one.
        """
        turns, brief = self._turns, False
        if not patient and not turns.acquire(blocking=False):
            turns, brief = self._brief, True
        if (patient or brief) and not self._turn(turns):
            raise Busy(f"{self.limits.at_once} queries are running already; try again in a moment")
        try:
            with self._lock:
                self._working += 1
            try:
                found = self._found(path)
                try:
                    yield found, brief
                finally:
                    self._take_back(found)
            finally:
                with self._lock:
                    self._working -= 1
        finally:
            turns.release()

    def _turn(self, turns: threading.BoundedSemaphore) -> bool:
        with self._lock:
            if self._waiting >= self.limits.queue:
                return False
            self._waiting += 1
        try:
            return turns.acquire(timeout=self.limits.wait)
        finally:
            with self._lock:
                self._waiting -= 1

    def warm(self) -> None:
        """Start idle workers, so that the first queries need not wait for them."""
        with self._lock:
            missing = 0 if self._closed else self.limits.warm - len(self._idle[""])
            self._idle[""] += [spawned(self.limits) for _ in range(missing)]

    def busy(self) -> int:
        """Number of queries being evaluated."""
        return self._working

    def idle(self) -> list[int]:
        """The process numbers of the workers that wait for a query."""
        with self._lock:
            return [worker.pid for workers in self._idle.values() for worker in workers]

    def in_memory(self, path: str) -> bool:
        """Check if queries of a store are answered from memory now."""
        with self._lock:
            holder = self._holders.get(path)
            return holder is not None and holder.ready()

    def close(self) -> None:
        """End all idle workers; busy ones end after their query."""
        with self._lock:
            self._closed = True
            idle = [worker for workers in self._idle.values() for worker in workers]
            self._idle.clear()
            for worker in idle:
                self._end(worker)
            self._let_go()

    def _found(self, path: str) -> Worker:
        """A worker for a store: one that is idle, or a new one."""
        with self._lock:
            holder = self._holder(path)
            idle = self._idle[path if holder else ""]
            if idle:
                return idle.pop()
            if holder:
                with contextlib.suppress(StoreUnavailable):
                    return self._forked(holder)
        return spawned(self.limits)

    def _take_back(self, worker: Worker) -> None:
        with self._lock:
            idle = self._idle[worker.path]
            holder = self._holders.get(worker.path)
            wanted = holder is not None and not holder.failed if worker.path else True
            room = wanted and not self._closed and len(idle) < self.limits.warm
            if room and worker.fit and worker.uses < _USES:
                idle.append(worker)
                return
            if room:
                # It becomes ready while nobody waits for it.
                with contextlib.suppress(StoreUnavailable):
                    idle.append(self._forked(holder) if holder else spawned(self.limits))
            self._end(worker)
            if self._closed:
                self._let_go()

    def _forked(self, holder: Holder) -> Worker:
        worker = holder.worker()
        holder.busy += 1
        return worker

    def _end(self, worker: Worker) -> None:
        worker.close()
        holder = self._holders.get(worker.path)
        if holder is not None:
            holder.busy -= 1

    def _holder(self, path: str) -> Holder | None:
        """The process that holds a store, if it does by now; begun where that is worth it."""
        holder = self._holders.pop(path, None)
        if holder is not None:
            self._holders[path] = holder
            if holder.ready():
                return holder
            if holder.failed:
                self._asked[path] = _NEVER  # It would fail again.
                self._drop(holder)
            return None
        self._asked[path] += 1
        if path and self._asked[path] >= _OFTEN and not self._closed:
            self._begin(path)
        return None

    def _begin(self, path: str) -> None:
        size, most = needed_memory(Path(path)), room(self.limits)
        if size > most:
            self._asked[path] = _NEVER
            return
        for old in list(self._holders.values()):
            held = sum(holder.size for holder in self._holders.values())
            if held + size > most or len(self._holders) >= _HELD:
                self._drop(old)
        held = sum(holder.size for holder in self._holders.values())
        if held + size <= most and len(self._holders) < _HELD:
            self._asked.pop(path)
            self._holders[path] = Holder(path, self.limits, size)

    def _drop(self, holder: Holder) -> None:
        """End a holder, unless one of its workers is at work."""
        for worker in self._idle.pop(holder.path, []):
            self._end(worker)
        if not holder.busy:
            del self._holders[holder.path]
            holder.close()

    def _let_go(self) -> None:
        for holder in list(self._holders.values()):
            self._drop(holder)
