"""Charts where people would rather look than read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from kg.analysis import centrality, robustness
from kg.analysis.answers import labels
from kg.analysis.communities import communities
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.presentation.drawing import plain

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


WHOLE = alt.Axis(labelAngle=-30, labelOverlap=False)  # every name, none over another
FIRST = 8  # organizations in a chart of lines
FEW = 500  # organizations whose communities are found while the page waits
MOST = 60  # organizations in a matrix that can still be read
BLUE, GREY = "#3a7bd5", "#9aa4b1"
# In the order of the tints that the picture gives to communities, only stronger.
COLORS = ("#3a7bd5", "#d9822b", "#1b8457", "#b04cc4", "#c4a000", "#6b7685", "#2aa6a6", "#c23b3b")
STEPS = {"stated": "facts", "agreed": "+ agreements", "intended": "+ plans", "all": "+ hints"}


def degrees(network: Network) -> None:
    """How many organizations have how many ties."""
    counts = Counter(int(d) for d in centrality.degree(network).values())
    rows = pd.DataFrame(sorted(counts.items()), columns=["ties", "organizations"])
    st.markdown("**How many organizations have how many ties**")
    chart = alt.Chart(rows).mark_bar(color=BLUE)
    _show(
        chart.encode(
            x=alt.X("ties:O", title="ties of an organization", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("organizations:Q", axis=alt.Axis(tickMinStep=1)),
            tooltip=["ties", "organizations"],
        )
    )


def matrix(network: Network, groups: Mapping[Any, Any]) -> None:
    """Who is tied to whom, with the communities side by side; `groups` if they are known."""
    if not groups and len(network) > FEW:
        return
    of = groups or communities(network).of
    order = sorted(of, key=lambda node: (of[node], node))[:MOST]
    names = {node: plain(name, 40) for node, name in labels(network).items()}
    rows = [
        {
            "who": names[a],
            "whom": names[b],
            "community": str(of[a]) if of[a] == of[b] else "between",
        }
        for a in order
        for b in order
        if network.has_edge(a, b) or network.has_edge(b, a)
    ]
    more = f" (the first {MOST} of {len(of)})" if len(of) > MOST else ""
    st.markdown(f"**Who is tied to whom, ordered by community**{more}")
    ordered = [names[node] for node in order]
    axis = alt.Axis(labelLimit=150, title=None, labelOverlap=False)
    kinds = sorted({row["community"] for row in rows} - {"between"}, key=int)
    colors = [COLORS[(int(kind) - 1) % len(COLORS)] for kind in kinds]
    shades = alt.Scale(domain=[*kinds, "between"], range=[*colors, GREY])
    _show(
        alt.Chart(pd.DataFrame(rows, columns=["who", "whom", "community"]))
        .mark_rect()
        .encode(
            x=alt.X("whom:N", sort=ordered, axis=axis, scale=alt.Scale(domain=ordered)),
            y=alt.Y("who:N", sort=ordered, axis=axis, scale=alt.Scale(domain=ordered)),
            color=alt.Color("community:N", title="community", scale=shades),
            tooltip=["who", "whom", "community"],
        ),
        height=alt.Step(20),
    )


def families(network: Network) -> None:
    """In how many pairs two kinds of ties meet: the diagonal has one kind, the rest two."""
    kinds: dict[frozenset[str], set[str]] = {}
    for a, b, data in network.edges(data=True):
        kinds.setdefault(frozenset((a, b)), set()).add(data["family"])
    signs = {
        r.family: "+" if r.sign > 0 else "−" for r in vocabulary().relations.values() if r.sign
    }
    named = {f: f"{f} ({signs[f]})" if f in signs else f for f in vocabulary().families()}
    meet = {
        (a, b): sum({a, b} <= kind for kind in kinds.values())
        for a, b in combinations_with_replacement(named, 2)
    }
    rows = [{"one": named[a], "another": named[b], "pairs": n} for (a, b), n in meet.items()]
    st.markdown("**In how many pairs two kinds of ties meet**")
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("one:N", sort=list(named.values()), title=None, axis=WHOLE),
        y=alt.Y("another:N", sort=list(named.values()), title=None),
        tooltip=["one", "another", "pairs"],
    )
    shade = alt.Color("pairs:Q", scale=alt.Scale(scheme="blues"), legend=None)
    most = max(meet.values())
    ink = alt.condition(alt.datum.pairs > most / 2, alt.value("white"), alt.value("#1c2430"))
    _show(base.mark_rect().encode(color=shade) + base.mark_text().encode(text="pairs:Q", color=ink))


def over_levels(
    network: Network,
    label: str,
    values: dict[str, dict[str, float]],
    *,
    counted: bool,
) -> None:
    """How the first ones fare at each level of firmness: by place, or by number if only counted."""
    names = labels(network)
    found = robustness.places(values)
    first = sorted(found, key=lambda n: (found[n]["all"] or len(found) + 1, names.get(n, n)))[
        :FIRST
    ]
    rows = [
        {
            "level": STEPS[level],
            "place": found[node][level],
            "number": abs(values[level].get(node, 0)),
            "organization": plain(names[node], 40),
        }
        for node in first
        for level in LEVELS
        if counted or found[node][level] is not None
    ]
    what = label if counted else "place"
    st.markdown(f"**{what.capitalize()} of each, as less firm statements are counted**")
    chart = alt.Chart(pd.DataFrame(rows, columns=["level", "place", "number", "organization"]))
    axis = alt.Axis(tickMinStep=1)
    place = alt.Y("place:Q", scale=alt.Scale(reverse=True, zero=False), axis=axis)
    steps = alt.X("level:N", sort=list(STEPS.values()), title=None, axis=alt.Axis(labelAngle=0))
    _show(
        chart.mark_line(point=True).encode(
            x=steps,
            y=alt.Y("number:Q", title=label) if counted else place,
            color=alt.Color("organization:N", title=None, sort=[names[n] for n in first]),
            tooltip=["organization", "level", "number" if counted else "place"],
        )
    )


def _show(chart: Any, height: Any = 260) -> None:
    st.altair_chart(chart.properties(height=height), width="stretch")
