"""The projection of claims, with the rows of the query as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_type_hints

import networkx as nx
import pytest
from rdflib import RDF, SKOS

import kg
from kg.analysis.attributes import ClaimAttributes, EntityAttributes
from kg.analysis.network import (
    directed,
    from_sources,
    in_money,
    one_family,
    organizations,
    projection,
    signed,
    ties,
)
from kg.analysis.network import graph as whole
from kg.errors import BadInput
from kg.model.quantities import exchange_rates
from kg.model.vocab import ENTITY, SOURCE, TP
from tests import small_data

NEWS = str(SOURCE["news"])
Row = tuple[Any, ...]


def entity(name: str, kind: str = "Company") -> list[Row]:
    iri = str(ENTITY[name])
    return [
        extra(iri, RDF.type, TP[kind], source=None),
        extra(iri, SKOS.prefLabel, name.title(), source=None),
    ]


def extra(node: str, property_: object, value: object, source: str | None = NEWS) -> Row:
    return (source, node, *[None] * 10, str(property_), str(value))


def claim(
    slug: str,
    subject: str,
    relation: str,
    object_: str | None,
    modality: str = "fact",
    polarity: str = "affirmed",
    source: str = NEWS,
) -> list[Row]:
    iri = f"{source}/claim/{slug}"
    axes = [TP[relation], source, TP.narration, TP[modality], TP[polarity], TP.quoted]
    rows: list[Row] = [(source, iri, str(ENTITY[subject]), *map(str, axes), *[None] * 5)]
    rows.append((source, iri, *[None] * 7, f"words of {slug}", "3", "9", None, None))
    if object_:
        rows.append(extra(iri, TP.object, ENTITY[object_], source))
    return rows


def network(*parts: list[Row]) -> nx.MultiDiGraph[str]:
    people = [*entity("left"), *entity("middle"), *entity("right"), *entity("ann", "Person")]
    return projection([row for part in parts for row in part] + people)


def test_a_claim_is_an_edge_with_its_words_its_speaker_and_its_sign() -> None:
    graph = network(claim("one", "left", "competesWith", "middle", "goal"))
    ((a, b, key, edge),) = graph.edges(keys=True, data=True)
    assert (a, b, key) == (str(ENTITY["left"]), str(ENTITY["middle"]), f"{NEWS}/claim/one")
    assert (edge["family"], edge["sign"], edge["firmness"]) == ("competition", -1, "intended")
    assert (edge["quote"], edge["quote_start"], edge["quote_end"]) == ("words of one", 3, 9)
    assert (edge["speaker"], edge["source_iri"]) == (NEWS, NEWS)
    assert graph.nodes[a] == {
        "label": "Left",
        "kind": "Company",
        "organization": True,
        "aliases": "",
    }


def test_claims_without_an_object_are_counted_and_not_drawn() -> None:
    graph = network(claim("one", "left", "hasRevenue", None), claim("two", "left", "uses", "right"))
    assert graph.number_of_edges() == 1
    assert graph.graph["without_object"] == 1


@pytest.mark.parametrize(
    ("level", "ties"), [("stated", 1), ("agreed", 2), ("intended", 3), ("all", 4)]
)
def test_each_level_takes_in_all_before_it(level: str, ties: int) -> None:
    modalities = ["fact", "agreement", "plan", "hint"]
    graph = network(*[claim(m, "left", "assists", "middle", m) for m in modalities])
    assert organizations(graph, level).number_of_edges() == ties


def test_denied_retracted_conditional_and_personal_claims_are_not_ties() -> None:
    graph = network(
        claim("denied", "left", "partnersWith", "middle", polarity="denied"),
        claim("withdrawn", "left", "partnersWith", "middle"),
        [extra(f"{NEWS}/claim/withdrawn", TP.retracted, "true")],
        claim("if", "left", "partnersWith", "right", "conditional"),
        claim("then", "left", "achieves", "right", "conditional"),
        [extra(f"{NEWS}/claim/then", TP.condition, f"{NEWS}/claim/if")],
        claim("person", "ann", "founded", "right"),
        claim("self", "left", "assists", "left"),
    )
    assert graph.number_of_edges() == 6
    assert [key for _, _, key in organizations(graph, "all").edges(keys=True)] == [
        f"{NEWS}/claim/then"
    ]


def test_an_organization_without_a_fact_stays_among_the_nodes() -> None:
    graph = network(claim("hinted", "left", "partnersWith", "middle", "hint"))
    facts = organizations(graph, "stated")
    assert sorted(facts) == [str(ENTITY["left"]), str(ENTITY["middle"])]
    assert facts.number_of_edges() == 0


def test_only_the_families_asked_for_are_kept() -> None:
    graph = network(
        claim("one", "left", "partnersWith", "middle"), claim("two", "left", "acquires", "right")
    )
    found = organizations(graph, families=["ownership"])
    assert [data["relation"] for *_, data in found.edges(data=True)] == ["acquires"]


def test_an_unknown_level_or_family_is_told_what_there_is() -> None:
    with pytest.raises(BadInput, match="no level named 'firm'; there are: stated, agreed"):
        organizations(network(), "firm")
    with pytest.raises(BadInput, match="no family named 'love'; there are: cooperation"):
        organizations(network(), families=["love"])


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [*claim("b", "left", "partnersWith", "right"), *claim("a", "left", "uses", "middle")]
    once, again = network(rows), network(rows[::-1])
    assert list(once.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))


def test_a_store_is_projected_with_all_that_its_claims_state(tmp_path: Path) -> None:
    more = """ ; tp:when "2016-01" ; tp:deadlineYear 2018 ; tp:jointlyWith e:core ;
        tp:amount <https://w3id.org/tech-partnerships/source/paper/claim/one/amount>"""
    amount = """<https://w3id.org/tech-partnerships/source/paper/claim/one/amount> a tp:Quantity ;
        tp:value 1000 ; tp:unit "developer" ; tp:bound tp:atMost ;
        tp:wording "up to 1,000 developers" ."""
    said = small_data.claim("one", "assists", "acme bolt", "plan", more)
    said = said.replace("acme assists bolt", "2016, by 2018: up to 1,000 developers")
    with kg.open(small_data.folder(tmp_path, said, more=amount)) as store:
        network = whole(store)
    edge = network.edges[str(ENTITY["acme"]), str(ENTITY["bolt"]), f"{SOURCE['paper']}/claim/one"]
    assert (edge["when"], edge["deadline_year"]) == ("2016-01", 2018)
    assert edge["amount"] == "up to 1,000 developers"
    assert edge["jointly_with"] == str(ENTITY["core"])
    assert ("quote" in edge, edge["evidence"]) == (False, "cited")
    assert edge["summary"] == "2016, by 2018: up to 1,000 developers"
    assert (edge["source_title"], edge["source_date"]) == ("Paper", "2020-01-01")
    assert (edge["firmness"], edge["speaker_label"]) == ("intended", "Paper")


