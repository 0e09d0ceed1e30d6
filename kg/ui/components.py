"""Components that pages share: the drawing, the editor, and the wait for a long computation."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.endpoint.guards import base_path
from kg.errors import KgError
from kg.model.dates import span
from kg.model.vocab import PREFIXES
from kg.query import completion
from kg.query.diagnostics import fault as explained
from kg.ui.shared_data import Opened

STATIC = Path(__file__).parent / "static"
ADDRESS = "/assets"

# Streamlit sends an inline script again at each change, and finds the folder of a package's
# scripts only where the package is named like its distribution. So this line is what is sent, and
# the browser fetches the script itself once.
LOADER = """
const script = import(new URL("%s", location.origin).href);
export default function component(given) {
  let left = false, leave = null;
  const [data] = given.data;
  script.then((module) => { if (!left) leave = module.default({ ...given, data }); });
  return () => { left = true; if (leave) leave(); };
}
"""


MAPS = "/maps"
MOST_MAPS = 64
_maps: OrderedDict[str, bytes] = OrderedDict()


def published(content: bytes) -> str:
    """The address at which browsers fetch some JSON that is too large for a message."""
    name = hashlib.sha256(content).hexdigest()[:24]
    if name not in _maps:
        _maps[name] = gzip.compress(content, 1)
    _maps.move_to_end(name)
    while len(_maps) > MOST_MAPS:
        _maps.popitem(last=False)
    return f"{MAPS}/{name}"


def _fetched(request: Request) -> Response:
    found = _maps.get(request.path_params["name"])
    if found is None:
        return Response("This map is not kept any more: load the page again.", status_code=404)
    # The address names the content, so it never changes.
    kept = {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=86400, immutable"}
    return Response(found, media_type="application/json", headers=kept)


def routes() -> list[BaseRoute]:
    """The routes that serve the scripts and the maps."""
    return [
        Mount(ADDRESS, StaticFiles(directory=STATIC), name="assets"),
        Route(f"{MAPS}/{{name}}", _fetched),
    ]


@cache
def _address(name: str) -> str:
    # A new build has a new address, so no browser keeps an old one.
    digest = hashlib.sha256((STATIC / f"{name}.js").read_bytes()).hexdigest()[:12]
    return f"{base_path()}{ADDRESS}/{name}.js?v={digest}"


@cache
def component(name: str) -> Callable[..., Any]:
    """A component drawn by the bundle of that name."""
    mounted = st.components.v2.component(f"kg-{name}", html="", js=LOADER % _address(name))

    def shown(*, key: str, data: Mapping[str, Any] | None = None, **more: Any) -> Any:
        # In a mapping Streamlit looks for data frames, for which it loads 60 MB of libraries.
        return mounted(key=key, data=(data,), **more)

    return shown


Event = dict[str, Any]


def draw(
    network_data: Mapping[str, Any],
    *,
    key: str,
    selection: Mapping[str, Any] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Event | None:
    """Draw a network and return the user's event since the last run, if any.

    `network_data` is what `picture.drawn` makes, with `name` (for screen readers) and, if wanted,
    `legend`, `families`, `marks`, `title`, `footer`, `file` and `height`. `selection` holds
    `nodes`, `edges` and `center`. An event has `type` ("node", "edge", "pair", "expand", "firmness"
    or "clear") and `id`; `on_event` hears of it before the page runs again. Data with an `address`
    are a map, which the browser fetches there; its selection has `pairs` instead of `edges`.
    """

    def heard() -> None:
        event = st.session_state[held].get("event")
        if event and on_event:
            on_event(event)

    # A map and a picture are two components, so that neither loads the other's script.
    kind = "map" if "address" in network_data else "drawing"
    held = f"{key}-{kind}" if kind == "map" else key
    result = component(kind)(
        key=held,
        data={"channel": key, "name": kind.capitalize(), **network_data},
        on_event_change=heard,
    )
    focus(key, selection or {})
    event: Event | None = result.get("event")
    return event


def focus(channel: str, selection: Mapping[str, Any]) -> None:
    """Send the selection to the picture and the article of a channel, in a separate message."""
    component("focus")(key=f"{channel}-focus", data={"channel": channel, **selection})


def save_buttons(channel: str) -> None:
    """Two buttons that save the picture of a channel as PNG and SVG."""
    component("save")(key=f"{channel}-save", data={"channel": channel})


KEY = "editor"


def show(here: Opened, text: str, error: KgError | None, on_run: Callable[[str], None]) -> None:
    """The editor holding a query; `on_run` hears of the text when somebody runs it."""

    def heard() -> None:
        run = st.session_state[KEY].get("run")
        if run:
            on_run(str(run["text"]))

    component("editor")(
        key=KEY,
        data={
            "text": text,
            "error": editor_fault(error, text),
            "prefixes": PREFIXES,
            **_words(here),
        },
        on_run_change=heard,
    )


def editor_fault(error: KgError | None, query: str) -> dict[str, Any] | None:
    """The error in a query, with its position if known."""
    if error is None:
        return None
    found = explained(str(error), query)
    return {"message": found.words, "line": found.line, "column": found.column}


def _words(here: Opened) -> dict[str, Any]:
    titles = {iri: str(about["title"]) for iri, about in here.sources.items()}
    return {
        "terms": list(completion.terms()),
        "entities": [
            *completion.entity_names({n: here.network.nodes[n] for n in here.network}),
            *completion.source_titles(titles),
        ],
    }


def span_note(given: str, clear: Callable[[], None]) -> None:
    """The span of time that a page is limited to, and the way back to all dates."""
    chosen = span(given) if given else None
    if chosen is None:
        return
    verb = "said" if chosen.clock == "said" else "to hold"
    with st.container(horizontal=True, vertical_alignment="center", key="span-note"):
        st.markdown(f"Only what was {verb} from **{chosen.start}** to **{chosen.end}**",
                    width="content")  # fmt: skip
        st.button("All dates", type="tertiary", on_click=clear, key="span-clear")


T = TypeVar("T")
AT_ONCE = 1.0  # seconds within which nothing needs to be said
KEPT = 64


def awaited(key: str, words: str, work: Callable[[], T]) -> T | None:
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
