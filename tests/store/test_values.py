"""Entities, sources and claims of a store as values and as data frames."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from rdflib import Literal, URIRef

import kg
from benchmarks import deals
from kg.analysis import network
from kg.errors import BadInput, Closed, NotFound
from kg.model import triples
from kg.model.vocab import ENTITY, SOURCE
from kg.store.local import query_text
from kg.store.values import data_frame
from kg.ui.shared_data import MOST_COMPARED, Opened


def test_the_claims_are_those_that_are_read_from_the_graph_itself(store: kg.Store) -> None:
    read = list(triples.claims(store.construct(query_text("page_claim"))))
    claims = store.claims(level="all")
    assert list(claims) == sorted(read, key=lambda claim: claim.iri)
    assert sum(claim.amount is not None for claim in claims) > 5
    assert any(claim.passage for claim in claims)


def test_each_filter_leaves_the_claims_that_fit(store: kg.Store) -> None:
    every = store.claims(level="all")
    nvidia, article = str(ENTITY["nvidia"]), str(SOURCE["alicloud-nvidia"])
    for wanted, fits in (
        ({"modality": "hint"}, lambda c: c.modality == "hint"),
        ({"relation": "assists"}, lambda c: c.relation == "assists"),
        ({"source": "alicloud-nvidia"}, lambda c: c.source == article),
        ({"source": article, "polarity": "affirmed"}, lambda c: c.source == article
            and c.polarity == "affirmed"),
        ({"entity": "nvidia"}, lambda c: nvidia in (c.subject, c.object, *c.jointly_with,
                                                    *c.field, *c.audience)),
        ({"speaker": "alicloud"}, lambda c: c.attributed_to == str(ENTITY["alicloud"])),
    ):  # fmt: skip
        expected = [claim for claim in every if fits(claim)]
        assert 0 < len(expected) < len(every)
        assert list(store.claims(**wanted, level="all")) == expected
    assert {claim.modality for claim in store.claims()} == {"fact"}
    assert len(store.claims(modality="hint")) == 0


def test_what_does_not_exist_is_told_with_what_does(store: kg.Store) -> None:
    with pytest.raises(BadInput, match="no modality is called 'rumour'; there are: agreement"):
        store.claims(modality="rumour")
    with pytest.raises(BadInput, match="no level is called 'firm'"):
        store.claims(level="firm")
    with pytest.raises(NotFound, match="no class is called 'Firm'"):
        store.entities(kind="Firm")


def test_sources_and_entities_are_values_too(store: kg.Store) -> None:
    sources = store.sources()
    assert [s.iri for s in sources] == sorted(str(i) for i in store.select(
        "SELECT ?s { ?s a tp:Source }").frame()["s"])  # fmt: skip
    assert sum(len(source.claims) for source in sources) == len(store.claims(level="all"))
    about = store.sources(entity="nvidia")
    assert 0 < len(about) <= len(sources)
    assert all(source.publisher == "Reuters" for source in store.sources(publisher="Reuters"))
    companies, organizations = store.entities(kind="Company"), store.entities(kind="Organization")
    assert set(companies) < set(organizations) < set(store.entities())


def test_a_frame_of_values_has_a_column_for_each_part_with_its_type(store: kg.Store) -> None:
    frame = store.claims(level="all").frame()
    assert len(frame) == len(store.claims(level="all"))
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["retracted"], kinds["quote_start"]) == ("bool", "Int64")
    assert (kinds["amount_value"], kinds["deadline_year"]) == ("float64", "Int64")
    assert list(store.claims(modality="hint").frame().columns) == list(frame.columns)
    assert kinds["when"] == "object"
    counts = store.sources().frame()["claims"]
    assert str(counts.dtype) == "int64"
    assert counts.sum() == len(frame)
    assert len(store.entities().frame()) == len(store.entities())


def test_columns_have_the_type_of_what_they_hold() -> None:
    frame = data_frame({
        "count": [1, 2], "some": [1, None], "number": [1, 2.5], "yes": [True, False],
        "maybe": [True, None], "day": [date(2016, 1, 20), None], "told": ["2016-01-20", None],
        "vague": ["2016-01-20", "2016-01"], "never": ["2016-02-31", None], "huge": [2**70, 1],
        "none": [None, None],
    })  # fmt: skip
    assert {name: str(kind).split("[")[0] for name, kind in frame.dtypes.items()} == {
        "count": "int64", "some": "Int64", "number": "float64", "yes": "bool",
        "maybe": "boolean", "day": "datetime64", "told": "datetime64", "vague": "object",
        "never": "object", "huge": "object", "none": "object",
    }  # fmt: skip
    assert frame["told"][0] == pd.Timestamp(2016, 1, 20)
    assert frame["told"].isna()[1]


def test_rows_of_a_query_are_typed_and_their_years_are_numbers(store: kg.Store) -> None:
    frame = store.select(
        'SELECT ?y ?n ?d ?t (COUNT(*) AS ?c) { VALUES (?y ?n ?d ?t) { ("2018"^^xsd:gYear 1.5 '
        '"2016-01-20"^^xsd:date "2016-01-20T01:02:03Z"^^xsd:dateTime) } } GROUP BY ?y ?n ?d ?t'
    ).frame()
    kinds = [str(kind).split("[")[0] for kind in frame.dtypes]
    assert kinds == ["int64", "float64", "datetime64", "datetime64", "int64"]
    assert frame.iloc[0]["y"] == 2018
    empty = store.select("SELECT ?a ?b { ?a a <urn:nothing> . ?a ?b ?c }").frame()
    assert (list(empty.columns), len(empty)) == (["a", "b"], 0)


def test_a_value_for_a_variable_that_is_not_there_is_the_users_fault(store: kg.Store) -> None:
    query = "SELECT ?a { ?a tp:partnersWith ?b }"
    with pytest.raises(BadInput, match="no variable 'c' to be given; it has: a, b"):
        store.select(query, {"c": URIRef("urn:x")})
    with pytest.raises(BadInput, match="must stand in the SELECT line"):
        store.select(query, {"b": Literal("x")})


def test_a_closed_store_answers_nothing_more() -> None:
    with kg.open() as store:
        network.graph(store)
    for asked in (
        store.graphs, store.claims, store.entities, store.graph, lambda: list(store.quads()),
        lambda: store.ask("ASK {}"), lambda: store.path("all"), lambda: network.graph(store),
    ):  # fmt: skip
        with pytest.raises(Closed, match="open it again"):
            asked()
    away = kg.open(store="http://127.0.0.1:1/sparql")
    away.close()
    for asked in (away.graphs, lambda: away.ask("ASK {}")):
        with pytest.raises(Closed):
            asked()


def test_only_what_is_shipped_has_a_home() -> None:
    with pytest.raises(BadInput, match="there are: data, ontology"):
        kg.home("nonsense")


def test_thousands_of_claims_have_their_comparisons(tmp_path: Path) -> None:
    count = 5_000
    folder = deals.folder(tmp_path / "deals", firms=200, deals=count)
    with kg.open(folder) as store:
        here = Opened(store, network.graph(store))
        assert len(store.claims(level="all")) == count < MOST_COMPARED
        verdicts = {row.verdict for row in here.comparisons}
    assert verdicts == {"agree", "differ", "conflict"}
