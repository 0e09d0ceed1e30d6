from __future__ import annotations

from itertools import combinations

import networkx as nx

from kg.presentation import layout
from kg.presentation.label_placement import Line, box
from kg.presentation.layout import GAP, packed
from tests.networks import network

STAR = network(*(("hub", f"leaf {n}", {}) for n in range(30)))


def test_the_same_data_give_the_same_picture():
    assert layout.places(STAR, ["hub", "leaf 1"]) == layout.places(STAR, ["leaf 1", "hub"])


def test_no_two_names_overlap():
    found = layout.places(STAR, ["hub", "leaf 1", "leaf 2"])
    boxes = [box(STAR.nodes[node], node, place) for node, place in found.items()]
    assert len(boxes) == 31
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.meets(b)]


def test_new_nodes_leave_the_placed_ones_where_they_are():
    before = {"hub": (10.0, 20.0), "leaf 1": (300.0, 20.0)}
    after = layout.settle_layout(STAR, before, ["leaf 2", "leaf 3"])
    assert {node: after[node] for node in before} == before
    assert after.keys() == {"hub", "leaf 1", "leaf 2", "leaf 3"}


def test_the_line_of_a_new_node_crosses_no_other_box():
    net = network(("hub", "near", {}), ("hub", "new", {}))
    before = {"other": (0.0, 0.0), "hub": (220.0, 0.0), "near": (330.0, 0.0)}
    net.add_node("other", label="other", organization=True)
    after = layout.settle_layout(net, before, ["new"])
    line = Line(after["hub"], after["new"], 2.0)
    assert not [n for n in ("near", "other") if line.aside(box(net.nodes[n], n, after[n]))]


def test_a_new_node_does_not_stand_on_the_line_between_two_others():
    net = network(("left", "right", {}), ("left", "new", {}), ("right", "new", {}))
    after = layout.settle_layout(net, {"left": (0.0, 0.0), "right": (900.0, 0.0)}, ["new"])
    assert abs(after["new"][1]) > 20


def test_a_new_node_stands_near_its_neighbour():
    net = network(("left", "new", {}), ("left", "right", {}))
    after = layout.settle_layout(net, {"left": (0.0, 0.0), "right": (1000.0, 0.0)}, ["new"])
    assert abs(after["new"][0]) < 200
    assert abs(after["new"][1]) < 200


def test_what_nothing_is_said_about_stands_below_the_rest():
    net = network(("a", "b", {}))
    net.add_node("alone", label="alone", organization=True)
    found = layout.places(net, ["a", "b"])
    assert found["alone"][1] > max(found["a"][1], found["b"][1])


def test_parts_that_nothing_links_stand_side_by_side_and_not_far_apart():
    net = network(("a0", "a1", {}), ("a1", "a2", {}), ("b0", "b1", {}))
    for first in (sorted(net), ["a0", "a1", "a2"]):
        found = layout.places(net, first)
        right = max(x for node, (x, _) in found.items() if node.startswith("a"))
        assert 60 < min(found["b0"][0], found["b1"][0]) - right < 600
        assert abs(found["b0"][1] - found["a0"][1]) < 200


def test_many_parts_fill_the_picture_instead_of_a_row():
    net = network(*((f"a{n}", f"b{n}", {}) for n in range(60)))
    found = layout.places(net, ["a0", "b0"])
    wide, high = (max(p[i] for p in found.values()) - min(p[i] for p in found.values())
                  for i in (0, 1))  # fmt: skip
    assert 0.4 < high / wide < 1.5
    boxes = [box(net.nodes[node], node, place) for node, place in found.items()]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.meets(b)]


def test_an_empty_network_has_no_places():
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert layout.places(empty, []) == {}


def test_the_first_part_stays_where_it_is():
    assert packed([(500.0, 400.0), (100.0, 50.0)])[0] == (0.0, 0.0)


def test_small_parts_stand_in_columns_beside_a_high_one():
    (_, one, other) = packed([(400.0, 400.0), (100.0, 50.0), (100.0, 50.0)])
    assert one == (400.0 + GAP, 0.0)
    assert other == (400.0 + GAP, 50.0 + GAP)


def test_no_two_parts_overlap_and_the_whole_is_no_strip():
    sizes = [(300.0 - n, 200.0 - 2 * n) for n in range(80)]
    corners = packed(sizes)
    frames = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, sizes, strict=True)]
    assert not [
        (a, b)
        for a, b in combinations(frames, 2)
        if min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
    ]
    wide, high = max(f[2] for f in frames), max(f[3] for f in frames)
    assert 0.5 < high / wide < 1.5


def test_nothing_takes_no_place():
    assert packed([]) == []
