"""One entity, many spellings: which names are equal, and which are near."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.model import Entity

__all__ = ["Candidate", "alike", "candidates", "index", "linked", "normal", "slug"]

# The legal form says nothing about which organization is meant.
LEGAL = frozenset(
    re.findall(
        r"\w+",
        "inc incorporated corp corporation ltd limited llc llp plc gmbh ag sa nv bv spa co company",
    )
)


# Of many names that begin alike, a new one is compared with the latest only.
MOST_COMPARED = 300


@dataclass(frozen=True)
class Candidate:
    """An entity that a name may mean, by which of its names, and how near that is (0 to 100)."""

    entity: Entity
    name: str
    score: float


def normal(name: str) -> str:
    """What is left of a name when spelling that does not tell entities apart is taken away."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", re.sub(r"['’.]", "", plain))
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    # "Smith & Co" has lost its last word; the "and" before it goes too.
    if len(words) > 1 and words[-1] == "and":
        words.pop()
    return " ".join(words) or " ".join(name.casefold().split())


def index(entities: Iterable[Entity]) -> dict[str, tuple[str, ...]]:
    """The entities that go by each normalised name."""
    found: dict[str, dict[str, None]] = {}
    for entity in entities:
        for name in (entity.label, *entity.aliases):
            found.setdefault(normal(name), {})[entity.iri] = None
    return {name: tuple(iris) for name, iris in found.items()}


def linked(name: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one entity that goes by an equal name; None where there is none, or more than one."""
    iris = known.get(normal(name), ())
    return iris[0] if len(iris) == 1 else None


def candidates(
    name: str, entities: Iterable[Entity], limit: int = 5, least: float = 70.0
) -> list[Candidate]:
    """The entities that a name may mean, nearest first; nothing is linked by this."""
    spelled = [(entity, known) for entity in entities for known in (entity.label, *entity.aliases)]
    near = process.extract(
        normal(name),
        [normal(known) for _, known in spelled],
        scorer=fuzz.WRatio,
        limit=None,
        score_cutoff=least,
    )
    best: dict[str, Candidate] = {}
    for _, score, place in near:
        entity, known = spelled[place]
        kept = best.get(entity.iri)
        if kept is None or kept.score < score:
            best[entity.iri] = Candidate(entity, known, round(score, 1))
    ranked = sorted(best.values(), key=lambda one: (-one.score, one.entity.label))
    return ranked[:limit]


def alike(new: Iterable[str], known: Iterable[str], least: float = 88.0) -> list[tuple[str, str]]:
    """Pairs of names that somebody should look at: a new one, and one it is nearly equal to."""
    groups: dict[str, dict[str, str]] = {}
    for name in known:
        plain = normal(name)
        groups.setdefault(plain[:4], {})[plain] = name
    pairs = []
    for name in new:
        plain = normal(name)
        group = groups.setdefault(plain[:4], {})
        near = process.extractOne(
            plain, list(group)[-MOST_COMPARED:], scorer=fuzz.ratio, score_cutoff=least
        )
        # Names that differ by a number only, as "Fund 1" and "Fund 2", are told apart by it.
        if near and near[0] != plain and re.findall(r"\d+", near[0]) == re.findall(r"\d+", plain):
            pairs.append((name, group[near[0]]))
        group[plain] = name
    return pairs


def slug(name: str) -> str:
    """A name as the last part of an IRI: lower-case letters and digits, single hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    if words:
        return "-".join(words)[:80].strip("-")
    # A name in another script keeps its identity by its code points.
    return "u" + "-".join(f"{ord(c):x}" for c in name.strip()[:12])
