"""A table of deals made into claims of cited sources."""

import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BadInput
from kg.importing import Import, bring, convert, preview, remembered
from kg.model import Claim, Entity
from kg.sources import read
from kg.tables import Mapping, guess, read_table
from kg.validation import problems
from kg.vocab import ENTITY, TP
from kg.workspace import State

HEAD = "Acquirer,Target,Kind,Date,Price,Status,Source URL,Headline,Quote\n"


def imported(rows: str, known: State | None = None, **changed: Any) -> Import:
    table = read_table("deals.csv", (HEAD + rows).encode())
    return convert(table, replace(guess(table), **changed), known or State())


def claims(made: Import) -> list[Claim]:
    return [claim for source in made.sources for claim in source.claims]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "entities.ttl").write_text("", encoding="utf-8")
    return tmp_path


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
                    "The Acme Corporation,Dart,Acquisition,,,,,,\n")  # fmt: skip
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


@pytest.mark.parametrize(
    ("price", "value", "bound"),
    [
        ("$1.2 billion", 1_200_000_000, "exactly"),
        ("up to $5m", 5_000_000, "atMost"),
        ("~ €300 million", 300_000_000, "approximately"),
        ("Undisclosed amount", None, "unstated"),
        ("$10-15 million", None, "unstated"),
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


def test_every_row_is_accounted_for() -> None:
    made = imported(
        "Acme,Bell,Acquisition,2016,$5m,,,,\n"
        "Acme,Bell,Acquisition,2016,$5m,,,,\n"
        ",Bell,Acquisition,2016,,,,,\n"
        "Acme,n/a,Acquisition,2016,,,,,\n"
        "Acme,ACME Inc.,Acquisition,2016,,,,,\n"
        "Acme,Bell,Gossip,2016,,,,,\n"
        "=cmd|' /C calc'!A0,Bell,Acquisition,2016,,,,,\n"
        "Acme,Bell,Acquisition,2017,$5m,,,,\n"
    )
    assert made.lines() == [
        "row 2: claim",
        "row 3: duplicate: says the same as row 2",
        "row 4: skipped: Acquirer is empty",
        "row 5: skipped: Target is empty",
        "row 6: skipped: both sides are Acme",
        "row 7: skipped: the kind “Gossip” is given no relation",
        "row 8: skipped: Acquirer holds “=cmd|' /C calc'!A0”, which is no name",
        "row 9: claim",
    ]
    assert made.summary() == (
        "2 claims in 1 sources, 2 new names; 1 duplicates, 0 there already, 5 rows skipped"
    )


def test_a_quote_from_a_table_is_a_note_and_no_passage() -> None:
    claim = claims(imported("Acme,Bell,Acquisition,,,,http://n.example/1,,We buy Bell"))[0]
    assert claim.passage is None
    assert "The table quotes: “We buy Bell”" in claim.notes


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "../../etc/passwd", "x\u202ey", "a" * 199]
)
def test_a_hostile_name_is_a_name_and_nothing_more(name: str, folder: Path) -> None:
    bring(folder, "deals.csv", f"Acquirer,Target\n{name},Bell\n".encode())
    data = read(folder)
    assert name in {entity.label for entity in data.entities.values()}
    assert not problems(data)
    assert {path.name for path in folder.iterdir()} >= {"sources", "entities.ttl"}


def test_an_address_that_runs_a_script_is_no_address() -> None:
    made = imported("Acme,Bell,Acquisition,,,,javascript:alert(1),,")
    assert made.sources[0].slug == "table-deals"


def test_what_is_imported_is_valid_and_there_after_reading_it_again(folder: Path) -> None:
    rows = (
        "Acme,Bell,Acquisition,2016-01-20,$5m,Pending,http://n.example/1,A buy,\n"
        "Acme,Cargo,Acquisition,Jan 2016,undisclosed,,http://n.example/1,A buy,\n"
        "Acme,Dart,Partnership,,,,,,\n"
    )
    bring(folder, "deals.csv", (HEAD + rows).encode())
    data = read(folder)
    assert not problems(data)
    assert sum(len(source.claims) for source in data.sources.values()) == 3
    assert sorted(len(source.claims) for source in data.sources.values()) == [1, 2]


def test_importing_a_table_twice_changes_nothing(folder: Path) -> None:
    rows = (
        HEAD + "Acme,Bell,Acquisition,2016,$5m,,,,\nAcme,Bell,Acquisition,2016,$6m,,,,\n"
    ).encode()
    bring(folder, "deals.csv", rows)
    kept = {path: path.read_bytes() for path in folder.rglob("*.ttl")}
    again = bring(folder, "deals.csv", rows)
    assert again.count("there already") == 2
    assert {path: path.read_bytes() for path in folder.rglob("*.ttl")} == kept


def test_a_grown_table_adds_its_new_rows_only(folder: Path) -> None:
    rows = HEAD + "Acme,Bell,Acquisition,2016,$5m,,,,\n"
    bring(folder, "deals.csv", rows.encode())
    again = bring(folder, "deals.csv", (rows + "Acme,Cargo,Acquisition,2016,,,,,\n").encode())
    assert (again.count("there already"), again.count("claim")) == (1, 1)
    (source,) = read(folder).sources.values()
    assert len(source.claims) == 2


def test_a_mapping_is_kept_for_the_next_table_of_the_same_kind(folder: Path) -> None:
    table = read_table("deals.csv", (HEAD + "Acme,Bell,Odd,,,,,,\n").encode())
    columns = Mapping(who="Target", whom="Acquirer", relation="investsIn")
    bring(folder, "deals.csv", (HEAD + "Acme,Bell,Odd,,,,,,\n").encode(), columns)
    assert remembered(folder, table) == columns
    assert remembered(folder, read_table("other.csv", b"Buyer,Target\na,b\n")) is None


def test_a_mapping_for_another_table_names_the_column_that_is_missing(folder: Path) -> None:
    table = read_table("deals.csv", b"Buyer,Target\nAcme,Bell\n")
    with pytest.raises(BadInput, match="has no column Whom; it has Buyer, Target"):
        preview(folder, table, Mapping(who="Buyer", whom="Whom"))


def test_a_preview_saves_nothing(folder: Path) -> None:
    table = read_table("deals.csv", b"Buyer,Target\nAcme,Bell\n")
    _, made = preview(folder, table, guess(table))
    assert made.count("claim") == 1
    assert list((folder / "sources").iterdir()) == []


def test_ten_thousand_rows_are_read_in_seconds_and_progress_is_told() -> None:
    rows = "".join(
        f"Company {n % 1500} Inc,Startup {n},Acquisition,{n % 28 + 1}/{n % 12 + 1}/2012,"
        f"$1.5 billion,Done,http://n.example/{n},,\n"
        for n in range(10_000)
    )
    table = read_table("deals.csv", (HEAD + rows).encode())
    told: list[float] = []
    before = time.process_time()
    made = convert(table, guess(table), State(), told.append)
    assert time.process_time() - before < 8
    assert made.count("claim") == 10_000
    assert len(made.sources) == 1
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 20
