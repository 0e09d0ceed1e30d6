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
    assert map_places.places(two_stars()) == map_places.places(turned)


def test_no_two_stand_in_one_place_and_nobody_is_left_out():
    found = map_places.places(two_stars())
    assert set(found) == set(two_stars())
    assert min(math.dist(a, b) for a, b in combinations(found.values(), 2)) > 0.02


def test_those_with_one_partner_stand_round_that_partner():
    found = map_places.places(two_stars())
    for n in range(40):
        assert math.dist(found[f"g{n}"], found["google"]) < math.dist(found[f"g{n}"], found["ibm"])


@pytest.mark.parametrize("graph", [nx.Graph(), nx.path_graph(["a", "b"]), nx.star_graph(4)])
def test_the_smallest_networks_have_places_too(graph: nx.Graph[str]):
    assert set(map_places.places(graph)) == set(graph)


def test_a_map_is_laid_out_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = map_places.remembered([("a", "b"), ("b", "c"), ("c", "c")])
    kept = next(tmp_path.rglob("maps/*.json"))
    kept.write_text(kept.read_text().replace(str(first["a"][0]), "77.5", 1))
    assert 77.5 in {x for x, _ in map_places.remembered([("b", "a"), ("c", "b")]).values()}
