"""The statements that a number rests on, what one source changes, and what can be downloaded."""

from __future__ import annotations

from functools import partial
from inspect import getdoc
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kg.analysis.answers import labels
from kg.analysis.findings import Finding
from kg.analysis.measures import MEASURES, measured, ranking
from kg.analysis.robustness import BY, Loss, losses
from kg.endpoint.guards import base_path
from kg.export import FORMATS, graph_files
from kg.model.ontology import vocabulary
from kg.model.wording import attribution, counted, evidence_words, modality
from kg.presentation import drawing, snippets, view_address
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Choice
from kg.ui import components
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


AT_ONCE = 12
SAID = {
    "source": "If a source were wrong",
    "speaker": "If a speaker were wrong",
    "voice": "If a voice were wrong",
}


def show_claims(here: Opened, part: Network, finding: Finding) -> None:
    """The statements behind a number, each a click from its sentence in the source."""
    names = labels(part)
    ends = [names.get(e or "", "") for e in (finding.entity, finding.other) if e]
    about = " and ".join(end for end in ends if end) or finding.note or "this number"
    count = len(finding.claims)
    st.markdown(f"**{counted(count, 'statement')} behind {escaped(about)}**")
    edges = {key: (a, b, key, data) for a, b, key, data in part.edges(keys=True, data=True)}
    steps = vocabulary().steps
    behind = [edges[claim] for claim in finding.claims if claim in edges]
    behind.sort(key=lambda edge: steps.index(str(edge[3]["firmness"])))
    lines = [_line(here, part, edge) for edge in behind]
    st.markdown("\n".join(lines[:AT_ONCE]))
    if len(lines) > AT_ONCE:
        with st.expander(f"{len(lines) - AT_ONCE} more"):
            st.markdown("\n".join(lines[AT_ONCE : AT_ONCE * 20]))


def _line(here: Opened, part: Network, edge: tuple[str, str, str, dict[str, object]]) -> str:
    """One statement: a link to it, how firmly, by whom, in which words."""
    said = edge[3]
    link = view_address.link(View(claim=edge[2]), base_path())
    who = drawing.speaker_of(said)
    quote, summary = (str(said.get(key) or "") for key in ("quote", "summary"))
    title = str(here.sources[str(said["source_iri"])]["title"]) if here.sources else ""
    return (
        f"- [{escaped(drawing.statement(part, edge))}]({link}) · "
        f"{escaped(modality(str(said['modality'])))} · {escaped(attribution(who))} · "
        f"{escaped(evidence_words(quote, summary), 300)} · {escaped(title, 120)}"
    )


def show_dependence(here: Opened, choice: Choice, part: Network) -> None:
    """Show the ranking without one source or one speaker; computed on request."""
    measure = MEASURES[choice.measure]
    if measure.values is None or not part.number_of_edges():
        return
    with st.expander("What would this ranking be if one source, speaker or voice were wrong?"):
        by = st.segmented_control(
            "Leave out", list(BY), format_func=SAID.__getitem__, key="network-leave-out"
        )
        if by:
            found = components.awaited(
                f"{here.key}|{by}|{choice.key}",
                f"Counting without each {by}",
                partial(_losses, part, choice.measure, by),
            )
            if found is not None:
                _losses_shown(part, found)


def _losses(part: Network, measure: str, by: str) -> list[Loss]:
    return list(losses(part, ranking(MEASURES[measure]), by))


def _losses_shown(part: Network, found: list[Loss]) -> None:
    names = labels(part)
    changed = [loss for loss in found if set(loss.first) != set(loss.first_without)]
    st.markdown(
        f"**{len(changed)} of {len(found)} would change who comes first.**"
        if changed
        else f"**None of the {len(found)} alone decides who comes first.**"
    )
    # Those that change who comes first come first themselves.
    rows = [
        {
            "left out": drawing.plain(loss.label),
            "statements": len(loss.claims),
            "first without it": ", ".join(names[n] for n in loss.first_without[:3]) or "nobody",
            "change place": len(loss.moved),
            "pairs no longer tied": loss.pairs_lost,
            "same order (tau)": loss.agreement,
        }
        for loss in sorted(found, key=lambda loss: loss not in changed)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


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
        lambda: graph_files.graphml(part, found=measured(part, choice.question.measures)),
        file_name=f"{name}.{FORMATS['graphml'].extension}",
        mime=FORMATS["graphml"].media_type,
        on_click="ignore",
        width="stretch",
    )
    code = snippets.measuring(
        here.store,
        [choice.measure],
        choice.level,
        choice.families,
        choice.sources,
        span=choice.span,
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
