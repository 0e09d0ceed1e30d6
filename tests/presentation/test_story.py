from pathlib import Path

import pytest

import kg
from kg.errors import BadData
from kg.presentation import story
from kg.presentation.view_address import view_from_address
from kg.resources import home

STEP = '[[step]]\ntitle = "One"\ntext = "Two."\nview = "?entity=acme"\n'


def written(folder: Path, text: str, name: str = "tour.toml") -> Path:
    place = folder / story.FOLDER
    place.mkdir(exist_ok=True)
    (place / name).write_text(text, encoding="utf-8")
    return place / name


def test_every_view_of_the_shipped_story_is_there(store):
    network = kg.network.graph(store)
    claims = {claim.iri: claim for claim in store.claims(level="all")}
    (told,) = story.stories([home("data")])[0].values()
    assert len(told.steps) == 6
    for step in told.steps:
        view, wrong = view_from_address(step.view, network, claims)
        assert wrong == []
        assert view.claim or view.entity or view.path


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("title = ", "cannot be read as TOML"),
        ('title = "No steps"', "at least one [[step]]"),
        (STEP, "needs title"),
        ('title = "T"\n[[step]]\ntitle = "One"\n', "step 1: needs title, text and view"),
        (
            'title = "T"\n' + STEP + STEP.replace("?entity=acme", "acme"),
            "step 2: view names nothing",
        ),
        ('title = "T"\n' + STEP.replace("Two.", "x" * 601), "longer than 600 characters"),
        ('title = "T"\n' + STEP * 31, "has 31 steps; a story has at most 30"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_what_would_be_right(tmp_path, text, right):
    path = written(tmp_path, text)
    with pytest.raises(BadData, match=r"tour\.toml") as caught:
        story.read_story(path)
    assert right in str(caught.value)


def test_a_broken_story_does_not_take_the_others_along_and_ones_own_come_first(tmp_path):
    written(tmp_path, 'title = "Mine"\n' + STEP)
    written(tmp_path, "broken", "other.toml")
    other = tmp_path / "shipped"
    other.mkdir()
    written(other, 'title = "Theirs"\n' + STEP)
    found, wrong = story.stories([tmp_path, other])
    assert [one.title for one in found.values()] == ["Mine"]
    assert len(wrong) == 1
    assert "other.toml" in wrong[0]


def test_an_address_names_a_step_and_a_wrong_one_is_told(tmp_path):
    written(tmp_path, 'title = "Mine"\n' + STEP + STEP.replace("acme", "birch"))
    found, _ = story.stories([tmp_path])
    place, view, wrong = story.at({"story": "tour", "step": "2"}, found)
    assert place is not None
    assert place.number == 2
    assert (view, wrong) == ({"entity": "birch"}, [])
    place, view, wrong = story.at({"story": "tour", "step": "9"}, found)
    assert place is not None
    assert place.number == 1
    assert "there are 1 to 2" in wrong[0]
    assert story.at({"story": "none", "entity": "acme"}, found) == (
        None, {"entity": "acme"}, ["There is no story “none” here."]
    )  # fmt: skip
    assert story.at({"step": "2"}, found)[2] == ["An address with a step needs its story."]
