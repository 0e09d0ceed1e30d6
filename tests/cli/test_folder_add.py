import json

import pytest

import kg

TEXT = """Acme partners with Beta

Acme has agreed to work with Beta. Acme said it will invest up to $2 billion in Beta by 2028.
"""
DEALS = """Buyer,Target,Date,Price,Source
Acme,Beta,2020-03-01,$1.2 billion,https://example.org/one
Acme,Gamma,2021,undisclosed,https://example.org/two
,Delta,2021,,https://example.org/three
"""


@pytest.fixture
def article(tmp_path):
    """An article in a file."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def deals(tmp_path):
    """A table of deals in a file."""
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Default folder of the workspace of a user who does not name one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "tech-partnerships" / "workspace"


def test_an_article_goes_into_the_workspace_that_the_app_opens(say, article, work):
    code, out, err = say("add", article, "--publisher", "The Daily", "--date", "2026-01")
    assert (code, out) == (0, f"{work / 'sources' / 'acme-partners-with-beta'}\n")
    assert "kg propose acme-partners-with-beta" in err
    assert (work / "sources" / "acme-partners-with-beta" / "article.txt").read_text() == TEXT
    assert say("check", work)[0] == 0


def test_a_new_folder_holds_the_example_only_where_that_is_asked_for(say, article, deals, tmp_path):
    for command, file in (("add", article), ("import", deals)):
        more = ("--despite-doubts",) if command == "import" else ()
        empty, full = tmp_path / f"{command}-empty", tmp_path / f"{command}-full"
        assert say(command, file, "--data", empty, *more)[0] == 0
        assert say(command, file, "--data", full, "--example", *more)[0] == 0
        there = {path.name for path in (full / "sources").iterdir()}
        assert there - {path.name for path in (empty / "sources").iterdir()} == {
            path.name for path in (kg.home("data") / "sources").iterdir()
        }
        assert "--example adds nothing" in say(command, file, "--data", full, "--example", *more)[2]


@pytest.mark.usefixtures("work")
def test_what_was_added_is_found_by_every_command(say, deals):
    asked = "ASK { entity:acme tp:acquires [] }"
    assert say("query", asked)[1] == "no\n"
    assert say("import", deals, "--despite-doubts")[0] == 0
    assert say("query", asked)[1] == "yes\n"
    assert "entity:acme " in say("export", "--format", "turtle")[1]
    assert "Acme" in say("network", "degree", "--format", "csv")[1]


def test_the_next_steps_name_the_folder_that_was_named(say, article, tmp_path):
    _, _, err = say("add", article, "--slug", "one", "--data", tmp_path / "own")
    assert f"`kg app --data {tmp_path / 'own'}`" in err
    assert f"`kg propose one --data {tmp_path / 'own'}`" in err


def test_an_article_is_added_once(say, article, work):
    assert say("add", article, "--slug", "one")[0] == 0
    code, _, err = say("add", article, "--slug", "one")
    assert code == 1
    assert "there already" in err
    assert work.exists()


def test_a_text_that_may_not_be_kept_is_not(say, article, work):
    address = ("--address", "https://example.org/article")
    assert say("add", article, "--slug", "one", "--cited", *address)[0] == 0
    place = work / "sources" / "one"
    assert sorted(path.suffix for path in place.iterdir()) == [".json", ".ttl"]
    assert "Acme" not in (place / "record.json").read_text()


def test_a_file_of_an_unknown_kind_is_refused_with_those_that_are_read(say, tmp_path, work):
    (tmp_path / "article.exe").write_bytes(b"MZ")
    code, out, err = say("add", tmp_path / "article.exe")
    assert (code, out) == (1, "")
    assert ".pdf" in err
    assert not work.exists()


def test_proposals_are_listed_with_their_words_and_not_saved(say, article, work):
    say("add", article, "--slug", "one")
    before = (work / "sources" / "one" / "claims.ttl").read_bytes()
    code, out, err = say("propose", "one")
    assert code == 0
    assert (
        "It is agreed that Acme will partner with Beta: agreement, according to the source" in out
    )
    assert "“Acme has agreed to work with Beta.”" in out
    assert "nothing saved" in err
    assert (work / "sources" / "one" / "claims.ttl").read_bytes() == before


def test_proposals_for_programs_are_json(say, article, work):
    assert not work.exists()
    say("add", article, "--slug", "one")
    found = json.loads(say("propose", "one", "--format", "json")[1])
    assert {each["modality"] for each in found} >= {"fact", "agreement", "plan"}


def test_a_source_without_a_text_has_nothing_to_propose(say):
    code, _, err = say("propose", "nowhere")
    assert code == 1
    assert "kg add" in err


def test_a_preview_shows_the_mapping_and_saves_nothing(say, deals, work):
    code, out, err = say("import", deals, "--preview")
    assert code == 0
    assert json.loads(out)["who"] == "Buyer"
    assert "row 4: skipped" in err
    assert "2 claims" in err
    assert not work.exists()


def test_a_table_is_imported_once_however_often_it_is_tried(say, deals, work):
    code, out, _ = say("import", deals, "--despite-doubts")
    assert code == 0
    assert out.splitlines()[-1].startswith("2 claims in 2 sources")
    assert say("check", work)[0] == 0
    assert "0 claims" in say("import", deals, "--despite-doubts")[1]


def test_rows_that_are_there_already_are_in_the_sum_and_named_on_demand(say, deals, work):
    assert say("import", deals, "--despite-doubts")[0] == 0
    again = say("import", deals, "--despite-doubts")[1]
    assert "2 there already" in again
    assert "row 2" not in again
    assert "row 4: skipped" in again
    assert "row 2: there already" in say("import", deals, "--report", "--despite-doubts")[1]
    assert work.exists()


def test_a_mapping_is_changed_and_given(say, deals, work, tmp_path):
    mapping = json.loads(say("import", deals, "--preview")[1])
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(mapping | {"relation": "investsIn"}))
    assert say("import", deals, "--mapping", path, "--despite-doubts")[0] == 0
    query = "SELECT * WHERE { ?a tp:investsIn ?b }"
    out = say("query", query, "--data", work, "--format", "csv")[1]
    assert len(out.splitlines()) == 3


def test_a_table_of_which_too_many_rows_are_odd_is_not_saved(say, deals, work):
    code, _, err = say("import", deals)
    assert code == 1
    assert "33% of the rows are doubtful, skipped or repeat another (1 row: Buyer is empty)" in err
    assert not list((work / "sources").glob("example*"))
    assert say("import", deals, "--yes")[0] == 1


def test_what_the_columns_mean_is_said_before_anything_is_saved(say, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("company_name,acquirer_name,acquired_at,price_amount,price_currency_code,city\n"
                    "Alder,Birch,2014-09-02,12500000,USD,Oslo\n")  # fmt: skip
    code, _, err = say("import", path)
    assert code == 0
    assert "who: acquirer_name · whom: company_name · relation: acquires" in err
    assert "left out: city" in err
    assert "“Birch acquires Alder for 12.5 million US dollars, 2014-09-02”" in err
    other = tmp_path / "wide2.csv"
    other.write_text(path.read_text())
    assert "left out" not in say("import", other, "--yes")[2]


def test_a_preview_needs_no_folder(say, deals, tmp_path):
    code, out, err = say("import", deals, "--preview", "--data", tmp_path / "none")
    assert (code, json.loads(out)["whom"]) == (0, "Target")
    assert "2 claims" in err
    assert not (tmp_path / "none").exists()


def test_a_mapping_finds_the_row_of_its_headings(say, tmp_path, work):
    path = tmp_path / "odd.csv"
    path.write_text("Our list,,\nA1,B1,When\nAcme,Bell,2012\n")
    (tmp_path / "m.json").write_text('{"who": "A1", "whom": "B1", "date": "When"}')
    code, out, _ = say("import", path, "--mapping", tmp_path / "m.json")
    assert (code, out.splitlines()[-1].startswith("1 claim in")) == (0, True)
    assert work.exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"who": "Nobody", "whom": "Target"}'])
def test_a_mapping_that_does_not_fit_is_refused(say, deals, work, tmp_path, text):
    (tmp_path / "mapping.json").write_text(text)
    code, _, err = say("import", deals, "--mapping", tmp_path / "mapping.json")
    assert code == 1
    assert err.startswith("kg: ")
    assert not list((work / "sources").glob("example*"))


@pytest.mark.parametrize("tail", ["?filter[a]=b", "#a#b", "%zz", "[x]", "a b", "{id}", '"'])
def test_an_odd_address_is_saved_as_one_that_everything_reads(say, article, work, tail):
    address = f"https://example.org/{tail}"
    assert say("add", article, "--address", address, "--slug", "one")[0] == 0
    assert say("check", work)[0] == 0
    assert say("query", "SELECT ?a { source:one dcterms:source ?a }")[1].count("https://") == 1
    assert say("export", "--format", "turtle")[0] == 0


def test_a_page_and_a_table_may_name_odd_addresses_too(say, tmp_path, work):
    page, table = tmp_path / "page.html", tmp_path / "deals.csv"
    page.write_text("<link rel=canonical href='https://example.org/?a[0]=1'><p>Acme and Beta.")
    table.write_text("Buyer,Target,Source\nAcme,Beta,https://example.org/#a#b\nA,B,https://[::1\n")
    assert say("add", page, "--slug", "page")[0] == 0
    assert say("import", table)[0] == 0
    assert say("check", work)[0] == 0
    found = say("query", "SELECT ?a { [] dcterms:source ?a }", "--format", "csv")[1]
    assert "https://example.org/?a%5B0%5D=1" in found
    assert "https://example.org/#a%23b" in found


@pytest.mark.usefixtures("work")
def test_an_address_that_names_no_host_is_refused_in_words(say, article):
    code, _, err = say("add", article, "--address", "https://[::1")
    assert (code, "is not a web address" in err) == (1, True)


def test_control_characters_are_left_out_and_that_is_said(say, article, tmp_path, work):
    table = tmp_path / "deals.csv"
    table.write_text("Buyer,Target,Notes\nAc\x01me,Beta\x1f,a\x08b\n")
    told = say("add", article, "--title", "One\x02", "--slug", "one")[2]
    assert "control characters were left out of the source one" in told
    assert "control characters in row 2: left out" in say("import", table)[1]
    assert say("query", "ASK { ?a skos:prefLabel 'Acme' }")[1] == "yes\n"
    assert say("check", work)[0] == 0


def test_a_source_is_removed_by_its_short_name(say, article, work):
    assert say("add", article, "--slug", "one")[0] == 0
    code, _, err = say("remove", "one")
    assert (code, "removed “Acme partners with Beta”" in err) == (0, True)
    assert not (work / "sources/one").exists()
    assert say("remove", "one")[0] == 1
