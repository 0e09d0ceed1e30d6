"""Wordings of real news: rounds, lists, short names, bids, denials of an end, amounts."""

from pathlib import Path

import pytest

from benchmarks.extraction import RELATIONS
from kg.extraction.proposals import Proposal, exam_record, grounds, proposals

Row = tuple[str, str, str, str, str]


def rows(text: str) -> list[Row]:
    return [
        (p.subject.name, p.relation, p.object.name, p.modality, p.polarity)
        for p in proposals(text, {})
        if p.object
    ]


def only(text: str) -> Proposal:
    (found,) = proposals(text, {})
    return found


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("Acme raised $5 million. The round was led by Bell.", "Bell", "Acme"),
        ("Acme raised $5 million. The lead investor in the new round is Bell.", "Bell", "Acme"),
        ("Acme grew. Its investors include Bell and Core.", "Core", "Acme"),
        ("Acme joined Bell's latest funding round.", "Acme", "Bell"),
        ("Acme has attracted investments from Bell, a bank, and Core.", "Bell", "Acme"),
    ],
)
def test_investors_of_a_round_are_found(text: str, who: str, whom: str) -> None:
    assert (who, "investsIn", whom, "fact", "affirmed") in rows(text)


def test_a_list_without_an_owner_is_that_of_the_organization_spoken_of() -> None:
    found = rows("Acme makes robots. Customers include Bell, Core and Doyle.")
    assert [row[:3] for row in found] == [
        ("Acme", "supplies", "Bell"),
        ("Acme", "supplies", "Core"),
        ("Acme", "supplies", "Doyle"),
    ]


def test_a_short_name_in_brackets_stands_for_the_full_one() -> None:
    found = rows("Acme met the Great Widget Forum (GWF). The GWF has bought Bell.")
    assert found == [("Great Widget Forum", "acquires", "Bell", "fact", "affirmed")]


@pytest.mark.parametrize(
    "text",
    [
        "Acme denies it is cutting supply of chips to Bell.",
        "Acme denied reports it will no longer supply Bell.",
        "Acme has refuted claims that it plans to end its supply of chips to Bell.",
    ],
)
def test_to_deny_an_end_is_to_affirm(text: str) -> None:
    found = [row for row in rows(text) if row[1] == "supplies"]
    assert all(row[4] == "affirmed" for row in found), found


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Acme has rejected a $45 billion takeover offer from Bell.", "acquires"),
        ("Bell abandoned its pursuit of Acme.", "acquires"),
        ("The acquisition of Acme by Bell for $20 million was blocked by a court.", "acquires"),
        ("Acme and Bell announced they were cancelling plans to merge.", "mergesWith"),
    ],
)
def test_what_came_to_nothing_is_a_plan_denied(text: str, relation: str) -> None:
    (found,) = [row for row in rows(text) if row[1] == relation]
    assert found[3:] == ("plan", "denied")


def test_partners_that_nothing_affects_are_partners() -> None:
    found = rows("The deal is not expected to affect Acme's partnership with Bell.")
    assert found == [("Acme", "partnersWith", "Bell", "fact", "affirmed")]


def test_suspended_cooperation_is_denied_for_everyone_in_the_list() -> None:
    found = rows("The likes of Acme, Bell, Core, etc. have suspended cooperation with Doyle.")
    assert [(row[0], row[4]) for row in found] == [
        ("Acme", "denied"),
        ("Bell", "denied"),
        ("Core", "denied"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Potential partners work with Acme.",
        "According to Acme News, a deal with Bell is near.",
        "Acme supplies RAN gear and LCDs.",
        "Acme offers payment services to its clients.",
    ],
)
def test_plain_words_and_gear_are_no_parties(text: str) -> None:
    assert rows(text) == []


def test_who_is_beaten_to_a_purchase_does_not_buy() -> None:
    found = rows("Acme beat rival Bell in a deal to buy Core for $3 million.")
    assert ("Acme", "acquires", "Core") in [row[:3] for row in found]
    assert ("Bell", "acquires", "Core") not in [row[:3] for row in found]


def test_only_what_a_deal_is_worth_is_its_amount() -> None:
    found = only("Acme signed a $14 million agreement with Bell.")
    assert found.amount
    assert found.amount.wording == "$14 million"
    found = only("Acme raised $35 million and announced a partnership with Bell.")
    assert found.amount is None


def test_who_is_heard_after_an_aside_spoke_the_quotation() -> None:
    text = "“We’re pleased to partner with Bell,” Jane Roe, chief executive of Acme, said."
    found = next(p for p in proposals(text, {}) if p.relation == "partnersWith")
    assert found.speaker
    assert found.speaker.name == "Jane Roe"
    assert found.subject.name == "Acme"


def test_what_is_announced_is_no_speaker() -> None:
    found = only("Acme, the world's largest maker, announced a partnership with Bell.")
    assert found.speaker is None or found.speaker.name != "Bell"


def test_a_proposal_tells_its_cue_and_how_such_proposals_did() -> None:
    told = grounds(only("Acme has acquired Bell."))
    right, of = exam_record()["acquires"]
    assert told.startswith("cue: “acquired Bell” (such proposals ")
    assert f"right in {right} of {of}" in told or f"({of})" in told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Acme (NYSE: ACM) has signed a contract with Bell.", ["Acme|Bell"]),
        ("Acme (NYSE: ACM) and Bell (0941.HK) said they had formed an alliance.", ["Acme|Bell"]),
        ("According to Nikkei, Acme works with Bell.", ["Acme|Bell"]),
    ],
)
def test_stock_symbols_and_who_reports_are_no_parties(text: str, wanted: list[str]) -> None:
    assert [f"{row[0]}|{row[2]}" for row in rows(text)] == wanted


def test_a_stake_that_was_sold_is_not_held() -> None:
    assert rows("Acme has sold its stake in Bell.") == [
        ("Acme", "holdsStakeIn", "Bell", "fact", "denied")
    ]


SENTENCES = [
    line
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_read_as_it_says(line: str) -> None:
    text, _, told = line.partition(" => ")
    read = [
        f"{who} {relation} {whom}: {modality}" + (" denied" if polarity == "denied" else "")
        for who, relation, whom, modality, polarity in rows(text)
        if relation in RELATIONS
    ]
    assert "; ".join(read) == told
