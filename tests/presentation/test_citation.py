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


def test_a_citation_holds_the_words_their_place_and_the_claims_own_address():
    said = citation.text(claim("They are partners."), SOURCE)
    assert "“They are partners.”" in said
    assert "The Paper (2016-01-20), characters 5–23" in said
    assert said.endswith(f"[{IRI}/claim/one]")


def test_a_cited_claim_is_cited_in_our_words_without_quotation_marks():
    said = citation.text(claim(None), SOURCE)
    assert said.startswith("The two work together. — ")
    assert "characters" not in said


def test_bibtex_escapes_what_latex_would_take_for_its_own():
    entry = citation.bibtex(claim("50 % of {x}"), SOURCE)
    assert r"title = {Cloud \& Chips}," in entry
    assert r"50 \% of \{x\}" in entry
    assert "url = {https://paper.example/cloud#top}," in entry
    assert entry.startswith("@online{paper-one,")


def test_a_text_fragment_names_the_words_and_nothing_that_it_would_misread():
    link = citation.linked(claim("co-founded, it says & more"), SOURCE)
    assert link == ("https://paper.example/cloud#:~:text=co%2Dfounded%2C%20it%20says%20%26%20more")


def test_a_long_passage_is_named_by_its_first_and_last_words():
    words = " ".join(f"word{n}" for n in range(40))
    link = citation.linked(claim(words), SOURCE)
    assert link is not None
    assert link.endswith(
        "#:~:text=word0%20word1%20word2%20word3%20word4,word35%20word36%20word37%20word38%20word39"
    )


def test_no_address_or_a_script_for_one_gives_no_link():
    assert citation.linked(claim("x"), Source(IRI, "No address")) is None
    assert citation.linked(claim("x"), Source(IRI, "A trap", address="javascript:alert(1)")) is None
