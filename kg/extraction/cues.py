"""From a cue as it is written to a regular expression over a sentence with its names marked."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.model.ontology import vocabulary

# In the sentence that is searched, each name is one character of Unicode's private use area.
MARK = "[\ue000-\uf8ff]"
_MARKS = MARK[1:-1]
_AND = r"(?:and|or|as\s+well\s+as|along\s+with|together\s+with)\s+"
# "Acme, an Ohio maker of cables, and Bell"
_BETWEEN = (
    rf"(?:\s*,\s*(?:{_AND})?|\s+{_AND}|\s*&\s*|,\s+(?:an?|the)\s+[^,;:“”\"]{{4,80}},\s+and\s+)"
)
# Words that may not stand between a verb and its object: they begin another part of the sentence.
_BARRED = (
    r"(?:from|to|by|in|on|at|for|with|against|after|before|as|than|over|under|into|onto|that|which|"
    r"who|said|says|and|or|but|while|when|if|because|is|are|was|were|has|have|had|will|would)\b"
)
# "Bell's retail business" is not Bell.
_SYNTAX = (
    r"(?!(?:'s)?\s+(?:[\w-]+\s+)?(?:business|unit|division|operations|assets|arm|brand|"
    r"employees?|engineers?|executives?|alumni|veterans?|researchers?|investigators?|graduates?)\b)"
)
# In a list "Levi's," is a name as it stands.
_OWN = r"(?:'s(?=\s*(?:[,.;)]|$|and\b)))?"
_LISTED = rf"{MARK}·?(?!-){_SYNTAX}{_OWN}(?:\s+(?:of|in|from)\s+{MARK})?(?:\s+\([^()]{{0,60}}\))?"
_WORD = rf"[^\s{_MARKS},;:!?()“”\"]+"
_OWNER = rf"(?:{MARK}'s\s+(?:(?!{_BARRED}){_WORD}\s+){{0,2}}?)?"
# "works with several banks at home and abroad, including Acme and Bell".
_AMONG = (
    r"\s+[^;:“”\"]{0,90}?\s?\(?"
    r"(?:including|such\s+as|like|notably|namely|among\s+them|most\s+\w+ly)"
)
_FILLER = rf"(?:(?:\s+(?!{_BARRED}){_WORD}){{1,6}}?|{_AMONG})??:?\s+{_OWNER}"
# "was founded in 2007 and is owned by Acme" says two things.
_NO_NEW = r"(?!\s(?:and|but)\s(?:\w+ly\s)?(?:is|was|were|are|has|had|will|launched)\b)"
_STOP = r"(?:" + _BARRED + r"|(?:its|their|on|through|during|next|about|also|within|between)\b)"
_PHRASE = rf"(?:{MARK}'s\s+)?(?P<what>[\w$€£%&'·/-]+(?:\s+(?!{_STOP})[\w$€£%&'·/-]+){{0,6}})"
_ARTICLED = r"\s+(?:(?:a|an|the|its|their|another|new|several|some)\s+){0,3}"
# "bought and renamed", "owned and operated by", "makes, markets and sells"
_ALSO = r"(?:(?:,\s+[a-z-]+){0,3},?\s+(?:and|or)\s+(?:(?:\w+ly|later|then|also)\s+)?[a-z-]+)?"
_TOKEN = re.compile(
    r"(?P<gap>\s+\.\.\.\s+)|(?P<slot>\s*\{(?P<name>who|whom|both|what|also|its)\}(?:'s|-)?)"
    r"|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)|(?P<maybe>\s+\?)|(?P<space>\s+)|(?P<other>.)"
)


@dataclass(frozen=True)
class Grammar:
    """Parts of patterns: irregular verbs, and words allowed before a name."""

    verbs: Mapping[str, str]
    trades: frozenset[str]  # "chip maker Acme"

    def regex(self, pattern: str, *, parts: bool = False) -> str:
        """Compile a pattern to a regular expression; with `parts`, Acme's lab may stand for
        Acme.
        """
        # Headlines write "w/" for "with".
        plain = re.sub(r"\bwith\b", "(?:with|w/)", pattern)
        return "".join(self._token(match, parts=parts) for match in _TOKEN.finditer(plain))

    def phrases(self, words: Iterable[str]) -> re.Pattern[str]:
        """One pattern for any of the phrases, the longest first."""
        either = "|".join(self.regex(word) for word in sorted(words, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)

    def _token(self, match: re.Match[str], *, parts: bool) -> str:
        if match["gap"]:
            return rf"\s+(?:(?:{_NO_NEW}(?:[^;:!?()“”\"{_MARKS}]|{MARK}'s)){{0,60}}?\s+)?"
        if match["slot"]:
            return self._slot(match["slot"], match["name"], parts=parts)
        if match["verbs"] or match["verb"]:
            listed = (match["verbs"] or match["verb"]).split("|")
            return f"(?:{'|'.join(self._forms(verb) for verb in listed)})"
        if match["maybe"]:
            return r"\s*"
        return r"\s+" if match["space"] else match["other"]

    def _slot(self, slot: str, name: str, *, parts: bool) -> str:
        blank = r"\s+" if slot[0].isspace() else ""
        if name == "its":
            return rf"{blank}{MARK}'s"
        if name == "what":
            return rf"{_ARTICLED}{_PHRASE}" if blank else _PHRASE
        if slot.endswith("'s"):
            return rf"{blank}(?P<{name}>{MARK})'s"
        if slot.endswith("-"):
            return rf"{blank}(?P<{name}>{MARK})-"
        article = self._article()
        # "bought Tesla supplier Panasonic": the second of the two.
        trades = "|".join(sorted(self.trades))
        listed = rf"(?!{MARK}\s+(?:[a-z-]+\s+)?(?:{trades})\s+{MARK}){_LISTED}"
        if name == "both":
            item = rf"{article}(?:{MARK}'s\s+)?{MARK}(?:\s+\([^()]{{0,60}}\))?"
            return rf"{blank}(?P<both>{item}(?:{_BETWEEN}{item})*)"
        whole = "" if parts else "(?!'s)"
        item = rf"(?:{MARK}'s\s+)?{listed}"
        several = rf"{article}(?P<{name}>{listed}(?:{_BETWEEN}{article}{item}(?!'s))*){whole}"
        led_in = rf"(?:{MARK}\s+(?:[a-z-]+\s+)?(?:{trades})\s+)?"
        return rf"{_FILLER}{led_in}{several}" if blank else several

    def _article(self) -> str:
        trades = "|".join(sorted(self.trades))
        return (
            r"(?:(?:the|an?|its|their|both|fellow|companies|rival|rivals)\s+){0,2}"
            rf"(?:{MARK}(?:\s\([A-Z]+\))?-(?:based|listed|headquartered|backed|owned)\s+)?"
            rf"(?:(?:(?!of\b|{_BARRED})[\w-]+\s+){{0,3}}?(?:{trades}),?\s+)?"
        )

    def _forms(self, verb: str) -> str:
        """Every form of a verb, as a pattern; further words of it stay as they are."""
        first, _, rest = verb.partition(" ")
        stem = first[:-1] if first.endswith("e") else first
        third = f"{stem}ies" if re.search(r"[^aeiou]y$", first) else f"{first}(?:s|es)"
        forms = [first, third]
        known = self.verbs.get(first, "")
        forms += known.split("|") if known else [f"{stem}ed"]
        if "ing" not in known:
            forms.append(f"{stem}ing" if first != "be" else "being")
        tail = rf"\s+{self.regex(rest)}" if rest else ""
        also = "" if rest or first in {"be", "have"} else _ALSO
        if first == "be":
            also = r"(?:\s+(?:\w+ly|later|then|also|first|being|once)(?=\s))*"
        return rf"(?:{'|'.join(forms)}){also}{tail}"


# What a pattern is made of: see `cues.toml`.
_PART = re.compile(
    r"\\.|\{\w+\}(?:'s|-)?|\[[^\]]*\]|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)"
    r"|(?P<open>\()|(?P<word>[A-Za-z][\w-]{2,})|."
)
# Words with other spellings, or with other places to look.
_NEVER = frozenset({"with", "the", "and"})


def needed(pattern: str) -> tuple[str, ...]:
    """The literal parts of a pattern that a sentence must contain to match it."""
    return tuple(dict.fromkeys(_parts(pattern)))


def _parts(pattern: str) -> Iterator[str]:
    if _is_choice(pattern):
        return
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


_SLOT = re.compile(r"\s+\.\.\.\s+|\s*\{(?:who|whom|both|what|also|its)\}(?:'s|-)?")


def stretches(pattern: str) -> tuple[str, ...]:
    """The stretches of a pattern between its names and gaps, each whole in every match."""
    depth, found = 0, []
    for piece in () if _is_choice(pattern) else _SLOT.split(pattern):
        bare = re.sub(r"\\.|\[[^\]]*\]", "", piece)
        outside = depth == 0
        depth += bare.count("(") - bare.count(")")
        if outside and depth == 0 and re.search(r"[a-z]", piece):
            found.append(piece)
    return tuple(found)


def _is_choice(pattern: str) -> bool:
    """Check if a pattern is a choice between whole patterns."""
    plain = re.sub(r"\[[^\]]*\]", "", pattern)
    for _ in range(2):
        plain = re.sub(r"\([^()]*\)", "", plain)
    return "|" in plain


_LETTERS = re.compile(r"[a-z]+")
_KEPT = 100_000  # words
# Letters that a search without case takes for others.
_FOLDED = str.maketrans("ıİſK", "iisk")
_GROUP = re.compile(r"\\.|\[[^\]]*\]|(?P<open>\()|(?P<run>[A-Za-z]+)|(?P<or>\|)|.", re.DOTALL)


def literals(pattern: str) -> frozenset[str]:
    """Runs of letters, one of which is in every match of a regular expression; empty if unsure."""
    runs: list[str] = []
    inner: list[frozenset[str]] = []
    found: list[frozenset[str]] = []
    at = 0
    while match := _GROUP.match(pattern, at):
        at = _closing(pattern, at) if match["open"] else match.end()
        if match["or"]:
            found.append(_surest(runs, inner))
            runs, inner = [], []
        elif match["run"]:
            runs.append(match["run"][:-1] if _maybe(pattern, at) else match["run"])
        elif match["open"] and not _maybe(pattern, at):
            group = pattern[match.end() : at - 1]
            if group.startswith("?:") or not group.startswith("?"):
                inner.append(literals(group.removeprefix("?:")))
    found.append(_surest(runs, inner))
    return frozenset().union(*found) if all(found) else frozenset()


def _surest(runs: list[str], inner: list[frozenset[str]]) -> frozenset[str]:
    """The longest run of letters outside of groups, or else what a group has."""
    longest = max(runs, key=len, default="").lower()
    if len(longest) > 1:
        return frozenset({longest})
    return next((one for one in inner if one), frozenset())


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
PHRASES = (
    "condition",
    "denial",
    "done",
    "ending",
    "failed",
    "rebuttal",
    "purpose",
    "speech",
    "speakers",
)


@dataclass(frozen=True)
class Cue:
    """A pattern by which one relation is noticed."""

    relation: str
    text: str  # as written in the file
    source: str  # the regular expression
    needed: tuple[frozenset[str], ...]  # letters: some of each stand wherever the cue fits
    stretches: tuple[str, ...]  # what stands whole wherever the cue fits
    left: str | None  # who or whom: the name to look for left of the match
    verb: bool  # whether the match begins with a verb
    form: str | None
    modality: str | None  # what it is always told as
    needs: str | None  # the kind of quantity that the claim cannot do without
    amounts: tuple[str, ...]  # the kinds of quantity that may be its amount
    ends: re.Pattern[str] | None  # how its words must end
    only: str | None  # the class that its object must be of
    purpose: str  # the modality where only a "to" introduces it

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled when a sentence first asks for it: all of them take seconds."""
        return re.compile(self.source, re.IGNORECASE)

    def may_fit(self, text: str) -> bool:
        """Check the words between the names first: names cost most to look for."""
        return all(_small(stretch).search(text) for stretch in self.stretches)


