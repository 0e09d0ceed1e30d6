import csv
import io
import json

import pytest

from kg.analysis.measures import MEASURES
from tests import small_data


def test_without_a_measure_all_are_explained(say):
    code, out, err = say("network")
    assert (code, err) == (0, "")
    for name in MEASURES:
        assert f"{name} (" in out


def test_a_measure_is_a_table_that_says_when_there_is_too_little_to_rank(say):
    code, out, err = say("network", "degree")
    assert code == 0
    assert out.split()[:2] == ["measure", "entity"]
    assert "AliCloud" in out
    assert "too little to rank" in err


def test_the_answer_is_told_in_words_too(say):
    assert "No pair is said both to cooperate and to compete" in say("network", "coopetition")[2]


def test_json_names_the_claims_behind_each_number(say):
    code, out, _ = say("network", "degree", "density", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert {each["measure"] for each in found} == {"degree", "density"}
    for each in found:
        assert {"entity", "value", "claims"} <= set(each)
        assert each["rankable"] is False
    assert any("/claim/" in claim for each in found for claim in each["claims"])


def test_csv_has_the_same_numbers_as_json(say):
    rows = list(csv.DictReader(io.StringIO(say("network", "degree", "--format", "csv")[1])))
    found = json.loads(say("network", "degree", "--format", "json")[1])
    assert [float(row["value"]) for row in rows] == [each["value"] for each in found]
    assert rows[0]["claims"].split() == found[0]["claims"]


def test_level_and_family_narrow_what_is_counted(say):
    def ties(*arguments):
        found = json.loads(say("network", "degree", "--format", "json", *arguments)[1])
        return sum(each["value"] for each in found)

    assert 0 < ties("--level", "stated") < ties()
    assert 0 < ties("--family", "competition") < ties()
    both = ties("--family", "competition", "--family", "cooperation")
    assert ties("--family", "competition") < both <= ties()


@pytest.mark.parametrize("arguments", [("grade",), ("degree", "--family", "friendship")])
def test_an_unknown_measure_or_family_is_answered_with_those_there_are(say, arguments):
    code, out, err = say("network", *arguments)
    assert (code, out) == (1, "")
    assert "there are: " in err


def test_a_name_that_looks_like_a_formula_is_none_in_the_csv(say, tmp_path):
    place = small_data.folder(tmp_path, small_data.claim("first", "partnersWith", "acme bolt"))
    path = place / "entities.ttl"
    path.write_text(path.read_text().replace('"Acme"', '"=1+1"'))
    out = say("network", "degree", "--format", "csv", "--data", str(place))[1]
    names = [row["entity"] for row in csv.DictReader(io.StringIO(out))]
    assert sorted(names) == ["'=1+1", "Bolt"]


def test_json_is_a_list_of_measure_entity_value_and_claims(say):
    found = json.loads(say("network", "degree", "density", "--format", "json")[1])
    assert {tuple(each) for each in found} == {("measure", "entity", "value", "claims", "rankable")}
    assert not any(each["rankable"] for each in found)


def test_the_network_year_by_year_in_all_formats(say):
    _, told, _ = say("network", "degree", "--from", "2015", "--to", "2016", "--by-year")
    assert "year  organizations  ties  entries  exits  new ties  lost ties" in told
    rows = [line.split() for line in told.splitlines() if line[:2] == "20"]
    assert [row[0] for row in rows] == ["2015", "2016"]
    assert int(rows[1][1]) > int(rows[0][1])
    _, told, _ = say("network", "degree", "--by-year", "1", "--format", "json")
    changes, measured = json.loads(told)
    assert {"year", "exits", "lost ties"} <= set(changes[0])
    assert {"degree", "2016"} <= set(measured[0])
    _, told, _ = say("network", "--by-year", "--format", "csv")
    assert told.splitlines()[0] == "year,organizations,ties,entries,exits,new ties,lost ties"


def test_amounts_are_in_one_currency_and_what_is_wrong_is_said(say):
    code, _, err = say("network", "amount", "--amounts-in", "dollar")
    assert code == 0
    assert "Ties weigh by the amounts in dollar" in err
    code, _, err = say("network", "amount", "--rate", "moon=2")
    assert code == 1
    assert "no amount is in 'moon'; the currencies here are: dollar" in err
    code, _, err = say("network", "--by-year", "x")
    assert code == 1
    assert "--by-year takes a number of years" in err
