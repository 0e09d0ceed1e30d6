"""SPARQL 1.1 Protocol and linked data over HTTP, in the app or alone."""

from kg.endpoint.routes import application, routes
from kg.endpoint.server import LOOPBACK, Server, serve
from kg.store.opening import Newest

__all__ = ["LOOPBACK", "Newest", "Server", "application", "routes", "serve"]
