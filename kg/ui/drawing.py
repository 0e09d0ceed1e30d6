"""The picture as a component: it draws what it is given and says what was clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from kg.ui import bundle

__all__ = ["draw", "focus", "save_buttons"]

Event = dict[str, Any]


def draw(
    network_data: Mapping[str, Any],
    *,
    key: str,
    selection: Mapping[str, Any] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Event | None:
    """Draw a network and return what was clicked since the last run, if anything.

    `network_data` is what `picture.drawn` makes, with `name` (for screen readers) and, if wanted,
    `legend`, `families`, `marks`, `title`, `footer`, `file`, `height` and `calm`. `selection` holds
    `nodes`, `edges` and `center`. An event has `type` ("node", "edge", "expand", "firmness" or
    "clear") and `id`; `on_event` hears of it before the page runs again.
    """

    def heard() -> None:
        event = st.session_state[key].get("event")
        if event and on_event:
            on_event(event)

    result = bundle.component("drawing")(
        key=key,
        data={"channel": key, "name": "Picture", **network_data},
        on_event_change=heard,
    )
    focus(key, selection or {})
    event: Event | None = result.get("event")
    return event


def focus(channel: str, selection: Mapping[str, Any]) -> None:
    """Tell the picture and the article of a channel what is selected, in a message of its own."""
    bundle.component("focus")(key=f"{channel}-focus", data={"channel": channel, **selection})


def save_buttons(channel: str) -> None:
    """Two buttons that save the picture of a channel as PNG and SVG."""
    bundle.component("save")(key=f"{channel}-save", data={"channel": channel})
