"""The Graph page, the codebook and the downloads, without a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.small_data import claim, folder

PAGE = """
import os
import subprocess
import sys
from pathlib import Path
import kg
from kg.ui import codebook_page, shared_data
from kg.ui.graph import page
import streamlit as st

@st.cache_resource
def made():
    store = kg.open(Path({data!r}))
    return shared_data.Opened(store, kg.network.graph(store))

{call}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four companies: a partnership, a hinted one, and a rivalry."""
    return folder(
        tmp_path / "data",
        claim("one", "partnersWith", "acme bolt"),
        claim("two", "partnersWith", "bolt core", "hint"),
        claim("three", "competesWith", "core dyna"),
    )


def shown(data: Path, call: str = "page.show(made())", **params: str) -> AppTest:
    page = AppTest.from_string(PAGE.format(data=str(data), call=call), default_timeout=60)
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    return " ".join(str(one.value) for one in (*page.markdown, *page.header, *page.caption))


def test_the_first_screen_invites_with_three_clicks(data: Path):
    page = shown(data)
    assert page.title[0].value == "Who works with whom, and who says so"
    labels = [button.label for button in page.button if button.label.startswith("→")]
    assert len(labels) == 3
    assert "only a hint" in labels[0]


def test_a_suggested_click_becomes_the_address(data: Path):
    page = shown(data)
    next(b for b in page.button if "What is said about" in b.label).click().run()
    assert page.query_params["entity"] in ("bolt", ["bolt"])
    assert "Bolt" in words(page)


def test_a_claim_is_told_with_speaker_and_manner(data: Path):
    page = shown(data, claim="paper/two")
    assert "as a **hint** &#45; " not in words(page)
    assert "as a **hint**" in words(page)
    assert "suggested" in words(page)
    assert "In our words&#58; bolt partnersWith core" in words(page)


def test_the_way_between_two_names_its_weakest_step(data: Path):
    page = shown(data, **{"from": "acme", "to": "dyna"})
    assert "**3 steps**" in words(page)
    assert "**suggested**" in words(page)


def test_a_filter_that_cuts_the_way_says_that_silence_proves_nothing(data: Path):
    page = shown(data, **{"from": "acme", "to": "dyna", "firmness": "stated"})
    assert "No chain of statements connects them" in page.info[0].value


def test_what_an_address_asks_for_in_vain_is_said(data: Path):
    page = shown(data, entity="nobody")
    assert "nobody" in page.warning[0].value


def test_the_table_holds_what_is_drawn(data: Path):
    page = shown(data, look="table")
    table = page.dataframe[0].value
    assert all(str(column).strip() for column in table.columns), "every column has a head"
    assert list(table["sources"]) == [1, 1, 1]
    assert list(table["who"]) == sorted(table["who"]), "the order is the same on every run"
    assert sorted(table["what"]) == ["competes with", "partners with", "partners with"]


def test_the_codebook_shows_examples_from_the_data(data: Path):
    page = shown(data, call="codebook_page.show(made())")
    assert "partners with" in words(page)
    assert "2 statements" in words(page)
    assert "No statement in the data is of this kind yet." in words(page)
    page.button_group[0].set_value("Glossary").run()
    assert "**betweenness** — Share of the shortest paths between two others" in words(page)


def test_the_downloads_offer_every_format(data: Path):
    from kg import export

    page = shown(data, call="codebook_page.show_downloads(made().store)")
    buttons = page.get("download_button")
    assert len(buttons) == len(export.FORMATS)


@pytest.mark.parametrize(("most", "there"), [(0, ""), (10**7, "altair networkit pandas")])
def test_charts_and_measures_are_loaded_ahead_only_where_the_data_leave_room(data, most, there):
    code = (
        "import sys; from kg.ui import main; "
        "print(*{'altair', 'pandas'} & sys.modules.keys()); "
        f"main.MOST_PREPARED = {most}; main.prepare(); "
        "print(*sorted({'altair', 'networkit', 'pandas'} & sys.modules.keys()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"KG_DATA": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == ["", there]
