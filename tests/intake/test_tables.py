"""Tables of deals as files have them, and the mapping of their columns."""

import csv
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from kg.errors import BadInput, TooMuch
from kg.intake import tables
from kg.intake.column_mapping import (
    Mapping,
    doubtful,
    guess,
    layouts,
    left_out,
    statuses,
    unclear,
    unmapped_kinds,
)
from kg.intake.table_import import convert
from kg.intake.tables import _read, read_table
from kg.workspace.workspace import State

DEALS = b"""Acquiring Company,Acquired Company,Deal announced on,Price,Status,News Link
Acme,Bell,1/02/2012,"$1,000,000",Complete,http://news.example/1
Acme,Cargo,15/04/2002,Undisclosed amount,Pending,http://news.example/2
"""


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_columns_are_guessed_by_their_headings() -> None:
    found = guess(read_table("deals.csv", DEALS))
    assert (found.who, found.whom, found.relation) == (
        "Acquiring Company",
        "Acquired Company",
        "acquires",
    )
    assert (found.date, found.amount, found.status) == ("Deal announced on", "Price", "Status")
    assert (found.address, found.kind, found.dates) == ("News Link", None, "day first")
    assert found.statuses == {"Complete": "fact", "Pending": "agreement"}


def test_kinds_of_deal_are_guessed_by_their_words() -> None:
    data = b"Company A;Company B;Type\nAcme;Bell;Joint Venture\nCargo;Bell;Acquired by\nA1;B1;Odd\n"
    table = read_table("deals.csv", data)
    found = guess(table)
    assert found.kinds == {
        "Joint Venture": "partnersWith",
        "Acquired by": "<acquires",
        "Odd": "cooperatesWith",
    }
    assert dict(unmapped_kinds(found, table)) == {"Odd": 1}


def test_undisclosed_does_not_count_as_closed() -> None:
    data = DEALS.replace(b"Pending", b"Undisclosed")
    table = read_table("deals.csv", data)
    assert dict(statuses(guess(table), table)) == {"Undisclosed": 1}


def test_a_heading_tells_what_bare_figures_count() -> None:
    data = b"Buyer,Target,Value (USD million)\nAcme,Bell,120\n"
    assert guess(read_table("deals.csv", data)).unit == "million USD"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_recognised(mark: str) -> None:
    data = DEALS.decode().replace('"$1,000,000"', "$1000000").replace(",", mark).encode()
    assert read_table("deals.csv", data).columns[:2] == ("Acquiring Company", "Acquired Company")


def test_quoted_cells_keep_their_commas_and_lines() -> None:
    table = read_table("deals.csv", b'Buyer,Target\n"Acme, Inc.","Bell\nLabs"\n')
    assert table.rows == ((2, ("Acme, Inc.", "Bell\nLabs")),)


def test_short_long_and_empty_rows_are_borne() -> None:
    table = read_table("deals.csv", b"Buyer,Target,Price\nAcme\n,,\nAcme,Bell,5,extra\n")
    assert table.rows == ((2, ("Acme", "", "")), (4, ("Acme", "Bell", "5")))


def test_headings_that_are_empty_or_twice_there_get_names() -> None:
    assert read_table("d.csv", b"Who,,Who\na,b,c\n").columns == ("Who", "column 2", "Who (3)")


def test_a_workbook_is_read_as_what_it_shows() -> None:
    data = workbook(
        ["Buyer", "Target", "Date", "Price"], ["Acme", "Bell", datetime(2016, 1, 20), 5.0]
    )
    table = read_table("deals.xlsx", data)
    assert table.rows == ((2, ("Acme", "Bell", "2016-01-20", "5")),)


def test_a_formula_is_text_and_never_its_result() -> None:
    data = workbook(["Buyer", "Target"], ["=1+1", '=HYPERLINK("http://evil.example")'])
    assert read_table("deals.xlsx", data).rows[0][1] == (
        "=1+1",
        '=HYPERLINK("http://evil.example")',
    )
    assert read_table("deals.csv", b"Buyer,Target\n=1+1,@SUM(A1)\n").rows[0][1][0] == "=1+1"


