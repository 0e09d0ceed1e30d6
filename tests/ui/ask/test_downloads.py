"""An answer taken along."""

from __future__ import annotations

from kg.presentation.view_address import Asked, link


def test_the_link_holds_the_query_and_the_view():
    asked = Asked(query="ASK { ?a ?b 'é&' }", expert=True, look="raw")
    assert (
        link(asked, "http://127.0.0.1:1")
        == "http://127.0.0.1:1/ask?query=ASK+%7B+%3Fa+%3Fb+%27%C3%A9%26%27+%7D&look=raw"
    )
