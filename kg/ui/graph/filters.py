"""Filters of the Graph page: by firmness, by time, and by date of publication."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from kg.comparison import ledger
from kg.endpoint.guards import base_path
from kg.model.ontology import vocabulary
from kg.model.wording import class_label, term
from kg.presentation import graph_view, view_address
from kg.presentation.codebook import glossary
from kg.presentation.drawing import plain
from kg.presentation.page_text import escaped
from kg.ui import components
from kg.ui.graph.claim import name
from kg.ui.graph.navigation import analysed, current, go
from kg.ui.shared_data import MOST_COMPARED, Opened, carried, known

ANY = "any day"
KEY = "known-on"
SEARCH = "Search a name or words of a quote"


def show_known_on(here: Opened, view: graph_view.View) -> None:
    """A slider over the days on which sources were published."""
    days = _days(here)
    if not days:
        return
    at = _chosen(here, view, days)
    st.session_state[KEY] = at
    st.select_slider("Published by", [*days.values(), ANY], key=KEY, on_change=_moved, args=(here,))
    _, undated = known(here, next(iter(days.values())))
    if undated and at != ANY:
        names = [here.sources[iri]["publisher"] or here.sources[iri]["title"] for iri in undated]
        st.caption(f"Undated, so kept on every day: {escaped(', '.join(map(str, names)))}")


def _days(here: Opened) -> dict[int, str]:
    """The days from which on more is known, by how many dated sources are known on them."""
    dates = sorted(
        str(row["date"])
        for row in here.sources.values()
        if row["date"] and ledger.DATE.fullmatch(str(row["date"]))
    )
    found: dict[int, str] = {}
    for day in sorted(set(dates), key=_end):
        # A year or a month alone counts from its first day on, and lasts to its end.
        found.setdefault(bisect_right(dates, _end(day)), day)
    return found


def _end(day: str) -> str:
    return f"{day}-99-99"[:10]


def _chosen(here: Opened, view: graph_view.View, days: dict[int, str]) -> str:
    """The day whose sources are the ones that are wanted, if there is one."""
    wanted = view.wanted("source")
    dated = sum(
        bool(row["date"]) and bool(ledger.DATE.fullmatch(str(row["date"])))
        for iri, row in here.sources.items()
        if iri in wanted
    )
    day = days.get(dated, ANY)
    return day if day != ANY and _sources(here, day) == wanted else ANY


def _sources(here: Opened, day: str) -> frozenset[str]:
    dated, undated = known(here, day)
    return frozenset((*dated, *undated))


def _moved(here: Opened) -> None:
    view, _ = current(here)
    day = st.session_state[KEY]
    chosen = {graph_view.ALL} if day == ANY else _sources(here, day)
    go(here, view.filtered("source", chosen))


LABELS = {
    "family": "What kind of relation",
    "relation": "Which relation",
    "modality": "Modality",
    "form": "In which form",
    "speaker": "Said by",
    "kind": "Kind of thing",
    "source": "Source",
    "others": "What other sources say",
    "acknowledged": "Who acknowledges the tie",
}
# The word of the glossary that explains a filter.
EXPLAINED = {"family": "kind of tie", "modality": "modality", "form": "form", "speaker": "said by"}
OTHERS = {
    "agree": "several sources say so",
    "differ": "another source says it differently",
    "conflict": "another source contradicts it",
}
ACKNOWLEDGED = {
    "both": "both of them say so",
    "one": "one of the two says so",
    "others": "only others say so",
}


def filters(here: Opened, view: graph_view.View) -> None:
    """The filters behind one button, which says how many are on."""
    on = sum(bool(view.wanted(facet)) for facet in LABELS)
    on -= view.wanted("source") == {here.first}
    label = f"Filters ({on})" if on else "Filters"
    with st.popover(label, width="stretch", key="filters", on_change="rerun") as box:
        # Counting is only worth its time when somebody looks.
        if not box.open:
            return
        reset = replace(view, filters={})
        st.button("Reset all filters", on_click=go, args=(here, reset), key="reset-filters",
                  width="stretch", disabled=not on)  # fmt: skip
        # Side by side, so that all of them are in sight at once.
        halves = st.columns(2)
        for number, facet in enumerate(LABELS):
            with halves[number % 2]:
                if facet != "others" or _compared(here):
                    _choice(here, view, facet)
        show_known_on(here, view)
        network = carried(here, view_address.link(analysed(view), base_path()))
        st.markdown(f"[Analyse what is chosen as a network]({network})")


def _compared(here: Opened) -> bool:
    """Check if the filter by agreement is available; if not, explain why."""
    if len(here.sources) > 1 and not here.comparisons:
        too_many = len(here.claims) > MOST_COMPARED
        st.caption("Too many statements to compare their sources here." if too_many else
                   "No two sources speak of the same matter.")  # fmt: skip
    return bool(here.comparisons)


def _choice(here: Opened, view: graph_view.View, facet: str) -> None:
    counts = graph_view.counts(here.network, view, facet)
    chosen = sorted(view.wanted(facet) - {graph_view.ALL})
    options = sorted({*counts, *chosen}, key=lambda value: (-counts[value], value))
    key = f"filter-{facet}"
    st.session_state[key] = [] if graph_view.ALL in view.wanted(facet) else chosen
    st.multiselect(
        LABELS[facet],
        options,
        format_func=lambda value: f"{_label(here, facet, value)} ({counts[value]})",
        key=key,
        on_change=partial(_changed, here, facet),
        placeholder="all",
        help=glossary().get(EXPLAINED.get(facet, "")),
    )


def _changed(here: Opened, facet: str) -> None:
    view, _ = current(here)
    chosen = st.session_state[f"filter-{facet}"]
    if facet == "source" and not chosen:
        chosen = [graph_view.ALL]
    if facet == "others" and chosen:
        # Who differs from whom is only seen where all of them are there.
        view = view.filtered("source", [graph_view.ALL])
    go(here, view.filtered(facet, chosen))


def _label(here: Opened, facet: str, value: str) -> str:
    if facet in ("modality", "form"):
        return term(facet.capitalize(), value)
    if facet == "relation":
        found = vocabulary().relations.get(value)
        return found.label if found else value
    if facet == "kind":
        return class_label(value)
    if facet == "others":
        return OTHERS[value]
    if facet == "acknowledged":
        return ACKNOWLEDGED[value]
    return name(here, value) if facet in ("speaker", "source") else value


@st.fragment
def search_box(
    here: Opened, label: str = SEARCH, *, key: str = "search", other_end_of: str | None = None
) -> None:
    """A box that completes names; what is chosen becomes the selection, or a path's other end.

    While somebody types, nothing else of the page is made again.
    """
    words = (st.session_state.get(key) or {}).get("words") or ""
    hits = here.index.find(words, quotes=other_end_of is None)
    found = components.component("search")(
        key=key,
        data={
            "label": label,
            "words": words,
            "hits": [
                {"id": h.id, "kind": h.kind, "label": plain(h.label), "about": plain(_about(h))}
                for h in hits
                if h.id != other_end_of
            ],
        },
        default={"words": ""},
        on_words_change=lambda: None,
        on_chosen_change=lambda: None,
    )
    if hit := found.get("chosen"):
        take(here, hit, other_end_of)
        st.rerun()


def _about(hit: Any) -> str:
    if hit.kind == "claim":
        return str(hit.about)
    kind, _, rest = hit.about.partition(", ")
    return f"{class_label(kind)}{', ' + rest if rest else ''}"


def take(here: Opened, hit: dict[str, Any], other_end_of: str | None = None) -> None:
    """Select a search result, or the path to it."""
    view, _ = current(here)
    bare = replace(view.bare(), source=None)
    if hit.get("kind") == "entity" and hit.get("id") in here.network:
        there = str(hit["id"])
        path = (other_end_of, there) if other_end_of else None
        go(here, replace(bare, path=path) if path else replace(bare, entity=there))
    elif hit.get("id") in here.claims:
        go(here, replace(bare, claim=hit["id"]))
