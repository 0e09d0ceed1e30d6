"""The one rule for which data are opened."""

from pathlib import Path

import pytest

import kg
from kg.errors import BadInput
from kg.resources import home
from kg.store import opening
from kg.ui import shared_data
from kg.workspace.workspace import settle, usual
from tests.small_data import claim, folder

SERVICE = "http://127.0.0.1:1/sparql"


def test_each_place_is_opened_only_where_those_before_it_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opening.place() == home("data")
    settle(usual())
    assert opening.place() == usual()
    monkeypatch.setenv("KG_STORE", SERVICE)
    assert opening.place() == SERVICE
    monkeypatch.setenv("KG_DATA", str(tmp_path / "named"))
    assert opening.place() == tmp_path / "named"
    assert opening.place(store=SERVICE) == SERVICE
    assert opening.place("other") == opening.folder("other") == Path("other")
    assert opening.folder() == tmp_path / "named"


def test_a_folder_and_a_service_at_once_are_refused() -> None:
    with pytest.raises(BadInput, match="give one"):
        kg.open("mine", SERVICE)


def test_kg_open_and_the_app_open_ones_own_workspace() -> None:
    folder(usual(), claim("one", "partnersWith", "acme bolt"))
    with kg.open() as store:
        assert store.place == usual() == shared_data.folder()
        assert len(store.graph()) == len(kg.graph(usual()))
    with kg.open(kg.home("data")) as shipped:
        assert shipped.place == kg.home("data")
