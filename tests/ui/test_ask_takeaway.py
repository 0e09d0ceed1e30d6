"""An answer taken along."""

from __future__ import annotations

import pytest

import kg
from kg import network
from kg.asking import Asked
from kg.ui import ask_takeaway
from kg.ui.opened import Opened


@pytest.fixture(scope="module")
def here() -> Opened:
    store = kg.open()
    return Opened(store, network.graph(store))


def test_the_link_holds_the_query_and_the_view():
    asked = Asked(query="ASK { ?a ?b 'é&' }", expert=True, look="raw")
    link = ask_takeaway.address("http://127.0.0.1:1", asked)
    assert link == "http://127.0.0.1:1/ask?query=ASK+%7B+%3Fa+%3Fb+%27%C3%A9%26%27+%7D&look=raw"


def test_other_servers_are_told_the_graphs_of_a_level(here: Opened):
    assert ask_takeaway.graphs(here, Asked()) is None
    graphs = ask_takeaway.graphs(here, Asked(level="agreed")) or []
    ours = {graph.rpartition("#")[2] for graph in graphs if "ontology#" in graph}
    assert ours == {"stated", "agreed"}
