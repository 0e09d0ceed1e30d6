"""Speed of the network analysis: ours, plain networkx and bare networkit side by side.

    python -m benchmarks.network [TIES …]      (10000 100000 1000000 without arguments)

Each program works in a process of its own, which holds the same networkx graph; they take turns,
so that whatever else the machine does disturbs them alike. Writes docs/benchmarks-network.md.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

import kg
from benchmarks.deals import folder
from benchmarks.engines import MEASURES, Timed
from kg.analysis.network import graph as network
from kg.model.vocab import PREFIXES
from kg.store.local import query_text

PROGRAMS = ("ours", "networkx", "networkit")
# Seconds after which a program is stopped, up to 100,000 ties and beyond.
LIMIT, LONGER = 30.0, 60.0
ENOUGH, ROUNDS = 5.0, 15  # seconds that all together may take, and turns
NEAR, FASTER, WORTH, PROJECTED = 1.2, 5.0, 1.0, 1.7  # the targets
OUT = Path(__file__).parent.parent / "docs" / "benchmarks-network.md"
BINDS = "## What binds"
HEAD = """# How fast the network is measured
Written by `COMMAND`. Seconds of wall clock from a networkx graph to a number
for each organization, conversion included and never kept from an earlier run: the median of turns
that the programs take (up to fifteen, one where it takes long), each in a process of its own. "–"
means that a program has no such measure, "> 30" that it was stopped after so many seconds,
"stopped" that it had to be at a smaller size and was not tried again, "needs 298 GiB" that it makes
a matrix of all pairs, which this machine has no room for: it was left out. *Ratio* is ours over the
fastest other program, the median over the turns, with a target of at most 1.2; *faster* is networkx
over ours, with a target of at least 5 where networkx takes more than a second. The graphs are
generated (Barabási–Albert, each newcomer with five ties), because a graph with hubs is the hard
case. *Peak* is the memory of each process in MB (ours, networkx, networkit), the graph included.
Estimates say their largest standard error. `articulation` and `bridges` also count whom each would
cut off, which the others do not."""


@dataclass
class Times:
    """Times that one program needed for one measure."""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0  # MB
    error: float | None = None  # of an estimate
    stopped: float = 0.0  # after so many seconds, if it had to be
    needs: float = 0.0  # GiB, of what was left out for want of them

    @property
    def median(self) -> float:
        """The seconds to quote; the limit is passed by infinitely much."""
        return float("inf") if self.stopped or self.needs else statistics.median(self.seconds)


def main() -> str:
    """Measure, then write the report and return it as Markdown."""
    sizes = [int(a) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    load = os.getloadavg()[0]
    # Profiles of what is missed stand below the tables, and stay.
    notes = "\n" + "".join(OUT.read_text(encoding="utf-8").partition(BINDS)[1:])
    head = HEAD.replace("COMMAND", " ".join(["python -m benchmarks.network", *sys.argv[1:]]))
    lines = [head, "", f"{platform.machine()}, {os.cpu_count()} cores; load before: {load:.1f}."]
    verdicts: list[tuple[str, bool]] = []
    given_up: set[tuple[str, str]] = set()
    for ties in sizes:
        lines += table(generated(ties), ties, verdicts, given_up)
        OUT.write_text("\n".join([*lines, *summary(verdicts), notes]), encoding="utf-8")
    lines += projection(min(100_000, max(sizes)), verdicts)
    OUT.write_text("\n".join([*lines, *summary(verdicts), notes]), encoding="utf-8")
    return OUT.read_text(encoding="utf-8")


def generated(edges: int) -> Any:
    """A graph with about so many ties and hubs, its nodes called as in the data."""
    plain = nx.barabasi_albert_graph(edges // 5, 5, seed=1)
    return nx.relabel_nodes(plain, {n: f"https://example.org/entity/{n}" for n in plain})


def table(
    graph: Any, edges: int, verdicts: list[tuple[str, bool]], given_up: set[tuple[str, str]]
) -> list[str]:
    """One row a measure."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"\n## {edges:,} ties among {len(graph):,} organizations",
        f"The networkx graph alone, with Python and the libraries, takes {held:,.0f} MB.\n",
        "| measure | ours | networkx | networkit | ratio | faster | peak: ours, nx, nk |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, timed in MEASURES.items():
        if timed.least <= edges <= timed.most:
            found = turns(name, timed, graph, given_up, LIMIT if edges <= 100_000 else LONGER)
            lines.append(row(name, edges, timed, found, verdicts))
            print(lines[-1], flush=True)
    return lines


def turns(
    name: str, timed: Timed, graph: Any, given_up: set[tuple[str, str]], limit: float = LIMIT
) -> dict[str, Times]:
    """Run the programs in turn until there are enough measurements."""
    room = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30  # GiB
    runs = {p: getattr(timed, p) for p in PROGRAMS if getattr(timed, p)}
    found = {p: Times() for p in runs if (name, p) not in given_up}
    if timed.dense and "networkx" in found and (needs := len(graph) ** 2 * 8 / 2**30) > room:
        found["networkx"].needs = needs
    workers = {p: _worker(runs[p], graph) for p, times in found.items() if not times.needs}
    spent = 0.0
    for _ in range(ROUNDS):
        for program, (process, line) in list(workers.items()):
            line.send(True)
            if not line.poll(limit):
                found[program].stopped = limit
                given_up.add((name, program))
            else:
                seconds, found[program].peak, found[program].error = line.recv()
                found[program].seconds.append(seconds)
            # Who takes long has one turn, so that the others can have several.
            if found[program].stopped or seconds > ENOUGH:
                process.kill()
                del workers[program]
            else:
                spent += seconds
        if spent > ENOUGH or not workers:
            break
    for process, _ in workers.values():
        process.kill()
        process.join()
    return found


