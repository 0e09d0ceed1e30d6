"""Validation of a whole data folder: all rules, as `kg check` prints them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal
from rdflib.term import Node

from kg.errors import BadData
from kg.model.claims import Entity, Source
from kg.model.folder import Data, parsed, source_folders, text_of
from kg.model.triples import entities, sources
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.resources import home
from kg.validation.claim_rules import RULES as CLAIM_RULES
from kg.validation.entity_rules import entity_faults, shared_names, source_faults, twice
from kg.validation.problem import Ground, Problem, claims_file
from kg.validation.quote_rules import RULES as WORD_RULES
from kg.validation.quote_rules import folded
from kg.validation.shacl import shacl as shape_problems
from kg.validation.triple_rules import graph_faults, ontology_problems, slug

# Beyond this many claims or statements SHACL runs only when asked for: it takes half a minute for
# a thousand claims.
SHACL_LIMIT, STATEMENTS = 300, 20_000


@dataclass(frozen=True)
class Counts:
    """Numbers of items in a data folder."""

    entities: int
    quoted: int
    cited: int
    sources: int

    def __str__(self) -> str:
        """The counts as one line."""
        return (
            f"{self.entities} entities, {self.quoted} quoted claims, "
            f"{self.cited} cited claims, {self.sources} sources"
        )


def problems(data: Data) -> list[Problem]:
    """Problems of entities, sources and claims, each with its correction."""
    found = entity_problems(data.entities)
    for source in data.sources.values():
        found += source_problems(source, data.entities)
    return found


def entity_problems(entities: Mapping[str, Entity]) -> list[Problem]:
    """Problems of the entities alone."""
    found = [
        Problem("entities.ttl", entity.iri.rpartition("/")[2], wrong, right)
        for entity in entities.values()
        for wrong, right in entity_faults(entity, entities)
    ]
    return [*found, *shared_names(entities)]


def source_problems(source: Source, entities: Mapping[str, Entity]) -> Iterator[Problem]:
    """Problems of one source and its claims, given the complete set of entities."""
    file = claims_file(source.slug)
    for wrong, right in source_faults(source):
        yield Problem(file, source.slug, wrong, right)
    ground = Ground(
        source=source,
        text=folded(source.text or ""),
        entities=entities,
        claims={claim.iri: claim for claim in source.claims},
        conditions=frozenset(iri for claim in source.claims for iri in claim.condition),
    )
    for claim in source.claims:
        for rule in (*CLAIM_RULES, *WORD_RULES):
            for wrong, right in rule(claim, ground):
                yield Problem(file, claim.slug, wrong, right)
    yield from twice(source)


def graph_problems(graph: Graph, file: str = "") -> list[Problem]:
    """Problems of one graph that contains entities, sources with their texts, and claims."""
    raw = [_placed(fault, file) for fault in graph_faults(graph)]
    data = Data(entities(_with_names(graph)), sources(graph))
    return _without_repeats(raw, problems(data))


def file_problems(folder: Path, shacl: bool | None = None) -> tuple[list[Problem], Counts]:
    """All problems of the ontology and of a data folder, with the folder's counts.

    SHACL runs besides the Python rules if asked for, and by itself where there are few claims.
    """
    raw = ontology_problems(home("ontology"))
    read: list[Graph] = []
    data = Data({}, {})
    for name, graph in _graphs(folder, raw):
        raw += _file_faults(name, graph)
        if name == "entities.ttl":
            data.entities.update(entities(_with_names(graph)))
        else:
            data.sources.update(sources(graph))
        read.append(graph)
    found = _without_repeats(raw, problems(data))
    claims = [claim for source in data.sources.values() for claim in source.claims]
    few = len(claims) <= SHACL_LIMIT and sum(map(len, read)) <= STATEMENTS
    if shacl or (shacl is None and few):
        merged = Graph()
        for graph in read:
            merged += graph
        found = _without_repeats(found, shape_problems(merged))
    quoted = sum(claim.evidence == "quoted" for claim in claims)
    cited = sum(claim.evidence == "cited" for claim in claims)
    return sorted(found), Counts(len(data.entities), quoted, cited, len(data.sources))


def _graphs(folder: Path, raw: list[Problem]) -> Iterator[tuple[str, Graph]]:
    """Parse the folder's files into graphs; report each file that cannot be parsed."""
    try:
        yield "entities.ttl", parsed(folder / "entities.ttl")
    except BadData as error:
        raw.append(_unread("entities.ttl", folder, error))
    for place in source_folders(folder):
        name = claims_file(place.name)
        try:
            graph, text = parsed(place / "claims.ttl"), text_of(place)
        except BadData as error:
            raw.append(_unread(name, folder, error))
            continue
        if text is not None:
            graph.add((SOURCE[place.name], TP.text, Literal(text)))
            raw += _changed(place, text)
        yield name, graph


def _changed(place: Path, text: str) -> Iterator[Problem]:
    """Report a text that no longer has the hash recorded when the source was added."""
    record = place / "record.json"
    if not record.exists():
        return
    try:
        kept = json.loads(record.read_text(encoding="utf-8")).get("sha256")
    except (ValueError, AttributeError):
        yield Problem(
            f"sources/{place.name}/record.json",
            "",
            "the record cannot be read as a JSON object",
            "restore it, or delete it to give up what was decided on proposals",
        )
        return
    if kept not in (None, hashlib.sha256(text.encode()).hexdigest()):
        yield Problem(
            f"sources/{place.name}/article.txt",
            "",
            "the text has changed since it was added",
            "restore it, or add the new version as a source of its own",
        )


def _unread(name: str, folder: Path, error: BadData) -> Problem:
    reason = str(error).replace(f"{folder}/", "")
    return Problem(name, "", reason, "the file is not checked further until it can be read")


def _file_faults(name: str, graph: Graph) -> Iterator[Problem]:
    for fault in graph_faults(graph):
        yield _placed(fault, name)
    for node in sorted(set(graph.subjects(RDF.type)), key=str):
        place = _home(node)
        if place and place != name:
            yield Problem(name, slug(node), "this file describes what belongs in another", place)
    if name != "entities.ttl" and SOURCE[Path(name).parts[1]] not in set(
        graph.subjects(RDF.type, TP.Source)
    ):
        right = f"describe <{SOURCE[Path(name).parts[1]]}> a tp:Source"
        yield Problem(name, "", "the file does not describe the source of its folder", right)


def _home(node: Node) -> str:
    """The file in which a node is to be described."""
    iri = str(node)
    if iri.startswith(str(ENTITY)):
        return "entities.ttl"
    if iri.startswith(str(SOURCE)):
        return claims_file(iri.removeprefix(str(SOURCE)).partition("/")[0].partition("#")[0])
    return ""


def _with_names(graph: Graph) -> Graph:
    """Copy the graph with a label for every unnamed entity, so that it is reported only once."""
    unnamed = [
        node
        for node in set(graph.subjects(RDF.type))
        if str(node).startswith(str(ENTITY)) and (node, SKOS.prefLabel, None) not in graph
    ]
    named = Graph()
    for node in unnamed:
        named.add((node, SKOS.prefLabel, Literal(slug(node))))
    return graph + named if unnamed else graph


def _placed(fault: tuple[Node, str, str], file: str) -> Problem:
    node, wrong, right = fault
    return Problem(file or _home(node), slug(node), wrong, right)


def _without_repeats(first: list[Problem], then: Iterable[Problem]) -> list[Problem]:
    """Join two lists, dropping second reports about claims that the first list already covers."""
    named = {(problem.file, problem.claim) for problem in first}
    return first + [p for p in then if (p.file, p.claim) not in named]
