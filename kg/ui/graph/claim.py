"""Claims in words: a card each; one whole with its citation, and what other sources say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st
from rdflib import URIRef

from kg.analysis import paths
from kg.comparison import agreement, ledger
from kg.comparison.voices import support_words
from kg.endpoint.guards import base_path
from kg.extraction.proposals import exam_words
from kg.model import wording
from kg.model.claims import Claim, Source
from kg.model.folder import as_turtle
from kg.model.ontology import vocabulary
from kg.model.wording import class_label, term
from kg.presentation import citation, graph_view, view_address
from kg.presentation.graph_view import View
from kg.presentation.page_text import escaped
from kg.store.local import query_text
from kg.ui.graph.drawing_data import Selected
from kg.ui.graph.navigation import go
from kg.ui.shared_data import Opened, agreement_words, judgements, lines, source_text, writable
from kg.ui.shared_data import claim as whole_claim

AT_ONCE = 8


def name(here: Opened, iri: str) -> str:
    """Label of an entity or source."""
    if iri in here.network:
        return str(here.network.nodes[iri]["label"])
    return str(here.sources[iri]["title"]) if iri in here.sources else iri


def speaker(here: Opened, claim: Claim) -> str:
    """Label of a claim's speaker."""
    return wording.speaker(claim, lambda iri: name(here, iri), described(here, claim.source))


def manner_line(who: str, modality: str, form: str) -> str:
    """The speaker, firmness and form in one line of Markdown."""
    how = term("Modality", modality)
    article = "an" if how[0] in "aeiou" else "a"
    step = term("Firmness", vocabulary().firmness[modality])
    more = " · ".join(dict.fromkeys((step, term("Form", form))))
    said = wording.first_upper(wording.attribution(who, lambda words: f"**{escaped(words)}**"))
    kind = "" if said.startswith("Listed") else f" · {escaped(more)}"
    return f"{said}, as {article} **{escaped(how)}**{kind}"


def claim_sentence(here: Opened, claim: Claim) -> str:
    """A claim as an English sentence."""
    return wording.claim_sentence(claim, lambda iri: name(here, iri))


def details(here: Opened, claim: Claim) -> list[tuple[str, str]]:
    """Further details of a claim, as pairs of label and value; only those that the source gives."""
    return wording.details(
        claim,
        lambda iri: name(here, iri),
        lambda iri: claim_sentence(here, whole_claim(here, iri)),
    )


