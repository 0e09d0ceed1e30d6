"""From a cue as it is written to a regular expression over a sentence with its names marked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
_PART = (
    r"(?!(?:'s)?\s+(?:[\w-]+\s+)?(?:business|unit|division|operations|assets|arm|brand|"
    r"employees?|engineers?|executives?|alumni|veterans?|researchers?|investigators?|graduates?)\b)"
)
# In a list "Levi's," is a name as it stands.
_OWN = r"(?:'s(?=\s*(?:[,.;)]|$|and\b)))?"
_LISTED = rf"{MARK}·?(?!-){_PART}{_OWN}(?:\s+(?:of|in|from)\s+{MARK})?(?:\s+\([^()]{{0,60}}\))?"
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
    r"|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)|(?P<space>\s+)|(?P<other>.)"
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
            rf"(?:{MARK}-based\s+)?"
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
