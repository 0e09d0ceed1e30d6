from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import pytest

from kg.presentation import label_placement
from kg.presentation.label_placement import LABEL, WIDEST, Box, Line, box, bundle, label_lines
from tests.networks import network

LONG = "The Very Long Name of an International Association of Manufacturers and Their Friends"


def test_a_long_name_is_broken_between_words_and_cut():
    lines = label_lines(LONG)
    assert len(lines) > 1
    assert lines[-1].endswith("…")
    assert sum(map(len, lines)) <= LABEL
    assert all(not line.startswith(" ") for line in lines)


def test_a_word_without_an_end_is_broken_too():
    assert len(label_lines("x" * 40)) == 2
    assert len(label_lines("x" * 10_000)) == 2


@pytest.mark.parametrize(
    "name", ["Acme", LONG, "x" * 10_000, "阿里巴巴集团控股有限公司与合作伙伴联盟"]
)
def test_no_box_is_wider_than_the_picture_draws_it(name: str):
    found = box({"label": name, "organization": True}, name, (0.0, 0.0))
    assert 2 * found.half_width <= WIDEST + 40
    assert found.half_height < 60


def test_chinese_signs_are_twice_as_wide_and_large_names_take_more_room():
    latin = box({"label": "abcd", "organization": True}, "", (0.0, 0.0))
    chinese = box({"label": "阿里云盘", "organization": True}, "", (0.0, 0.0))
    large = box({"label": "abcd", "organization": True, "weight": 1.0}, "", (0.0, 0.0))
    assert chinese.half_width > 1.5 * latin.half_width
    assert large.half_height > latin.half_height


def test_a_box_in_a_line_is_told_which_way_is_out():
    line = Line((0.0, 0.0), (400.0, 0.0), 10.0)
    aside = line.aside(Box(200.0, 5.0, 50.0, 20.0))
    assert aside is not None
    assert aside[0] == pytest.approx(0.0)
    assert aside[1] == pytest.approx(25.0)
    # Near its ends a line keeps to itself.
    near = line.aside(Box(10.0, 15.0, 5.0, 10.0))
    assert near is None
    assert line.aside(Box(200.0, 31.0, 50.0, 20.0)) is None
    assert line.aside(Box(600.0, 0.0, 50.0, 20.0)) is None


def test_more_parallel_lines_take_more_room():
    assert bundle(1) < 10 < bundle(2) < bundle(5) < bundle(9) < 110


CHAIN = network(*((f"stop {n}", f"stop {n + 1}", {}) for n in range(7)))


def laid_out(net: nx.MultiDiGraph[str]) -> dict[str, Box]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(net))
    simple.add_edges_from(sorted(net.edges()), length=1.0)
    found = label_placement.apart(net, label_placement.shape(simple))
    return {node: box(net.nodes[node], node, place) for node, place in found.items()}


def test_a_chain_is_laid_in_rows_and_not_in_one_long_line():
    found = laid_out(CHAIN)
    wide = max(b.x for b in found.values()) - min(b.x for b in found.values())
    high = max(b.y for b in found.values()) - min(b.y for b in found.values())
    assert high > 0.25 * wide
    # And what follows on stays nearer than what does not.
    steps = [abs(found[a].x - found[b].x) + abs(found[a].y - found[b].y)
             for a, b in pairwise(sorted(found))]  # fmt: skip
    assert max(steps) < wide


def test_long_names_do_not_lie_on_each_other():
    names = [f"International Association of Manufacturers number {n}" for n in range(5)]
    net = network(*((a, b, {}) for a, b in combinations(names, 2)))
    found = list(laid_out(net).values())
    assert not [(a, b) for a, b in combinations(found, 2) if a.meets(b)]


def test_no_box_stands_in_a_line_between_two_others():
    net = network(("left", "right", {}), ("left", "middle", {}), ("right", "middle", {}),
                  ("left", "far", {}), ("far", "right", {}))  # fmt: skip
    found = laid_out(net)
    for a, b in net.edges():
        line = Line((found[a].x, found[a].y), (found[b].x, found[b].y), 4.0)
        assert not [node for node in found if node not in (a, b) and line.aside(found[node])]


def test_the_same_things_have_the_same_shape():
    again = network(*((b, a, {}) for a, b, _ in reversed(list(CHAIN.edges(keys=True)))))
    assert laid_out(CHAIN) == laid_out(again)
