import re
from pathlib import Path

import pytest

from kg.analysis.answers import network_question
from kg.model.vocab import ENTITY, SOURCE
from kg.presentation import view_address
from kg.presentation.graph_view import ALL, View
from kg.presentation.view_address import Adding, Choice, Comparing
from tests.networks import network

A, B, C = (str(ENTITY[name]) for name in "abc")
PAPER = str(SOURCE["paper"])
CLAIM = f"{PAPER}/claim/one"
NET = network((A, B, {}), (B, C, {}))
CLAIMS = {CLAIM: None}


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(entity=A, source=PAPER),
        View(claim=CLAIM),
        View(passage=(3, 9), opened=(B, A)),
        View(opened=("all",)),
        View(path=(A, C), way="shortest", look="table"),
        View(pair=(A, C), look="map"),
        View(pair=(A, C), line=("cooperation", "stated")),
        View()
        .filtered("firmness", ["stated", "agreed"])
        .filtered("speaker", [PAPER, A])
        .filtered("source", ["all"])
        .filtered("others", ["conflict", "differ"]),
    ],
    ids=str,
)
def test_a_view_comes_back_from_its_address(view: View):
    assert view_address.view_from_address(view_address.address(view), NET, CLAIMS) == (
        view,
        [],
    )


def test_a_link_to_a_proposal_asks_for_the_unreviewed_ones():
    iri = f"{SOURCE['news']}/proposal/0-acquires-22-0"
    assert (
        view_address.link(View(claim=iri)) == "/?claim=news/proposal/0-acquires-22-0&unreviewed=1"
    )
    assert view_address.claim_iri("news/proposal/0-acquires-22-0") == iri
    assert view_address.claim_iri("news/proposal") == f"{SOURCE['news']}/claim/proposal"


def test_the_first_screen_has_a_bare_address():
    assert view_address.address(View()) == {}


def test_an_address_is_short_and_readable():
    assert view_address.address(View(claim=CLAIM)) == {"claim": "paper/one"}
    assert view_address.address(View(entity=A)) == {"entity": "a"}


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"entity": "gone"}, "“entity=gone” is not known here."),
        ({"claim": "paper/gone"}, "“claim=paper/gone” is not known here."),
        ({"text": "gone"}, "“text=gone” is not known here."),
        ({"passage": "x"}, "“passage=x” is not a passage, such as 133,167."),
        (
            {"firmness": "stated,sure"},
            "“firmness=sure” is not known here; possible: stated, agreed, intended, suggested, "
            "unreviewed.",
        ),
        (
            {"fimness": "stated"},
            "“fimness” means nothing in an address of this page; it is left out.",
        ),
        (
            {"way": "longest", "from": "a", "to": "b"},
            "“way=longest” is not known here; possible: firmest, shortest.",
        ),
        ({"look": "3d"}, "“look=3d” is not known here; possible: map, picture, table."),
        ({"from": "a"}, "A path needs both ends, “from” and “to”; this address has one."),
        (
            {"others": "quarrel"},
            "“others=quarrel” is not known here; possible: agree, differ, conflict.",
        ),
        ({"from": "a", "to": "gone"}, "“to=gone” is not known here."),
        (
            {"line": "stated,agreed"},
            "“line=stated,agreed” is not a line, such as cooperation,stated.",
        ),
        ({"entity": "all"}, "“entity=all” is not known here."),
    ],
    ids=str,
)
def test_what_is_not_there_is_named_and_the_rest_is_shown(params: dict[str, str], told: str):
    view, wrong = view_address.view_from_address({**params, "open": "b"}, NET, CLAIMS)
    assert wrong == [told]
    assert view.opened == (B,)


def test_a_hostile_address_is_cut_and_not_obeyed():
    view, wrong = view_address.view_from_address({"entity": "<script>" * 2000}, NET, CLAIMS)
    assert view.entity is None
    assert len(wrong[0]) < 150


def test_a_link_that_means_nothing_is_told_as_it_was_written():
    view, wrong = view_address.view_from_address(
        {"claim": "nonsense", "passage": "5,3"}, NET, CLAIMS
    )
    assert (view.claim, view.passage) == (None, None)
    assert wrong == [
        "“claim=nonsense” is not known here.",
        "“passage=5,3” is not a passage, such as 133,167.",
    ]


CHOICES = [
    Choice(),
    Choice(network_question("both"), "coopetition", "stated", ("finance",), (PAPER,)),
    Choice(
        network_question("portfolio"),
        network_question("portfolio").measures[0],
        entity=A,
        other=B,
        row="x",
    ),
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_a_choice_comes_back_from_its_address(choice: Choice):
    written = view_address.address(choice)
    assert view_address.choice_from_address(written, NET, [PAPER]) == (choice, [])


def test_a_choice_that_is_not_there_is_named_and_the_first_one_shown():
    params = {"question": "fame", "measure": "degree", "family": "love", "source": "gone"}
    choice, wrong = view_address.choice_from_address(params, NET, [PAPER])
    assert choice == Choice()
    assert [told.partition("”")[0] for told in wrong] == [
        "“question=fame",
        "“family=love",
        "“source=gone",
    ]


@pytest.mark.parametrize("adding", [Adding(), Adding("table"), Adding(source="paper")], ids=str)
def test_a_part_of_the_add_page_comes_back_from_its_address(adding: Adding):
    assert view_address.adding_from_address(view_address.address(adding)) == (adding, [])


@pytest.mark.parametrize(
    "comparing", [Comparing(), Comparing(A), Comparing(CLAIM, "perhaps")], ids=str
)
def test_a_comparison_comes_back_from_its_address(comparing: Comparing):
    written = view_address.address(comparing)
    assert view_address.comparing_from_address(written, NET, CLAIMS) == (comparing, [])


def test_a_link_to_a_page_begins_where_the_app_begins():
    assert view_address.link(View()) == "/"
    assert view_address.link(View(claim=CLAIM), "/kg") == "/kg/?claim=paper/one"
    assert view_address.link(Choice(entity=A)) == "/network?entity=a"
    assert view_address.link(Adding("table")) == "/add?part=table"
    assert view_address.link(View(opened=(A, B)).filtered("source", [ALL])) == (
        "/?open=a,b&source=all"
    )


def test_no_page_takes_its_address_apart_or_puts_it_together():
    pages = Path(view_address.__file__).parent.parent / "ui"
    uses = {
        use
        for path in pages.rglob("*.py")
        for use in re.findall(r"query_params(?:\.\w+|\[)", path.read_text())
    }
    assert uses == {"query_params.to_dict", "query_params.from_dict", "query_params.clear"}


def test_a_span_comes_back_in_the_view_and_in_the_choice_and_a_wrong_one_is_told():
    view = View().filtered("span", ["said:2015..2016-06"])
    written = view_address.address(view)
    assert view_address.view_from_address(written, NET, CLAIMS) == (view, [])
    choice = Choice(span="holds:2018..2018")
    found = view_address.choice_from_address(view_address.address(choice), NET, [])
    assert found == (choice, [])
    wrong = view_address.choice_from_address({"span": "2018"}, NET, [])
    assert wrong == (Choice(), ["“span=2018” is not known here."])
