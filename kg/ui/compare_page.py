"""The Compare page: where sources agree, differ and conflict."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from kg.comparison import agreement, matters
from kg.comparison.agreement import IN_TITLE
from kg.comparison.matters import Matter
from kg.comparison.voices import Tie, Voices
from kg.endpoint.guards import base_path
from kg.export import csv_tables
from kg.model.claims import Claim
from kg.model.ontology import vocabulary
from kg.model.wording import (
    Statement,
    counted,
    date_words,
    first_upper,
    sentence,
    source_voice,
    term,
)
from kg.presentation import view_address
from kg.presentation.codebook import explained
from kg.presentation.drawing import plain
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.presentation.view_address import Comparing, link
from kg.ui import shared_data
from kg.ui.add.state import loaded, messages, save, saved
from kg.ui.graph.claim import claim_sentence as spoken
from kg.ui.graph.claim import name
from kg.ui.graph.claim import speaker as voice
from kg.ui.shared_data import MOST_COMPARED, Opened
from kg.workspace import edits
from kg.workspace.workspace import JUDGEMENTS, State

VERDICTS = {
    "conflict": "Conflict", "differ": "Differ", "agree": "Agree", "perhaps": "Possible duplicates"
}  # fmt: skip
AT_ONCE = 20
# Of a matter that very many claims are on, the card shows so many.
MOST_ROWS = 12
MOST_TIES = 50


def show(here: Opened) -> None:
    """The whole page: the matters of one verdict, or those about one thing."""
    st.title("Where sources agree, differ and conflict", anchor=False)
    messages()
    if shared_data.writable():
        saved(shared_data.folder())
    st.markdown(
        "Each card is one matter on which several sources speak, or a headline and its text. What "
        "they say differently is in **bold**. Found by rule from what the statements say; the last "
        "word is yours. What was promised, and what became of it, is in the "
        f"[ledger]({base_path()}/ledger).",
        help=explained("matter", "statement", "said by", "how firmly"),
    )
    if len(here.claims) > MOST_COMPARED:
        st.info(f"More than {MOST_COMPARED:,} statements are open: too many to compare them all.")
        return
    asked, wrong = view_address.comparing_from_address(
        st.query_params.to_dict(), here.network, here.claims
    )
    for message in wrong:
        st.warning(escaped(message))
    _matters(here, asked)


def _matters(here: Opened, asked: Comparing) -> None:
    """The cards of the verdict asked for, and which sources count as one voice."""
    found, about = _order(here), asked.about
    if about:
        found = [matter for matter in found if matter.about(about)]
        everything = shared_data.carried(here, link(Comparing(), base_path()))
        st.markdown(f"Only what concerns **{escaped(_called(here, about), 300)}**. "
                    f"[Show everything]({everything})")  # fmt: skip
    doubles = [] if about else _doubles(here)
    told = next(iter(here.voices.values()), Voices())
    doubtful = [] if about else told.doubtful
    verdict = _verdict(asked, Counter(m.verdict for m in found), len(doubles) + len(doubtful))
    _download(here, found)
    if waiting := sum(m.verdict == verdict and _waiting(here, m) for m in found):
        st.caption(f"Resting on unreviewed proposals: **{waiting:,}**. They come last.")
    if verdict != "perhaps":
        _cards(here, [matter for matter in found if matter.verdict == verdict])
    else:
        for pair in doubles:
            _double(here, pair)
        for tie in doubtful[:AT_ONCE]:
            _perhaps_one_voice(here, tie)
    if not about:
        _voices(here, told.ties)


def _order(here: Opened) -> list[Matter]:
    """The matters, those that the user dismissed last, those with most sources first."""
    rows = agreement.judged(here.comparisons, shared_data.judgements())
    return sorted(
        matters.matters(rows),
        key=lambda m: (
            m.judgement == "dismissed",
            _waiting(here, m),
            -len(m.sources),
            m.claims[0].iri,
        ),
    )


def _called(here: Opened, iri: str) -> str:
    return spoken(here, shared_data.claim(here, iri)) if iri in here.claims else name(here, iri)


def _verdict(asked: Comparing, counts: Counter[str], doubles: int) -> str:
    """The verdict whose matters are shown: the address's, else the gravest that occurs."""
    counts["perhaps"] = doubles
    offered = [verdict for verdict in VERDICTS if verdict != "perhaps" or doubles]
    gravest = next((v for v in offered if counts[v]), offered[0])
    now = asked.verdict if asked.verdict in offered else gravest

    def changed() -> None:
        chosen = replace(asked, verdict=st.session_state["compare-verdict"])
        shared_data.set_address(view_address.address(chosen))

    st.session_state["compare-verdict"] = now
    st.segmented_control(
        "Verdict", offered, key="compare-verdict", required=True, on_change=changed,
        format_func=lambda v: f"{VERDICTS[v]} ({counts[v]:,})",
        help=explained("conflict", "differ", "agree", "possible duplicate"),
    )  # fmt: skip
    if not counts[now]:
        st.caption("No two sources do so here." if counts.total() else
                   "No two sources speak of the same matter here.")  # fmt: skip
    return now


