"""Guards of every request: host, token, origin, path, and the headers for browsers."""

import hmac
import os
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import BadInput

_PATH = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
QUERYING = ["GET", "HEAD", "POST", "OPTIONS"]
_READING = {"GET", "HEAD", "OPTIONS"}
_PAGES = {
    # Streamlit styles inline, draws charts from generated functions and starts workers from blobs.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob: data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def base_path(given: str | None = None) -> str:
    """The path below which everything is served, such as `/kg`; KG_BASE_PATH, or none."""
    path = (os.environ.get("KG_BASE_PATH", "") if given is None else given).strip("/")
    if path and not _PATH.fullmatch(path):
        raise BadInput(f"{path!r} is not a path to serve below; give letters and digits, as in /kg")
    return f"/{path}" if path else ""


def allowed_hosts(named: str) -> list[str]:
    """The host names of a list with commas, under which the server is known besides its own."""
    hosts = [name.strip().lower() for name in named.split(",") if name.strip()]
    for host in hosts:
        if "*" in host.removeprefix("*.") or "/" in host or ":" in host:
            raise BadInput(
                f"{host!r} is not a host name; give names such as graph.example.org, without "
                "https:// and port"
            )
    return hosts


def guarding(
    hosts: Sequence[str], *, token: str | None = None, public: bool = False
) -> list[Middleware]:
    """The guards of an endpoint of its own, the outermost first.

    A public one is known by any host name, and pages of any website may read it (CORS).
    """
    found = [Middleware(TrustedHostMiddleware, allowed_hosts=["*"] if public else list(hosts))]
    if public:
        # Outermost, so that such pages may read why they are refused, too.
        found.insert(0, Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"],
                                   allow_methods=QUERYING, max_age=86400))  # fmt: skip
    else:
        found.append(Middleware(OwnOrigin))
    if token:
        found.append(Middleware(Token, token=token))
    if base := base_path():
        found.append(Middleware(BasePath, base=base))
    return found


class Token:
    """Lets in who shows the token, as `Authorization: Bearer …`."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        if scope["type"] == "http":
            scheme, _, shown = Headers(scope=scope).get("authorization", "").partition(" ")
            right = hmac.compare_digest(shown.strip().encode("latin-1"), self._expected)
            if scheme.lower() != "bearer" or not right:
                headers = {"WWW-Authenticate": "Bearer"}
                refusal = PlainTextResponse("A token is needed.\n", 401, headers=headers)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class OwnOrigin:
    """Refuses forms and live connections of other websites, those on other ports too.

    Browsers name the origin of a page that posts a form or opens a connection; who names none is
    a program on its own, which reaches what its user reaches.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, without an origin where it is foreign and only reads, or refuse."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        live = scope["type"] == "websocket"
        foreign = origin is not None and not _same(origin, headers.get("host", ""))
        if foreign and live:
            await send({"type": "websocket.close", "code": 1008})
            return
        if foreign and scope["method"] not in _READING:
            words = "Pages of other websites may not send anything here.\n"
            await PlainTextResponse(words, 403)(scope, receive, send)
            return
        if foreign or live:
            # Streamlit would let pages on any port of this machine read, and knows a proxy's name
            # only from a list of its own.
            rest = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            scope = {**scope, "headers": rest}
        await self._app(scope, receive, send)


def _same(origin: str, host: str) -> bool:
    """Compare a page's origin with the host asked; a proxy may have left out the port."""
    try:
        page, asked = urlsplit(origin), urlsplit(f"//{host}")
        ports = page.port, asked.port
    except ValueError:
        return False
    usual = {"http": 80, "https": 443}.get(page.scheme)
    return page.hostname == asked.hostname and (ports[1] is None or (ports[0] or usual) == ports[1])


class BasePath:
    """Serves below a path, whether or not the proxy in front has taken it off."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the path off the address, and put it before the addresses that are sent on to."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path == self._base and scope["type"] == "http":
            # Without its slash, the page would look for its scripts beside itself.
            query = scope["query_string"].decode("latin-1")
            target = f"{self._base}/{'?' if query else ''}{query}"
            await RedirectResponse(target)(scope, receive, send)
            return
        if path.startswith(f"{self._base}/"):
            raw = scope.get("raw_path") or path.encode()
            below = raw[len(self._base) :] if raw.startswith(self._base.encode()) else raw
            scope = {**scope, "path": path[len(self._base) :], "raw_path": below}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                to = urlsplit(headers.get("location", ""))
                own = not to.netloc or to.netloc == Headers(scope=scope).get("host")
                if own and to.path.startswith("/") and not to.path.startswith(f"{self._base}/"):
                    headers["location"] = to._replace(
                        scheme="", netloc="", path=self._base + to.path
                    ).geturl()
            await send(message)

        await self._app(scope, receive, sent)


class PageHeaders:
    """Tells browsers what the pages may load, and that no other website may show them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its answer."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _PAGES.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)
