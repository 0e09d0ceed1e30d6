from dataclasses import replace
from datetime import date

import pytest

from kg.model.claims import Claim, Passage, Source
from kg.presentation import citation

IRI = "https://w3id.org/tech-partnerships/source/paper"
SOURCE = Source(
    IRI,
    title="Cloud & Chips",
    publisher="The Paper",
    date="2016-01-20",
    address="https://paper.example/cloud#top",
)


TODAY = date(2026, 11, 28)


def claim(words: str | None) -> Claim:
    passage = Passage(words, 5, 5 + len(words)) if words is not None else None
    return Claim(
        f"{IRI}/claim/one",
        IRI,
        "a",
        "partnersWith",
        IRI,
        "narration",
        "fact",
        passage=passage,
        summary=None if passage else "The two work together.",
    )


def reference(words: str | None = "They are partners.", **of: str | None) -> citation.Reference:
    said = replace(claim(words), modality="hint")
    source = replace(SOURCE, **of)  # type: ignore[arg-type]
    return citation.Reference(said, source, "Ada Reed", TODAY)


def test_a_note_in_chicago_style_holds_words_source_place_and_standing():
    told = citation.chicago(reference(creator="Joan Doe", text="Cloud & Chips\n\nA.\n\nB."))
    assert told == (
        "“They are partners.” — Joan Doe, “Cloud & Chips,” The Paper, January 20, 2016, "
        "paragraph 1, accessed November 28, 2026, "
        "https://paper.example/cloud#top:~:text=They%20are%20partners. "
        "According to Ada Reed; suggested (hint)."
    )


def test_an_entry_in_apa_style_tells_that_there_is_no_date():
    told = citation.apa(reference(creator="Joan Doe", date=None))
    assert told.splitlines() == [
        "“They are partners.” (Joan Doe, n.d.). According to Ada Reed; suggested (hint).",
        "",
        "Joan Doe. (n.d.). Cloud & Chips. The Paper. Retrieved November 28, 2026, from "
        "https://paper.example/cloud#top:~:text=They%20are%20partners.",
    ]


def test_apa_takes_a_day_a_month_or_a_year_and_a_work_without_author():
    assert "The Paper. (2016, January 20). Cloud & Chips." in citation.apa(reference())
    assert "(2016, January)." in citation.apa(reference(date="2016-01"))
    assert "The Paper. (2016). Cloud" in citation.apa(reference(date="2016"))
    assert "\nCloud & Chips. (2016)." in citation.apa(reference(date="2016", publisher=None))


def test_the_paragraph_is_counted_without_the_title_and_empty_lines():
    text = "Cloud & Chips\n\nFirst.\n\n \nSecond: They are partners."
    at = text.index("They")
    ref = reference(text=text)
    moved = replace(ref.claim, passage=Passage("They are partners.", at, at + 18))
    assert replace(ref, claim=moved).paragraph == 2
    title = replace(ref.claim, passage=Passage("Cloud & Chips", 0, 13))
    assert replace(ref, claim=title).paragraph is None


@pytest.mark.parametrize("style", citation.STYLES)
def test_every_style_says_who_says_it_and_how_firmly(style: str):
    told = citation.STYLES[style](reference())
    assert "According to Ada Reed; suggested (hint)." in told
    assert "w3id.org" not in told
    listed = replace(reference(None), speaker="listed in deals.csv, citing cnbc.com")
    assert "Listed in deals.csv, citing cnbc.com; suggested" in citation.STYLES[style](listed)


def test_a_denied_claim_is_cited_as_denied():
    denied = reference()
    denied = replace(denied, claim=replace(denied.claim, polarity="denied"))
    assert "suggested (hint), denied." in citation.chicago(denied)


def test_a_cited_claim_is_cited_in_our_words_without_quotation_marks():
    told = citation.chicago(reference(None))
    assert told.startswith("The two work together. — ")
    assert "paragraph" not in told


def test_bibtex_escapes_what_latex_would_take_for_its_own():
    entry = citation.bibtex(reference("50 % of {x}", address="https://paper.example/{x}"))
    assert r"title = {Cloud \& Chips}," in entry
    assert r"50 \% of \textbraceleft{}x\textbraceright{}" in entry
    assert "url = {https://paper.example/%7Bx%7D#:~:text=50%20%25%20of%20%7Bx%7D}," in entry
    assert "urldate = {2026-11-28}," in entry
    assert entry.startswith("@online{paper-one,")


