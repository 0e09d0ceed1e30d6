"""The Network page, without a browser."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import kg
from kg.analysis.answers import QUESTIONS, network_question
from kg.analysis.measures import findings
from kg.analysis.network import organizations
from kg.cli import main
from kg.presentation.view_address import Choice
from kg.ui.network import charts
from kg.workspace.workspace import usual
from tests.small_data import PREFIXES, claim, folder

PAGE = """
from pathlib import Path
import kg
from kg.ui import shared_data
from kg.ui.network import page
import streamlit as st

@st.cache_resource
def made():
    store = kg.open(Path({data!r}))
    return shared_data.Opened(store, kg.network.graph(store))

page.show(made())
"""


def page(data: Path, **params: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(data=str(data)), default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    return test.run()


def words(test: AppTest) -> str:
    assert not test.exception, test.exception
    shown: list[Any] = [*test.markdown, *test.info, *test.warning, *test.caption]
    return "\n".join(html.unescape(str(element.value)) for element in shown)


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """Four companies: too little to rank."""
    return folder(
        tmp_path,
        claim("first", "partnersWith", "acme bolt"),
        claim("second", "competesWith", "bolt acme", "hint"),
        claim("third", "supplies", "bolt core"),
    )


@pytest.fixture
def dozen(tmp_path: Path) -> Path:
    """Acme supplies a dozen firms: enough to rank."""
    firms = [f"firm-{letter}" for letter in "abcdefghijkl"]
    place = folder(tmp_path, *(claim(f, "supplies", f"acme {f}") for f in firms))
    names = "".join(f'e:{f} a tp:Company ; skos:prefLabel "{f.title()}" .\n' for f in firms)
    with (place / "entities.ttl").open("a") as file:
        file.write(names)
    assert PREFIXES in (place / "entities.ttl").read_text()
    return place


def test_too_little_to_rank_is_said_before_anything_is_counted(four: Path):
    test = page(four)
    assert "3 organizations in 2 tied pairs, by 3 statements from 1 source. Below 10" in (
        html.unescape(str(test.info[0].value))
    )
    assert "Bolt has the most ties: it is tied to 2 others; with 3 organizations" in words(test)
    assert "that is an observation, not a ranking." in words(test)
    assert "place" not in test.dataframe[0].value.columns


def test_enough_is_ranked_and_says_what_survives_on_facts_alone(dozen: Path):
    test = page(dozen)
    assert not test.info
    assert "Acme has the most ties: it is tied to 12 others; next come" in words(test)
    assert "Acme ranks first on facts alone and on everything" in words(test)
    assert list(test.dataframe[0].value["place"][:2]) == [1, 2]


@pytest.mark.parametrize("slug", [q.slug for q in QUESTIONS])
def test_every_question_has_a_page_with_an_answer(slug: str, four: Path):
    test = page(four, question=slug)
    (asked,) = [q for q in QUESTIONS if q.slug == slug]
    assert test.selectbox[0].value == asked.words
    assert any(str(m.value).startswith("#### ") for m in test.markdown), words(test)


def test_a_number_names_the_statements_behind_it_with_links(four: Path):
    test = page(four, entity="core")
    assert "1 statement behind Core" in words(test)
    assert "(/?claim=paper/third)" in words(test)
    assert "(/?claim=paper/first)" not in words(test)


def test_the_level_and_the_kind_of_ties_are_in_the_address(four: Path):
    test = page(four, question="both", level="stated")
    assert "No pair is said both to cooperate and to compete." in words(test)
    test = page(four, question="both")
    assert "1 statement of cooperation and 1 of competition" in words(test)
    assert "ties two organizations" in words(page(four, family="finance"))


def test_a_choice_is_written_into_the_address(four: Path):
    test = page(four)
    test.selectbox[0].select("Which groups form?").run()
    assert test.query_params["question"] == "groups"
    assert "community" in list(test.dataframe[0].value.columns)


def test_an_address_that_means_nothing_is_told_so(four: Path):
    test = page(four, question="fame", level="firm", family="love", entity="nobody")
    told = words(test)
    assert "“question=fame” is not known here; possible: most-ties" in told
    assert "“level=firm” is not known here" in told
    assert "“family=love” is not known here" in told
    assert "nobody" in told


def test_a_hostile_name_is_shown_and_not_obeyed(tmp_path: Path):
    place = folder(tmp_path, claim("first", "partnersWith", "acme bolt"))
    path = place / "entities.ttl"
    path.write_text(path.read_text().replace('"Acme"', '"**A** <script>x()</script> [b](/c)"'))
    test = page(place, entity="acme")
    raw = "\n".join(str(m.value) for m in test.markdown)
    assert "<script>" not in raw
    assert "**A**" not in raw
    assert "**A** <script>x()</script>" in words(test)


def test_the_ranking_without_each_source_is_counted_when_asked_for(dozen: Path):
    test = page(dozen)
    (switch,) = [g for g in test.button_group if g.label == "Leave out"]
    switch.set_value("source").run()
    assert "1 of 1 would change who comes first." in words(test)
    assert list(test.dataframe[1].value["first without it"]) == ["nobody"]


def test_meaning_formula_and_source_of_the_number_are_there(four: Path):
    told = words(page(four, question="broker", measure="constraint"))
    assert "Brokers have low values" in told
    assert "Source: Burt 1992, formula 2.4." in told


def test_the_code_that_repeats_the_numbers_is_there(four: Path):
    test = page(four, question="broker", level="agreed")
    assert "names = ['betweenness']" in test.code[0].value
    assert "level, families = 'agreed', None" in test.code[0].value


def test_the_code_opens_the_imported_table_that_is_on_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = tmp_path / "deals.csv"
    table.write_text("Buyer,Target,Date\nAcme,Bolt,2020-01-02\nAcme,Core,2020-02-03\n")
    assert main(["import", str(table)]) == 0
    with kg.open(usual()) as store:
        expected = findings(kg.network.graph(store), ["degree"], "all")
    assert {"acme", "bolt"} <= {str(f.entity).rpartition("/")[2] for f in expected}
    code = page(usual(), question="most-ties", measure="degree").code[0].value
    capsys.readouterr()
    exec(code, {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[: len(expected)] == [
        f"{f.measure} {f.entity} {f.other} {f.value} {f.claims}" for f in expected
    ]


def test_no_tie_at_all_is_no_error(tmp_path: Path):
    assert "Nothing is said here that ties two organizations." in words(page(folder(tmp_path)))


def test_the_statements_of_a_source_are_those_behind_its_row(tmp_path: Path):
    place = folder(
        tmp_path,
        claim("first", "partnersWith", "acme bolt"),
        claim("second", "supplies", "bolt core"),
    )
    told = words(page(place, question="vanish", row="paper"))
    assert "2 statements behind" in told
    assert "(/?claim=paper/first)" in told


def test_a_row_of_triads_has_the_statements_of_its_own_ties(tmp_path: Path):
    place = folder(
        tmp_path,
        claim("first", "partnersWith", "acme bolt"),
        claim("second", "partnersWith", "bolt core"),
        claim("third", "competesWith", "core acme"),
        claim("fourth", "acquires", "acme bolt"),
    )
    told = words(page(place, question="camps", measure="triads", row="++-"))
    assert "3 statements behind ++-" in told
    assert "(/?claim=paper/fourth)" not in told
    assert "0 statements behind +++" in words(
        page(place, question="camps", measure="triads", row="+++")
    )
    assert "3 statements behind" in words(page(place, question="camps"))


def test_what_a_pair_rests_on_is_lit_unasked_and_a_ranking_only_when_asked(four: Path):
    store = kg.open(four)
    whole = kg.network.graph(store)
    part = organizations(whole, "all")
    (pair,) = findings(whole, ["coopetition"], "all")
    lit = charts.lit(Choice(network_question("both"), "coopetition"), part, pair)
    assert lit["edges"] == list(pair.claims)
    assert set(lit["nodes"]) == {pair.entity, pair.other}
    first = findings(whole, ["degree"], "all")[0]
    assert charts.lit(Choice(network_question("most-ties"), "degree"), part, first) == {}
    chosen = Choice(network_question("most-ties"), "degree", entity=first.entity)
    assert charts.lit(chosen, part, first)["edges"] == list(first.claims)
    store.close()


def test_the_picture_ranks_as_the_table_does_and_pairs_by_the_pairs(dozen: Path):
    with kg.open(dozen) as store:
        part = organizations(kg.network.graph(store))
    found = findings(part, ["degree"])
    shown = charts.drawn_part(part, "degree", found)
    ranked = sorted(shown, key=lambda node: shown.nodes[node]["rank"])
    assert ranked[:10] == [one.entity for one in found[:10]]
    last = found[-1].entity
    assert last
    pair = [replace(found[0], measure="coopetition", entity=last, other=ranked[5])]
    shown = charts.drawn_part(part, "coopetition", pair)
    assert [shown.nodes[end]["rank"] for end in (last, ranked[5])] == [1, 2]


def test_a_row_of_a_tie_names_whom_it_would_cut_off(dozen: Path):
    test = page(dozen, question="cut", entity="acme", other="firm-c")
    assert "Without this tie, Firm-C would be cut off." in words(test)
    assert "1 statement behind Acme and Firm-C" in words(test)


@pytest.mark.parametrize("slug", [q.slug for q in QUESTIONS])
def test_from_every_question_another_can_be_chosen(slug: str, four: Path):
    test = page(four, question=slug)
    words_of_another = "Which groups form?" if slug != "groups" else QUESTIONS[0].words
    test.selectbox[0].select(words_of_another).run()
    (asked,) = [q for q in QUESTIONS if q.words == words_of_another]
    assert test.query_params.get("question", [QUESTIONS[0].slug]) in (asked.slug, [asked.slug])
    assert "measure" not in test.query_params


def test_sources_of_one_title_can_be_told_apart(four: Path):
    again = four / "sources" / "paper-again"
    again.mkdir()
    text = (four / "sources" / "paper" / "claims.ttl").read_text(encoding="utf-8")
    (again / "claims.ttl").write_text(text.replace("paper", "paper-again"), encoding="utf-8")
    names = page(four).multiselect[1].options
    assert len(names) == 2
    assert [name[name.rindex("(") :] for name in names] == ["(paper)", "(paper-again)"]


def test_the_years_and_the_currency_are_in_the_address(tmp_path: Path):
    amount = """; tp:when "2021" ; tp:amount c:sum . c:sum a tp:Quantity ; tp:value 5 ;
        tp:unit "euro" ; tp:bound tp:exactly ; tp:wording "5 euro" """
    deal = claim("first", "investsIn", "acme bolt", more=amount)
    deal = deal.replace("acme investsIn bolt", "acme investsIn bolt: 5 euro in 2021")
    place = folder(tmp_path, deal, claim("second", "partnersWith", "bolt core"))
    test = page(place, years="1", money="euro", measure="amount")
    assert "Ties weigh by the amounts in euro that are named" in words(test)
    assert "Who enters and leaves" in words(test)
    test.selectbox(key="network-years").set_value("cumulative").run()
    assert "cumulative" in test.query_params["years"]
    test.selectbox(key="network-money").set_value("").run()
    assert "money" not in test.query_params
    assert "no amount is in 'moon'" in words(page(place, money="moon"))
