"""Finds entities by any of their names, and claims by words of their quotes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import networkx as nx

from kg.model.names import several
from kg.presentation.drawing import statement

MOST = 8
SHORT = 90


@dataclass(frozen=True)
class Hit:
    """Something found: an entity, or a claim by its words."""

    id: str
    kind: str  # "entity" or "claim"
    label: str
    about: str


@dataclass(frozen=True)
class Index:
    """The names and quotes of a network, ready to be searched."""

    # Every name an entity goes by, folded, and how often claims speak of it.
    names: tuple[tuple[str, int, str], ...]
    quotes: tuple[tuple[str, str], ...]  # the words of a claim, folded
    hits: dict[str, Hit]

    def find(self, words: str, most: int = MOST) -> list[Hit]:
        """The best hits first: the very name, names that begin so, names that hold it, quotes."""
        wanted = folded(words)
        if not wanted:
            return []
        ranked = sorted(
            (_rank(name, wanted), -said, name, entity)
            for name, said, entity in self.names
            if wanted in name
        )
        found = list(dict.fromkeys(entity for *_, entity in ranked))[:most]
        for quote, claim in self.quotes:
            if len(found) >= most:
                break
            if wanted in quote:
                found.append(claim)
        return [self.hits[one] for one in found]


def names_and_quotes(network: nx.MultiDiGraph[str]) -> Index:
    """The index of all names and quotes."""
    names: list[tuple[str, int, str]] = []
    hits: dict[str, Hit] = {}
    for node, data in network.nodes(data=True):
        aliases = several(data["aliases"])
        also = f", also {', '.join(aliases)}" if aliases else ""
        hits[node] = Hit(node, "entity", data["label"], f"{data['kind']}{also}")
        said = network.degree(node)
        names += [(folded(name), said, node) for name in (data["label"], *aliases)]
    quotes = []
    for a, b, claim, said_ in network.edges(keys=True, data=True):
        words = said_.get("quote") or said_.get("summary")
        if words and not said_["retracted"]:
            about = statement(network, (a, b, claim, said_))
            hits[claim] = Hit(claim, "claim", _short(words), about)
            quotes.append((folded(words), claim))
    return Index(tuple(names), tuple(quotes), hits)


def folded(text: str) -> str:
    """The text without case, accents, or more than single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def _rank(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else 3


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= SHORT else f"{one_line[:SHORT]}…"
