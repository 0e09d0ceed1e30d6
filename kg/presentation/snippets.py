"""A query as one would ask it elsewhere: with curl, in Python, on the command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model.claims import LEVELS
from kg.store import sparql_text

ROWS = "text/csv"
TRIPLES = "text/turtle"


@dataclass(frozen=True)
class Asking:
    """A query with what it is asked of."""

    query: str
    form: str = "SELECT"
    level: str = LEVELS[0]
    graphs: Sequence[str] = ()  # the data set, default and named; none for the level's own
    data: Path | None = None  # a folder other than the shipped one
    store: str | None = None  # the address of a service in its place

    @property
    def triples(self) -> bool:
        """Whether the answer is a graph."""
        return self.form in {"CONSTRUCT", "DESCRIBE"}


def curl(address: str, asking: Asking) -> str:
    """The command that asks an endpoint of ours."""
    # A yes or no has no table.
    accept = TRIPLES if asking.triples else ROWS if asking.form == "SELECT" else "*/*"
    parts = ["curl", address, "-H", f"Accept: {accept}"]
    for graph in asking.graphs:
        for name in ("default-graph-uri", "named-graph-uri"):
            parts += ["--data-urlencode", f"{name}={graph}"]
    if asking.level != LEVELS[0] and not asking.graphs:
        parts += ["-d", f"level={asking.level}"]
    return shlex.join([*parts, "--data-urlencode", f"query={asking.query}"])


def python(asking: Asking) -> str:
    """A few lines for a notebook."""
    forms = {"ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}
    ask = forms.get(asking.form, "select")
    options = f', level="{asking.level}"' if asking.level != LEVELS[0] else ""
    if asking.graphs:
        options += ", default_graphs=graphs, named_graphs=graphs"
    lines = ["import kg", "", f"query = {_literal(asking.query)}"]
    where = ""
    if asking.store:
        where = f"store={asking.store!r}"
    elif asking.data:
        lines.insert(0, "from pathlib import Path\n")
        where = f"Path({str(asking.data)!r})"
    lines += [f"graphs = {json.dumps(list(asking.graphs), indent=4)}"] if asking.graphs else []
    after = ".frame()" if ask == "select" else ""
    lines += [
        f"with kg.open({where}) as store:",
        f"    answer = store.{ask}(query{options}){after}",
    ]
    return "\n".join([*lines, ""])


def command(asking: Asking, question: str = "") -> str:
    """The same with `kg query`; a saved question as it stands goes by its name."""
    query = asking.query
    if asking.graphs:
        # The command line knows no data set but that of the query.
        query, question = sparql_text.scoped(query, asking.graphs, asking.graphs), ""
    parts = ["kg", "query", *(["--question", question] if question else [query])]
    if asking.level != LEVELS[0] and not asking.graphs:
        parts += ["--level", asking.level]
    if asking.store:
        parts += ["--store", asking.store]
    elif asking.data:
        parts += ["--data", str(asking.data)]
    return shlex.join(parts)


def _literal(text: str) -> str:
    """The text as Python writes it, over several lines where that is safe."""
    plain = "\\" not in text and '"""' not in text and not text.rstrip().endswith('"')
    lines = all(line.isprintable() for line in text.split("\n"))
    return f'"""\n{text.strip()}\n"""' if plain and lines else repr(text)
