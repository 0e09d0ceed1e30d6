"""The map as the front end gets it."""

from __future__ import annotations

import json
from typing import Any

from kg.presentation import graph_view
from kg.presentation.graph_view import View
from tests.networks import network

PLACES = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0)}
NET = network(
    ("a", "b", {"firmness": "suggested", "modality": "hint"}),
    ("b", "a", {}),
    ("b", "c", {"family": "competition", "relation": "competesWith"}),
    ("c", "c", {}),
)


def drawn(view: View) -> dict[str, Any]:
    pairs = graph_view.between(graph_view.everything(NET, view))
    found: dict[str, Any] = json.loads(graph_view.encoded(NET, pairs, PLACES, {"a": 2}))
    return found


def test_all_that_is_said_of_two_is_one_line_as_firm_as_the_firmest():
    found = drawn(View())
    lines = {
        (found["nodes"][e["a"]]["id"], found["nodes"][e["b"]]["id"]): e for e in found["edges"]
    }
    assert set(lines) == {("a", "b"), ("b", "c")}
    assert (lines["a", "b"]["count"], lines["a", "b"]["firmness"]) == (2, "stated")
    assert lines["b", "c"]["family"] == "competition"


def test_size_is_the_number_of_partners_and_colour_the_group():
    nodes = {node["id"]: node for node in drawn(View())["nodes"]}
    assert {name: node["weight"] for name, node in nodes.items()} == {"a": 1, "b": 2, "c": 1}
    assert (nodes["a"]["group"], nodes["b"]["group"]) == (2, 0)


def test_whatever_a_filter_leaves_out_is_not_on_the_map():
    found = drawn(View().filtered("family", ["competition"]))
    assert [node["id"] for node in found["nodes"]] == ["b", "c"]