@dataclass(frozen=True)
class Cues:
    """All that the extractor knows about words."""

    relations: tuple[Cue, ...]
    hedges: tuple[tuple[str, re.Pattern[str]], ...]  # modality, its words
    patterns: dict[str, re.Pattern[str]]  # condition, denial, done, speech, speakers
    words: dict[str, frozenset[str]]

    @cached_property
    def _letters(self) -> tuple[tuple[str, int], ...]:
        """Runs of letters, each with the parts of cues that may stand where it does, as bits."""
        parts = dict.fromkeys(part for cue in self.relations for part in cue.needed)
        found: dict[str, int] = {}
        for place, part in enumerate(parts):
            for run in part:
                found[run] = found.get(run, 0) | 1 << place
        return tuple(found.items())

    @cached_property
    def _needs(self) -> tuple[tuple[int, Cue], ...]:
        parts = dict.fromkeys(part for cue in self.relations for part in cue.needed)
        bits = {part: 1 << place for place, part in enumerate(parts)}
        return tuple((sum({bits[part] for part in cue.needed}), cue) for cue in self.relations)

    @cached_property
    def _known(self) -> dict[str, int]:
        return {}  # the parts that a word has letters of, by the word

    def able(self, text: str) -> list[Cue]:
        """The cues that may fit a sentence, in order: it has their letters and stretches."""
        stands, known = 0, self._known
        for word in _LETTERS.findall(text.translate(_FOLDED).lower()):
            if word not in known:
                if len(known) > _KEPT:
                    known.clear()
                known[word] = 0
                for run, parts in self._letters:
                    known[word] |= parts if run in word else 0
            stands |= known[word]
        found = (cue for needs, cue in self._needs if needs & stands == needs)
        return [cue for cue in found if cue.may_fit(text)]

    @cached_property
    def either(self) -> dict[str, str]:
        """Each list of words as one alternative of a regular expression, the longest first."""
        return {
            name: "|".join(sorted(words, key=lambda word: (-len(word), word)))
            for name, words in self.words.items()
        }


