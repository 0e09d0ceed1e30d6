"""The benchmark report in Markdown: a table, and each target with its verdict."""

from dataclasses import dataclass, field
from statistics import geometric_mean

from benchmarks.aside import PATIENCE

COLUMNS = (
    "kg in process", "bare on disk", "kg in memory", "bare in memory", "kg over HTTP",
    "oxigraph serve", "rdflib", "rdflib-endpoint",
)  # fmt: skip
REQUEST = 0.005  # seconds that HTTP may add


@dataclass
class Size:
    """All that was measured at one size."""

    asked: int
    triples: int = 0
    first: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    again: float = 0.0
    held: float | None = None  # seconds until the server answered from memory
    processes: dict[str, int] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)
    # By query and way; None where it took too long.
    times: dict[str, dict[str, float | None]] = field(default_factory=dict)


def table(found: Size) -> list[str]:
    """The times of every query and way."""
    ways = [way for way in COLUMNS if any(way in times for times in found.times.values())]
    held = "stays on disk" if found.held is None else f"has it in memory after {found.held:.0f} s"
    lines = [
        f"## {found.triples:,} triples",
        "",
        f"First load with the evidence contract {min(found.first):.1f} s (bare bulk load "
        f"{min(found.bare):.1f} s), opened again in {found.again * 1000:.0f} ms; "
        f"`kg serve` {held}.",
        "",
        "| query | " + " | ".join(ways) + " |",
        "|---|" + "---:|" * len(ways),
    ]
    for name, times in found.times.items():
        lines.append(f"| {name} | " + " | ".join(_cell(times.get(way)) for way in ways) + " |")
    means = (f"**{_mean(found, way) * 1000:.1f}**" for way in ways)
    lines += ["| geometric mean | " + " | ".join(means) + " |", "", "Memory: " + ", ".join(
        f"{name} {size / 2**20:,.0f} MiB" for name, size in found.peak.items()) + "."]  # fmt: skip
    return lines


def targets(found: Size) -> list[str]:
    """Each target, its measurement, and the verdict."""
    rows = [
        _row("first load / bare bulk load", min(found.first) / min(found.bare), 1.5),
        _row("opened again, seconds", found.again, 1.0),
        _row("in process / bare on disk", _ratio(found, "kg in process", "bare on disk"), 1.15),
    ]
    if "kg in memory" in next(iter(found.times.values())):
        ratio = _ratio(found, "kg in memory", "bare in memory")
        rows.append(_row("in process, in memory / bare in memory", ratio, 1.15))
    allowed = geometric_mean(
        [(times["kg in process"] or 0) + REQUEST for times in found.times.values()]
    )
    rows += [
        _row("HTTP / bare in memory", _ratio(found, "kg over HTTP", "bare in memory"), 1.15),
        _row("HTTP / (in process + 5 ms)", _mean(found, "kg over HTTP") / allowed, 1.0),
        _row("HTTP / `oxigraph serve`", _ratio(found, "kg over HTTP", "oxigraph serve"), 1.0),
    ]
    if "rdflib-endpoint" in next(iter(found.times.values())):
        ratio = _ratio(found, "kg over HTTP", "rdflib-endpoint")
        rows.append(_row("HTTP / `rdflib-endpoint`", ratio, 1.0))
    if found.held is not None:
        ratio = found.peak["kg serve"] / found.peak["bare in memory"]
        rows.append(_row("memory of `kg serve` / bare in memory", ratio, 1.3))
    return ["| target | measured | at most | |", "|---|---:|---:|---|", *rows]


def _row(name: str, measured: float, most: float) -> str:
    verdict = "met" if measured <= most else "**missed**"
    return f"| {name} | {measured:.3g} | {most:g} | {verdict} |"


def _cell(seconds: float | None) -> str:
    return f"> {PATIENCE:,} s" if seconds is None else f"{seconds * 1000:.1f}"


def _mean(found: Size, way: str) -> float:
    """The geometric mean; a timeout counts as the time limit."""
    times = (times.get(way, PATIENCE) for times in found.times.values())
    return geometric_mean([PATIENCE if seconds is None else seconds for seconds in times])


def _ratio(found: Size, way: str, other: str) -> float:
    return _mean(found, way) / _mean(found, other)
