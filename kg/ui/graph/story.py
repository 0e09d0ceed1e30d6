"""The bar of a story: its heading and sentences above the view, and the keys between steps."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from kg.presentation import drawing, view_address
from kg.presentation.page_text import escaped
from kg.presentation.story import MOST_TEXT, Place, Story
from kg.ui.graph import drawing_data, navigation, table
from kg.ui.shared_data import Opened

KEY = "story"


def offered(here: Opened) -> list[Story]:
    """The stories whose every view is there in the data that are open."""
    return [
        one
        for one in navigation.readable_stories()[0].values()
        if _fits(here.store.generation, str(one), here, one)
    ]


@st.cache_data(max_entries=100, show_spinner=False)
def _fits(generation: str, written: str, _here: Opened, _story: Story) -> bool:  # noqa: ARG001
    views = (step.view for step in _story.steps)
    return not any(
        view_address.view_from_address(view, _here.network, _here.claims)[1] for view in views
    )


def go(place: Place, number: int) -> None:
    """Turn to another step, as one that Back undoes; beyond the last, end the story."""
    there = 1 <= number <= len(place.story.steps)
    st.query_params.from_dict(place.address(number) if there else {})


def show(here: Opened, place: Place) -> None:
    """The bar above a step's view."""
    last = len(place.story.steps)
    with st.container(border=True, key=KEY, gap="xsmall"):
        head = st.container(horizontal=True, horizontal_alignment="distribute")
        head.caption(escaped(f"{place.story.title} · {place.number} of {last}"))
        head.download_button(
            "The tour as a page that works offline", partial(offline, here, place.story),
            file_name=f"{place.story.name}.html", mime="text/html", key="story-page",
            type="tertiary", on_click="ignore",
        )  # fmt: skip
        words, keys = st.columns([5, 2], vertical_alignment="center")
        words.title(escaped(place.step.title), anchor=False)
        words.markdown(escaped(place.step.text, MOST_TEXT))
        with keys.container(horizontal=True, gap="small", horizontal_alignment="right"):
            _keys(place, last)


def _keys(place: Place, last: int) -> None:
    st.button(
        "Back", key="story-back", shortcut="left", disabled=place.number == 1,
        on_click=go, args=(place, place.number - 1),
    )  # fmt: skip
    following = "Next" if place.number < last else "End the tour"
    st.button(
        following, key="story-next", shortcut="right", type="primary",
        on_click=go, args=(place, place.number + 1),
    )  # fmt: skip
    if place.number < last:
        st.button("Leave", key="story-leave", type="tertiary", on_click=go, args=(place, 0))


def offline(here: Opened, one: Story) -> str:
    """The whole story as one page that needs nothing else."""
    steps: list[dict[str, Any]] = []
    titles: set[str] = set()
    for step in one.steps:
        view, _ = navigation.whole(here, step.view)
        chosen = drawing_data.selected(here, view)
        drawn = drawing_data.part(here, view, drawing_data.scene(here, view, chosen))
        lit = {"nodes": list(chosen.nodes), "edges": list(chosen.claims)}
        told = {"title": drawing.plain(step.title), "text": drawing.plain(step.text, MOST_TEXT)}
        steps.append({**table.offline_data(here, drawn), "lit": lit, "step": told})
        titles.update(str(said["source_title"]) for *_, said in drawn.edges(data=True))
    footer = " · ".join(table.caption(titles)["footer"])
    return drawing.html_page({"steps": steps}, title=one.title, footer=footer)


def invite(here: Opened) -> None:
    """One line for each story that the open data can tell."""
    for one in offered(here):
        words = f"→ Take a tour: {drawing.plain(one.title, 120)} ({len(one.steps)} steps)"
        st.button(
            escaped(words), type="tertiary", key=f"story-{one.name}",
            on_click=go, args=(Place(one, 1), 1),
        )  # fmt: skip
