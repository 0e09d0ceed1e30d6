"""Claims that a text may make, noticed by rules, each with its words; the user decides."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.errors import TooMuch
from kg.extraction.coreference import mentions
from kg.extraction.cues import Cue, Cues, cues
from kg.extraction.hedges import Manner, Speech, manner, qualifiers, speeches
from kg.extraction.names_in_text import Marked, Mention, marked
from kg.extraction.relations import Tie, relations_between
from kg.model import wording
from kg.model.claims import Entity, Passage, Quantity
from kg.model.quantities import Found, found
from kg.model.quotes import sentences

LONGEST = 2000  # characters of a sentence: tables and lists have longer ones
MOST = 1_000_000  # characters of a text, as many as a document may have
# What parts two clauses; and what begins another statement after a cue.
_APART = re.compile(r";|\b(?:while|whereas|but|which)\b")
_VERB = re.compile(r"\b(?:is|are|was|were|said|says|has|have|will|would|may|could)\b")


_CITED = re.compile(
    r"\b[Aa]ccording to (?:[A-Za-z ]{0,30}(?:media|agency|newspaper|daily|broadcaster|website|"
    r"magazine|outlet)s?, )?(?:the )?$"
)
# "a $5 billion deal", "an alliance worth $5 billion"
_DEAL_NEXT = re.compile(
    r"[\s-](?:(?!and\b|to\b)[\w-]+\s){0,3}?(?:deal|agreement|contract|pact|venture|partnership|alliance|order|tie-up)\b",
    re.I,
)
_WORTH = re.compile(
    r"\b(?:worth|valued at|value of|for|totalling|totaling)\s+(?:\w+\s+){0,2}$", re.I
)


@dataclass(frozen=True)
class Proposal:
    """A claim that a passage may make, for a person to accept, edit or reject."""

    passage: Passage
    subject: Mention
    relation: str
    object: Mention | None
    modality: str
    form: str
    polarity: str
    cue: str  # the words that gave it away
    speaker: Mention | None = None  # None where the source speaks in its own voice
    amount: Quantity | None = None
    duration: Quantity | None = None
    deadline_year: int | None = None
    when: str | None = None  # in the words of the text, or as a date where they give its year
    field: tuple[Mention, ...] = ()  # in what respect
    audience: tuple[Mention, ...] = ()  # for whom
    condition: str | None = None  # the key of the proposal that must hold first
    jointly: tuple[Mention, ...] = ()  # who takes part on the subject's side
    presupposed: bool = False  # taken for granted, whatever the sentence goes on to say
    by_model: bool = False  # proposed by a language model, not by a cue

    @property
    def key(self) -> str:
        """The same for the same reading of the same text."""
        end = self.object.start if self.object else "none"
        return f"{self.subject.start}-{self.relation}-{end}-{self.passage.start}"


def proposal_sentence(
    proposal: Proposal, named: Callable[[Mention], str] = lambda mention: mention.name
) -> str:
    """A proposal as an English sentence."""
    return wording.sentence(
        wording.Statement(
            subject=named(proposal.subject),
            relation=proposal.relation,
            object=named(proposal.object) if proposal.object else "",
            modality=proposal.modality,
            polarity=proposal.polarity,
            amount=proposal.amount.wording if proposal.amount else "",
        )
    )


# Relation -> how many of its proposals were right on the exam's share set aside, of how many;
# `python -m benchmarks.extraction … --write` writes it.
EXAM = Path(__file__).parent / "exam.toml"
_FEW = 5  # proposals, below which a share says nothing


@cache
def exam_record() -> dict[str, tuple[int, int]]:
    """The proposals of each relation in the exam: how many were right, and of how many."""
    read = tomllib.loads(EXAM.read_text(encoding="utf-8"))
    return {name: (right, of) for name, (right, of) in read["relations"].items()}


def exam_words(relation: str = "") -> str:
    """A sentence on how often proposals of a relation, or of all, were right in the exam."""
    found = exam_record()
    rows = [found.get(relation, (0, 0))] if relation else list(found.values())
    right, of = (sum(numbers) for numbers in zip(*rows, strict=True))
    record = f"such proposals were right in {right} of {of}"
    few = f"such proposals: too few examined to say ({of})"
    return record if of >= _FEW else few if of else "such proposals were not examined"


def grounds(proposal: Proposal) -> str:
    """The cue that made a proposal, and how often those of its relation were right in the exam."""
    if proposal.by_model:
        return "proposed by the language model, whose quote stands in the text"
    return f"cue: “{proposal.cue}” ({exam_words(proposal.relation)})"


def cues_of(folder: Path | None = None) -> Cues:
    """The shipped cues, followed by those of the workspace's `cues.toml`."""
    own = folder / "cues.toml" if folder else None
    return cues(own) if own and own.exists() else cues()


