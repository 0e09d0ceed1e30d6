"""Proposals on disk: read out of a text by a program, not accepted by a person yet."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Literal, URIRef

from kg.errors import BadData
from kg.model.triples import Triple
from kg.model.turtle import Index, Statements, index, triples, written
from kg.model.vocab import ENTITY, OA, PREFIXES, SOURCE, TP

FILE = "proposals.ttl"
DECIDED = "proposal/"  # begins the key of a decision in a source's record


@dataclass(frozen=True)
class Named:
    """An end of a proposal: an entity, known or not, by the name that the text gives it."""

    iri: str
    label: str
    kind: str  # a class by its local name


@dataclass(frozen=True)
class Proposed:
    """A proposal with the words it was read from and the cue that gave it away."""

    source: str  # IRI
    key: str
    subject: Named
    relation: str  # IRI
    object: Named
    modality: str  # local names
    polarity: str
    exact: str
    start: int
    end: int
    cue: str
    speaker: str = ""  # a name; empty where the source speaks in its own voice
    amount: str = ""  # in the words of the source

    @property
    def sign(self) -> str:
        """Relation and cue without the names that stand in it, by which decisions are counted."""
        words = self.cue
        for name in (self.subject.label, self.object.label):
            words = words.replace(name, "…")
        return f"{self.relation.rpartition('#')[2]}: {' '.join(words.lower().split())}"

    @property
    def iri(self) -> str:
        """The proposal's own IRI, below its source's."""
        return f"{self.source}/proposal/{self.key}"


def graph(source: str) -> str:
    """The named graph of a source's proposals."""
    return f"{source}/proposals"


def is_graph(name: str) -> bool:
    """Check if a named graph is one of proposals."""
    return name.startswith(str(SOURCE)) and name.endswith("/proposals")


def turtle(listed: Iterable[Proposed]) -> str:
    """The file of a source's proposals, the same bytes for the same proposals."""
    return written((triple for one in listed for triple in _triples(one)), PREFIXES)


def _triples(one: Proposed) -> Iterator[Triple]:
    node = URIRef(one.iri)
    yield node, RDF.type, TP.Proposal
    yield node, TP.proposedRelation, URIRef(one.relation)
    yield node, TP.proposedModality, TP[one.modality]
    yield node, TP.proposedPolarity, TP[one.polarity]
    yield node, TP.noticedBy, Literal(one.cue)
    yield node, OA.exact, Literal(one.exact)
    yield node, OA.start, Literal(one.start)
    yield node, OA.end, Literal(one.end)
    if one.speaker:
        yield node, TP.proposedSpeaker, Literal(one.speaker)
    if one.amount:
        yield node, TP.proposedAmount, Literal(one.amount)
    for link, named in ((TP.proposedSubject, one.subject), (TP.proposedObject, one.object)):
        yield node, link, URIRef(named.iri)
        yield URIRef(named.iri), RDF.type, TP[named.kind]
        yield URIRef(named.iri), SKOS.prefLabel, Literal(named.label, lang="en")


def decisions(place: Path) -> dict[str, str]:
    """Decisions of people about the proposals of a source's folder, by key."""
    path = place / "record.json"
    if not path.exists():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return {
            key.removeprefix(DECIDED): value["decision"]
            for key, value in record.items()
            if key.startswith(DECIDED)
        }
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise BadData(f"{path} cannot be read as a record of decisions: {error}") from error


def waiting(place: Path) -> Statements:
    """The statements of the undecided proposals in a source's folder.

    BadData names what must not stand among them: anything that could pass as a claim.
    """
    path = place / FILE
    if not path.exists():
        return []
    decided, own = decisions(place), f"{SOURCE[place.name]}/proposal/"
    kept, named = [], []
    for triple in triples(path):
        node, link, value = (str(term.value) for term in triple)
        if node.startswith(own) and link in _LINKS and (link != _TYPE or value == _PROPOSAL):
            kept += [triple] if node.removeprefix(own) not in decided else []
        elif node.startswith(str(ENTITY)) and link in _NAMES:
            named.append(triple)
        else:
            raise BadData(
                f"{path}: {triple} is not part of a proposal; a claim is made by accepting one, "
                "and stands in claims.ttl"
            )
    meant = {str(t.object.value) for t in kept if t.predicate.value in _ENDS}  # type: ignore[union-attr]
    return [*kept, *(t for t in named if str(t.subject.value) in meant)]  # type: ignore[union-attr]


_TYPE, _PROPOSAL = str(RDF.type), str(TP.Proposal)
_ENDS = frozenset({str(TP.proposedSubject), str(TP.proposedObject)})
_NAMES = frozenset(map(str, (RDF.type, SKOS.prefLabel)))
_LINKS = frozenset(map(str, (
    RDF.type, OA.exact, OA.start, OA.end, TP.noticedBy, TP.proposedSubject, TP.proposedRelation,
    TP.proposedObject, TP.proposedModality, TP.proposedPolarity, TP.proposedSpeaker,
    TP.proposedAmount,
)))  # fmt: skip


def read(place: Path, *, decided: bool = False) -> list[Proposed]:
    """The proposals of a source's folder, in the order of the text; all, or the waiting ones."""
    if not (place / FILE).exists():
        return []
    found = index(triples(place / FILE) if decided else waiting(place))
    made = [_read(node, found) for node, links in found.items() if str(TP.noticedBy) in links]
    return sorted(made, key=lambda one: (one.start, one.key))


def _read(node: str, found: Index) -> Proposed:
    links = found[node]

    def value(link: object) -> str:
        return next(iter(links.get(str(link), [""])))

    def named(link: object) -> Named:
        iri = value(link)
        about = found.get(iri, {})
        label = next(iter(about.get(str(SKOS.prefLabel), [re.split("[#/]", iri)[-1]])))
        kind = next(iter(about.get(str(RDF.type), ["#Organization"]))).rpartition("#")[2]
        return Named(iri, label, kind)

    source, _, key = node.partition("/proposal/")
    return Proposed(
        source, key, named(TP.proposedSubject), value(TP.proposedRelation),
        named(TP.proposedObject), value(TP.proposedModality).rpartition("#")[2],
        value(TP.proposedPolarity).rpartition("#")[2], value(OA.exact), int(value(OA.start)),
        int(value(OA.end)), value(TP.noticedBy), value(TP.proposedSpeaker),
        value(TP.proposedAmount),
    )  # fmt: skip
