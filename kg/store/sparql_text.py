"""SPARQL tokenizer: the terminals of the grammar, to find out what kind of query a text is."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from kg.errors import BadInput, BadQuery

# Names of the SPARQL 1.1 grammar, section 19.8.
_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_START = rf"{_BASE}_"
_CHARS = rf"{_START}0-9\-\u00B7\u0300-\u036F\u203F-\u2040"
_VARIABLE = rf"[?$][{_START}0-9][{_START}0-9\u00B7\u0300-\u036F\u203F-\u2040]*"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?:"
# A full stop belongs to it only before more of it. Possessive, or the way back would be remembered.
_LOCAL = rf"(?:[{_START}:0-9]|{_PLX})(?:[{_CHARS}:]++|{_PLX}|\.++(?=[{_CHARS}:]|{_PLX}))*+"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

# The first kind that fits wins, so the longer forms stand before the shorter.
_TOKEN = re.compile(
    rf"""
      (?P<space>[\x20\t\r\n]+|\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*>)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''|\"""(?:"{{0,2}}(?:[^"\\]|\\.))*\"""
        |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
    | (?P<variable>{_VARIABLE})
    | (?P<blank>_:[{_START}0-9](?:[{_CHARS}.]*[{_CHARS}])?)
    | (?P<name>{_PREFIX}(?:{_LOCAL})?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]+|[0-9]*+\.[0-9]+|[0-9]++)
    | (?P<word>[{_BASE}][{_CHARS}.]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# An escape that stands where a name may, after what is passed over: a string, closed or not, too.
_NAME_ESCAPE = re.compile(
    rf"""
      \\[_~.\-!$&'()*+,;=/?\#@%]
    | \#[^\r\n]*
    | <(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*>
    | '''(?:'{{0,2}}+(?:[^'\\]|\\.))*+(?:''')? | \"""(?:"{{0,2}}+(?:[^"\\]|\\.))*+(?:\""")?
    | '(?:[^'\\\r\n]|\\.)*+'? | "(?:[^"\\\r\n]|\\.)*+"?
    | (?P<escape>{_UCHAR})
    """,
    re.VERBOSE | re.DOTALL,
)
_NAME_CHARACTER = re.compile(f"[{_CHARS}]")
_WORD = re.compile("[A-Za-z][A-Za-z0-9_]*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SHORT = 4_000  # characters of a text that is remembered
_REMEMBERED = 128  # queries, of which pages and programs ask the same again and again
QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# What may follow the head of a query; a DESCRIBE needs no WHERE.
_AFTER_HEAD = {"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
_UPDATES = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
)  # fmt: skip


class Token(NamedTuple):
    """One terminal: its kind (iri, string, variable, blank, name, language, number, word…)."""

    kind: str
    text: str
    start: int = 0  # where it stands


def tokens(sparql: str) -> Iterator[Token]:
    """The terminals of a query, without white space and comments; empty after an unclosed quote."""
    for match in _TOKEN.finditer(sparql):
        kind, text = str(match.lastgroup), match.group()
        if kind == "word":
            # Matched with its dots in one go, or hostile text would take quadratic time.
            parts = _WORD.finditer(text)
            yield from (Token("word", p.group(), match.start() + p.start()) for p in parts)
        elif text in {"'", '"'}:
            return
        elif kind != "space":
            yield Token(kind, text, match.start())


def _remembered(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Remember what is read of short texts; long ones would fill the memory."""
    short = lru_cache(maxsize=_REMEMBERED)(read)
    return lambda sparql: short(sparql) if len(sparql) <= _SHORT else read(sparql)


def form(sparql: str) -> str:
    """The kind of request: SELECT, ASK, …, an update's keyword, or empty if it has none."""
    return str(_form(sparql))


@_remembered
def _form(sparql: str) -> str:
    words = (t.text.upper() for t in tokens(names_decoded(sparql)) if t.kind == "word")
    return next((w for w in words if w in QUERIES or w in _UPDATES), "")


def names_decoded(sparql: str) -> str:
    """The query with code point escapes decoded where they spell names (section 19.2).

    The engine knows them in strings and IRIs only. Nothing but letters and digits is decoded, so
    that no escape can end a string or begin a comment.
    """
    if "\\u" not in sparql and "\\U" not in sparql:
        return sparql

    def decoded(match: re.Match[str]) -> str:
        if not match["escape"]:
            return match[0]
        character = _ESCAPE.sub(lambda m: _character(int(m[1] or m[2], 16), m[0]), match[0])
        return character if _NAME_CHARACTER.fullmatch(character) else match[0]

    return _NAME_ESCAPE.sub(decoded, sparql)


def is_update(sparql: str) -> bool:
    """Check if the text is an update."""
    return form(sparql) in _UPDATES


def has_dataset(sparql: str) -> bool:
    """Check if the query names its own data set with FROM."""
    return _says(sparql, "FROM")


def uses_service(sparql: str) -> bool:
    """Check if the query contains SERVICE.

    Read twice: as it stands, and with its code point escapes decoded first, as the standard
    has it (section 19.2); engines differ.
    """
    return _says(sparql, "SERVICE") or _says(_decoded(sparql), "SERVICE")


def check_query(sparql: str) -> None:
    """Refuse updates and SERVICE."""
    if is_update(sparql):
        raise BadQuery(
            f"this store is read-only and {form(sparql)} would change it; "
            f"ask with {', '.join(QUERIES[:-1])} or {QUERIES[-1]}"
        )
    if uses_service(sparql):
        raise BadQuery(
            "SERVICE would send the query to another server, which is not allowed here; "
            "leave that part out, or run it where your data may go"
        )


def declared_prefixes(sparql: str) -> dict[str, str]:
    """The prefixes that a query declares."""
    found = list(tokens(sparql))
    return {
        name.text[:-1]: space.text[1:-1]
        for word, name, space in zip(found, found[1:], found[2:], strict=False)
        if word.kind == "word" and word.text.upper() == "PREFIX" and space.kind == "iri"
    }


def prefixed(sparql: str, prefixes: dict[str, str]) -> str:
    """The query with the well-known prefixes declared that it uses and does not declare."""
    used = {t.text.partition(":")[0] for t in tokens(sparql) if t.kind == "name"}
    used -= set(declared_prefixes(sparql))
    # On the query's own first line, so that the lines an error names stay right.
    added = (f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used & set(prefixes)))
    return "".join(added) + sparql


def bound(sparql: str, values: dict[str, str]) -> str:
    """The query with values, written as SPARQL terms, for some of its variables."""
    if not values:
        return sparql
    # A CONSTRUCT query begins with its template; what is asked stands in its second group.
    left = 2 if form(sparql) == "CONSTRUCT" else 1
    depth = 0
    for token in tokens(sparql):
        if token.text == "{" and token.kind == "other":
            depth += 1
            left -= depth == 1
            if not left:
                names = " ".join(f"?{name}" for name in values)
                clause = f" VALUES ({names}) {{ ({' '.join(values.values())}) }}"
                return sparql[: token.start + 1] + clause + sparql[token.start + 1 :]
        elif token.text == "}" and token.kind == "other":
            depth -= 1
    raise BadQuery("values are given for a query that asks nothing")


def check_given(sparql: str, names: Collection[str]) -> None:
    """Refuse values for variables that a query does not have."""
    if names:
        known = list(dict.fromkeys(t.text[1:] for t in tokens(sparql) if t.kind == "variable"))
        for name in names:
            if name not in known:
                there = ", ".join(known) or "none"
                raise BadInput(f"the query has no variable {name!r} to be given; it has: {there}")


def star(sparql: str) -> tuple[int, list[str]] | None:
    """Position of the star in SELECT *, and the query's variables in order of appearance."""
    found: tuple[int, list[str]] | None = _star(sparql)
    return found


@_remembered
def _star(sparql: str) -> tuple[int, list[str]] | None:
    found = list(tokens(sparql)) if "*" in sparql else []
    head = next((at for at, t in enumerate(found) if t.kind == "word" and _is_query(t)), None)
    if head is None or found[head].text.upper() != "SELECT":
        return None
    rest = found[head + 1 :]
    if rest and rest[0].text.upper() in {"DISTINCT", "REDUCED"}:
        del rest[0]
    if not rest or rest[0].text != "*":
        return None
    return rest[0].start, list(dict.fromkeys(t.text[1:] for t in rest if t.kind == "variable"))


def _is_query(token: Token) -> bool:
    return token.text.upper() in QUERIES


def scoped(sparql: str, default: Iterable[str], named: Iterable[str]) -> str:
    """The query with its data set written into it, as FROM and FROM NAMED."""
    clauses = [f"FROM <{graph}>" for graph in default] + [f"FROM NAMED <{g}>" for g in named]
    place = _dataset_place(list(tokens(sparql)))
    if place is None:
        # On a line of its own: the last one may end in a comment.
        return f"{sparql}\n{' '.join(clauses)}"
    return f"{sparql[: place.start]}{' '.join(clauses)} {sparql[place.start :]}"


def _dataset_place(found: list[Token]) -> Token | None:
    """Index of the terminal before which FROM belongs: after the head, before WHERE or its
    group.
    """
    words = (at for at, t in enumerate(found) if t.kind == "word" and t.text.upper() in QUERIES)
    at = next(words, len(found)) + 1
    if at <= len(found) and found[at - 1].text.upper() == "CONSTRUCT":
        # A template stands before it; without one, "CONSTRUCT WHERE" does not.
        at = _closed(found, at) if at < len(found) and found[at].text == "{" else at
        return found[at] if at < len(found) else None
    depth = 0
    for token in found[at:]:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "other" else 0
        keyword = token.kind == "word" and token.text.upper() in _AFTER_HEAD
        if not depth and (keyword or token.text == "{"):
            return token
    return None


def _closed(found: list[Token], start: int) -> int:
    """The place after the group that begins at a place."""
    depth = 0
    for at, token in enumerate(found[start:], start):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "other" else 0
        if not depth:
            return at + 1
    return len(found)


def _says(sparql: str, keyword: str) -> bool:
    # The letters are looked for first: to read the terminals takes a hundred times as long.
    return keyword in sparql.upper() and any(
        t.kind == "word" and t.text.upper() == keyword for t in tokens(sparql)
    )


def _decoded(sparql: str) -> str:
    return _ESCAPE.sub(lambda match: _character(int(match[1] or match[2], 16), match[0]), sparql)


def _character(number: int, written: str) -> str:
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else written