def proposals(
    text: str, entities: Mapping[str, Entity], words: Cues | None = None
) -> tuple[Proposal, ...]:
    """Propose claims from a text, in its order; the user accepts or rejects each of them."""
    words = words or cues()
    parts = _readable(text)
    rows = mentions(text, parts, entities, words)
    spoken: dict[int, Speech] = {s.sentence: s for s in speeches(parts, rows, words)}
    read: list[Proposal] = []
    for place, (sentence, row) in enumerate(zip(parts, rows, strict=True)):
        if len(row) == 0:
            continue
        # "According to Acme News, Bell and Core …": the one who reports is not a party.
        able = [m for m in row if not _CITED.search(text[max(0, m.start - 60) : m.start])]
        whole = marked(sentence, able)
        quantities = found(sentence.exact)
        here = [
            _proposal(tie, whole, sentence, quantities, heard=spoken.get(place), words=words)
            for tie in relations_between(whole, words)
        ]
        formed = [_formed(one, text) for one in _amounts_once([one for one in here if one])]
        read += _conditions(sorted(formed, key=_order), sentence, words)
    return tuple(_we_resolved(read))


def _we_resolved(read: list[Proposal]) -> Iterator[Proposal]:
    """The proposals, with "we" read as the organization for which the speaker speaks.

    Those in which nothing tells whom "we" means are left out.
    """
    leads = {p.subject.name: p.object for p in read if p.relation == "leads" and p.object}
    for one in read:
        if not _ours(one.subject) and not _ours(one.object):
            yield one
            continue
        speaker = one.speaker
        meant = leads.get(speaker.name) if speaker and speaker.kind == "Person" else speaker
        if meant is None or meant.kind == "Group":
            continue
        subject = _as(one.subject, meant) if _ours(one.subject) else one.subject
        object_ = _as(one.object, meant) if one.object and _ours(one.object) else one.object
        if object_ is None or object_.name != subject.name:
            yield replace(one, subject=subject, object=object_)


def _ours(mention: Mention | None) -> bool:
    return mention is not None and mention.words.lower() in {"we", "our"}


def _as(pronoun: Mention, meant: Mention) -> Mention:
    return replace(pronoun, name=meant.name, entity=meant.entity, kind=meant.kind)


def lane(
    text: str,
    entities: Mapping[str, Entity],
    taken: Iterable[Passage] = (),
    words: Cues | None = None,
) -> tuple[Passage, ...]:
    """The sentences with two names and no claim yet."""
    parts = _readable(text)
    rows = mentions(text, parts, entities, words or cues())
    spans = [(passage.start, passage.end) for passage in taken]
    return tuple(
        part
        for part, row in zip(parts, rows, strict=True)
        if len({m.name for m in row if m.kind != "Place"}) > 1
        and not any(part.start < end and start < part.end for start, end in spans)
    )


def _readable(text: str) -> list[Passage]:
    """The sentences that rules can read in bounded time."""
    if len(text) > MOST:
        raise TooMuch(
            f"the text has {len(text):,} characters, rules read at most {MOST:,}; cut it in parts"
        )
    return [part for part in sentences(text) if len(part.exact) <= LONGEST]


def _order(proposal: Proposal) -> tuple[int, str]:
    return proposal.subject.start, proposal.key


def _proposal(
    tie: Tie,
    whole: Marked,
    sentence: Passage,
    quantities: list[Found],
    *,
    heard: Speech | None,
    words: Cues,
) -> Proposal | None:
    cue, match = tie.cue, tie.match
    start, end = whole.span(match.start(), match.end())
    near = _near(_its_own(quantities, cue, sentence, start), sentence, start, end)
    if cue.needs and cue.needs not in near:
        return None
    heard = _governing(heard, tie, start)
    verb = heard.verb if heard else ""
    how = manner(whole.text, match.span(), words, verb=verb, purpose=cue.purpose)
    taken = tie.presupposed
    more = qualifiers(sentence, start, end, cue.relation, words)
    return Proposal(
        passage=sentence,
        subject=tie.subject,
        relation=cue.relation,
        object=_spelled(tie, sentence),
        modality="fact" if taken and not cue.modality else _firmness(cue, how),
        form=_spoken_form(tie, heard, start),
        polarity="affirmed" if taken else how.polarity,
        cue=sentence.exact[start - sentence.start : end - sentence.start].strip(" ,"),
        speaker=heard.speaker if heard else None,
        amount=next((near[kind] for kind in cue.amounts if kind in near), None),
        duration=near.get("duration") if cue.amounts else None,
        deadline_year=None if taken else more.deadline_year,
        when=None if taken else more.when,
        field=more.fields,
        audience=more.audience,
        jointly=tie.jointly,
        presupposed=taken,
    )


