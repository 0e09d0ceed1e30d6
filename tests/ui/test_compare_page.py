"""The Compare page, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.comparison.ledger import ledger_key
from kg.model.vocab import SOURCE
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
    record = load(mine).records[JUDGEMENTS]
    assert {v["judgement"] for v in record.values()} == {"dismissed"}
    next(b for b in test.button if b.label == "Take back “dismiss”").click()
    run(test)
    assert load(mine).records[JUDGEMENTS] == {}


def test_the_two_billions_are_set_apart_by_the_user(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = page(mine, monkeypatch, verdict="perhaps")
    assert "Alibaba is to invest $1 billion in Aliyun" in words(test)
    next(b for b in test.button if b.label == "They are two").click()
    run(test)
    assert list(load(mine).records[JUDGEMENTS].values()) == ["apart"]
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


LEDGER = """
from pathlib import Path
from kg.ui import compare_page

compare_page.announcements(Path({folder!r}))
"""


def ledger(folder: Path) -> AppTest:
    return run(AppTest.from_string(LEDGER.format(folder=str(folder)), default_timeout=60))


def test_the_ledger_shows_the_day_it_was_known_and_a_tray_of_undated_sources(mine: Path) -> None:
    test = ledger(mine)
    assert "Of undated sources" in words(test)
    assert "according to Reuters" in words(test)
    test.text_input(key="ledger-day").set_value("2015-07-28")
    run(test)
    assert "according to Reuters" not in words(test)
    assert "according to Bloomberg" in words(test)
    test.text_input(key="ledger-day").set_value("yesterday")
    run(test)
    assert "is no date" in words(test)


def test_a_state_needs_a_later_statement_and_is_kept(mine: Path) -> None:
    claim = str(SOURCE["reuters-aliyun-investment/claim/investment-in-aliyun"])
    test = ledger(mine)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.button(key=f"settle-{claim}").click()
    run(test)
    assert "choose the later claim" in words(test)
    test.selectbox(key=f"grounds-{claim}").select_index(0)
    test.radio(key=f"state-{claim}").set_value("kept")
    test.button(key=f"settle-{claim}").click()
    run(test)
    (entry,) = load(mine).records[JUDGEMENTS].values()
    assert entry["state"] == "kept"
    known = next(c for s in load(mine).sources.values() for c in s.claims if c.iri == claim)
    assert set(load(mine).records[JUDGEMENTS]) == {ledger_key(known)}
