"""The words by which claims are noticed: `cues.toml`, and what a workspace adds to it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.terms import vocabulary

__all__ = ["MARK", "Cue", "Cues", "cues", "phrases"]

SHIPPED = Path(__file__).parent / "cues.toml"

# In the sentence that is searched, each name is one character of Unicode's private use area.
MARK = "[\ue000-\uf8ff]"
_AND = r"(?:and|or|as\s+well\s+as)\s+"
_BETWEEN = rf"(?:\s*,\s*(?:{_AND})?|\s+{_AND}|\s*&\s*)"
# Words that may not stand between a verb and its object: they begin another part of the sentence.
_BARRED = (
    r"(?:from|to|by|in|at|for|with|against|after|before|as|than|over|under|into|onto|that|which|"
    r"who|said|says|and|or|but|while|when|if|because|is|are|was|were|has|have|had|will|would)\b"
)
_TRADE = (
    r"maker|giant|company|firm|startup|group|rival|retailer|bank|developer|operator|"
    r"chipmaker|carmaker"
)
_ARTICLE = (
    r"(?:(?:the|its|their|both|fellow|companies|rival|rivals)\s+){0,2}"
    rf"(?:(?:(?!{_BARRED})[\w-]+\s+){{0,3}}?(?:{_TRADE})\s+)?"
)
# "Bell's retail business" is not Bell.
_PART = r"(?!(?:'s)?\s+(?:[\w-]+\s+)?(?:business|unit|division|operations|assets|arm|brand)\b)"
_ITEM = rf"{MARK}(?!-){_PART}(?:\s+of\s+{MARK})?(?:\s+\([^()]{{0,60}}\))?"
_LIST = rf"{_ITEM}(?:{_BETWEEN}{_ARTICLE}{_ITEM}(?!'s))*"
_WORD = rf"[^\s{MARK[1:-1]},;:!?()“”\"]+"
_FILLER = (
    rf"(?:(?:,?\s+(?:including|such\s+as|like|notably|namely|e·g))|\s+(?!{_BARRED}){_WORD}){{0,6}}?"
    rf"\s+(?:{MARK}'s\s+(?:{_WORD}\s+){{0,2}}?)?"
)
_STOP = r"(?:" + _BARRED + r"|(?:its|their|on|through|during|next|about|also|within|between)\b)"
_PHRASE = rf"(?:{MARK}'s\s+)?(?P<what>[\w$€£%&'·/-]+(?:\s+(?!{_STOP})[\w$€£%&'·/-]+){{0,6}})"
_TOKEN = re.compile(
    r"(?P<gap>\s+\.\.\.\s+)|(?P<slot>\s*\{(?P<name>who|whom|both|what|also)\}(?:'s)?)"
    r"|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)|(?P<space>\s+)|(?P<other>.)"
)


@dataclass(frozen=True)
class Cue:
    """A pattern by which one relation is noticed."""

    relation: str
    text: str  # as written in the file
    regex: re.Pattern[str]
    left: str | None  # who or whom, where that name is to be looked for left of the match
    verb: bool  # whether the match begins with a verb
    form: str | None
    modality: str | None  # what it is always told as
    needs: str | None  # the kind of quantity without which it is no claim
    amounts: tuple[str, ...]  # the kinds of quantity that may be its amount
    ends: re.Pattern[str] | None  # how its words must end


@dataclass(frozen=True)
class Cues:
    """All that the extractor knows about words."""

    relations: tuple[Cue, ...]
    hedges: tuple[tuple[str, re.Pattern[str]], ...]  # modality, its words
    patterns: dict[str, re.Pattern[str]]  # condition, denial, done, speech, speakers
    words: dict[str, frozenset[str]]


@cache
def cues(*more: Path) -> Cues:
    """The shipped cues, and after them those of further files of the same shape."""
    files = [_loaded(path) for path in (SHIPPED, *more)]
    verbs: dict[str, str] = {}
    for file in files:
        verbs |= file.get("verbs", {})
    relations = [
        _cue(pattern, entry, verbs)
        for file in files
        for entry in file.get("relation", [])
        for pattern in entry["patterns"]
    ]
    hedges = [
        (modality, phrases(words, verbs))
        for file in files
        for modality, words in file.get("hedges", {}).items()
    ]
    listed: dict[str, list[str]] = {}
    for file in files:
        for name, value in file.get("words", {}).items():
            listed.setdefault(name, []).extend(value.split() if isinstance(value, str) else value)
    return Cues(
        tuple(relations),
        tuple(hedges),
        {name: phrases(words, verbs) for name, words in listed.items()},
        {name: frozenset(words) for name, words in listed.items()},
    )


def phrases(words: list[str], verbs: dict[str, str]) -> re.Pattern[str]:
    """One pattern for any of the phrases, the longest first."""
    either = "|".join(_regex(word, verbs) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be read as cues: {error}") from error


def _cue(pattern: str, entry: dict[str, Any], verbs: dict[str, str]) -> Cue:
    if entry["name"] not in vocabulary().relations:
        near = ", ".join(vocabulary().relations)
        raise BadInput(f"there is no relation named {entry['name']!r}; there are: {near}")
    head = re.match(r"\{(who|whom)\} ", pattern)
    rest = pattern[head.end() :] if head else pattern
    try:
        start = r"(?<![\w'])" if head or not rest.startswith("{") else ""
        end = r"(?!\w)" if rest[-1].isalnum() or rest[-1] == ")" else ""
        regex = re.compile(start + _regex(rest, verbs) + end, re.IGNORECASE)
    except re.error as error:
        raise BadInput(f"the cue “{pattern}” of {entry['name']} does not parse: {error}") from error
    return Cue(
        relation=entry["name"],
        text=pattern,
        regex=regex,
        left=head[1] if head else None,
        verb=bool(re.match(r"(\([^()~]*\)[?*])*~", rest)),
        form=entry.get("form"),
        modality=entry.get("modality"),
        needs=entry.get("needs"),
        amounts=tuple(entry.get("amounts", ())),
        ends=re.compile(rf"(?:{entry['ends']})$") if "ends" in entry else None,
    )


def _regex(pattern: str, verbs: dict[str, str]) -> str:
    # Headlines write "w/" for "with".
    plain = re.sub(r"\bwith\b", "(?:with|w/)", pattern)
    return "".join(_token(match, verbs) for match in _TOKEN.finditer(plain))


def _token(match: re.Match[str], verbs: dict[str, str]) -> str:
    if match["gap"]:
        return rf"\s+(?:(?:[^;:!?()“”\"{MARK[1:-1]}]|{MARK}'s){{0,60}}?\s+)?"
    if match["slot"]:
        return _slot(match["slot"], match["name"])
    if match["verbs"] or match["verb"]:
        listed = (match["verbs"] or match["verb"]).split("|")
        return f"(?:{'|'.join(_forms(verb, verbs) for verb in listed)})"
    if match["space"]:
        return r"\s+"
    return match["other"]


def _slot(slot: str, name: str) -> str:
    blank = slot[0].isspace()
    if name == "what":
        return rf"{_ARTICLED}{_PHRASE}" if blank else _PHRASE
    if slot.endswith("'s"):
        return (r"\s+" if blank else "") + rf"(?P<{name}>{MARK})'s"
    if name == "both":
        return (
            r"\s+" if blank else ""
        ) + rf"{_ARTICLE}(?P<both>{MARK}(?:{_BETWEEN}{_ARTICLE}{MARK})*)"
    listed = rf"{_ARTICLE}(?P<{name}>{_LIST})(?!'s)"
    return rf"{_FILLER}{listed}" if blank else listed


_ARTICLED = r"\s+(?:(?:a|an|the|its|their|another|new|several|some)\s+){0,3}"


def _forms(verb: str, verbs: dict[str, str]) -> str:
    """Every form of a verb, as a pattern; further words of it stay as they are."""
    first, _, rest = verb.partition(" ")
    stem = first[:-1] if first.endswith("e") else first
    third = f"{stem}ies" if re.search(r"[^aeiou]y$", first) else f"{first}(?:s|es)"
    forms = [first, third]
    known = verbs.get(first, "")
    forms += known.split("|") if known else [f"{stem}ed"]
    if "ing" not in known:
        forms.append(f"{stem}ing" if first != "be" else "being")
    tail = rf"\s+{_regex(rest, verbs)}" if rest else ""
    return rf"(?:{'|'.join(forms)}){tail}"
