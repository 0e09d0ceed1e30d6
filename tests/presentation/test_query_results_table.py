from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.presentation import query_results
from kg.presentation.query_results import PAGE, Cell
from kg.store.result_rows import Rows

ACME, BOLT = URIRef("urn:acme"), URIRef("urn:bolt")
NAMES = {"urn:acme": "Acme"}


def shown(variables: tuple[str, ...], row: query_results.Row) -> list[Cell]:
    columns = query_results.answer_columns(variables)
    return [query_results.cell(columns, row, at, NAMES.get, lambda _: None) for at in columns.shown]


def one(term: Node | None) -> Cell:
    return shown(("x",), (term,))[0]


def test_a_label_column_names_the_column_it_belongs_to():
    columns = query_results.answer_columns(("who", "whoLabel", "howLabel"))
    assert [columns.names[at] for at in columns.shown] == ["who", "howLabel"]
    cells = shown(("who", "whoLabel"), (BOLT, Literal("Bolt & Co", lang="en")))
    assert [cell["text"] for cell in cells] == ["Bolt & Co"]


def test_hidden_columns_are_left_out_unless_nothing_would_be_left():
    assert query_results.answer_columns(("a", "source"), {"source"}).shown == (0,)
    assert query_results.answer_columns(("source",), {"source"}).shown == (0,)


def test_things_go_by_name_and_values_keep_their_type():
    assert one(ACME)["text"] == "Acme"
    assert one(BOLT)["text"] == "<urn:bolt>"
    assert one(None)["text"] is None
    assert one(Literal(True))["text"] == "yes"
    assert one(Literal("3.10", datatype=XSD.decimal)) == {
        "text": "3.10", "number": True, "title": "xsd:decimal",
    }  # fmt: skip
    assert one(Literal("oui", lang="fr"))["note"] == "fr"
    assert one(Literal("2016-01-20", datatype=XSD.date))["note"] == "xsd:date"
    assert "without a name" in one(BNode())["title"]


def test_signs_that_reorder_or_hide_text_are_made_visible():
    assert "\u202e" not in one(Literal("evil\u202etxt"))["text"]


def test_variables_read_as_words():
    assert query_results.title("deadlineYear") == "deadline year"
    assert query_results.title("howLabel") == "how firmly"
    assert query_results.title("IRI") == "IRI"


def test_numbers_are_sorted_as_numbers_names_as_names_and_gaps_come_last():
    rows = Rows(("n",), tuple((t,) for t in (Literal(10), None, Literal(9), Literal("b"))))
    assert [str(r[0]) for r in query_results.sorted_rows(rows, "n")] == ["9", "10", "b", "None"]
    assert [str(r[0]) for r in query_results.sorted_rows(rows, "-n")] == ["b", "10", "9", "None"]
    assert query_results.sorted_rows(rows, "gone") == list(rows)
    named = Rows(("x", "xLabel"), ((ACME, Literal("z")), (BOLT, Literal("a"))))
    assert query_results.sorted_rows(named, "x")[0][0] == BOLT


def test_every_row_is_on_one_of_the_pages():
    assert [query_results.pages(n) for n in (0, 1, PAGE, PAGE + 1)] == [1, 1, 1, 2]


def test_a_column_of_words_and_one_of_numbers_invite_a_chart():
    rows = [(Literal("a"), Literal(1)), (Literal("b"), Literal(2))]
    columns = query_results.answer_columns(("who", "count"))
    assert query_results.chart(columns, rows, NAMES.get) == (
        "who",
        "count",
        [("a", 1.0), ("b", 2.0)],
    )
    assert query_results.chart(columns, rows[:1], NAMES.get) is None
    assert query_results.chart(columns, [*rows, (Literal("a"), Literal(3))], NAMES.get) is None
    assert query_results.chart(columns, [(Literal("a"), Literal("x"))] * 2, NAMES.get) is None
