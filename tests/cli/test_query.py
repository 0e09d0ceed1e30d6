import csv
import io
import json
import socket
from zipfile import ZipFile

import pytest
from rdflib import Graph

from kg.cli.arguments import EXPORTS
from kg.model.vocab import TP

PAIRS = "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


def test_a_query_answers_with_a_table_and_prefixed_names(say):
    code, out, err = say("query", PAIRS)
    assert code == 0
    assert out.splitlines()[0].split() == ["a", "b"]
    assert "entity:alicloud" in out
    assert err.endswith("rows\n")


def test_rows_come_as_csv_tsv_json_and_xml(say):
    rows = list(csv.DictReader(io.StringIO(say("query", PAIRS, "--format", "csv")[1])))
    assert rows
    found = json.loads(say("query", PAIRS, "--format", "json")[1])
    assert len(found["results"]["bindings"]) == len(rows)
    assert say("query", PAIRS, "--format", "tsv")[1].startswith("?a\t?b\n")
    assert "<sparql" in say("query", PAIRS, "--format", "xml")[1]


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "xml"])
@pytest.mark.parametrize("text", ["ASK {}", "SELECT ?a WHERE { VALUES ?a { 1 } }"])
def test_every_answer_ends_with_a_line_break(say, text, name):
    assert say("query", text, "--format", name)[1].endswith("\n")


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_triples_come_as_turtle_and_ntriples(say, name):
    text = "CONSTRUCT { ?a tp:partnersWith ?b } WHERE { ?a tp:partnersWith ?b }"
    code, out, _ = say("query", text, "--format", name)
    assert code == 0
    assert set(Graph().parse(data=out, format="turtle").predicates()) == {TP.partnersWith}


def test_triples_are_turtle_unless_asked_otherwise(say):
    code, out, _ = say("query", "DESCRIBE entity:alicloud")
    assert code == 0
    assert len(Graph().parse(data=out, format="turtle")) > 3


@pytest.mark.parametrize(
    ("text", "form"), [("DESCRIBE entity:alicloud", "csv"), ("ASK {}", "turtle"), (PAIRS, "turtle")]
)
def test_a_format_that_cannot_hold_the_answer_is_wrong_usage(say, text, form):
    code, out, err = say("query", text, "--format", form)
    assert (code, out) == (2, "")
    assert "choose" in err


