"""What the number means, and what of it can be taken along."""

from __future__ import annotations

from inspect import getdoc
from typing import TYPE_CHECKING

import streamlit as st

from kg.analysis.findings import Finding
from kg.analysis.measures import MEASURES, measured
from kg.export import graph_files
from kg.presentation import snippets
from kg.ui.markdown import escaped
from kg.ui.network.choice import Choice
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


def show(here: Opened, choice: Choice, part: Network, found: list[Finding]) -> None:
    """Meaning, formula and source; then the downloads and the code that repeats the numbers."""
    _method(choice)
    _downloads(here, choice, part, found)


def _method(choice: Choice) -> None:
    """Meaning, formula and source of the number."""
    measure = MEASURES[choice.measure]
    with st.expander(f"What “{measure.label}” means, and where it comes from"):
        for block in (getdoc(measure.explains) or "").split("\n\n"):
            told, _, source = block.partition("\nSource: ")
            st.markdown(escaped(" ".join(told.split())))
            if source:
                st.markdown(f"Source: {escaped(' '.join(source.split()))}")


def _downloads(here: Opened, choice: Choice, part: Network, found: list[Finding]) -> None:
    """The numbers, the network with them, and the code that repeats them."""
    st.markdown("**Take it along**")
    one, two, three = st.columns(3)
    name = f"network-{choice.measure}"
    one.download_button(
        "Numbers (CSV)",
        lambda: graph_files.numbers(found, part),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
    )
    two.download_button(
        "Network with the numbers (GraphML)",
        lambda: graph_files.written(part, "graphml", measured(part, choice.question.measures)),
        file_name=f"{name}.graphml",
        mime="application/graphml+xml",
        on_click="ignore",
        width="stretch",
    )
    code = snippets.measuring(
        here.store, [choice.measure], choice.level, choice.families, choice.sources
    )
    three.download_button(
        "Code for a notebook (Python)",
        code,
        file_name=f"{name.replace('-', '_')}.py",
        mime="text/x-python",
        on_click="ignore",
        width="stretch",
    )
    with st.expander("The code that repeats these numbers"):
        st.code(code, language="python")