def test_the_article_has_its_six_organizations(store: kg.Store) -> None:
    tied = organizations(from_sources(whole(store), {str(SOURCE["alicloud-nvidia"])}))
    assert sorted(data["label"] for _, data in tied.nodes(data=True)) == [
        "AliCloud",
        "Alibaba",
        "Amazon Web Services",
        "Chinese Academy of Sciences",
        "NVIDIA",
        "quantum computing lab",
    ]


def test_networkx_and_pandas_take_the_graph_as_it_is(store: kg.Store, tmp_path: Path) -> None:
    network = whole(store)
    nx.write_graphml(network, tmp_path / "n.graphml")
    nx.write_gexf(network, tmp_path / "n.gexf")
    read = [nx.read_graphml(tmp_path / "n.graphml"), nx.read_gexf(tmp_path / "n.gexf")]
    text = json.dumps(nx.node_link_data(network))
    read.append(nx.node_link_graph(json.loads(text)))
    for one in read:
        assert set(one) == set(network)
        assert one.number_of_edges() == network.number_of_edges()
    nx.write_graphml(organizations(network), tmp_path / "part.graphml")
    table = nx.to_pandas_edgelist(network, edge_key="claim")
    assert {"source", "target", "claim", "source_iri"} <= set(table.columns)
    assert len(table) == network.number_of_edges()


def test_nodes_and_edges_have_the_attributes_that_are_documented(store: kg.Store) -> None:
    network = whole(store)
    nodes = [data for _, data in network.nodes(data=True)]
    edges = [data for *_, data in network.edges(data=True)]
    for kind, found in ((EntityAttributes, nodes), (ClaimAttributes, edges)):
        needed, hints = kind.__required_keys__, get_type_hints(kind)
        assert found
        for data in found:
            assert needed <= set(data) <= set(hints)
            assert all(type(value) is hints[name] for name, value in data.items())
        # No claim of the shipped data has both an object and a deadline; none is a proposal.
        absent = {"deadline_year", "listed_in", "unreviewed", "cue"}
        assert set(hints) - {n for data in found for n in data} <= absent


