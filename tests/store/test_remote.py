"""Uploading: added graphs, removed graphs, and untouched ones."""

import itertools
import tracemalloc

import pytest
from rdflib import Graph, URIRef

import kg
from kg.model.vocab import PUBLISHED, SOURCE
from kg.store.local import Store
from kg.store.remote import publish
from tests.fake_service import Shelf
from tests.small_data import claim, folder


def test_publishing_replaces_every_graph_and_tells_how_far_it_is(store):
    number = len(store.graphs())
    told = []
    with Shelf() as shelf:
        done = publish(store, shelf.address, lambda *step: told.append(step))
    assert done.graphs == store.graphs()
    assert done.removed == ()
    assert [(step, total) for step, total, _ in told] == [(n + 1, number) for n in range(number)]
    for graph in store.graphs():
        sent = Graph().parse(data=shelf.graphs[graph], format="nt")
        assert len(sent) == len(store.dataset().graph(URIRef(graph)))


def test_a_graph_that_is_gone_is_removed_and_a_foreign_one_is_not(store, tmp_path):
    gone, foreign = str(SOURCE["gone"]), "https://example.org/graph"
    place = folder(tmp_path, claim("first", "partnersWith", "acme bolt"))
    with Shelf(**{foreign: b"", gone: b""}) as shelf, kg.open(place) as small:
        publish(store, shelf.address)
        assert gone in shelf.graphs, "nobody knows who brought it"
        done = publish(small, shelf.address)
        assert set(shelf.graphs) == {foreign, gone, str(PUBLISHED), *small.graphs()}
        assert set(done.removed) == set(store.graphs()) - set(small.graphs())
        assert done.removed


def test_a_foreign_graph_is_not_removed_even_if_the_service_claims_it_was_ours(store):
    foreign = "https://example.org/graph"
    record = f"<{PUBLISHED}> <http://purl.org/dc/terms/hasPart> <{foreign}> .\n".encode()
    with Shelf(**{foreign: b"", str(PUBLISHED): record}) as shelf:
        assert publish(store, shelf.address).removed == ()
        assert foreign in shelf.graphs


def test_what_a_broken_off_upload_brought_is_known_to_the_next(store, tmp_path):
    place = folder(tmp_path, claim("first", "partnersWith", "acme bolt"))
    with Shelf() as shelf, kg.open(place) as small:

        def broken(*_):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            publish(store, shelf.address, broken)
        brought = set(shelf.graphs) - {str(PUBLISHED)}
        assert len(brought) == 1
        publish(small, shelf.address)
        assert set(shelf.graphs) == {str(PUBLISHED), *small.graphs()}


def test_a_graph_is_uploaded_without_being_held_in_memory(store):
    many = Repeated(store, str(SOURCE["alicloud-nvidia"]), 200_000)
    with Shelf() as shelf:
        publish(many, shelf.address)
    assert len(shelf.graphs[many.name]) > 20_000_000
    assert many.held < 2_000_000


class Repeated(Store):
    """A store with one graph that repeats its triples, and counts how many are held."""

    def __init__(self, store, name, number):
        self.store, self.name, self.number = store, name, number

    def graphs(self):
        return (self.name,)

    def statements(self, graph):
        own = list(self.store.statements(graph))
        tracemalloc.start()
        yield from itertools.islice(itertools.cycle(iter(own)), self.number)
        self.held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
