"""HTTP responses: content, format, and errors."""

import asyncio
from typing import Any

from rdflib import Graph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import BadInput, Busy, KgError, NotFound, OutOfTime, TooMuch
from kg.query.evaluation import Answer
from kg.query.worker import checked_xml
from kg.store.media_types import negotiated

_PIECE = 256 * 1024
_PATIENCE = 30.0  # seconds that a client may take to accept a piece
# The first that fits, narrower ones before wider.
_STATUS = ((NotFound, 404), (BadInput, 400), (OutOfTime, 504), (TooMuch, 503), (KgError, 500))
# Suffix, media type, rdflib's name; the first is for those who do not mind.
DOCUMENTS = {
    ".ttl": ("text/turtle", "turtle"),
    ".jsonld": ("application/ld+json", "json-ld"),
    ".nt": ("application/n-triples", "nt"),
    ".rdf": ("application/rdf+xml", "pretty-xml"),
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
            while rest > 0:
                # The last piece is read here and now: another thread would take longer to ask.
                read = self._answer.file.read
                piece = await asyncio.to_thread(read, _PIECE) if rest > _PIECE else read(_PIECE)
                if not piece:
                    break
                rest -= len(piece)
                async with asyncio.timeout(_PATIENCE):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            return  # Short of its announced length, which the client sees as an error.
        finally:
            self._answer.close()


def graph(found: Graph, request: Request, suffix: str = "", status: int = 200) -> Response:
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
