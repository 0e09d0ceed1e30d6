"""SPARQL 1.1 Protocol: requests in all three forms, and responses in the negotiated format."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from rdflib import Graph
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import BadInput, Busy, KgError, NotFound, OutOfTime, TooMuch
from kg.model.claims import LEVELS
from kg.query.evaluation import Answer
from kg.query.worker import checked_xml
from kg.store.formats import GRAPHS, negotiated

BODY = 1_000_000  # bytes of a request at most
TOO_LARGE = f"A request holds {BODY} bytes at most."
_PATIENCE = 15.0  # seconds within which a request must have come in whole
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
READ_ONLY = "This endpoint is read-only: it answers queries and makes no changes."

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A query and the data set it is asked of; no query is a question about the service."""

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    level: str = LEVELS[0]


async def received(request: Request) -> bytes:
    """The body of a request, if its head says what can be read; HTTPException if not."""
    if request.method != "POST":
        return b""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    _check_charset(parameters)
    _check_encoding(request.headers.get("content-encoding", ""))
    if kind.strip().lower() not in {_FORM, _QUERY, _UPDATE}:
        given = kind.strip()[:100] or "nothing"
        raise HTTPException(415, f"A query comes as {_QUERY} or {_FORM}, not as {given!r}.")
    return await body(request)


def asked(request: Request, content: bytes) -> Asked:
    """The query of a request and its body; HTTPException says what is wrong with it."""
    pairs = _pairs(request.url.query.encode("ascii", "strict"))
    if request.method != "POST":
        if any(name == "update" for name, _ in pairs):
            raise HTTPException(400, f"An update cannot come by GET. {READ_ONLY}")
        return _asked(pairs, needed=False)
    kind = request.headers["content-type"].partition(";")[0].strip().lower()
    if kind == _FORM:
        return _asked([*pairs, *_pairs(content)], needed=True)
    text = _text(content)
    if kind == _UPDATE:
        raise HTTPException(403, READ_ONLY)
    if any(name in {"query", "update"} for name, _ in pairs):
        raise HTTPException(400, "The query stands in the body and in the address too.")
    return _asked([*pairs, ("query", text)], needed=True)


def _asked(pairs: Pairs, *, needed: bool) -> Asked:
    updates = _values(pairs, "update")
    if updates:
        if len(updates) > 1 or _values(pairs, "query"):
            raise HTTPException(400, "A request holds one query or one update.")
        raise HTTPException(403, READ_ONLY)
    queries = _values(pairs, "query")
    if len(queries) > 1:
        raise HTTPException(400, f"A request holds one query, not {len(queries)}.")
    if needed and not queries:
        raise HTTPException(400, "There is no query; give it as the parameter 'query'.")
    default, named = (_values(pairs, f"{which}-graph-uri") for which in ("default", "named"))
    own = bool(default or named)
    levels = _values(pairs, "level") or (LEVELS[0],)
    return Asked(
        queries[0] if queries else None,
        default if own else None,
        named if own else None,
        levels[-1],
    )


def _values(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _pairs(encoded: bytes) -> Pairs:
    try:
        text = encoded.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The request is not UTF-8.") from error
    except ValueError as error:
        raise HTTPException(400, f"The request cannot be read: {error}") from error


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The request is not UTF-8.") from error


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        plain = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and plain not in {"utf-8", "utf8", "us-ascii"}:
            raise HTTPException(415, "A query comes in UTF-8.")


def _check_encoding(encoding: str) -> None:
    if encoding.strip().lower() not in {"", "identity"}:
        raise HTTPException(
            415,
            f"Content-Encoding {encoding[:50]!r} is not taken; send the query as it is.",
            headers={"Accept-Encoding": "identity"},
        )


async def body(request: Request) -> bytes:
    """The body, if it is not too large and comes in time."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > BODY:
                    raise HTTPException(413, TOO_LARGE)
                parts.append(part)
    except TimeoutError as error:
        raise HTTPException(408, f"The request took more than {_PATIENCE:g} seconds.") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "The request was broken off.") from error
    return b"".join(parts)


_PIECE = 256 * 1024
_SENDING = 30.0  # seconds that a client may take to accept a piece
# The first that fits, narrower ones before wider.
_STATUS = ((NotFound, 404), (BadInput, 400), (OutOfTime, 504), (TooMuch, 503), (KgError, 500))
# Media type and rdflib's name, by suffix; the first is for those who do not mind.
_WRITERS = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt", "rdfxml": "pretty-xml"}
DOCUMENTS = {
    f".{GRAPHS[name].extension}": (GRAPHS[name].media_type, writer)
    for name, writer in _WRITERS.items()
}


class Spooled(Response):
    """A complete answer from a file, sent in pieces, and given up if nobody takes them."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(media_type=answer.media_type)
        self.headers["content-length"] = str(answer.size)
        self.headers["vary"] = "Accept"
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        try:
            rest = self._answer.size if scope["method"] != "HEAD" else 0
            while True:
                # The last piece is read here and now: another thread would take longer to ask.
                read = self._answer.file.read
                piece = (
                    await asyncio.to_thread(read, _PIECE) if rest > _PIECE else read(max(rest, 0))
                )
                rest -= len(piece)
                more = bool(piece) and rest > 0
                async with asyncio.timeout(_SENDING):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
                if not more:
                    return
        except TimeoutError:
            return  # Short of its announced length, which the client sees as an error.
        finally:
            self._answer.close()


def graph_response(found: Graph, request: Request, suffix: str = "", status: int = 200) -> Response:
    """A graph in the format that the suffix names or the request accepts."""
    media_type = DOCUMENTS[suffix][0] if suffix else None
    if media_type is None:
        accept = ",".join(request.headers.getlist("accept"))
        media_type = negotiated(accept, [media for media, _ in DOCUMENTS.values()])
    if media_type is None:
        known = ", ".join(media for media, _ in DOCUMENTS.values())
        raise HTTPException(406, f"This can be had as {known}.")
    name = dict(DOCUMENTS.values())[media_type]
    options: dict[str, Any] = {"auto_compact": True} if name == "json-ld" else {}
    content = found.serialize(format=name, encoding="utf-8", **options)
    if media_type == DOCUMENTS[".rdf"][0]:
        try:
            content = checked_xml(content)
        except ValueError as error:
            raise HTTPException(406, str(error)) from error
    return Response(content, status, media_type=media_type, headers={"Vary": "Accept"})


def error(_request: Request, problem: Exception) -> Response:
    """An error response in one line of plain text."""
    if isinstance(problem, HTTPException):
        return refused(problem.status_code, str(problem.detail), problem.headers)
    status = next((number for kind, number in _STATUS if isinstance(problem, kind)), 0)
    if not status:
        raise problem
    # What was too large or too long would be so again.
    headers = {"Retry-After": "5"} if isinstance(problem, Busy) else None
    return refused(status, str(problem), headers)


def refused(status: int, reason: str, headers: Any = None) -> Response:
    """An error with its reason."""
    return PlainTextResponse(f"{reason}\n", status, headers=headers)
