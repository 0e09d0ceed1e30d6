"""Contradictions: exclusive relations that the ontology declares."""

import pytest

from kg.comparison.agreement import comparisons
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY
from tests.said import claim, only


def test_one_company_bought_by_two_conflicts_unless_years_lie_between() -> None:
    buys = {"relation": "acquires", "object": str(ENTITY["beta"])}
    other = {"subject": str(ENTITY["gamma"])} | buys
    assert only(claim("a", **buys), claim("b", **other)).verdict == "conflict"
    assert comparisons([claim("a", when="2005", **buys), claim("b", when="2015", **other)]) == []


@pytest.mark.parametrize("name", list(vocabulary().relations))
def test_the_ontology_alone_says_of_which_relation_there_is_one_at_a_time(name: str) -> None:
    relation = vocabulary().relations[name]
    same = {"relation": name, "when": "2015"}
    gamma = str(ENTITY["gamma"])
    objects = comparisons([claim("a", **same), claim("b", object=gamma, **same)])
    subjects = comparisons([claim("a", **same), claim("b", subject=gamma, **same)])
    assert [row.verdict for row in objects] == ["conflict"] * bool(relation.one_object)
    assert [row.verdict for row in subjects] == ["conflict"] * bool(relation.one_subject)
