"""A SPARQL 1.1 service over HTTP: asking it, uploading to it, and its errors as ours."""

import os
import re
import time
from collections.abc import Generator, Iterable, Iterator
from typing import IO
from urllib.parse import urlsplit

import httpx

from kg.errors import BadInput, BadQuery, Busy, OutOfTime, StoreUnavailable, TooMuch

_TRIES = 4
_PAUSE = 0.5  # seconds before the second try; each later pause is twice as long
_PASSING = {429, 502, 503}
_DEADLINE = 504  # not asked again: it would take as long once more
_NOT_FOUND = 404
_PIECE = 256 * 1024
_SHOWN = 500  # characters of a server's own words
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MOST_ROWS = "x-sparql-maxrows"  # how Virtuoso says that it has cut an answer


class Service:
    """One address of a service, with the credentials that the environment gives for it.

    KG_STORE_USER and KG_STORE_PASSWORD (digest where the server asks for it), or KG_STORE_TOKEN.
    """

    def __init__(self, address: str, seconds: float = 60.0) -> None:
        self.address = _checked(address)
        timeout = httpx.Timeout(seconds, connect=10.0)
        headers = {"User-Agent": "tech-partnerships"}
        token = os.environ.get("KG_STORE_TOKEN")
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            timeout=timeout, auth=_credentials(), headers=headers, trust_env=False
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        seconds: float | None = None,
    ) -> httpx.Response:
        """The complete answer to a query; retried while the server is only busy."""
        data = {
            "query": [query],
            "default-graph-uri": list(default_graphs),
            "named-graph-uri": list(named_graphs),
        }
        request = self._client.build_request(
            "POST", self.address, data=data, headers={"Accept": accept}
        )
        if seconds:
            request.extensions["timeout"] = httpx.Timeout(seconds, connect=10.0).as_dict()
        response = self._sent(request, tries=_TRIES)
        if _MOST_ROWS in response.headers:
            raise TooMuch(
                f"{self.address} cuts answers at {response.headers[_MOST_ROWS]} rows; "
                "ask for less, or have its limit raised (ResultSetMaxRows in Virtuoso)"
            )
        return response

    def graph(self, graph: str, media_type: str) -> bytes:
        """Fetch one named graph by the Graph Store Protocol; None if the service does not have
        it.
        """
        response = self._graph("GET", graph, {"Accept": media_type}, absent=True)
        return b"" if response.status_code == _NOT_FOUND else response.content

    def put(self, graph: str, content: IO[bytes], media_type: str) -> None:
        """Replace one named graph by the content of a file."""
        size = content.seek(0, os.SEEK_END)
        headers = {"Content-Type": media_type, "Content-Length": str(size)}
        self._graph("PUT", graph, headers, _Content(content))

    def delete(self, graph: str) -> None:
        """Remove one named graph, if it is there."""
        self._graph("DELETE", graph, absent=True)

    def _graph(
        self,
        method: str,
        graph: str,
        headers: dict[str, str] | None = None,
        content: "_Content | None" = None,
        *,
        absent: bool = False,
    ) -> httpx.Response:
        request = self._client.build_request(
            method, self.address, params={"graph": graph}, headers=headers, content=content
        )
        return self._sent(request, tries=_TRIES, absent=absent)

    def _sent(self, request: httpx.Request, tries: int, *, absent: bool = False) -> httpx.Response:
        pause = _PAUSE
        while True:
            tries -= 1
            try:
                response = self._client.send(request)
            except httpx.TimeoutException as error:
                raise OutOfTime(f"{self.address} did not answer in time") from error
            except httpx.HTTPError as error:
                if not tries or not isinstance(error, httpx.ConnectError | httpx.ReadError):
                    reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
                    raise StoreUnavailable(f"{self.address} does not answer: {reason}") from error
            else:
                if absent and response.status_code == _NOT_FOUND:
                    return response
                if response.status_code not in _PASSING or not tries:
                    return self._checked(response)
            time.sleep(pause)
            pause *= 2

    def _checked(self, response: httpx.Response) -> httpx.Response:
        status = response.status_code
        if response.is_success:
            return response
        words = " ".join(response.text.split())[:_SHOWN]
        said = f"{self.address} answers {status}: {words}"
        if status == 400:
            raise BadQuery(words or said)
        if status in {401, 403}:
            raise StoreUnavailable(
                f"{said}; set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
            )
        if status == _DEADLINE:
            raise OutOfTime(said)
        if status in _PASSING or status == 413:
            raise Busy(said) if status in _PASSING else TooMuch(said)
        raise StoreUnavailable(said)


class _Content:
    """A file as the body of a request, read from its beginning whenever it is sent (again)."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInput(f"{address!r} is not the address of a service; one starts with https://")
    forced = os.environ.get("KG_STORE_INSECURE") == "1"
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not forced:
        raise BadInput(
            f"{address} would send everything unencrypted; use https, "
            "or set KG_STORE_INSECURE=1 if you must"
        )
    return address


def _credentials() -> httpx.Auth | None:
    user, password = (os.environ.get(f"KG_STORE_{name}", "") for name in ("USER", "PASSWORD"))
    return _BasicOrDigest(user, password) if user else None


class _BasicOrDigest(httpx.Auth):
    """Digest where the server asks for it, else basic."""

    requires_response_body = True

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request without a password, then with the scheme that the server asks for."""
        response = yield request
        if response.status_code != 401:
            return
        wanted = response.headers.get("www-authenticate", "").lower()
        if wanted.startswith("digest"):
            flow = self._digest.auth_flow(request)
            next(flow)
            yield flow.send(response)
        else:
            flow = self._basic.auth_flow(request)
            yield next(flow)
