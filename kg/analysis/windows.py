"""Years of the network: who enters and leaves, which ties are new or lost, and measures by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.errors import BadInput
from kg.model.dates import years_of

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]

MOST_DRAWN = 10  # organizations whose numbers are followed over the years


@dataclass(frozen=True)
class Year:
    """The network of a year, and what changed since the year before."""

    year: int
    part: Network
    entries: tuple[str, ...]  # organizations that were not tied the year before
    exits: tuple[str, ...]  # organizations that are no longer tied
    new: tuple[tuple[str, str], ...]  # pairs
    lost: tuple[tuple[str, str], ...]

    @property
    def organizations(self) -> int:
        """Number of organizations that are tied."""
        return sum(degree > 0 for _, degree in self.part.degree())

    @property
    def ties(self) -> int:
        """Number of pairs that are tied."""
        return len(_pairs(self.part))


CHANGES = ("organizations", "ties", "entries", "exits", "new ties", "lost ties")


def changed(year: Year) -> tuple[int, ...]:
    """The size of a year's network and what changed in it, as `CHANGES` names the numbers."""
    moves = (year.entries, year.exits, year.new, year.lost)
    return (year.organizations, year.ties, *map(len, moves))


def claim_years(said: Mapping[str, Any]) -> tuple[int, int] | None:
    """The years of a claim: by the time that it names, or else by the date of its source."""
    return years_of(said.get("when"), said.get("source_date"))


def undated(network: Network) -> int:
    """Number of claims that nothing dates."""
    return sum(claim_years(said) is None for *_, said in network.edges(data=True))


def in_years(network: Network, first: int | None, last: int | None) -> Network:
    """The same organizations with the claims that may be of these years; undated ones are out."""
    if first is not None and last is not None and first > last:
        raise BadInput(f"the years {first} to {last} hold nothing; give the earlier one first")
    found: Network = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, said in network.edges(keys=True, data=True):
        held = claim_years(said)
        if held and (last is None or held[0] <= last) and (first is None or first <= held[1]):
            found.add_edge(a, b, key=claim, **said)
    return found


def by_year(
    network: Network, first: int | None = None, last: int | None = None, width: int | None = None
) -> list[Year]:
    """The network of each year: cumulative, or of the last `width` years.

    The network is a part as `kg.network.organizations` gives it. A claim that names several years
    counts from the first on; in a moving window, as long as one of them is in it.
    """
    if width is not None and width < 1:
        raise BadInput(f"a window of {width} years holds nothing; give 1 or more")
    held = [years for *_, said in network.edges(data=True) if (years := claim_years(said))]
    if not held:
        return []
    start = min(years[0] for years in held) if first is None else first
    end = max(years[1] for years in held) if last is None else last
    if start > end:
        raise BadInput(f"the years {start} to {end} hold nothing; give the earlier one first")
    # What a window before the first year holds is not new in it.
    before = in_years(network, None if width is None else start - width, start - 1)
    found = []
    for year in range(start, end + 1):
        now = in_years(network, None if width is None else year - width + 1, year)
        found.append(_year(year, before, now))
        before = now
    return found


def _year(year: int, before: Network, now: Network) -> Year:
    old, new = _pairs(before), _pairs(now)
    was, is_ = ({end for pair in pairs for end in pair} for pairs in (old, new))
    entries, exits = (tuple(sorted(change)) for change in (is_ - was, was - is_))
    gained, lost = (tuple(sorted(change)) for change in (new - old, old - new))
    return Year(year, now, entries, exits, gained, lost)


def _pairs(network: Network) -> set[tuple[str, str]]:
    return {(a, b) if a <= b else (b, a) for a, b in network.edges()}


def series(
    years: Sequence[Year], values: Callable[[Network], Mapping[str, float]], most: int = MOST_DRAWN
) -> dict[str, list[float]]:
    """A measure over the years for the organizations that reach the most, the largest first."""
    found = [dict(values(year.part)) for year in years]
    best: dict[str, float] = {}
    for one in found:
        for node, value in one.items():
            best[node] = max(value, best.get(node, value))
    last = found[-1] if found else {}
    order = sorted(best, key=lambda node: (-best[node], -last.get(node, 0.0), node))
    return {node: [one.get(node, 0.0) for one in found] for node in order[:most]}
