"""A table of deals: the meaning of its columns and values, a preview, and the import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from kg.endpoint.guards import base_path
from kg.errors import KgError
from kg.intake import table_import
from kg.intake.column_mapping import (
    MODALITIES,
    Mapping,
    doubtful,
    guess,
    left_out,
    statuses,
    unclear,
    unmapped_kinds,
)
from kg.intake.table_import import Import
from kg.intake.tables import COLUMNS, Table, read_table
from kg.model.ontology import vocabulary
from kg.model.wording import class_label, counted, modality
from kg.presentation.graph_view import ALL, View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import link
from kg.ui.add.state import ENCODINGS, label, loaded, stamp

ROLES = {
    "who": "Who", "whom": "Whom or what", "kind": "Kind of deal", "date": "Date",
    "valuation": "Valuation of the company", "amount": "Amount",
    "amount_to": "Largest amount, if the other is the least",
    "status": "Status", "address": "Address of the source",
    "title": "Title of the source", "quote": "Quote", "currency": "Currency",
    "wording": "Amount once more, in words", "paper": "Who published the source",
    "who_role": "Role of who", "whom_role": "Role of whom", "round": "Name of the funding round",
}  # fmt: skip
CLASSES = ("Company", "BusinessUnit", "Organization", "ResearchInstitution", "Person", "Offering")
MOST_VALUES = 40


def mapping(table: Table, known: Mapping) -> Mapping:
    """Ask for the meaning of the columns, then of their values."""
    st.caption(f"{counted(len(table.rows), 'row')}, {counted(len(table.columns), 'column')}")
    head = [dict(zip(table.columns, cells, strict=True)) for _, cells in table.rows[:3]]
    st.dataframe(pd.DataFrame(head), hide_index=True, height=145)
    read_as = (table.headings, *table.sheets[:1], st.session_state.get("table-encoding"))
    key = f"table-{table.sha256[:12]}-{read_as}"
    places = st.columns(3)
    chosen: dict[str, str | None] = {}
    for number, role in enumerate(COLUMNS):
        value = getattr(known, role)
        at = table.columns.index(value) if value in table.columns else None
        chosen[role] = places[number % 3].selectbox(
            ROLES[role], table.columns, at, placeholder="No column", key=f"{key}-{role}"
        )
    if not chosen["who"] or not chosen["whom"]:
        st.info("Choose the columns that say who and whom.")
        st.stop()
    known = _kept(table, replace(known, **chosen), key)  # type: ignore[arg-type]
    return _values(table, _whole(table, known, key), key)


def _kept(table: Table, known: Mapping, key: str) -> Mapping:
    """Ask for the columns kept as notes and the cells with several names; show what is left out."""
    free = [c for c in table.columns if c not in known.named() or c in known.notes]
    kept = [column for column in known.notes if column in free]
    notes = st.multiselect("Columns to keep as notes", free, kept, key=f"{key}-notes")
    ends = [known.who, known.whom]
    listed = [column for column in known.several if column in ends]
    several = st.multiselect("Cells with several names", ends, listed, key=f"{key}-several")
    known = replace(known, notes=tuple(notes), several=tuple(several))
    known = _parted(known, doubtful(known, table), key)
    if left := left_out(known, table):
        st.caption(f"Left out: {escaped(', '.join(left))}")
    return known


def _parted(known: Mapping, cells: dict[str, tuple[str, ...]], key: str) -> Mapping:
    """Ask of each cell that may name several how many it names."""
    if not cells:
        return known
    parts = dict(known.parts)
    with st.expander(f"Cells that may name several ({len(cells)})", expanded=len(cells) <= 8):
        for cell, pieces in list(cells.items())[:MOST_VALUES]:
            answers = {"one": [cell], "several": list(pieces)}
            known_as = [answer for answer, names in answers.items() if parts.get(cell) == names]
            at = list(answers).index(known_as[0]) if known_as else None
            chosen = st.radio(
                escaped(cell), list(answers), at, key=f"{key}-parts-{cell}", horizontal=True,
                format_func={"one": "one name", "several": escaped(" · ".join(pieces))}.__getitem__,
            )  # fmt: skip
            if chosen:
                parts[cell] = answers[chosen]
        st.caption("What is left open stays one name, and is marked as in doubt.")
    return replace(known, parts=parts)


def _whole(table: Table, known: Mapping, key: str) -> Mapping:
    """Ask for the values that apply to all rows."""
    relations = [name for name in vocabulary().relations if name != "relatedTo"]
    names = list(vocabulary().values["Modality"])
    first, second, third = st.columns(3)
    with first:
        relation = _choice("Relation, where no column tells", relations, known.relation, key)
        who = _choice("Who they are", CLASSES, known.who_class, key)
    with second:
        how = _choice("How firmly, where no column tells", names, known.modality, key)
        whom = _choice("What the others are", CLASSES, known.whom_class, key)
    with third:
        unit = st.text_input(
            "What bare figures count", known.unit, key=f"{key}-unit", placeholder="million dollars"
        )
        dates = _choice("Dates like 03/04/2012", ["", "day first", "month first"],
                        known.dates or "", key)  # fmt: skip
    left, right = st.columns(2)
    publisher = left.text_input("Who publishes the table", known.publisher, key=f"{key}-publisher")
    address = right.text_input(
        "Address of the table",
        known.source_address,
        key=f"{key}-own-address",
        placeholder="https://…",
    )
    each = False
    if known.address:
        count = len(table.values(known.address))
        words = f"Each of its {count:,} addresses is a source of its own"
        each = st.checkbox(words, known.per_address, key=f"{key}-each")
    return replace(
        known, relation=relation, modality=how, unit=unit, dates=dates or None, who_class=who,
        whom_class=whom, per_address=each, publisher=publisher.strip(),
        source_address=address.strip(),
    )  # fmt: skip


def _choice(label: str, options: Iterable[str], value: str, key: str) -> str:
    names = list(options)
    at = names.index(value) if value in names else 0
    chosen = st.selectbox(label, names, at, format_func=_shown, key=f"{key}-{label}")
    return chosen or ""


def _shown(name: str) -> str:
    """A term of any kind by its label."""
    relation = vocabulary().relations.get(name.removeprefix("<"))
    if relation:
        return f"{relation.label}, the other way round" if name[0] == "<" else relation.label
    if name in vocabulary().values["Modality"]:
        return modality(name)
    if name in vocabulary().classes:
        return class_label(name)
    return {"": "leave open", "denied": "denied: it came to nothing"}.get(name, name)


def _values(table: Table, known: Mapping, key: str) -> Mapping:
    """Ask once for the meaning of each kind and each status in the table."""
    relations = ["", *(n for n in vocabulary().relations if n != "relatedTo")]
    turned = [*relations, *(f"<{name}" for name in relations if name)]
    known = replace(
        known,
        kinds=_mapped(table.values(known.kind), turned, known.kinds, f"{key}-kinds"),
        statuses=_mapped(
            table.values(known.status), ["", *MODALITIES], known.statuses, f"{key}-states"
        ),
    )
    if unmet := sum(unmapped_kinds(known, table).values()):
        st.caption(f"{counted(unmet, 'row')} of a kind that fits no relation, kept as a note")
    if general := sum(statuses(known, table).values()):
        st.caption(f"{counted(general, 'row')} with a status taken as the general one")
    return known


def _mapped(
    values: Counter[str], answers: list[str], known: dict[str, str], key: str
) -> dict[str, str]:
    """Ask for the meaning of each value of a column."""
    found = dict(known)
    if not values:
        return found
    what = "What the kinds mean" if key.endswith("kinds") else "What the states mean"
    with st.expander(f"{what} ({len(values)})", expanded=len(values) <= 8):
        for value, count in values.most_common(MOST_VALUES):
            at = answers.index(known[value]) if known.get(value) in answers else 0
            label = f"{value or 'empty'} ({count:,})"
            found[value] = st.selectbox(
                label, answers, at, format_func=_shown, key=f"{key}-{value}"
            )
        if len(values) > MOST_VALUES:
            st.caption(f"{len(values) - MOST_VALUES} rarer ones are taken as guessed.")
    return found


STATUSES = {
    "claim": "new statements", "doubtful": "new, with a doubt", "duplicate": "repeated row",
    "there already": "there already", "skipped": "skipped",
}  # fmt: skip
UNTOLD = {"who": "who", "whom": "whom", "relation": "how the two are related"}
MOST_PAIRS, MOST_TOLD = 40, 8


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
        own = table_import.presets(folder)
        if not remembered and (missing := unclear(table, own)):
            told = " or ".join(UNTOLD[role] for role in missing)
            st.warning(f"No heading tells {told}: look at the choices below before you import.")
        columns = mapping(table, remembered or guess(table, own))
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
    """Show the result of the last import in place of its button."""
    if report := st.session_state.get("table-done"):
        st.success(report)


def _read(name: str, data: bytes) -> Table:
    """The table, from the sheet and the row of headings that were found or that the user names."""
    left, right = st.columns(2)
    encoding = None
    if not name.lower().endswith(".xlsx"):
        encoding = left.selectbox(
            "Encoding", ENCODINGS, index=None, key="table-encoding", accept_new_options=True,
            placeholder="found by itself",
        )  # fmt: skip
    table = _table(name, data, None, None, encoding)
    sheet = None
    if len(table.sheets) > 1:
        sheet = left.selectbox("Sheet", table.sheets, key=f"sheet-{table.sha256[:12]}")
        table = _table(name, data, sheet, None, encoding)
    # Counted from one, as the program shows it in which the table was made.
    row = right.number_input(
        "Row of the headings", 1, None, table.headings, key=f"row-{table.sha256[:12]}-{sheet}"
    )
    return table if row == table.headings else _table(name, data, sheet, row, encoding)


@st.cache_resource(show_spinner="Reading the table …", max_entries=4)
def _table(
    name: str, data: bytes, sheet: str | None, headings: int | None, encoding: str | None
) -> Table:
    return read_table(name, data, sheet=sheet, headings=headings, encoding=encoding)


@st.cache_resource(show_spinner="Looking at the rows …", max_entries=2)
def _looked(mark: str, _folder: Path, _table: Table, _columns: Mapping) -> Import:  # noqa: ARG001
    return table_import.preview(_folder, _table, _columns)[1]


def _preview(folder: Path, table: Table, columns: Mapping, data: bytes) -> None:
    """Preview the result for each row, with the button that imports them."""
    encoding = st.session_state.get("table-encoding")
    at = (table.sha256, table.headings, table.sheets[:1], encoding)
    mark = repr((at, columns.to_json(), stamp(folder)))
    made = _looked(mark, folder, table, columns)
    st.header(made.summary(), anchor=False)
    counts = [f"{words}: {made.count(status):,}" for status, words in STATUSES.items()]
    st.caption(" · ".join(counts))
    st.dataframe(_report(made), hide_index=True, height=260)
    for line in made.aloud():
        st.markdown(f"> {escaped(line)}")
    if made.near:
        with st.expander(f"Names that are nearly alike ({len(made.near)})"):
            for one, other in made.near[:MOST_PAIRS]:
                st.markdown(escaped(f"{one} and {other}"))
            st.caption("They stay apart. Names that are one can be merged under Names.")
    agreed = not made.too_odd or _despite(made)
    ready = bool(made.sources) and agreed
    if st.button("Import", type="primary", key="table-import", disabled=not ready):
        bar = st.progress(0.0, "Importing …")

        def progress(part: float) -> None:
            bar.progress(part, "Reading the rows …" if part < table_import.READ else "Saving …")

        sheet = table.sheets[0] if table.sheets else None
        done = table_import.bring(
            folder, table.name, data, columns, progress, sheet=sheet, headings=table.headings,
            encoding=encoding,
        )  # fmt: skip
        st.session_state["table-done"] = _told(folder, table, done)
        st.session_state["add-done"] = "imported"
        st.session_state.pop("table-shown", None)
        st.rerun()


def _despite(made: Import) -> bool:
    """Say why so many rows are odd, and ask whether to import them all the same."""
    reasons = escaped("; ".join(made.why()))
    st.warning(f"{made.odd:.0%} of the rows are doubtful, skipped or repeat another: {reasons}.")
    return st.checkbox("Import it all the same", key="table-despite")


def _told(folder: Path, table: Table, done: Import) -> str:
    """Show the result and links to it: the sources with most statements, and the network."""
    state, words = loaded(folder), escaped(f"{table.name}: {done.summary()}")
    if done.near:
        pairs = "; ".join(f"{one} and {other}" for one, other in done.near[:MOST_TOLD])
        more = f"; and {len(done.near) - MOST_TOLD} more" if len(done.near) > MOST_TOLD else ""
        words += escaped(f". Nearly the same names, kept apart until you merge them: {pairs}{more}")
    every = View().filtered("source", [ALL])
    busiest = []
    for iri, count in done.busiest():
        seen = link(replace(every, entity=iri, opened=(iri,)), base_path())
        busiest.append(f"[{escaped(label(state, iri))} ({count})]({seen})")
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
