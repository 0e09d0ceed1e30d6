"""Rows of a table as claims of cited sources."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kg.intake.column_mapping import guess
from kg.intake.table_import import Import, convert
from kg.intake.tables import read_table
from kg.model.claims import Claim, Entity
from kg.model.vocab import ENTITY, TP
from kg.workspace.workspace import State

HEAD = "Acquirer,Target,Kind,Date,Price,Status,Source URL,Headline,Quote\n"


def imported(rows: str, known: State | None = None, **changed: Any) -> Import:
    table = read_table("deals.csv", (HEAD + rows).encode())
    return convert(table, replace(guess(table), **changed), known or State())


def claims(made: Import) -> list[Claim]:
    return [claim for source in made.sources for claim in source.claims]


def test_a_row_is_a_cited_claim_of_the_source_it_points_to() -> None:
    made = imported("Acme,Bell,Acquisition,2016-01-20,$1.2 billion,Done,http://n.example/1,A buy,")
    (source,) = made.sources
    (claim,) = source.claims
    assert (source.address, source.title, source.text) == ("http://n.example/1", "A buy", None)
    assert (claim.subject, claim.object) == (str(ENTITY.acme), str(ENTITY.bell))
    assert (claim.relation, claim.modality, claim.evidence) == ("acquires", "fact", "cited")
    assert claim.amount is not None
    assert (claim.amount.value, claim.amount.wording) == (Decimal(1_200_000_000), "$1.2 billion")
    assert claim.when == "2016-01-20"
    assert claim.passage is None
    assert "Acme acquires Bell for $1.2 billion" in (claim.summary or "")
    assert claim.notes == ("Row 2 of deals.csv.",)


def test_a_row_without_an_address_rests_on_the_table_itself() -> None:
    made = imported("Acme,Bell,Acquisition,2016,,,,,\nAcme,Cargo,Merger,2016,,,,,\n")
    (source,) = made.sources
    assert source.slug == "table-deals"
    assert source.address is not None
    assert source.address.startswith("urn:sha256:")
    assert [claim.relation for claim in source.claims] == ["acquires", "mergesWith"]


def test_one_name_in_three_spellings_is_one_entity() -> None:
    made = imported("Acme Inc.,Bell,Acquisition,,,,,,\nACME,Cargo,Acquisition,,,,,,\n"
                    "\"The Acme, Incorporated\",Dart,Acquisition,,,,,,\n")  # fmt: skip
    assert {claim.subject for claim in claims(made)} == {str(ENTITY["acme-inc"])}


def test_a_known_entity_is_linked_by_any_of_its_names() -> None:
    known = Entity(str(ENTITY.aws), "Amazon Web Services", (str(TP.Company),), ("AWS",))
    made = imported("AWS,Bell,Acquisition,,,,,,", State(entities={known.iri: known}))
    assert claims(made)[0].subject == known.iri
    assert [entity.label for entity in made.entities] == ["Bell"]


def test_a_name_that_is_only_near_makes_an_entity_of_its_own_and_is_shown() -> None:
    made = imported("Global Care Solutions,Bell,Acquisition,,,,,,\n"
                    "Global Cars Solutions,Cargo,Acquisition,,,,,,\n")  # fmt: skip
    assert len({claim.subject for claim in claims(made)}) == 2
    assert made.near == (("Global Cars Solutions", "Global Care Solutions"),)


def test_a_confirmed_name_is_linked_as_the_user_said() -> None:
    known = Entity(str(ENTITY.bell), "Bell", (str(TP.Company),))
    made = imported(
        "Acme,Bell Labs Ltd,Acquisition,,,,,,",
        State(entities={known.iri: known}),
        names={"Bell Labs Ltd": known.iri},
    )
    assert claims(made)[0].object == known.iri


def test_the_direction_of_a_kind_can_be_turned_round() -> None:
    made = imported("Acme,Bell,Acquired by,,,,,,")
    assert (claims(made)[0].subject, claims(made)[0].object) == (str(ENTITY.bell), str(ENTITY.acme))


@pytest.mark.parametrize(
    ("status", "modality", "polarity"),
    [
        ("Completed", "fact", "affirmed"),
        ("Pending", "agreement", "affirmed"),
        ("Rumoured", "speculation", "affirmed"),
        ("Cancelled", "fact", "denied"),
        ("", "fact", "affirmed"),
    ],
)
def test_the_state_of_a_deal_says_how_firmly_it_is_told(status, modality, polarity) -> None:
    claim = claims(imported(f"Acme,Bell,Acquisition,,,{status},,,"))[0]
    assert (claim.modality, claim.polarity) == (modality, polarity)


@pytest.mark.parametrize("status", ["Undisclosed", "n/a", "not disclosed", "keine Angabe"])
def test_a_state_that_is_not_told_is_no_doubt(status: str) -> None:
    assert imported(f"Acme,Bell,Acquisition,,,{status},,,").report[0].status == "claim"


@pytest.mark.parametrize(
    ("price", "value", "bound"),
    [
        ("$1.2 billion", 1_200_000_000, "exactly"),
        ("up to $5m", 5_000_000, "atMost"),
        ("~ €300 million", 300_000_000, "approximately"),
        ("Undisclosed amount", None, "unstated"),
        ("$10-15 million", 10_000_000, "between"),
        ("$5m plus $2m", None, "unstated"),
        ("$1.2bn in 2014", None, "unstated"),
        ("low nine figures", None, "unstated"),
        ("500 mil euros", None, "unstated"),
    ],
)
def test_amounts_keep_their_wording_and_bound(price, value, bound) -> None:
    amount = claims(imported(f"Acme,Bell,Acquisition,,{price},,,,"))[0].amount
    assert amount is not None
    assert (amount.value, amount.bound, amount.wording) == (value, bound, price)


def test_an_amount_or_date_that_cannot_be_read_is_doubted_and_not_guessed() -> None:
    made = imported(
        "Acme,Bell,Acquisition,soon,a lot,,,,\nAcme,Cargo,Acquisition,28/06/1905,,,,,\n"
    )
    first, second = claims(made)
    assert (first.when, first.amount and first.amount.value) == (None, None)
    assert second.when is None
    assert made.count("doubtful") == 2
    assert any("In doubt: the date “28/06/1905” is hardly meant." in note for note in second.notes)


def test_a_date_that_reads_both_ways_keeps_its_year() -> None:
    assert claims(imported("Acme,Bell,Acquisition,1/02/2012,,,,,"))[0].when == "2012"


def test_a_quote_from_a_table_is_a_note_and_no_passage() -> None:
    claim = claims(imported("Acme,Bell,Acquisition,,,,http://n.example/1,,We buy Bell"))[0]
    assert claim.passage is None
    assert "The table quotes: “We buy Bell”" in claim.notes


def test_an_address_that_runs_a_script_is_no_address() -> None:
    made = imported("Acme,Bell,Acquisition,,,,javascript:alert(1),,")
    assert made.sources[0].slug == "table-deals"
