"""How fast the network is measured: ours, plain networkx and bare networkit side by side.

    python -m benchmarks.network [TIES …]      (10000 100000 1000000 without arguments)

Every measurement runs in a process of its own, from the same networkx graph to a number for each
node, conversion included, and is killed after half a minute. Writes docs/benchmarks-network.md.
"""

from __future__ import annotations

import multiprocessing as mp
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkit as nk
import networkx as nx

import kg
from benchmarks.deals import folder
from kg.analysis import brokerage, centrality, cohesion, cuts
from kg.analysis.communities import communities
from kg.network import graph as network

LIMIT = 30.0
REPEATS = 3
ENOUGH, MOST_RUNS = 3.0, 30  # seconds, times
OUT = Path(__file__).parent.parent / "docs" / "benchmarks-network.md"
Graph = Any  # a networkx graph
Run = Callable[[Graph], Any]


def main() -> str:
    """Measure, write and return what was written, as Markdown."""
    sizes = [int(a) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    lines = [HEAD]
    for ties in sizes:
        lines += table(generated(ties), ties)
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines += projection(min(100_000, max(sizes)))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return OUT.read_text(encoding="utf-8")


HEAD = """# How fast the network is measured
Written by `python -m benchmarks.network`. Seconds of wall clock from a networkx graph to a number
for each organization, conversion included: the best of some runs (up to thirty of short ones), each
program in a process of its own. "–" means that the program has no such measure, "> 30" that it was
stopped. *Ratio* is ours over the fastest of the others; *faster* is networkx over ours. The graphs
are generated (Barabási–Albert, each newcomer with five ties), because a graph with hubs is the hard
case. *Peak* is the memory of our process, the graph itself included. From 100 million steps on
(organizations times ties) closeness and betweenness are ours from a sample, which says its error.
`articulation` also counts whom each would cut off, which the others do not."""


def generated(edges: int) -> Graph:
    """A graph with about so many ties and hubs, its nodes called as in the data."""
    plain = nx.barabasi_albert_graph(edges // 5, 5, seed=1)
    return nx.relabel_nodes(plain, {n: f"https://example.org/entity/{n}" for n in plain})


def projection(claims: int) -> list[str]:
    """Rows of the query, and the network made of them."""
    with tempfile.TemporaryDirectory() as place:
        store = kg.open(folder(Path(place), claims // 5, claims))
        bare = min(timed(lambda: sum(1 for row in store.named("network"))) for _ in range(REPEATS))
        made = min(timed(lambda: network(store)) for _ in range(REPEATS))
        store.close()
    return [
        f"\n## {claims:,} claims as a network",
        f"Iterating the bare query {bare:.2f} s, the finished network {made:.2f} s: "
        f"{made / bare:.2f} ×.",
    ]


def table(graph: Graph, edges: int) -> list[str]:
    """One row a measure."""
    lines = [
        f"\n## {edges:,} ties among {len(graph):,} organizations",
        "| measure | ours | networkx | networkit | ratio | faster | peak |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, (mine, plain, bare) in MEASURES.items():
        own, peak = best(mine, graph)
        rest = [best(run, graph)[0] if run else None for run in (plain, bare)]
        lines.append(row(name, own, rest[0], rest[1], peak))
        print(lines[-1], flush=True)
    return lines


def row(name: str, own: float | None, plain: float | None, bare: float | None, peak: float) -> str:
    """A line of the table; a limit that was passed is infinite."""
    others = [t for t in (plain, bare) if t is not None and t != float("inf")]
    ratio = f"{own / min(others):.2f}" if own is not None and others else "–"
    faster = "–"
    if own is not None and plain is not None:
        faster = f"> {LIMIT / own:.0f} ×" if plain == float("inf") else f"{plain / own:.1f} ×"
    cells = [shown(own), shown(plain), shown(bare), ratio, faster, f"{peak:,.0f} MB"]
    return f"| {name} | {' | '.join(cells)} |"


def shown(seconds: float | None) -> str:
    """Seconds with as many digits as mean something."""
    if seconds is None:
        return "–"
    return f"> {LIMIT:.0f}" if seconds == float("inf") else f"{seconds:.3f}"


def best(run: Run, graph: Graph) -> tuple[float, float]:
    """The shortest of some runs in a forked process, and its peak memory in MB.

    Short runs are repeated for a while, because other work on the machine disturbs them most; a
    process that has to be stopped took infinitely long.
    """
    context = mp.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def work() -> None:
        times = [timed(lambda: run(graph))]
        while sum(times) < ENOUGH and len(times) < MOST_RUNS:
            times.append(timed(lambda: run(graph)))
        there.send((min(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    child = context.Process(target=work)
    child.start()
    found = here.recv() if here.poll(LIMIT) else (float("inf"), 0.0)
    child.kill()
    child.join()
    return found


def timed(work: Callable[[], Any]) -> float:
    """Seconds of wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def kit(algorithm: Callable[[Any], Any]) -> Run:
    """Bare networkit, as its documentation says: its converter, its algorithm, a value a node."""

    def run(graph: Graph) -> Any:
        return algorithm(nk.nxadapter.nx2nk(graph))

    return run


def _scores(path: str, *arguments: Any) -> Run:
    def algorithm(graph: Any) -> Any:
        kind: Any = nk
        for part in path.split("."):
            kind = getattr(kind, part)
        return kind(graph, *arguments).run().scores()

    return kit(algorithm)


def _parts(graph: Any) -> Any:
    return nk.components.ConnectedComponents(graph).run().getComponents()


def _blocks(graph: Any) -> Any:
    found = nk.components.BiconnectedComponents(graph)
    return found.run().getComponents()


def _closeness(graph: Any) -> Any:
    variant = nk.centrality.ClosenessVariant.GENERALIZED
    return nk.centrality.Closeness(graph, True, variant).run().scores()


def _transitivity(graph: Any) -> Any:
    return nk.globals.ClusteringCoefficient.exactGlobal(graph)


def _leiden(graph: Any) -> Any:
    return nk.community.ParallelLeiden(graph, iterations=10).run().getPartition().getVector()


def _own_leiden(graph: Graph) -> Any:
    return communities(graph, seeds=1)


# The measure, ours, plain networkx, bare networkit.
MEASURES: dict[str, tuple[Run, Run | None, Run | None]] = {
    "degree": (centrality.degree, lambda g: dict(g.degree()), None),
    "core": (
        cohesion.core,
        nx.core_number,
        _scores("centrality.CoreDecomposition"),
    ),
    "components": (
        cohesion.components,
        lambda g: list(nx.connected_components(g)),
        kit(_parts),
    ),
    "bridges": (cuts.bridges, lambda g: list(nx.bridges(g)), kit(_blocks)),
    "articulation": (
        cuts.articulation,
        lambda g: list(nx.articulation_points(g)),
        kit(_blocks),
    ),
    "PageRank": (
        centrality.pagerank_of_arcs,
        lambda g: nx.pagerank(g, tol=1e-10),
        _scores("centrality.PageRank", 0.85, 1e-12),
    ),
    "eigenvector": (
        centrality.eigenvector,
        lambda g: nx.eigenvector_centrality(g, max_iter=1000, tol=1e-10),
        _scores("centrality.EigenvectorCentrality", 1e-12),
    ),
    "transitivity": (cohesion.transitivity, nx.transitivity, kit(_transitivity)),
    "constraint": (brokerage.constraint, nx.constraint, None),
    "effective size": (brokerage.effective_size, nx.effective_size, None),
    "Leiden, one run": (_own_leiden, None, kit(_leiden)),
    "closeness": (centrality.closeness, nx.closeness_centrality, kit(_closeness)),
    "betweenness": (
        centrality.betweenness,
        nx.betweenness_centrality,
        _scores("centrality.Betweenness", True),
    ),
}


if __name__ == "__main__":
    print(main())
