"""Tests of the positions on the map."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from kg.analysis import map_places


def two_stars() -> nx.Graph[str]:
    ties = [("google", f"g{n}") for n in range(40)] + [("ibm", f"i{n}") for n in range(40)]
    return nx.Graph([*ties, ("google", "ibm"), ("alone", "other")])


def test_the_same_ties_in_any_order_give_the_same_map():
    edges = list(two_stars().edges())
    turned = nx.Graph([(b, a) for a, b in reversed(edges)])
    assert map_places.spots(two_stars()) == map_places.spots(turned)


def test_no_two_stand_in_one_place_and_nobody_is_left_out():
    found = map_places.spots(two_stars())
    assert set(found) == set(two_stars())
    assert min(math.dist(a[:2], b[:2]) for a, b in combinations(found.values(), 2)) > 0.02


def test_those_with_one_partner_stand_round_that_partner():
    found = map_places.spots(two_stars())
    for n in range(40):
        one = found[f"g{n}"]
        assert math.dist(one[:2], found["google"][:2]) < math.dist(one[:2], found["ibm"][:2])


@pytest.mark.parametrize("graph", [nx.Graph(), nx.path_graph(["a", "b"]), nx.star_graph(4)])
def test_the_smallest_networks_have_places_too(graph: nx.Graph[str]):
    assert set(map_places.spots(graph)) == set(graph)


def test_a_map_is_laid_out_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = map_places.kept_places([("a", "b"), ("b", "c"), ("c", "c")])
    kept = next(tmp_path.rglob("maps/*.json"))
    kept.write_text(kept.read_text().replace(str(first["a"][0]), "77.5", 1))
    assert 77.5 in {x for x, *_ in map_places.kept_places([("b", "a"), ("c", "b")]).values()}


def test_a_layout_in_a_process_of_its_own_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(map_places, "MOST_HERE", 0)
    pairs = list(two_stars().edges())
    ties = sorted((min(pair), max(pair)) for pair in pairs)
    assert map_places.kept_places(pairs) == map_places.spots(nx.Graph(ties))


def test_each_community_has_a_disc_of_its_own_and_parts_without_ties_lie_apart():
    found = map_places.spots(two_stars())
    groups: dict[int, list[tuple[float, float]]] = {}
    for x, y, group in found.values():
        groups.setdefault(group, []).append((x / map_places.STRETCH, y))
    assert [len(groups[number]) for number in (1, 2, 3)] == [41, 41, 2]
    # Around its centre each takes a disc in which no other stands.
    for number, own in groups.items():
        middle = [sum(axis) / len(axis) for axis in zip(*own, strict=True)]
        reach = max(math.dist(place, middle) for place in own)
        others = [place for other, places in groups.items() if other != number for place in places]
        assert min(math.dist(place, middle) for place in others) > reach


def test_thousands_of_pairs_stand_in_rows_below_the_rest():
    pairs = nx.Graph([(f"a{n}", f"b{n}") for n in range(map_places.FEW)])
    found = map_places.spots(nx.compose(pairs, two_stars()))
    lowest = min(y for node, (_, y, _) in found.items() if node[0] in "gi")
    assert all(found[node][1] < lowest for node in pairs)
    assert len({(x, y) for x, y, _ in found.values()}) == len(found)
