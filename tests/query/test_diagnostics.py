import pytest

import kg
from kg.errors import BadQuery
from kg.model.vocab import SOURCE, TP
from kg.query import evaluation
from kg.query.diagnostics import absent, fault, missed, misspelt, tagged

FAULTS = [
    ("SELECT * WHERE { ?a tp:competesWith ?b", "} is missing", 1),
    ("SELECT * WHERE { ?a tp:competesWith }", "“}” does not fit here", 1),
    ("SELECT ?a\nWHERE { ?a foo:x ?b }", "prefix foo: is not declared", 2),
    ("SELECT ?a { ?a ?b 'x }", "quotation mark", 1),
    ("SELECT (COUNT(?a) AS ?n) ?b { ?a ?b ?c }", "variable that is unbound", 1),
    ("SELECT ?a WHERE ?a ?b ?c", "“?a” does not fit here; expected {", 1),
    ("SELECT ?a { ?a ?b ?c } LIMIT x", "“x” does not fit here; expected a number", 1),
    ("SELECT * { ?a ?b ?c . } }", "one sign too many", 1),
]


@pytest.mark.parametrize(("query", "words", "line"), FAULTS)
def test_a_fault_is_told_in_words_with_its_place(
    store: kg.Store, query: str, words: str, line: int
):
    with pytest.raises(BadQuery) as caught:
        evaluation.run(store, query)
    told = fault(str(caught.value), query)
    assert words in told.words
    assert told.line == line
    assert told.column
    assert "\\u" not in told.words, "no ranges of characters"


@pytest.mark.parametrize(
    ("query", "words", "place"),
    [
        (
            "# Who?\nSELCT ?a { ?a ?b ?c }",
            "“SELCT” does not fit here; did you mean SELECT?",
            (2, 1),
        ),
        ("PREFIX a: <urn:x>\n  { ?a ?b ?c }", "“{” does not fit here; a query begins", (2, 3)),
        ("BASE <urn:x> descrybe ?a", "did you mean DESCRIBE?", (1, 14)),
    ],
)
def test_a_query_without_its_keyword_is_told_where_it_should_stand(
    store: kg.Store, query: str, words: str, place: tuple[int, int]
):
    with pytest.raises(BadQuery) as caught:
        evaluation.run(store, query)
    told = fault(str(caught.value), query)
    assert words in told.words
    assert (told.line, told.column) == place


def test_what_has_no_place_stays_as_it_is():
    assert fault("SERVICE is not allowed", "x").words == "SERVICE is not allowed"
    assert fault("SERVICE is not allowed", "x").line is None


def test_a_misspelt_term_is_named_with_what_may_be_meant():
    (told,) = misspelt(
        "SELECT * { ?a tp:competsWith ?b ; tp:subject ?c . # tp:foo\n ?x ?y 'tp:x' }"
    )
    assert told.startswith("tp:competsWith is not a term")
    assert "tp:competesWith" in told
    assert not misspelt("PREFIX tp: <urn:x> SELECT * { ?a tp:competsWith ?b }")
    assert not misspelt(f"PREFIX t: <{TP}> SELECT * {{ ?a t:competesWith/<{TP}subject> ?b }}")
    for name in ("t:competsWith", f"<{TP}competsWith>"):
        (told,) = misspelt(f"PREFIX t: <{TP}> SELECT * {{ ?a {name} ?b }}")
        assert "did you mean tp:competesWith" in told


THERE = "https://w3id.org/tech-partnerships/ontology#stated"


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", ["file:///etc/passwd"]),
        ("SELECT * FROM NAMED <urn:a> FROM <urn:b> { ?s ?p ?o }", ["urn:a", "urn:b"]),
        ("PREFIX my: <urn:> SELECT * { GRAPH my:own { ?s ?p ?o } }", ["urn:own"]),
        ("SELECT * FROM tp:stated { GRAPH tp:stated { ?s ?p ?o } }", []),
        ("SELECT * { GRAPH ?g { ?s ?p <urn:a> } }", []),
        ("SELECT * { ?s ?p 'FROM' ; <urn:GRAPH> <urn:a> } # FROM <urn:a>", []),
        ("SELECT * FROM <urn:a> FROM <urn:a> { ?s ?p ?o }", ["urn:a"]),
        ("", []),
    ],
)
def test_a_graph_that_is_not_there_is_named(query: str, missing: list[str]):
    assert absent(query, {THERE}) == [f"no graph named {iri} is in this store" for iri in missing]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?a { ?a rdfs:label 'Acme'@en }", True),
        ('SELECT ?a { ?a <http://www.w3.org/2004/02/skos/core#prefLabel> "Acme"@en-GB }', True),
        ("SELECT ?a { ?a skos:prefLabel 'Acme' } # 'Acme'@en", False),
        ("SELECT ?a { ?a skos:definition 'Acme'@en }", False),
        ("PREFIX rdfs: <urn:x> SELECT ?a { ?a rdfs:label 'Acme'@en }", False),
    ],
)
def test_who_gives_a_name_a_language_is_told_that_names_have_none(query: str, told: bool):
    assert bool(tagged(query)) is told
    assert all("names have no language: write" in words for words in tagged(query))


PLANNED = "SELECT * { ?a tp:competesWith ?b }"
NEVER = "SELECT * { ?a tp:acquires ?a }"


def test_an_answer_without_rows_names_the_level_and_counts_the_rows_of_all(store: kg.Store):
    assert missed(store, PLANNED, "stated") == [
        "No rows among what is stated as done; 1 row at the level “all”, "
        "which includes plans and hints."
    ]
    (told,) = missed(store, "SELECT ?b { entity:nvidia tp:assists ?b }", "stated")
    assert "; 2 rows at the level “all”" in told
    (told,) = missed(store, PLANNED.replace("SELECT *", "CONSTRUCT WHERE"), "agreed")
    assert told.startswith("No rows among what is agreed or firmer; 1 row at the level “all”")


def test_what_is_nowhere_is_said_to_be_nowhere(store: kg.Store):
    (told,) = missed(store, NEVER, "stated")
    assert told == "No rows: nothing in the data fits this query, not at the level “all” either."
    assert missed(store, NEVER, "all") == ["No rows: nothing in the data fits this query."]


def test_what_takes_long_to_find_out_is_left_to_the_reader(store: kg.Store):
    endless = f"{PLANNED[:-1]} . ?c ?d ?e . ?f ?g ?h . ?i ?j ?k . ?l ?m ?n }} ORDER BY ?n"
    (told,) = missed(store, endless, "stated")
    assert told == (
        "No rows among what is stated as done; ask at the level “all” to include plans and hints."
    )


def test_where_the_graphs_are_chosen_no_level_is_named(store: kg.Store):
    (told,) = missed(store, PLANNED, "stated", [str(SOURCE["alicloud-nvidia"])])
    assert told == "No rows: nothing in the chosen sources fits this query."
    (told,) = missed(store, "SELECT * FROM <urn:none> { ?a ?b ?c }", "stated")
    assert "with FROM" in told
