"""The front end's components, and the address their scripts are served at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

__all__ = ["STATIC", "component", "routes"]

STATIC = Path(__file__).parent / "static"
ADDRESS = "/assets"

# Streamlit sends an inline script again at each change, and finds the folder of a package's
# scripts only where the package is named like its distribution. So this line is what is sent, and
# the browser fetches the script itself once.
LOADER = """
const script = import(new URL("%s", location.origin).href);
export default function component(given) {
  let left = false, leave = null;
  script.then((module) => { if (!left) leave = module.default(given); });
  return () => { left = true; if (leave) leave(); };
}
"""


def routes() -> list[BaseRoute]:
    """The route that serves the scripts."""
    return [Mount(ADDRESS, StaticFiles(directory=STATIC), name="assets")]


@cache
def _address(name: str) -> str:
    # A new build has a new address, so no browser keeps an old one.
    digest = hashlib.sha256((STATIC / f"{name}.js").read_bytes()).hexdigest()[:12]
    return f"{ADDRESS}/{name}.js?v={digest}"


@cache
def component(name: str) -> Callable[..., Any]:
    """A component drawn by the bundle of that name."""
    return st.components.v2.component(f"kg-{name}", html="", js=LOADER % _address(name))