def card(
    here: Opened, view: graph_view.View, claim: Claim, *, place: str, whole: bool = False
) -> None:
    """One claim; with a button to see everything about it."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(claim_sentence(here, claim))}**")
        st.markdown(manner_line(speaker(here, claim), claim.modality, claim.form))
        quote = wording.claim_evidence(claim)
        st.markdown(f"> {escaped(quote)}")
        for label, value in details(here, claim):
            st.caption(f"{label}: {escaped(value)}")
        if claim.iri in here.proposals:
            cue = f"found by the words “{here.claims[claim.iri]['cue']}”"
            told = f"Unreviewed proposal, {cue}; {exam_words(claim.relation)}"
            st.caption(f"**{escaped(told)}**")
        if others := agreement_words(here.claims[claim.iri]):
            st.caption(f"**{others[0].upper()}{others[1:]}**")
        if not whole:
            st.button(
                "Everything about this statement",
                key=f"{place}-{claim.iri}",
                type="tertiary",
                on_click=go,
                args=(here, replace(view.bare(), claim=claim.iri)),
            )


def cards(here: Opened, view: graph_view.View, claims: list[str], *, place: str) -> None:
    """Show several claims: those of the current source first, the firmest before the others."""
    terms = vocabulary()

    def order(iri: str) -> tuple[bool, int, int, str]:
        said = here.claims[iri]
        step = terms.steps.index(terms.firmness[said["modality"]])
        return said["source_iri"] != view.source, step, int(said.get("quote_start") or 0), iri

    # A hub has thousands: only those that are shown are read.
    ordered = sorted(claims, key=order)
    for iri in ordered[:AT_ONCE]:
        card(here, view, whole_claim(here, iri), place=place)
    if len(ordered) > AT_ONCE:
        with st.expander(f"{len(ordered) - AT_ONCE:,} more statements"):
            for iri in ordered[AT_ONCE : AT_ONCE * 5]:
                card(here, view, whole_claim(here, iri), place=place)
            if len(ordered) > AT_ONCE * 5:
                st.caption(f"The table has all {len(ordered):,} of them.")


KEY = "summary"
WORDS = 160


def show_in_brief(here: Opened, view: graph_view.View, chosen: Selected) -> None:
    """Show the selection in brief: speaker, statement, firmness and words; empty without one."""
    if not (view.claim or view.entity or view.passage or view.path or view.pair):
        return
    # Wide screens have the card in sight and do not show this.
    with st.container(key=KEY, gap=None):
        if view.path:
            _way(here, view, chosen.way)
        elif view.claim or len(chosen.claims) == 1:
            _claim(here, view.claim or chosen.claims[0])
        elif view.entity:
            kind = class_label(here.network.nodes[view.entity]["kind"])
            head = f"**{escaped(name(here, view.entity), 120)}** · {escaped(kind)}"
            st.markdown(f"{head} · {_counted(here, chosen.claims)}")
        else:
            head = (
                "This passage"
                if view.passage
                else " and ".join(name(here, n) for n in chosen.nodes)
            )
            st.markdown(f"**{escaped(head, 160)}** · {_counted(here, chosen.claims)}")


def _claim(here: Opened, iri: str) -> None:
    claim = whole_claim(here, iri)
    st.markdown(f"**{escaped(claim_sentence(here, claim), WORDS)}**")
    st.markdown(manner_line(speaker(here, claim), claim.modality, claim.form))
    quote = wording.claim_evidence(claim)
    st.markdown(f"> {escaped(quote, 2 * WORDS)}")


def _way(here: Opened, view: graph_view.View, way: list[paths.Step] | None) -> None:
    assert view.path
    ends = " to ".join(escaped(name(here, end), 80) for end in view.path)
    if way is None:
        st.markdown(f"**{ends}**: no chain of statements connects them in what is shown")
        return
    steps = wording.counted(len(way), "step")
    weakest = term("Firmness", paths.weakest(way))
    st.markdown(f"**{ends}**: {steps}, the weakest of them **{weakest}**")


def _counted(here: Opened, claims: tuple[str, ...]) -> str:
    """Number of statements, and of those that are only suggested."""
    steps = [here.claims[claim]["firmness"] for claim in claims if claim in here.ends]
    soft = steps.count("suggested")
    words = wording.counted(len(claims), "statement")
    return f"{words}, {soft} of them only **suggested**" if soft else words


TITLES = {"agree": "Said elsewhere too", "differ": "Said differently", "conflict": "In conflict"}


def show_elsewhere(here: Opened, view: graph_view.View, claim: Claim) -> None:
    """The statements on the same matter, as the rules found them."""
    found = agreement.about(claim.iri, here.comparisons)
    rows = agreement.judged(found, judgements())
    rows = [row for row in rows if row.judgement != "dismissed"]
    if not rows:
        return
    outlets = len(agreement.supporters(claim, rows))
    if outlets > 1:
        voices = here.claims[claim.iri].get("voices", outlets)
        st.markdown(f"Reported by **{support_words(voices, outlets)}**")
    for verdict, title in TITLES.items():
        found = [row for row in rows if row.verdict == verdict]
        if found:
            st.markdown(f"**{title}**")
        for row in found:
            _row(here, view, claim, row)
    address = view_address.link(view_address.Comparing(claim.iri), base_path())
    st.markdown(f"[Compare what the sources say, side by side]({address})")


def _row(here: Opened, view: graph_view.View, claim: Claim, row: agreement.Comparison) -> None:
    turned = row.second.iri == claim.iri
    other = row.first if turned else row.second
    names = ("the other", "this one") if turned else ("this one", "the other")
    with st.container(border=True, gap="xsmall"):
        where = "the same source" if row.inside else name(here, other.source)
        st.markdown(f"{escaped(claim_sentence(here, other))} · {escaped(where)}")
        if row.reason:
            st.caption(escaped(row.reason))
        for line in lines(row, lambda iri: name(here, iri), *names):
            st.markdown(f"- {line}")
        target = replace(view.bare(), claim=other.iri, source=None)
        st.button(
            "Show it", key=f"other-{other.iri}", type="tertiary", on_click=go, args=(here, target)
        )


def show(here: Opened, view: graph_view.View, iri: str) -> None:
    """Show a claim, its place, the comparisons with other sources, and its data."""
    claim = whole_claim(here, iri)
    source = _source(here, claim)
    st.header(escaped(claim_sentence(here, claim), 300), anchor=False)
    st.markdown(escaped(f"From “{source.title}”, {source.publisher or 'publisher not stated'}, "
                        f"{wording.date_words(source.date)}"))  # fmt: skip
    show_elsewhere(here, view, claim)
    if iri in here.proposals:
        return
    if entries := ledger.ledger([claim], {source.iri: source}, judgements()):
        address = f"{base_path()}/ledger?about={view_address.short(iri)}"
        st.markdown(f"[What became of it: **{entries[0].outcome}**]({address})")
    # Sent only to those who look: a click stays a small message.
    with st.expander("Link and data", key="claim-data", on_change="rerun") as box:
        if box.open:
            _data(here, claim)
    _same_ends(here, claim)


def cite(here: Opened, claim: Claim) -> None:
    """The citation to copy, and the way to the sentence on the web; a proposal is not cited."""
    if claim.iri in here.proposals:
        if writable():
            st.markdown(f"[Review it]({base_path()}/add?part=review)")
        return
    source = _source(here, claim)
    link = citation.text_fragment_link(claim, source)
    with st.container(horizontal=True, key="cite"):
        with st.popover("Cite it"):
            reference = citation.Reference(claim, source, speaker(here, claim), date.today())
            for style, tab in zip(citation.STYLES, st.tabs([*citation.STYLES]), strict=True):
                tab.code(citation.STYLES[style](reference), language=None, wrap_lines=True)
        if link:
            words = "Read it on the live page" if claim.passage else "Open the source's page"
            st.link_button(words, link)


def _data(here: Opened, claim: Claim) -> None:
    st.caption("Link to this view")
    st.code(view_address.link(View(claim=claim.iri), base_path()), language=None)
    graph = here.store.construct(query_text("page_claim"), {"claim": URIRef(claim.iri)})
    st.caption("Turtle")
    st.code(as_turtle(graph), language="turtle", height=260)
    st.caption("JSON-LD")
    st.code(graph.serialize(format="json-ld", indent=2), language="json", height=260)


def described(here: Opened, iri: str) -> Source:
    """A source with its description, without its text."""
    about = here.sources[iri]
    fields = ("title", "publisher", "date", "creator", "address")
    return Source(iri, **{name: about[name] for name in fields})


def _source(here: Opened, claim: Claim) -> Source:
    return replace(described(here, claim.source), text=source_text(here, claim.source)[0])


def _same_ends(here: Opened, claim: Claim) -> None:
    if not claim.object:
        return
    ends = {claim.subject, claim.object}
    others = [
        (key, said) for a, b, key, said in graph_view.claim_edges(here.network.subgraph(ends))
        if {a, b} == ends and key != claim.iri
    ]  # fmt: skip
    if others:
        names = " and ".join(name(here, end) for end in (claim.subject, claim.object))
        st.caption(escaped(f"{len(others)} more statements link {names}."))
