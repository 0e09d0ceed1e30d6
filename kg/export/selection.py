"""Short names for IRIs, the same in every format that has prefixes."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF, SKOS

from kg.errors import NotFound
from kg.model.claims import QUANTITIES
from kg.model.derivation import derived
from kg.model.proposed import graph as proposal_graph
from kg.model.proposed import is_graph as is_proposed
from kg.model.vocab import DIRECT_GRAPHS, ENTITIES, ONTOLOGY, PREFIXES, SOURCE, TP
from kg.store.local import Store

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


_TYPE, _BROADER = ox.NamedNode(RDF.type), ox.NamedNode(SKOS.broader)
_PROPOSAL = ox.NamedNode(TP.Proposal)
_CLAIM, _SOURCE = ox.NamedNode(TP.Claim), ox.NamedNode(TP.Source)
_CONDITION, _TEXT = ox.NamedNode(TP.condition), ox.NamedNode(TP.text)
_PARTS = tuple(ox.NamedNode(TP[n]) for n in ("passage", *(field.term for field in QUANTITIES)))
_ONTOLOGY, _ENTITIES = ox.NamedNode(ONTOLOGY), ox.NamedNode(ENTITIES)
_DIRECT = tuple(ox.NamedNode(graph) for graph in DIRECT_GRAPHS)


@dataclass(frozen=True)
class Contents:
    """Statements in their named graphs, in order, and which claims they are about."""

    quads: list[ox.Quad]
    claims: frozenset[str]
    whole: bool
    store: Store
    proposals: frozenset[str] = frozenset()  # the unreviewed ones, where they are asked for

    def merged(self) -> list[ox.Triple]:
        """One graph of all but the ties that are less firm than stated as done.

        In a graph without names a hint would pass for a fact.
        """
        soft = set(_DIRECT[1:])
        return list(dict.fromkeys(q.triple for q in self.quads if q.graph_name not in soft))


def contents(
    store: Store,
    *,
    source: str | None = None,
    claims: Collection[str] | None = None,
    texts: bool = True,
    unreviewed: bool = False,
) -> Contents:
    """The statements of a store, or the part of them that one source or some claims need.

    What is proposed and not claimed is left out unless `unreviewed` asks for it.
    """
    found = [q for q in store.quads() if unreviewed or not is_proposed(text(q.graph_name))]
    if not texts:
        found = [q for q in found if q.predicate != _TEXT]
    known: set[object] = {q.subject for q in found if q.predicate == _TYPE and q.object == _CLAIM}
    if source is None and claims is None:
        said = frozenset(map(text, known))
        return Contents(_sorted(found), said, whole=True, store=store, proposals=_waiting(found))
    own: list[ox.Quad] = []
    if source is not None:
        graph = _source(found, source)
        wanted: set[object] = known & {q.subject for q in found if q.graph_name == graph}
        own = [q for q in found if text(q.graph_name) == proposal_graph(text(graph))]
    else:
        wanted = {ox.NamedNode(iri) for iri in claims or ()}
        for unknown in sorted(wanted - known, key=str):
            raise NotFound(f"no claim is called {text(unknown)}")
    wanted = _with_conditions(found, wanted)
    kept = [*own, *_around(found, wanted, None if source is None else graph)]
    said = frozenset(map(text, wanted))
    return Contents(_sorted(kept), said, whole=False, store=store, proposals=_waiting(own))


def _waiting(quads: list[ox.Quad]) -> frozenset[str]:
    """The unreviewed proposals among some statements."""
    return frozenset(
        text(q.subject) for q in quads if q.predicate == _TYPE and q.object == _PROPOSAL
    )


def _source(quads: list[ox.Quad], slug: str) -> ox.NamedNode:
    graph = ox.NamedNode(SOURCE[slug])
    sources = {q.subject for q in quads if q.predicate == _TYPE and q.object == _SOURCE}
    if graph not in sources:
        names = sorted(text(s).removeprefix(str(SOURCE)) for s in sources)
        raise NotFound(f"no source is called {slug!r}; there are: {', '.join(names) or 'none'}")
    return graph


def _with_conditions(quads: list[ox.Quad], claims: set[object]) -> set[object]:
    """The claims together with their conditions, without which a conditional would be too
    strong.
    """
    pairs = [(q.subject, q.object) for q in quads if q.predicate == _CONDITION]
    size = 0
    while size != len(claims):
        size = len(claims)
        claims = claims | {condition for claim, condition in pairs if claim in claims}
    return claims


def _around(
    quads: list[ox.Quad], claims: set[object], source: ox.NamedNode | None
) -> list[ox.Quad]:
    """Triples of some claims, of their parts and entities, and their ties."""
    by_subject: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if quad.graph_name not in _DIRECT:
            by_subject[quad.subject].append(quad)
    kept = [q for claim in claims for q in by_subject[claim]]
    kept += [p for q in kept if q.predicate in _PARTS for p in by_subject[q.object]]
    sources: set[object] = {q.graph_name for q in kept} | ({source} if source else set())
    kept += [q for s in sources for q in by_subject[s] if q.graph_name == s]
    kept += _entities(by_subject, {q.object for q in kept if isinstance(q.object, ox.NamedNode)})
    kept += [q for q in quads if q.graph_name == _ONTOLOGY]
    conditions = [q for q in quads if q.predicate == _CONDITION]
    return kept + derived([*kept, *conditions])


def _entities(
    by_subject: dict[object, list[ox.Quad]], mentioned: Iterable[object]
) -> list[ox.Quad]:
    """Triples of the mentioned entities and of their broader fields."""
    kept: dict[object, list[ox.Quad]] = {}
    waiting = list(mentioned)
    while waiting:
        entity = waiting.pop()
        if entity not in kept:
            kept[entity] = [q for q in by_subject.get(entity, ()) if q.graph_name == _ENTITIES]
            waiting += [q.object for q in kept[entity] if q.predicate == _BROADER]
    return [quad for found in kept.values() for quad in found]


def _sorted(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The statements once each, ordered by graph, subject, property and value."""
    nameless = [q for q in quads if ox.BlankNode in {type(q.subject), type(q.object)}]
    if nameless:
        # Blank nodes get the labels that everybody would give them.
        dataset = ox.Dataset(nameless)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = [*(set(quads) - set(nameless)), *dataset]
    return sorted(set(quads), key=lambda q: (text(q.graph_name), *_key(q)))


def _key(quad: ox.Quad) -> tuple[str, str, str]:
    # The type comes first, as a reader expects.
    link = "" if quad.predicate == _TYPE else quad.predicate.value
    return (str(quad.subject), link, str(quad.object))
