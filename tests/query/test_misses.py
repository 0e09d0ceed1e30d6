import kg
from kg.model.vocab import SOURCE
from kg.query.diagnostics import missed

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
