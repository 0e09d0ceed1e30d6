"""The network as charts, and as a picture: the larger the number, the larger the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from kg.analysis import centrality, robustness
from kg.analysis.answers import labels
from kg.analysis.communities import communities
from kg.analysis.findings import Finding, best_first
from kg.analysis.measures import MEASURES, ranking
from kg.analysis.windows import CHANGES, by_year, series, undated
from kg.analysis.windows import changed as moved
from kg.model.claims import LEVELS
from kg.model.ontology import vocabulary
from kg.model.wording import counted
from kg.presentation import drawing, graph_view, label_placement, layout
from kg.presentation.drawing import plain
from kg.presentation.view_address import WINDOWS, Choice
from kg.ui import components
from kg.ui.network.choice import current, go
from kg.ui.shared_data import Opened

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


WHOLE = alt.Axis(labelAngle=-30, labelOverlap=False)  # every name, none over another
FIRST = 8  # organizations in a chart of lines
FEW = 500  # organizations whose communities are found while the page waits
MOST_YEARS = 30
MOST = 60  # organizations in a matrix that can still be read
BLUE, GREY = "#3a7bd5", "#9aa4b1"
# In the order of the tints that the picture gives to communities, only stronger.
COLORS = ("#3a7bd5", "#d9822b", "#1b8457", "#b04cc4", "#c4a000", "#6b7685", "#2aa6a6", "#c23b3b")
STEPS = {"stated": "facts", "agreed": "+ agreements", "intended": "+ plans", "all": "+ hints"}


def degrees(network: Network) -> None:
    """Histogram of the number of ties."""
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
    """Adjacency matrix, with members of a community side by side if `groups` are given."""
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


def family_matrix(network: Network) -> None:
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


def levels_chart(
    network: Network,
    label: str,
    values: dict[str, dict[str, float]],
    *,
    counted: bool,
) -> None:
    """Ranks or numbers of the first organizations at each level of firmness."""
    names = labels(network)
    found = robustness.ranks_by_level(values)
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


def show_years(choice: Choice, network: Network) -> None:
    """The changes from year to year, and the measure of the ten largest, where asked for."""
    words = {"": "not shown", "cumulative": "all up to each year", "1": "each year alone"}
    words |= {n: f"the last {n} years" for n in WINDOWS[2:]}
    st.session_state["network-years"] = choice.years

    def changed() -> None:
        go(replace(choice, years=st.session_state["network-years"]))

    st.selectbox("Year by year", list(words), key="network-years", on_change=changed,
                 format_func=words.__getitem__)  # fmt: skip
    if not choice.years:
        return
    years = by_year(network, width=None if choice.years == "cumulative" else int(choice.years))
    if not years:
        st.caption("Nothing dates these statements.")
        return
    rows = [{"year": str(one.year), **dict(zip(CHANGES, moved(one), strict=True))} for one in years]
    measure, names = MEASURES[choice.measure], labels(network)
    if measure.values:
        followed = series(years[-MOST_YEARS:], ranking(measure))
        lines = pd.DataFrame([
            {"year": str(year.year), "number": abs(value), "organization": plain(names[node], 40)}
            for node, values in followed.items()
            for year, value in zip(years[-MOST_YEARS:], values, strict=True)
        ])  # fmt: skip
        st.markdown(f"**{measure.label.capitalize()} of the ten largest, year by year**")
        _show(alt.Chart(lines).mark_line(point=True).encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("number:Q", title=measure.label),
            color=alt.Color("organization:N", title=None, sort=None),
            tooltip=["organization", "year", "number"],
        ))  # fmt: skip
    st.markdown("**Who enters and leaves, which ties are new or lost**")
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=min(320, 40 + 35 * len(rows)))
    if lost := undated(network):
        st.caption(f"{counted(lost, 'statement')} without a date: left out.")


def _show(chart: Any, height: Any = 260) -> None:
    st.altair_chart(chart.properties(height=height), width="stretch")


HEIGHT = 460
ROOM = 1.35
# The frame is about so much wider than high; a picture of the same form fills it.
FORM = 1.6
# More lines than this are a ball of wool, and slow to draw.
MOST_LINES = 1500
MOST_NAMES = 40


def show(
    here: Opened,
    choice: Choice,
    part: Network,
    found: Sequence[Finding],
    chosen: Finding | None,
) -> None:
    """The organizations and the statements between them; above a few dozen, as a map."""
    if len(part) > MOST_NAMES and part.number_of_edges():
        _show_map(here, choice, part, found, chosen)
        return
    shown = drawn_part(part, choice.measure, found)
    if not shown.number_of_edges():
        return
    places = _places(here, shown)
    data: dict[str, Any] = {**drawing.drawn(drawing.network(shown, places))}
    data |= {"name": "Picture of the ties between organizations", "height": HEIGHT}
    data |= {"file": f"network-{choice.measure}", "title": choice.question.words}
    marked = lit(choice, shown, chosen)
    components.draw(data, key="network", selection=marked, on_event=partial(_heard, here))


def _show_map(
    here: Opened, choice: Choice, part: Network, found: Sequence[Finding], chosen: Finding | None
) -> None:
    """The map of the Graph page, each disc as large as its number."""
    key = ("network", choice.key)
    if key not in here.maps:
        numbers = {str(f.entity): float(f.value) for f in found if _is_number(f)}
        grouped = choice.measure in ("community", "component")
        spots = here.map_spots
        if grouped:
            spots = {n: (x, y, int(numbers.get(n, 0))) for n, (x, y, _) in spots.items()}
        pairs = graph_view.between(part.edges(keys=True, data=True))
        sizes = None if grouped else weights(choice.measure, numbers) or None
        families = Counter(str(said["family"]) for *_, said in part.edges(data=True))
        content = drawing.map_content(part, pairs, spots, sizes)
        here.maps[key] = content, {"families": drawing.family_counts(families)}
    content, families_key = here.maps[key]
    data = {"address": components.published(content), **families_key, "height": HEIGHT}
    data |= {"name": "Map of the ties between organizations"}
    data |= {"file": f"network-{choice.measure}", "title": choice.question.words}
    marked = lit(choice, part, chosen)
    if marked and not choice.entity:
        edges = set(marked.pop("edges"))
        marked["pairs"] = sorted(
            {(a, b) for a, b, claim in part.edges(keys=True) if claim in edges}
        )
    components.draw(data, key="network", selection=marked, on_event=partial(_heard, here))


def weights(measure: str, numbers: Mapping[str, float]) -> dict[str, float]:
    """Each number as a share of the way from the least to the most important one."""
    sign = -1 if MEASURES[measure].lowest_first else 1
    least, most = (end((sign * n for n in numbers.values()), default=0.0) for end in (min, max))
    if most == least:
        return {}
    return {node: (sign * number - least) / (most - least) for node, number in numbers.items()}


def _places(here: Opened, shown: Network) -> dict[str, label_placement.Place]:
    """The places of the Graph page where it shows the same few, further apart: names need room."""
    same = here.start and set(shown) == set(here.start) and len(shown) <= layout.CROWD_OF
    found = here.places if same else layout.places(shown, shown)
    wide, high = (
        max(spots) - min(spots) for spots in zip(*(found[node] for node in shown), strict=True)
    )
    # Stretched in one direction only, nothing comes nearer to anything else.
    stretch = ROOM * min(2.0, max(1.0, FORM * high / max(wide, 1.0)))
    return {node: (found[node][0] * stretch, found[node][1] * ROOM) for node in shown}


def drawn_part(part: Network, measure: str, found: Sequence[Finding]) -> Network:
    """The part of the network that is drawn: each with its weight (0 to 1) or its community."""
    known = MEASURES[measure]
    values = {str(f.entity): float(f.value) for f in found if _is_number(f)}
    oriented = {n: -v if known.lowest_first else v for n, v in values.items()}
    degrees: dict[str, float] = {node: float(degree) for node, degree in part.degree()}
    by = oriented if known.about == "organization" and oriented else degrees
    # Where an answer is about pairs, their ends come first: as the table has them.
    pairs = ((f.entity, f.other) for f in found if f.other)
    ends = [end for pair in pairs for end in pair if end and end in part]
    ranked = list(dict.fromkeys([*ends, *best_first(by, labels(part)), *part]))[:MOST_NAMES]
    kept = part.subgraph(ranked).copy()
    for place, node in enumerate(ranked, 1):
        kept.nodes[node]["rank"] = place
    lowest, highest = min(oriented.values(), default=0), max(oriented.values(), default=0)
    for node, data in kept.nodes(data=True):
        if measure in ("community", "component"):
            data["community"] = int(values.get(node, 0))
        elif node in oriented and highest > lowest:
            data["weight"] = (oriented[node] - lowest) / (highest - lowest)
    for a, b, claim in list(kept.edges(keys=True))[MOST_LINES:]:
        kept.remove_edge(a, b, claim)
    return kept


def _is_number(finding: Finding) -> bool:
    return (
        finding.entity is not None and finding.other is None and not isinstance(finding.value, str)
    )


def lit(choice: Choice, shown: Network, chosen: Finding | None) -> dict[str, Any]:
    """The nodes and claims to highlight: the chosen row, and the statements behind its number.

    What is about a pair or a source is lit unasked: there the statements are the answer.
    """
    asked = choice.entity is not None or choice.row
    if chosen is None or not (asked or MEASURES[choice.measure].about in ("pair", "source")):
        return {}
    drawn_claims = {claim for _, _, claim in shown.edges(keys=True)}
    nodes = [node for node in (chosen.entity, chosen.other) if node in shown]
    edges = [claim for claim in chosen.claims if claim in drawn_claims]
    return {"nodes": nodes, "edges": edges} | ({"center": nodes[0]} if choice.entity else {})


def _heard(here: Opened, event: dict[str, Any]) -> None:
    """Answer a click in the picture: choose the organization, or nothing."""
    choice, _ = current(here)
    if event.get("type") == "node":
        go(replace(choice, entity=str(event["id"]), other=None, row=""))
    elif event.get("type") == "clear":
        go(replace(choice, entity=None, other=None, row=""))
