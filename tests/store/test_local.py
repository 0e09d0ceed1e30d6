"""The store: its graphs, the levels, and refused queries."""

from decimal import Decimal

import pytest
from rdflib import Graph, Literal
from rdflib.compare import isomorphic

import kg
from kg.errors import BadInput, BadQuery, NotFound
from kg.model.claims import LEVELS
from kg.model.vocab import DIRECT_GRAPHS, ENTITIES, ENTITY, ONTOLOGY, SOURCE, TP
from tests.small_data import claim, folder

PARTNERS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tech-partnerships" / "stores"


@pytest.fixture
def small(tmp_path):
    """Acme and Bolt partner; each other tie is less firm than that."""
    data = folder(
        tmp_path / "data",
        claim("firm", "partnersWith", "acme bolt"),
        claim("again", "partnersWith", "bolt acme", "agreement"),
        claim("plan", "partnersWith", "acme core", "plan"),
        claim("hint", "partnersWith", "acme dyna", "hint"),
        claim("rival", "competesWith", "core dyna"),
    )
    with kg.open(data) as store:
        yield store


def ends(rows):
    return {(str(a).rpartition("/")[2], str(b).rpartition("/")[2]) for a, b in rows}


def test_the_newcomers_query_returns_only_what_is_stated_as_done(small):
    assert ends(small.select(PARTNERS)) == {("acme", "bolt"), ("bolt", "acme")}


@pytest.mark.parametrize(
    ("level", "rows"), [("stated", 2), ("agreed", 2), ("intended", 4), ("all", 6)]
)
def test_each_level_adds_its_ties_and_counts_none_twice(small, level, rows):
    assert len(small.select(PARTNERS, level=level)) == rows


def test_an_unknown_level_is_named_with_the_right_ones(small):
    with pytest.raises(BadInput, match=r"'firm'.*stated, agreed, intended, all"):
        small.select(PARTNERS, level="firm")


def test_every_tie_says_how_firm_it_is(small):
    rows = small.select("SELECT ?how ?b { GRAPH ?how { entity:acme tp:partnersWith ?b } }")
    found = {(str(how).rpartition("#")[2], str(b).rpartition("/")[2]) for how, b in rows}
    assert found == {
        ("stated", "bolt"),
        ("agreed", "bolt"),
        ("intended", "core"),
        ("suggested", "dyna"),
    }


def test_a_symmetric_tie_holds_both_ways_in_wider_relations_too(small):
    rows = small.select("SELECT ?a ?b { GRAPH tp:stated { ?a tp:cooperatesWith ?b } }")
    assert ends(rows) == {("acme", "bolt"), ("bolt", "acme")}
    rows = small.select("SELECT ?a ?b { GRAPH tp:stated { ?a tp:relatedTo ?b } }")
    assert ends(rows) == {("acme", "bolt"), ("bolt", "acme"), ("core", "dyna")}


def test_who_aims_at_a_rival_is_not_thereby_its_rival(small):
    rows = small.select("SELECT ?a ?b { ?a tp:competesWith ?b }")
    assert ends(rows) == {("core", "dyna")}


@pytest.mark.parametrize(
    ("modality", "more"),
    [
        ("fact", "; tp:retracted true"),
        ("conditional", ""),
    ],
)
def test_what_is_retracted_or_only_a_condition_is_no_tie(tmp_path, modality, more):
    wish = claim("wish", "partnersWith", "acme bolt", modality, more)
    result = claim("result", "competesWith", "acme core", "conditional", "; tp:condition c:wish")
    extra = (result,) if modality == "conditional" else ()
    with kg.open(folder(tmp_path / "data", wish, *extra)) as store:
        assert not len(store.select(PARTNERS, level="all"))
        assert store.ask("ASK { ?claim tp:relation tp:partnersWith }")


def test_what_is_denied_is_no_tie(tmp_path):
    denial = claim("no", "partnersWith", "acme bolt").replace("tp:affirmed", "tp:denied")
    with kg.open(folder(tmp_path / "data", denial)) as store:
        assert not len(store.select(PARTNERS, level="all"))


def test_those_jointly_named_get_no_tie(tmp_path):
    joint = claim("joint", "partnersWith", "acme bolt", more="; tp:jointlyWith e:core")
    with kg.open(folder(tmp_path / "data", joint)) as store:
        rows = store.select("SELECT ?how { GRAPH ?how { entity:core tp:relatedTo ?o } }")
        assert not len(rows)


def test_the_graphs_are_those_of_the_design(small):
    expected = {str(ONTOLOGY), str(ENTITIES), str(SOURCE.paper), *map(str, DIRECT_GRAPHS)}
    assert set(small.graphs()) == expected
    assert {str(g.identifier) for g in small.dataset().graphs()} - {
        "urn:x-rdflib:default"
    } == expected