def _worker(run: Callable[[Any], Any], graph: Any) -> tuple[Any, Connection]:
    """A process with the graph that runs the measure once per request."""
    context = mp.get_context("fork")
    here, there = context.Pipe()

    def work() -> None:
        while there.recv():
            graph.__networkx_cache__.clear()  # what was converted before does not count
            start = time.perf_counter()
            result = run(graph)
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            there.send((seconds, peak, result[1] if isinstance(result, tuple) else None))

    process = context.Process(target=work, daemon=True)
    process.start()
    return process, here


def row(
    name: str, edges: int, timed: Timed, found: dict[str, Times], verdicts: list[tuple[str, bool]]
) -> str:
    """A line of the table, and whether its targets are met."""
    ours, label = found.get("ours", Times(stopped=LIMIT)), f"{name} at {edges:,}"
    others = [found[p] for p in PROGRAMS[1:] if p in found and found[p].seconds]
    ratio = max((_ratio(ours, other) for other in others), default=None)
    if ratio is not None:
        verdicts.append((f"{label}: at most {NEAR} × the fastest ({ratio:.2f} ×)", ratio <= NEAR))
    plain, faster = found.get("networkx"), "–"
    if plain and not plain.needs and not ours.stopped:
        times = (plain.stopped or plain.median) / ours.median
        faster = f"{'> ' if plain.stopped else ''}{times:.1f} ×"
        # Of a program that was stopped only the least is known.
        if plain.median > WORTH and (times >= FASTER or not plain.stopped):
            told = f"{label}: at least {FASTER:.0f} × faster than networkx ({faster})"
            verdicts.append((told, times >= FASTER))
    shown = [_shown(found.get(p), has=getattr(timed, p) is not None) for p in PROGRAMS]
    peaks = [f"{found[p].peak:,.0f}" if p in found and found[p].peak else "–" for p in PROGRAMS]
    told = name if ours.error is None else f"{name} (error ≤ {ours.error:.2g})"
    cells = [told, *shown, "–" if ratio is None else _verdict(ratio, NEAR), faster]
    return f"| {' | '.join([*cells, ', '.join(peaks)])} |"


def _ratio(ours: Times, other: Times) -> float:
    """Ours over another's, turn by turn."""
    if ours.stopped:
        return float("inf")
    pairs = zip(ours.seconds, other.seconds, strict=False)
    return statistics.median(mine / theirs for mine, theirs in pairs)


def _verdict(ratio: float, most: float) -> str:
    return f"{ratio:.2f}" if ratio <= most else f"**{ratio:.2f}**"


def _shown(times: Times | None, *, has: bool) -> str:
    """Seconds with as many digits as mean something."""
    if times is None:
        return "stopped" if has else "–"
    if times.needs:
        return f"needs {times.needs:,.0f} GiB"
    return f"> {times.stopped:.0f}" if times.stopped else f"{times.median:.4f}"


def projection(claims: int, verdicts: list[tuple[str, bool]]) -> list[str]:
    """The engine's rows for the query, and the network made of them, in turn."""
    with tempfile.TemporaryDirectory() as place:
        store = kg.open(folder(Path(place), claims // 5, claims))
        engine = ox.Store.read_only(str(store.path("stated")))
        bare, made = [], []
        for _ in range(3):
            bare.append(_timed(lambda: _count(engine)))
            made.append(_timed(lambda: network(store)))
        store.close()
    ratio = statistics.median(m / b for m, b in zip(made, bare, strict=True))
    told = f"projecting {claims:,} claims: at most {PROJECTED} × the bare query ({ratio:.2f} ×)"
    verdicts.append((told, ratio <= PROJECTED))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"\n## {claims:,} claims as a network",
        f"Iterating the engine's answer to the bare query {statistics.median(bare):.2f} s, the "
        f"finished network {statistics.median(made):.2f} s: {_verdict(ratio, PROJECTED)} ×. "
        f"Peak of the whole run {peak:,.0f} MB.",
    ]


def _count(engine: ox.Store) -> int:
    return sum(1 for _ in engine.query(query_text("network"), prefixes=PREFIXES))  # type: ignore[union-attr, misc]


def _timed(work: Callable[[], Any]) -> float:
    """Seconds of wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def summary(verdicts: list[tuple[str, bool]]) -> list[str]:
    """Number of targets met, and the names of those missed."""
    missed = [f"- missed: {told}" for told, met in verdicts if not met]
    return ["\n## Targets", f"{len(verdicts) - len(missed)} of {len(verdicts)} are met.", *missed]


if __name__ == "__main__":
    print(main())
