"""Long work: it runs beside the page, shows that it is running, and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
AT_ONCE = 1.0  # seconds within which nothing needs to be said
KEPT = 64


def outcome(key: str, words: str, work: Callable[[], T]) -> T | None:
    """The result of the work; None if the user cancelled it. Work with the same key runs once."""
    if st.session_state.get(f"cancelled-{key}"):
        st.info(f"{words}: cancelled.")
        st.button("Count after all", on_click=_again, args=(key,), key=f"again-{key}")
        return None
    running: Future[T] = _start(key, work)
    try:
        return running.result(timeout=AT_ONCE)
    except TimeoutError:
        if running.done():
            raise
    return _watched(key, words, running)


def _watched(key: str, words: str, running: Future[T]) -> T:
    """The result, once it is there; meanwhile the seconds, and a button to cancel."""
    place = st.empty()
    with place.container(border=True):
        line = st.empty()
        st.button("Cancel", on_click=_cancel, args=(key,), key=f"cancel-{key}")
    for half_seconds in count(2):
        # Writing is also where a click on Cancel ends this run of the page.
        line.markdown(f"{words} … {half_seconds // 2} s")
        try:
            found = running.result(timeout=0.5)
        except TimeoutError:
            if running.done():
                raise
        else:
            place.empty()
            return found
    raise AssertionError("counting has no end")


def _start(key: str, work: Callable[[], T]) -> Future[T]:
    held, workers = _work()
    if key not in held or held[key].cancelled():
        held[key] = workers.submit(work)
        while len(held) > KEPT:
            held.pop(next(iter(held)))
    running: Future[T] = held[key]
    return running


@st.cache_resource(show_spinner=False)
def _work() -> tuple[dict[str, Future[Any]], ThreadPoolExecutor]:
    # Several: what was cancelled and goes on unseen must not keep the next question waiting.
    return {}, ThreadPoolExecutor(max_workers=4, thread_name_prefix="network")


def _cancel(key: str) -> None:
    st.session_state[f"cancelled-{key}"] = True
    held, _ = _work()
    # What runs already runs to its end unseen; what only waits is taken back.
    if (running := held.get(key)) and running.cancel():
        held.pop(key)


def _again(key: str) -> None:
    st.session_state.pop(f"cancelled-{key}", None)