def test_a_source_with_a_text_carries_it(store):
    text = (kg.home("data") / "sources/alicloud-nvidia/article.txt").read_bytes().decode()
    rows = store.select(
        "SELECT ?text { GRAPH ?s { ?s tp:text ?text } }",
    )
    assert text in [str(t) for (t,) in rows]


def test_offsets_in_the_store_are_code_points_of_its_text(store):
    rows = store.select(
        "SELECT ?exact ?cut { ?p oa:exact ?exact ; oa:start ?s ; oa:end ?e ; "
        "oa:hasSource/tp:text ?t BIND (SUBSTR(?t, ?s + 1, ?e - ?s) AS ?cut) }"
    )
    assert len(rows) > 20
    assert all(exact == cut for exact, cut in rows)


def test_from_means_what_the_standard_says_whatever_the_level(small):
    query = "SELECT ?a ?b FROM tp:intended { ?a tp:partnersWith ?b }"
    assert ends(small.select(query, level="all")) == {("acme", "core"), ("core", "acme")}
    assert not len(small.select("SELECT ?a FROM <http://none/> { ?a ?p ?o }"))
    assert not len(small.select("SELECT ?a FROM tp:stated { GRAPH ?g { ?a ?p ?o } }"))
    assert len(small.select("SELECT ?a FROM NAMED tp:stated { GRAPH ?g { ?a ?p ?o } }"))


def test_data_set_parameters_come_before_from(small):
    query = "SELECT ?a ?b FROM tp:stated { ?a tp:partnersWith ?b }"
    found = small.select(query, default_graphs=[str(TP.suggested)])
    assert ends(found) == {("acme", "dyna"), ("dyna", "acme")}
    assert not len(small.select(query, named_graphs=[str(TP.stated)]))
    within = "SELECT ?a ?b { GRAPH ?g { ?a tp:partnersWith ?b } }"
    assert not len(small.select(within, default_graphs=[str(TP.stated)]))
    assert len(small.select(within, named_graphs=[str(TP.stated)])) == 2


def test_a_given_value_is_bound_and_never_pasted(small):
    query = "SELECT ?a ?b { ?a tp:partnersWith ?b }"
    assert ends(small.select(query, {"a": ENTITY.bolt})) == {("bolt", "acme")}
    assert not len(small.select(query, {"a": Literal("x } UNION { ?a ?p ?b")}))


def test_an_error_names_the_line_of_the_text_as_written(small):
    with pytest.raises(BadQuery, match="2:"):
        small.select("SELECT * {\n ?a tp:partnersWith }")


def test_a_prefix_declared_by_the_query_wins(small):
    assert not small.ask("PREFIX tp: <http://other/> ASK { ?a tp:partnersWith ?b }")


@pytest.mark.parametrize("method", ["ask", "construct"])
def test_the_wrong_form_of_query_is_named(small, method):
    with pytest.raises(BadQuery, match="SELECT"):
        getattr(small, method)(PARTNERS)


@pytest.mark.parametrize(
    "query", ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "CLEAR ALL"]
)
def test_neither_federation_nor_changes(small, query):
    with pytest.raises(BadQuery):
        small.select(query)


def test_rows_as_plain_values(small):
    rows = small.select("SELECT ?a ?n ?d ?t ?none { VALUES (?a ?n ?d ?t) { (tp:x 1 1.5 'x'@en) } }")
    expected = {"a": str(TP) + "x", "n": 1, "d": Decimal("1.5"), "t": "x", "none": None}
    assert rows.records() == [expected]
    assert list(rows.frame().columns) == ["a", "n", "d", "t", "none"]
    assert rows.frame().iloc[0]["n"] == 1


def test_a_query_of_ours_is_found_by_name(small):
    assert len(small.named("graphs")) == len(small.graphs())
    with pytest.raises(NotFound, match=r"'graph'; there are: .*graphs"):
        small.named("graph")


def test_describe_tells_what_is_known_of_one_thing(small):
    found = small.describe(str(ENTITY.acme))
    assert (ENTITY.acme, TP.partnersWith, ENTITY.bolt) in found
    assert not len(small.describe("http://nothing/"))


def test_the_rdflib_graph_is_the_default_graph_of_the_level(small):
    for level in LEVELS:
        assert (
            len(small.graph(level))
            == small.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", level=level).records()[0]["n"]
        )


def test_the_widest_level_is_the_union_of_all_named_graphs(small):
    union = Graph()
    for graph in small.dataset().graphs():
        union += graph
    assert isomorphic(small.graph("all"), union)


def test_texts_are_the_values_of_the_same_rows(small):
    rows = [tuple(None if t is None else str(t) for t in row) for row in small.named("network")]
    assert any(None in row for row in rows)
    assert sorted(small.texts("network"), key=str) == sorted(rows, key=str)
