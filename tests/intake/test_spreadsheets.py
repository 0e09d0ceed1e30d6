"""Workbooks as a person who opens them sees them."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from kg.errors import BadInput
from kg.intake.spreadsheets import moment, number
from kg.intake.tables import Table, read_table

HEAD = ["Acquirer", "Target", "Announced", "Value (USD m)", "Stake"]


def table(book: Workbook, sheet: str | None = None) -> Table:
    out = io.BytesIO()
    book.save(out)
    return read_table("deals.xlsx", out.getvalue(), sheet=sheet)


def book(*rows: Sequence[object]) -> Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    return made


def test_the_sheet_with_the_table_is_found_and_the_others_are_named() -> None:
    made = book(["About this file"], ["Collected by hand"])
    made.create_sheet("Deals").append(HEAD)
    made["Deals"].append(["Acme", "Bell", datetime(2012, 3, 4), 5, None])
    found = table(made)
    assert found.sheets == ("Deals", "Sheet")
    assert found.notes == ("the sheet “Deals” is read; there are also “Sheet”",)
    assert found.rows == ((2, ("Acme", "Bell", "2012-03-04", "5", "")),)
    with pytest.raises(BadInput, match="no sheet 'Other'; it has Sheet, Deals"):
        table(made, "Other")
    with pytest.raises(BadInput, match="one column only"):
        table(made, "Sheet")


def test_titles_and_merged_headings_above_the_table_are_left_out_and_told() -> None:
    made = book(["Tech deals 2012"], ["Parties", None, "Deal"], HEAD, ["Acme", "Bell", 2012])
    made.worksheets[0].merge_cells("A1:E1")
    made.worksheets[0].merge_cells("A2:B2")
    found = table(made)
    assert (found.headings, found.columns) == (3, tuple(HEAD))
    assert found.notes == ("the headings are in row 3; what stands above is left out",)
    assert found.rows[0] == (4, ("Acme", "Bell", "2012", "", ""))


def test_a_name_merged_over_several_rows_stands_in_each() -> None:
    made = book(HEAD, ["Acme", "Bell"], [None, "Cargo"], ["Dart", "Eagle"])
    made.worksheets[0].merge_cells("A2:A3")
    assert [row[:2] for _, row in table(made).rows] == [
        ("Acme", "Bell"), ("Acme", "Cargo"), ("Dart", "Eagle")
    ]  # fmt: skip


def test_cells_are_read_as_they_are_shown() -> None:
    made = book(HEAD, ["Acme", "Bell", 40972, 1200, 0.51])
    sheet = made.worksheets[0]
    sheet["C2"].number_format = "yyyy-mm-dd"
    sheet["D2"].number_format = '"$"#,##0'
    sheet["E2"].number_format = "0%"
    assert table(made).rows[0][1] == ("Acme", "Bell", "2012-03-04", "$1200", "51%")


def test_hidden_rows_and_columns_are_read_and_counted() -> None:
    made = book(HEAD, ["Acme", "Bell"], ["Acme", "Cargo"])
    made.worksheets[0].row_dimensions[3].hidden = True
    made.worksheets[0].column_dimensions["E"].hidden = True
    found = table(made)
    assert found.notes == ("2 rows or columns are hidden in the file, and are read too",)
    assert len(found.rows) == 2


def test_a_formula_shows_its_stored_result_or_itself_and_is_never_carried_out() -> None:
    made = book(HEAD, ["Acme", "Bell", None, "=1+1", "#REF!"])
    assert table(made).rows[0][1][3:] == ("=1+1", "#REF!")


def test_an_empty_sheet_is_no_table() -> None:
    with pytest.raises(BadInput, match="holds no table"):
        table(openpyxl.Workbook())


def test_three_hundred_columns_are_borne() -> None:
    wide = [f"column {n}" for n in range(300)]
    found = table(book([*wide, "Acquirer", "Target"], [*["x"] * 300, "Acme", "Bell"]))
    assert len(found.columns) == 302
    assert json.dumps(found.rows).count('"Bell"') == 1


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """A workbook whose first sheet is changed as the XML that it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = change(content.decode()).encode()
            new.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize("size", ["A1", "A1:B2", "A1:C3"])
def test_a_stated_size_that_is_too_small_loses_nothing(size: str) -> None:
    out = io.BytesIO()
    book(HEAD, *([f"Acme {n}", f"Bell {n}", "2012", n, None] for n in range(6))).save(out)
    data = rewritten(
        out.getvalue(),
        lambda xml: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{size}"', xml),
    )
    found = read_table("deals.xlsx", data)
    assert (len(found.rows), found.columns) == (6, tuple(HEAD))
    assert found.rows[-1][1][:4] == ("Acme 5", "Bell 5", "2012", "5")


def test_figures_in_millions_and_vague_dates_are_read_as_they_are_shown() -> None:
    made = book(HEAD, ["Acme", "Bell", datetime(2021, 3, 1), 1_300_000_000, None])
    made.worksheets[0]["C2"].number_format = "mmm yyyy"
    made.worksheets[0]["D2"].number_format = "#,##0,,"
    assert table(made).rows[0][1][2:4] == ("2021-03", "1300 million")
    made.epoch = CALENDAR_MAC_1904
    assert table(made).rows[0][1][2] == "2021-03"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1_300_000_000, "#,##0,,", "1300 million"),
        (75_500_000, '0.0,,"M"', "75.5M"),
        (2_500_000_000, '#,##0.0,,,\\ "bn"', "2.5 bn"),
        (9_000, "#,##0,", "9 thousand"),
        (0.512, "0.0%", "51.2%"),
        (1_200, "[$€-407] #,##0.00", "€1200"),
        (1_200, '#,##0.00\\ "€"', "1200 €"),
        (1_200, '"CHF" #,##0', "CHF 1200"),
        (1_200, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "1200 €"),
        (5_000_000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "5M"),
        (1.5, "# ?/?", "1.5"),
        (-5, "#,##0;(#,##0)", "-5"),
        (123, "00000", "00123"),
        (7, '0 "employees"', "7 employees"),
        (12_345, "0.00E+00", "12345"),
        (0.1 + 0.2, "General", "0.3"),
        (1e16, "General", "10000000000000000"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, form: str, shown: str) -> None:
    assert number(value, form) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("mmm\\ yyyy", "2021-03"),
        ("[$-409]mmmm\\ yy;@", "2021-03"),
        ("yyyy", "2021"),
        ('"Year "yyyy', "2021"),
        ("yyyy\\-mm\\-dd", "2021-03-09"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2021-03-09"),
        ("General", "2021-03-09"),
    ],
)
def test_a_date_stays_as_vague_as_it_is_shown(form: str, shown: str) -> None:
    assert moment(datetime(2021, 3, 9), form) == shown
