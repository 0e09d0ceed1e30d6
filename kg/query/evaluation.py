"""SPARQL evaluated in a worker process that is killed at its deadline; its result spooled."""

import atexit
import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, Self, Unpack

from kg.errors import BadInput, BadQuery, KgError, OutOfTime, StoreUnavailable, TooMuch
from kg.model.claims import LEVELS
from kg.model.vocab import PREFIXES
from kg.query.worker_pool import Pool
from kg.query.worker_process import Limits, Worker
from kg.store import sparql_text
from kg.store.formats import GRAPHS, ROWS, accepted
from kg.store.local import Scope, Store
from kg.store.remote import Remote
from kg.store.result_rows import Rows, parsed_answer

_BRIEF = 0.5  # seconds that a query may take beside those that have all turns
_SMALL = 2**20  # bytes that stay in memory


class Spool:
    """A place for one answer, which another process of this user can write to by its path.

    A file on disk takes longer to make and to remove than a short query takes to answer.
    """

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._memory: IO[bytes] | None = None
        if sys.platform == "linux":
            self._memory = os.fdopen(os.memfd_create("kg-answer"), "rb")
            self.path = Path(f"/proc/{os.getpid()}/fd/{self._memory.fileno()}")
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="kg-answer-")
            self.path = Path(self._folder.name) / "answer"

    def __enter__(self) -> Self:
        """Return the spool itself; its file is deleted when the block ends, unless it is taken."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        if self._memory is not None:
            self._memory.close()
        if self._folder is not None:
            self._folder.cleanup()

    def taken(self) -> IO[bytes]:
        """The complete answer, which is the caller's from now on."""
        if self._memory is None:
            # Opened before its folder goes: the file then lives as long as it is open.
            return self.path.open("rb")
        memory, self._memory = self._memory, None
        if os.fstat(memory.fileno()).st_size <= _SMALL:
            return memory
        with memory:
            disk = tempfile.TemporaryFile(prefix="kg-answer-")  # noqa: SIM115  (the caller closes it)
            shutil.copyfileobj(memory, disk, _SMALL)
            disk.seek(0)
        return disk


_DEEP = "the query is nested too deeply; use fewer brackets or steps"
MOST = 200_000  # characters of a query; what a form or an editor sends is far below
TOO_LONG = f"the query has more than {MOST} characters; ask in smaller parts"


class Answer:
    """A complete result, in a temporary file that goes when the answer is closed or forgotten."""

    def __init__(self, file: IO[bytes], media_type: str, kind: str, seconds: float) -> None:
        self.file = file
        self.media_type = media_type
        self.kind = kind  # select, ask or construct
        self.seconds = seconds
        self.size = os.fstat(file.fileno()).st_size
        self.close = weakref.finalize(self, file.close)

    def body(self) -> bytes:
        """The whole result."""
        self.file.seek(0)
        return self.file.read()

    def rows(self) -> Rows:
        """The rows of a SELECT query that was asked for as JSON."""
        found = parsed_answer(self.body())
        if isinstance(found, bool):
            raise BadQuery("this is an ASK query, not a SELECT query")
        return found

    def yes(self) -> bool:
        """The yes or no of an ASK query that was asked for as JSON."""
        return parsed_answer(self.body()) is True


@dataclass(frozen=True)
class _Query:
    """A query with its scope and its result format."""

    store: Store
    text: str
    accept: str
    level: str = LEVELS[0]
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None
    limits: Limits = field(default_factory=Limits)

    def request(self, media_type: str, out: Path) -> dict[str, Any]:
        """The line that the worker reads."""
        own = self.default_graphs is None and self.named_graphs is None
        return {
            "path": str(self.store.path(self.level)),
            "query": self.text,
            "prefixes": PREFIXES,
            "star": sparql_text.star(self.text),
            "default": None if own else list(self.default_graphs or ()),
            "named": None if own else list(self.named_graphs or ()),
            "media_type": media_type,
            "out": str(out),
            "seconds": self.limits.seconds,
        }


