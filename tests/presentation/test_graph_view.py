from kg.presentation import graph_view
from kg.presentation.graph_view import View
from tests.networks import network


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
    assert graph_view.elsewhere(net, shown) == (3, 2)


def test_those_that_most_is_said_of_come_first():
    net = network(("a", "b", {}), ("b", "c", {}), ("b", "a", {"retracted": True}))
    assert graph_view.busiest(net, 2) == ["b", "a"]