def cues(*more: Path) -> Cues:
    """The shipped cues, followed by those of further files in the same format, and of relations
    that workspaces declare.
    """
    own = {r.name: r.cues for r in vocabulary().relations.values() if r.cues}
    # Words alone stand between the two.
    placed = {name: tuple(c if "{" in c else f"{{who}} {c} {{whom}}" for c in listed)
              for name, listed in own.items()}  # fmt: skip
    return _cues(more, tuple(placed.items()))


def check_cue(pattern: str) -> None:
    """Refuse a cue that does not parse, or that names neither side; BadInput says what is wrong."""
    if not re.search(r"\{(who|both)\}", pattern) or not re.search(r"\{(whom|both)\}", pattern):
        raise BadInput(f"the cue “{pattern}” lacks {{who}} or {{whom}}, or {{both}} for the two")
    _cues((), (("relatedTo", (pattern,)),))


@cache
def _cues(more: tuple[Path, ...], own: tuple[tuple[str, tuple[str, ...]], ...]) -> Cues:
    files = [_loaded(path) for path in (SHIPPED, *more)]
    files += [{"relation": [{"name": name, "patterns": patterns} for name, patterns in own]}]
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
        start = r"(?<![\w'-])" if head or not rest.startswith("{") else ""
        end = r"(?!\w)" if rest[-1].isalnum() or rest[-1] == ")" else ""
        source = start + grammar.regex(rest, parts=bool(entry.get("parts"))) + end
        if not ours:
            re.compile(source)
        parts = (literals(grammar.regex(part)) for part in needed(rest))
        between = tuple(map(grammar.regex, stretches(rest)))
    except re.error as error:
        raise BadInput(f"the cue “{pattern}” of {entry['name']} does not parse: {error}") from error
    return Cue(
        relation=entry["name"],
        text=pattern,
        source=source,
        needed=tuple(part for part in parts if part),
        stretches=between,
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