def test_a_graph_that_is_not_there_is_named(say):
    code, _, err = say("query", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert code == 0
    assert "no graph named file:///etc/passwd is in this store" in err


def test_a_misspelt_term_is_named_with_the_one_it_may_be(say):
    code, _, err = say("query", "SELECT * WHERE { ?a tp:competsWith ?b }")
    assert code == 0
    assert "tp:competsWith is not a term of the ontology; did you mean tp:competesWith" in err
    assert "not a term" not in say("query", PAIRS)[2]


def test_no_rows_are_told_with_the_level_that_was_asked(say):
    err = say("query", "SELECT * WHERE { ?a tp:competesWith ?b }")[2]
    assert "No rows among what is stated as done; 1 row at the level “all”" in err
    assert "skos:prefLabel" not in err
    assert "No rows" not in say("query", PAIRS)[2]


def test_who_gives_a_name_a_language_is_told_that_names_have_none(say):
    err = say("query", "SELECT * { ?a rdfs:label 'NVIDIA'@en }")[2]
    assert "names have no language: write 'NVIDIA' instead of 'NVIDIA'@en" in err
    _, out, err = say("query", "SELECT * { ?a rdfs:label 'NVIDIA' }")
    assert "entity:nvidia" in out
    assert "names have no language" not in err


def test_ask_is_answered_in_a_word(say):
    assert say("query", "ASK { ?a tp:partnersWith ?b }")[1] == "yes\n"
    assert say("query", "ASK { ?a tp:partnersWith ?a }")[1] == "no\n"


def test_a_higher_level_shows_more(say):
    text = "SELECT DISTINCT ?a ?b WHERE { ?a tp:assists ?b }"
    counts = [
        len(say("query", text, "--level", level, "--format", "csv")[1].splitlines())
        for level in ("stated", "agreed", "intended", "all")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_a_query_is_read_from_a_file_or_the_standard_input(say, tmp_path, shell):
    path = tmp_path / "mine.rq"
    path.write_text(PAIRS)
    assert say("query", "--file", path)[1] == say("query", PAIRS)[1]
    done = shell("query", "--file", "-", input=PAIRS.encode())
    assert done.stdout.decode() == say("query", PAIRS)[1]


def test_a_file_that_is_not_there_is_named(say, tmp_path):
    code, out, err = say("query", "--file", tmp_path / "none.rq")
    assert (code, out) == (1, "")
    assert "none.rq" in err


def test_questions_are_listed_and_answered_by_name_and_number(say):
    code, out, _ = say("questions")
    assert code == 0
    listed = [line.split()[:2] for line in out.splitlines() if line[:2].isdecimal()]
    assert len(listed) >= 40
    number, name = listed[0]
    assert say("query", "--question", name)[1] == say("query", "--question", number)[1]


def test_an_unknown_question_is_the_queries_fault(say):
    code, _, err = say("query", "--question", "who-is-who")
    assert code == 1
    assert "kg questions" in err


def test_a_fault_in_a_query_is_told_in_one_message(say):
    code, out, err = say("query", "SELECT ?a WHERE { ?a tp:partnersWith }")
    assert (code, out) == (1, "")
    assert err.startswith("kg: ")
    assert "Traceback" not in err


@pytest.mark.parametrize("text", ["DELETE WHERE { ?a ?b ?c }", "LOAD <file:///etc/hosts>"])
def test_nothing_is_ever_changed_by_a_query(say, text):
    code, _, err = say("query", text)
    assert code == 1
    assert "read-only" in err


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:PORT/sparql> { ?a ?b ?c } }",
        "SELECT * WHERE { SERVICE SILENT <http://127.0.0.1:PORT/sparql> { ?a ?b ?c } }",
        "SELECT * FROM <http://127.0.0.1:PORT/data.ttl> WHERE { ?a ?b ?c }",
    ],
)
def test_no_query_reaches_another_machine(say, text):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        say("query", text.replace("PORT", str(listener.getsockname()[1])))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_query_that_takes_too_long_is_stopped(say):
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    code, out, err = say("query", endless, "--timeout", "0.5")
    assert (code, out) == (1, "")
    assert "second" in err


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_the_same_bytes_twice_to_a_file_and_to_a_pipe(say, tmp_path, name, shell):
    path = tmp_path / "out"
    assert say("export", "--format", name, "-o", path)[0] == 0
    done = shell("export", "--format", name)
    assert done.returncode == 0
    assert path.read_bytes() == done.stdout
    assert len(done.stdout) > 1000


def test_the_tables_are_a_zip_of_csv(say, tmp_path):
    say("export", "--format", "csv", "-o", tmp_path / "tables.zip")
    names = ZipFile(tmp_path / "tables.zip").namelist()
    assert any("claims" in name for name in names)


def test_one_source_can_be_exported_alone(say):
    whole = say("export", "--format", "nquads")[1]
    part = say("export", "--format", "nquads", "--source", "alicloud-nvidia")[1]
    assert 0 < len(part) < len(whole)


def test_a_source_that_is_not_there_is_named_with_those_that_are(say):
    code, out, err = say("export", "--format", "turtle", "--source", "nowhere")
    assert (code, out) == (1, "")
    assert "alicloud-nvidia" in err


def test_texts_stay_behind_when_asked(say):
    sentence = "Image Attribution:"
    assert sentence in say("export", "--format", "turtle")[1]
    assert sentence not in say("export", "--format", "turtle", "--without-texts")[1]


def test_a_file_that_cannot_be_written_is_named(say, tmp_path):
    code, _, err = say("export", "--format", "turtle", "-o", tmp_path / "none" / "graph.ttl")
    assert code == 1
    assert "none" in err


def test_a_service_that_does_not_answer_is_named(say):
    code, out, err = say("query", PAIRS, "--store", "http://127.0.0.1:9/sparql")
    assert (code, out) == (1, "")
    assert "127.0.0.1:9" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "--file", "gone.rq"], "gone.rq cannot be read: No such file or directory"),
        (["query", "ASK {}", "--data", "gone"], "gone is not a folder; a data folder holds"),
        (
            ["query", "ASK {}", "--store", "gone"],
            "is not the address of a service; one",
        ),
        (
            ["query", "ASK {}", "--store", "http://127.0.0.1:1/q"],
            "does not answer: Connection refused",
        ),
    ],
)
def test_an_error_is_told_in_plain_words(say, arguments, words):
    code, _, err = say(*arguments)
    assert code
    assert words in err
    assert "Errno" not in err
