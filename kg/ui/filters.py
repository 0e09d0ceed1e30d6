"""The filters: by what, by whom, in which form; combined, with counts."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from kg import address, scene
from kg.model import LEVELS
from kg.terms import vocabulary
from kg.ui import knowing
from kg.ui.cards import name
from kg.ui.moving import current, go
from kg.ui.opened import MOST_COMPARED, Opened
from kg.ui.words import spoken_kind, term

__all__ = ["network_address", "show"]

# The steps of firmness, firmest first, as LEVELS has them: "all" reaches down to the last.
STEPS = (*LEVELS[:-1], "suggested")

LABELS = {
    "family": "What kind of relation",
    "relation": "Which relation",
    "modality": "How it is put",
    "form": "In which form",
    "speaker": "Said by",
    "kind": "Kind of thing",
    "source": "Source",
    "others": "What other sources say",
}
OTHERS = {
    "agree": "several sources say so",
    "differ": "another source says it differently",
    "conflict": "another source contradicts it",
}


def show(here: Opened, view: scene.View) -> None:
    """The filters behind one button, which says how many are on."""
    on = sum(bool(view.wanted(facet)) for facet in LABELS)
    on -= view.wanted("source") == {here.first}
    label = f"Filters ({on})" if on else "Filters"
    with st.popover(label, width="stretch", key="filters", on_change="rerun") as box:
        # Counting is only worth its time when somebody looks.
        if not box.open:
            return
        reset = scene.View(
            entity=view.entity, claim=view.claim, passage=view.passage, source=view.source,
            opened=view.opened, path=view.path, look=view.look,
        )  # fmt: skip
        st.button("Reset all filters", on_click=go, args=(here, reset), key="reset-filters",
                  width="stretch", disabled=not on)  # fmt: skip
        # Side by side, so that all of them are in sight at once.
        halves = st.columns(2)
        for number, facet in enumerate(LABELS):
            with halves[number % 2]:
                if facet != "others" or _compared(here):
                    _choice(here, view, facet)
        knowing.show(here, view)
        st.markdown(f"[Analyse what is chosen as a network]({network_address(view)})")


def network_address(view: scene.View) -> str:
    """The address of the Network page that counts the same families, sources and firmness."""
    chosen = {
        "family": sorted(view.wanted("family")),
        "source": sorted(address.short(one) for one in view.wanted("source") - {scene.ALL}),
    }
    asked = {name: ",".join(values) for name, values in chosen.items() if values}
    # The Network page counts everything down to one step; the weakest one asked for is that step.
    weakest = max((STEPS.index(step) for step in view.wanted("firmness")), default=-1)
    if 0 <= weakest < len(STEPS) - 1:
        asked["level"] = LEVELS[weakest]
    return f"/network?{urlencode(asked, safe=',')}" if asked else "/network"


def _compared(here: Opened) -> bool:
    """Whether sources can be filtered by what they make of each other; if not, why not."""
    if len(here.sources) > 1 and not here.comparisons:
        too_many = len(here.claims) > MOST_COMPARED
        st.caption("Too many statements to compare their sources here." if too_many else
                   "No two sources speak of the same matter.")  # fmt: skip
    return bool(here.comparisons)


def _choice(here: Opened, view: scene.View, facet: str) -> None:
    counts = scene.counts(here.network, view, facet)
    chosen = sorted(view.wanted(facet) - {scene.ALL})
    options = sorted({*counts, *chosen}, key=lambda value: (-counts[value], value))
    key = f"filter-{facet}"
    st.session_state[key] = [] if scene.ALL in view.wanted(facet) else chosen
    st.multiselect(
        LABELS[facet],
        options,
        format_func=lambda value: f"{_label(here, facet, value)} ({counts[value]})",
        key=key,
        on_change=partial(_changed, here, facet),
        placeholder="all",
    )


def _changed(here: Opened, facet: str) -> None:
    view, _ = current(here)
    chosen = st.session_state[f"filter-{facet}"]
    if facet == "source" and not chosen:
        chosen = [scene.ALL]
    if facet == "others" and chosen:
        # Who differs from whom is only seen where all of them are there.
        view = view.filtered("source", [scene.ALL])
    go(here, view.filtered(facet, chosen))


def _label(here: Opened, facet: str, value: str) -> str:
    if facet in ("modality", "form"):
        return term(facet.capitalize(), value)
    if facet == "relation":
        found = vocabulary().relations.get(value)
        return found.label if found else value
    if facet == "kind":
        return spoken_kind(value)
    if facet == "others":
        return OTHERS[value]
    return name(here, value) if facet in ("speaker", "source") else value