class Running:
    """A query that runs while its owner does something else."""

    def __init__(self, query: _Query, workers: Pool) -> None:
        self._query = query
        self._pool = workers
        self._worker: Worker | None = None
        self._cancelled = False
        self.future: Future[Answer] = Future()

    @property
    def done(self) -> bool:
        """Check if the answer or the error is complete."""
        return self.future.done()

    def cancel(self) -> None:
        """Stop the query by ending its process."""
        self._cancelled = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def answer(self, seconds: float | None = None) -> Answer:
        """The answer, once complete; raises the query's error."""
        return self.future.result(seconds)

    def work(self) -> None:
        """Evaluate now, in this thread."""
        try:
            self.future.set_result(self._evaluate())
        except (KgError, OSError) as error:
            self.future.set_exception(error)

    def _evaluate(self) -> Answer:
        if len(self._query.text) > MOST:
            raise BadQuery(TOO_LONG)
        sparql_text.check_query(self._query.text)
        form = sparql_text.form(self._query.text)
        if not form:
            raise BadQuery(
                "error at 1:1: this is not a query; it needs SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
        offers = ROWS if form in {"SELECT", "ASK"} else GRAPHS
        name, media_type = accepted(self._query.accept, offers)
        offered = offers[name].media_type
        with Spool() as spool:
            if isinstance(self._query.store, Remote):
                seconds = self._ask_service(self._query.store, offered, spool.path)
            else:
                seconds = self._ask_worker(self._query.request(offered, spool.path))
            kind = "construct" if offers is GRAPHS else form.lower()
            return Answer(spool.taken(), media_type, kind, seconds)

    def _ask_worker(self, request: dict[str, Any]) -> float:
        found = self._turn(request, patient=False)
        # A query that takes long has shown its cost, and waits behind those that may be light.
        seconds, reply = found or self._turn(request, patient=True) or (0.0, {"wrong": "time"})
        if reply["wrong"]:
            raise self._error(reply)
        return seconds

    def _turn(
        self, request: dict[str, Any], *, patient: bool
    ) -> tuple[float, dict[str, Any]] | None:
        """The time taken and the reply, or None if it was to be brief and was not."""
        with self._pool.worker(request["path"], patient=patient) as (worker, brief):
            self._worker = worker
            if self._cancelled:
                raise TooMuch("the query was cancelled")
            limit = self._query.limits.seconds
            start = time.perf_counter()
            reply = worker.evaluate(request, min(limit, _BRIEF) if brief else limit)
            seconds = time.perf_counter() - start
            self._worker = None
        late = brief and reply["wrong"] == "time" and limit > _BRIEF
        return None if late else (seconds, reply)

    def _ask_service(self, store: Remote, media_type: str, out: Path) -> float:
        """The service's own limits hold, and ours on time and size."""
        query, start = self._query, time.perf_counter()
        body = store.answer(
            query.text,
            media_type,
            seconds=query.limits.seconds,
            level=query.level,
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
        )
        if self._cancelled or len(body) > query.limits.result:
            raise self._error({"wrong": "size"})
        out.write_bytes(body)
        return time.perf_counter() - start

    def _error(self, reply: dict[str, Any]) -> KgError:
        limits = self._query.limits
        if self._cancelled:
            return TooMuch("the query was cancelled")
        match reply["wrong"]:
            case "query" | "depth":
                return BadQuery(reply["text"] if reply["wrong"] == "query" else _DEEP)
            case "time":
                return OutOfTime(
                    f"the query was stopped after {limits.seconds:g} seconds; "
                    "make it narrower, or raise the time limit"
                )
            case "memory":
                return TooMuch(
                    f"the query needs more than {limits.memory / 2**30:g} GiB of memory; "
                    "make it narrower"
                )
            case "size":
                return TooMuch(
                    f"the answer is larger than {limits.result / 2**20:g} MiB; "
                    "ask for less, for instance with LIMIT and OFFSET"
                )
        return StoreUnavailable(f"the query could not be evaluated: {reply['text']}")


@cache
def pool() -> Pool:
    """The workers of this process; KG_TIMEOUT sets their deadline."""
    seconds = os.environ.get("KG_TIMEOUT") or str(Limits.seconds)
    try:
        limits = Limits(seconds=float(seconds))
    except ValueError as error:
        raise BadInput(f"KG_TIMEOUT is {seconds!r}; it must be a number of seconds") from error
    workers = Pool(limits)
    atexit.register(workers.close)
    return workers


class Options(Scope, total=False):
    """Evaluation options of an outside query: data set, deadline and workers."""

    seconds: float | None
    workers: Pool | None


def run(store: Store, query: str, accept: str = "json", **options: Unpack[Options]) -> Answer:
    """The complete answer to a query.

    `accept` is an Accept header, a media type or a short name of `kg.formats`. Raises BadQuery
    for a query that is wrong or not allowed, TooMuch for one that oversteps a limit.
    """
    running = prepared(store, query, accept, options)
    running.work()
    return running.answer()


def start(store: Store, query: str, accept: str = "json", **options: Unpack[Options]) -> Running:
    """Begin to evaluate a query; ask the result for its answer, or cancel it."""
    running = prepared(store, query, accept, options)
    threading.Thread(target=running.work, name="query", daemon=True).start()
    return running


def prepared(store: Store, query: str, accept: str, options: Options) -> Running:
    """Return a query that is ready to run, with its workers and limits chosen."""
    workers = options.get("workers") or pool()
    seconds = options.get("seconds")
    limits = replace(workers.limits, seconds=seconds) if seconds else workers.limits
    asked = _Query(
        store,
        sparql_text.names_decoded(query) if len(query) <= MOST else query,
        accept,
        options.get("level", LEVELS[0]),
        options.get("default_graphs"),
        options.get("named_graphs"),
        limits,
    )
    return Running(asked, workers)
