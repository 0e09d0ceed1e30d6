"""A table of deals: what its columns and values mean, a preview, and the import."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from kg.errors import KgError
from kg.intake import table_import
from kg.intake.column_mapping import Mapping, guess, unclear
from kg.intake.table_import import Import
from kg.intake.tables import Table, read_table
from kg.ui.add.columns import mapping
from kg.ui.add.state import label, loaded, stamp
from kg.ui.markdown import escaped

STATUSES = {
    "claim": "new statements", "doubtful": "new, with a doubt", "duplicate": "said by another row",
    "there already": "there already", "skipped": "skipped",
}  # fmt: skip
UNTOLD = {"who": "who", "whom": "whom", "relation": "how the two are related"}
MOST_VALUES = 40


def show(folder: Path) -> None:
    """File, mapping, preview, import."""
    st.markdown(
        "Each row becomes a statement of a cited source: of the address in the row, or of the "
        "table itself. What the columns mean is guessed first; you decide."
    )
    file = st.file_uploader("A table", ["csv", "tsv", "xlsx"], key="table-file", max_upload_size=50)
    if file is None:
        _brought()
        return
    try:
        table = _read(file.name, file.getvalue())
        remembered = table_import.remembered(folder, table)
        for note in table.notes:
            st.caption(escaped(note))
        if not remembered and (missing := unclear(table)):
            told = " or ".join(UNTOLD[role] for role in missing)
            st.warning(f"No heading tells {told}: look at the choices below before you import.")
        columns = mapping(table, remembered or guess(table))
        if (
            st.button("Preview", key="table-preview")
            or st.session_state.get("table-shown") == columns
        ):
            st.session_state["table-shown"] = columns
            st.session_state.pop("table-done", None)
            _preview(folder, table, columns, file.getvalue())
    except KgError as error:
        st.error(escaped(str(error)))
    _brought()


def _brought() -> None:
    """What the last import came to, where its button was."""
    if report := st.session_state.get("table-done"):
        st.success(report)


def _read(name: str, data: bytes) -> Table:
    """The table, from the sheet and the row of headings that were found or that the user names."""
    table = _table(name, data, None, None)
    left, right = st.columns(2)
    sheet = None
    if len(table.sheets) > 1:
        sheet = left.selectbox("Sheet", table.sheets, key=f"sheet-{table.sha256[:12]}")
        table = _table(name, data, sheet, None)
    # Counted from one, as the program shows it in which the table was made.
    row = right.number_input(
        "Row of the headings", 1, None, table.headings, key=f"row-{table.sha256[:12]}-{sheet}"
    )
    return table if row == table.headings else _table(name, data, sheet, row)


@st.cache_resource(show_spinner="Reading the table …", max_entries=4)
def _table(name: str, data: bytes, sheet: str | None, headings: int | None) -> Table:
    return read_table(name, data, sheet=sheet, headings=headings)


@st.cache_resource(show_spinner="Looking at the rows …", max_entries=2)
def _looked(mark: str, _folder: Path, _table: Table, _columns: Mapping) -> Import:  # noqa: ARG001
    return table_import.preview(_folder, _table, _columns)[1]


def _preview(folder: Path, table: Table, columns: Mapping, data: bytes) -> None:
    """What would become of each row, and the button that makes it so."""
    at = (table.sha256, table.headings, table.sheets[:1])
    mark = repr((at, columns.to_json(), stamp(folder)))
    made = _looked(mark, folder, table, columns)
    st.header(made.summary(), anchor=False)
    counts = [f"{words}: {made.count(status):,}" for status, words in STATUSES.items()]
    st.caption(" · ".join(counts))
    st.dataframe(_report(made), hide_index=True, height=260)
    if made.near:
        with st.expander(f"Names that are nearly alike ({len(made.near)})"):
            for one, other in made.near[:MOST_VALUES]:
                st.markdown(escaped(f"{one} and {other}"))
            st.caption("They stay apart. Names that are one can be merged under Names.")
    if st.button("Import", type="primary", key="table-import", disabled=not made.sources):
        bar = st.progress(0.0, "Importing …")

        def progress(part: float) -> None:
            bar.progress(part, "Importing …")

        sheet = table.sheets[0] if table.sheets else None
        done = table_import.bring(
            folder, table.name, data, columns, progress, sheet=sheet, headings=table.headings
        )
        st.session_state["table-done"] = _told(folder, table, done)
        st.session_state["add-done"] = "imported"
        st.session_state.pop("table-shown", None)
        st.rerun()


def _told(folder: Path, table: Table, done: Import) -> str:
    """What came of it, with the way to look at it: those with most statements, and the network."""
    state, words = loaded(folder), escaped(f"{table.name}: {done.summary()}")
    busiest = [
        f"[{escaped(label(state, iri))} ({count})](/?entity={slug}&open={slug}&source=all)"
        for iri, count in done.busiest()
        if (slug := iri.rpartition("/")[2])
    ]
    if not busiest:
        return words
    return f"{words}. See in the graph: {', '.join(busiest)}, or [all as a network](/network)."


def _report(made: Import) -> pd.DataFrame:
    rows = [
        {
            "row": row.number,
            "what becomes of it": STATUSES[row.status],
            "because": row.reason,
            "statement": (row.claim or "").rpartition("/")[2],
        }
        for row in made.report
    ]
    return pd.DataFrame(rows)
