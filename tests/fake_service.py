"""Servers for tests, on this machine: one with scripted responses, one that keeps graphs."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Fake:
    """A server that gives prepared responses, one after the other."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.methods: list[str] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fake.seen.append((self.path, dict(self.headers), body))
                fake.methods.append(self.command)
                status, headers, content = fake.answers.pop(0)
                self.send_response(status)
                for name, value in {"Content-Length": len(content), **headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/sparql"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Shelf(Fake):
    """A graph store that keeps the graphs it receives."""

    def __init__(self, **graphs):
        super().__init__()
        self.graphs: dict[str, bytes] = graphs
        self.answers = self  # type: ignore[assignment]

    def pop(self, _first):
        path, _, body = self.seen[-1]
        (graph,) = parse_qs(path.partition("?")[2])["graph"]
        there = graph in self.graphs
        match self.method:
            case "PUT":
                self.graphs[graph] = body
            case "DELETE":
                self.graphs.pop(graph, None)
        found = self.graphs.get(graph, b"") if self.method == "GET" else b""
        return (200 if there or self.method == "PUT" else 404), {}, found

    @property
    def method(self):
        return self.methods[-1]
