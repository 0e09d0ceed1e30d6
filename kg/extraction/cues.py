"""The cues of relations: read from a table of words, and found in a sentence."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.extraction.patterns import Grammar
from kg.model.ontology import vocabulary

# What a pattern is made of: see `cues.toml`.
_PART = re.compile(
    r"\\.|\{\w+\}(?:'s|-)?|\[[^\]]*\]|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)"
    r"|(?P<open>\()|(?P<word>[A-Za-z][\w-]{2,})|."
)
# These may be written otherwise, or are looked for at other places.
_NEVER = frozenset({"with", "the", "and"})


def needed(pattern: str) -> tuple[str, ...]:
    """The literal parts of a pattern that a sentence must contain to match it."""
    return tuple(dict.fromkeys(_parts(pattern)))


def _parts(pattern: str) -> Iterator[str]:
    if re.search(r"\|", re.sub(r"\([^()]*\)|\[[^\]]*\]", "", re.sub(r"\([^()]*\)", "", pattern))):
        return  # a choice between whole patterns
    at = 0
    while match := _PART.match(pattern, at):
        end = match.end()
        if match["open"]:
            end = _closing(pattern, at)
            inner = pattern[at + 1 : end - 1]
            if not inner.startswith("?") and "{" not in inner and not _maybe(pattern, end):
                yield f"({inner})"
        elif (match["verbs"] or match["verb"]) and not _maybe(pattern, end):
            yield match[0]
        elif match["word"] and match["word"] not in _NEVER:
            # In "partners?" the s may be missing, in "a|b" there is a choice.
            yield match["word"][:-1] if _maybe(pattern, end) else match["word"]
        at = end


def _closing(pattern: str, at: int) -> int:
    """Position of the closing bracket of a group."""
    depth = 0
    for place in re.finditer(r"\\.|\[[^\]]*\]|[()]", pattern[at:]):
        depth += {"(": 1, ")": -1}.get(place[0], 0)
        if depth == 0:
            return at + place.end()
    return len(pattern)


def _maybe(pattern: str, end: int) -> bool:
    """Check if the part that ends here is optional."""
    return pattern[end : end + 1] in {"?", "*"} or pattern.startswith("{0", end)


SHIPPED = Path(__file__).parent / "cues.toml"
# The lists of words that are looked for as they stand; the others tell what a word is.
PHRASES = ("condition", "denial", "done", "failed", "purpose", "speech", "speakers")


@dataclass(frozen=True)
class Cue:
    """A pattern by which one relation is noticed."""

    relation: str
    text: str  # as written in the file
    source: str  # the regular expression
    needed: tuple[re.Pattern[str], ...]  # each stands in every sentence that the cue fits
    left: str | None  # who or whom, where that name is to be looked for left of the match
    verb: bool  # whether the match begins with a verb
    form: str | None
    modality: str | None  # what it is always told as
    needs: str | None  # the kind of quantity without which it is no claim
    amounts: tuple[str, ...]  # the kinds of quantity that may be its amount
    ends: re.Pattern[str] | None  # how its words must end
    only: str | None  # the class that its object must be of
    purpose: str  # how firmly it is told where no more than a "to" leads it in

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled when a sentence first asks for it: all of them take seconds."""
        return re.compile(self.source, re.IGNORECASE)


@dataclass(frozen=True)
class Cues:
    """All that the extractor knows about words."""

    relations: tuple[Cue, ...]
    hedges: tuple[tuple[str, re.Pattern[str]], ...]  # modality, its words
    patterns: dict[str, re.Pattern[str]]  # condition, denial, done, speech, speakers
    words: dict[str, frozenset[str]]


@cache
def cues(*more: Path) -> Cues:
    """The shipped cues, followed by those of further files in the same format."""
    files = [_loaded(path) for path in (SHIPPED, *more)]
    verbs: dict[str, str] = {}
    listed: dict[str, list[str]] = {}
    for file in files:
        verbs |= file.get("verbs", {})
        for name, value in file.get("words", {}).items():
            listed.setdefault(name, []).extend(value.split() if isinstance(value, str) else value)
    grammar = Grammar(verbs, frozenset(listed["trades"]))
    relations = [
        _cue(pattern, entry, grammar, ours=number == 0)
        for number, file in enumerate(files)
        for entry in file.get("relation", [])
        for pattern in entry["patterns"]
    ]
    hedges = [
        (modality, grammar.phrases(words))
        for file in files
        for modality, words in file.get("hedges", {}).items()
    ]
    return Cues(
        tuple(relations),
        tuple(hedges),
        {name: grammar.phrases(listed[name]) for name in PHRASES},
        {name: frozenset(words) for name, words in listed.items()},
    )


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be read as cues: {error}") from error


@cache
def _small(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def _cue(pattern: str, entry: dict[str, Any], grammar: Grammar, *, ours: bool) -> Cue:
    if entry["name"] not in vocabulary().relations:
        near = ", ".join(vocabulary().relations)
        raise BadInput(f"there is no relation named {entry['name']!r}; there are: {near}")
    head = re.match(r"\{(who|whom)\} ", pattern)
    rest = pattern[head.end() :] if head else pattern
    try:
        start = r"(?<![\w'])" if head or not rest.startswith("{") else ""
        end = r"(?!\w)" if rest[-1].isalnum() or rest[-1] == ")" else ""
        source = start + grammar.regex(rest, parts=bool(entry.get("parts"))) + end
        if not ours:
            re.compile(source)
        parts = tuple(_small(grammar.regex(part)) for part in needed(rest))
    except re.error as error:
        raise BadInput(f"the cue “{pattern}” of {entry['name']} does not parse: {error}") from error
    return Cue(
        relation=entry["name"],
        text=pattern,
        source=source,
        needed=parts,
        left=head[1] if head else None,
        verb=bool(re.match(r"(\([^()~]*\)[?*])*~", rest)),
        form=entry.get("form"),
        modality=entry.get("modality"),
        needs=entry.get("needs"),
        amounts=tuple(entry.get("amounts", ())),
        ends=re.compile(rf"(?:{entry['ends']})$") if "ends" in entry else None,
        only=entry.get("only"),
        purpose=entry.get("purpose", "plan"),
    )
