"""The routes of the endpoint, with its guards and the turns that clients take."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from ipaddress import ip_address
from weakref import WeakValueDictionary

from rdflib import Graph
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.endpoint import linked_data, protocol
from kg.endpoint.guards import QUERYING, guarding
from kg.endpoint.protocol import READ_ONLY, Asked, asked, received
from kg.errors import BadInput, Busy, KgError
from kg.query import evaluation
from kg.query.evaluation import Answer, Running
from kg.query.worker_pool import Pool
from kg.query.worker_process import Limits
from kg.store import sparql_text
from kg.store.formats import GRAPHS, ROWS, accepted
from kg.store.local import Store


class Turns:
    """Leaves a worker to the others; programs of this machine may have them all."""

    def __init__(self, limits: Limits) -> None:
        self._each = max(1, limits.at_once - 1)
        self._wait = limits.wait
        # An address is forgotten once nobody there has a turn or waits for one.
        self._taken: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """A turn of the client at this address; Busy if its others do not end in time."""
        if _is_here(client):
            yield
            return
        taken = self._taken.setdefault(client, asyncio.Semaphore(self._each))
        try:
            async with asyncio.timeout(self._wait):
                await taken.acquire()
        except TimeoutError as error:
            raise Busy(
                f"{client} has all turns that one client may have ({self._each}); "
                "try again in a moment"
            ) from error
        try:
            yield
        finally:
            taken.release()


def _is_here(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return not client  # a socket file has no address; any other name is one client


_HEADERS = 32 * 1024  # bytes
_ADDRESS = 32 * 1024  # bytes of path and query
_LOOK = 0.25  # seconds between two looks whether the client is still there
# All reach the handlers, which answer each with the methods that are right.
_ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_READ = ["GET", "HEAD", "OPTIONS"]
_BESIDE = [f"/{name}{rest}" for name in ("shapes", "alignments") for rest in ("", "{suffix:path}")]

Opened = Callable[[], Store]
Handler = Callable[[Request], Awaitable[Response]]


def routes(store: Opened, workers: Pool | None = None, *, app: bool = True) -> list[BaseRoute]:
    """The routes of endpoint and linked data; `store` is called for the store at each request.

    `app` says whether the pages are served beside them, so that links may lead there.
    """
    data = linked_data.Linked(store, app=app)
    turns = Turns(workers.limits if workers else Limits())

    async def query(request: Request) -> Response:
        return await _query(request, store, workers, turns)

    return [
        Route("/sparql", _told(query, QUERYING), methods=_ALL),
        Route("/ontology", _told(data.ontology, _READ), methods=_ALL),
        Route("/ontology{suffix:path}", _told(data.ontology, _READ), methods=_ALL),
        *(Route(place, _told(data.beside, _READ), methods=_ALL) for place in _BESIDE),
        Route("/data", _told(data.data, _READ), methods=_ALL),
        Route("/entity/{name:path}", _told(data.thing, _READ), methods=_ALL),
        Route("/source/{name:path}", _told(data.thing, _READ), methods=_ALL),
        Route("/relation/{name:path}", _told(data.thing, _READ), methods=_ALL),
        Route("/.well-known/void", _told(data.description, _READ), methods=_ALL),
    ]


def application(
    store: Opened,
    workers: Pool | None = None,
    *,
    hosts: Sequence[str] = ("127.0.0.1", "localhost"),
    token: str | None = None,
    public: bool = False,
) -> Starlette:
    """The endpoint as a separate application; `serve` documents the parameters."""
    guards = guarding(hosts, token=token, public=public)
    return Starlette(routes=routes(store, workers, app=False), middleware=guards)


def _told(handler: Handler, methods: list[str]) -> Handler:
    """Wrap a handler to check the methods and to answer errors."""

    async def told(request: Request) -> Response:
        wrong = _fault(request, methods)
        if wrong is not None:
            return wrong
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(methods)})
        try:
            return await handler(request)
        except (KgError, HTTPException) as problem:
            return protocol.error(request, problem)

    return told


def _fault(request: Request, methods: list[str]) -> Response | None:
    """The refusal of a request for its head alone."""
    headers = request.headers
    if sum(len(name) + len(value) for name, value in headers.raw) > _HEADERS:
        return protocol.refused(431, f"Headers hold {_HEADERS} bytes at most.")
    if len(request.url.path) + len(request.url.query) > _ADDRESS:
        return protocol.refused(414, f"An address holds {_ADDRESS} bytes at most; use POST.")
    if "content-length" in headers and "transfer-encoding" in headers:
        # Whoever stands between might read another length, and so another request: none is taken
        # from what is left of the connection.
        wrong = "Content-Length and Transfer-Encoding exclude each other."
        return protocol.refused(400, wrong, {"Connection": "close"})
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > protocol.BODY:
        # Said at once: none of what is announced is waited for.
        return protocol.refused(413, protocol.TOO_LARGE, {"Connection": "close"})
    if request.method not in methods:
        allowed = ", ".join(methods)
        return protocol.refused(405, f"Use {allowed}.", {"Allow": allowed})
    return None


async def _query(request: Request, store: Opened, workers: Pool | None, turns: Turns) -> Response:
    sent = await received(request)
    async with turns.turn(request.client.host if request.client else ""):
        # In a thread: whoever sends much to look through makes nobody else wait.
        found = await asyncio.to_thread(_begun, request, sent, store, workers)
        if isinstance(found, Running):
            return protocol.Spooled(await _answered(found, request))
        return protocol.graph_response(found, request)


def _begun(request: Request, sent: bytes, store: Opened, workers: Pool | None) -> Running | Graph:
    """The query of a request, running; or the description of the service that it asks for."""
    wanted, opened = asked(request, sent), store()
    if wanted.query is None:
        return linked_data.service(opened, request)
    return evaluation.start(
        opened,
        wanted.query,
        _acceptable(wanted, request),
        level=wanted.level,
        default_graphs=wanted.default_graphs,
        named_graphs=wanted.named_graphs,
        workers=workers,
    )


async def _answered(running: Running, request: Request) -> Answer:
    """The answer; the query ends when its client leaves."""
    ending = asyncio.wrap_future(running.future)
    while not ending.done():
        await asyncio.wait([ending], timeout=_LOOK)
        if not ending.done() and await request.is_disconnected():
            running.cancel()
    return ending.result()


def _acceptable(wanted: Asked, request: Request) -> str:
    """The media type to answer in; 403 for an update, 406 where the client takes none there is."""
    query = wanted.query or ""
    if len(query) > evaluation.MOST:
        raise HTTPException(400, evaluation.TOO_LONG)
    form = sparql_text.form(query)
    if sparql_text.is_update(query):
        raise HTTPException(403, READ_ONLY)
    if not form:
        raise HTTPException(
            400, "This is not a query: it needs SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    accept = ",".join(request.headers.getlist("accept"))
    try:
        return accepted(accept, ROWS if form in {"SELECT", "ASK"} else GRAPHS)[1]
    except BadInput as error:
        raise HTTPException(406, str(error)) from error
