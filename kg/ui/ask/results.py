"""The answer of a query: a table, the statements each row rests on, a picture, a chart, as sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from kg.endpoint.guards import base_path
from kg.model import quotes
from kg.model.claims import Claim
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY, TP, term_name
from kg.model.wording import attribution, counted, date_words, modality, term
from kg.presentation import query_results, view_address
from kg.presentation.codebook import glossary
from kg.presentation.drawing import plain
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Asked
from kg.query.completion import iri_in_query
from kg.query.saved_questions import Question
from kg.store.result_rows import Rows
from kg.ui import components
from kg.ui.ask.running_query import LARGEST, TRIPLES, Outcome, go
from kg.ui.graph.claim import claim_sentence, name, speaker
from kg.ui.shared_data import Opened, claim, source_text

MOST = 12
Group = list[query_results.Row]  # rows that look the same


@dataclass(frozen=True)
class Why:
    """The statements behind a row, with the way they were found if the row names none."""

    claims: dict[str, dict[str, str]]
    lead: str = ""


def naming(here: Opened) -> Callable[[str], str | None]:
    """Labels of entities, sources, statements and terms of the ontology."""

    def named(iri: str) -> str | None:
        if iri in here.network or iri in here.sources:
            return name(here, iri)
        if iri in here.claims:
            return _details(here, iri)["statement"]
        return _term(term_name(iri))

    return named


def _term(local: str) -> str | None:
    known = vocabulary()
    found = known.relations.get(local) or known.classes.get(local)
    for answers_ in known.values.values():
        found = found or answers_.get(local)
    return found.label if found else None


def page_about(here: Opened, iri: str) -> str | None:
    """The page about a thing; empty for anything that is not ours."""
    if iri in here.claims:
        return view_address.link(View(claim=iri), base_path())
    if iri in here.network and iri.startswith(str(ENTITY)):
        return view_address.link(View(entity=iri), base_path())
    if iri in here.sources:
        return view_address.link(View(source=iri), base_path())
    return f"{base_path()}/codebook" if iri.startswith(str(TP)) else None


def because(here: Opened, row: query_results.Row, asked: Asked, names: Sequence[str]) -> Why:
    """The statements named by a row, or else those it was derived from."""
    own = query_results.claims_in(row, here.claims)
    if own:
        return Why({iri: _details(here, iri) for iri in own[:MOST]})
    if not asked.query and asked.saved().why:
        return _counted(here, row, asked.saved(), names)
    return _between(here, row)


def _counted(here: Opened, row: query_results.Row, question: Question, names: Sequence[str]) -> Why:
    """The statements that a saved question counted or compared to make a row."""
    there = {name: term for name, term in zip(names, row, strict=True) if term is not None}
    query, taken = question.because(list(there))
    found = here.store.select(query, {name: there[name] for name in taken})
    claims = [str(claim) for claim, *_ in found]
    details = {iri: _details(here, iri) for iri in claims[:MOST]}
    more = f"The first {MOST} of {len(claims)} statements." if len(claims) > MOST else ""
    return Why(details, more)


def _between(here: Opened, row: query_results.Row) -> Why:
    """The statements that link the things a row names."""
    ends = query_results.entities_in(row, here.network)
    linking = query_results.linking(here.network, ends) if 2 <= len(ends) <= 4 else []
    if not linking:
        return Why({})
    names = " and ".join(plain(name(here, end), 80) for end in ends)
    lead = f"The row names no statement; these link {names}"
    more = f" (the first {MOST} of {len(linking)})" if len(linking) > MOST else ""
    return Why({iri: _details(here, iri) for iri in linking[:MOST]}, f"{lead}{more}.")


def _details(here: Opened, iri: str) -> dict[str, str]:
    return _made(here.store.generation, iri, here)


@st.cache_data(max_entries=5000, show_spinner=False)
def _made(generation: str, iri: str, _here: Opened) -> dict[str, str]:  # noqa: ARG001
    here = _here
    said = claim(here, iri)
    before, words, after = _words(here, said)
    source = here.sources[said.source]
    known = [source["title"], source["publisher"], date_words(source["date"])]
    return {
        "statement": plain(claim_sentence(here, said), 400),
        "about": f"{modality(said.modality)} · {term('Form', said.form)} · "
        f"{attribution(plain(speaker(here, said), 120))}",
        "before": before,
        "words": words,
        "after": after,
        "source": plain(" · ".join(str(one) for one in known if one), 300),
        "href": page_about(here, iri) or iri_in_query(iri),
    }


def _words(here: Opened, said: Claim) -> tuple[str, str, str]:
    """The exact words, with the words before and after them in their sentence."""
    if said.passage is None:
        return "In our words: ", plain(said.summary or "", 1000), ""
    whole, _ = source_text(here, said.source)
    if whole is None:
        return "“", plain(said.passage.exact, 2000), "”"
    round_it = quotes.context(said.passage, whole)
    before = whole[round_it.start : said.passage.start]
    after = whole[said.passage.end : round_it.end]
    return plain(before, 1000), plain(said.passage.exact, 2000), plain(after, 1000)


KEY = "answer"
RAW = 30_000
LABEL = 360  # pixels for the words beside a bar


def show(here: Opened, asked: Asked, found: Outcome) -> None:
    """The answer in the look that the address asks for."""
    if found.yes is not None:
        st.markdown(f"### {'Yes' if found.yes else 'No'}.")
        st.caption(_took(found))
        return
    if found.rows is None:
        st.warning(
            f"The answer has {found.size / 1e6:,.0f} MB; a page shows up to {LARGEST / 1e6:.0f}. "
            "Download it whole, or ask for less with LIMIT."
        )
        return
    looks = _looks(here, asked, found)
    look = asked.look if asked.look in looks else "table"
    _switch(asked, list(looks), look)
    looks[look]()


def hidden_columns(asked: Asked) -> set[str]:
    """Columns of a saved question that are shown elsewhere: its start values and its evidence."""
    return set() if asked.expert else {*asked.saved().given, "claim", "condition"}


def _looks(here: Opened, asked: Asked, found: Outcome) -> dict[str, Callable[[], None]]:
    assert found.rows is not None
    looks: dict[str, Callable[[], None]] = {"table": partial(_table, here, asked, found)}
    picture = _picture(here, found, found.rows)
    if picture and picture[0]["edges"]:
        looks["graph"] = partial(_graph, here, *picture)
    columns = query_results.answer_columns(found.rows.variables, hidden_columns(asked))
    bars = query_results.chart(columns, found.rows, naming(here))
    if bars:
        looks["chart"] = partial(_chart, *bars)
    if asked.expert:
        looks["raw"] = partial(_raw, found)
    return looks


def _switch(asked: Asked, looks: list[str], look: str) -> None:
    if len(looks) < 2:
        return

    def changed() -> None:
        go(replace(asked, look=st.session_state["ask-look"] or "table"))

    st.session_state["ask-look"] = look
    st.segmented_control(
        "Look",
        looks,
        format_func=str.capitalize,
        key="ask-look",
        on_change=changed,
        label_visibility="collapsed",
    )


def _table(here: Opened, asked: Asked, found: Outcome) -> None:
    rows = found.rows
    assert rows is not None
    if not len(rows):
        _nothing(here, asked, found)
        return
    columns = query_results.answer_columns(rows.variables, hidden_columns(asked))
    ordered = query_results.sorted_rows(rows, asked.sort)
    # To a reader, rows that differ only in the statement behind them are one answer.
    groups = [[row] for row in ordered] if asked.expert else query_results.grouped_rows(
        ordered, [*columns.shown, *columns.labels.values()])  # fmt: skip
    pages = query_results.pages(len(groups))
    page = min(asked.page, pages)
    part = groups[(page - 1) * query_results.PAGE : page * query_results.PAGE]
    st.caption(_shown(found, page, len(part)) if asked.expert else _answers(groups, page, part))
    components.component("results")(
        key=f"{KEY}-rows",
        data=_data(here, asked, columns, part),
        on_event_change=lambda: _sorted(asked),
    )
    if pages > 1:
        _pager(asked, page, pages)


def _nothing(here: Opened, asked: Asked, found: Outcome) -> None:
    """Words for an empty answer; without a term of SPARQL for those who do not read it."""
    if asked.expert:
        st.info("\n\n".join(escaped(words) for words in found.missed))
        st.caption(_took(found))
        return
    named = naming(here)
    given = asked.saved().given
    about = [iri for key in given if (iri := asked.about.get(key, given[key].strip("<>")))]
    of = [named(iri) or iri for iri in about if iri not in here.sources]
    texts = [f"“{named(iri)}”" for iri in about if iri in here.sources]
    where = " and ".join(texts) or (
        "the only source" if len(here.sources) == 1 else f"any of the {len(here.sources)} sources"
    )
    things = f", asked about {' and '.join(of)}" if of else ""
    st.info(escaped(f"Nothing in {where} answers this{things}."))
    if found.nearest:
        st.caption("A question near it that has an answer:")
        words = escaped(found.nearest.words())
        st.button(words, on_click=go, args=(found.nearest,), key="ask-nearest")


def _answers(groups: list[Group], page: int, part: list[Group]) -> str:
    words = counted(len(groups), "answer")
    first = (page - 1) * query_results.PAGE + 1
    return (
        words if len(part) == len(groups) else f"{first:,} to {first + len(part) - 1:,} of {words}"
    )


def _data(
    here: Opened, asked: Asked, columns: query_results.Table, part: list[Group]
) -> dict[str, Any]:
    names, links = naming(here), partial(page_about, here)
    words = (lambda name: f"?{name}") if asked.expert else query_results.title
    way = {asked.sort.removeprefix("-"): "down" if asked.sort.startswith("-") else "up"}
    repeated = any(len(rows) > 1 for rows in part)
    heads = [
        {
            "name": name, "label": words(name), "sort": way.get(name, ""),
            "about": glossary().get(query_results.title(name), ""),
        }
        for name in (columns.names[at] for at in columns.shown)
    ]  # fmt: skip
    claims: dict[str, dict[str, str]] = {}
    shown = []
    for rows in part:
        found = [because(here, row, asked, columns.names) for row in rows]
        behind = {iri: details for why in found for iri, details in why.claims.items()}
        claims |= behind
        cells = [query_results.cell(columns, rows[0], at, names, links) for at in columns.shown]
        if repeated:
            cells.append({"text": str(len(rows)), "number": True})
        shown.append({"cells": cells, "claims": list(behind), "lead": found[0].lead})
    return {
        "name": "Answer",
        "columns": [*heads, {"label": "statements"}] if repeated else heads,
        "rows": shown,
        "claims": claims,
    }


def _sorted(asked: Asked) -> None:
    event = st.session_state[f"{KEY}-rows"].get("event")
    if event and event.get("type") == "sort":
        column = str(event["column"])
        turned = f"-{column}" if asked.sort == column else column
        go(replace(asked, sort=turned, page=1))


def _pager(asked: Asked, page: int, pages: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, to in (
            ("First", 1),
            ("Previous", page - 1),
            ("Next", page + 1),
            ("Last", pages),
        ):
            st.button(
                words,
                disabled=not 1 <= to <= pages or to == page,
                on_click=go,
                args=(replace(asked, page=to),),
                key=f"ask-{words}",
            )
        st.markdown(f"Page {page:,} of {pages:,}")


def _took(found: Outcome) -> str:
    return f"{found.seconds * 1000:,.0f} ms" if found.seconds < 1 else f"{found.seconds:.1f} s"


def _shown(found: Outcome, page: int, count: int) -> str:
    what = "triple" if found.form in {"CONSTRUCT", "DESCRIBE"} else "row"
    total = counted(found.count, what)
    first = (page - 1) * query_results.PAGE + 1
    some = f"{what.capitalize()}s {first:,} to {first + count - 1:,} of {total}"
    words = total if count == found.count else some
    if found.rows is not None and found.count > len(found.rows):
        words += f"; the page shows the first {TRIPLES:,}, a download holds all"
    return f"{words} · {_took(found)}"


def _picture(here: Opened, found: Outcome, rows: Rows) -> tuple[dict[str, Any], int] | None:
    if found.form in {"CONSTRUCT", "DESCRIBE"}:
        triples = [(a, b, c) for a, b, c in rows if a and b and c]
        return query_results.of_triples(here.network, triples, naming(here))
    return query_results.of_rows(here.network, here.ends, rows)


def _graph(here: Opened, data: dict[str, Any], left_out: int) -> None:
    def heard(event: dict[str, Any]) -> None:
        st.session_state["ask-picked"] = str(event.get("id", ""))

    components.draw(
        {**data, "name": "The answer as a picture", "height": 460}, key=KEY, on_event=heard
    )
    if left_out:
        st.caption(f"{left_out:,} more do not fit into one picture; the table holds all.")
    picked = st.session_state.get("ask-picked", "")
    if picked in here.network:
        name = escaped(str(here.network.nodes[picked]["label"]))
        st.markdown(f"[Open {name} in the graph]({page_about(here, picked)})")
    for one in (part for part in picked.split() if part in here.claims):
        words = escaped(claim_sentence(here, claim(here, one)))
        st.markdown(f"[Open “{words}” in the graph]({page_about(here, one)})")


def bars(words: str, numbers: str, pairs: list[tuple[str, float]]) -> alt.Chart:
    """A bar for each pair, with enough of the title to tell two sources apart."""
    frame = pd.DataFrame(pairs, columns=["words", "number"])
    whole = alt.Axis(labelLimit=LABEL, labelOverlap=False)
    made: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("words:N", title=words, sort=None, axis=whole),
            x=alt.X("number:Q", title=numbers),
            tooltip=[alt.Tooltip("words:N", title=words), alt.Tooltip("number:Q", title=numbers)],
        )
    )
    return made


def _chart(words: str, numbers: str, pairs: list[tuple[str, float]]) -> None:
    st.altair_chart(bars(words, numbers, pairs), width="stretch")


def _raw(found: Outcome) -> None:
    text = found.body.decode("utf-8", "replace")
    st.code(text[:RAW], language="json" if found.form == "SELECT" else "turtle", height=420)
    if found.size > min(RAW, len(text)):
        st.caption(f"The beginning of {found.size:,} bytes; a download holds all.")
