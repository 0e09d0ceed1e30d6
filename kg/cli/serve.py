"""The commands that keep running: app, serve, publish."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import httpx

import kg
from kg.cli.terminal import folder, named_folder, say, service
from kg.endpoint import guards
from kg.endpoint.server import LOOPBACK
from kg.endpoint.server import serve as serve_endpoint
from kg.errors import BadInput, StoreUnavailable
from kg.model.vocab import BASE, ENTITIES
from kg.model.wording import counted
from kg.query.worker_process import Limits
from kg.store.remote import publish as upload

# The file that `streamlit run` is given; its settings lie beside it, in `.streamlit`.
SCRIPT = Path(kg.__file__).parent / "ui" / "served.py"
HOST = "127.0.0.1"
# Said here, so that no setting of the environment opens the app to others.
_STREAMLIT = ("--server.address", HOST, "--server.enableCORS", "true", "--server.port")
USUAL_PORT = 8501
BAR, LINE = 30, 79  # characters of the bar that shows an upload's progress, and of its line
DEATH_SIGNAL = 1  # what Linux calls PR_SET_PDEATHSIG
NEAR = {"store": None, "base_path": None, "allow_host": None}  # the app of this machine
PATIENCE = 180.0  # seconds until a first answer


def app(given: Namespace, place: Path | None = None, view: str = "") -> int:
    """Start the app, print its address once it answers, and stay until it ends.

    It shows the folder `place` if there is one, and opens at the address of a `view`.
    """
    if place:
        given = Namespace(**vars(given) | NEAR | {"data": place})
    address = service(given)
    # Opened here first: what is wrong with the data is said now, and not by a page.
    if address:
        _look(address)
    else:
        kg.open(folder(given)).close()
    port = _free_port(given.port)
    host = f"http://{HOST}:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *_STREAMLIT, str(port)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env=_environment(given),
        preexec_fn=_bound(),  # noqa: PLW1509 - one call of the system, no lock is taken
    ) as server:
        signal.signal(signal.SIGTERM, _stop)
        try:
            _wait(server, host)
            shown = f"{host}{guards.base_path(given.base_path)}{view and f'/{view}'}"
            print(shown, flush=True)
            if sys.stdout.isatty() and not given.no_browser and _has_screen():
                webbrowser.open(shown)
            return server.wait()
        finally:
            server.terminate()


def serve(given: Namespace) -> int:
    """Serve SPARQL until stopped, after one line with the address."""
    address = service(given)
    if given.base_path is not None:
        os.environ["KG_BASE_PATH"] = guards.base_path(given.base_path)
    if address:
        _look(address)
    if given.public and given.host in LOOPBACK:
        say(f"only this machine reaches {given.host}; for others add --host 0.0.0.0")
    serve_endpoint(
        folder(given),
        service=address,
        listening=lambda address: print(f"listening on {address}", flush=True),
        host=given.host,
        port=given.port,
        token=given.token or os.environ.get("KG_TOKEN"),
        public=given.public,
        limits=Limits(seconds=given.timeout),
        hosts=guards.allowed_hosts(_hosts(given)),
    )
    return 0


def publish(given: Namespace) -> int:
    """Upload every named graph to a service."""
    # Of this machine, whatever service KG_STORE names.
    with kg.open(folder(given)) as store:
        done = upload(store, given.url, _progress)
    print(f"{counted(len(done.graphs), 'graph')} published to {given.url}")
    for name in done.removed:
        say(f"removed, as an earlier upload brought it and it is gone here: {name}")
    return 0


def _progress(done: int, total: int, name: str) -> None:
    """A bar that fills, on a terminal."""
    if sys.stderr.isatty():
        filled = BAR * done // total
        bar = "#" * filled + "." * (BAR - filled)
        line = f"[{bar}] {done} of {total}  {name.removeprefix(BASE)}"
        print(f"\r\x1b[K{line[:LINE]}", end="\n" if done == total else "", file=sys.stderr)


def _look(address: str) -> None:
    """Report why a service cannot be used."""
    with kg.open(store=address) as store:
        if str(ENTITIES) not in store.graphs():
            say(f"{address} holds no data of kg yet; `kg publish` uploads them")


def _bound() -> Callable[[], None] | None:
    """Tie the app's process to this one, so that it ends even if this one is killed."""
    if sys.platform != "linux":
        return None
    ask = ctypes.CDLL(None).prctl

    def bind() -> None:
        ask(DEATH_SIGNAL, signal.SIGTERM)

    return bind


def _environment(given: Namespace) -> dict[str, str]:
    ours = {"KG_DATA", "KG_STORE"}
    rest = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("STREAMLIT_SERVER_")
    }
    rest["KG_HOSTS"] = _hosts(given)
    rest["KG_BASE_PATH"] = guards.base_path(given.base_path)
    guards.allowed_hosts(rest["KG_HOSTS"])  # What is wrong is said now, and not by each page.
    data, address = named_folder(given), service(given)
    if address:
        return rest | {"KG_STORE": address}
    return rest | ({"KG_DATA": str(data.absolute())} if data else {})


def _hosts(given: Namespace) -> str:
    return ",".join(given.allow_host or [os.environ.get("KG_HOSTS", "")])


def _free_port(wanted: int | None) -> int:
    """The requested port; without one, the usual port or any free one."""
    for port in (USUAL_PORT, 0) if wanted is None else (wanted,):
        with socket.socket() as probe:
            # As servers do: a port that was in use a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadInput(f"port {wanted} is in use; choose another, or 0 for a free one")


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and server.poll() is None:
        try:
            if httpx.get(f"{address}/_stcore/health", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    if server.poll() is None:
        raise StoreUnavailable(f"the app has not answered for {PATIENCE:.0f} seconds; try again")
    raise StoreUnavailable("the app has stopped; the lines above say why")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _has_screen() -> bool:
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