def test_a_mapping_survives_being_kept() -> None:
    found = guess(read_table("deals.csv", DEALS))
    assert Mapping.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("not json", "not a mapping"),
        ('{"who": "a"}', "not a mapping"),
        ('{"who": "a", "whom": "b", "what": "c"}', "not a mapping"),
        ('{"who": "a", "whom": "b", "relation": "devours"}', "mapping uses devours"),
        ('{"who": "a", "whom": "b", "statuses": {"x": "certain"}}', "mapping uses certain"),
        ('{"who": "a", "whom": "b", "who_class": "Shop"}', "mapping uses Shop"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        Mapping.from_json(text)


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("deals.pdf", b"x", "a .csv, .tsv or .xlsx file"),
        ("deals.csv", b"only,headings\n", "holds no table"),
        ("deals.csv", b"", "holds no table"),
        ("deals.csv", b"a,b\n1,\0\n", "bytes that no text has"),
        ("deals.xlsx", b"not a workbook", "not an Excel file"),
    ],
)
def test_what_is_no_table_is_told_so(name: str, data: bytes, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        read_table(name, data)


def test_a_table_of_a_hundred_megabytes_is_refused_unread() -> None:
    with pytest.raises(TooMuch, match="100 MB"):
        read_table("deals.csv", b"a" * 100_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in KiB")
def test_a_table_with_too_many_rows_takes_no_more_memory_here_than_the_file() -> None:
    measured = """
import resource
from kg.errors import TooMuch
from kg.intake.tables import _read, read_table
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
data = b"Buyer,Target\\n" + b"Acme,Bell\\n" * 1_000_000
before = most()
try:
    read_table("deals.csv", data)
except TooMuch as error:
    print((most() - before) / len(data), error)
"""
    command = [sys.executable, "-c", measured]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "larger than 50,000 rows" in said
    assert float(said.split()[0]) < 2


def test_a_large_table_read_apart_is_the_small_one_again() -> None:
    rows = [[f"Buyer {n}", "“Bell”\nLabs", str(n), ""] for n in range(5_000)]
    out = io.StringIO()
    csv.writer(out).writerows([["Buyer", "Target", "Price", "Note"], *rows])
    data = b"\xef\xbb\xbf" + out.getvalue().encode()
    table = read_table("\0\ud800.csv", data, named=["Buyer"])
    assert table == _read("\0\ud800.csv", data, sheet=None, headings=None, encoding=None, named=())
    assert table.rows[4_999][1] == tuple(rows[-1])


def test_no_table_however_small_is_read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_read", None)
    assert len(read_table("deals.csv", DEALS).rows) == 2


def test_an_entity_bomb_in_a_workbook_does_not_burst() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{levels}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )
    out = io.BytesIO()
    plain = io.BytesIO(workbook(["Buyer", "Target"]))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name.endswith("sheet1.xml") else old.read(name))
    with pytest.raises((BadInput, TooMuch)):
        read_table("deals.xlsx", out.getvalue())


def test_a_zip_bomb_in_a_workbook_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(20):
            packed.writestr(f"xl/{number}.xml", b"0" * 10_000_000)
    with pytest.raises(TooMuch, match="unpacks to more than"):
        read_table("deals.xlsx", out.getvalue())


def test_headings_below_a_title_are_found_or_told() -> None:
    data = b"\n,,\nDeals of 2012,,\nAcquirer,Target,Price\nAcme,Bell,5\n"
    table = read_table("deals.csv", data)
    assert (table.headings, table.rows) == (4, ((5, ("Acme", "Bell", "5")),))
    assert table.notes == ("the headings are in row 4; what stands above is left out",)
    with pytest.raises(BadInput, match="one column only"):
        read_table("deals.csv", data, headings=3)


def test_cells_beyond_the_headings_are_left_out_and_told() -> None:
    table = read_table("deals.csv", b"Buyer,Target\nAcme,Bell,extra\n")
    assert table.notes == ("more cells than headings in row 2: left out",)


