from __future__ import annotations

import json
from typing import Any

import networkx as nx

from kg.presentation import drawing, graph_view
from kg.presentation.graph_view import View
from tests.networks import claim, entity, network


def test_the_suggestions_are_a_hint_the_most_spoken_of_and_a_far_pair():
    net = network(("a", "b", {}), ("b", "c", {}), ("b", "c", {"modality": "hint"}))
    found = graph_view.suggestions(net.edges(keys=True, data=True))
    assert found["hint"][2] == "c2"
    assert found["busiest"] == "b"
    assert found["pair"] == ("a", "c")


def test_what_is_elsewhere_is_counted():
    net = network(
        ("a", "b", {}), ("c", "d", {"source_iri": "other"}), ("e", "d", {"source_iri": "third"})
    )
    shown = graph_view.shown(net, View().filtered("source", ["source"]), ["a", "b"])
    assert graph_view.left_out_counts(net, shown) == (3, 2)


def test_those_that_most_is_said_of_come_first():
    net = network(("a", "b", {}), ("b", "c", {}), ("b", "a", {"retracted": True}))
    assert graph_view.visible_organizations(net, View())[:2] == ["b", "a"]


def test_who_has_more_partners_is_drawn_larger():
    net = network(("a", "b", {}), ("b", "c", {}), ("b", "b", {}))
    sizes = graph_view.sizes(net, ["a", "b", "c"])
    assert sizes["b"] > sizes["a"] == sizes["c"]


def triangle() -> nx.MultiDiGraph[str]:
    return network(
        ("a", "b", {}),
        ("b", "c", {"firmness": "suggested", "modality": "hint", "speaker": "hu"}),
        ("c", "a", {"family": "competition", "relation": "competesWith", "source_iri": "other"}),
    )


def claims_of(shown: graph_view.Scene) -> list[str]:
    return sorted(edge[2] for edge in shown.edges)


def test_the_first_screen_shows_six_organizations_of_the_source_and_no_field():
    net = network(*((f"o{n}", f"o{n + 1}", {}) for n in range(9)))
    entity(net, "cloud", "Field")
    net.add_edge("o1", "cloud", key="field", **claim())
    first = graph_view.first_organizations(net, "source")
    assert len(first) == 6
    assert "cloud" not in first
    assert graph_view.first_organizations(net, "another source") == ()


def test_filters_combine():
    net = triangle()
    view = View().filtered("firmness", ["suggested"]).filtered("speaker", ["hu"])
    assert claims_of(graph_view.shown(net, view, ["a", "b", "c"])) == ["c1"]
    assert claims_of(graph_view.shown(net, view.filtered("speaker", ["x"]), ["a", "b", "c"])) == []


def test_the_count_of_a_choice_leaves_out_its_own_filter():
    view = View().filtered("firmness", ["stated"])
    assert graph_view.counts(triangle(), view, "firmness") == {"stated": 2, "suggested": 1}
    assert graph_view.counts(triangle(), view, "family") == {"cooperation": 1, "competition": 1}


def test_what_is_drawn_for_a_selection_is_counted_too():
    view = View().filtered("source", ["source"])
    edges = list(triangle().edges(keys=True, data=True))
    assert graph_view.counts(triangle(), view, "firmness", edges)["stated"] == 1
    assert graph_view.counts(triangle(), view, "firmness", edges, lit=["c2"])["stated"] == 2


def test_claims_can_be_limited_to_those_that_other_sources_contradict():
    net = network(
        ("a", "b", {"others": ("agree", "conflict")}), ("a", "b", {"others": ("differ",)})
    )
    assert claims_of(graph_view.shown(net, View().filtered("others", ["conflict"]), "ab")) == ["c0"]
    assert graph_view.counts(net, View(), "others") == {"agree": 1, "conflict": 1, "differ": 1}
    assert (
        claims_of(graph_view.shown(triangle(), View().filtered("others", ["differ"]), "abc")) == []
    )


def test_every_source_is_shown_only_on_demand():
    net = triangle()
    one = View().filtered("source", ["source"])
    assert claims_of(graph_view.shown(net, one, "abc")) == ["c0", "c1"]
    every = View().filtered("source", [graph_view.ALL])
    assert claims_of(graph_view.shown(net, every, "abc")) == ["c0", "c1", "c2"]


def test_a_selected_claim_is_shown_whatever_the_filters_say():
    view = View().filtered("firmness", ["stated"])
    assert "c1" in claims_of(graph_view.shown(triangle(), view, "abc", lit=["c1"]))


def test_a_filter_brings_in_what_it_names():
    net = triangle()
    entity(net, "cloud", "Field")
    net.add_edge("a", "cloud", key="field", **claim(family="activity"))
    assert "cloud" not in graph_view.shown(net, View(), "abc").nodes
    assert "cloud" in graph_view.shown(net, View().filtered("family", ["activity"]), "abc").nodes


def test_opening_a_node_shows_its_neighbours_and_counts_those_that_are_hidden():
    net = triangle()
    before = graph_view.shown(net, View(), ["a"])
    assert graph_view.hidden_neighbours(net, View(), before) == {"a": 2}
    after = graph_view.shown(net, View(opened=("a",)), ["a"])
    assert set(after.nodes) == {"a", "b", "c"}
    assert graph_view.hidden_neighbours(net, View(opened=("a",)), after)["a"] == 0