def _download(here: Opened, found: list[Matter]) -> None:
    def content() -> bytes:
        lines = [
            {"matter": str(number)} | row
            for number, matter in enumerate(found, 1)
            for row in matters.claim_rows(matter, partial(name, here))
        ]
        head = list(lines[0]) if lines else ["matter"]
        return csv_tables.csv_file([head, *(list(line.values()) for line in lines)])

    st.download_button(
        f"Download {counted(len(found), 'matter')} (CSV)", content, file_name="compare.csv",
        mime="text/csv", on_click="ignore", key="compare-csv",
    )  # fmt: skip


def _cards(here: Opened, chosen: list[Matter]) -> None:
    most = st.session_state.get("compare-most", AT_ONCE)
    for matter in chosen[:most]:
        _card(here, matter)
    if len(chosen) > most and st.button(f"Show more ({len(chosen) - most:,})"):
        st.session_state["compare-most"] = most + AT_ONCE
        st.rerun()


def _card(here: Opened, matter: Matter) -> None:
    with st.container(border=True, gap="small"):
        st.subheader(escaped(_title(here, matter), 300), anchor=False)
        for reason in matter.reasons:
            st.markdown(f"**{VERDICTS[matter.verdict]}**: {escaped(reason, 600)}.")
        st.markdown(_table(here, matter))
        if len(matter.claims) > MOST_ROWS:
            st.caption(f"{len(matter.claims) - MOST_ROWS:,} more statements are in the download.")
        _dots(here, matter)
        if not _waiting(here, matter):
            _buttons(matter)


def _waiting(here: Opened, matter: Matter) -> bool:
    """Check if a matter rests on a proposal; what nobody has reviewed cannot be judged."""
    return any(claim.iri in here.proposals for claim in matter.claims)


def _title(here: Opened, matter: Matter) -> str:
    """The question that the claims answer, no firmer than the least firm of them."""
    terms, claim = vocabulary(), matter.claims[0]
    softest = max(
        (one.modality for one in matter.claims),
        key=lambda modality: terms.steps.index(terms.firmness[modality]),
    )
    whom = name(here, claim.object) if claim.object else ""
    return sentence(Statement(name(here, claim.subject), claim.relation, whom, softest))


def _table(here: Opened, matter: Matter) -> str:
    """The claims as a table of Markdown: a row each, linked to its words."""
    columns = matters.card_columns(matter, partial(name, here))
    lines = [["Source", "Said by", *(label.capitalize() for label in columns), "Words"]]
    lines.append(["---"] * len(lines[0]))
    for at, claim in enumerate(matter.claims[:MOST_ROWS]):
        said = [
            f"**{escaped(cells[at], 200)}**" if differs and cells[at] else escaped(cells[at], 200)
            for cells, differs in columns.values()
        ]
        words = f"[read]({link(View(claim=claim.iri), base_path())})"
        lines.append([_source(here, matter, claim), escaped(voice(here, claim), 120), *said, words])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _source(here: Opened, matter: Matter, claim: Claim) -> str:
    """The source with its date; where a headline is compared with its text, also which it is."""
    about = here.sources[claim.source]
    words = source_voice(str(about["title"]), about["publisher"])
    titled = {c.form in IN_TITLE for c in matter.claims if c.source == claim.source}
    where = ", headline" if claim.form in IN_TITLE else ", text"
    where = where if len(titled) > 1 else ""
    where += ", unreviewed proposal" if claim.iri in here.proposals else ""
    return escaped(f"{plain(words, 80)}, {date_words(about['date'])}{where}", 200)


SHAPES = {
    "exactly": "circle", "approximately": "circle", "unstated": "circle",
    "atMost": "triangle-left", "lessThan": "triangle-left",
    "atLeast": "triangle-right", "moreThan": "triangle-right", "between": "triangle-right",
}  # fmt: skip


def _dots(here: Opened, matter: Matter) -> None:
    """A dot for each figure, where they are of one kind and not the same."""
    spread = matters.spread(matter)
    if spread is None:
        return
    unit, claims = spread
    figures = pd.DataFrame([
        {
            "who": plain(f"{_voice(here, claim)}{f', {claim.when}' if claim.when else ''}", 60),
            "figure": float(claim.amount.value), "words": claim.amount.wording,
            "bound": term("Bound", claim.amount.bound), "shape": SHAPES[claim.amount.bound],
        }
        for claim in claims[:MOST_ROWS]
        if claim.amount and claim.amount.value is not None
    ])  # fmt: skip
    shown = alt.Chart(figures).mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("figure", title=unit, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6)),
        y=alt.Y("who", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
        shape=alt.Shape("shape", scale=None),
        tooltip=["who", "words", "bound"],
    )  # fmt: skip
    words = ", ".join(f"{row.who}: {row.words}" for row in figures.itertuples())
    st.altair_chart(
        shown.properties(height=60 + 26 * figures["who"].nunique()), width="stretch", alt=words
    )


def _voice(here: Opened, claim: Claim) -> str:
    about = here.sources[claim.source]
    return source_voice(str(about["title"]), about["publisher"])


