"""Filters by date of publication and by agreement, without a browser."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from kg.comparison.agreement import judgement_key
from kg.model.vocab import SOURCE
from kg.presentation import graph_view, view_address
from kg.resources import home
from kg.ui import shared_data
from kg.ui.graph import drawing_data
from kg.workspace import workspace
from kg.workspace.edits import recorded
from kg.workspace.saving import save
from kg.workspace.workspace import JUDGEMENTS, load, settle

PAGE = """
import os
import streamlit as st
from kg.ui import shared_data
from kg.ui.graph import {page}
from kg.ui.graph.navigation import current

here = shared_data.opened()
view, wrong = current(here)
{call}
"""
HIRING = str(SOURCE["alicloud-nvidia/claim/hiring"])


def run(page: str, call: str, **params: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(page=page, call=call), default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, test.exception
    return test


def words(test: AppTest) -> str:
    shown: list[Any] = [*test.markdown, *test.caption]
    return "\n".join(html.unescape(str(element.value)) for element in shown)


def test_moving_the_day_keeps_what_was_published_by_then_and_what_is_undated(monkeypatch: Any):
    monkeypatch.setenv("KG_DATA", str(home("data")))
    test = run("filters", "filters.show_known_on(here, view)", source="all")
    slider = test.select_slider(key="known-on")
    assert list(slider.options) == [
        "2015-07-29",
        "2015-07-31",
        "2016-01-20",
        "2018-07-27",
        "2023-11",
        "any day",
    ]
    slider.set_value("2015-07-31")
    test.run()
    assert set(test.query_params["source"].split(",")) == {
        "alicloud-nvidia", "china-daily-quantum-laboratory", "itespresso-partnership",
        "reuters-aliyun-investment",
    }  # fmt: skip
    assert test.select_slider(key="known-on").value == "2015-07-31"
    assert "Undated, so kept on every day: cloudwedge.com, ITespresso" in words(test)


def test_the_claim_view_shows_both_wordings_in_bold(monkeypatch: Any):
    monkeypatch.setenv("KG_DATA", str(home("data")))
    test = run(
        "claim",
        f"claim.show_elsewhere(here, view, shared_data.claim(here, {HIRING!r}))",
        source="all",
    )
    assert "**“up to 1,000 data developers”** (this one)" in words(test)
    assert "**“more than 1,000 data engineers”** (the other)" in words(test)


def test_a_dismissed_suggestion_is_shown_no_more(monkeypatch: Any, tmp_path: Path):
    folder = settle(tmp_path / "mine", example=True)
    monkeypatch.setenv("KG_DATA", str(folder))
    call = f"claim.show_elsewhere(here, view, shared_data.claim(here, {HIRING!r}))"
    assert "engineers" in words(run("claim", call, source="all"))
    (row,) = [r for r in shared_data.opened().comparisons if HIRING in (r.first.iri, r.second.iri)]
    state = load(folder, [])
    key = judgement_key(row)
    save(
        folder, state, recorded(state, JUDGEMENTS, **{key: {"judgement": "dismissed"}}), "dismissed"
    )
    assert workspace.judgements(folder)
    assert "engineers" not in words(run("claim", call, source="all"))


def noted(here: shared_data.Opened) -> dict[str, dict[str, Any]]:
    shared_data.note(here)
    return {claim: said for _, _, claim, said in here.network.edges(keys=True, data=True)}


def test_whoever_points_at_a_line_reads_how_many_sources_say_it(monkeypatch: Any):
    monkeypatch.setenv("KG_DATA", str(home("data")))
    found = noted(shared_data.opened())
    assert shared_data.agreement_words(found[HIRING]) == "contradicted by 1 other"
    assert found[HIRING]["others"] == ("conflict",)
    agreed = found[str(SOURCE["alicloud-nvidia/claim/partnership"])]
    assert shared_data.agreement_words(agreed) == "reported by 2 sources"
    assert agreed["voices"] == 2
    alone = found[str(SOURCE["alicloud-nvidia/claim/agreement-to-help"])]
    assert (shared_data.agreement_words(alone), alone["others"]) == ("", ())


def test_a_dismissed_difference_marks_no_line(monkeypatch: Any, tmp_path: Path):
    folder = settle(tmp_path / "mine", example=True)
    monkeypatch.setenv("KG_DATA", str(folder))
    here = shared_data.opened()
    assert noted(here)[HIRING]["others"] == ("conflict",)
    (row,) = [r for r in here.comparisons if HIRING in (r.first.iri, r.second.iri)]
    state = load(folder, [])
    judged = {judgement_key(row): {"judgement": "dismissed"}}
    save(folder, state, recorded(state, JUDGEMENTS, **judged), "dismissed")
    assert noted(here)[HIRING]["others"] == ()


def test_a_name_that_only_other_sources_know_is_shown_with_them_and_its_neighbours(
    monkeypatch: Any,
):
    monkeypatch.setenv("KG_DATA", str(home("data")))
    here = shared_data.opened()
    ends = [(a, b, said["source_iri"]) for a, b, said in here.network.edges(data=True)]
    first = {end for a, b, source in ends if source == here.first for end in (a, b)}
    stranger = min({end for a, b, _ in ends for end in (a, b)} - first)
    call = "st.markdown(' '.join(sorted(view.wanted('source'))))"
    asked = {"entity": view_address.short(stranger)}
    assert words(run("filters", call, **asked)) == "all"
    assert words(run("filters", call, entity="nvidia")) == here.first
    view = graph_view.View(entity=stranger).filtered("source", [graph_view.ALL])
    drawn = drawing_data.ends(here, view, drawing_data.selected(here, view))
    near = {*here.network.successors(stranger), *here.network.predecessors(stranger)}
    assert stranger in drawn
    assert near & {*drawn, *here.start}
