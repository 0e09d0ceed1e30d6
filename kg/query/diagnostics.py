"""Diagnostics of a query: unknown terms, and reasons for an empty result."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from rdflib import RDFS, SKOS

from kg.errors import KgError
from kg.model.claims import LEVELS
from kg.model.vocab import PREFIXES, TP
from kg.model.wording import counted
from kg.query import evaluation
from kg.query.completion import terms
from kg.store import sparql_text
from kg.store.local import Store
from kg.store.remote import Remote

PLACE = re.compile(r"error at (\d+):(\d+):?\s*")
EXPECTED = re.compile(r"^expected (?:one of )?")
# A reason in words among what an engine expected: "Prefix not found".
REASON = re.compile(r"(?:^|, )([A-Z][a-z]+(?: [\w'-]+){2,}[^,]*)")
KEYWORD = re.compile(r"\b[A-Z]{2,}\b|\bis[A-Z]+\b")
MOST_WORDS = 6
_NAMES = {str(RDFS.label), str(SKOS.prefLabel), str(SKOS.altLabel)}
_GRAPHS = {"FROM", "NAMED", "GRAPH"}  # what a graph's name may follow
PAIRS = {"{": "}", "(": ")", "[": "]"}
# What the first characters of a thing stand for.
SIGNS = {
    '"?"': "a variable",
    '":"': "a name such as tp:Company",
    '"<"': "an IRI in angle brackets",
    r'"\""': "a text in quotes",
    "['0'..='9']": "a number",
    '"{"': "{",
    '"}"': "}",
    '"("': "(",
    '")"': ")",
    '"."': "a full stop",
    '";"': ";",
}


@dataclass(frozen=True)
class Fault:
    """An error in a query, with its position if known; lines and columns count from 1."""

    words: str
    line: int | None = None
    column: int | None = None


def fault(message: str, query: str) -> Fault:
    """The message of an engine about a query, for people."""
    place = PLACE.search(message)
    if place is None:
        return Fault(message)
    line, column = int(place[1]), int(place[2])
    rest = message[place.end() :]
    if not sparql_text.form(query) and (head := _head(query)):
        near = get_close_matches(head.text.upper(), sparql_text.QUERIES, n=1, cutoff=0.6)
        begins = f"a query begins with {', '.join(sparql_text.QUERIES)}"
        meant = f"did you mean {near[0]}?" if near else begins
        return Fault(f"“{head.text}” does not fit here; {meant}", *_counted(query, head.start))
    if "Prefix not found" in rest and (unknown := _undeclared(query)):
        known = ", ".join(sorted(PREFIXES))
        name, at = unknown
        words = f"the prefix {name}: is not declared; known without declaration are {known}"
        return Fault(words, *_counted(query, at))
    if reason := REASON.search(EXPECTED.sub("", rest)):
        return Fault(_lowered(reason[1].strip()), line, column)
    return Fault(_syntax(rest, query, _offset(query, line, column)), line, column)


def _head(query: str) -> sparql_text.Token | None:
    """The first terminal after PREFIX and BASE, where a query has to begin."""
    found = iter(sparql_text.tokens(query))
    for token in found:
        if token.text.upper() == "PREFIX":
            next(found, None)
        elif token.text.upper() != "BASE":
            return token
        next(found, None)
    return None


def _syntax(rest: str, query: str, at: int) -> str:
    if r'"\\"' in rest:
        return "a text begins with a quotation mark and has none at its end"
    if found := re.match(r"\s*([?$]?\w+|\S)", query[at:]):
        expected = _expected(rest)
        words = f"“{found[1]}” does not fit here"
        return f"{words}; {expected}" if expected else words
    if missing := _open(query):
        return f"the query ends here, but {missing} is missing"
    return "something before this place is not complete, or one sign too many"


def misspelt(query: str) -> list[str]:
    """Find unknown names of our ontology, each with the nearest known names."""
    known = [str(word["name"]) for word in terms()]
    spaces = PREFIXES | sparql_text.declared_prefixes(query)
    declared = {f"<{space}>" for space in sparql_text.declared_prefixes(query).values()}
    used = (_iri(t, spaces) for t in sparql_text.tokens(query) if t.text not in declared)
    ours = {f"tp:{iri.removeprefix(str(TP))}" for iri in used if iri.startswith(str(TP))}
    found = []
    for name in sorted(ours - set(known) - {"tp:"}):
        near = get_close_matches(name, known, n=2, cutoff=0.7)
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        found.append(f"{name} is not a term of the ontology{meant}")
    return found


def absent(query: str, there: Collection[str]) -> list[str]:
    """Graphs that a query names and that are not there: nothing is found in them."""
    spaces = PREFIXES | sparql_text.declared_prefixes(query)
    pairs = pairwise(sparql_text.tokens(query))
    after = (name for word, name in pairs if word.kind == "word" and word.text.upper() in _GRAPHS)
    named = dict.fromkeys(_iri(name, spaces) for name in after)
    return [f"no graph named {iri} is in this store" for iri in named if iri and iri not in there]


def tagged(query: str) -> list[str]:
    """Warn when a query looks for a name with a language, which names do not have."""
    spaces = PREFIXES | sparql_text.declared_prefixes(query)
    words = list(sparql_text.tokens(query))
    names = _NAMES.intersection(_iri(token, spaces) for token in words)
    found = dict.fromkeys(
        f"names have no language: write {text.text} instead of {text.text}{token.text}"
        for text, token in pairwise(words)
        if token.kind == "language"
    )
    return list(found) if names else []


def _iri(token: sparql_text.Token, spaces: Mapping[str, str]) -> str:
    """The IRI of a prefixed name; empty for a variable, or for an IRI that needs a BASE."""
    if token.kind == "iri":
        iri = token.text[1:-1]
        return iri if ":" in iri and "\\" not in iri else ""
    prefix, _, local = token.text.partition(":")
    return f"{spaces[prefix]}{local}" if token.kind == "name" and prefix in spaces else ""


def _undeclared(query: str) -> tuple[str, int] | None:
    """The first prefix that nobody declares, and where it is used."""
    declared = set(re.findall(r"PREFIX\s+([\w-]*):", query, re.IGNORECASE)) | set(PREFIXES)
    for token in sparql_text.tokens(query):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared:
            return prefix, query.find(token.text)
    return None


def _counted(query: str, at: int) -> tuple[int, int]:
    before = query[: max(at, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _offset(query: str, line: int, column: int) -> int:
    lines = query.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1


def _open(query: str) -> str:
    """The closing sign of the innermost bracket that is still open."""
    waiting: list[str] = []
    for token in sparql_text.tokens(query):
        if token.text in PAIRS:
            waiting.append(PAIRS[token.text])
        elif waiting and token.text == waiting[-1]:
            waiting.pop()
    return waiting[-1] if waiting else ""


def _expected(rest: str) -> str:
    """Describe in a few words the tokens that the parser expected."""
    things = [words for sign, words in SIGNS.items() if sign in rest]
    things += dict.fromkeys(KEYWORD.findall(re.sub(r"'[^']*'", "", rest)))
    return f"expected {', '.join(things)}" if 0 < len(things) <= MOST_WORDS else ""


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]


_SECONDS = 2.0  # that may be spent on finding out whether a weaker level has rows
_LARGE = 16_000_000  # bytes of an answer, beyond which it is not counted
_ASKED = {
    "stated": "among what is stated as done",
    "agreed": "among what is agreed or firmer",
    "intended": "among what is intended or firmer",
}


def missed(
    store: Store, query: str, level: str, default_graphs: Sequence[str] | None = None
) -> list[str]:
    """Explain an empty result: the level of the query, and the number of rows at other levels."""
    return [_scope(store, query, level, chosen=default_graphs is not None), *tagged(query)]


def _scope(store: Store, query: str, level: str, *, chosen: bool) -> str:
    if sparql_text.has_dataset(query):
        return "No rows: nothing in the graphs that the query names with FROM fits it."
    if chosen:
        return "No rows: nothing in the chosen sources fits this query."
    if level == LEVELS[-1]:
        return "No rows: nothing in the data fits this query."
    more = _weaker(store, query)
    if more == 0:
        return "No rows: nothing in the data fits this query, not at the level “all” either."
    words = f"No rows {_ASKED[level]}"
    if more is None:
        return f"{words}; ask at the level “all” to include plans and hints."
    rows = counted(more, "row")
    return f"{words}; {rows} at the level “all”, which includes plans and hints."


def _weaker(store: Store, query: str) -> int | None:
    """Number of rows at the weakest level; None if counting takes too long."""
    triples = sparql_text.form(query) in {"CONSTRUCT", "DESCRIBE"}
    accept = "ntriples" if triples else "json"
    # A service goes on with what it has begun, so that it is not asked twice.
    if isinstance(store, Remote):
        return None
    try:
        answer = evaluation.run(store, query, accept, level=LEVELS[-1], seconds=_SECONDS)
    except KgError:
        return None
    if answer.size > _LARGE:
        return None
    return len(answer.body().splitlines()) if triples else len(answer.rows())
