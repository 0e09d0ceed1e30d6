"""All measures by name: each has an explanation and claims."""

import json
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.analysis.findings import table
from kg.analysis.measures import MEASURES, findings, measure, ranking, uses
from kg.errors import BadInput, NotFound
from tests.small_networks import network, ring

CLAIMS = (
    "a partnersWith b fact news",
    "b partnersWith c plan news",
    "a competesWith c fact paper",
    "a competesWith b hint paper",
    "c supplies d fact paper",
    "d partnersWith b fact paper",
    "c investsIn d fact paper",
    "e supplies d fact paper",
)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_explains_itself_with_formula_and_source(name: str):
    assert measure(name).meaning
    told = measure(name).explains.__doc__ or ""
    assert "Formula:" in told
    assert "Source:" in told


@pytest.mark.parametrize("name", MEASURES)
def test_every_number_of_a_tied_network_names_existing_claims(name: str):
    graph = network(*CLAIMS)
    graph.edges["a", "b", "1"].update(field="cloud", amount_value=5.0, amount_unit="euro")
    keys = {key for *_, key in graph.edges(keys=True)}
    found = findings(graph, [name], "all")
    assert found, f"{name} finds nothing on {CLAIMS}"
    for finding in found:
        assert finding.measure == name
        assert finding.claims or (name, finding.value) == ("triads", 0), finding
        assert keys.issuperset(finding.claims)
        assert not finding.rankable
        json.dumps(finding.record())


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_network_and_one_without_ties_at_the_level_are_no_error(name: str):
    assert all(not f.claims for f in findings(network(), [name]))
    assert all(not f.claims for f in findings(network("a assists b hint"), [name], "stated"))


def test_measures_come_in_the_order_asked_for_and_best_first():
    found = findings(network(*CLAIMS), ["density", "degree"])
    assert [f.measure for f in found[:2]] == ["density", "degree"]
    values = [f.value for f in found[1:]]
    assert values == sorted(values, reverse=True)


def test_the_level_and_the_family_choose_the_claims():
    graph = network(*CLAIMS)
    stated = findings(graph, ["degree"], "stated", ["competition"])
    assert {c for f in stated for c in f.claims} == {"3"}


def test_removing_a_claim_changes_the_numbers():
    whole, less = (
        findings(network(*claims), ["density"], "all") for claims in (CLAIMS, CLAIMS[:-1])
    )
    assert [f.value for f in whole] == [6 / 10]
    assert [f.value for f in less] == [5 / 6]


def test_enough_to_rank_is_said():
    assert all(f.rankable for f in findings(ring(10), ["degree", "density"]))


def test_the_lowest_constraint_comes_first():
    graph = network("hub assists a", "hub assists b", "hub assists c", "a assists b")
    assert findings(graph, ["constraint"])[0].entity == "hub"
    oriented = ranking(MEASURES["constraint"])(graph)
    assert max(oriented, key=lambda n: oriented[n]) == "hub"


def test_an_unknown_measure_is_told_what_there_is():
    with pytest.raises(NotFound, match="no measure named 'fame'; there are: degree, strength"):
        findings(network(), ["fame"])
    with pytest.raises(BadInput, match="no level named"):
        findings(network(), ["degree"], "firm")
    with pytest.raises(NotFound, match="density gives no ranking"):
        ranking(MEASURES["density"])


def test_a_table_names_organizations():
    graph = network("a assists b")
    columns, rows = table(findings(graph, ["bridge"]), graph)
    assert columns == ("measure", "entity", "other", "value", "rankable", "note", "claims")
    assert rows == [["bridge", "A", "B", "1", "no", "", "1"]]


def test_the_documentation_explains_every_measure_in_its_own_words():
    text = (Path(__file__).parents[2] / "docs" / "network.md").read_text(encoding="utf-8")
    for name in MEASURES:
        assert f"| `{name}` | {measure(name).meaning} |" in text, name
    assert text.count("\n| `") == len(MEASURES) + text.count("| `kg network …` |")


@pytest.mark.parametrize(
    "name",
    ["closeness", "betweenness", "closeness-centralization", "betweenness-centralization"],
)
def test_what_is_estimated_says_so_with_its_error(name: str, monkeypatch: pytest.MonkeyPatch):
    graph = ring(12)
    assert not any(found.note for found in findings(graph, [name]))
    monkeypatch.setattr("kg.analysis.centrality.EXACT", 1)
    for found in findings(ring(12), [name]):
        assert "sampled: 500 starting points, standard error at most 0." in found.note


def test_a_measure_by_its_name_is_a_function_of_a_network():
    path = network("left assists middle", "middle assists right")
    expected = nx.betweenness_centrality(nx.Graph(path))
    assert kg.analysis.measure("betweenness")(path) == pytest.approx(expected)
    assert kg.analysis.centrality.betweenness(path) == pytest.approx(expected)
    assert kg.analysis.measure("density")(path) == pytest.approx(2 / 3)
    with pytest.raises(NotFound, match="no measure named 'fame'; there are: degree, strength"):
        kg.analysis.measure("fame")


def test_every_name_of_the_analysis_is_there():
    assert {name for name in kg.analysis.__all__ if not hasattr(kg.analysis, name)} == set()
    with pytest.raises(AttributeError, match=r"no attribute 'fame'; there are: .*measure"):
        _ = kg.analysis.fame


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_by_its_name_gives_the_values_of_its_findings(name: str):
    graph = network(*CLAIMS)
    graph.edges["a", "b", "1"].update(field="cloud", amount_value=5.0, amount_unit="euro")
    found = findings(graph, [name], "all")
    numbers = measure(name)(kg.network.organizations(graph, "all"))
    if isinstance(numbers, float | int):
        assert [f.value for f in found] == [numbers]
    else:
        assert len(found) == len(numbers) > 0
    if measure(name).about == "organization" and name != "position":
        assert {f.entity: f.value for f in found} == pytest.approx(numbers)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_reads_no_attribute_of_edges_but_those_it_names(name: str):
    graph = network(*CLAIMS)
    graph.edges["a", "b", "1"].update(field="cloud", amount_value=5.0, amount_unit="euro")
    part = kg.network.organizations(graph, "all")
    bare: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    bare.add_nodes_from(part.nodes(data=True))
    for a, b, key, data in part.edges(keys=True, data=True):
        bare.add_edge(a, b, key=key, **{u: data[u] for u in uses(name) if u in data})
    assert measure(name)(bare) == measure(name)(part)
