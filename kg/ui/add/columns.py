"""What the columns and values of a table of deals mean: guessed, and for the user to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from kg.intake.column_mapping import MODALITIES, Mapping, kinds, statuses
from kg.intake.tables import COLUMNS, Table
from kg.model.ontology import vocabulary
from kg.ui.markdown import modality, spoken_kind

ROLES = {
    "who": "Who", "whom": "Whom or what", "kind": "Kind of deal", "date": "Date",
    "amount": "Amount", "status": "Status", "address": "Address of the source",
    "title": "Title of the source", "quote": "Quote",
}  # fmt: skip
CLASSES = ("Company", "BusinessUnit", "Organization", "ResearchInstitution", "Person", "Offering")
MOST_VALUES = 40


def mapping(table: Table, known: Mapping) -> Mapping:
    """What the columns mean, then what their values mean."""
    st.caption(f"{len(table.rows):,} rows, {len(table.columns)} columns")
    head = [dict(zip(table.columns, cells, strict=True)) for _, cells in table.rows[:3]]
    st.dataframe(pd.DataFrame(head), hide_index=True, height=145)
    key = f"table-{table.sha256[:12]}-{table.headings}-{''.join(table.sheets[:1])}"
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
    known = replace(known, **chosen)  # type: ignore[arg-type]
    return _values(table, _whole(table, known, key), key)


def _whole(table: Table, known: Mapping, key: str) -> Mapping:
    """What holds for all rows."""
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
        return spoken_kind(name)
    return {"": "leave open", "denied": "denied: it came to nothing"}.get(name, name)


def _values(table: Table, known: Mapping, key: str) -> Mapping:
    """What each kind and each status in the table means, mapped once."""
    relations = ["", *(n for n in vocabulary().relations if n != "relatedTo")]
    turned = [*relations, *(f"<{name}" for name in relations if name)]
    known = replace(
        known,
        kinds=_mapped(table.values(known.kind), turned, known.kinds, f"{key}-kinds"),
        statuses=_mapped(
            table.values(known.status), ["", *MODALITIES], known.statuses, f"{key}-states"
        ),
    )
    if left_out := sum(kinds(known, table).values()):
        st.caption(f"{left_out:,} rows have a kind with no relation and are skipped")
    if general := sum(statuses(known, table).values()):
        st.caption(f"{general:,} rows have a status taken as the general one")
    return known


def _mapped(
    values: Counter[str], answers: list[str], known: dict[str, str], key: str
) -> dict[str, str]:
    """What each value of a column means, as far as the user says."""
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
