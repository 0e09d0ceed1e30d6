"""The pages, and the addresses for programs beside them."""

from __future__ import annotations

import os

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute

from kg.analysis.sparse import nk
from kg.endpoint import guards
from kg.endpoint import routes as data_routes
from kg.errors import KgError
from kg.model.own_relations import aside_sentence
from kg.presentation.page_text import escaped
from kg.resources import Library
from kg.store.opening import Newest
from kg.ui import components, shared_data
from kg.ui.add.state import undone
from kg.ui.graph import page as graph_page
from kg.workspace import saving
from kg.workspace.workspace import is_shipped

# The others are loaded when they are first opened: with their charts and measures they take seconds
# and as much memory as all the rest.
add_page, ask_page, network_page, codebook_page, compare_page, ledger_page, timeline_page = (
    Library(f"kg.ui.{name}")
    for name in ("add.page", "ask.page", "network.page", "codebook_page", "compare_page",
                 "ledger_page", "timeline_page")
)  # fmt: skip

# A page on the web may point a name of its own at this machine and so read private data: only
# requests that say they mean this machine are answered.
PRODUCT = "Tech Partnerships"
HOSTS = ["127.0.0.1", "localhost"]
# Of larger data, in bytes, memory is worth more than the second until a page is loaded.
MOST_PREPARED = 10_000_000


def routes() -> list[BaseRoute]:
    """The addresses for programs, and the scripts of the pages."""
    return [
        *components.routes(),
        *data_routes.routes(Newest(shared_data.folder, shared_data.service())),
    ]


def middleware() -> list[Middleware]:
    """Middleware for every request, both pages and their live connection."""
    hosts = [*HOSTS, *guards.allowed_hosts(os.environ.get("KG_HOSTS", ""))]
    base = guards.base_path()
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
        Middleware(guards.OwnOrigin),
        Middleware(guards.PageHeaders),
        *([Middleware(guards.BasePath, base=base)] if base else []),
    ]


def prepare() -> None:
    """Load the other pages before somebody asks for them, unless the data need the memory."""
    if shared_data.service() or shared_data.data_bytes() <= MOST_PREPARED:
        for page in (network_page, ask_page, compare_page, timeline_page, add_page):
            page.show  # noqa: B018  (the first use loads it)
        nk.Graph  # noqa: B018


def main() -> None:
    """Show the page that the address names."""
    st.html(components.STATIC / "page.css")
    st.html(f'<p class="product">{PRODUCT}</p>')
    components.component("menu")(key="menu")
    pages = [
        st.Page(_graph, title="Graph", url_path="", default=True),
        st.Page(_ask, title="Ask", url_path="ask"),
        st.Page(_network, title="Network", url_path="network"),
        st.Page(_compare, title="Compare", url_path="compare"),
        st.Page(_timeline, title="Timeline", url_path="timeline"),
        st.Page(_add, title="Add", url_path="add"),
        st.Page(_ledger, title="Ledger", url_path="ledger"),
        st.Page(_codebook, title="Codebook", url_path="codebook"),
        st.Page(_downloads, title="Downloads", url_path="downloads"),
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · {PRODUCT}", page_icon="🤝", layout="wide")
    try:
        page.run()
    except KgError as error:
        st.error(escaped(str(error)))
        _way_back()


def _shown() -> shared_data.Opened:
    """The data, with unreviewed proposals where somebody has chosen them."""
    return shared_data.with_layer(_opened())


def _opened() -> shared_data.Opened:
    """The data, after a word on what of it cannot be read."""
    here = shared_data.opened()
    for name, reason in here.store.aside.items():
        st.warning(escaped(aside_sentence(name, reason)))
    if here.store.aside:
        _way_back()
    if not shared_data.service() and is_shipped(shared_data.folder()):
        st.caption(
            "This is the example. To see your own data, [add an article](add) or "
            "[a table of deals](add?part=table)."
        )
    return here


def _way_back() -> None:
    """Offer to undo the latest saving, where there is one of the user's own."""
    folder = shared_data.folder()
    label = None if shared_data.service() else saving.last(folder)
    if label:
        st.button(f"Undo: {escaped(label, 80)}", on_click=undone, args=(folder,), key="way-back")


def _graph() -> None:
    """The Graph page."""
    graph_page.show(_shown())


def _ask() -> None:
    """The Ask page."""
    ask_page.show(_opened())


def _network() -> None:
    """The Network page."""
    network_page.show(_shown())


def _compare() -> None:
    """The Compare page."""
    compare_page.show(_shown())


def _timeline() -> None:
    """The Timeline page."""
    timeline_page.show(_shown())


def _ledger() -> None:
    """The ledger."""
    ledger_page.show(shared_data.folder())


# Addresses that the parts of the Add page had before they became pages.
MOVED = {"compare": _compare, "ledger": _ledger}


def _add() -> None:
    """The Add page."""
    if (part := st.query_params.to_dict().get("part", "")) in MOVED:
        st.switch_page(st.Page(MOVED[part], title=part.capitalize(), url_path=part))
    if address := shared_data.service():
        add_page.elsewhere(address)
    else:
        add_page.show(shared_data.folder())


def _codebook() -> None:
    """The codebook."""
    codebook_page.show(_opened())


def _downloads() -> None:
    """The downloads."""
    codebook_page.show_downloads(_opened().store)


if __name__ == "__main__":
    main()
