"""From a folder of texts to a map with its unreviewed layer: each step, by the clock and in work.

Usage: python -m benchmarks.archive [--texts 2000] [--processes 2] [--write]

The texts are those of `benchmarks.reading`: 500 words or more, made of permitted texts with a fixed
seed. The steps are what `kg read FOLDER` and then the Graph page do. Processor time is that of all
processes together: on a machine with nothing else to do, two of them halve it.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import kg
from benchmarks.reading import articles
from kg.analysis import map_places
from kg.extraction.archive import Report, read_archive
from kg.presentation import drawing, graph_view
from kg.workspace.workspace import settle

T = TypeVar("T")
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
BEGIN, END = "<!-- benchmarks.archive -->\n", "<!-- end -->"


def spent() -> float:
    """Processor time of this process and of those it has ended, in seconds."""
    each = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)


class Steps:
    """The steps with the time that each took."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, float]] = []

    def timed(self, name: str, work: Callable[[], T]) -> T:
        """Do a step and keep its time."""
        begun, used = time.perf_counter(), spent()
        found = work()
        self.rows.append((name, time.perf_counter() - begun, spent() - used))
        return found

    def table(self, report: Report, edges: int) -> str:
        """The steps as a table of Markdown, with the sums and the memory."""
        clock, work = sum(row[1] for row in self.rows), sum(row[2] for row in self.rows)
        most = max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        lines = [f"| {name} | {a:,.0f} | {b:,.0f} |" for name, a, b in self.rows]
        return "\n".join([
            f"{report.seen:,} texts: {report.sources:,} sources, {report.copies:,} near copies, "
            f"{report.proposals:,} proposals; {edges:,} lines on the map. The largest process "
            f"held {most / 1024:,.0f} MB.", "",
            "| step | seconds by the clock | seconds of processor time |", "|---|---:|---:|",
            *lines, f"| together | {clock:,.0f} | {work:,.0f} |", "",
        ])  # fmt: skip


def drawn(store: kg.Store) -> int:
    """Make the content of the map with its unreviewed layer; the number of its lines."""
    network = kg.network.graph(store, unreviewed=True)
    pairs = graph_view.between(graph_view.everything(network, graph_view.View()))
    drawing.map_content(network, pairs, map_places.kept_places(network.edges()))
    return len(pairs)


def main() -> None:
    """Print the table, or write it into docs/scale.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    steps = Steps()
    with tempfile.TemporaryDirectory() as kept:
        folder, place = Path(kept, "in"), settle(Path(kept, "workspace"))
        folder.mkdir()
        for number, text in enumerate(articles(given.texts)):
            (folder / f"{number:06}.txt").write_text(f"Release {number}\n\n{text}\n")
        report = steps.timed(
            "`kg read`", lambda: read_archive(place, folder, processes=given.processes)
        )
        store = steps.timed("opening what was read", lambda: kg.open(place))
        edges = steps.timed("drawing the map", lambda: drawn(store))
        found = steps.table(report, edges)
    print(found)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END, 1)[1]
        PAGE.write_text(f"{head}{BEGIN}{found}{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
