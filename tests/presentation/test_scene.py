from __future__ import annotations

import networkx as nx

from kg.presentation import graph_view
from kg.presentation.graph_view import View
from tests.networks import claim, entity, network


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
    first = graph_view.start(net, "source")
    assert len(first) == 6
    assert "cloud" not in first
    assert graph_view.start(net, "another source") == ()


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
    assert graph_view.hidden(net, View(), before) == {"a": 2}
    after = graph_view.shown(net, View(opened=("a",)), ["a"])
    assert set(after.nodes) == {"a", "b", "c"}
    assert graph_view.hidden(net, View(opened=("a",)), after)["a"] == 0


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
    assert graph_view.hidden(net, View(), shown)["hub"] == 400 - graph_view.MOST_AROUND


def test_parallel_claims_run_apart_and_a_filter_moves_none():
    net = network(("a", "b", {}), ("b", "a", {}), ("a", "b", {"source_iri": "other"}))
    lanes = graph_view.lanes(net, "ab", "source")
    assert len(set(lanes.values())) == 3
    assert {lanes["c0"], lanes["c1"]} == {0.5, -0.5}


def test_all_organizations_can_be_opened_at_once():
    net = network(("a", "b", {}), ("c", "d", {"source_iri": "other"}))
    entity(net, "cloud", "Field")
    net.add_edge("a", "cloud", key="field", **claim())
    view = View(opened=(graph_view.ALL,))
    assert set(graph_view.shown(net, view, ["a"]).nodes) == {"a", "b", "c", "d"}
    one = view.filtered("source", ["source"])
    assert set(graph_view.shown(net, one, ["a"]).nodes) == {"a", "b"}
