"""Quotes are found in their text, and a wrong one is explained."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadData
from kg.model.claims import Passage
from kg.model.folder import read
from kg.model.quotes import anchor, anchor_folder, context, mismatch, nearest, sentences
from kg.resources import home

TEXT = "Acme’s lab — with Bolt — opens. Acme hires. Acme grows."


def test_offsets_count_code_points_not_bytes() -> None:
    passage = anchor("opens", TEXT)
    assert (passage.start, passage.end) == (TEXT.index("opens"), TEXT.index("opens") + 5)
    assert passage.start != TEXT.encode().index(b"opens")


def test_an_ambiguous_quote_names_its_places_and_a_start_settles_it() -> None:
    with pytest.raises(BadData, match="stands 3 times in the text, at 0, 32, 44"):
        anchor("Acme", TEXT)
    assert anchor("Acme", TEXT, 32) == Passage("Acme", 32, 36)


def test_an_absent_quote_shows_the_nearest_words() -> None:
    with pytest.raises(BadData, match="the nearest words, at 32, are “Acme hires”"):
        anchor("Acme hired", TEXT)


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(BadData, match="empty"):
        anchor("  ", TEXT)


def test_overlapping_repetitions_are_all_counted() -> None:
    with pytest.raises(BadData, match="at 0, 1"):
        anchor("aa", "aaa")


def test_a_byte_offset_is_told_as_one() -> None:
    start = TEXT.encode().index(b"opens")
    wrong = mismatch(Passage("opens", start, start + 5), TEXT)
    assert wrong is not None
    assert "count bytes" in wrong
    assert str(TEXT.index("opens")) in wrong


def test_words_that_stand_elsewhere_and_words_that_stand_nowhere_are_told_apart() -> None:
    moved = mismatch(Passage("hires", 0, 5), TEXT)
    changed = mismatch(Passage("Acme hired", 32, 42), TEXT)
    assert moved is not None
    assert "they stand at 37–42" in moved
    assert changed is not None
    assert "not what the text says" in changed
    assert mismatch(Passage("hires", 37, 42), TEXT) is None


@given(st.text(min_size=1, max_size=60), st.data())
def test_every_piece_of_a_text_is_found_where_it_was_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if piece.strip():
        assert anchor(piece, text, start) == Passage(piece, start, end)


@given(st.text(max_size=80), st.text(max_size=40))
def test_the_nearest_words_are_always_words_of_the_text(text: str, quote: str) -> None:
    near = nearest(quote, text)
    assert text[near.start : near.end] == near.exact


@given(st.text(alphabet="ab .!?\n”“\r", max_size=80))
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    found = sentences(text)
    assert all(text[s.start : s.end] == s.exact for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    outside = text
    for sentence in reversed(found):
        outside = outside[: sentence.start] + outside[sentence.end :]
    assert not outside.strip()


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    assert [s.exact for s in sentences("Foo Inc. and J. Smith met. “Yes.” He left.")] == [
        "Foo Inc. and J. Smith met.",
        "“Yes.”",
        "He left.",
    ]


def test_the_context_of_a_passage_is_its_whole_sentence() -> None:
    assert context(Passage("hires", 37, 42), TEXT).exact == "Acme hires."


def test_every_passage_of_the_first_article_stands_in_its_text() -> None:
    (source,) = [s for s in read(home("data")).sources.values() if s.slug == "alicloud-nvidia"]
    assert source.text is not None
    assert len(source.claims) > 40
    for claim in source.claims:
        assert claim.passage is not None
        assert mismatch(claim.passage, source.text) is None, claim.slug


def draft(place: Path, *quotes: str) -> None:
    place.mkdir(parents=True)
    (place / "article.txt").write_text(TEXT, encoding="utf-8")
    lines = [
        "@prefix tp: <https://w3id.org/tech-partnerships/ontology#> .",
        "@prefix oa: <http://www.w3.org/ns/oa#> .",
        "@prefix claim: <https://w3id.org/tech-partnerships/source/note/claim/> .",
        "<https://w3id.org/tech-partnerships/source/note> a tp:Source .",
    ]
    lines += [
        f'claim:c{n} a tp:Claim ; tp:passage [ oa:exact "{q}" ] .' for n, q in enumerate(quotes)
    ]
    (place / "claims.ttl").write_text("\n".join(lines), encoding="utf-8")


def test_drafts_get_offsets_and_iris(tmp_path: Path) -> None:
    draft(tmp_path / "note", "Acme hires", "Acme grows")
    assert anchor_folder(tmp_path / "note") == 2
    written = (tmp_path / "note" / "claims.ttl").read_text(encoding="utf-8")
    assert "source/note#char=32,42>" in written
    assert "[" not in written
    assert anchor_folder(tmp_path / "note") == 0


def test_one_wrong_quote_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    draft(tmp_path / "note", "Acme hires", "Acme sleeps")
    before = (tmp_path / "note" / "claims.ttl").read_bytes()
    with pytest.raises(BadData, match="c1: the quote “Acme sleeps” is not in the text"):
        anchor_folder(tmp_path / "note")
    assert (tmp_path / "note" / "claims.ttl").read_bytes() == before


def test_a_source_without_a_text_cannot_be_anchored(tmp_path: Path) -> None:
    draft(tmp_path / "note", "Acme hires")
    (tmp_path / "note" / "article.txt").unlink()
    with pytest.raises(BadData, match=r"has no article\.txt"):
        anchor_folder(tmp_path / "note")


def parts(text: str) -> list[str]:
    return [one.exact for one in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Yahoo! will buy Fig Search for $8 million.",
        "Yahoo! Japan will buy Fig Search.",
        "The deal was told by Mrs. Kern of Oak Corp. on Monday.",
        "In Elm vs. Ash the court ruled for Elm Foods.",
        "On Feb. 3 Birch Tea signed a contract with Beech Bros. of Kyoto.",
        "Willow Inc. paid approx. $5 million for Shaft No. 1 in St. Louis.",
        "Poplar said it would “never sell!” to Larch.",
        "“Will they sell?” asked its chair.",
        "The U.S. unit of Pine Ltd. supplies e.g. Yew and Box.",
        "Alder e.V. works with Hazel S.A. and Rowan S.p.A. on seeds.",
        "J. P. Morgan and Prof. A. Lime of Sen. Holly agreed.",
        "Am 3. Mai kaufte Linde die Firma für 3 Mio. Euro.",
        "The rate rose 3.5 percent (see fig. 2).",
    ],
)
def test_what_is_one_sentence_is_not_cut(text):
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Yew bought Box Inc.", "The price was not told."),
        ("He said no.", "It was no secret."),
        ("It grew in the U.S.", "In May it shrank."),
        ("“We will not sell!”", "He left."),
        ("Who buys?", "Elm does."),
        ("That was in 2016.", "Elm won."),
        ("It has been so since Jan.", "The rate fell."),
        ("A heading", "and the text below it."),
    ],
)
def test_what_is_two_sentences_is_cut(first, second):
    assert parts(f"{first}\n\n{second}" if first == "A heading" else f"{first} {second}") == [
        first,
        second,
    ]
