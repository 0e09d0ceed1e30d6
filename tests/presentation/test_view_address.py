import pytest

from kg.model.vocab import ENTITY, SOURCE
from kg.presentation import view_address
from kg.presentation.graph_view import View
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
    assert view_address.view_from_address(view_address.address_of_view(view), NET, CLAIMS) == (
        view,
        [],
    )


def test_the_first_screen_has_a_bare_address():
    assert view_address.address_of_view(View()) == {}


def test_an_address_is_short_and_readable():
    assert view_address.address_of_view(View(claim=CLAIM)) == {"claim": "paper/one"}
    assert view_address.address_of_view(View(entity=A)) == {"entity": "a"}


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"entity": "gone"}, "Nothing here goes by the entity “gone”."),
        ({"claim": "paper/gone"}, "Nothing here goes by the claim “paper/gone”."),
        ({"text": "gone"}, "Nothing here goes by the text “gone”."),
        ({"passage": "x"}, "“x” is no passage; it would read like 133,167."),
        ({"firmness": "stated,sure"}, "“sure” is no firmness here; the filter leaves it out."),
        (
            {"fimness": "stated"},
            "“fimness” means nothing in an address of this page; it is left out.",
        ),
        (
            {"way": "longest", "from": "a", "to": "b"},
            "“longest” is no way; it would be firmest or shortest.",
        ),
        ({"look": "3d"}, "“3d” is no look; it would be map or picture or table."),
        ({"from": "a"}, "A way needs both ends, from and to; this address names one."),
        ({"others": "quarrel"}, "“quarrel” is no others here; the filter leaves it out."),
        ({"from": "a", "to": "gone"}, "Nothing here goes by the entity “gone”."),
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
        "Nothing here goes by the claim “nonsense”.",
        "“5,3” is no passage; it would read like 133,167.",
    ]
