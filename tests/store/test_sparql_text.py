"""SPARQL text read as its terminals."""

import tracemalloc

import pytest

from kg.errors import BadQuery
from kg.model.vocab import TP
from kg.query import evaluation
from kg.store import sparql_text

HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE' }",
    "SELECT * { ?s ?p '''it's a SERVICE <x> { }''' }",
    'SELECT * { ?s ?p """a "quoted" SERVICE""" }',
    'SELECT * { ?s ?p "escaped \\" SERVICE <x> {}" }',
    "SELECT * { ?s ?p 1 # SERVICE <http://x/> { ?s ?p ?o }\n}",
    "SELECT ?SERVICE { ?SERVICE $service ?o }",
    "SELECT * { <http://x/SERVICE> ?p <http://x/#SERVICE> }",
    "PREFIX SERVICE: <http://x/> SELECT * { SERVICE:a SERVICE:SERVICE ?o }",
    "PREFIX ex: <http://x/> SELECT * { ?s ex:a\\#SERVICE ?o ; ex:b.SERVICE ?x }",
    "PREFIX ex: <http://x/> SELECT * { ex:%20SERVICE ?p _:SERVICE }",
    "SELECT * { ?s ?p 'x'@SERVICE }",
]
FEDERATED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE\n<http://x/> {} } } }",
    "PREFIX ex: <http://x/> SELECT * { SERVICE ex:a {} }",
    "SELECT * { SERVICE# comment\n<http://x/> {} }",
    "SELECT * { ?s ?p 'a' . SERVICE <http://x/> {} }",
    "SELECT * { ?s ?p 1.SERVICE <http://x/> {} }",
    "SELECT * { ?s ?p <#> . SERVICE <http://x/> {} # '\n}",
    "SELECT * { \\u0053ERVICE <http://x/> {} }",
    "SELECT * { \\U00000053ERV\\u0049CE <http://x/> {} }",
    "SELECT * { ?s ?p '\\u0027 SERVICE <http://x/> {} }",
    "SELECT * { OPTIONAL { MINUS { SERVICE <http://x/> {} } } }",
    "ASK { FILTER EXISTS { SERVICE <http://x/> {} } }",
]
UPDATES = [
    "INSERT DATA { <a> <b> <c> }",
    "PREFIX SELECT: <x> LOAD <http://x/>",
    "WITH <g> DELETE {}",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_service_inside_something_else_is_no_federation(query):
    assert not sparql_text.uses_service(query)
    sparql_text.check_query(query)


@pytest.mark.parametrize("query", FEDERATED)
def test_federation_is_seen_in_every_spelling(query):
    with pytest.raises(BadQuery, match="another server"):
        sparql_text.check_query(query)


@pytest.mark.parametrize("update", UPDATES)
def test_a_change_is_refused_by_its_name(update):
    with pytest.raises(BadQuery, match=sparql_text.form(update)):
        sparql_text.check_query(update)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX ask: <x> ASK {}", "ASK"),
        ("base <http://x/select> describe <x>", "DESCRIBE"),
        ("", ""),
        ("hello", ""),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword(query, form):
    assert sparql_text.form(query) == form


def test_from_is_seen_only_where_it_is_one():
    assert sparql_text.has_dataset("SELECT * FROM <g> { ?s ?p ?o }")
    assert not sparql_text.has_dataset("SELECT ?FROM { ?FROM ?p 'FROM' } # FROM <g>")


def test_only_missing_prefixes_are_declared_and_lines_stay():
    known = {"tp": "http://x/tp#", "skos": "http://x/skos#", "rdf": "http://x/rdf#"}
    query = "PREFIX tp: <http://mine/>\nSELECT * { ?a tp:x 'rdf:type', skos:y }"
    assert sparql_text.prefixed(query, known) == f"PREFIX skos: <http://x/skos#> {query}"


# So long that a reader whose effort grows with its square would not come back at all.
HOSTILE = 500_000


@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", ["a.", '"\\"', "1", "<a", "'''", "ex:a.", "@a-", "\\u0053"])
def test_hostile_text_is_read_to_its_end(piece):
    sparql_text.uses_service(piece * (HOSTILE // len(piece)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { VALUES (?a) { (<x>) } ?a ?b ?c }"),
        (
            "CONSTRUCT { ?a ?b '{' } WHERE { { ?a ?b ?c } }",
            "CONSTRUCT { ?a ?b '{' } WHERE { VALUES (?a) { (<x>) } { ?a ?b ?c } }",
        ),
    ],
)
def test_a_value_is_bound_where_the_question_begins(query, expected):
    assert sparql_text.bound(query, {"a": "<x>"}) == expected
    assert sparql_text.bound(query, {}) == query


def test_a_value_for_a_query_without_a_question_is_refused():
    with pytest.raises(BadQuery, match="asks nothing"):
        sparql_text.bound("DESCRIBE <x>", {"a": "<x>"})


def test_no_query_at_all_is_told(store):
    with pytest.raises(BadQuery, match="this is not a query"):
        evaluation.run(store, " # nothing")


FROM = "FROM <urn:d> FROM NAMED <urn:n>"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * WHERE { ?a ?b ?c }", f"SELECT * {FROM} WHERE {{ ?a ?b ?c }}"),
        ("SELECT ?a{ ?a ?b ?c }", f"SELECT ?a{FROM} {{ ?a ?b ?c }}"),
        (
            "SELECT (EXISTS { ?a ?b ?c } AS ?x) { }",
            f"SELECT (EXISTS {{ ?a ?b ?c }} AS ?x) {FROM} {{ }}",
        ),
        ("ASK {}", f"ASK {FROM} {{}}"),
        (
            "CONSTRUCT { ?a ?b { } } WHERE { }",
            f"CONSTRUCT {{ ?a ?b {{ }} }} {FROM} WHERE {{ }}",
        ),
        ("CONSTRUCT WHERE { ?a ?b ?c }", f"CONSTRUCT {FROM} WHERE {{ ?a ?b ?c }}"),
        ("CONSTRUCT {} { ?a ?b ?c }", f"CONSTRUCT {{}} {FROM} {{ ?a ?b ?c }}"),
        ("DESCRIBE <urn:a> # why", f"DESCRIBE <urn:a> # why\n{FROM}"),
        ("DESCRIBE <urn:a> LIMIT 1", f"DESCRIBE <urn:a> {FROM} LIMIT 1"),
        ("PREFIX s: <urn:s>\n# {\nSELECT * { }", f"PREFIX s: <urn:s>\n# {{\nSELECT * {FROM} {{ }}"),
    ],
)
def test_a_data_set_is_written_where_the_grammar_has_it(query, expected):
    assert sparql_text.scoped(query, ["urn:d"], ["urn:n"]) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?a tp:partnersWith ?b } ORDER BY ?a",
        "SELECT (COUNT(*) AS ?n) { ?a tp:partnersWith ?b } GROUP BY ?a",
        "CONSTRUCT { ?a tp:partnersWith ?b } WHERE { ?a tp:partnersWith ?b }",
        "CONSTRUCT WHERE { ?a tp:partnersWith ?b }",
        "DESCRIBE entity:nvidia",
        "ASK { FILTER EXISTS { ?a tp:partnersWith ?b } }",
    ],
)
def test_a_query_with_its_data_set_written_into_it_asks_just_that(store, query):
    stated = evaluation.run(store, sparql_text.scoped(query, [TP.stated], []), "*/*").body()
    assert stated == evaluation.run(store, query, "*/*", default_graphs=[TP.stated]).body()
    nothing = evaluation.run(store, sparql_text.scoped(query, ["urn:none"], []), "*/*").body()
    assert nothing != stated


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("PREFIX a: <urn:a> # SELECT *\nSELECT DISTINCT * WHERE { ?z $y ?z }", ["z", "y"]),
        ("SELECT ?o ?s { ?s ?p ?o }", None),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", None),
        ("SELECT ?a { { SELECT * { ?a ?b ?c } } }", None),
        ("ASK { ?s ?p ?o }", None),
        ("", None),
        ("SELECT", None),
    ],
)
def test_a_star_is_seen_with_the_variables_as_they_appear(query, names):
    found = sparql_text.star(query)
    assert (found and found[1]) == names
    assert found is None or query[found[0]] == "*"


COLUMNS = {
    "SELECT * { ?s ?p ?o }": ("s", "p", "o"),
    "SELECT DISTINCT * { ?z tp:partnersWith ?a } ORDER BY ?b": ("z", "a"),
    "SELECT * { ?z ?y ?x MINUS { ?z ?w ?v } FILTER EXISTS { ?z ?y ?u } } LIMIT 1": ("z", "y", "x"),
    "SELECT * { ?z ?y ?x { SELECT ?b ?z { ?z ?a ?b } } BIND (1 AS ?c) } LIMIT 1":
        ("z", "y", "x", "b", "c"),
    "SELECT * { }": (),
    "SELECT * { ?s ?p '*' } LIMIT 1": ("s", "p"),
}  # fmt: skip


@pytest.mark.parametrize("query", COLUMNS)
def test_columns_come_as_they_appear_in_the_query(store, query):
    assert evaluation.run(store, query).rows().variables == COLUMNS[query]
    assert store.select(query).variables == COLUMNS[query]
    first = query.replace("*", " ".join(f"?{name}" for name in COLUMNS[query]) or "*", 1)
    assert set(evaluation.run(store, query).rows()) == set(evaluation.run(store, first).rows())


def test_a_wrong_query_with_a_star_is_told_at_its_place(store):
    with pytest.raises(BadQuery, match="1:19"):
        evaluation.run(store, "SELECT * { ?s ?p }")


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "piece",
    ["\\", "'''\\", '"""\\', "'''\"\"\"", "<\\u0041", "\\u0041", "'\n", "#", "ex:\\#"],
)
def test_names_are_decoded_to_the_end_of_hostile_text(piece):
    found = sparql_text.names_decoded("\\u0041" + piece * (HOSTILE // len(piece)))
    assert found.startswith(("A", "\\u0041"))


@pytest.mark.parametrize(
    "kept",
    [
        r'SELECT ("\u0041" AS ?x) {}',
        r"SELECT * { ?s ?p 'a\'\u0041' }",
        r"SELECT * { <http://e/\u0041> ?p ?o } # \u0041",
        r"SELECT * { ?s ?p \u0022 \u0023 \u0020 }",
    ],
)
def test_what_does_not_spell_a_name_is_not_decoded(kept):
    assert sparql_text.names_decoded(kept) == kept


def test_long_texts_are_not_remembered():
    long = "SELECT * { ?s ?p ?o } #" + "x" * 1_000_000
    tracemalloc.start()
    try:
        for number in range(20):
            assert sparql_text.form(f"{long}{number}") == "SELECT"
            assert sparql_text.star(f"{long}{number}") == (7, ["s", "p", "o"])
        assert tracemalloc.get_traced_memory()[0] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a:b.c. ?x", "a:b.c"),
        ("a:b..c..", "a:b..c"),
        (":a.%41.%zz", ":a.%41"),
        (r":a.\,.b", r":a.\,.b"),
        (":1:.", ":1:"),
        ("_:_:" * 3, "_:_"),
    ],
)
def test_a_full_stop_belongs_to_a_name_only_before_more_of_it(text: str, name: str) -> None:
    assert next(sparql_text.tokens(text)).text == name
