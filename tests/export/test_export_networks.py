"""The numbers of an analysis as CSV."""

import csv
import io

from kg.analysis.measures import findings
from kg.export.graph_files import numbers
from tests.small_networks import network


def test_csv_has_names_iris_and_the_claims_behind_each_number():
    part = network("a assists b", "b assists a")
    (row,) = csv.DictReader(io.StringIO(numbers(findings(part, ["bridge"]), part)))
    assert (row["entity"], row["entity_iri"], row["other_iri"]) == ("A", "a", "b")
    assert (row["value"], row["claims"], row["rankable"]) == ("1", "1 2", "no")


def test_a_name_is_no_formula_for_a_spreadsheet():
    part = network("a assists b")
    part.nodes["a"]["label"] = '=HYPERLINK("http://example.org")'
    (row,) = csv.DictReader(io.StringIO(numbers(findings(part, ["bridge"]), part)))
    assert row["entity"] == '\'=HYPERLINK("http://example.org")'


def test_a_negative_number_stays_a_number_and_a_kind_of_triads_is_no_formula():
    part = network("a assists b", "b assists c", "a assists c")
    rows = list(csv.DictReader(io.StringIO(numbers(findings(part, ["triads"]), part))))
    assert [row["note"] for row in rows] == ["'+++", "'++-", "'+--", "'---"]
    assert [row["value"] for row in rows] == ["1", "0", "0", "0"]
