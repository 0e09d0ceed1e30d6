"""The public interface of `import kg`."""

import pytest

import kg


def test_every_name_that_the_package_offers_is_there_and_explained() -> None:
    assert len(kg.__all__) == len(set(kg.__all__)) > 5
    for name in kg.__all__:
        offered = getattr(kg, name)
        assert name in dir(kg)
        assert name == "__version__" or offered.__doc__, name


def test_a_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(AttributeError, match="there are: Claim, Entity"):
        _ = kg.opne


def test_the_five_lines_of_a_notebook() -> None:
    with kg.open() as store:
        pairs = store.select("SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }").frame()
        triples = store.graph()
        network = kg.network.graph(store)
        turtle = kg.export.data(store, "turtle")
    assert list(pairs.columns) == ["a", "b"]
    assert len(pairs) == 2
    assert len(triples) > 1000
    assert network.is_directed()
    assert network.is_multigraph()
    assert turtle.startswith(b"#")


def test_all_triples_at_a_level_in_one_call() -> None:
    assert len(kg.graph(level="all")) > len(kg.graph())
