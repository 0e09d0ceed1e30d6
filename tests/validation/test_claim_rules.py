"""The evidence contract on single claims: quotes, names, figures, and valid edge cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.model.claims import Claim, Entity, Passage, Quantity, Source
from kg.model.folder import Data
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.validation.report import problems

ACME, BOLT, HU = (str(ENTITY[slug]) for slug in ("acme", "bolt", "hu"))
NEWS = str(SOURCE["news"])
TEXT = "Acme and Bolt team up\nAcme works with Bolt, which has about 50 staff.\n“We grow,” says Hu."
ENTITIES = {
    ACME: Entity(ACME, "Acme", (str(TP.Company),)),
    BOLT: Entity(BOLT, "Bolt", (str(TP.Company),)),
    HU: Entity(HU, "Hu", (str(TP.Person),)),
}


def claim(exact: str = "Acme works with Bolt", text: str = TEXT, **changes: object) -> Claim:
    start = text.index(exact)
    sound = Claim(
        iri=f"{NEWS}/claim/ties", source=NEWS, subject=ACME, relation="partnersWith", object=BOLT,
        attributed_to=NEWS, form="narration", modality="fact",
        passage=Passage(exact, start, start + len(exact)),
    )  # fmt: skip
    return replace(sound, **changes)  # type: ignore[arg-type]


def data(*claims: Claim, text: str | None = TEXT, entities: dict[str, Entity] = ENTITIES) -> Data:
    return Data(entities, {NEWS: Source(NEWS, "Acme and Bolt team up", text, claims=claims)})


def wrongs(*claims: Claim, text: str | None = TEXT) -> list[str]:
    return [problem.wrong for problem in problems(data(*claims, text=text))]


def test_a_sound_claim_has_no_problem() -> None:
    assert wrongs(claim()) == []


@pytest.mark.parametrize(
    "parts",
    ["subject", "relation", "attributed_to", "form", "modality", "polarity", "evidence"],
)
def test_an_empty_part_of_a_claim_is_a_missing_one(parts: str) -> None:
    assert any("has no" in wrong for wrong in wrongs(claim(**{parts: ""})))


def test_a_quote_given_in_bytes_is_told_its_characters() -> None:
    exact = "says Hu."
    start = len(TEXT[: TEXT.index(exact)].encode())
    (wrong,) = wrongs(claim(exact, passage=Passage(exact, start, start + len(exact)),
                            relation="growsIn", object=None, amount=Quantity("", "unstated"),
                            ))[:1]  # fmt: skip
    assert "has no wording" in wrong
    found = wrongs(claim(passage=Passage(exact, start, start + len(exact))))
    assert found == [
        "the quote is not what the text says at its offsets: the offsets "
        f"{start}–{start + len(exact)} count bytes; counted in characters they are "
        f"{TEXT.index(exact)}–{TEXT.index(exact) + len(exact)}"
    ]


def test_names_are_found_whatever_their_case_apostrophes_and_line_ends() -> None:
    text = "ACME’s\nnew\npartner is O'Neill  Labs."
    labs = {**ENTITIES, BOLT: Entity(BOLT, "O’Neill Labs", (str(TP.Company),))}
    sound = claim("ACME’s\nnew\npartner", text)
    assert problems(data(sound, text=text, entities=labs)) == []


def test_a_name_inside_a_longer_word_is_not_named() -> None:
    text = "Acme works with humans at Boltzmann."
    found = wrongs(claim("Acme works with humans", text), text=text)
    assert found == ["the source does not name the object: Bolt"]


@pytest.mark.parametrize("kind", ["Field", "Goal", "Undertaking", "Group", "Offering"])
def test_what_has_no_name_of_its_own_may_be_worded_by_the_coder(kind: str) -> None:
    worded = {**ENTITIES, BOLT: Entity(BOLT, "a thing in our words", (str(TP[kind]),))}
    assert problems(data(claim(relation="affects"), entities=worded)) == []


def test_a_source_without_text_is_not_searched_for_names() -> None:
    cited = claim(evidence="cited", passage=None, summary="Acme and Umbrella are partners.")
    source = Source(NEWS, "News", None, address="https://example.org/", claims=(cited,))
    other = {**ENTITIES, BOLT: Entity(BOLT, "Umbrella", (str(TP.Company),))}
    assert problems(Data(other, {NEWS: source})) == []


@pytest.mark.parametrize("marks", ["“ ”", '" "', "« »", "„ “", "‘ ’"])
def test_quotation_marks_of_many_kinds_are_known(marks: str) -> None:
    left, right = marks.split()
    text = f"Acme and Bolt: {left}We work with Bolt,{right} says Hu of Acme. We like Bolt."
    quoted = {"form": "directQuote", "attributed_to": HU}
    assert wrongs(claim("We work with Bolt", text, **quoted), text=text) == []
    assert wrongs(claim("We like Bolt", text, **quoted), text=text) == [
        "the direct quote does not stand between quotation marks"
    ]


@pytest.mark.parametrize(
    ("quantity", "wrong"),
    [
        (Quantity("about 50 staff", "approximately", Decimal(50), "staff"), None),
        (Quantity("about 50 staff", "exactly", Decimal(50), "staff"), "does not agree"),
        (Quantity("about 50 staff", "approximately", Decimal(500), "staff"), "does not agree"),
        (Quantity("50 staff", "exactly", Decimal(50), "staff"), "leaves out the words"),
        (Quantity("some 50 staff", "approximately", Decimal(50), "staff"), "does not stand"),
        (Quantity("about 50 staff", "approximately", Decimal(50), None), "no unit"),
        (Quantity("about 50 staff", "around", Decimal(50), "staff"), "unknown bound"),
    ],
)
def test_figures_bounds_and_units_are_those_of_the_wording(
    quantity: Quantity, wrong: str | None
) -> None:
    found = wrongs(claim("Acme works with Bolt, which has about 50 staff", amount=quantity))
    assert len(found) == (wrong is not None)
    assert all(wrong and wrong in text for text in found)


def test_two_readings_of_the_same_words_are_two_claims_if_they_differ() -> None:
    first, again = claim(), claim(iri=f"{NEWS}/claim/again")
    assert len(wrongs(first, again)) == 1
    assert wrongs(first, replace(again, modality="plan")) == []


def test_a_denial_and_a_withdrawn_claim_are_judged_like_any_other() -> None:
    assert wrongs(claim(polarity="denied")) == []
    assert wrongs(claim(retracted=True, object=str(ENTITY["nobody"])))
