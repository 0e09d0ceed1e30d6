"""Sentence boundaries."""

import pytest

from kg.model.quotes import sentences


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
