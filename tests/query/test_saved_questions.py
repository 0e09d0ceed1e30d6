import pytest

from kg.errors import NotFound
from kg.query.saved_questions import question, questions


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
