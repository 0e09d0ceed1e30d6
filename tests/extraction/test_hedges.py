"""Qualifiers: date, deadline, field and audience, read from the words around a cue."""

import pytest

from kg.extraction.drafts import drafted
from kg.extraction.proposals import Proposal, proposals


def first(text: str) -> Proposal:
    return proposals(text, {})[0]


@pytest.mark.parametrize(
    ("text", "when", "deadline"),
    [
        ("In January 2016, Acme bought Bell.", "2016-01", None),
        ("Acme bought Bell in 2012.", "2012", None),
        ("Acme bought Bell on 3 March 2014.", "2014-03-03", None),
        ("Acme bought Bell in March.", "March", None),
        ("Acme bought Bell in early 2019 for $3 million.", "early 2019", None),
        ("Acme bought Bell last year.", "last year", None),
        ("Acme bought Bell two years ago.", "two years ago", None),
        ("Acme will buy Bell by the end of 2019.", None, 2019),
        ("Acme will buy Bell by 2019, and Cargo will buy Dove by 2021.", None, 2019),
        ("Acme bought Bell, while Cargo bought Dove in 2005.", None, None),
        ("Acme said on Monday that it will buy Bell.", None, None),
        ("Acme's purchase of Bell, announced in October, is complete.", None, None),
        ("Acme bought Bell in cash.", None, None),
    ],
)
def test_a_time_is_taken_from_its_own_clause(text: str, when: str, deadline: int) -> None:
    one = first(text)
    assert (one.relation, one.when, one.deadline_year) == ("acquires", when, deadline)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Acme has teamed up with Bell on self-driving cars.", "self-driving cars"),
        ("Acme partnered with Bell in the field of cloud computing.", "cloud computing"),
        ("Acme competes with Bell in the cloud storage market.", "cloud storage"),
        ("Acme sued Bell over patents.", "patents"),
        ("Acme partnered with Bell in return for help.", None),
        ("Acme partnered with Bell in January.", None),
        ("Acme bought Bell in the cloud storage market.", None),
    ],
)
def test_a_field_is_proposed_where_one_is_named(text: str, field: str | None) -> None:
    assert [m.name for m in first(text).field] == ([field] if field else [])


def test_for_whom_something_is_offered_is_proposed_too() -> None:
    one = first("Acme launched Widget for developers and small businesses in May.")
    assert ([m.name for m in one.audience], one.when) == (["developers", "small businesses"], "May")
    assert first("Acme launched Widget for Christmas.").audience == ()


def test_what_is_read_goes_into_the_draft_with_its_class() -> None:
    made = drafted(first("Acme teamed up with Bell on self-driving cars in 2016."))
    assert (made.when, made.field) == ("2016", ("self-driving cars",))
    assert made.kinds["self-driving cars"] == "Field"


def test_qualifiers_stand_in_the_text() -> None:
    text = "„Neues“ – Acme launched Widget for developers and bought Bell in May 2016."
    for one in proposals(text, {}):
        for part in (*one.field, *one.audience):
            assert text[part.start : part.end] == part.words
