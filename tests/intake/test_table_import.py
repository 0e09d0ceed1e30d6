"""A table of deals made into claims of cited sources."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import BadInput
from kg.intake.column_mapping import MOST_SOURCES, Mapping, guess
from kg.intake.table_import import Import, bring, convert, preview, remembered
from kg.intake.tables import read_table
from kg.model.claims import Claim
from kg.model.folder import read
from kg.model.vocab import ENTITY
from kg.presentation.drawing import claim_in_words, speaker_of
from kg.validation.report import problems
from kg.workspace.workspace import State, settle

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
        "row 7: claim",
        "row 8: skipped: Acquirer holds “=cmd|' /C calc'!A0”, which is not a name",
        "row 9: claim",
    ]
    assert made.summary() == (
        "3 claims in 1 source, 2 new names; 1 duplicate, 0 there already, 4 rows skipped"
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "../../etc/passwd", "x\u202ey", "a" * 199]
)
def test_a_hostile_name_is_a_name_and_nothing_more(name: str, folder: Path) -> None:
    bring(folder, "deals.csv", f"Acquirer,Target\n{name},Bell\n".encode())
    data = read(folder)
    assert name in {entity.label for entity in data.entities.values()}
    assert not problems(data)
    assert {path.name for path in folder.iterdir()} >= {"sources", "entities.ttl"}


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


def test_a_table_without_telling_headings_is_not_imported_by_a_guess(folder: Path) -> None:
    data = b"Acme,Beta,2012\nGamma,Delta,2013\n"
    with pytest.raises(BadInput, match="no heading tells who or whom or how the two are related"):
        bring(folder, "deals.csv", data)
    assert not list((folder / "sources").iterdir())
    said = Mapping(who="Acme", whom="Beta", relation="partnersWith")
    assert bring(folder, "deals.csv", data, said).count("claim") == 1


def test_what_is_odd_about_a_table_as_a_whole_is_told(folder: Path) -> None:
    made = bring(folder, "deals.csv", b"Our deals\nAcquirer,Target\nAcme,Bell,x\n")
    assert [note.partition(";")[0] for note in made.notes] == [
        "the headings are in row 2", "more cells than headings in row 3: left out"
    ]  # fmt: skip


@pytest.mark.parametrize("addresses", [1, 1_500, 10_000])
def test_ten_thousand_rows_are_imported_and_known_again(folder: Path, addresses: int) -> None:
    rows = "".join(
        f"Company {n % 1500} Inc,Startup {n},Acquisition,{n % 28 + 1}/{n % 12 + 1}/2012,"
        f"$1.5 billion,Done,http://n.example/{n % addresses},,\n"
        for n in range(10_000)
    )
    data, told = (HEAD + rows).encode(), list[float]()
    made = bring(folder, "deals.csv", data, progress=told.append)
    again = bring(folder, "deals.csv", data)
    assert made.count("claim") == again.count("there already") == 10_000
    assert len(made.sources) == (1 if addresses > MOST_SOURCES else addresses)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 20


def test_a_kind_that_no_relation_fits_is_kept_as_a_word_and_never_skipped() -> None:
    made = imported("Acme,Bell,SKY_HOOK,2016,,,,,\nAcme,Cargo,Acquisition,2016,,,,,\n")
    first, _ = claims(made)
    assert (first.relation, made.count("skipped")) == ("cooperatesWith", 0)
    assert "The table calls it “SKY_HOOK”." in first.notes


def test_one_deal_of_two_papers_is_two_sources_that_agree(folder: Path) -> None:
    data = (
        b"Acquirer,Target,Date,Price,News Link\n"
        b"Acme,Bell,2018-06-04,$31 million,https://herald.example/a\n"
        b"Acme,Bell,2018-06-04,$31 million,https://courier.example/b\n"
        b"Acme,Bell,2018-06-04,$31 million,https://courier.example/b\n"
    )
    made = bring(folder, "deals.csv", data)
    assert (made.count("claim"), made.count("duplicate"), len(made.sources)) == (2, 1, 2)
    kept = {path: path.read_bytes() for path in folder.rglob("*.ttl")}
    bring(folder, "deals.csv", data)
    assert {path: path.read_bytes() for path in folder.rglob("*.ttl")} == kept


def test_roles_currencies_ranges_and_papers_are_read() -> None:
    table = read_table(
        "deals.csv",
        b"dealType,status,amountUSD,amountText,fromCompany,fromRole,toCompany,toRole,link,publisher\n"
        b"SUPPLY,ESTIMATED,,$10-100 billion,Acme,CUSTOMER,Bell,SUPPLIER,https://n.ex/1,Wire\n"
        b'ACQUISITION,RUMORED,2100000000,about $2.1bn,Acme,ACQUIRER,Cargo,TARGET,'
        b'"https://n.ex/2, https://m.example/2",Wire\n'
        b"ACQUISITION,CONFIRMED,5000000,$6m,Acme,ACQUIRER,Dart,TARGET,https://n.ex/3,Wire\n",
    )  # fmt: skip
    made = convert(table, guess(table), State())
    supply, rumour, again, odd = claims(made)
    assert supply.subject.endswith("/bell")
    assert (supply.relation, supply.modality) == ("supplies", "prediction")
    assert supply.amount is not None
    assert supply.amount.bound == "between"
    assert [int(each or 0) for each in (supply.amount.value, supply.amount.upper)] == [
        10_000_000_000, 100_000_000_000
    ]  # fmt: skip
    assert rumour.amount == again.amount
    assert rumour.amount is not None
    assert (rumour.amount.bound, int(rumour.amount.value or 0)) == ("approximately", 2_100_000_000)
    assert rumour.source != again.source
    assert {source.publisher for source in made.sources} == {"Wire"}
    assert odd.amount is not None
    assert odd.amount.value is None
    assert made.count("doubtful") == 1


def test_a_round_of_several_investors_is_one_act_of_all() -> None:
    table = read_table(
        "round.csv",
        b'Company,Investors,Round,Amount,Currency,Announced\n'
        b'Acme,"Bell, Cargo Capital and Dart",Series B,"7,5",EUR,03/04/2024\n'
        b'Acme,"Smith, Jones & Co.",Series C,1.2bn,JPY,28/06/2024\n',
    )  # fmt: skip
    made = convert(table, guess(table), State())
    first, second, third, last = (c for c in claims(made) if c.relation == "investsIn")
    assert {len(claim.jointly_with) for claim in (first, second, third)} == {2}
    assert (first.when, last.when, last.jointly_with) == ("2024-04-03", "2024-06-28", ())
    assert "Round: Series B" in first.notes
    raised, later = (c for c in claims(made) if c.relation == "raisesMoneyIn")
    assert raised.amount is not None
    assert (str(raised.amount.value), raised.amount.unit) == ("7.5", "EUR")
    assert raised.object != later.object
    # The money is told once, whatever the number of investors.
    assert [c for c in claims(made) if c.amount] == [raised, later]
    parts = [c for c in claims(made) if c.relation == "takesPartInRound"]
    assert [c.object for c in parts] == [raised.object] * 3 + [later.object]
    assert made.aloud(1) == [
        "Acme raises 7.5 euros in Series B of Acme, 2024-04-03: Bell, Cargo Capital and Dart take "
        "part"
    ]
    assert "Smith, Jones & Co." in {entity.label for entity in made.entities}


def test_a_valuation_is_a_statement_of_its_own_about_the_company_that_is_backed() -> None:
    table = read_table(
        "round.csv",
        b"Company,Investors,Round,Amount,Currency,Announced,Post-money valuation,Status\n"
        b"Acme,Bell; Cargo,Seed,2.5M,GBP,28/06/2024,20M,closed\n"
        b"Dart,Bell; Cargo,Seed,3M,GBP,29/06/2024,undisclosed,closed\n"
        b"Echo,Bell; Cargo,Seed,3M,GBP,29/06/2024,9M,cancelled\n",
    )
    made = convert(table, guess(table), State())
    (worth,) = (c for c in claims(made) if c.relation == "isValuedAt")
    assert (worth.subject.rpartition("/")[2], worth.object, worth.when) == (
        "acme", None, "2024-06-28",
    )  # fmt: skip
    assert worth.amount is not None
    assert (int(worth.amount.value or 0), worth.amount.unit) == (20_000_000, "GBP")
    assert "Post-money valuation: 20M" in worth.notes  # before or after the money is the heading's
    assert "Acme is valued at 20 million pounds, 2024-06-28" in made.aloud(99)


def test_an_enterprise_value_is_the_targets_and_takes_its_heading_s_unit() -> None:
    head = "Acquirer,Target,Date,Price (USD m)"
    row = "Acme,Bell,2024-06-28,300,1.5"
    table = read_table("t.csv", f"{head},Enterprise value (EUR bn)\n{row}\n".encode())
    deal, worth = claims(convert(table, guess(table), State()))
    assert deal.amount is not None
    assert worth.amount is not None
    assert (deal.relation, worth.relation) == ("acquires", "isValuedAt")
    assert (deal.object, int(deal.amount.value or 0)) == (worth.subject, 300_000_000)
    assert (int(worth.amount.value or 0), worth.amount.unit) == (1_500_000_000, "EUR")
    # Millions of the price say nothing of bare figures elsewhere: these stay a note.
    bare = read_table("t.csv", f"{head},Valuation\n{row}\n".encode())
    (only,) = claims(convert(bare, guess(bare), State()))
    assert "Valuation: 1.5" in only.notes


@pytest.mark.parametrize(
    "head", ["買収企業,被買収企業,発表日,金額,通貨", "Nabywca,Cel przejęcia,Data,Cena,Waluta",
             "인수기업,피인수기업,날짜,금액,통화", "Köpare,Bolag,Datum,Belopp,Valuta"]
)  # fmt: skip
def test_headings_in_other_languages_are_known(head: str) -> None:
    table = read_table("t.csv", f"{head}\nソニー,バンジー,2022-01-31,36000,USD\n".encode())
    (deal,) = claims(convert(table, guess(table), State()))
    assert (deal.relation, deal.when) == ("acquires", "2022-01-31")
    assert deal.amount is not None
    assert (int(deal.amount.value or 0), deal.amount.unit) == (36_000, "USD")


def test_a_table_on_its_side_is_turned_and_says_so() -> None:
    text = "Acquirer,Acme,Bell\nTarget,Cargo,Dart\nDate,2020-01-02,2021\nPrice,$1 million,\n"
    table = read_table("t.csv", text.encode())
    assert "the headings stand in the first column" in " ".join(table.notes)
    first, second = claims(convert(table, guess(table), State()))
    assert (first.when, second.when) == ("2020-01-02", "2021")
    assert first.amount is not None
    assert first.amount.wording == "$1 million"


def test_points_before_three_digits_alone_are_not_taken_for_decimals() -> None:
    head = "Acquirer,Target,Price (EUR m)\n"
    for other, figure in (("1.200", None), ("0.375", 2_500_000), ("1.25", 2_500_000)):
        table = read_table("t.csv", f"{head}Acme,Bell,2.500\nCargo,Dart,{other}\n".encode())
        made = convert(table, guess(table), State())
        amount = claims(made)[0].amount
        assert amount is not None
        assert (amount.value and int(amount.value)) == figure
        assert made.count("doubtful") == (2 if figure is None else 0)


def test_a_comma_in_a_cell_of_one_company_is_asked_about() -> None:
    made = imported('"Acme, Bell",Cargo,Acquisition,,,,,,\n"Acme, Inc.",Dart,Acquisition,,,,,,\n')
    assert [row.status for row in made.report] == ["doubtful", "claim"]
    assert "may name several" in made.report[0].reason
    split = imported(
        '"Acme, Bell",Cargo,Acquisition,,,,,,\n', parts={"Acme, Bell": ["Acme", "Bell"]}
    )
    assert [row.status for row in split.report] == ["claim", "claim"]


def test_the_year_of_a_row_that_is_skipped_is_doubted_too() -> None:
    made = imported("Acme,Acme,Acquisition,3201-10-21,,,,,\n")
    assert made.report[0].reason == "both sides are Acme; the date “3201-10-21” is hardly meant"


def test_names_in_a_list_of_programs_are_names() -> None:
    cell = '{""Bell Capital"",""Cargo, Inc.""}'
    table = read_table("r.csv", f'company,investors\nAcme,"{cell}"\n'.encode())
    made = convert(table, guess(table), State())
    named = {entity.label for entity in made.entities}
    assert named == {"Acme", "Bell Capital", "Cargo, Inc.", "Funding round of Acme"}


def test_the_picture_says_that_a_row_is_listed_in_its_table(tmp_path: Path) -> None:
    mine = settle(tmp_path / "mine")
    text = b"Buyer,Target,Link\nAsh,Birch,https://www.wire.example/1\n"
    bring(mine, "giants.csv", text)
    with kg.open(mine) as store:
        network = kg.network.graph(store)
    (edge,) = [e for e in network.edges(keys=True, data=True) if "listed_in" in e[3]]
    assert speaker_of(edge[3]) == "listed in giants.csv, citing wire.example"
    assert "\nlisted in giants.csv, citing wire.example\n" in claim_in_words(network, edge)


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ("Acme,Bell,Seed,2012,5000000\nAcme,Cargo,Seed,2012,5000000\n",
         ["raisesMoneyIn 5000000"]),
        ("Acme,Bell,Seed,2012,5000000\nAcme,Cargo,Seed,2012,7000000\n",
         ["takesPartInRound 5000000", "takesPartInRound 7000000"]),
    ],
)  # fmt: skip
def test_rows_of_one_round_are_one_round_and_its_money_is_told_once(
    rows: str, amounts: list[str], folder: Path
) -> None:
    data = f"company,investor,funding round,date,amount (USD)\n{rows}".encode()
    made = bring(folder, "rounds.csv", data)
    assert made.odd == 0
    assert {c.object for c in claims(made) if c.relation == "raisesMoneyIn"} == {
        str(ENTITY["seed-round-of-acme-2012"])
    }
    told = [f"{c.relation} {c.amount.value}" for c in claims(made) if c.amount]
    assert told == amounts
    assert not problems(read(folder))
    assert bring(folder, "rounds.csv", data).count("claim") == 0


def test_further_columns_of_investors_take_part_too() -> None:
    table = read_table(
        "r.csv",
        b"Company,Lead investor,Other investors,Round,Date\n"
        b'Acme,Bell,"Cargo, Dart",Series A,2020\nElm,Fir,,Seed,2021\n',
    )
    made = convert(table, guess(table), State())
    assert [line.partition(":")[0] for line in made.aloud()] == [
        "Acme raises money in Series A of Acme, 2020",
        "Elm raises money in the Seed round of Elm, 2021",
    ]  # fmt: skip
    assert made.aloud()[0].endswith("Bell, Cargo and Dart take part")


def test_rows_of_totals_and_remarks_below_the_table_are_no_deals() -> None:
    table = read_table(
        "d.csv",
        b"Acquirer,Target,Price\nAcme,Bell,$5m\nTotal,Cargo,$7m\nTotal,,$12m\nTotal,2 deals,$12m\n"
        b"Source: filings,,\n* estimated\n",
    )  # fmt: skip
    assert any("“Source: filings”; “* estimated”" in note for note in table.notes)
    made = convert(table, guess(table), State())
    assert [row.status for row in made.report] == ["claim", "claim", "skipped", "skipped"]
    assert made.odd == 0


def test_headings_in_two_rows_are_read_together() -> None:
    for above in (b"Acquirer,,Target,,Deal,", b"Acquirer,,Target,,Terms,"):
        table = read_table(
            "d.csv",
            above + b"\nName,Country,Name,Country,Date,Value\nAcme,US,Bell,UK,2014-05-01,$5m\n"
            b"Birch,US,Cargo,UK,2015-06-01,$7m\n",
        )
        (first, _) = claims(convert(table, guess(table), State()))
        assert (first.subject, first.object, first.when) == (
            str(ENTITY.acme), str(ENTITY.bell), "2014-05-01"
        )  # fmt: skip
        assert first.amount is not None
