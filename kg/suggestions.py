"""What can be read from words that somebody selected: a draft of the claim they carry."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.drafts import MARKS, Draft, drafted, named
from kg.evidence import context
from kg.model import Entity, Passage
from kg.proposals import Proposal
from kg.proposals.cues import Cues, cues
from kg.proposals.hedges import manner
from kg.proposals.mentions import mentions
from kg.quantities import found

__all__ = ["suggested"]

DEADLINE = re.compile(r"\bby\s+(?:the\s+end\s+of\s+|early\s+|late\s+|mid-?)?((?:19|20)\d\d)\b")


def suggested(
    text: str,
    passage: Passage,
    entities: Mapping[str, Entity],
    proposals: Iterable[Proposal] = (),
    words: Cues | None = None,
) -> Draft:
    """What can be read from selected words; the user decides about all of it."""
    if near := [p for p in proposals if _fits(p, passage)]:
        return replace(drafted(max(near, key=lambda p: _rank(p, passage))), passage=passage)
    words = words or cues()
    row = mentions(text, [context(passage, text)], entities, words)[0]
    inside = [m for m in row if passage.start <= m.start and m.end <= passage.end]
    first, second = [*inside, None, None][:2]
    how = manner(passage.exact, (len(passage.exact), len(passage.exact)), words)
    deadline, quantities = DEADLINE.search(passage.exact), found(passage.exact)
    return Draft(
        passage=passage,
        subject=named(first),
        object=named(second),
        form=_form(text, passage),
        modality=how.modality,
        polarity=how.polarity,
        amount=next((q.quantity.wording for q in quantities if q.kind != "duration"), ""),
        duration=next((q.quantity.wording for q in quantities if q.kind == "duration"), ""),
        deadline_year=int(deadline[1]) if deadline else None,
        kinds={m.name: m.kind for m in (first, second) if m and not m.entity},
    )


def _fits(proposal: Proposal, passage: Passage) -> bool:
    """Whether the words that gave a proposal away are among the selected ones."""
    within = passage.start < proposal.passage.end and proposal.passage.start < passage.end
    return within and proposal.cue in passage.exact


def _rank(proposal: Proposal, passage: Passage) -> tuple[bool, int]:
    """What is said outright comes before what is said by the way; then what names most."""
    ends = filter(None, (proposal.subject, proposal.object))
    inside = sum(passage.start <= m.start and m.end <= passage.end for m in ends)
    return proposal.form != "presupposition", inside


def _form(text: str, passage: Passage) -> str:
    """In which kind of wording the passage stands, as far as its surroundings tell."""
    start = text.rfind("\n", 0, passage.start) + 1
    end = text.find("\n", passage.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    if line and line[-1] not in '.!?”"’:;,' and len(line) < 150:
        return "heading" if text[:start].strip() else "headline"
    before = text[start : passage.start]
    inside = any(
        before.rfind(left) > before.rfind(right) if left != right else before.count(left) % 2
        for left, right in MARKS
    )
    return "directQuote" if inside else "narration"
