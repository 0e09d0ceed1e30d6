"""Finds entities by any of their names, and claims by words of their quotes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import networkx as nx

from kg.model.names import several
from kg.presentation import graph_view
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

    network: nx.MultiDiGraph[str]
    # Every name an entity goes by, folded, and how often claims speak of it.
    names: tuple[tuple[str, int, str], ...]
    quotes: tuple[tuple[str, graph_view.Edge], ...]  # the words of a claim, folded

    def find(self, words: str, most: int = MOST, *, quotes: bool = True) -> list[Hit]:
        """The best hits first: the very name, names that begin so, names that hold it, quotes."""
        wanted = folded(words)
        if not wanted:
            return []
        ranked = sorted(
            (_rank(name, wanted), -said, name, entity)
            for name, said, entity in self.names
            if wanted in name
        )
        entities = list(dict.fromkeys(entity for *_, entity in ranked))[:most]
        found = [self._entity(entity) for entity in entities]
        for quote, edge in self.quotes if quotes else ():
            if len(found) >= most:
                break
            if wanted in quote:
                found.append(self._claim(edge))
        return found

    def _entity(self, entity: str) -> Hit:
        data = self.network.nodes[entity]
        aliases = several(data["aliases"])
        also = f", also {', '.join(aliases)}" if aliases else ""
        return Hit(entity, "entity", data["label"], f"{data['kind']}{also}")

    def _claim(self, edge: graph_view.Edge) -> Hit:
        words = edge[3].get("quote") or edge[3]["summary"]
        return Hit(edge[2], "claim", _short(words), statement(self.network, edge))


def names_and_quotes(network: nx.MultiDiGraph[str]) -> Index:
    """The index of all names and quotes."""
    names = [
        (folded(name), network.degree(node), node)
        for node, data in network.nodes(data=True)
        for name in (data["label"], *several(data["aliases"]))
    ]
    quotes = [
        (folded(words), edge)
        for edge in graph_view.claim_edges(network)
        if (words := edge[3].get("quote") or edge[3].get("summary"))
    ]
    return Index(network, tuple(names), tuple(quotes))


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
