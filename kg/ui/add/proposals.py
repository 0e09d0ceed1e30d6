"""Proposals of the rules and of a language model, for a person to accept or reject."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import streamlit as st

from kg.extraction.archive import Group, claim_proposals, decide, queue
from kg.extraction.drafts import Draft, claimed, drafted, suggested
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal, cues_of, exam_words, grounds, lane, proposal_sentence
from kg.model.claims import Claim, Passage, Source
from kg.model.names import lookalikes
from kg.model.proposed import Proposed
from kg.model.vocab import term_name
from kg.model.wording import Statement, attribution, details, modality, source_voice, term
from kg.model.wording import sentence as claim_words
from kg.presentation.page_text import escaped
from kg.ui.add.claim_form import new_names
from kg.ui.add.state import (
    decided,
    known_files,
    label,
    offer,
    read_proposals,
    save,
    undone,
    write_draft,
)
from kg.workspace.edits import recorded
from kg.workspace.workspace import State, load, record_file

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
    keys = st.container(horizontal=True, key="add-keys")
    if keys.button("Accept", shortcut="A", type="primary", disabled=made is None) and made:
        _decide(folder, state, source, first, made)
    if keys.button("Edit", shortcut="E"):
        write_draft(_with_condition(state, source, first), proposal=first.key)
        st.session_state["add-way-next"] = "Write"
        st.rerun()
    if keys.button("Reject", shortcut="X"):
        _decide(folder, state, source, first, None)
    if keys.button("Later", shortcut="L"):
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


AT_ONCE = 5  # sentences decided by one key
DECISIONS = (
    ("Accept", "A", "accepted"),
    ("Reject", "X", "rejected"),
    ("Not sure", "S", "not sure"),
)


def review(folder: Path) -> None:
    """The queue of what `kg read` proposed: one key a decision, or one for five alike."""
    groups = queue(folder, known_files(folder))
    if not groups:
        st.success("No proposal is waiting. `kg read ARCHIVE` reads a folder of texts.")
        return
    group, count = groups[0], sum(len(each.listed) for each in groups)
    first, shown = group.listed[0], group.listed[:AT_ONCE]
    _asked_of(group, shown)
    choices = [(name, key, decision, [first]) for name, key, decision in DECISIONS]
    if len(shown) > 1:
        choices += [(f"{name} all {len(shown)}", f"Shift+{key}", decision, list(shown))
                    for name, key, decision in (DECISIONS[0], DECISIONS[1])]  # fmt: skip
    for name, key in ((first.subject, "N"), (first.object, "M")):
        every = (p for each in groups for p in each.listed)
        named = [p for p in every if name.iri in (p.subject.iri, p.object.iri)]
        choices.append((f"“{escaped(name.label)}” is not a name", key, "not a name", named))
    with st.container(horizontal=True):
        for words, key, decision, listed in choices:
            kind: Literal["primary", "secondary"] = "primary" if key == "A" else "secondary"
            if st.button(words, shortcut=key, type=kind, key=f"review-{key}"):
                _settle(folder, listed, decision)
        if st.button("Edit", shortcut="E", key="review-edit"):
            _edit(folder, first)
        st.button("Undo", shortcut="U", on_click=undone, args=(folder,), key="review-undo")
    st.caption(f"{count:,} waiting, about {len(groups):,} statements")


def _asked_of(group: Group, shown: tuple[Proposed, ...]) -> None:
    """The sentences that say the same of the same two."""
    first = shown[0]
    words = claim_words(
        Statement(
            first.subject.label, term_name(first.relation), first.object.label, first.modality,
            first.polarity, first.amount,
        )
    )  # fmt: skip
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(words)}**")
        by = first.speaker or "the source"
        st.markdown(f"{escaped(modality(first.modality))} · according to **{escaped(by)}**")
        for one in shown:
            st.markdown(f"> {escaped(one.exact)}")
        told = [f"found by the words “{first.cue}”", exam_words(term_name(first.relation))]
        told += ["the opposite is proposed elsewhere"] if group.contested else []
        told += [f"{len(group.listed)} sentences say so"] if len(group.listed) > 1 else []
        here = f"you accepted {group.right} of the {group.decided} like it"
        told += [here] if group.decided else []
        st.caption(escaped(" · ".join(told)))


def _settle(folder: Path, listed: list[Proposed], decision: str) -> None:
    before = load(folder, {one.source.rpartition("/")[2] for one in listed})

    def change(state: State) -> State:
        if decision == "accepted":
            return claim_proposals(state, listed, cues_of(folder))
        return decide(state, listed, decision)

    number = f"{len(listed)} proposals" if len(listed) > 1 else "a proposal"
    save(folder, before, change, f"{number}: {decision}")
    st.rerun()


def _edit(folder: Path, one: Proposed) -> None:
    slug = one.source.rpartition("/")[2]
    found = {p.key: p for p in read_proposals(folder, slug)}
    if one.key in found:
        st.session_state["add-source"] = slug  # the form is this source's, so it is not emptied
        write_draft(drafted(found[one.key]), proposal=one.key)
        st.session_state["add-way-next"] = "Write"
    st.query_params.from_dict({"source": slug})
    st.rerun()
