"""Data given to the editor."""

from kg.errors import BadQuery
from kg.ui import components


def test_a_fault_keeps_its_place_apart_from_its_words():
    assert components.fault(None, "") is None
    told = components.fault(BadQuery("error at 2:1: expected [_]"), "ASK {\nx")
    assert told
    assert (told["line"], told["column"]) == (2, 1)
    assert "error at" not in told["message"]
    assert components.fault(BadQuery("no"), "") == {"message": "no", "line": None, "column": None}