def _buttons(matter: Matter) -> None:
    if matter.judgement:
        st.caption(f"You have {matter.judgement} this.")
    if not shared_data.writable():
        return
    key = matter.comparisons[0].key
    with st.container(horizontal=True):
        for judgement, words in (("confirmed", "Confirm"), ("dismissed", "Dismiss")):
            chosen = matter.judgement == judgement
            shown = f"Take back “{words.lower()}”" if chosen else words
            if st.button(shown, key=f"{judgement}-{key}"):
                _judge(matter, "" if chosen else judgement)
                st.rerun()


def _judge(matter: Matter, judgement: str) -> None:
    """Keep the judgement on every comparison of the matter."""
    record = {
        agreement.judgement_key(row): {
            "claims": [row.first.iri, row.second.iri], "judgement": judgement
        } if judgement else None
        for row in matter.comparisons
    }  # fmt: skip
    words = f"{judgement or 'left open'}: {' and '.join(c.slug for c in matter.claims[:2])}"
    folder = shared_data.folder()
    save(folder, loaded(folder), lambda old: edits.recorded(old, JUDGEMENTS, **record), words)


def _doubles(here: Opened) -> list[tuple[Claim, Claim]]:
    """Pairs of undertakings that may be one, and that nobody has set apart."""
    kept = shared_data.judgements()
    return [pair for pair in here.doubles if agreement.double_key(pair) not in kept]


def _double(here: Opened, pair: tuple[Claim, Claim]) -> None:
    with st.container(border=True, gap="xsmall"):
        for claim in pair:
            st.markdown(f"**{escaped(_voice(here, claim))}**: {escaped(spoken(here, claim))}")
        st.markdown("The figure is the same; no source says whether it is one undertaking or two.")
        if not shared_data.writable():
            return
        folder = shared_data.folder()
        state: State = loaded(folder)
        kept, gone = (str(claim.object) for claim in pair)
        left, right = st.columns(2)
        key = agreement.double_key(pair)
        if left.button("They are one: merge them", key=f"merge-{key}"):
            words = f"merged {name(here, gone)} into {name(here, kept)}"
            save(folder, state, lambda before: edits.merged(before, kept, gone), words)
            st.rerun()
        if right.button("They are two", key=f"two-{key}"):
            value = {key: "apart"}
            save(folder, state, lambda before: edits.recorded(before, JUDGEMENTS, **value), key)
            st.rerun()


def _perhaps_one_voice(here: Opened, tie: Tie) -> None:
    """Ask if two sources are one voice; until somebody answers they count as two."""
    with st.container(border=True, gap="xsmall"):
        for iri in (tie.first, tie.second):
            st.markdown(f"**{escaped(_titled(here, iri), 300)}**")
        reason = first_upper(tie.reason)
        st.markdown(f"{escaped(reason)}. Nobody has said whether one repeats the other, so they "
                    "count as two voices.")  # fmt: skip
        if shared_data.writable():
            left, right = st.columns(2)
            left.button("They are one voice", key=f"one-{tie.key}", on_click=_answer,
                        args=(tie.key, "one"))  # fmt: skip
            right.button("They are two voices", key=f"apart-{tie.key}", on_click=_answer,
                         args=(tie.key, "apart"))  # fmt: skip


def _voices(here: Opened, ties: list[Tie]) -> None:
    """The sources that count as one voice, with the reason, and what a person said of any."""
    said = {k: v for k, v in shared_data.judgements().items() if k.startswith("voices/")}
    if not ties and not said:
        return
    with st.expander(f"Sources that count as one voice ({counted(len(ties), 'pair')})"):
        st.caption("Each pair counts once.", help=explained("voice"))
        for tie in ties[:MOST_TIES]:
            names = " and ".join(f"“{_titled(here, iri)}”" for iri in (tie.first, tie.second))
            st.markdown(escaped(f"{names}: {tie.reason}.", 800))
            if shared_data.writable() and tie.key not in said:
                st.button("They are two voices", key=f"apart-{tie.key}", on_click=_answer,
                          args=(tie.key, "apart"))  # fmt: skip
        if len(ties) > MOST_TIES:
            st.caption(f"{len(ties) - MOST_TIES:,} more.")
        for key, answer in said.items():
            words = "one voice" if answer == "one" else "two voices"
            names = " and ".join(key.split("/")[1:])
            st.markdown(escaped(f"You said that {names} are {words}.", 400))
            if shared_data.writable():
                st.button("Take back", key=f"back-{key}", on_click=_answer, args=(key, None))


def _titled(here: Opened, iri: str) -> str:
    about = here.sources[iri]
    return f"{source_voice(str(about['title']), about['publisher'])}, {date_words(about['date'])}"


def _answer(key: str, answer: str | None) -> None:
    """Keep whether two sources are one voice, as a saving that can be undone."""
    folder = shared_data.folder()
    words = {"one": "are one voice", "apart": "are two voices", None: "are left open"}[answer]
    done = f"{' and '.join(key.split('/')[1:])} {words}"
    record = {key: answer}
    save(folder, loaded(folder), lambda old: edits.recorded(old, JUDGEMENTS, **record), done)
