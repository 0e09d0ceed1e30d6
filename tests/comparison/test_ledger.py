from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from rdflib import SKOS, Graph, Literal, URIRef

from kg.comparison.ledger import (
    bar_rows,
    dates,
    known_by,
    later,
    ledger,
    ledger_key,
    ledger_rows,
    ledger_turtle,
    settled,
    timeline,
)
from kg.errors import BadInput
from kg.model.claims import Claim, Source
from kg.model.folder import read
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.resources import home
from tests import said


def claim(source: str, slug: str, **more: Any) -> Claim:
    """A claim that is a plan of Acme's by default."""
    plan = {"relation": "achieves", "object": str(ENTITY["top"]), "modality": "plan"}
    return said.claim(source, slug, **plan | more)


SOURCES = {
    str(SOURCE[name]): Source(str(SOURCE[name]), name, date=date)
    for name, date in (("early", "2016-01-20"), ("late", "2018"), ("undated", None))
}
PLAN = claim("early", "plan", deadline_year=2018)
DONE = claim("late", "done", modality="fact")


def test_only_what_lies_ahead_is_in_the_ledger_soonest_first() -> None:
    rows = [
        claim("early", "vague", modality="goal"),
        PLAN,
        claim("early", "soon", modality="prediction", deadline_year=2017),
        DONE,
        claim("early", "denied", polarity="denied"),
        claim("early", "gone", retracted=True),
    ]
    found = ledger(rows, SOURCES, {})
    assert [entry.claim.slug for entry in found] == ["soon", "plan", "vague"]
    assert [(e.said, e.deadline, e.state) for e in found][1] == ("2016-01-20", 2018, "open")


def test_a_prediction_comes_true_and_a_plan_is_kept() -> None:
    foretold = claim("early", "foretold", modality="prediction")
    record = {
        ledger_key(one): {"state": "kept", "grounds": DONE.iri, "note": "as it says"}
        for one in (PLAN, foretold)
    }
    found = ledger([PLAN, foretold], SOURCES, record)
    assert [(entry.claim.slug, entry.outcome) for entry in found] == [
        ("plan", "kept"), ("foretold", "came true"),
    ]  # fmt: skip


def test_outcomes_go_out_as_turtle_and_as_rows_and_open_ones_only_as_rows() -> None:
    record = {ledger_key(PLAN): {"state": "missed", "grounds": DONE.iri, "note": 'no "top"'}}
    soon = claim("early", "soon", modality="goal")
    entries = ledger([PLAN, soon], SOURCES, record)
    told = Graph().parse(data=ledger_turtle(entries), format="turtle")
    assert set(told) == {
        (URIRef(PLAN.iri), TP.outcome, TP.missed),
        (URIRef(PLAN.iri), TP.outcomeShownBy, URIRef(DONE.iri)),
        (URIRef(PLAN.iri), SKOS.note, Literal('no "top"', lang="en")),
    }
    sources = SOURCES | {DONE.source: replace(SOURCES[DONE.source], claims=(DONE,))}
    first, second = ledger_rows(entries, sources, lambda iri: iri.rpartition("/")[2])
    assert (first["outcome"], first["due"], first["note"]) == ("not kept", "by 2018", 'no "top"')
    assert (first["claim"], first["later claim"]) == (PLAN.iri, DONE.iri)
    assert (second["outcome"], second["later claim"]) == ("open", "")


def test_a_passed_deadline_that_nobody_settled_is_overdue() -> None:
    (entry,) = ledger([PLAN], SOURCES, {})
    assert not entry.overdue(2018)
    assert entry.overdue(2019)
    record = {ledger_key(PLAN): {"state": "kept", "grounds": DONE.iri}}
    (kept,) = ledger([PLAN], SOURCES, record)
    assert (kept.state, kept.grounds, kept.overdue(2019)) == ("kept", DONE.iri, False)


