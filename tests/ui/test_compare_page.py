"""The Compare page, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kg.resources import home
from kg.workspace.workspace import JUDGEMENTS, load, settle
from tests.ui.add.test_page import run, words

PAGE = """
from kg.ui import compare_page, shared_data

compare_page.show(shared_data.opened())
"""


def page(folder: Path, monkeypatch: pytest.MonkeyPatch, **params: str) -> AppTest:
    monkeypatch.setenv("KG_DATA", str(folder))
    test = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    return run(test)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


def judged(folder: Path) -> dict[str, Any]:
    """The judgements made here; the outcome in the ledger came with the example."""
    record = load(folder).records[JUDGEMENTS]
    return {key: said for key, said in record.items() if not key.startswith("ledger/")}


def test_the_shipped_data_are_compared_but_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    test = page(home("data"), monkeypatch)
    assert "no number fits both “up to 1,000 data developers” and “more" in words(test)
    assert "| **up to 1,000 data developers** | over the next 3 years |" in words(test)
    assert not [b for b in test.button if b.label in ("Confirm", "Dismiss")]


def test_one_card_shows_the_share_of_revenue_with_its_periods_in_bold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    test = page(
        home("data"), monkeypatch, verdict="differ", about="alicloud-nvidia/share-of-revenue"
    )
    assert len(test.subheader) == 1
    for said in ("**1.7 %** | **year to March 2015**", "**3.0 %** | **year to March 2016**",
                 "**3.1%** |  |", "last available sales figures"):  # fmt: skip
        assert said in words(test)
    assert "the periods differ (year to March 2015, year to March 2016)" in words(test)


def test_only_what_concerns_an_entity_is_shown_and_an_unknown_one_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = page(home("data"), monkeypatch, verdict="agree", about="simon-hu")
    assert [one.value for one in found.subheader] == ["Simon Hu leads AliCloud"]
    unknown = words(page(home("data"), monkeypatch, about="nobody"))
    assert "“about=nobody” is not known here" in unknown


def test_a_matter_is_dismissed_and_taken_back(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = page(mine, monkeypatch, verdict="differ", about="alicloud-nvidia/share-of-revenue")
    next(b for b in test.button if b.label == "Dismiss").click()
    run(test)
    assert {said["judgement"] for said in judged(mine).values()} == {"dismissed"}
    next(b for b in test.button if b.label == "Take back “dismiss”").click()
    run(test)
    assert judged(mine) == {}


def test_the_two_billions_are_set_apart_by_the_user(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = page(mine, monkeypatch, verdict="perhaps")
    assert "Alibaba is to invest $1 billion in Aliyun" in words(test)
    next(b for b in test.button if b.label == "They are two").click()
    run(test)
    assert list(judged(mine).values()) == ["apart"]
    assert "no source says whether" not in words(test)


def test_hostile_names_are_shown_as_text(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = mine / "sources/register-partnership/claims.ttl"
    evil = "<script>alert(1)</script> | **bold** [x](javascript:alert(1))"
    text = path.read_text("utf-8").replace("dcterms:publisher \"The Register\"",
                                           f'dcterms:publisher "{evil}"')  # fmt: skip
    path.write_text(text, "utf-8")
    test = page(mine, monkeypatch)
    assert evil in words(test)
    assert all(evil not in str(element.value) for element in test.markdown)
