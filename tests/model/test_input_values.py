"""Addresses: each accepted one is valid for the store's parser; others are refused with a
message.
"""

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import BadInput
from kg.model.claims import Claim, Entity, Passage, Quantity, Source
from kg.model.input_values import CONTROL, web_address, without_controls


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.org/?filter[a]=b", "https://example.org/?filter%5Ba%5D=b"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("https://example.org/[x]", "https://example.org/%5Bx%5D"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/{id}", "https://example.org/%7Bid%7D"),
        ('https://example.org/"<>\\^`|', "https://example.org/%22%3C%3E%5C%5E%60%7C"),
        ("https://example.org/\ue000\u200e", "https://example.org/%EE%80%80%E2%80%8E"),
        (" HTTPS://example.org/a%2Fb?c=d%20e \n", "https://example.org/a%2Fb?c=d%20e"),
        ("https://münchen.example/ü?ö#ä", "https://münchen.example/ü?ö#ä"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("https://me@example.org", "https://me@example.org"),
        ("https://example.org/\x01", "https://example.org/"),
        ("urn:sha256:" + "0" * 64, "urn:sha256:" + "0" * 64),
    ],
)
def test_an_address_is_encoded_where_that_keeps_its_meaning(given: str, address: str) -> None:
    assert web_address(given) == address


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("https://[::1", "names no host"),
        ("https://[x]/", "not an IPv6 address"),
        ("https://exa mple.org/", "holds “ ”"),
        ("https://{host}/", "holds “{”"),
        ("https:///path", "it names no host"),
        ("https://example.org:70000/", "larger than 65535"),
        ("https://example.org:http/", "names no host"),
        ("https://<b>@example.org/", "code point '<'"),
        ("example.org/page", "write it in full"),
        ("javascript:alert(1)", "write it in full"),
        ("", "write it in full"),
    ],
)
def test_what_no_host_answers_to_is_refused_with_the_reason(given: str, reason: str) -> None:
    with pytest.raises(BadInput, match="is not a web address") as refused:
        web_address(given)
    assert reason in str(refused.value)


@given(st.text().map(lambda tail: f"https://example.org/{tail}"))
def test_any_path_comes_back_from_both_parsers_and_stays_as_it_is(given: str) -> None:
    address = web_address(given)
    turtle = f"<{address}> <urn:a> <{address}> ."
    (quad,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    assert quad.object.value == address
    assert {str(node) for node in Graph().parse(data=turtle).objects()} == {address}
    assert web_address(address) == address


@given(st.text())
def test_any_text_is_an_address_of_the_store_or_refused(text: str) -> None:
    for one in (text, f"https://{text}", f"http://example.org{text}"):
        with contextlib.suppress(BadInput):
            assert ox.NamedNode(web_address(one)).value.startswith(("http", "urn:sha256:"))


def test_words_lose_their_control_characters_and_quotes_do_not_move() -> None:
    bad, quoted = "a\x00b\x1fc\ufffe\ud800\tä\r\n", Passage("\x01", 3, 4)
    claim = Claim("urn:c", "urn:s", "urn:e", "r", form="f", modality="m", attributed_to="urn:s",
                  amount=Quantity(bad, bad), notes=(bad, "right"), passage=quoted)  # fmt: skip
    found = without_controls(claim)
    assert found.amount == Quantity("abc\tä\r\n", "abc\tä\r\n")
    assert found.notes == ("abc\tä\r\n", "right")
    assert found.passage is quoted
    assert without_controls(Source("urn:s", bad, text=bad)) == Source("urn:s", "abc\tä\r\n", bad)
    assert without_controls(Entity("urn:e", "right", ())) == Entity("urn:e", "right", ())
    assert without_controls({"a": [bad]}) == {"a": ["abc\tä\r\n"]}
    assert not CONTROL.search("tab\t, line\n, return\r, é, \u2028, 𝄞")
