"""The Ask page, without a browser."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kg.model.vocab import ENTITY, SOURCE
from kg.query.saved_questions import question, questions
from tests.small_data import claim, folder

PAGE = """
from pathlib import Path
import kg
from kg.ui import shared_data
from kg.ui.ask import page
import streamlit as st

@st.cache_resource
def made():
    store = kg.open(Path({data!r}) if {data!r} else None)
    return shared_data.Opened(store, kg.network.graph(store))

page.show(made())
"""
ARTICLE = str(SOURCE["alicloud-nvidia"])


def page(data: Path | None = None, **params: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(data=str(data or "")), default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    return test.run()


def shown(test: AppTest, name: str) -> dict[str, Any]:
    """Data given to a component of the page."""
    assert not test.exception, test.exception
    for element in _all(test.main):
        proto: Any = getattr(element, "proto", None)
        if type(proto).__name__ == "BidiComponent" and proto.component_name.endswith(name):
            data: dict[str, Any]
            (data,) = json.loads(proto.json)
            return data
    raise AssertionError(f"the page has no {name}")


def _all(block: Any) -> list[Any]:
    children = list(getattr(block, "children", {}).values())
    return [block, *(one for child in children for one in _all(child))]


def words(test: AppTest) -> str:
    assert not test.exception, test.exception
    parts: list[Any] = [
        *test.markdown, *test.info, *test.warning, *test.caption, *test.header, *test.error
    ]  # fmt: skip
    return "\n".join(html.unescape(str(element.value)) for element in parts)


def test_it_opens_on_saved_questions_answered():
    test = page()
    first = questions()[0]
    assert first.text in words(test)
    table = shown(test, "results")
    assert [column["label"] for column in table["columns"]][:2] == ["who", "relation"]
    # The two statements that AliCloud partners with NVIDIA are one answer.
    assert table["columns"][-1] == {"label": "statements"}
    counts = [int(row["cells"][-1]["text"]) for row in table["rows"]]
    assert [len(row["claims"]) for row in table["rows"]] == counts
    assert sum(counts) == len(first.expected()) - 1
    assert max(counts) == 2
    for asked in questions():
        if asked.topic == first.topic:
            assert any(html.unescape(b.label).strip("*") == asked.text for b in test.button)


def test_the_topics_are_those_of_the_questions_and_lead_to_their_first_one():
    test = page()
    assert test.selectbox(key="ask-topic").options == list(
        dict.fromkeys(asked.topic for asked in questions() if not asked.example)
    )
    test.selectbox(key="ask-topic").select("Quantum computing").run()
    assert question("everything-about-quantum-computing").text in words(test)
    assert test.query_params["question"] == "everything-about-quantum-computing"


def test_a_question_is_found_by_its_words():
    test = page()
    test.selectbox(key="ask-find").select("who-never-speaks").run()
    assert question("who-never-speaks").text in words(test)


def test_a_picker_asks_the_same_about_somebody_else():
    test = page(question="partners-of-a-company")
    key = "ask-about-partners-of-a-company-company"
    assert test.selectbox(key=key).value == str(ENTITY["alicloud"])
    test.selectbox(key=key).select(str(ENTITY["nvidia"])).run()
    cells = [row["cells"][0]["text"] for row in shown(test, "results")["rows"]]
    assert set(cells) == {"AliCloud"}
    assert test.query_params["about-company"] == "entity/nvidia"


def test_a_question_can_be_asked_by_modality():
    test = page(question="told-in-one-way")
    picker = test.selectbox(key="ask-about-told-in-one-way-modality")
    assert "prediction" in picker.options
    picker.select("https://w3id.org/tech-partnerships/ontology#prediction").run()
    assert len(shown(test, "results")["rows"]) == 2


def test_sparql_is_one_toggle_away_and_shows_the_query_behind_the_answer():
    test = page(question="who-speaks")
    test.toggle(key="ask-expert").set_value(True).run()
    given = shown(test, "editor")
    assert given["text"] == question("who-speaks").sparql
    assert given["error"] is None
    assert any(term["name"] == "tp:partnersWith" for term in given["terms"])
    assert any(term["label"] == "AliCloud" for term in given["entities"])


def test_a_query_in_the_address_is_asked():
    test = page(query="SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }")
    assert "A query of your own" in words(test)
    table = shown(test, "results")
    assert [column["label"] for column in table["columns"]] == ["?a", "?b"]
    assert len(table["rows"]) == 2
    assert all(row["claims"] and "names no statement" in row["lead"] for row in table["rows"])


def test_from_a_query_of_ones_own_there_is_a_way_back_to_its_question():
    test = page(question="who-speaks", query="ASK { ?a ?b ?c }")
    test.button(key="ask-back").click().run()
    assert question("who-speaks").text in words(test)


def test_a_misspelt_term_is_named():
    assert "did you mean tp:competesWith" in words(page(query="SELECT * { ?a tp:competsWith ?b }"))


def test_a_graph_that_is_not_there_is_named():
    found = words(page(query="SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"))
    assert "no graph named file:///etc/passwd is in this store" in found
    assert "no graph" not in words(page(query="SELECT * FROM tp:stated { ?s ?p ?o }"))


def test_the_level_widens_what_plain_ties_are_found():
    query = "SELECT ?b WHERE { entity:nvidia tp:assists ?b }"
    assert "No rows" in words(page(query=query))
    assert len(shown(page(query=query, level="all"), "results")["rows"]) == 2


def test_only_the_chosen_sources_are_asked():
    query = "SELECT DISTINCT ?source WHERE { GRAPH ?source { ?claim a tp:Claim } }"
    assert len(shown(page(query=query), "results")["rows"]) == 8
    some = page(query=query, sources="alicloud-nvidia,register-partnership")
    assert len(shown(some, "results")["rows"]) == 2
    assert "Only the chosen sources are asked" in words(some)


def test_a_saved_question_is_asked_of_the_chosen_sources_only():
    name = "who-speaks"
    own = page(question=name, sparql="1", sources="alicloud-nvidia")
    assert len(shown(own, "results")["rows"]) == 6
    other = page(question=name, sparql="1", sources="register-partnership")
    assert "No rows" in words(other)


def test_yes_and_no_are_words():
    assert "Yes." in words(page(query="ASK { entity:alicloud tp:partnersWith entity:nvidia }"))
    assert "No." in words(page(query="ASK { entity:nvidia tp:assists entity:alicloud }"))


def test_a_wrong_query_is_marked_at_its_place():
    test = page(query="SELECT ?a WHERE {\n  ?a tp:partnersWith\n}")
    error = shown(test, "editor")["error"]
    assert error["line"] == 3
    assert "error at" not in error["message"]


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://x.org> { ?a ?b ?c } }", "CLEAR ALL"])
def test_what_is_not_allowed_is_refused_in_words(query: str):
    error = shown(page(query=query), "editor")["error"]
    assert error["message"]


def test_triples_are_a_table_and_say_how_many():
    query = "CONSTRUCT { ?a tp:partnersWith ?b } WHERE { ?a tp:partnersWith ?b }"
    test = page(query=query)
    assert "2 triples" in words(test)
    assert len(shown(test, "results")["rows"]) == 2
    assert shown(page(query=query, look="graph"), "drawing")["edges"]


def test_long_answers_are_paged_and_say_so():
    test = page(query="SELECT * WHERE { ?s ?p ?o }")
    assert "Rows 1 to 100 of" in words(test)
    test.button(key="ask-Next").click().run()
    assert "Rows 101 to 200 of" in words(test)
    assert test.query_params["page"] == "2"


def test_an_empty_answer_says_what_it_means():
    assert "No rows" in words(page(query="SELECT ?a WHERE { ?a tp:acquires ?b }"))


def test_an_empty_answer_names_its_level_and_what_weaker_ones_have():
    found = words(page(query="SELECT * { ?a tp:competesWith ?b }"))
    assert "No rows among what is stated as done; 1 row at the level “all”" in found


def test_who_gives_a_name_a_language_is_told_that_names_have_none():
    assert "names have no language" in words(page(query="SELECT ?a { ?a rdfs:label 'Acme'@en }"))


def test_rows_of_claims_can_be_a_picture_and_counts_a_chart():
    test = page(question="who-competes-with-whom", look="graph")
    # Statements of the same two are one line.
    assert len(shown(test, "drawing")["edges"]) == 2
    switch = page(question="who-speaks").segmented_control(key="ask-look")
    assert "Chart" in switch.options


def test_an_outdated_address_says_so():
    test = page(question="gone")
    assert "gone" in words(test)
    assert questions()[0].text in words(test)


def test_hostile_names_are_shown_as_text(tmp_path: Path):
    name = "</script><img src=x onerror=alert(1)>[x](javascript:alert(1))\u202e"
    place = folder(tmp_path, claim("first", "partnersWith", "acme bolt"))
    entities = (place / "entities.ttl").read_text().replace('"Acme"', json.dumps(name))
    (place / "entities.ttl").write_text(entities)
    test = page(place, query="SELECT ?a WHERE { ?a tp:partnersWith ?b }")
    texts = [row["cells"][0]["text"] for row in shown(test, "results")["rows"]]
    assert any("</script>" in text and "\u202e" not in text for text in texts)


def test_an_empty_answer_says_so_without_a_word_of_sparql_and_leads_to_another_question():
    of = {"about-source": "source/alibaba-annual-report-2016"}
    test = page(None, question="who-works-with-whom", **of)
    told = words(test)
    assert "Nothing in “Alibaba Group's annual report for the year to March 2016” answers" in told
    for term in ("row", "query", "level", "graph"):
        assert term not in "\n".join(str(element.value) for element in test.info)
    (other,) = [button for button in test.button if button.key == "ask-nearest"]
    test = other.click().run()
    assert test.query_params["question"] != ["who-works-with-whom"]
    assert shown(test, "results")["rows"]
