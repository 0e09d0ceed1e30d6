import csv
import io
import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
from zipfile import ZipFile

import httpx
import pytest
from rdflib import Graph

import kg
from kg.cli import main
from kg.cli.parser import EXPORTS
from kg.cli.printing import short, table
from kg.vocab import TP

PAIRS = "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


@pytest.fixture
def say(capfd):
    """Call `kg` in this process: its exit code, its results, its messages."""

    def call(*arguments):
        code: object
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        return code, *capfd.readouterr()

    return call


@pytest.fixture
def copy(tmp_path):
    """A copy of the shipped data that a test may spoil."""
    return shutil.copytree(kg.home("data"), tmp_path / "data")


def shell(*arguments, **options):
    """Call `kg` in a process of its own."""
    command = [sys.executable, "-m", "kg.cli", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)


# ------------------------------------------------------------------ usage


def test_help_explains_itself_with_examples(say):
    code, out, err = say("--help")
    assert (code, err) == (0, "")
    assert "kg query --question" in out
    assert "1 if the data or the query is at fault" in out


def test_help_does_not_wait_for_a_database_library():
    done = shell("--help", env=os.environ | {"PYTHONPROFILEIMPORTTIME": "1"})
    assert b"kg.cli.parser" in done.stderr
    assert b"pyoxigraph" not in done.stderr
    assert b"streamlit" not in done.stderr


