"""One entity, many spellings: which names are equal, and which are near."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from cleanco.termdata import terms_by_country, terms_by_type  # type: ignore[import-untyped]
from rapidfuzz import fuzz, process

from kg.model.claims import Entity

# Between several values where a table or a file has room for one text.
SEPARATOR = " | "

# Endings that are more often a word or a country than a legal form.
_AMBIGUOUS = frozenset(
    {"private", "nl", "et", "da", "pp", "pt", "sd", "ee", "kt", "ans", "dat", "vat"}
)
# Written in two ways each, and one form.
_SHORT = {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}


# Letters of other scripts, and signs, that are drawn like a Latin letter.
DRAWN_ALIKE = str.maketrans(
    dict(zip("авеԁһіјӏкмнорԛѕтухԝ", "abedhijlkmhopqstyxw", strict=True))
    | dict(zip("αβεηικμνορτυχζ", "abehikmvoptuxz", strict=True))
    | dict(zip("ıɑɡօ0", "iagoo", strict=True))
)
# Letters without an accent to strip, and signs that do not tell names apart.
_UNMARKED = str.maketrans(
    dict(zip("øłđðħıŧØŁĐÐĦİŦ", "olddhitolddhit", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "Æ": "ae", "Œ": "oe", "Þ": "th"}
    | dict.fromkeys("™®©℠", "")
)
_BEYOND = "\u0900"  # the first letter of the scripts in which marks tell letters apart
_TICKER = re.compile(r"[A-Z]{4,5}")
# Of many names that begin alike, a new one is compared with the latest only.
MOST_COMPARED = 300


@dataclass(frozen=True)
class Candidate:
    """An entity that a name may mean, by which of its names, and how near that is (0 to 100)."""

    entity: Entity
    name: str
    score: float


@cache
def _legal_forms() -> frozenset[tuple[str, ...]]:
    """The words of each legal form at the end of a name; it does not identify the organization."""
    terms = {"se", "limited", *chain(*terms_by_type.values(), *terms_by_country.values())}
    return frozenset(tuple(_words(term)) for term in terms - _AMBIGUOUS) - {()}


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’.]", "", _plain(name)))


def normal(name: str) -> str:
    """Normalise a name: drop the spelling differences that do not distinguish entities."""
    return _parts(name)[0]


# The names of a table are looked at again and again.
@lru_cache(maxsize=50_000)
def _parts(name: str) -> tuple[str, str]:
    """The normalised name, and the legal form that was taken from its end."""
    # What a sign stands for tells Disney from Disney+, C from C++ and C#, and Net from .NET.
    signs = name.replace("+", " plus ").replace("#", " sharp ")
    words = _words(re.sub(r"(?<!\w)\.(?=\w)", " dot ", signs))
    form: list[str] = []
    while length := _form_length(words):
        form = words[-length:] + form
        del words[-length:]
        # "Smith & Co" has lost its last word; the "and" before it goes too.
        if len(words) > 1 and words[-1] == "and":
            words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    plain = " ".join(words) or " ".join(name.casefold().split())
    return plain, " ".join(_SHORT.get(word, word) for word in form if word != "and")


def _form_length(words: list[str]) -> int:
    """Number of words at the end that are a legal form; 0 if no name would be left."""
    # "The Limited" and "The Company" would be nothing but "the".
    for length in range(min(4, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in _legal_forms() and words[:-length] != ["the"]:
            return length
    return 0


def _plain(name: str) -> str:
    """In small letters, without accents, trade marks and invisible characters.

    Only marks on letters of Europe and the Near East are accents; ハ and バ are two letters.
    """
    signs = name.replace("&", " and ").translate(_UNMARKED)
    if signs.isascii():
        return signs.lower()
    kept, base = [], ""
    for character in unicodedata.normalize("NFKD", signs).casefold().translate(_UNMARKED):
        if unicodedata.category(character) == "Cf":
            continue
        if not unicodedata.combining(character):
            base = character
        elif base < _BEYOND:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _drawn(name: str) -> str:
    """The visual shape of a normalised name: small l, capital I and 1 look the same."""
    return _drawn_as(normal(name))


def _drawn_as(plain: str) -> str:
    return re.sub(r"[i1|]", "l", plain.translate(DRAWN_ALIKE))


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


def name_index(entities: Iterable[Entity]) -> dict[str, tuple[str, ...]]:
    """The entities that go by each normalised name, and by it with each legal form."""
    found: dict[str, dict[str, None]] = {}
    for entity in entities:
        for name in (entity.label, *entity.aliases):
            plain, form = _parts(name)
            for key in (plain, f"{plain}|{form}"):
                found.setdefault(key, {})[entity.iri] = None
    return {name: tuple(iris) for name, iris in found.items()}


def linked(name: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one entity with an equal name; None if there are several, or not any.

    "Nova" may be "Nova AB", and "Nova Inc." be "Nova", but "Nova Inc." is not "Nova AB".
    """
    plain, form = _parts(name)
    iris = known.get(f"{plain}|{form}") or known.get(f"{plain}|" if form else plain, ())
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
        or (_TICKER.fullmatch(name) and _traded_as(plain, other))
        or (_TICKER.fullmatch(spelled[place][1]) and _traded_as(other, plain))
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
    new, names = list(new), {name: normal(name) for name in known}
    groups: dict[str, deque[str]] = {}  # by their first letters, those met last
    named: dict[str, str] = {}
    for name, plain in names.items():
        drawn = _drawn_as(plain)
        groups.setdefault(drawn[:4], deque(maxlen=MOST_COMPARED)).append(drawn)
        named[drawn] = name
    pairs = []
    for name in new:
        plain = names[name] = normal(name)
        drawn = _drawn_as(plain)
        group = groups.setdefault(drawn[:4], deque(maxlen=MOST_COMPARED))
        near = process.extractOne(drawn, group, scorer=fuzz.ratio, score_cutoff=least)
        if near:
            kept = named[near[0]]
            # Names that differ by a number only, as "Fund 1" and "Fund 2", are told apart by it.
            told = re.findall(r"\d+", plain) != re.findall(r"\d+", names[kept])
            if _parts(kept) != _parts(name) and not (told and near[0] != drawn):
                pairs.append((name, kept))
        group.append(drawn)
        named[drawn] = name
    found = [*pairs, *_abbreviated(new, names), *_parts_of_one_another(new, names)]
    found += _spelled_out(new, names)
    return list({frozenset(pair): pair for pair in found}.values())