def _amounts_once(here: list[Proposal]) -> list[Proposal]:
    """The same proposals, without amounts that would go to several deals of one kind."""
    shared = Counter((p.relation, p.amount) for p in here)
    return [replace(p, amount=None) if shared[p.relation, p.amount] > 1 else p for p in here]


def _firmness(cue: Cue, how: Manner) -> str:
    """The modality of a clause; a bid is a plan at most, and weighing one is less."""
    weaker = cue.modality == "plan" and how.modality not in {"fact", "agreement"}
    return how.modality if weaker else cue.modality or how.modality


def _its_own(quantities: list[Found], cue: Cue, sentence: Passage, start: int) -> list[Found]:
    """The quantities that may belong to a cue."""
    # "Acme-backed Bell sold its unit for $5 million": nobody says what Acme put in.
    if sentence.exact[: start - sentence.start].endswith("-"):
        return []
    deal = cue.relation == "partnersWith"
    return [one for one in quantities if not deal or _of_deal(one, sentence.exact)]


def _of_deal(one: Found, sentence: str) -> bool:
    """Check if an amount is that of a deal: partners deal in many things that have an amount."""
    before, after = sentence[: one.start], sentence[one.end :]
    return bool(_DEAL_NEXT.match(after) or _WORTH.search(before))


def _governing(heard: Speech | None, tie: Tie, start: int) -> Speech | None:
    """The speech that contains the words; a title such as "Acme's chairman" is not part of it."""
    if heard is None or not heard.start <= start < heard.end:
        return None
    own = tie.presupposed and heard.speaker.start == tie.subject.start
    return None if own else heard


def _spelled(tie: Tie, sentence: Passage) -> Mention | None:
    """The object; where it is a run of words, spelled as the text spells it."""
    mention = tie.object
    if mention is None or not tie.match.groupdict().get("what"):
        return mention
    words = sentence.exact[mention.start - sentence.start : mention.end - sentence.start]
    return replace(mention, words=words, name=words)


def _near(quantities: list[Found], sentence: Passage, start: int, end: int) -> dict[str, Quantity]:
    """The nearest quantity of each kind in the clause of a cue."""
    nearest: dict[str, tuple[int, Quantity]] = {}
    for one in quantities:
        first, last = sentence.start + one.start, sentence.start + one.end
        gap = max(start - last, first - end, 0)
        inner = slice(min(end, first) - sentence.start, max(end, first) - sentence.start)
        between = sentence.exact[inner]
        if gap > 120 or _APART.search(between) or (first > end and _VERB.search(between)):
            continue
        if one.kind not in nearest or gap < nearest[one.kind][0]:
            nearest[one.kind] = (gap, one.quantity)
    return {kind: quantity for kind, (_, quantity) in nearest.items()}


def _spoken_form(tie: Tie, speech: Speech | None, at: int) -> str:
    if tie.presupposed:
        return "presupposition"
    if speech:
        quoted = any(start <= at < end for start, end in speech.quotes)
        return "directQuote" if quoted else "indirectSpeech"
    return "narration"


def _formed(proposal: Proposal, text: str) -> Proposal:
    """Copy a proposal with its form set, if it is in a headline or a heading."""
    sentence = proposal.passage
    ended = text[sentence.end : sentence.end + 1] == "\n" and sentence.exact[-1] not in '.!?”"’:;,'
    if not ended or len(sentence.exact) > 150:
        return proposal
    form = "heading" if text[: sentence.start].strip() else "headline"
    return replace(proposal, form=form)


def _conditions(here: list[Proposal], sentence: Passage, words: Cues) -> list[Proposal]:
    """Link an "if" clause and its main clause as condition and conditional claim."""
    match = words.patterns["condition"].search(sentence.exact)
    if not match:
        return here
    comma = sentence.exact.find(",", match.end())
    last = comma if match.start() < 5 and comma > 0 else len(sentence.exact)
    start, end = sentence.start + match.start(), sentence.start + last
    waiting = [p for p in here if not p.presupposed]
    inside = {p.key for p in waiting if start <= p.subject.start < end}
    first = next((p.key for p in here if p.key in inside), None)
    return [
        replace(p, modality="conditional", condition=None if p.key in inside else first)
        if p in waiting
        else p
        for p in here
    ]
