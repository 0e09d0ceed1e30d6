"""The pages and how one gets to them."""

from __future__ import annotations

import streamlit as st

from kg.errors import KgError
from kg.ui import (
    add_page,
    ask_page,
    bundle,
    codebook_page,
    downloads_page,
    graph_page,
    network_page,
    opened,
)

__all__ = ["run"]


def run() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Tech partnerships", page_icon="🤝", layout="wide")
    st.html(bundle.STATIC / "page.css")
    pages = [
        st.Page(graph, title="Graph", url_path="", default=True),
        st.Page(ask, title="Ask", url_path="ask"),
        st.Page(network, title="Network", url_path="network"),
        st.Page(add, title="Add", url_path="add"),
        st.Page(codebook, title="Codebook", url_path="codebook"),
        st.Page(downloads, title="Downloads", url_path="downloads"),
    ]
    page = st.navigation(pages, position="top")
    try:
        page.run()
    except KgError as error:
        st.error(str(error))


def graph() -> None:
    """The Graph page."""
    graph_page.show(opened.opened())


def ask() -> None:
    """The Ask page."""
    ask_page.show(opened.opened())


def network() -> None:
    """The Network page."""
    network_page.show(opened.opened())


def add() -> None:
    """The Add page."""
    if address := opened.service():
        add_page.elsewhere(address)
    else:
        add_page.show(opened.folder())


def codebook() -> None:
    """The codebook."""
    codebook_page.show(opened.opened())


def downloads() -> None:
    """The downloads."""
    downloads_page.show(opened.store())


if __name__ == "__main__":
    run()
