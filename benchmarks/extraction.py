"""Exam of the rules of `kg propose` on real texts that nobody here wrote.

Usage: python -m benchmarks.extraction FOLDER [--core FILE] [--tuning] [--errors] [--write]

`extraction.toml` lists texts by address and hash, with the claims of a careful reader; FOLDER holds
the texts, NAME.txt each. Half of each set, every second in the order of their hashes, was set aside
before any rule read them. `--tuning` measures the other half, `--errors` shows what is missed and
wrong there. Without them both halves are measured, and `--write` puts the figures into
docs/benchmarks-extraction.md. A proposal is right if relation, parties, modality and polarity are a
reader's; proposals of other relations than the ten recorded are not counted.
"""

import argparse
import hashlib
import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import proposals as core
from kg.extraction import proposals as proposing
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal, proposals
from kg.model.names import normal
from kg.model.ontology import vocabulary

EXAM = Path(__file__).parent / "extraction.toml"
REPORT = Path(__file__).parent.parent / "docs" / "benchmarks-extraction.md"
RELATIONS = (
    "acquires",
    "holdsStakeIn",
    "investsIn",
    "mergesWith",
    "isUnitOf",
    "licensesTo",
    "supplies",
    "partnersWith",
    "competesWith",
    "disputesWith",
)


@dataclass(frozen=True)
class Recorded:
    """A claim as a careful reader records it; several values where either will do."""

    who: tuple[str, ...]
    relation: tuple[str, ...]
    whom: tuple[str, ...]
    modality: tuple[str, ...]
    polarity: tuple[str, ...]
    speaker: tuple[str, ...]
    amount: tuple[str, ...]
    quote: str
    optional: bool

    def __str__(self) -> str:
        """The claim on one line."""
        told = (self.who, self.relation, self.whom, self.modality, self.polarity)
        more = (self.speaker, self.amount)
        return " | ".join("/".join(part) for part in (*told, *more)) + f" [{self.quote}]"


@dataclass(frozen=True)
class Text:
    """A text of the exam: where it is from, its hash, and its claims."""

    name: str
    address: str
    sha256: str
    claims: tuple[Recorded, ...]
    set: int = 1  # texts found later are a set of their own


def recorded(line: str) -> Recorded:
    """A claim from its line in the file."""
    parts = [part.strip() for part in line.removeprefix("? ").split(" | ")]
    who, relation, whom, modality, polarity, speaker, amount = (
        tuple(part.split("/")) for part in parts[:7]
    )
    return Recorded(
        who=who,
        relation=relation,
        whom=whom,
        modality=modality,
        polarity=polarity,
        speaker=speaker,
        amount=amount,
        quote=parts[7],
        optional=line.startswith("? "),
    )


def exam() -> list[Text]:
    """The texts, in the order of their hashes."""
    listed = tomllib.loads(EXAM.read_text(encoding="utf-8"))["text"]
    texts = [
        Text(
            one["name"],
            one["address"],
            one["sha256"],
            tuple(recorded(line) for line in one["claims"]),
            one.get("set", 1),
        )
        for one in listed
    ]
    return sorted(texts, key=lambda text: (text.set, text.sha256))


def half(*, tuning: bool) -> list[Text]:
    """The texts set aside, or those that rules may be tuned on."""
    texts = exam()
    first = {text.set: place for place, text in reversed(list(enumerate(texts)))}
    return [
        text for place, text in enumerate(texts) if ((place - first[text.set]) % 2 == 1) == tuning
    ]


