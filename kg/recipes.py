"""A query as one would ask it elsewhere: with curl, in Python, on the command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from kg.model import LEVELS

__all__ = ["command", "curl", "python"]

ROWS = "text/csv"
TRIPLES = "text/turtle"


def curl(
    address: str, query: str, *, triples: bool = False, graphs: Sequence[str] | None = None
) -> str:
    """The command that asks an endpoint of the SPARQL protocol; `graphs` is the data set."""
    parts = ["curl", address, "-H", f"Accept: {TRIPLES if triples else ROWS}"]
    for graph in graphs or ():
        for name in ("default-graph-uri", "named-graph-uri"):
            parts += ["--data-urlencode", f"{name}={graph}"]
    return shlex.join([*parts, "--data-urlencode", f"query={query}"])


def python(
    query: str, *, form: str = "SELECT", level: str = LEVELS[0], graphs: Sequence[str] | None = None
) -> str:
    """Five lines for a notebook."""
    ask = {"ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}.get(form, "select")
    options = f', level="{level}"' if level != LEVELS[0] else ""
    if graphs:
        options += ", default_graphs=graphs, named_graphs=graphs"
    lines = ["import kg", "", f"query = {_literal(query)}"]
    lines += [f"graphs = {json.dumps(list(graphs), indent=4)}"] if graphs else []
    after = ".frame()" if ask == "select" else ""
    return "\n".join(
        [*lines, "with kg.open() as store:", f"    answer = store.{ask}(query{options}){after}", ""]
    )


def command(query: str, *, question: str = "", level: str = LEVELS[0]) -> str:
    """The same with `kg query`; a saved question goes by its name."""
    parts = ["kg", "query", *(["--question", question] if question else [query])]
    if level != LEVELS[0]:
        parts += ["--level", level]
    return shlex.join(parts)


def _literal(text: str) -> str:
    """The text as Python writes it, over several lines where that is safe."""
    plain = "\\" not in text and '"""' not in text and not text.rstrip().endswith('"')
    lines = all(line.isprintable() for line in text.split("\n"))
    return f'"""\n{text.strip()}\n"""' if plain and lines else repr(text)