def test_a_withdrawn_claim_is_not_drawn():
    assert claims_of(graph_view.shown(network(("a", "b", {"retracted": True})), View(), "ab")) == []


def test_beyond_what_can_be_drawn_the_rest_is_counted():
    net = network(*(("hub", f"n{n}", {}) for n in range(400)))
    shown = graph_view.shown(net, View().filtered("family", ["cooperation"]), ["hub"])
    assert len(shown.nodes) == graph_view.MOST_NODES
    assert shown.left_out == 101


def test_opening_a_hub_shows_as_many_neighbours_as_one_can_take_in():
    net = network(*(("hub", f"n{n}", {}) for n in range(400)))
    shown = graph_view.shown(net, View(opened=("hub",)), ["hub"])
    assert len(shown.nodes) == 1 + graph_view.MOST_AROUND
    assert graph_view.hidden_neighbours(net, View(), shown)["hub"] == 400 - graph_view.MOST_AROUND


def test_parallel_lines_run_apart_and_a_filter_moves_none():
    net = network(
        ("a", "b", {}),
        ("b", "a", {"family": "finance"}),
        ("a", "b", {"source_iri": "other", "firmness": "agreed"}),
        ("a", "b", {"source_iri": "other"}),
    )
    lanes = graph_view.lanes(net, "ab", "source")
    assert {lanes["c0"], lanes["c1"]} == {0.5, -0.5}
    assert lanes["c3"] == lanes["c0"]
    assert len(set(lanes.values())) == 3
    assert len(set(graph_view.lanes(net, "ab", "source", {"c0", "c3"}).values())) == 4


def test_a_selected_line_is_opened_and_so_is_that_of_a_selected_claim():
    net = network(*[("a", "b", {})] * 3, ("a", "b", {"firmness": "agreed"}))
    pair = View(pair=("a", "b"), line=("cooperation", "stated"))
    assert graph_view.opened_claims(net, pair, ("a", "b")) == {"c0", "c1", "c2"}
    assert graph_view.opened_claims(net, View(claim="c1"), ("a", "b")) == {"c0", "c1", "c2"}
    assert graph_view.opened_claims(net, View(claim="c3"), ("a", "b")) == {"c3"}
    assert graph_view.opened_claims(net, View(pair=("a", "b")), ("a", "b")) == set()
    said = [edge[2] for edge in graph_view.pair_claims(net, pair, "a", "b")]
    assert said == ["c0", "c1", "c2"]
    many = network(*[("a", "b", {})] * (graph_view.MOST_OPENED + 1))
    assert graph_view.opened_claims(many, View(claim="c1"), ("a", "b")) == set()


def test_all_organizations_can_be_opened_at_once():
    net = network(("a", "b", {}), ("c", "d", {"source_iri": "other"}))
    entity(net, "cloud", "Field")
    net.add_edge("a", "cloud", key="field", **claim())
    view = View(opened=(graph_view.ALL,))
    assert set(graph_view.shown(net, view, ["a"]).nodes) == {"a", "b", "c", "d"}
    one = view.filtered("source", ["source"])
    assert set(graph_view.shown(net, one, ["a"]).nodes) == {"a", "b"}


SPOTS = {"a": (0.0, 0.0, 2), "b": (1.0, 0.0, 1), "c": (0.0, 1.0, 1)}
NET = network(
    ("a", "b", {"firmness": "suggested", "modality": "hint"}),
    ("b", "a", {}),
    ("b", "c", {"family": "competition", "relation": "competesWith"}),
    ("c", "c", {}),
)


def drawn(view: View) -> dict[str, Any]:
    pairs = graph_view.between(graph_view.everything(NET, view))
    found: dict[str, Any] = json.loads(drawing.map_content(NET, pairs, SPOTS))
    return found


def test_all_that_is_said_of_two_is_one_line_as_firm_as_the_firmest():
    found = drawn(View())
    names, edges = found["nodes"]["id"], found["edges"]
    firmness, family = (
        [edges[key]["values"][at] for at in edges[key]["at"]] for key in ("firmness", "family")
    )
    ends = [(names[a], names[b]) for a, b in zip(edges["a"], edges["b"], strict=True)]
    lines = dict(zip(ends, zip(edges["count"], firmness, family, strict=True), strict=True))
    assert set(lines) == {("a", "b"), ("b", "c")}
    assert lines["a", "b"][:2] == (2, "stated")
    assert lines["b", "c"][2] == "competition"


def test_size_is_the_number_of_partners_and_colour_the_group():
    nodes = drawn(View())["nodes"]
    assert (nodes["id"], nodes["weight"]) == (["a", "b", "c"], [1, 2, 1])
    assert nodes["group"] == [2, 1, 1]


def test_whatever_a_filter_leaves_out_is_not_on_the_map():
    found = drawn(View().filtered("family", ["competition"]))
    assert found["nodes"]["id"] == ["b", "c"]