def digest(text: str) -> str:
    """The hash of a text's words, however they are spaced."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def found_texts(folder: Path, listed: Iterable[Text]) -> tuple[list[tuple[Text, str]], list[str]]:
    """The texts of a folder that are those of the exam, and a line for each that is not there."""
    there, missing = [], []
    for one in listed:
        path = folder / f"{one.name}.txt"
        text = path.read_text(encoding="utf-8") if path.exists() else None
        if text is not None and digest(text) == one.sha256:
            there.append((one, text))
        else:
            why = (
                "is missing" if text is None else "is not the text that was read (its hash differs)"
            )
            missing.append(f"{path} {why}: {one.address}")
    return there, missing


def span(text: str, quote: str) -> tuple[int, int]:
    """The place of a sentence in a text, from its first and last words."""
    first, _, last = quote.partition(" … ")
    start = _at(text, first, 0)[0]
    return start, _at(text, last or first, start)[1]


def _at(text: str, words: str, start: int) -> tuple[int, int]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.compile(pattern).search(text, start)
    if match is None:
        raise ValueError(f"the words “{words}” do not stand in the text")
    return match.span()


def same_tie(one: Proposal, claim: Recorded) -> bool:
    """Check if a proposal ties the parties of a claim by its relation."""
    if one.object is None or one.relation not in claim.relation:
        return False
    ways = [(_ways(one.subject), _ways(one.object))]
    known = vocabulary().relations[one.relation]
    if known.symmetric or one.relation in {"competesWith", "disputesWith"}:
        ways.append(ways[0][::-1])
    return any(names(who, claim.who) and names(whom, claim.whom) for who, whom in ways)


def _ways(mention: Mention) -> tuple[str, ...]:
    """The full name of a mention, and its own words: "African Union" and "AU"."""
    return (mention.name,) if mention.pronoun else (mention.name, mention.words)


def names(names: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Check if a name is one of those recorded, in full or without its last words."""
    for one, given in ((one, normal(name).split()) for one in wanted for name in names):
        other = normal(one).split()
        least = min(len(given), len(other))
        if least and given[:least] == other[:least]:
            return True
    return False


def same_speaker(one: Proposal, claim: Recorded) -> bool:
    """Check if the speaker is the one recorded."""
    if one.speaker is None:
        return "-" in claim.speaker
    words = normal(f"{one.speaker.words} {one.speaker.name}")
    return any(
        normal(name) in words or names((one.speaker.name,), (name,)) for name in claim.speaker
    )


def same_amount(one: Proposal, claim: Recorded) -> bool:
    """Check if the amount is the one recorded."""
    if one.amount is None:
        return "-" in claim.amount
    given = _figure(one.amount.wording)
    return any(_figure(amount) == given for amount in claim.amount if amount != "-")


def _figure(amount: str) -> str:
    plain = amount.lower().replace("per cent", "%").replace("percent", "%")
    plain = re.sub(r"(?<=\d)\s?-?\s?(?:bn|b)\b", "billion", plain)
    plain = re.sub(r"(?<=\d)\s?-?\s?(?:mn|m)\b", "million", plain)
    match = re.search(r"\d[\d.,]*\s?-?\s?(?:billion|million|trillion|%)?", plain)
    return re.sub(r"[\s,-]", "", match[0]) if match else plain


@dataclass(frozen=True)
class Pair:
    """A proposal with the claim of a reader that it proposes, or one without the other."""

    proposal: Proposal | None
    claim: Recorded | None

    @property
    def relation(self) -> str:
        """The relation under which the pair is counted."""
        if self.proposal:
            return self.proposal.relation
        return self.claim.relation[0] if self.claim else ""

    @property
    def modality(self) -> bool:
        """Check if the modality is the reader's."""
        return bool(self.proposal and self.claim and self.proposal.modality in self.claim.modality)

    @property
    def polarity(self) -> bool:
        """Check if the polarity is the reader's."""
        return bool(self.proposal and self.claim and self.proposal.polarity in self.claim.polarity)


def paired(text: str, claims: Iterable[Recorded]) -> list[Pair]:
    """Proposals on a text and the reader's claims, matched one to one, the closest first."""
    counted = [
        one for one in proposals(text, {}) if one.object is not None and one.relation in RELATIONS
    ]
    listed = [(claim, span(text, claim.quote)) for claim in claims]
    close = []
    for place, one in enumerate(counted):
        for number, (claim, (start, end)) in enumerate(listed):
            touching = one.passage.start < end and start < one.passage.end
            if touching and same_tie(one, claim):
                pair = Pair(one, claim)
                score = 4 * pair.polarity + 2 * pair.modality + same_amount(one, claim)
                close.append((-score, place, number))
    pairs, used, taken = [], set(), set()
    for _, place, number in sorted(close):
        if place not in used and number not in taken:
            used.add(place)
            taken.add(number)
            pairs.append(Pair(counted[place], listed[number][0]))
    pairs += [Pair(one, None) for place, one in enumerate(counted) if place not in used]
    pairs += [Pair(None, claim) for n, (claim, _) in enumerate(listed) if n not in taken]
    return pairs


