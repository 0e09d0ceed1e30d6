"""Short names for IRIs, the same in every format that has prefixes."""

import re
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import RDF

from kg.model.vocab import PREFIXES, SOURCE, TP

_SIMPLE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_PREFIX = re.compile(r"[a-z](?:[a-z0-9\-]*[a-z0-9])?")
_MOST_SOURCES = 50  # with prefixes of their own; more would bury the data


def text(term: object) -> str:
    """The IRI, label or text of a term, as plain text."""
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


class Names:
    """The prefixes that an export declares, and the names they make."""

    def __init__(self, statements: Iterable[ox.Quad | ox.Triple]) -> None:
        is_a, source = ox.NamedNode(RDF.type), ox.NamedNode(TP.Source)
        sources = sorted(
            {text(s.subject) for s in statements if s.predicate == is_a and s.object == source}
        )
        slugs = {s.removeprefix(str(SOURCE)): s for s in sources[: _MOST_SOURCES + 1]}
        self.prefixes = dict(PREFIXES)
        if len(slugs) <= _MOST_SOURCES:
            for slug, iri in slugs.items():
                if _PREFIX.fullmatch(slug) and slug not in PREFIXES:
                    self.prefixes[slug] = f"{iri}/claim/"
        self._by_namespace = {space: prefix for prefix, space in self.prefixes.items()}
        self._known: dict[str, str] = {}

    def name(self, iri: str) -> str | None:
        """The IRI as prefix:name, or None if that needs escapes."""
        if iri not in self._known:
            cut = max(iri.rfind("#"), iri.rfind("/")) + 1
            prefix = self._by_namespace.get(iri[:cut])
            simple = prefix is not None and _SIMPLE.fullmatch(iri[cut:])
            self._known[iri] = f"{prefix}:{iri[cut:]}" if simple else ""
        return self._known[iri] or None
