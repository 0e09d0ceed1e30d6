"""What a number rests on: its statements in their words, and what one source changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kg.analysis.answers import labels
from kg.analysis.findings import Finding
from kg.analysis.measures import MEASURES, ranking
from kg.analysis.robustness import BY, Loss, losses
from kg.model.ontology import vocabulary
from kg.presentation import drawing, view_address
from kg.ui import waiting
from kg.ui.markdown import escaped, modality
from kg.ui.network.choice import Choice
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


AT_ONCE = 12
SAID = {"source": "If a source were wrong", "speaker": "If a speaker were wrong"}


def claims(here: Opened, part: Network, finding: Finding) -> None:
    """The statements behind a number, each a click from its sentence in the source."""
    names = labels(part)
    ends = [names.get(e or "", "") for e in (finding.entity, finding.other) if e]
    about = " and ".join(end for end in ends if end) or finding.note or "this number"
    count = len(finding.claims)
    st.markdown(f"**{count} statement{'' if count == 1 else 's'} behind {escaped(about)}**")
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
    link = f"/?claim={view_address.short(edge[2])}"
    own = said["speaker"] == said["source_iri"]
    who = "the text itself" if own else drawing.plain(str(said["speaker_label"]))
    quote = said.get("quote") or f"in our words: {said.get('summary') or ''}"
    words = f"“{quote}”" if said.get("quote") else str(quote)
    title = str(here.sources[str(said["source_iri"])]["title"]) if here.sources else ""
    return (
        f"- [{escaped(drawing.statement(part, edge))}]({link}) · "
        f"{escaped(modality(str(said['modality'])))} · said by {escaped(who)} · "
        f"{escaped(words, 300)} · {escaped(title, 120)}"
    )


def dependence(here: Opened, choice: Choice, part: Network) -> None:
    """What the ranking would be without one source, or without one speaker; counted when asked."""
    measure = MEASURES[choice.measure]
    if measure.values is None or not part.number_of_edges():
        return
    with st.expander("What would this ranking be if one source, or one speaker, were wrong?"):
        by = st.segmented_control(
            "Leave out", list(BY), format_func=SAID.__getitem__, key="network-leave-out"
        )
        if by:
            found = waiting.outcome(
                f"{here.store.generation}|{by}|{choice.key}",
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