def wilson(right: int, of: int) -> str:
    """A share with its 95 % interval by Wilson."""
    if of == 0:
        return "–"
    share, z = right / of, 1.96
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"**{share:.2f}** ({max(centre - reach, 0):.2f}–{centre + reach:.2f}), {right} of {of}"


def is_right(pair: Pair) -> bool:
    """Check if a proposal has relation, parties, modality and polarity of a reader's claim."""
    return pair.modality and pair.polarity


def summary(pairs: list[Pair]) -> list[tuple[str, str, str]]:
    """The figures of an exam, each with its goal."""
    made = [pair for pair in pairs if pair.proposal]
    both = [pair for pair in made if pair.claim]
    needed = [pair for pair in pairs if pair.claim and not pair.claim.optional]
    firm = [p for p in made if p.proposal and _firm(p.proposal)]
    denied = [p for p in needed if p.claim and p.claim.polarity == ("denied",)]
    turned = [p for p in both if not p.polarity]
    amounts = [p for p in both if p.proposal and p.claim and _has_amount(p.proposal, p.claim)]
    said = sum(same_speaker(p.proposal, p.claim) for p in both if p.proposal and p.claim)
    told = sum(same_amount(p.proposal, p.claim) for p in amounts if p.proposal and p.claim)
    return [
        ("precision", wilson(sum(map(is_right, made)), len(made)), "≥ .80"),
        ("recall", wilson(sum(map(is_right, needed)), len(needed)), "≥ .40"),
        ("relation and parties right", wilson(len(both), len(made)), ""),
        ("proposed as stated, and right", wilson(sum(map(is_right, firm)), len(firm)), "≥ .90"),
        (
            "denials and refusals found",
            wilson(sum(p.polarity for p in denied), len(denied)),
            "≥ .60",
        ),
        ("turned round (affirmed for denied, or the reverse)", f"**{len(turned)}**", "0"),
        ("modality, of the ties found", wilson(sum(p.modality for p in both), len(both)), ""),
        ("polarity, of the ties found", wilson(sum(p.polarity for p in both), len(both)), ""),
        ("speaker, of the ties found", wilson(said, len(both)), "≥ .85"),
        ("amount, where either states one", wilson(told, len(amounts)), "≥ .85"),
    ]


def _firm(one: Proposal) -> bool:
    return vocabulary().firmness[one.modality] == "stated" and one.polarity == "affirmed"


def _has_amount(one: Proposal, claim: Recorded) -> bool:
    return one.amount is not None or "-" not in claim.amount


def by_relation(pairs: list[Pair]) -> list[str]:
    """A row of figures for each relation."""
    rows = ["| relation | precision | recall | modality | polarity | speaker | amount |"]
    rows.append("|---|---|---|---|---|---|---|")
    for name in RELATIONS:
        here = [pair for pair in pairs if pair.relation == name]
        made = [pair for pair in here if pair.proposal]
        both = [p for p in made if p.claim]
        needed = [pair for pair in here if pair.claim and not pair.claim.optional]
        amounts = [p for p in both if p.proposal and p.claim and _has_amount(p.proposal, p.claim)]
        speaker = sum(same_speaker(p.proposal, p.claim) for p in both if p.proposal and p.claim)
        amount = sum(same_amount(p.proposal, p.claim) for p in amounts if p.proposal and p.claim)
        shares = (
            wilson(sum(map(is_right, made)), len(made)),
            wilson(sum(map(is_right, needed)), len(needed)),
            f"{sum(p.modality for p in both)} of {len(both)}",
            f"{sum(p.polarity for p in both)} of {len(both)}",
            f"{speaker} of {len(both)}",
            f"{amount} of {len(amounts)}",
        )
        rows.append(f"| {name} | {' | '.join(shares)} |")
    return rows


def show_errors(name: str, pairs: list[Pair]) -> None:
    """Print what is missed, wrong or differs in one text."""
    print(f"== {name}")
    for pair in pairs:
        one, claim = pair.proposal, pair.claim
        if one and claim:
            good = is_right(pair) and same_speaker(one, claim) and same_amount(one, claim)
            if not good:
                print(f"  differs: {_told(one)}\n       as: {claim}")
        elif one:
            print(f"  wrong:   {_told(one)}\n       in: {' '.join(one.passage.exact.split())}")
        elif claim and not claim.optional:
            print(f"  missed:  {claim}")


