"""The endpoint as a server of its own."""

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.endpoint.routes import application
from kg.errors import BadInput
from kg.query.worker_pool import Pool
from kg.query.worker_process import Limits
from kg.resources import home
from kg.store.local import Store
from kg.store.opening import Newest

_PATIENCE = 15.0  # seconds within which a request's headers must have come
_OF_AN_ADDRESS = 32  # connections of one address
_OF_THIS_MACHINE = 192  # connections from here, where a proxy may speak for many
_LINGER = 1.0  # seconds for which the rest of a refused request is read, and forgotten
_AT_ONCE = 256  # connections
_HEAD = 128 * 1024  # bytes; the routes say what is wrong with one that is shorter than this
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class _Patient(H11Protocol):
    """Hangs up on a client that does not get its request said, or does not take its answer."""

    _stuck: asyncio.TimerHandle | None = None
    _refused = False
    _since = 0.0

    def connection_made(self, transport: Any) -> None:
        """Start to wait for a request."""
        super().connection_made(transport)
        self._make_room()
        self._waiting = asyncio.get_running_loop().call_later(_PATIENCE, self._give_up)

    def _make_room(self) -> None:
        """Hang up on the oldest idle connection of this address, if it has too many."""
        self._since = time.monotonic()
        address = (self.client or ("",))[0]
        others = [c for c in self.connections if isinstance(c, _Patient) and c is not self]
        same = [c for c in others if (c.client or ("",))[0] == address]
        most = _OF_THIS_MACHINE if address in LOOPBACK else _OF_AN_ADDRESS
        if len(same) < most:
            return
        silent = [c for c in same if c.is_idle() and not c.transport.is_closing()]
        oldest = min(silent, key=lambda c: c._since, default=self)
        oldest.transport.abort()

    def is_idle(self) -> bool:
        """Check that nothing is being answered."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._waiting.cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait until the client takes the data that it asked for."""
        super().pause_writing()
        self._stuck = asyncio.get_running_loop().call_later(_PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop waiting."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
            super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that cannot be read, before hanging up."""
        if len(self.conn.trailing_data[0]) <= _HEAD:
            super().send_400_response(msg)
            return
        words = f"Address and headers hold {_HEAD} bytes at most; use POST for a long query.\n"
        head = "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
        kind = f"Content-Type: text/plain\r\nContent-Length: {len(words)}\r\n\r\n"
        self.transport.write(f"{head}{kind}{words}".encode())
        # Closed at once, what is still coming would make the system take the answer back.
        self._refused = True
        asyncio.get_running_loop().call_later(_LINGER, self.transport.close)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the request has been refused."""
        if not self._refused:
            super().data_received(data)

    def _give_up(self) -> None:
        if self.is_idle() and not self.transport.is_closing():
            self.transport.close()
        else:
            self._waiting = asyncio.get_running_loop().call_later(_PATIENCE, self._give_up)


class Server:
    """A server that listens from the start; `run` answers until it is stopped."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        public: bool = False,
        limits: Limits | None = None,
        service: str | None = None,
        store: Callable[[], Store] | None = None,
        hosts: Sequence[str] = (),
    ) -> None:
        if host not in LOOPBACK and not token and not public:
            raise BadInput(
                f"{host} can be reached from outside; give a token that clients must show "
                "(--token, or KG_TOKEN), or say that the data is public (--public)"
            )
        self.workers = Pool(limits)
        store = store or Newest(lambda: folder or home("data"), service)
        store()  # What is wrong with the data is said before anybody asks.
        open_to_all = host in {"0.0.0.0", "::"} or public  # noqa: S104  (told apart, not bound)
        self.application = application(
            store,
            self.workers,
            hosts=("*",) if open_to_all and not hosts else (host, *LOOPBACK, *hosts),
            token=token,
            public=public,
        )
        self._socket = _listening(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self._server = uvicorn.Server(_config(self.application))

    def run(self) -> None:
        """Answer requests until the process is stopped."""
        self.workers.warm()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.workers.close()
            self._socket.close()

    def connections(self) -> int:
        """Number of connected clients."""
        return len(self._server.server_state.connections)

    def stop(self) -> None:
        """Make `run` return, from another thread."""
        self._server.should_exit = True


def serve(
    folder: Path | None = None,
    *,
    listening: Callable[[str], None] = lambda _address: None,
    **options: Any,
) -> None:
    """Serve `/sparql` and the linked data until stopped.

    `listening` is called with the address once connections are accepted. `options` are those of
    `Server`: host, port (0 is a free one), token, public, limits, hosts (further names that clients
    may call it by), and service, the address of a SPARQL service that is asked instead of a folder.
    """
    server = Server(folder, **options)
    listening(server.address)
    server.run()


def _config(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=_Patient,
        log_level="warning",
        limit_concurrency=_AT_ONCE,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        server_header=False,
        lifespan="off",
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio switches off the delay of small packets.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise BadInput(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another port"
        ) from error
    return found
