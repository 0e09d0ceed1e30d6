"""One entity, many spellings: which names are equal, and which are near."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.model.claims import Entity

# Between several values where a table or a file has room for one text.
SEPARATOR = " | "

# The legal form says nothing about which organization is meant.
LEGAL = frozenset(
    re.findall(
        r"\w+",
        "inc incorporated corp corporation ltd limited llc llp plc gmbh ag sa nv bv spa co company",
    )
)


# Letters of other scripts, and signs, that are drawn like a Latin letter.
DRAWN_ALIKE = str.maketrans(
    dict(zip("авеԁһіјӏкмнорԛѕтухԝ", "abedhijlkmhopqstyxw", strict=True))
    | dict(zip("αβεηικμνορτυχζ", "abehikmvoptuxz", strict=True))
    | dict(zip("ıɑɡօ0", "iagoo", strict=True))
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
    """Normalise a name: drop the spelling differences that do not distinguish entities."""
    plain = _plain(name)
    # What a sign stands for tells Disney from Disney+, C from C++ and C#, and Net from .NET.
    plain = re.sub(
        r"(?<!\w)\.(?=\w)", " dot ", plain.replace("+", " plus ").replace("#", " sharp ")
    )
    words = re.findall(r"[^\W_]+", re.sub(r"['’.]", "", plain))
    # "The Limited" and "The Company" would be nothing but "the".
    while len(words) > 1 and words[-1] in LEGAL and words[:-1] != ["the"]:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    # "Smith & Co" has lost its last word; the "and" before it goes too.
    if len(words) > 1 and words[-1] == "and":
        words.pop()
    return " ".join(words) or " ".join(name.casefold().split())


def _plain(name: str) -> str:
    """In small letters, without accents and without characters that nobody sees."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    return "".join(
        c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )


def _drawn(name: str) -> str:
    """The visual shape of a normalised name: small l, capital I and 1 look the same."""
    return re.sub(r"[i1|]", "l", normal(name).translate(DRAWN_ALIKE))


def lookalikes(name: str, entities: Iterable[Entity]) -> list[Entity]:
    """Entities with a name that looks like this one and is another: to be warned of."""
    plain, drawn = normal(name), _drawn(name)
    return [
        entity
        for entity in entities
        if any(
            _drawn(known) == drawn and normal(known) != plain
            for known in (entity.label, *entity.aliases)
        )
    ]


def _initials(plain: str) -> str:
    words = plain.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def index(entities: Iterable[Entity]) -> dict[str, tuple[str, ...]]:
    """The entities that go by each normalised name."""
    found: dict[str, dict[str, None]] = {}
    for entity in entities:
        for name in (entity.label, *entity.aliases):
            found.setdefault(normal(name), {})[entity.iri] = None
    return {name: tuple(iris) for name, iris in found.items()}


def linked(name: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """Find the only entity with an equal name; None if there is none, or more than one."""
    iris = known.get(normal(name), ())
    return iris[0] if len(iris) == 1 else None


def candidates(
    name: str, entities: Iterable[Entity], limit: int = 5, least: float = 70.0
) -> list[Candidate]:
    """The entities that a name may mean, nearest first; nothing is linked by this."""
    spelled = [(entity, known) for entity in entities for known in (entity.label, *entity.aliases)]
    plain, others = normal(name), [normal(known) for _, known in spelled]
    near = process.extract(plain, others, scorer=fuzz.WRatio, limit=None, score_cutoff=least)
    # "IBM" for "International Business Machines"; "Аlibaba" with a Cyrillic A for "Alibaba".
    drawn, initials = _drawn(name), _initials(plain)
    near += [
        (other, 95.0, place)
        for place, other in enumerate(others)
        if (initials and initials == other)
        or (plain and plain == _initials(other))
        or (drawn == _drawn(other) and plain != other)
    ]
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
        drawn = _drawn(name)
        groups.setdefault(drawn[:4], {})[drawn] = name
    pairs = []
    for name in new:
        plain, drawn = normal(name), _drawn(name)
        group = groups.setdefault(drawn[:4], {})
        near = process.extractOne(
            drawn, list(group)[-MOST_COMPARED:], scorer=fuzz.ratio, score_cutoff=least
        )
        if near:
            other = normal(group[near[0]])
            # Names that differ by a number only, as "Fund 1" and "Fund 2", are told apart by it.
            told = re.findall(r"\d+", plain) != re.findall(r"\d+", other) and near[0] != drawn
            if other != plain and not told:
                pairs.append((name, group[near[0]]))
        group[drawn] = name
    return pairs


def slug(name: str) -> str:
    """A name as the last part of an IRI: lower-case letters and digits, single hyphens."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", _plain(name)))
    if words:
        return "-".join(words)[:80].strip("-")
    # A name in another script keeps its identity by its code points.
    return "u" + "-".join(f"{ord(c):x}" for c in name.strip()[:12])


def several(text: str) -> tuple[str, ...]:
    """The values that were joined into one text."""
    return tuple(text.split(SEPARATOR)) if text else ()
