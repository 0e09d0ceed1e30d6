"""Quality of the rules of `kg propose` on business news.

Usage: python -m benchmarks.news [--tuning] [--errors]

Two measures. The short passages of `news.toml` are our own words with every claim between two
names listed: every second passage was set aside when they were written, before the rules were
changed, and the figures are of those; `--tuning` gives those of the others. The shipped article
has been coded by hand, claim by claim: of what the rules propose on it and the coders claim too,
it is counted how often modality, speaker and amount are the same.
"""

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.extraction.proposals import Proposal, proposals
from kg.model.claims import Claim, Entity
from kg.model.folder import read
from kg.model.names import normal
from kg.model.ontology import vocabulary
from kg.resources import home

PASSAGES = Path(__file__).parent / "news.toml"
ARTICLE = "alicloud-nvidia"

Row = tuple[str, str, str, str]  # who, relation, whom, modality


@dataclass(frozen=True)
class Score:
    """Counts of claims, of proposals, and of right proposals."""

    claims: int
    proposed: int
    right: int
    modality: int  # of the right ones, those that are as firm as they should be

    def __str__(self) -> str:
        """The score as lines to read."""
        return (
            f"{self.claims} claims, {self.proposed} proposed, {self.right} right\n"
            f"precision {self.right / max(self.proposed, 1):.2f}\n"
            f"recall    {self.right / max(self.claims, 1):.2f}\n"
            f"modality as it should be: {self.modality} of {self.right}"
        )


def passages(*, tuning: bool) -> list[tuple[str, list[Row]]]:
    """The passages for tuning the rules, or those held out."""
    listed = tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["passage"]
    return [
        (one["text"], [_row(claim) for claim in one["claims"]])
        for place, one in enumerate(listed)
        if (place % 2 == 0) == tuning
    ]


def _row(claim: str) -> Row:
    who, relation, whom, modality = (part.strip() for part in claim.split("|"))
    return who, relation, whom, modality


def measure(listed: list[tuple[str, list[Row]]], *, errors: bool = False) -> Score:
    """The score over some passages; a claim that is made twice must be proposed twice."""
    claims = proposed = right = modality = 0
    for text, wanted in listed:
        left, wrong = list(wanted), []
        for one in proposals(text, {}):
            if one.object is None or one.object.kind in {"Undertaking", "Goal", "Group"}:
                continue
            proposed += 1
            hits = [row for row in left if _same(one, row)]
            # Of two claims of the same, the one that is as firm is meant.
            hit = next((r for r in hits if r[3] == one.modality), hits[0] if hits else None)
            if hit is None:
                wrong.append(one)
                continue
            left.remove(hit)
            if errors and hit[3] != one.modality:
                print(f"{text}\n  firmer or vaguer than {hit[3]}: {_told(one)}")
            right, modality = right + 1, modality + (hit[3] == one.modality)
        claims += len(wanted)
        if errors and (left or wrong):
            print(text, *(f"  missed: {' | '.join(row)}" for row in left), sep="\n")
            print(*(f"  wrong:  {_told(one)}" for one in wrong), "", sep="\n")
    return Score(claims, proposed, right, modality)


def _same(one: Proposal, row: Row) -> bool:
    who, relation, whom, _ = row
    if one.object is None or one.relation != relation:
        return False
    found = (normal(one.subject.name), normal(one.object.name))
    wanted = (normal(who), normal(whom))
    either = relation == "competesWith" or vocabulary().relations[relation].symmetric
    return found == wanted or (either and found[::-1] == wanted)


def _told(one: Proposal) -> str:
    whom = one.object.name if one.object else ""
    return f"{one.subject.name} | {one.relation} | {whom} | {one.modality} (“{one.cue}”)"


@dataclass(frozen=True)
class Filled:
    """The rules' qualifiers for the coded article, beside those of the coders."""

    claims: int
    proposed: int
    matched: int
    modality: int
    speaker: int
    amount: int  # claims and proposals that agree, also where both have none
    amounts: int  # matched claims that have an amount

    def __str__(self) -> str:
        """The figures as lines to read."""
        return (
            f"{self.claims} claims coded, {self.proposed} proposed, {self.matched} of them coded\n"
            f"of these {self.matched} the same modality: {self.modality}, the same speaker: "
            f"{self.speaker}, the same amount: {self.amount} ({self.amounts} have one)"
        )


def filled(*, errors: bool = False) -> Filled:
    """Modality, speaker and amount of the proposals on the shipped article that are coded."""
    data = read(home("data"))
    source = next(s for s in data.sources.values() if s.slug == ARTICLE)
    found = proposals(source.text or "", data.entities)
    left, pairs = list(source.claims), []
    for one in found:
        same = next((c for c in left if _coded(one, c, data.entities)), None)
        if same:
            left.remove(same)
            pairs.append((one, same))
        elif errors:
            print("not coded:", _told(one))
    said = [(one, c, _speaker(one, c.source) == c.attributed_to) for one, c in pairs]
    if errors:
        for one, claim, speaks in said:
            if claim.modality != one.modality or not speaks or _amount(one) != _amount(claim):
                print("differs:", _told(one), one.speaker and one.speaker.name, _amount(one))
                print("   coded:", claim.modality, claim.attributed_to, _amount(claim))
    return Filled(
        claims=len(source.claims),
        proposed=len(found),
        matched=len(pairs),
        modality=sum(one.modality == claim.modality for one, claim in pairs),
        speaker=sum(speaks for _, _, speaks in said),
        amount=sum(_amount(one) == _amount(claim) for one, claim in pairs),
        amounts=sum(bool(claim.amount) for _, claim in pairs),
    )


def _coded(one: Proposal, claim: Claim, entities: dict[str, Entity]) -> bool:
    """Check if a claim of the coders has the proposal's words and meaning."""
    if claim.passage is None or claim.relation != one.relation or claim.retracted:
        return False
    touching = claim.passage.start < one.passage.end and one.passage.start < claim.passage.end
    if not touching or one.subject.entity != claim.subject:
        return False
    if one.object is None or claim.object is None:
        return (one.object is None and claim.amount is not None) or claim.object is None
    known = entities[claim.object]
    # A goal or a piece of work has no name: its label is the coders' own.
    return one.object.entity == claim.object or (
        one.object.entity is None and known.classes[0].rpartition("#")[2] != "Company"
    )


def _speaker(one: Proposal, source: str) -> str | None:
    return one.speaker.entity if one.speaker else source


def _amount(one: Proposal | Claim) -> str | None:
    return one.amount.wording if one.amount else None


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tuning", action="store_true", help="the passages rules are tuned on")
    parser.add_argument("--errors", action="store_true", help="show what is missed and wrong")
    given = parser.parse_args()
    if given.errors and not given.tuning:
        parser.error("what was set aside is not looked at; --errors goes with --tuning")
    print(measure(passages(tuning=given.tuning), errors=given.errors))
    print(f"\nthe article {ARTICLE}:\n{filled(errors=given.errors)}")


if __name__ == "__main__":
    main()
