"""Parsing of SPARQL 1.1 Protocol requests in all three forms."""

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.model.claims import LEVELS

_BODY = 1_000_000  # bytes
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
                if size > _BODY:
                    raise HTTPException(413, f"A request holds {_BODY} bytes at most.")
                parts.append(part)
    except TimeoutError as error:
        raise HTTPException(408, f"The request took more than {_PATIENCE:g} seconds.") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "The request was broken off.") from error
    return b"".join(parts)
