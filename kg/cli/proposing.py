"""The command that lists what rules, or a language model of the user's, read in a source."""

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module

from kg.cli.opened import folder
from kg.cli.printing import bold, counted, say
from kg.errors import BadInput, NotFound
from kg.model import Entity
from kg.proposals import Proposal, cues_of, lane, proposals
from kg.terms import vocabulary
from kg.vocab import SOURCE
from kg.workspace import load

__all__ = ["propose"]


def propose(given: Namespace) -> int:
    """List what is read in a source of the workspace, and what may have been missed."""
    place = folder(given)
    state = load(place, [given.slug])
    source = state.sources.get(str(SOURCE[given.slug]))
    if source is None or source.text is None:
        raise NotFound(f"{place} has no source {given.slug!r} with a text; see `kg add`")
    words = cues_of(place)
    found = [("rules", each) for each in proposals(source.text, state.entities, words)]
    if given.llm:
        found += [("model", each) for each in _asked(source.text, state.entities)]
    if given.format == "json":
        rows = [{"read_by": reader, **asdict(each)} for reader, each in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return 0
    for reader, each in found:
        by = ", read by the language model" if reader == "model" else ""
        print(f"{bold(_said(each))}{by}\n   “{each.passage.exact}”")
    taken = [each.passage for _, each in found]
    for passage in lane(source.text, state.entities, taken, words):
        print(f"{bold('two names, no proposal')}\n   “{passage.exact}”")
    say(f"{counted(len(found), 'proposal')}, nothing saved: accept, edit or reject on the Add page")
    return 0


def _asked(text: str, entities: Mapping[str, Entity]) -> tuple[Proposal, ...]:
    """What the user's language model proposes, after saying what leaves the machine."""
    try:
        llm = import_module("kg.llm")
    except ImportError as error:
        raise BadInput(
            f"--llm needs an extra: pip install 'tech-partnerships[llm]' ({error.name} is missing)"
        ) from error
    model = llm.chosen()
    if model is None:
        raise BadInput(
            "--llm asks the model that you name: set KG_LLM_MODEL to openai:NAME or "
            "anthropic:NAME, and KG_LLM_KEY and KG_LLM_ADDRESS as its service wants them"
        )
    say(llm.leaves(text))
    read = llm.proposals(text, entities, model)
    for reason in read.dropped:
        say(f"dropped: {reason}")
    found: tuple[Proposal, ...] = read.proposals
    return found


def _said(proposal: Proposal) -> str:
    whom = f" {proposal.object.name}" if proposal.object else ""
    facts = [q.wording for q in (proposal.amount, proposal.duration) if q]
    facts += [f"by {proposal.deadline_year}"] if proposal.deadline_year else []
    facts += [proposal.when] if proposal.when else []
    facts += [f"in respect of {one.name}" for one in proposal.field]
    facts += [f"for {one.name}" for one in proposal.audience]
    facts += [f"with {one.name}" for one in proposal.jointly]
    more = f" ({'; '.join(facts)})" if facts else ""
    speaker = proposal.speaker.name if proposal.speaker else "the text"
    relation = vocabulary().relations[proposal.relation].label
    denied = ", denied" if proposal.polarity == "denied" else ""
    return (
        f"{proposal.subject.name} {relation}{whom}{more}"
        f": {proposal.modality}{denied}, said by {speaker}"
    )
