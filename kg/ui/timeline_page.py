"""The Timeline page: every dated statement on an axis, and the undated ones beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from kg.comparison.ledger import Dated, bar_rows, timeline
from kg.endpoint.guards import base_path
from kg.export import csv_tables
from kg.model.dates import CLOCKS, Span, span
from kg.model.ontology import vocabulary
from kg.model.wording import counted, relation_label, term
from kg.presentation import view_address
from kg.presentation.codebook import explained, glossary
from kg.presentation.drawing import PROPOSED, plain
from kg.presentation.graph_view import ALL, View
from kg.presentation.page_text import escaped
from kg.ui import shared_data
from kg.ui.graph.claim import card, cite, claim_sentence, name
from kg.ui.shared_data import Opened

WORDS = {"said": "when it was said", "holds": "when it is to hold"}
LANES = {"company": "by company", "relation": "by relation"}
MOST_LANES = 25
MOST_ROWS = 4  # side by side in a lane
MOST_BARS = 4000
MOST_LISTED = 1000
# Readable on a light page and on a dark one; the dashes are those of the graph, for thicker lines.
INK = "#3f78d8"
DASHES = {
    "stated": [1, 0],
    "agreed": [12, 3, 2, 3],
    "intended": [8, 5],
    "suggested": [3, 2],
    "unreviewed": [1, 2],
}


@dataclass(frozen=True)
class Shown:
    """The complete state of the page, which an address encodes."""

    clock: str = CLOCKS[0]
    lanes: str = "company"
    about: str | None = None  # the entity that all of it concerns
    claim: str | None = None
    span: Span | None = None


def show(here: Opened) -> None:
    """The whole page."""
    st.title("When it was said, and when it is to hold", anchor=False)
    shown, wrong = current(here)
    for message in wrong:
        st.warning(escaped(message))
    _controls(here, shown)
    found = _entries(here, here.key, shown.clock)
    if shown.about:
        found = [entry for entry in found if _concerns(entry, shown.about)]
    dated = [entry for entry in found if entry.days]
    inside = [entry for entry in dated if _inside(entry, shown.span)]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _chart(here, shown, inside)
        _span(here, shown, len(inside))
        _tray(here, shown, [entry for entry in found if not entry.days])
    with right:
        _evidence(here, shown)
    _table(here, shown, inside)


def current(here: Opened) -> tuple[Shown, list[str]]:
    """The state in the address, with messages about missing parts."""
    part = view_address.Reader(st.query_params.to_dict(), ("by", "lanes", "about", "claim", "span"))
    return Shown(
        part.one("by", CLOCKS, otherwise=_usual_clock(here)),
        part.one("lanes", tuple(LANES), otherwise="company"),
        part.one("about", here.network, view_address.entity_iri) or None,
        part.one("claim", here.claims, view_address.claim_iri) or None,
        span(part.one("span", view_address.SPANS)),
    ), part.wrong


def _usual_clock(here: Opened) -> str:
    """The first clock, unless no source has a date and some statement names a time."""
    dated = any(about["date"] for about in here.sources.values())
    held = any(claim.when or claim.deadline_year for claim in here.whole_claims)
    return CLOCKS[1] if held and not dated else CLOCKS[0]


def go(shown: Shown) -> None:
    """Make a state the current one, as a step that Back undoes."""
    values = {
        "by": shown.clock,
        "lanes": shown.lanes if shown.lanes != "company" else "",
        "about": view_address.short(shown.about) if shown.about else "",
        "claim": view_address.short(shown.claim) if shown.claim else "",
        "span": str(shown.span) if shown.span else "",
    }
    shared_data.set_address(values)


@st.cache_resource(show_spinner="Sorting by date …", max_entries=4)
def _entries(_here: Opened, generation: str, clock: str) -> list[Dated]:  # noqa: ARG001
    said = {iri: about["date"] for iri, about in _here.sources.items()}
    return timeline(_here.whole_claims, said, clock)


def _concerns(entry: Dated, iri: str) -> bool:
    claim = entry.claim
    return iri in (claim.subject, claim.object, claim.attributed_to, *claim.jointly_with)


def _inside(entry: Dated, chosen: Span | None) -> bool:
    if chosen is None or entry.days is None:
        return entry.days is not None
    return entry.days[0] <= chosen.end and chosen.start <= entry.days[1]


def _controls(here: Opened, shown: Shown) -> None:
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        _choice("by", WORDS, shown.clock, lambda v: replace(shown, clock=v, span=None))
    with middle:
        _choice("lanes", LANES, shown.lanes, lambda v: replace(shown, lanes=v))
    ends = {entity for pair in here.ends.values() for entity in pair}
    names = sorted(ends, key=lambda iri: (not here.network.nodes[iri]["organization"],
                                          name(here, iri).casefold()))  # fmt: skip
    st.session_state["timeline-about"] = shown.about

    def chosen() -> None:
        go(replace(shown, about=st.session_state["timeline-about"]))

    right.selectbox(
        "About", names[:5000], key="timeline-about", on_change=chosen, placeholder="everybody",
        format_func=lambda iri: plain(name(here, iri), 120), label_visibility="collapsed",
    )  # fmt: skip


def _choice(key: str, words: Mapping[str, str], now: str, then: Any) -> None:
    def changed() -> None:
        go(then(st.session_state[f"timeline-{key}"] or now))

    st.session_state[f"timeline-{key}"] = now
    st.segmented_control(
        key.capitalize(), list(words), key=f"timeline-{key}", format_func=words.__getitem__,
        on_change=changed, required=True, label_visibility="collapsed",
    )  # fmt: skip


def _lane(here: Opened, shown: Shown, entry: Dated) -> str:
    """The name of the lane: the relation, or the company; of one company, its counterpart."""
    claim = entry.claim
    if shown.lanes == "relation":
        return relation_label(claim.relation)
    ends = [end for end in (claim.subject, claim.object) if end and end != shown.about]
    return plain(name(here, (ends or [claim.subject])[0]), 40)


def _chart(here: Opened, shown: Shown, dated: list[Dated]) -> None:
    if not dated:
        st.info("No statement here has such a date.")
        return
    lanes = {entry.claim.iri: _lane(here, shown, entry) for entry in dated}
    busiest = [lane for lane, _ in Counter(lanes.values()).most_common(MOST_LANES)]
    drawn = [entry for entry in dated if lanes[entry.claim.iri] in set(busiest)][:MOST_BARS]
    frame = _frame(here, drawn, lanes)
    bars = _bars(frame, busiest)
    st.altair_chart(
        bars, width="stretch", key="timeline-chart", on_select=lambda: _picked(here, shown),
        selection_mode=["one", "brush"],
        alt=f"{counted(len(drawn), 'statement')} on an axis of time; the table below has them all",
    )  # fmt: skip
    hidden = len(set(lanes.values())) - len(busiest)
    rest = (
        f" The {MOST_LANES} busiest lanes; {hidden:,} more are in the table." if hidden > 0 else ""
    )
    st.caption(
        "A long bar is a vague date: all that “2016” can mean. Click a bar to read who says so; "
        f"drag across the picture to choose a span.{rest}",
        help=explained("stated as done", "agreed", "intended", "suggested"),
    )


def _frame(here: Opened, drawn: list[Dated], lanes: Mapping[str, str]) -> pd.DataFrame:
    days = [entry.days for entry in drawn if entry.days]
    reach = max(end for _, end in days) - min(start for start, _ in days)
    least = max(reach / 36, timedelta(days=1))
    placed = bar_rows(((lanes[e.claim.iri], e.days) for e in drawn if e.days), least, MOST_ROWS)
    return pd.DataFrame([
        {
            "claim": entry.claim.iri, "lane": lanes[entry.claim.iri], "row": row,
            "start": pd.Timestamp(entry.days[0]),
            "end": pd.Timestamp(max(entry.days[1], entry.days[0] + least)),
            "firmness": _firmness(here, entry),
            "statement": plain(claim_sentence(here, entry.claim), 160), "date": _date(entry),
        }
        for entry, row in zip(drawn, placed, strict=True)
        if entry.days
    ])  # fmt: skip


def _firmness(here: Opened, entry: Dated) -> str:
    if entry.claim.iri in here.proposals:
        return PROPOSED[0]
    return term("Firmness", vocabulary().firmness[entry.claim.modality])


def _bars(frame: pd.DataFrame, lanes: list[str]) -> Any:
    """One bar for each statement, dashed by how firmly it is said."""
    steps = [term("Firmness", step) for step in vocabulary().steps]
    proposed = bool((frame["firmness"] == PROPOSED[0]).any())
    steps += [PROPOSED[0]] if proposed else []
    one = alt.selection_point(name="one", fields=["claim"])
    brush = alt.selection_interval(name="brush", encodings=["x"])
    many = int(frame["row"].max()) + 1
    chart = alt.Chart(frame).mark_rule(stroke=INK, strokeWidth=7, cursor="pointer").encode(
        x=alt.X("start:T", title=None),
        x2="end:T",
        y=alt.Y("lane:N", title=None, sort=lanes, axis=alt.Axis(labelLimit=150)),
        yOffset=alt.YOffset("row:O", sort=list(range(many))),
        strokeDash=alt.StrokeDash(
            "firmness:N", title=None,
            scale=alt.Scale(domain=steps, range=list(DASHES.values())[: len(steps)]),
            legend=alt.Legend(orient="top", columns=2, symbolStrokeColor=INK, symbolSize=900,
                              symbolStrokeWidth=5, labelLimit=200),
        ),
        opacity=alt.condition(alt.datum.firmness == PROPOSED[0], alt.value(0.55), alt.value(1)),
        tooltip=["statement", "date", "firmness"],
    )  # fmt: skip
    # The height is that of legend, lanes and axis together.
    height = 130 + len(set(frame["lane"])) * max(24, 11 * many)
    # The table has them for those who cannot see the picture; a brush has no name to read aloud.
    return chart.configure(aria=False).add_params(one, brush).properties(height=height)


def _picked(here: Opened, shown: Shown) -> None:
    """Answer a click on a bar, or a span that was dragged."""
    chosen = st.session_state["timeline-chart"].selection
    marked = [row.get("claim") for row in chosen.get("one") or [] if isinstance(row, dict)]
    if marked and marked[0] in here.claims and marked[0] != shown.claim:
        go(replace(shown, claim=marked[0]))
        return
    ends = next(iter((chosen.get("brush") or {}).values()), None)
    if ends and len(ends) == 2 and ends[0] != ends[1]:
        first, last = (datetime.fromtimestamp(end / 1000, UTC).date() for end in sorted(ends))
        go(replace(shown, span=Span(shown.clock, first, last)))


def _span(here: Opened, shown: Shown, number: int) -> None:
    """The span as two fields, and the pages that show it."""
    given = shown.span
    first, last, clear = st.columns([2, 2, 1.2], vertical_alignment="bottom")
    st.session_state["timeline-from"] = str(given.start) if given else ""
    st.session_state["timeline-to"] = str(given.end) if given else ""

    def changed() -> None:
        start = st.session_state["timeline-from"].strip() or "1800"
        end = st.session_state["timeline-to"].strip() or "2099"
        found = span(f"{shown.clock}:{start}..{end}")
        if found is None:
            st.session_state["timeline-wrong"] = f"{start} to {end}"
        else:
            go(replace(shown, span=found))

    for place, label, key in ((first, "From", "timeline-from"), (last, "To", "timeline-to")):
        place.text_input(label, key=key, on_change=changed, placeholder="2016, 2016-01 …")
    if given:
        clear.button("All dates", on_click=go, args=(replace(shown, span=None),))
    if wrong := st.session_state.pop("timeline-wrong", ""):
        st.error(escaped(f"“{wrong}” is not a span; write 2016, 2016-01 or 2016-01-20, the "
                         "earlier one first."))  # fmt: skip
    if given:
        asked = {"span": str(given)}
        graph = urlencode({"source": ALL, **asked}, safe=":,.")
        network = urlencode(asked, safe=":,.")
        st.markdown(
            f"**{counted(number, 'statement')}** in this span. Show them in the "
            f"[graph]({shared_data.carried(here, f'{base_path()}/?{graph}')}) or count them in the "
            f"[network]({shared_data.carried(here, f'{base_path()}/network?{network}')})."
        )


def _counted(here: Opened, listed: list[Dated]) -> str:
    """The number of statements, and apart from it that of unreviewed proposals."""
    waiting = sum(entry.claim.iri in here.proposals for entry in listed)
    return f"{len(listed) - waiting:,}" + (f" and {waiting:,} unreviewed" if waiting else "")


def _tray(here: Opened, shown: Shown, undated: list[Dated]) -> None:
    """The statements that have no place on the axis: never out of sight."""
    st.subheader(f"Without a date ({_counted(here, undated)})", anchor=False)
    why = "Their sources have no date." if shown.clock == "said" else (
        "They name no time for what they say."
    )  # fmt: skip
    st.caption(why if undated else "Every statement has one.",
               help=explained("when it was said", "when it is to hold"))  # fmt: skip
    if undated:
        _list(here, shown, undated, "timeline-tray", 215)


def _evidence(here: Opened, shown: Shown) -> None:
    """The words behind the bar that was chosen, as the Graph page shows them."""
    with st.container(key="panel"):
        if not shown.claim:
            st.markdown("Every bar is a statement somebody made. Click one to read its words.")
            return
        claim = shared_data.claim(here, shown.claim)
        card(here, View(), claim, place="timeline", whole=True)
        cite(here, claim)
        address = view_address.link(View(claim=claim.iri), base_path())
        st.markdown(f"[Show it in the graph, beside its text]({address})")


def _table(here: Opened, shown: Shown, dated: list[Dated]) -> None:
    """The same statements as a table, for the keyboard and for reading, and as a file."""
    st.subheader(f"As a table ({_counted(here, dated)})", anchor=False)
    if dated:
        _list(here, shown, dated, "timeline-table", 320)
    st.download_button(
        "Download (CSV)", lambda: _csv(here, shown, dated), file_name="timeline.csv",
        mime="text/csv", on_click="ignore", key="timeline-csv",
    )  # fmt: skip


def _list(here: Opened, shown: Shown, listed: list[Dated], key: str, height: int) -> None:
    table = pd.DataFrame([
        {
            "date": _date(entry), "statement": plain(claim_sentence(here, entry.claim), 200),
            "how firmly": _firmness(here, entry),
            "source": plain(name(here, entry.claim.source), 100),
        }
        for entry in listed[:MOST_LISTED]
    ])  # fmt: skip

    def picked() -> None:
        marked = st.session_state[key]["selection"]["rows"]
        go(replace(shown, claim=listed[marked[0]].claim.iri if marked else None))

    st.dataframe(
        table, hide_index=True, key=key, on_select=picked, selection_mode="single-row",
        height=min(height, 40 + 35 * len(table)), width="stretch",
        column_config={word: st.column_config.Column(help=glossary()[word])
                       for word in ("statement", "how firmly", "source")},
    )  # fmt: skip
    if len(listed) > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED:,} of {len(listed):,}.")


def _date(entry: Dated) -> str:
    """The date as far as it is known."""
    if entry.days is None:
        return ""
    first, last = entry.days
    year, month = date(first.year, 12, 31), first.replace(day=1)
    if first == last:
        return str(first)
    if (first, last) == (date(first.year, 1, 1), year):
        return str(first.year)
    if first == month and (last + timedelta(days=1)).day == 1 and last.month == first.month:
        return f"{first:%Y-%m}"
    return f"{first} to {last}"


def _csv(here: Opened, shown: Shown, dated: list[Dated]) -> bytes:
    terms = vocabulary()
    head = ("clock", "from", "to", "statement", "firmness", "modality", "said by", "source",
            "claim")  # fmt: skip
    return csv_tables.csv_file([head, *(
        (
            shown.clock, *(map(str, entry.days or ("", ""))), claim_sentence(here, entry.claim),
            "unreviewed" if entry.claim.iri in here.proposals
            else terms.firmness[entry.claim.modality], entry.claim.modality,
            name(here, entry.claim.attributed_to), entry.claim.source, entry.claim.iri,
        )
        for entry in dated
    )])  # fmt: skip
