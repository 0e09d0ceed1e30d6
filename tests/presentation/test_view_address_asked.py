import pytest

from kg.model.vocab import BASE, ENTITIES, ONTOLOGY, SOURCE
from kg.presentation.view_address import LONGEST, Asked, address, asked_from_address
from kg.query.saved_questions import questions
from kg.ui.ask.running_query import scope

PAPER, LETTER = str(SOURCE["paper"]), str(SOURCE["letter"])
HERE = [PAPER, LETTER]
FIRST = questions()[0]

VIEWS = [
    Asked(),
    Asked(question="partners-of-a-company", about={"company": str(BASE["entity/nvidia"])}),
    Asked(question="who-speaks", look="chart", sort="-statements", expert=True),
    Asked(query="SELECT * { ?s ?p ?o }", expert=True, level="all", page=3, look="raw"),
    Asked(query="ASK {}", expert=True, sources=(PAPER, LETTER)),
]


@pytest.mark.parametrize("asked", VIEWS, ids=str)
def test_an_address_restores_exactly_what_was_asked(asked: Asked):
    again, wrong = asked_from_address(address(asked), HERE)
    assert again == asked
    assert not wrong


def test_the_first_screen_has_a_bare_address():
    assert address(Asked()) == {}
    assert asked_from_address({}, HERE)[0].text() == FIRST.sparql


def test_an_outdated_address_says_so_and_shows_what_can_be_shown():
    params = {
        "question": "gone", "level": "maybe", "sources": "paper,lost", "look": "3d",
        "page": "-1", "sort": "a) DROP", "path": "x", "about-nobody": "y",
    }  # fmt: skip
    asked, wrong = asked_from_address(params, HERE)
    assert asked == Asked(sources=(PAPER,))
    told = " ".join(wrong)
    for word in ("gone", "maybe", "lost", "3d", "“page=-1”", "“path”", "“about-nobody”"):
        assert word in told


def test_a_query_too_long_for_an_address_is_left_out_of_it():
    long = Asked(query="#" * (LONGEST + 1), expert=True)
    assert address(long) == {"sparql": "1"}


def test_only_the_chosen_sources_are_asked_and_no_ties_made_of_others():
    assert scope(Asked()) == (None, None)
    default, named = scope(Asked(sources=(PAPER,)))
    assert default == named == [str(ONTOLOGY), str(ENTITIES), PAPER]


def test_a_hostile_value_in_the_address_never_gets_into_the_query():
    asked, wrong = asked_from_address(
        {"question": "partners-of-a-company", "about-company": "x> } #"}, HERE
    )
    assert asked == Asked(question="partners-of-a-company")
    assert "x> } #" in wrong[0]