def test_the_version_is_the_packages(say):
    assert say("--version") == (0, f"kg {kg.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("query",),
        ("query", "ASK {}", "--file", "f.rq"),
        ("query", "ASK {}", "--level", "firm"),
        ("query", "ASK {}", "--timeout", "soon"),
        ("query", "ASK {}", "--timeout", "-1"),
        ("export",),
        ("export", "--format", "docx"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "http"),
        ("check", "--dat", "somewhere"),
    ],
)
def test_wrong_usage_is_exit_code_two_and_says_why(say, arguments):
    code, out, err = say(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: kg")


# ------------------------------------------------------------------ data


def test_the_shipped_data_passes_and_is_counted(say):
    code, out, err = say("check")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("sources: no problems")
    assert "quoted claims" in out


def test_one_changed_character_of_a_quote_fails_and_names_the_claim(say, copy):
    path = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    text = path.read_text()
    assert text.count("has teamed up") > 0
    path.write_text(text.replace("has teamed up", "has teamed op"))
    code, out, _ = say("check", copy)
    assert code == 1
    assert "sources/alicloud-nvidia/claims.ttl: " in out.splitlines()[0]
    assert "teamed op" in out


def test_data_is_named_before_or_after_the_command(say, copy):
    (copy / "entities.ttl").unlink()
    before, after = say("--data", copy, "check"), say("check", "--data", copy)
    assert before == after
    assert before[0] == 1
    assert say("check")[0] == 0


def test_data_may_come_from_the_environment(say, copy, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(copy / "nowhere"))
    assert say("check")[0] == 1
    assert say("check", copy)[0] == 0


def test_a_source_is_started_filled_anchored_and_found(say, tmp_path):
    work = tmp_path / "work"
    code, out, err = say("new", "my-article", "--data", work)
    assert (code, out) == (0, f"{work / 'sources' / 'my-article'}\n")
    assert "kg anchor" in err
    place = work / "sources" / "my-article"
    (place / "article.txt").write_text("Acme and Example work together.")
    (place / "claims.ttl").write_text(
        (place / "claims.ttl").read_text()
        + "claim:one a tp:Claim ; tp:subject entity:acme ; tp:relation tp:partnersWith ;"
        " tp:object entity:example ; tp:evidence tp:quoted ;"
        ' tp:passage [ oa:exact "Acme and Example work together" ] ;'
        " tp:attributedTo <https://w3id.org/tech-partnerships/source/my-article> ;"
        " tp:form tp:narration ; tp:modality tp:fact ; tp:polarity tp:affirmed .\n"
    )
    (work / "entities.ttl").write_text(
        (work / "entities.ttl").read_text()
        + 'entity:acme a tp:Company ; skos:prefLabel "Acme"@en .\n'
        + 'entity:example a tp:Company ; skos:prefLabel "Example"@en .\n'
    )
    assert say("anchor", place)[0] == 0
    assert say("check", work)[0] == 0
    code, out, _ = say("query", PAIRS, "--format", "csv", "--data", work)
    assert code == 0
    assert len(out.splitlines()) == 3, "the one tie, in both directions, under its heading"


def test_a_quote_that_is_not_in_the_text_is_shown_the_nearest_words(say, tmp_path):
    say("new", "one", "--data", tmp_path)
    place = tmp_path / "sources" / "one"
    (place / "article.txt").write_text("Acme and Example work together.")
    with (place / "claims.ttl").open("a") as file:
        file.write('claim:one a tp:Claim ; tp:passage [ oa:exact "Acme and Exmaple" ] .\n')
    code, _, err = say("anchor", place)
    assert code == 1
    assert "Acme and Example" in err


# ------------------------------------------------------------------ asking


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


def test_a_query_is_read_from_a_file_or_the_standard_input(say, tmp_path):
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


# ------------------------------------------------------------------ export


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_the_same_bytes_twice_to_a_file_and_to_a_pipe(say, tmp_path, name):
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


# ------------------------------------------------------------------ terminals and pipes


def test_a_reader_that_leaves_early_is_no_error():
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "export", "--format", "nquads"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def on_a_terminal(*arguments, **environment):
    """What `kg` writes on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
    ):
        os.close(theirs)
        written = b""
        while chunk := read_until_hung_up(ours):
            written += chunk
    os.close(ours)
    return written.decode()


def read_until_hung_up(terminal):
    try:
        return os.read(terminal, 10_000)
    except OSError:  # how Linux says that the other side is gone
        return b""


def test_colour_is_for_terminals_that_want_it(say):
    assert "\x1b[1m" in on_a_terminal("query", PAIRS)
    assert "\x1b" not in on_a_terminal("query", PAIRS, NO_COLOR="1")
    assert "\x1b" not in say("query", PAIRS)[1]


def test_a_table_is_aligned_cuts_nothing_and_cannot_steer_the_terminal():
    text = table(["name", "n"], [["x" * 300, "1"], ["東京", "2"], ["a\x1b[2Jb\nc", "3"]])
    lines = text.splitlines()
    assert len(lines) == 5
    assert "x" * 300 in text
    assert "\x1b" not in text
    assert lines[3].index("2") == 300 + 2 - 2, "a wide character takes two columns"


def test_an_iri_is_shortened_only_to_what_a_query_may_say():
    assert short(str(TP.partnersWith)) == "tp:partnersWith"
    for iri in ("https://example.org/x", str(TP), f"{TP.partnersWith}/a b", f"{TP}a(b)"):
        assert short(iri) == iri


# ------------------------------------------------------------------ serving


def test_the_app_prints_its_address_when_it_answers(app):
    assert httpx.get(app, trust_env=False).status_code == 200


def test_an_app_on_broken_data_says_so_at_once(say, copy):
    (copy / "entities.ttl").write_text("not turtle")
    code, out, err = say("app", "--port", "0", "--data", copy)
    assert (code, out) == (1, "")
    assert "entities.ttl" in err


def test_a_port_in_use_is_named(say):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for command in ("app", "serve"):
            code, out, err = say(command, "--port", port)
            assert (code, out) == (1, "")
            assert f"port {port}" in err


def test_serve_says_where_it_listens_and_answers(running):
    with running("serve", "--port", "0") as address:
        answer = httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, trust_env=False)
        assert answer.json()["boolean"] is True


def test_serve_prints_one_line_and_ends_when_told():
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("listening on http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert out == ""
    assert "Traceback" not in err
