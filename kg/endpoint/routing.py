"""The addresses: the SPARQL endpoint, and everything the data names."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import sandbox, sparql
from kg.endpoint import answers, linked
from kg.endpoint.guards import Cors, Token
from kg.endpoint.requests import READ_ONLY, Asked, asked
from kg.endpoint.turns import Turns
from kg.errors import BadInput, KgError, TooMuch
from kg.formats import GRAPHS, ROWS, chosen
from kg.sandbox import Answer, Limits, Pool, Running
from kg.store import Store

__all__ = ["application", "routes"]

_HEADERS = 32 * 1024  # bytes
_LOOK = 0.25  # seconds between two looks whether the client is still there
# All reach the handlers, which answer each with the methods that are right.
_ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_QUERY = ["GET", "HEAD", "POST", "OPTIONS"]
_READ = ["GET", "HEAD", "OPTIONS"]
_BESIDE = [f"/{name}{rest}" for name in ("shapes", "alignments") for rest in ("", "{suffix:path}")]

Opened = Callable[[], Store]
Handler = Callable[[Request], Awaitable[Response]]


def routes(store: Opened, workers: Pool | None = None, *, app: bool = True) -> list[BaseRoute]:
    """The routes of endpoint and linked data; `store` is called for the store at each request.

    `app` says whether the pages are served beside them, so that links may lead there.
    """
    data = linked.Linked(store, app=app)
    turns = Turns(workers.limits if workers else Limits())

    async def query(request: Request) -> Response:
        return await _query(request, store, workers, turns)

    return [
        Route("/sparql", _told(query, _QUERY), methods=_ALL),
        Route("/ontology", _told(data.ontology, _READ), methods=_ALL),
        Route("/ontology{suffix:path}", _told(data.ontology, _READ), methods=_ALL),
        *(Route(place, _told(data.beside, _READ), methods=_ALL) for place in _BESIDE),
        Route("/data", _told(data.data, _READ), methods=_ALL),
        Route("/entity/{name:path}", _told(data.thing, _READ), methods=_ALL),
        Route("/source/{name:path}", _told(data.thing, _READ), methods=_ALL),
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
    """The endpoint as an application of its own; see `serve` for what the parameters mean."""
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=["*"] if public else list(hosts))]
    if public:
        guards.append(Middleware(Cors))
    if token:
        guards.append(Middleware(Token, token=token))
    return Starlette(routes=routes(store, workers, app=False), middleware=guards)


def _told(handler: Handler, methods: list[str]) -> Handler:
    """The handler, with its methods checked and its errors told."""

    async def told(request: Request) -> Response:
        allowed = {"Allow": ", ".join(methods)}
        if sum(len(name) + len(value) for name, value in request.headers.raw) > _HEADERS:
            return answers.refused(431, f"Headers hold {_HEADERS} bytes at most.")
        if request.method not in methods:
            return answers.refused(405, f"Use {', '.join(methods)}.", allowed)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allowed)
        try:
            return await handler(request)
        except (KgError, HTTPException) as problem:
            return answers.error(request, problem)

    return told


async def _query(request: Request, store: Opened, workers: Pool | None, turns: Turns) -> Response:
    wanted = await asked(request)
    opened = await asyncio.to_thread(store)
    if wanted.query is None:
        found = await asyncio.to_thread(linked.service, opened, request)
        return answers.graph(found, request)
    if sparql.is_update(wanted.query):
        raise HTTPException(403, READ_ONLY)
    accept = _acceptable(wanted, ",".join(request.headers.getlist("accept")))
    async with turns.turn(request.client.host if request.client else ""):
        if await request.is_disconnected():
            raise TooMuch("the client left before its turn")
        running = sandbox.start(
            opened,
            wanted.query,
            accept,
            level=wanted.level,
            default_graphs=wanted.default_graphs,
            named_graphs=wanted.named_graphs,
            workers=workers,
        )
        return answers.Spooled(await _answered(running, request))


async def _answered(running: Running, request: Request) -> Answer:
    """The answer; the query ends when its client leaves."""
    ending = asyncio.wrap_future(running.future)
    while not ending.done():
        await asyncio.wait([ending], timeout=_LOOK)
        if not ending.done() and await request.is_disconnected():
            running.cancel()
    return ending.result()


def _acceptable(wanted: Asked, accept: str) -> str:
    """The media type to answer in; 406 where the client takes none that there is."""
    form = sparql.form(wanted.query or "")
    if not form:
        raise HTTPException(400, "This is no query: SELECT, ASK, CONSTRUCT or DESCRIBE is missing.")
    try:
        return chosen(accept, ROWS if form in {"SELECT", "ASK"} else GRAPHS)[1]
    except BadInput as error:
        raise HTTPException(406, str(error)) from error
