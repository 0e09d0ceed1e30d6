"""What the app serves beside its pages, and to whom."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute

from kg import endpoint
from kg.ui import bundle, opened

__all__ = ["middleware", "routes"]

# A page on the web may point a name of its own at this machine and so read private data: only
# requests that say they mean this machine are answered.
HOSTS = ["127.0.0.1", "localhost"]


def routes() -> list[BaseRoute]:
    """The addresses for programs, and the scripts of the pages."""
    return [*bundle.routes(), *endpoint.routes(endpoint.Newest(opened.folder, opened.service()))]


def middleware() -> list[Middleware]:
    """What every request passes first, pages and their live connection too."""
    return [Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)]
