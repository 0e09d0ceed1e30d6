"""Proposals of the rules and of a language model, for a person to accept or reject."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from kg.extraction.drafts import Draft, claimed, drafted, suggested
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal, cues_of, grounds, lane, proposal_sentence
from kg.model.claims import Claim, Passage, Source
from kg.model.names import lookalikes
from kg.model.wording import attribution, details, modality, source_voice, term
from kg.presentation.page_text import escaped
from kg.ui.add.claim_form import new_names
from kg.ui.add.state import decided, label, offer, read_proposals, save, write_draft
from kg.workspace.edits import recorded
from kg.workspace.workspace import State, record_file

HELP = (
    "The rules do not replace reading: they find about three in ten of the things a text says, "
    "and about a quarter of what they propose is wrong. Nothing enters unreviewed."
)


def waiting(state: State, source: Source, read_: tuple[Proposal, ...]) -> list[Proposal]:
    """The proposals that nobody has decided about and that no claim says already."""
    record = state.records.get(record_file(source.slug), {})
    said = [c for c in source.claims if c.passage and not c.retracted]
    later = st.session_state.get("add-later", ())
    left = [
        p for p in read_ if f"proposal/{p.key}" not in record and not any(_says(c, p) for c in said)
    ]
    return sorted(left, key=lambda p: p.key in later)


def _says(claim: Claim, proposal: Proposal) -> bool:
    """Check if a claim agrees with a proposal, with the same words; headline and body are
    separate.
    """
    words, passage = claim.passage, proposal.passage
    there = words is not None and words.start < passage.end and passage.start < words.end
    meant = proposal.object.entity if proposal.object else None
    same = (claim.relation, claim.subject, claim.object)
    return there and same == (proposal.relation, proposal.subject.entity, meant)


def begin(waiting_: int) -> None:
    """Lead from an added article to the proposals from its text."""
    if waiting_ and st.button(f"Go through the proposals ({waiting_})", shortcut="P"):
        st.session_state["add-way-next"] = "Proposals"
        st.rerun(scope="fragment")


def unclaimed(folder: Path, state: State, source: Source) -> list[Passage]:
    """Sentences with two names of which nothing is claimed, and that nobody has dismissed."""
    record = state.records.get(record_file(source.slug), {})
    taken = [c.passage for c in source.claims if c.passage and not c.retracted]
    found = lane(source.text or "", state.entities, taken, cues_of(folder))
    return [p for p in found if f"sentence/{p.start}-{p.end}" not in record]


def passage(state: State, source: Source, read_: tuple[Proposal, ...], way: str) -> Passage | None:
    """The words that the open lane is about."""
    if way == "Proposals" and (left := waiting(state, source, read_)):
        return left[0].passage
    if way == "Sentences":
        found: Passage | None = st.session_state.get("add-sentence")
        return found
    return None


def show(folder: Path, state: State, source: Source) -> None:
    """One proposal after another: accept, edit or reject it, by one key each."""
    left = waiting(state, source, read_proposals(folder, source.slug))
    st.caption(HELP)
    offer(state, source)
    if not left:
        st.success("No proposal is waiting.")
        return
    first = left[0]
    _card(state, source, first)
    made = new_names(state, _with_condition(state, source, first), f"prop-{first.key}")
    accept, edit, reject, skip = st.columns(4)
    if accept.button("Accept", shortcut="A", type="primary", disabled=made is None) and made:
        _decide(folder, state, source, first, made)
    if edit.button("Edit", shortcut="E"):
        write_draft(_with_condition(state, source, first), proposal=first.key)
        st.session_state["add-way-next"] = "Write"
        st.rerun()
    if reject.button("Reject", shortcut="X"):
        _decide(folder, state, source, first, None)
    if skip.button("Later", shortcut="L"):
        st.session_state["add-later"] = [*st.session_state.get("add-later", ()), first.key]
        st.rerun(scope="fragment")
    st.caption(f"{len(left)} waiting")


def _card(state: State, source: Source, proposal: Proposal) -> None:
    def named(mention: Mention) -> str:
        known = mention.entity if mention.entity in state.entities else None
        return label(state, known) if known else mention.name

    words = proposal_sentence(proposal, named)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(words)}**")
        speaker = proposal.speaker
        by = named(speaker) if speaker else source_voice(source.title, source.publisher)
        st.markdown(
            f"{escaped(modality(proposal.modality))} · {escaped(term('Form', proposal.form))} · "
            + attribution(by, lambda words: f"**{escaped(words)}**")
        )
        st.markdown(f"> {escaped(proposal.passage.exact)}")
        for name in [m.name for m in (proposal.subject, proposal.object) if m]:
            for twin in lookalikes(name, state.entities.values()):
                st.warning(escaped(f"“{name}” looks like {twin.label} but is spelled differently."))
        facts = [f"{name} {value}" for name, value in details(drafted(proposal), state.named)]
        st.caption(escaped(" · ".join([grounds(proposal), *facts])))


def _with_condition(state: State, source: Source, proposal: Proposal) -> Draft:
    """The draft of a proposal, with the claim that its condition has become."""
    made = drafted(proposal)
    record = state.records.get(record_file(source.slug), {})
    claim = record.get(f"proposal/{proposal.condition}", {}).get("claim")
    return replace(made, condition=(claim,) if claim else ())


def _decide(
    folder: Path, state: State, source: Source, proposal: Proposal, made: Draft | None
) -> None:
    def change(before: State) -> State:
        if made is None:
            return decided(before, source.slug, proposal.key, "rejected")
        after, claim = claimed(before, source.iri, made)
        return decided(after, source.slug, proposal.key, "accepted", claim.iri)

    save(folder, state, change, "proposal accepted" if made else "proposal rejected")
    st.rerun()


def lane_of(folder: Path, state: State, source: Source) -> None:
    """The sentences that name two, to be written down by hand or set aside."""
    found = unclaimed(folder, state, source)
    st.caption("Each names two or more, and no statement is taken from it yet.")
    if not found:
        st.success("Every sentence with two names carries a statement or was set aside.")
        return
    first = found[0]
    st.session_state["add-sentence"] = first
    st.markdown(f"> {escaped(first.exact)}")
    take, drop = st.columns(2)
    if take.button("Write it down", shortcut="W", type="primary"):
        proposals = read_proposals(folder, source.slug)
        write_draft(suggested(source.text or "", first, state.entities, proposals, cues_of(folder)))
        st.session_state["add-way-next"] = "Write"
        st.rerun()
    if drop.button("Set aside", shortcut="S"):
        key = f"sentence/{first.start}-{first.end}"

        def change(before: State) -> State:
            return recorded(before, record_file(source.slug), **{key: "set aside"})

        save(folder, state, change, "sentence set aside")
        st.rerun()
    st.caption(f"{len(found)} waiting")
