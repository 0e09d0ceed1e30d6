"""The Add page, without a browser."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kg.intake import table_import
from kg.model.vocab import ENTITY, SOURCE
from kg.resources import home
from kg.workspace.workspace import load, settle

PAGE = """
from pathlib import Path
from kg.ui.add import page

page.show(Path({folder!r}))
"""
LINE = "AliCloud revenues: $1B by 2018."


def page(folder: Path, **params: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(folder=str(folder)), default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception, test.exception
    return test


def words(test: AppTest) -> str:
    shown: list[Any] = [
        *test.markdown, *test.info, *test.warning, *test.caption, *test.error, *test.header,
        *test.subheader, *test.title,
    ]  # fmt: skip
    return "\n".join(html.unescape(str(element.value)) for element in shown)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


@pytest.mark.parametrize("example", [False, True])
def test_the_shipped_data_is_left_alone_and_a_folder_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: bool
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    test = page(home("data"))
    assert "empty at first" in words(test)
    assert str(tmp_path) in test.code[0].value
    if example:
        test.checkbox(key="add-example").check()
    test.button(key="add-begin").click()
    run(test)
    begun = tmp_path / "tech-partnerships" / "workspace"
    shipped = load(home("data")).sources.keys()
    assert load(begun).sources.keys() == (shipped if example else set())
    assert test.text_area(key="add-text")  # the page goes on in the folder that was begun


def test_a_pasted_article_becomes_a_source_with_the_hash_of_its_text(mine: Path) -> None:
    test = page(mine)
    test.text_area(key="add-text").set_value(f"A title\n\n{LINE}\n")
    run(test)
    test.button(key="add-article").click()
    run(test)
    state = load(mine, ["a-title"])
    source = state.sources[str(SOURCE["a-title"])]
    assert (source.title, source.publisher, source.date) == ("A title", None, None)
    assert len(state.records["sources/a-title/record.json"]["sha256"]) == 64
    assert test.query_params["source"] == "a-title"


def test_a_date_that_is_none_is_refused_with_what_would_be_right(mine: Path) -> None:
    test = page(mine)
    test.text_area(key="add-text").set_value(f"A title\n\n{LINE}\n")
    run(test)
    box = next(box for box in test.text_input if box.label == "Date")
    box.set_value("last spring")
    run(test)
    assert "write it as 2016, 2016-01 or 3 March 2016" in words(test)
    assert not [button for button in test.button if button.key == "add-article"]
    box = next(box for box in test.text_input if box.label == "Date")
    assert box.value == "last spring"
    box.set_value("3 March 2026")
    run(test)
    test.button(key="add-article").click()
    run(test)
    assert '"2026-03-03"' in (mine / "sources/a-title/claims.ttl").read_text()


def test_a_source_that_is_not_there_is_said_to_be_missing(mine: Path) -> None:
    assert "No source here is called nothing" in words(page(mine, source="nothing"))


def test_a_part_that_is_not_there_is_the_first_one(mine: Path) -> None:
    assert "A new article" in words(page(mine, part="nonsense"))


def test_two_names_are_merged_and_the_merge_undone(mine: Path) -> None:
    test = page(mine, part="names")
    kept, gone = str(ENTITY["organizations"]), str(ENTITY["businesses"])
    test.selectbox(key="names-kept").set_value(kept)
    test.selectbox(key="names-gone").set_value(gone)
    run(test)
    test.button(key="names-merge").click()
    run(test)
    assert gone not in load(mine).entities
    test.button(key="add-undo").click()
    run(test)
    assert gone in load(mine).entities


def test_every_part_that_an_address_can_name_has_a_name_on_the_page() -> None:
    from kg.presentation.view_address import PARTS
    from kg.ui.add.page import PART_NAMES

    assert tuple(PART_NAMES) == PARTS


def test_likely_doubles_are_listed_and_a_click_takes_two_into_the_form(tmp_path: Path) -> None:
    mine = settle(tmp_path / "mine")
    rows = b"Acquirer,Target\nHalvorsen,Acme\nBell,Halvorsen Robotics\n"
    table_import.bring(mine, "deals.csv", rows)
    test = page(mine, part="names")
    (double,) = [each for each in test.button if "Halvorsen Robotics" in each.label]
    double.click()
    run(test)
    kept, gone = (test.selectbox(key=f"names-{which}").value for which in ("kept", "gone"))
    assert (kept, gone) == (str(ENTITY["halvorsen"]), str(ENTITY["halvorsen-robotics"]))
    assert len(load(mine).entities) == 4
