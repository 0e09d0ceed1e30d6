"""Trial of a classifier of relation and direction between two names, beside the rules.

Usage: python -m benchmarks.classifier FOLDER core-train.json   (needs scikit-learn)

Logistic regression on the words around two names of a sentence, trained on CORE's tuning share
and on the exam's tuning half (see `benchmarks.extraction`), cross-validated over the texts of that
half. It vetoes what rules propose where it finds their relation unlikely, or proposes the pairs
that they miss. What is set aside in either is not read. A tie is right if relation and parties are.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]
from sklearn.pipeline import make_pipeline  # type: ignore[import-not-found]

from benchmarks import proposals as core
from benchmarks.extraction import RELATIONS, Recorded, found_texts, half, names, span
from kg.extraction.coreference import mentions
from kg.extraction.cues import cues
from kg.extraction.names_in_text import Mention
from kg.extraction.proposals import proposals
from kg.model.ontology import vocabulary
from kg.model.quotes import sentences

FOLDS = 5
NONE = "none"


@dataclass(frozen=True)
class Pair:
    """Two names of a sentence, in its order: the words around them, and what ties them."""

    features: str
    labels: frozenset[str]  # relation and direction that a reader records; any of them will do
    rules: str | None  # what rules propose
    needed: bool  # whether a reader records it for certain


def features(text: str, first: tuple[int, int], second: tuple[int, int]) -> str:
    """The words before, between and after two names, told apart by a prefix."""
    before = text[: first[0]].lower().split()[-3:]
    between = text[first[1] : second[0]].lower().split()
    after = text[second[1] :].lower().split()[:4]
    pairs = [f"{one}_{two}" for one, two in pairwise(between)]
    words = [f"B:{word}" for word in before] + [f"M:{word}" for word in [*between, *pairs][:60]]
    return " ".join([*words, *(f"A:{word}" for word in after), f"gap:{min(len(between) // 3, 8)}"])


def direction(relation: str, *, forward: bool) -> str:
    """A label: the relation, and its direction unless it holds either way round."""
    known = vocabulary().relations[relation]
    either = known.symmetric or relation in {"competesWith", "disputesWith"}
    return relation if either else f"{relation}{'>' if forward else '<'}"


def core_pairs(file: Path) -> Iterator[Pair]:
    """The passages of CORE's tuning share."""
    for example in json.loads(file.read_text(encoding="utf-8")):
        if core.aside(example["id"]):
            continue
        text, one, two = core.passage(example)
        label = NONE
        if example["relation"] in core.RELATIONS:
            wanted, first = core.RELATIONS[example["relation"]]
            forward = bool(first) != bool(example["invert_relation"])
            kept = sorted(wanted & set(RELATIONS))
            label = direction(kept[0], forward=forward == (one < two)) if kept else NONE
        low, high = sorted((one, two))
        yield Pair(features(text, low, high), frozenset({label}), None, needed=False)


def text_pairs(text: str, claims: tuple[Recorded, ...]) -> Iterator[Pair]:
    """Every pair of names in the sentences of a text of the exam."""
    parts = list(sentences(text))
    made = proposals(text, {})
    spans = [(claim, span(text, claim.quote)) for claim in claims]
    for part, row in zip(parts, mentions(text, parts, {}, cues()), strict=True):
        able = [m for m in row if m.kind not in {"Person", "Place", "Group"}]
        here = [claim for claim, (start, end) in spans if start < part.end and part.start < end]
        ruled = {(p.subject.start, p.object.start): p.relation for p in made if p.object}
        for place, one in enumerate(able):
            for two in able[place + 1 :]:
                labels, needed = recorded_ties(one, two, here)
                forward, back = (one.start, two.start), (two.start, one.start)
                rule = direction(ruled[forward], forward=True) if forward in ruled else None
                rule = direction(ruled[back], forward=False) if back in ruled else rule
                places = ((m.start, m.end) for m in (one, two))
                yield Pair(features(text, *places), labels or frozenset({NONE}), rule, needed)


def recorded_ties(
    one: Mention, two: Mention, claims: list[Recorded]
) -> tuple[frozenset[str], bool]:
    """The labels that a reader's claims give to two names."""
    labels, needed = set(), False
    for claim in claims:
        for forward, (who, whom) in ((True, (one, two)), (False, (two, one))):
            if names((who.name, who.words), claim.who) and names(
                (whom.name, whom.words), claim.whom
            ):
                labels |= {direction(relation, forward=forward) for relation in claim.relation}
                needed = needed or not claim.optional
    return frozenset(labels), needed


def score(kept: list[tuple[Pair, str]], of: int) -> str:
    """Precision, recall and their harmonic mean of proposed ties."""
    right = sum(label in pair.labels for pair, label in kept)
    precision, recall = right / max(len(kept), 1), right / max(of, 1)
    mean = 2 * precision * recall / max(precision + recall, 1e-9)
    shares = f"precision {precision:.2f}, recall {recall:.2f}, F {mean:.3f}"
    return f"{right:3} of {len(kept):3} right, {shares}"


def main() -> None:
    """Train and test over folds of the texts, and print the figures for several thresholds."""
    folder, file = map(Path, sys.argv[1:3])
    there, missing = found_texts(folder, half(tuning=True))
    print(*missing, sep="\n", end="\n" if missing else "")
    general = list(core_pairs(file))
    by_text = [list(text_pairs(text, one.claims)) for one, text in there]
    judged: list[tuple[Pair, dict[str, float]]] = []
    for fold in range(FOLDS):
        rest = [p for n, pairs in enumerate(by_text) if n % FOLDS != fold for p in pairs]
        model = trained(general + rest)
        for pair in (p for n, pairs in enumerate(by_text) if n % FOLDS == fold for p in pairs):
            chances = model.predict_proba([pair.features])[0]
            judged.append((pair, dict(zip(model.classes_, chances, strict=True))))
    of = sum(pair.needed or bool(pair.rules in pair.labels) for pair, _ in judged)
    alone = [(pair, pair.rules) for pair, _ in judged if pair.rules]
    print("rules alone          ", score(alone, of))
    for limit in (0.005, 0.01, 0.02, 0.05, 0.1):
        kept = [(p, p.rules) for p, c in judged if p.rules and c.get(p.rules, 0) >= limit]
        print(f"vetoed below {limit:<5}   ", score(kept, of))
    for limit in (0.5, 0.7, 0.8, 0.9, 0.95):
        likely = [(p, max(c, key=lambda name: c[name]), c) for p, c in judged if not p.rules]
        sure = [(p, name) for p, name, c in likely if name != NONE and c[name] >= limit]
        print(f"and proposed at {limit:<5}", score(alone + sure, of), "| alone", score(sure, of))


def trained(pairs: list[Pair]) -> LogisticRegression:
    """A model of the pairs; of several labels the first in order is learned."""
    words = CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, min_df=2, binary=True
    )
    model = make_pipeline(words, LogisticRegression(C=1.0, max_iter=300))
    return model.fit([pair.features for pair in pairs], [min(pair.labels) for pair in pairs])


if __name__ == "__main__":
    main()