def said(
    graph: nx.MultiDiGraph[str], key: str, a: str, b: str, source: str = "news", **data: Any
) -> None:
    told = {"relation": "assists", "family": "cooperation", "sign": 1, "symmetric": False}
    graph.add_edge(a, b, key=key, source_iri=source, **(told | data))


def test_a_source_that_repeats_itself_supports_a_tie_once() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "right")
    said(graph, "2", "left", "right")
    assert ties(graph).edges["left", "right"] == {"claims": ("1", "2"), "weight": 1}
    said(graph, "3", "left", "right", source="another")
    assert ties(graph).edges["left", "right"]["weight"] == 2


def test_a_symmetric_relation_told_from_both_sides_is_one_support() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "right", relation="partnersWith", symmetric=True)
    said(graph, "2", "right", "left", relation="partnersWith", symmetric=True)
    assert ties(graph).edges["left", "right"]["weight"] == 1
    said(graph, "3", "right", "left")
    said(graph, "4", "left", "right")
    assert ties(graph).edges["left", "right"]["weight"] == 3


def test_only_a_symmetric_relation_runs_both_ways() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", relation="partnersWith", symmetric=True)
    assert sorted(directed(graph).edges()) == [
        ("left", "middle"),
        ("middle", "right"),
        ("right", "middle"),
    ]


def test_a_family_keeps_all_organizations() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", family="finance")
    found = one_family(graph, "finance")
    assert list(found.edges(keys=True)) == [("middle", "right", "2")]
    assert list(found) == ["left", "middle", "right"]


def test_a_pair_that_cooperates_and_competes_has_no_sign() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "left", sign=-1)
    said(graph, "3", "middle", "right", sign=-1)
    said(graph, "4", "left", "right", sign=0)
    found = signed(graph)
    assert found.edges["left", "middle"] == {"positive": ["1"], "negative": ["2"], "sign": 0}
    assert found.edges["middle", "right"]["sign"] == -1
    assert not found.has_edge("left", "right")


def test_the_claims_of_some_sources_leave_the_entities_of_the_others_in():
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said(graph, "1", "left", "middle")
    said(graph, "2", "middle", "right", source="another")
    found = from_sources(graph, {"another"})
    assert list(found.edges(keys=True)) == [("middle", "right", "2")]
    assert list(found) == ["left", "middle", "right"]


def deals(*said: tuple[str, float, str, str]) -> nx.MultiDiGraph[str]:
    """Investments of one in another: the unit, the figure, the day, and the source of each."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (unit, figure, day, source) in enumerate(said):
        made.add_edge(
            "acme", "bell", key=f"claim-{number}", amount_unit=unit, amount_value=figure, when=day,
            source_iri=source, relation="investsIn", symmetric=False,
        )  # fmt: skip
    return made


def weight(made: nx.MultiDiGraph[str]) -> float:
    found: float = ties(made).edges["acme", "bell"]["weight"]
    return found


def test_amounts_of_several_currencies_are_never_added_up() -> None:
    made = deals(
        ("dollar", 10, "2021", "a"), ("dollar", 5, "2022", "a"), ("euro", 4, "2022", "a"),
        ("percent", 50, "2022", "a"),
    )  # fmt: skip
    money = in_money(made)
    assert (money.graph["currency"], money.graph["left_out"]) == ("dollar", "1 in euro")
    assert weight(money) == 15
    assert weight(in_money(made, "euro")) == 4
    assert weight(in_money(made, "dollar", {"euro": 1.5})) == 21
    assert in_money(made, "dollar", {"euro": 1.5}).graph["left_out"] == ""
    assert weight(made) == 1


def test_a_deal_that_two_papers_report_is_not_added_up_and_two_deals_are() -> None:
    assert weight(in_money(deals(("euro", 9, "2021-03-02", "a"), ("euro", 10, "2021", "b")))) == 10
    assert weight(in_money(deals(("euro", 9, "2021", "a"), ("euro", 9, "2021", "a")))) == 9
    assert weight(in_money(deals(("euro", 9, "2021", "a"), ("euro", 9, "2022", "b")))) == 18


def test_a_currency_that_nobody_names_and_a_rate_that_is_none_are_refused() -> None:
    with pytest.raises(BadInput, match=r"no amount is in 'yen'; .* euro \(1\)"):
        in_money(deals(("euro", 9, "2021", "a")), "yen")
    assert exchange_rates(["euro=1.1", "US dollar=0.5"]) == {"euro": 1.1, "US dollar": 0.5}
    for wrong in ("euro", "=2", "euro=much", "euro=0", "euro=nan", "euro=-1"):
        with pytest.raises(BadInput, match="is not a rate"):
            exchange_rates([wrong])