def _told(one: Proposal) -> str:
    whom = one.object.name if one.object else ""
    how = f"{one.modality} {one.polarity} by {one.speaker.name if one.speaker else '-'}"
    amount = one.amount.wording if one.amount else "-"
    return f"{one.subject.name} | {one.relation} | {whom} | {how} | {amount} (“{one.cue}”)"


def report(title: str, pairs: list[Pair], texts: int) -> list[str]:
    """The lines of one half's tables."""
    claims = sum(1 for p in pairs if p.claim and not p.claim.optional)
    lines = [f"## {title}: {texts} texts, {claims} claims", ""]
    lines += ["| | measured (95 % interval) | goal |", "|---|---|---|"]
    lines += [f"| {name} | {value} | {goal} |" for name, value, goal in summary(pairs)]
    counts = Counter(p.relation for p in pairs if p.proposal)
    return [*lines, "", *by_relation(pairs), "", f"Proposals: {counts.total()}.", ""]


def record(pairs: list[Pair]) -> str:
    """The counts of right proposals by relation, as a file for readers of proposals."""
    lines = [
        f"# Written by `python -m benchmarks.{EXAM.stem} FOLDER --write`, from the half set aside:"
    ]
    lines += ["# relation = [right, proposed]", "[relations]"]
    for name in RELATIONS:
        made = [pair for pair in pairs if pair.proposal and pair.relation == name]
        lines.append(f"{name} = [{sum(map(is_right, made))}, {len(made)}]")
    return "\n".join(lines) + "\n"


def core_table(file: Path) -> list[str]:
    """The rules on CORE's share that was set aside, by its relations."""
    examples = json.loads(file.read_text(encoding="utf-8"))
    counts = core.counts([one for one in examples if core.aside(one["id"])], None)
    total = sum(counts.values(), Counter[str]())
    needed = sum(row["all"] for name, row in counts.items() if name in core.RELATIONS)
    lines = [f"## CORE, set aside: {total['all']} passages of Wikipedia", ""]
    lines += ["| relation | passages | precision | recall |", "|---|---|---|---|"]
    for name, row in [*sorted(counts.items()), ("all", total)]:
        known = name in core.RELATIONS or name == "all"
        of = needed if name == "all" else row["all"]
        shares = (wilson(row["right"], row["proposed"]), wilson(row["right"], of) if known else "–")
        lines.append(f"| {name} | {row['all']} | {' | '.join(shares)} |")
    return [*lines, ""]


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the texts, NAME.txt each")
    parser.add_argument("--core", type=Path, help="core-train.json, to be measured beside them")
    parser.add_argument("--tuning", action="store_true", help="the half the rules are tuned on")
    parser.add_argument("--errors", action="store_true", help="show what is missed and wrong")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.name}")
    given = parser.parse_args()
    if given.errors and not given.tuning:
        parser.error("what was set aside is not looked at; --errors goes with --tuning")
    halves = [("Used for tuning", True)] + ([] if given.tuning else [("Set aside", False)])
    lines: list[str] = []
    for title, tuning in reversed(halves):
        there, missing = found_texts(given.folder, half(tuning=tuning))
        print(*missing, sep="\n", end="\n" if missing else "")
        pairs = [(one.name, paired(text, one.claims)) for one, text in there]
        for name, here in pairs if given.errors else []:
            show_errors(name, here)
        whole = [pair for _, here in pairs for pair in here]
        lines += report(title, whole, len(there))
        if given.write and not tuning:
            proposing.EXAM.write_text(record(whole), encoding="utf-8")
    lines += core_table(given.core) if given.core else []
    print("\n".join(lines))
    if given.write:
        write_report(lines)


def write_report(lines: list[str]) -> None:
    """Put the figures between the marks of the report."""
    text = REPORT.read_text(encoding="utf-8")
    head, mark, tail = text.partition("<!-- figures -->\n")
    _, end, notes = tail.partition("<!-- notes -->")
    REPORT.write_text(head + mark + "\n".join(lines) + end + notes, encoding="utf-8")


if __name__ == "__main__":
    main()
