"""The Network page: a question, its answer in a sentence, the numbers, and their evidence."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kg.analysis import answers, robustness
from kg.analysis.answers import detail
from kg.analysis.findings import Finding, ranks
from kg.analysis.measures import MEASURES, measured, ranking
from kg.analysis.network import (
    from_sources,
    in_money,
    organizations,
    unreviewed_words,
    within,
)
from kg.errors import BadInput
from kg.model.quantities import exchange_rates
from kg.presentation import drawing, view_address
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Choice
from kg.ui import components
from kg.ui.network import charts, evidence
from kg.ui.network.choice import controls, current, go
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


Levels = dict[str, dict[str, float]]

MOST_ROWS = 1000


def show(here: Opened) -> None:
    """The whole page."""
    st.title("What the network shows", anchor=False)
    choice, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    controls(here, choice)
    components.span_note(choice.span, lambda: go(replace(choice, span="")))
    try:
        whole, part = _parts(here, here.key, choice)
    except BadInput as error:  # a currency or a rate in the address that is none here
        st.warning(escaped(str(error)))
        choice = replace(choice, money="", rates=())
        whole, part = _parts(here, here.key, choice)
    counted = components.awaited(
        f"{here.key}|{choice.key}|{_about(choice)}",
        "Counting",
        partial(_counted, choice, part),
    )
    if counted is not None:
        _answered(here, choice, whole, part, found=counted[0], told=counted[1])


def _parts(here: Opened, state: str, choice: Choice) -> tuple[Network, Network]:
    """The network of the sources, span and currency chosen, and the part of it that is measured."""
    return _cut(
        here, state, choice.sources, choice.level, choice.families, choice.span, choice.money,
        choice.rates,
    )  # fmt: skip


@st.cache_resource(show_spinner=False, max_entries=16)
def _cut(  # noqa: PLR0917  (what tells one network from another)
    _here: Opened,
    state: str,  # noqa: ARG001  (what tells one network from its next state)
    sources: tuple[str, ...],
    level: str,
    families: tuple[str, ...],
    span: str,
    money: str,
    worth: tuple[str, ...],
) -> tuple[Network, Network]:
    whole = from_sources(_here.network, sources) if sources else _here.network
    whole = within(whole, span) if span else whole
    whole = in_money(whole, money, exchange_rates(worth)) if money or worth else whole
    return whole, organizations(whole, level, families or None)


def _counted(choice: Choice, part: Network) -> tuple[list[Finding], str]:
    """Compute the numbers and their summary sentence."""
    found = measured(part, (choice.measure,))
    about = _about(choice) or (found[0].entity if found else None)
    return found, answers.answer(choice.measure, part, found, about)


def _about(choice: Choice) -> str | None:
    """The organization that the sentence is about, where it is about one."""
    return choice.entity if choice.question.slug == "portfolio" else None


def _answered(
    here: Opened,
    choice: Choice,
    whole: Network,
    part: Network,
    *,
    found: list[Finding],
    told: str,
) -> None:
    _sentence(choice, part, told)
    levels = _firmness(here, choice, whole, part)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(here, choice, part, found, _chosen(choice, found))
    with right:
        if found:
            _table(choice, part, found)
    chosen = _chosen(choice, found)
    if chosen:
        if told := detail(part, chosen):
            st.markdown(escaped(told))
        evidence.show_claims(here, part, chosen)
    _charts(choice, part, found, levels)
    charts.show_years(choice, part)
    evidence.show_dependence(here, choice, part)
    evidence.show(here, choice, part, found)


def _sentence(choice: Choice, part: Network, told: str) -> None:
    """The answer, and before it whether there is enough to answer from."""
    little = answers.too_little(part)
    if part.number_of_edges() and little:
        st.info(escaped(little))
    st.markdown(f"#### {escaped(told)}")
    if waiting := unreviewed_words(part):
        st.caption(f"**{waiting}**")
    measure = MEASURES[choice.measure]
    counts = "" if little else f" ({answers.size_in_words(part)})"
    if currency := part.graph.get("currency"):
        rest = part.graph["left_out"]
        st.caption(escaped(f"Ties weigh by the amounts in {currency} that are named; others do not "
                           f"count{f', nor do {rest}' if rest else ''}."))  # fmt: skip
    st.caption(escaped(f"{measure.label.capitalize()}: {measure.meaning}{counts}"))


def _table(choice: Choice, part: Network, found: list[Finding]) -> None:
    """The numbers; choosing a row shows the statements behind its number."""
    table = findings_table(choice, part, found)

    def picked() -> None:
        marked = st.session_state["network-table"]["selection"]["rows"]
        one = found[marked[0]] if marked else None
        if one is None or one.entity in part:
            entity, other = (one.entity, one.other) if one else (None, None)
            go(replace(choice, entity=entity, other=other, row=""))
        else:
            go(replace(choice, row=_name_of(one)))

    st.dataframe(
        table,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        key="network-table",
        height=min(420, 40 + 35 * len(table)),
    )
    more = f" The first {MOST_ROWS:,} of {len(found):,}." if len(found) > MOST_ROWS else ""
    st.caption(f"Click a row to read the statements behind its number.{more}")


def findings_table(choice: Choice, part: Network, found: list[Finding]) -> pd.DataFrame:
    """The findings as the table of the page: places only where there is enough to rank."""
    names = answers.labels(part) | {
        f.entity: f.note for f in found if f.note and f.entity not in part
    }
    measure = MEASURES[choice.measure]
    places: dict[str, int] = {}
    if measure.values and found and found[0].rankable:
        sign = -1 if measure.lowest_first else 1
        places = ranks({str(f.entity): sign * float(f.value) for f in found})
    shown: list[dict[str, Any]] = []
    for finding in found[:MOST_ROWS]:
        row: dict[str, Any] = {}
        if places:
            row["place"] = places[str(finding.entity)]
        row["who" if finding.entity else "what"] = drawing.plain(_who(finding, names))
        if measure.about == "pair":
            row["with whom"] = drawing.plain(names.get(finding.other, ""))
        row[measure.label] = finding.value
        row["statements"] = len(finding.claims)
        shown.append(row)
    return pd.DataFrame(shown)


def _who(finding: Finding, names: dict[Any, str]) -> str:
    if finding.entity:
        return names.get(finding.entity, finding.entity)
    return finding.note or "the whole network"


def _chosen(choice: Choice, found: list[Finding]) -> Finding | None:
    """The finding whose statements are shown: the one chosen, or else the first."""
    for finding in found:
        if choice.row and _name_of(finding) == choice.row:
            return finding
        if not choice.row and (finding.entity, finding.other) == (choice.entity, choice.other):
            return finding
    return found[0] if found else None


def _name_of(finding: Finding) -> str:
    """The name in the address of a row that is not about an organization."""
    return view_address.short(finding.entity) if finding.entity else finding.note


def _firmness(here: Opened, choice: Choice, whole: Network, part: Network) -> Levels | None:
    """The numbers at each level, and in one sentence which places facts alone give."""
    measure = MEASURES[choice.measure]
    if measure.values is None or not part.number_of_edges():
        return None
    levels = components.awaited(
        f"{here.key}|levels|{choice.key}",
        "Counting at each level",
        lambda: robustness.over_levels(whole, ranking(measure), choice.families or None),
    )
    if levels and not answers.too_little(part):
        st.markdown(f"{escaped(robustness.robust_places(whole, levels))}")
    return levels


def _charts(choice: Choice, part: Network, found: list[Finding], levels: Levels | None) -> None:
    """Show a chart for the question, and the stability of a ranking."""
    if not part.number_of_edges():
        return
    left, right = st.columns(2, gap="medium")
    with left:
        if choice.question.slug == "groups":
            charts.matrix(part, {f.entity: f.value for f in found if f.entity})
        elif choice.question.slug in ("both", "camps", "portfolio"):
            charts.family_matrix(part)
        else:
            charts.degrees(part)
    if levels:
        little = answers.too_little(part) is not None
        with right:
            charts.levels_chart(part, MEASURES[choice.measure].label, levels, counted=little)
