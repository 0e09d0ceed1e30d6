"""What the editor is told."""

from kg.errors import BadQuery
from kg.ui import editor


def test_a_fault_keeps_its_place_apart_from_its_words():
    assert editor.fault(None) is None
    assert editor.fault(BadQuery("error at 2:14: expected one of x")) == {
        "message": "expected one of x", "line": 2, "column": 14,
    }  # fmt: skip
    assert editor.fault(BadQuery("no")) == {"message": "no"}