_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)


def _spelled_out(new: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of a name with an umlaut and the same with two letters: Müller, Mueller."""
    fresh, known = set(new), {plain: name for name, plain in names.items()}
    spelled = ((name, known.get(normal(name.translate(_SPELLED_OUT))))
               for name in names if not name.isascii())  # fmt: skip
    return [(a, b) for a, b in spelled if b and a != b and names[a] != names[b]
            and not fresh.isdisjoint((a, b))]  # fmt: skip


MOST_BEGUN = 3  # names that begin with another, before that one is a word like any


def _parts_of_one_another(new: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of a name and one that goes on with more words: Halvorsen, Halvorsen Robotics."""
    fresh, known = set(new), {plain: name for name, plain in names.items()}
    longer: dict[str, list[str]] = {}
    for name, plain in names.items():
        words = plain.split()
        for length in range(len(words) - 1, 0, -1):
            if begun := known.get(" ".join(words[:length])):
                longer.setdefault(begun, []).append(name)
                break
    return [
        (begun, name)
        for begun, found in longer.items()
        if len(found) <= MOST_BEGUN
        for name in found
        if begun in fresh or name in fresh
    ]


def _abbreviated(new: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of a name and what may be its initials or the sign it is traded under."""
    fresh = dict.fromkeys(new)
    by_initials: dict[str, str] = {}
    by_letter: dict[str, list[str]] = {}
    for name, plain in names.items():
        by_letter.setdefault(plain[:1], []).append(name)
        if initials := _initials(plain):
            by_initials.setdefault(initials, name)
    pairs, compared = [], 0
    for name, plain in names.items():
        whole = by_initials.get(plain)
        if whole is None and _TICKER.fullmatch(name) and compared < MOST_COMPARED:
            compared += 1
            others = by_letter[plain[:1]][-10 * MOST_COMPARED :]
            whole = min((o for o in others if _traded_as(plain, o)), key=len, default=None)
        if whole and (name in fresh or whole in fresh):
            pairs.append((name, whole))
    return pairs


def _traded_as(ticker: str, name: str) -> bool:
    """Check if the letters of a ticker stand in the name's first word, in their order."""
    first = iter(normal(name).partition(" ")[0])
    return len(name) > len(ticker) and all(letter in first for letter in ticker)


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
