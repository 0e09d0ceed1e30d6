"""Words without which a cue cannot fit, so that few cues are tried on a sentence."""

import re
from collections.abc import Iterator

__all__ = ["needed"]

# What a pattern is made of: see `cues.toml`.
_PART = re.compile(
    r"\\.|\{\w+\}(?:'s|-)?|\[[^\]]*\]|~\((?P<verbs>[^)]*)\)|~(?P<verb>\w[\w-]*)"
    r"|(?P<open>\()|(?P<word>[A-Za-z][\w-]{2,})|."
)
# These may be written otherwise, or are looked for at other places.
_NEVER = frozenset({"with", "the", "and"})


def needed(pattern: str) -> tuple[str, ...]:
    """The parts of a pattern, written as it is, of which each must stand in a sentence."""
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
    """Where the group that opens here ends."""
    depth = 0
    for place in re.finditer(r"\\.|\[[^\]]*\]|[()]", pattern[at:]):
        depth += {"(": 1, ")": -1}.get(place[0], 0)
        if depth == 0:
            return at + place.end()
    return len(pattern)


def _maybe(pattern: str, end: int) -> bool:
    """Whether what ends here may be missing."""
    return pattern[end : end + 1] in {"?", "*"} or pattern.startswith("{0", end)
