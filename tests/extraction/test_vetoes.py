"""Readings that the words around the names rule out."""

import pytest

from kg.extraction.proposals import Proposal, proposals


def read(text: str) -> list[str]:
    return [
        f"{p.subject.name}-{p.relation}-{p.object.name if p.object else ''}"
        for p in proposals(text, {})
    ]


def one(text: str, relation: str) -> Proposal:
    (found,) = [p for p in proposals(text, {}) if p.relation == relation]
    return found


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Acme buys Bell's chips.", "Acme-acquires-Bell"),
        ("Acme will buy advanced Bell drives.", "Acme-acquires-Bell"),
        ("Acme agreed to acquire key Bell patents.", "Acme-acquires-Bell"),
        ("Acme helped Bell CEO Jane Doe find a buyer.", "Acme-assists-Bell"),
        ("Core approached Bell, Acme News reported.", "Core-partnersWith-Acme News"),
        ("Acme Chips, a rival of Bell, is a unit of Core.", "Bell-isUnitOf-Core"),
        ("Core said it had cleared Acme's partnership with Bell.", "Core-partnersWith-Bell"),
        (
            "Acme would consider an offer like the one Core made for Bell.",
            "Acme-offers-Core",
        ),
        ("BERLIN (dpa) - Acme acquired Bell.", "BERLIN-acquires-Bell"),
        ("Acme has appointed Jane Roe as chairman.", "Jane Roe-supplies-Acme"),
    ],
)
def test_what_is_said_of_something_else_is_not_proposed(text: str, never: str) -> None:
    assert never not in read(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Acme buys Bell's chips.", "Bell-supplies-Acme"),
        ("Acme will buy 300 Bell servers.", "Bell-supplies-Acme"),
        ("Acme bought Bell for $4 million.", "Acme-acquires-Bell"),
        ("Acme acquired Bell last year.", "Acme-acquires-Bell"),
        ("BERLIN (dpa) - Acme acquired Bell.", "Acme-acquires-Bell"),
        ("NEW DELHI: Acme will acquire Bell.", "Acme-acquires-Bell"),
        ("Acme Chips, a rival of Bell, is a unit of Core.", "Acme Chips-isUnitOf-Core"),
        ("Acme will become Bell's primary cloud partner.", "Acme-partnersWith-Bell"),
        ("Acme and Bell ended their joint venture.", "Acme-partnersWith-Bell"),
    ],
)
def test_what_is_said_of_the_names_is_still_proposed(text: str, wanted: str) -> None:
    assert wanted in read(text)


@pytest.mark.parametrize(
    ("text", "relation", "modality", "polarity"),
    [
        (
            "Talk of Acme's possible acquisition of Bell grew.",
            "acquires",
            "speculation",
            "affirmed",
        ),
        ("Acme has been holding talks with Bell.", "partnersWith", "speculation", "affirmed"),
        ("Acme ruled out a merger with Bell.", "mergesWith", "fact", "denied"),
        ("Acme dismissed reports that it would buy Bell.", "acquires", "plan", "denied"),
        ("Acme and Bell ended their joint venture.", "partnersWith", "fact", "denied"),
        (
            "Acme refused to comment on whether it will supply chips to Bell.",
            "supplies",
            "speculation",
            "affirmed",
        ),
    ],
)
def test_rumours_and_denials_keep_their_sign(
    text: str, relation: str, modality: str, polarity: str
) -> None:
    found = one(text, relation)
    assert (found.modality, found.polarity) == (modality, polarity)


def test_the_amount_of_a_round_is_not_each_investors() -> None:
    found = proposals("Acme raised $9 million in a round led by Bell, joined by Core.", {})
    text = "Acme raised $9 million from Bell and Core."
    assert [p.amount for p in proposals(text, {}) if p.relation == "investsIn"] == [None, None]
    assert all(p.relation == "investsIn" for p in found)


def test_the_company_is_not_the_person_who_speaks_of_it() -> None:
    text = (
        "Acme chief executive Jane Roe said on Monday that the company would buy a stake in Bell."
    )
    found = one(text, "holdsStakeIn")
    assert (found.subject.name, found.speaker and found.speaker.name) == ("Acme", "Jane Roe")


def test_we_means_the_organization_of_who_speaks() -> None:
    text = "“We will buy Bell,” said Jane Roe, chief executive of Acme. Core was surprised."
    assert one(text, "acquires").subject.name == "Acme"


def test_nothing_is_proposed_where_we_may_be_anybody() -> None:
    assert read("Core was surprised. “We will buy Bell,” a voice called out.") == []


def test_a_deal_that_is_dropped_leaves_two_rivals() -> None:
    found = one("Acme dropped its pursuit of rival Bell.", "competesWith")
    assert (found.modality, found.polarity) == ("fact", "affirmed")


def test_an_agency_that_is_cited_at_the_end_is_heard() -> None:
    text = "Acme has acquired Bell, Core News reported on Tuesday, citing industry sources."
    found = one(text, "acquires")
    assert found.speaker is not None
    assert found.speaker.name == "Core News"


def test_a_regulator_speaks_and_not_its_country() -> None:
    found = one("Britain's competition watchdog said Acme had acquired Bell.", "acquires")
    assert found.speaker is not None
    assert found.speaker.name == "Britain's competition watchdog"
