"""The text beside the picture, and the address of a view."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import kg
from kg.model.vocab import ENTITY, SOURCE
from kg.presentation import graph_view, view_address
from kg.ui import shared_data
from kg.ui.graph import navigation
from tests.small_data import PREFIXES, claim, folder

PAGE = """
from pathlib import Path
import kg
from kg.ui import shared_data
from kg.ui.graph import navigation
import streamlit as st

@st.cache_resource
def made():
    store = kg.open(Path({data!r}))
    return shared_data.Opened(store, kg.network.graph(store))

st.write(navigation.current(made())[0].source)
st.button("node", on_click=navigation.heard, args=(made(), {{"type": "node", "id": {core!r}}}))
"""
PLACE = f"<{SOURCE.paper}#char=0,21>"
PASSAGE = f"""
@prefix oa: <http://www.w3.org/ns/oa#> .
{PLACE} a tp:Passage ; oa:exact "Acme works with Bolt." ; oa:start 0 ; oa:end 21 ;
    oa:hasSource s:paper .
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One paper speaks of Acme and Bolt, a shorter note of Core and Dyna."""
    place = folder(
        tmp_path / "data",
        claim("one", "partnersWith", "acme bolt").replace(
            "tp:cited", f"tp:quoted ; tp:passage {PLACE}"
        ),
        claim("two", "competesWith", "acme bolt"),
        more=PASSAGE,
    )
    (place / "sources" / "paper" / "article.txt").write_text("Acme works with Bolt.", "utf-8")
    note = place / "sources" / "note"
    note.mkdir()
    head = 's:note a tp:Source ; dcterms:title "Note" ; dcterms:publisher "Weekly" ;'
    head += ' dcterms:date "2021-01-01" ; dcterms:source <http://example.org/note> .\n'
    told = claim("three", "partnersWith", "core dyna").replace("s:paper", "s:note")
    prefixes = PREFIXES.replace("source/paper/claim", "source/note/claim")
    (note / "claims.ttl").write_text(prefixes + head + told, encoding="utf-8")
    return place


def page(data: Path, **params: str) -> AppTest:
    script = PAGE.format(data=str(data), core=str(ENTITY.core))
    test = AppTest.from_string(script, default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize(
    ("params", "slug"),
    [
        ({}, "paper"),
        ({"source": "note"}, "note"),
        ({"source": "note,paper"}, "paper"),
        ({"entity": "core"}, "note"),
        ({"entity": "acme"}, "paper"),
        ({"entity": "core", "text": "paper"}, "paper"),
        ({"claim": "note/three"}, "note"),
    ],
)
def test_the_text_beside_the_picture_is_of_the_chosen_source_or_names_the_entity(
    data: Path, params: dict[str, str], slug: str
):
    assert page(data, **params).markdown[0].value == str(SOURCE[slug])


def test_where_no_text_is_kept_all_organizations_are_there_at_first_and_no_source_is_read(
    data: Path,
):
    claims = data / "sources/paper/claims.ttl"
    cited = claims.read_text("utf-8").replace(f"tp:quoted ; tp:passage {PLACE}", "tp:cited")
    claims.write_text(cited.replace(PASSAGE, ""), "utf-8")
    with kg.open(data) as store:
        here = shared_data.Opened(store, kg.network.graph(store))
        assert (here.first, here.large) == (None, False)
        assert set(here.start) == {str(ENTITY[n]) for n in ("acme", "bolt", "core", "dyna")}
        assert [iri for _, iri in here.newest] == [str(SOURCE.note), str(SOURCE.paper)]
        assert here.places.keys() >= set(here.start)


def test_a_click_on_a_name_leaves_no_foreign_text_behind(data: Path):
    test = page(data)
    test.button[0].click().run()
    assert "core" in test.query_params["entity"]
    assert "text" not in test.query_params
    assert test.markdown[0].value == str(SOURCE.note)


@pytest.mark.parametrize(
    ("steps", "level"),
    [
        ((), None),
        (("stated",), "stated"),
        (("stated", "agreed"), "agreed"),
        (("stated", "agreed", "intended"), "intended"),
        (("agreed", "intended"), "intended"),
        (("stated", "agreed", "intended", "suggested"), None),
        (("stated", "suggested"), None),
    ],
)
def test_the_way_to_the_network_page_leaves_out_what_is_weaker(
    steps: tuple[str, ...], level: str | None
):
    view = graph_view.View().filtered("firmness", steps)
    address = view_address.link(navigation.analysed(view))
    assert parse_qs(urlsplit(address).query).get("level", [None])[0] == level
