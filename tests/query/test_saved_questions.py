from collections.abc import Iterator

import pytest

import kg
from kg.cli import main
from kg.errors import NotFound
from kg.model.vocab import ENTITY, SOURCE
from kg.query.saved_questions import ARTICLE, askable, fitted, question, questions, values_named


def test_every_question_has_words_and_an_answer():
    assert len(questions()) >= 40
    for asked in questions():
        assert asked.text.endswith("?"), asked.name
        assert asked.expected(), asked.name


def test_numbers_and_names_are_unique():
    assert len({asked.number for asked in questions()}) == len(questions())
    assert len({asked.name for asked in questions()}) == len(questions())


def test_a_question_is_found_by_name_by_number_and_by_both():
    first = questions()[0]
    for name in (
        first.name,
        first.number,
        first.number.lstrip("0"),
        f"{first.number}-{first.name}",
    ):
        assert question(name) is first


def test_an_unknown_question_is_answered_with_near_names():
    first = questions()[0]
    with pytest.raises(NotFound, match=first.name):
        question(first.name + "x")


def test_an_unknown_number_is_answered_with_those_there_are():
    with pytest.raises(NotFound, match=f"01 to {len(questions())}"):
        question("999")


TABLES = {
    "deals.csv": """Investor,Company,Type,Announced,Amount,Status
Quartz,Topaz,investment,2023-01-23,$10 billion,confirmed
Topaz,Quartz,cloud commitment,2025-10-28,$250 billion,confirmed
Garnet,Beryl,supply,2024-06-01,up to $90 billion,estimated
Onyx,Opal,partnership,2024-11,,announced
Onyx,Opal,partnership,2025-11,,announced
Jasper,Agate,acquisition,2025-02-03,about $2.1 billion,rumored
""",
    "acquisitions.csv": """Acquirer,Acquired company,Acquired at,Price
Birch,Alder,2014-09-02,12.5 million USD
Birch,Cedar,2014-09-02,
Elm,Dogwood,2013-01-15,4 million EUR
""",
    "rounds.csv": """Investor,Company,Kind,Date,Amount
Maple,Pearl,investment,2024-04-03,€10.5 million
Thorn,Pearl,investment,2024-04-03,€10.5 million
Maple,Coral,investment,2024-06-28,£2.5 million
""",
    "series.csv": """Company,Investors,Round,Announced
Lime,"SoftRiver, Thorn and Maple",Series B,2024-04-03
""",
}


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Store]:
    """Four tables of deals, imported together."""
    place = tmp_path_factory.mktemp("deals")
    for name, text in TABLES.items():
        (place / name).write_text(text)
        call = ["import", str(place / name), "--yes", "--despite-doubts"]
        assert main([*call, "--data", str(place / "data")]) == 0
    with kg.open(place / "data") as store:
        yield store


def test_most_general_questions_have_an_answer_in_tables_of_deals(deals: kg.Store) -> None:
    sources = [str(row[0]) for row in deals.named("page_sources")]
    asked = askable(sources)
    assert all(one.general for one in asked)
    answered = []
    for one in asked:
        about = {name: iri and f"<{iri}>" for name, iri in fitted(one, deals, sources).items()}
        if len(deals.select(one.asked(about))):
            answered.append(one.name)
    assert len(answered) >= 30, answered
    assert {"who-works-with-whom", "largest-amounts", "ties-in-both-directions"} <= set(answered)


def test_ties_that_only_tables_bring_are_asked_for_where_there_are_tables(deals: kg.Store) -> None:
    sources = [str(row[0]) for row in deals.named("page_sources")]
    rounds = question("who-backed-which-round")
    assert rounds in askable(sources)
    assert rounds not in askable([ARTICLE])
    found = deals.select(rounds.asked({}))
    assert [row["investorLabel"] for row in found.records()] == ["Maple", "SoftRiver", "Thorn"]
    assert len(deals.select(question("who-commits-to-buy-from-whom").asked({}))) == 1


def test_a_question_about_the_article_is_refused_where_it_is_not_open(deals: kg.Store) -> None:
    with pytest.raises(NotFound, match="about one article"):
        fitted(question("who-owns-aws"), deals, [str(SOURCE.other)])
    assert question("who-owns-aws") in askable([ARTICLE])


def test_a_value_is_given_by_name_slug_or_iri_or_left_open(deals: kg.Store) -> None:
    one = question("what-is-said-of-a-company")
    iri = str(ENTITY.quartz)
    for value in ("Quartz", "quartz", iri):
        assert values_named(one, {"company": value}, deals) == {"company": iri}
    assert values_named(one, {"company": "all"}, deals) == {"company": ""}
    assert "VALUES" not in one.asked({"company": ""})
    with pytest.raises(NotFound, match=r"there are: .*quartz"):
        values_named(one, {"company": "Nobody"}, deals)


def test_the_example_is_asked_as_it_stands_and_other_data_of_all_sources(deals: kg.Store) -> None:
    one = question("how-two-companies-are-connected")
    assert fitted(one, deals, [ARTICLE]) == {}
    found = fitted(one, deals, [str(SOURCE.other)])
    assert found["source"] == ""
    assert len({found["from"], found["to"]}) == 2