def test_an_unclosed_quotation_mark_does_not_swallow_the_table() -> None:
    data = b'Buyer,Target\nAcme,Bell\n"Cargo,Dart\nEagle,Fox\n'
    with pytest.raises(BadInput, match="opened in line 3 is never closed"):
        read_table("deals.csv", data)


def test_one_column_cannot_say_who_and_whom() -> None:
    with pytest.raises(BadInput, match="one column only"):
        read_table("deals.csv", b"Company\nAcme\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_letters_come_through_in_every_usual_encoding(encoding: str) -> None:
    data = "Käufer;Ziel\nGröße – AG;“Müller”\n".encode(encoding)
    table = read_table("deals.csv", data)
    assert table.columns == ("Käufer", "Ziel")
    assert table.rows[0][1] == ("Größe – AG", "“Müller”")
    assert guess(table).relation == "acquires"


def test_what_no_heading_tells_is_left_to_a_person() -> None:
    assert unclear(read_table("d.csv", DEALS)) == ()
    assert unclear(read_table("d.csv", b"Acme,Bell\nCargo,Dart\n")) == ("who", "whom", "relation")
    assert unclear(read_table("d.csv", b"From,To\nCargo,Dart\n")) == ("relation",)


@pytest.mark.parametrize(
    "text",
    [
        'Acquirer;Target;Date;Quote\nA;B;2020;"It said, ""we buy B"", now"\nC;D;2021;"D, too"\n',
        "Acquirer;Target;Date;Tags\nA;B;2020;\"['x', 'y']\"\nC;D;2021;\"['x', 'z']\"\n",
        "Acquirer;Target;Date;Price\nA;B;2020;1,5\nC;D;2021;2,5\n",
        "sep=;\nAcquirer;Target;Date;Price\nA;B;2020;1,5\nC;D;2021;2,5\n",
        "Acquirer\tTarget\tDate\tNote\nA\tB\t2020\ta, b; c\nC\tD\t2021\td, e; f\n",
        "Acquirer,Target,Date,Tags\nA,B,2020,|x|y|\nC,D,2021,|x|z|\n",
    ],
)
def test_the_separator_is_the_one_that_gives_rows_of_one_length(text: str) -> None:
    table = read_table("deals.csv", text.encode())
    assert table.columns[:3] == ("Acquirer", "Target", "Date")
    assert [len(cells) for _, cells in table.rows] == [4, 4]


def test_a_quote_is_kept_whole_in_a_table_of_semicolons() -> None:
    text = 'Acquirer;Target;Quote\nA;B;"It said, ""we buy B"", today"\n'
    assert read_table("deals.csv", text.encode()).rows[0][1][2] == 'It said, "we buy B", today'


WIDE = (
    "company_permalink,company_name,company_country_code,company_state_code,acquirer_permalink,"
    "acquirer_name,acquirer_state_code,acquired_at,acquired_month,price_amount,price_currency_code\n"
    "/organization/maple-data,Maple Data,USA,TX,/organization/oakworks,Oakworks,CA,2014-09-02,"
    "2014-09,12500000,USD\n"
    "/organization/pine-maps,Pine Maps,GBR,,/organization/oakworks,Oakworks,CA,2014-09-02,"
    "2014-09,,\n"
)


def test_a_column_of_dates_codes_or_figures_is_never_a_party() -> None:
    table = read_table("wide.csv", WIDE.encode())
    found = guess(table)
    assert (found.who, found.whom, found.relation) == ("acquirer_name", "company_name", "acquires")
    assert (found.date, found.amount, found.currency, found.status) == (
        "acquired_at", "price_amount", "price_currency_code", None
    )  # fmt: skip
    assert "company_state_code" in left_out(found, table)


def test_headings_are_the_row_that_differs_in_kind_from_those_below() -> None:
    data = (
        b"id,dealType,status,announcedAt,amountUSD,fromCompany,fromRole,toCompany,toRole,sourceUrl\n"
        b"1,ACQUISITION,ANNOUNCED,2023-01-23,5,Acquired Ltd,BUYER,Target Co,TARGET,http://n.example\n"
    )
    table = read_table("deals.csv", data)
    found = guess(table)
    assert table.headings == 1
    assert (found.who, found.whom, found.kind) == ("fromCompany", "toCompany", "dealType")
    assert (found.who_role, found.whom_role, found.unit) == ("fromRole", "toRole", "USD")


@pytest.mark.parametrize(
    ("text", "who", "whom", "relation"),
    [
        ("Company,Investors,Date\nAcme,Bell; Cargo,2012\n", "Investors", "Company", "investsIn"),
        ("Member,Consortium\nAcme,Chip Alliance\n", "Member", "Consortium", "memberOf"),
        ("Supplier,Customer,Since\nAcme,Bell,2012\n", "Supplier", "Customer", "supplies"),
        ("Reseller,Vendor\nAcme,Bell\n", "Reseller", "Vendor", "distributesFor"),
        ("Subsidiary,Parent\nAcme,Bell\n", "Subsidiary", "Parent", "isUnitOf"),
    ],
)
def test_layouts_that_are_common_are_recognised(
    text: str, who: str, whom: str, relation: str
) -> None:
    table = read_table("t.csv", text.encode())
    found = guess(table)
    assert (found.who, found.whom, found.relation) == (who, whom, relation)
    assert unclear(table) == ()


def test_a_layout_of_the_users_own_is_looked_at_first() -> None:
    own = layouts('[[preset]]\nwho = ["Boss"]\nwhom = ["Firm"]\nrelation = "founded"\n')
    table = read_table("t.csv", b"Firm,Boss,Buyer\nAcme,Jo Lee,Bell\n")
    assert (guess(table, own).who, guess(table, own).relation) == ("Boss", "founded")
    with pytest.raises(BadInput, match="a known relation"):
        layouts('[[preset]]\nwho = ["a"]\nwhom = ["b"]\nrelation = "devours"\n')


def test_the_users_own_words_for_states_and_kinds_come_first() -> None:
    own = layouts('[statuses]\n"mooted" = "speculation"\n[kinds]\n"Tie-up" = "partnersWith"\n')
    text = b"Buyer,Target,Status,Type\nAcme,Bell,Mooted,Tie-up\nCore,Dyna,mooted,tie up\n"
    found = guess(read_table("t.csv", text), own)
    assert set(found.statuses.values()) == {"speculation"}
    assert set(found.kinds.values()) == {"partnersWith"}
    with pytest.raises(BadInput, match="mooted means no maybe"):
        layouts('[statuses]\n"mooted" = "maybe"\n')


def test_two_columns_of_amounts_are_the_least_and_the_largest() -> None:
    text = "Buyer,Target,Price min (USD m),Price max (USD m)\nAcme,Bell,10,15\nCore,Dyna,,7\n"
    table = read_table("t.csv", text.encode())
    made = convert(table, guess(table), State())
    told = [c.amount for s in made.sources for c in s.claims]
    assert [(q.wording, q.value, q.bound) for q in told if q] == [
        ("10 to 15 million USD", Decimal(10_000_000), "between"),
        ("up to 7 million USD", Decimal(7_000_000), "atMost"),
    ]
    assert made.aloud()[0] == "Acme acquires Bell for 10 to 15 million US dollars"
    assert made.count("doubtful") == 0


def test_a_cell_that_may_name_several_is_asked_about_with_both_answers() -> None:
    text = 'Buyer,Target\n"Smith, Jones",Bell\n"Smith, Jones & Co.",Core\n"Acme, Inc.",Dyna\n'
    table = read_table("t.csv", text.encode())
    found = guess(table)
    assert doubtful(found, table) == {"Smith, Jones": ("Smith", "Jones")}
    split = replace(found, parts={"Smith, Jones": ["Smith", "Jones"]})
    assert doubtful(split, table) == doubtful(found, table)
    assert len(convert(table, split, State()).sources[0].claims) == 4
