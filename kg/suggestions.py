"""What can be read from words that somebody selected: a draft of the claim they carry."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.drafts import MARKS, Draft, drafted, named, voiced
from kg.evidence import context
from kg.model import Entity, Passage
from kg.proposals import Proposal
from kg.proposals.cues import Cues, cues
from kg.proposals.hedges import manner, speeches
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
    around = context(passage, text)
    row = mentions(text, [around], entities, words)[0]
    inside = [m for m in row if passage.start <= m.start and m.end <= passage.end]
    first = next(iter(inside), None)
    # "Acme denied that it …" names one: nobody is related to itself.
    second = next((m for m in inside if first and named(m) != named(first)), None)
    heard = next(iter(speeches([around], [row], words)), None)
    speaker = heard.speaker if heard and heard.start < passage.end else None
    how = manner(passage.exact, (len(passage.exact), len(passage.exact)), words)
    deadline, quantities = DEADLINE.search(passage.exact), found(passage.exact)
    draft = Draft(
        passage=passage,
        subject=named(first),
        object=named(second),
        speaker=named(speaker),
        form=_form(text, passage),
        modality=how.modality,
        polarity=how.polarity,
        amount=next((q.quantity.wording for q in quantities if q.kind != "duration"), ""),
        duration=next((q.quantity.wording for q in quantities if q.kind == "duration"), ""),
        deadline_year=int(deadline[1]) if deadline else None,
        kinds={m.name: m.kind for m in (first, second, speaker) if m and not m.entity},
    )
    return replace(draft, form=voiced(draft)) if speaker else draft


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