def test_a_ris_record_keeps_a_field_on_a_line():
    record = citation.ris(reference("They\nTY  - BOOK", title="A\rtitle")).splitlines()
    assert [line[:6] for line in record].count("TY  - ") == 1
    assert record[:2] == ["TY  - ELEC", "TI  - A title"]
    assert "DA  - 2016/01/20" in record
    assert record[-1] == "ER  - "


def test_a_text_fragment_names_the_words_and_nothing_that_it_would_misread():
    link = citation.text_fragment_link(claim("co-founded, it says & more"), SOURCE)
    assert link == "https://paper.example/cloud#top:~:text=co%2Dfounded%2C%20it%20says%20%26%20more"


def test_a_long_passage_is_named_by_its_first_and_last_words():
    words = " ".join(f"word{n}" for n in range(40))
    link = citation.text_fragment_link(claim(words), SOURCE)
    assert link is not None
    assert link.endswith(
        ":~:text=word0%20word1%20word2%20word3%20word4,word35%20word36%20word37%20word38%20word39"
    )


def test_no_address_or_a_script_for_one_gives_no_link():
    assert citation.text_fragment_link(claim("x"), Source(IRI, "No address")) is None
    assert (
        citation.text_fragment_link(
            claim("x"), Source(IRI, "A trap", address="javascript:alert(1)")
        )
        is None
    )


def test_bibtex_takes_every_sign_and_one_author_stays_one():
    source = Source(
        f"{IRI}/x,y",
        title=r"The { in C^2 ~ 50% of R&D_Tech \ more",
        creator="Verify and Check Newsroom",
        address="https://paper.example/a_b?x=1%2C2&y=~z",
    )
    entry = citation.bibtex(citation.Reference(claim("Words } here."), source, "Ada", TODAY))
    assert entry.startswith("@online{paper-x-y-one,")
    assert (
        r"title = {The \textbraceleft{} in C\textasciicircum{}2 \textasciitilde{} 50\% of "
        r"R\&D\_Tech \textbackslash{} more},"
    ) in entry
    assert "author = {{Verify and Check Newsroom}}," in entry
    assert "url = {https://paper.example/a_b?x=1%2C2&y=~z#:~:text=Words%20%7D%20here.}," in entry
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


TEXT = """We will not sell. Papyrus Paper said so in May.

Reed Pulp supplies Papyrus Paper - at 10% below price, more or less.

We will not sell. Papyrus Paper said so again in June."""


def fragment(text: str, exact: str, start: int, address: str = "https://paper.example/x") -> str:
    source = Source(IRI, "A title", text=text, address=address)
    said = replace(claim(exact), passage=Passage(exact, start, start + len(exact)))
    return (citation.text_fragment_link(said, source) or "").partition("https://paper.example/")[2]


def test_a_fragment_keeps_that_of_the_page():
    exact = "Reed Pulp supplies Papyrus Paper - at 10% below price, more or less."
    assert fragment(TEXT, exact, TEXT.index(exact), "https://paper.example/#/news/7") == (
        "#/news/7:~:text=Reed%20Pulp%20supplies%20Papyrus%20Paper%20%2D%20at%2010%25%20below"
        "%20price%2C%20more%20or%20less."
    )
    copied = "https://paper.example/x#:~:text=Elsewhere"
    assert fragment(TEXT, "more or less", TEXT.index("more or less"), copied) == (
        "x#:~:text=more%20or%20less"
    )


def test_words_that_stand_twice_are_told_apart_by_their_neighbours():
    words = "We will not sell."
    assert fragment(TEXT, words, 0) == (
        "x#:~:text=We%20will%20not%20sell.,-Papyrus%20Paper%20said%20so%20in"
    )
    assert fragment(TEXT, words, TEXT.rindex(words)) == ("x#:~:text=less.-,We%20will%20not%20sell.")


def test_a_long_passage_whose_ends_recur_is_told_apart():
    words = " ".join(f"word{n % 20}" for n in range(40))
    text = f"First {words} one. Then {words} two."
    link = fragment(text, words, text.rindex(words))
    assert "Then-,word0%20word1" in link
    assert link.endswith(",-two.")
