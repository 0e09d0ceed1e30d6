"""Quality of the rules of `kg propose` on held-out passages.

Usage: python -m benchmarks.proposals core-train.json [--tuning] [--errors RELATION]

The file is part of CORE (P. Borchert and others, github.com/pnborchert/CORE, CC BY 4.0) and is not
shipped: passages of Wikipedia, each with two names and the relation between them. One passage in
five, by a hash of its id, was set aside before the first rule was written; the figures are of
those, `--tuning` gives those of the rest. A passage counts as read if one proposal ties the two
names by the right relation the right way round; precision is over all passages for which the
rules propose anything between the two names.
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import Proposal, lane, proposals
from kg.model.names import normal

Span = tuple[int, int]

# CORE's relation -> ours, and whether CORE's first name is our subject.
RELATIONS: dict[str, tuple[set[str], bool | None]] = {
    "acquired_by": ({"acquires"}, False),
    "brand_of": ({"offers", "has"}, False),
    "client_of": ({"supplies"}, False),
    "collaboration": ({"partnersWith"}, None),
    "competitor_of": ({"competesWith"}, None),
    "merged_with": ({"mergesWith"}, None),
    "product_or_service_of": ({"offers", "has"}, False),
    "shareholder_of": ({"holdsStakeIn", "investsIn"}, True),
    "subsidiary_of": ({"isUnitOf"}, True),
}


def aside(identifier: str) -> bool:
    """Check if a passage belongs to the held-out share."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 5 == 0


def passage(example: dict[str, Any]) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The text of a passage, with the positions of its two names."""
    text, starts, ends = "", [], []
    for token in example["context"]:
        word = {"``": "“", "''": "”"}.get(token, token)
        glued = re.fullmatch(r"[,.;:!?)\]%”]+|['’]s?|n['’]t|['’](?:s|re|ve|ll|d)", word)
        text += "" if glued or not text or text[-1] in "([$“" else " "
        starts.append(len(text))
        text += word
        ends.append(len(text))
    one, two = (
        (starts[example[f"{name}_start"]], ends[example[f"{name}_end"]]) for name in ("e1", "e2")
    )
    return text, one, two


def between(
    found: tuple[Proposal, ...], one: tuple[str, Span], two: tuple[str, Span]
) -> list[tuple[str, bool]]:
    """The relations proposed between two names, and whether the first is the subject."""
    ties = []
    for proposal in found:
        if proposal.object is None:
            continue
        if _means(proposal.subject, one) and _means(proposal.object, two):
            ties.append((proposal.relation, True))
        elif _means(proposal.subject, two) and _means(proposal.object, one):
            ties.append((proposal.relation, False))
    return ties


def _means(mention: Mention, name: tuple[str, Span]) -> bool:
    """Check if a mention is at the position of a name, or is a pronoun for it."""
    return _touch((mention.start, mention.end), name[1]) or (
        mention.pronoun and normal(mention.name) == normal(name[0])
    )


def _touch(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def right(example: dict[str, Any], ties: list[tuple[str, bool]]) -> bool:
    """Check if one of the ties is the relation in CORE."""
    if example["relation"] not in RELATIONS:
        return False
    wanted, first = RELATIONS[example["relation"]]
    forward = None if first is None else first != bool(example["invert_relation"])
    return any(name in wanted and forward in (None, way) for name, way in ties)


def counts(examples: list[dict[str, Any]], errors: str | None) -> dict[str, Counter[str]]:
    """Count by relation the passages, those proposed and right, and the sentence lane's."""
    counted: dict[str, Counter[str]] = {}
    for example in examples:
        text, one, two = passage(example)
        found = proposals(text, {})
        ties = between(found, (text[slice(*one)], one), (text[slice(*two)], two))
        hit = right(example, ties)
        reach = any(
            part.start <= start and end <= part.end
            for part in lane(text, {})
            for start, end in [(min(one[0], two[0]), max(one[1], two[1]))]
        )
        row = {"all": 1, "proposed": bool(ties), "right": hit, "lane": hit or reach}
        counted.setdefault(example["relation"], Counter()).update(row)
        if errors == example["relation"] and (not hit or errors == "undefined"):
            print(ties, "|", text[one[0] : one[1]], "|", text[two[0] : two[1]], "|", text, "\n")
    return counted


def measure(examples: list[dict[str, Any]], errors: str | None) -> None:
    """Print precision, recall and the reach of the sentence lane, in total and by relation."""
    total: Counter[str] = Counter()
    positive: Counter[str] = Counter()
    for relation, row in sorted(counts(examples, errors).items()):
        total += row
        positive += row if relation in RELATIONS else Counter()
        shown = f"{row['all']:5} passages, {row['proposed']:4} proposed, {row['right']:4} right"
        print(f"{relation:24}{shown}")
    print(f"precision {total['right'] / max(total['proposed'], 1):.2f}")
    print(f"recall    {total['right'] / max(positive['all'], 1):.2f}")
    print(f"in the sentence lane or proposed: {positive['lane'] / max(positive['all'], 1):.2f}")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--tuning", action="store_true", help="the share the rules were tuned on")
    parser.add_argument("--errors", help="print the passages of this relation that are missed")
    given = parser.parse_args()
    if given.errors and not given.tuning:
        parser.error("what was set aside is not looked at; --errors goes with --tuning")
    examples = json.loads(given.file.read_text(encoding="utf-8"))
    measure([e for e in examples if aside(e["id"]) != given.tuning], given.errors)


if __name__ == "__main__":
    main()
