"""Snippets: the current query for curl, Python and the command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from kg.model.claims import LEVELS
from kg.resources import __version__, home
from kg.store import sparql_text
from kg.store.local import Store
from kg.workspace.workspace import is_shipped, own

ROWS = "text/csv"
TRIPLES = "text/turtle"
# What networkx alone computes, for a reader who trusts nobody: the same number from `pairs`.
BY_NETWORKX = {
    "degree": "dict(pairs.degree())",
    "closeness": "nx.closeness_centrality(pairs)",
    "betweenness": "nx.betweenness_centrality(pairs)",
    "eigenvector": "nx.eigenvector_centrality(pairs, max_iter=10_000, tol=1e-10)",
    "core": "nx.core_number(pairs)",
    "constraint": "nx.constraint(pairs)",
    "effective-size": "nx.effective_size(pairs)",
    "density": "nx.density(pairs)",
    "transitivity": "nx.transitivity(pairs)",
    "bridge": "list(nx.bridges(pairs))",
    "articulation": "set(nx.articulation_points(pairs))",
}


@dataclass(frozen=True)
class Asking:
    """A query with its level and data set."""

    query: str
    form: str = "SELECT"
    level: str = LEVELS[0]
    graphs: Sequence[str] = ()  # the data set, default and named; none for the level's own
    # A folder, or the address of a service.
    place: Path | str = field(default_factory=lambda: home("data"))

    @property
    def triples(self) -> bool:
        """Check if the result is a graph."""
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
    lines += [f"graphs = {json.dumps(list(asking.graphs), indent=4)}"] if asking.graphs else []
    after = ".frame()" if ask == "select" else ""
    lines += [
        f"with {opening(asking.place)} as store:",
        f"    answer = store.{ask}(query{options}){after}",
    ]
    return "\n".join([*lines, ""])


def opening(place: Path | str) -> str:
    """The call that opens the same data, whatever else lies on the machine."""
    if isinstance(place, str):
        return f"kg.open(store={place!r})"
    shipped = 'kg.home("data")'
    return f"kg.open({shipped if is_shipped(place) else repr(str(place.absolute()))})"


def measuring(
    store: Store,
    measures: Sequence[str],
    level: str,
    families: Sequence[str] | None,
    sources: Sequence[str] = (),
    *,
    span: str = "",
) -> str:
    """Lines that repeat the numbers of a network, by this package and without it."""
    narrowed = f"network = kg.network.from_sources(network, {list(sources)!r})"
    lines = [
        f"# tech-partnerships {__version__}, networkx {version('networkx')}, "
        f"networkit {version('networkit')}, data {store.generation}",
        "import networkx as nx",
        "",
        "import kg",
        "",
        f"with {opening(store.place)} as store:",
        "    network = kg.network.graph(store)",
        *([narrowed] if sources else []),
        *([f"    network = kg.network.within(network, {span!r})"] if span else []),
        "",
        f"level, families = {level!r}, {list(families) if families else None!r}",
        f"names = {list(measures)!r}",
        "for found in kg.analysis.measures.findings(network, names, level, families):",
        "    print(found.measure, found.entity, found.other, found.value, found.claims)",
    ]
    alone = [(name, BY_NETWORKX[name]) for name in measures if name in BY_NETWORKX]
    if alone:
        lines += [
            "",
            "# The same without this package's arithmetic: one undirected tie for each pair.",
            "part = kg.network.organizations(network, level, families)",
            "pairs = nx.Graph(part.to_undirected())",
            *(f"print({name!r}, {code})" for name, code in alone),
        ]
    return "\n".join(lines) + "\n"


def command(asking: Asking, question: str = "") -> str:
    """The `kg query` command line for this; an unchanged saved question goes by its name."""
    query = asking.query
    if asking.graphs:
        # The command line knows no data set but that of the query.
        query, question = sparql_text.scoped(query, asking.graphs, asking.graphs), ""
    parts = ["kg", "query", *(["--question", question] if question else [query])]
    if asking.level != LEVELS[0] and not asking.graphs:
        parts += ["--level", asking.level]
    if isinstance(asking.place, str):
        parts += ["--store", asking.place]
    elif not is_shipped(asking.place) or own():
        parts += ["--data", str(asking.place.absolute())]
    return shlex.join(parts)


def _literal(text: str) -> str:
    """The text as Python writes it, over several lines where that is safe."""
    plain = "\\" not in text and '"""' not in text and not text.rstrip().endswith('"')
    lines = all(line.isprintable() for line in text.split("\n"))
    return f'"""\n{text.strip()}\n"""' if plain and lines else repr(text)