def test_kept_and_missed_rest_on_a_claim_that_was_not_made_before() -> None:
    (entry,) = ledger([PLAN], SOURCES, {})
    assert settled(entry, "kept", DONE, SOURCES) == ledger_key(PLAN)
    assert settled(entry, "untold", None, SOURCES) == ledger_key(PLAN)
    with pytest.raises(BadInput, match="choose the later claim"):
        settled(entry, "missed", None, SOURCES)
    sources = {**SOURCES, DONE.source: Source(DONE.source, "late", date="2015")}
    with pytest.raises(BadInput, match="made before"):
        settled(entry, "kept", DONE, sources)
    with pytest.raises(BadInput, match="no state is called"):
        settled(entry, "forgotten", None, SOURCES)


def test_what_could_settle_it_speaks_of_the_same_and_was_not_said_before() -> None:
    undated = claim("undated", "fact")
    elsewhere = claim("late", "else", subject=str(ENTITY["beta"]), object=None)
    (entry,) = ledger([PLAN], SOURCES, {})
    assert later(entry, [PLAN, DONE, undated, elsewhere], SOURCES) == [DONE, undated]
    (late,) = ledger([replace(PLAN, source=DONE.source, iri="x")], SOURCES, {})
    assert later(late, [PLAN], SOURCES) == []


@pytest.mark.parametrize(
    ("date", "day", "known"),
    [
        ("2016-01-20", "2016-01-19", False),
        ("2016-01-20", "2016-01-20", True),
        ("2016-01", "2016-01-01", True),
        ("2016", "2015", False),
        ("2016-05", "2016", True),
        (None, "2016", None),
        ("last spring", "2016", None),
    ],
)
def test_a_source_is_known_from_the_first_day_its_date_allows(
    date: str | None, day: str, known: bool | None
) -> None:
    assert known_by(Source("s", "t", date=date), day) is known


def test_both_clocks_stay_as_vague_as_the_source() -> None:
    source = SOURCES[str(SOURCE["late"])]
    assert dates(claim("late", "a", when="as of now", deadline_year=2020), source) == (
        "as of now, by 2020",
        "2018",
    )
    assert dates(claim("undated", "a"), SOURCES[str(SOURCE["undated"])]) == ("", "")


def test_the_prediction_of_the_first_article_is_in_the_ledger() -> None:
    data = read(home("data"))
    claims = [c for s in data.sources.values() for c in s.claims]
    found = {e.claim.slug: e for e in ledger(claims, data.sources, {})}
    assert found["revenue-prediction"].deadline == 2018
    assert found["revenue-prediction"].said == ""


SAID = {str(SOURCE["a"]): "2016-01-20", str(SOURCE["b"]): None}


def test_the_two_clocks_place_a_statement_differently() -> None:
    one = said.claim("a", when="2015", deadline_year=2018)
    (told,) = timeline([one], SAID, "said")
    (holds,) = timeline([one], SAID, "holds")
    assert (told.days, told.vague) == ((date(2016, 1, 20), date(2016, 1, 20)), False)
    assert (holds.days, holds.vague) == ((date(2015, 1, 1), date(2018, 12, 31)), True)


def test_what_has_no_date_is_kept_and_comes_last_and_what_is_withdrawn_does_not() -> None:
    found = timeline(
        [said.claim("b"), said.claim("a"), said.claim("a", "gone", retracted=True)], SAID, "said"
    )
    assert [(e.claim.source.rpartition("/")[2], e.days is None) for e in found] == [
        ("a", False), ("b", True)
    ]  # fmt: skip


def test_bars_of_a_lane_that_overlap_lie_in_rows_of_their_own() -> None:
    day, year = (date(2016, 1, 5), date(2016, 1, 5)), (date(2016, 1, 1), date(2016, 12, 31))
    later = (date(2017, 6, 1), date(2017, 6, 1))
    placed = [("x", year), ("x", day), ("y", day), ("x", later)]
    assert bar_rows(placed, timedelta(days=9), 4) == [0, 1, 0, 0]
    assert bar_rows([("x", day)] * 5, timedelta(days=9), 3) == [0, 1, 2, 2, 2]
