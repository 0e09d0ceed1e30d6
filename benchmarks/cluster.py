"""Measures of a network on a Spark cluster beside those made here: seconds and equality.

python -m benchmarks.cluster MASTER 1000000   a generated network of so many ties (hubs included)
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from benchmarks.network import generated
from kg.analysis.centrality import degree, pagerank
from kg.analysis.sparse import adjacency, numbered_ties, triangles


def main(master: str, ties: int) -> None:
    """Print one line for each measure."""
    graph: nx.Graph[str] = nx.Graph(generated(ties))
    with tempfile.TemporaryDirectory() as kept:
        place = Path(kept, "ties.parquet")
        pd.DataFrame([*graph.edges(), *((b, a) for a, b in graph.edges())]).to_parquet(place)
        for name, measure in HERE.items():
            here, seconds = _timed(measure, graph)
            there, slower = _timed(_measured, master, place, name)
            print(f"{name}: here {seconds:.1f} s, there {slower:.1f} s, "
                  f"{_difference(here, there)}", flush=True)  # fmt: skip


def _timed(work: Callable[..., Any], *given: Any) -> tuple[Any, float]:
    begun = time.perf_counter()
    return work(*given), time.perf_counter() - begun


def _measured(master: str, place: Path, measure: str) -> dict[str, str]:
    run = [sys.executable, "-m", "kg.cli", "network", measure, "--spark", master]
    done = subprocess.run([*run, "--ties", str(place)], check=True, stdout=subprocess.PIPE)
    rows = csv.DictReader(io.StringIO(done.stdout.decode()))
    return {row["node"]: row["value"] for row in rows}


def _components(graph: Any) -> dict[str, str]:
    named = ((min(part), part) for part in nx.connected_components(graph))
    return {node: least for least, part in named for node in part}


def _triangles(graph: Any) -> dict[str, float]:
    matrix = adjacency(graph)
    counts = np.zeros(matrix.shape[0], dtype=int)
    for corners, _ in triangles(numbered_ties(matrix)):
        counts += np.bincount(corners.ravel(), minlength=len(counts))
    return dict(zip(graph, counts.tolist(), strict=True))


def _difference(here: dict[str, Any], there: dict[str, str]) -> str:
    if here.keys() != there.keys():
        return "OTHER NODES"
    if isinstance(next(iter(here.values())), str):
        return f"{len(here):,} nodes, {sum(here[n] != there[n] for n in here):,} different"
    most = max(abs(here[node] - float(there[node])) for node in here)
    return f"{len(here):,} nodes, the largest difference {most:.1g}"


HERE: dict[str, Callable[[Any], dict[str, Any]]] = {
    "degree": degree,
    "components": _components,
    "pagerank": pagerank,
    "triangles": _triangles,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
