"""The network year by year: who enters and leaves, new and lost ties, and measures over years."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.analysis.centrality import degree
from kg.analysis.windows import by_year, changed, in_years, series, undated
from kg.errors import BadInput


def network(*claims: tuple[str, str, dict[str, str]]) -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (a, b, said) in enumerate(claims):
        made.add_edge(a, b, key=f"claim-{number}", **said)
    return made


DEALS = network(
    ("acme", "bell", {"when": "2021-03-02", "source_date": "2023"}),
    ("acme", "core", {"source_date": "2022-05"}),
    ("bell", "acme", {"when": "2022"}),
    ("core", "dell", {"when": "2024-01-01"}),
    ("acme", "dell", {}),
)


def test_all_up_to_each_year_only_grows() -> None:
    years = by_year(DEALS)
    assert [(one.year, *changed(one)) for one in years] == [
        (2021, 2, 1, 2, 0, 1, 0),
        (2022, 3, 2, 1, 0, 1, 0),
        (2023, 3, 2, 0, 0, 0, 0),
        (2024, 4, 3, 1, 0, 1, 0),
    ]
    assert undated(DEALS) == 1


def test_in_a_moving_window_organizations_leave_and_ties_are_lost() -> None:
    years = {one.year: one for one in by_year(DEALS, width=1)}
    assert years[2022].new == (("acme", "core"),)
    assert years[2023].exits == ("acme", "bell", "core")
    assert years[2023].lost == (("acme", "bell"), ("acme", "core"))
    assert years[2024].entries == ("core", "dell")
    wide = {one.year: one for one in by_year(DEALS, width=2)}
    assert wide[2023].exits == ()
    assert wide[2024].exits == ("acme", "bell")


def test_what_was_there_before_the_first_year_is_not_new_in_it() -> None:
    first, *_ = by_year(DEALS, 2022, 2024)
    assert (first.entries, first.new) == (("core",), (("acme", "core"),))
    first, *_ = by_year(DEALS, 2022, 2024, width=1)
    assert (first.entries, first.lost) == (("core",), ())


def test_a_vague_date_may_lie_in_any_of_its_years() -> None:
    vague = network(("acme", "bell", {"when": "2020 to 2022"}))
    assert [one.ties for one in by_year(vague, 2019, 2023, width=1)] == [0, 1, 1, 1, 0]
    assert in_years(vague, 2021, 2021).number_of_edges() == 1
    assert in_years(vague, 2023, None).number_of_edges() == 0


def test_a_measure_is_followed_for_the_largest() -> None:
    years = by_year(DEALS, width=1)
    assert series(years, degree, most=2) == {"acme": [1, 2, 0, 0], "core": [0, 1, 0, 1]}


def test_impossible_years_and_windows_are_refused() -> None:
    with pytest.raises(BadInput, match="give the earlier one first"):
        by_year(DEALS, 2025, 2023)
    with pytest.raises(BadInput, match="a window of 0 years"):
        by_year(DEALS, width=0)
    assert by_year(network(("acme", "bell", {}))) == []
