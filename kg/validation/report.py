"""Validation of a whole data folder: all rules, as `kg check` prints them."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import SKOS, BNode, Graph, Literal
from rdflib.namespace import SH
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import BadData, Problem
from kg.model import own_relations
from kg.model.claims import Entity, Source
from kg.model.folder import Data, claims_file, parsed, source_folders, text_of
from kg.model.input_values import CONTROL
from kg.model.ontology import ontology
from kg.model.triples import entities, sources
from kg.model.turtle import Index, read_text, statements
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.model.wording import counted
from kg.resources import home
from kg.validation.claim_rules import RULES as CLAIM_RULES
from kg.validation.claim_rules import Ground
from kg.validation.entity_rules import entity_faults, shared_names, source_faults, twice
from kg.validation.quote_rules import RULES as WORD_RULES
from kg.validation.quote_rules import lookup_text
from kg.validation.triple_rules import (
    BLANK,
    TYPE,
    Found,
    checked,
    ontology_problems,
    problem_slug,
)

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

# Beyond this many claims or statements SHACL runs only when asked for: it takes half a minute for


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
            f"{counted(self.entities, 'entity', 'entities')}, "
            f"{counted(self.quoted, 'quoted claim')}, {counted(self.cited, 'cited claim')}, "
            f"{counted(self.sources, 'source')}"
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
        text=lookup_text(source.text or ""),
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
    stated, faults = checked(read_text(graph.serialize(format="nt"), file))
    raw = [_placed(fault, file) for fault in faults]
    return _without_repeats(raw, problems(Data(entities(_with_names(stated)), sources(stated))))


def file_problems(
    folder: Path, *, shacl: bool = False, look: Callable[[Source], None] = lambda _: None
) -> tuple[list[Problem], Counts]:
    """All problems of the ontology and of a data folder, with the folder's counts.

    One source is read at a time, and shown to `look`. The Python rules hold all that the shapes
    say; SHACL runs besides them if asked for.
    """
    found = ontology_problems(home("ontology"))
    for iri, wrong, right in own_relations.register(folder):
        found.append(Problem(own_relations.FILE, problem_slug(iri), wrong, right))
    known, faults = _entities(folder)
    found += faults
    evidence, read, count = Counter[str](), [folder / "entities.ttl"], 0
    for place in source_folders(folder):
        described, faults = _sources(folder, place, known)
        found += faults
        read.append(place / "claims.ttl")
        for source in described:
            count += 1
            evidence.update(claim.evidence for claim in source.claims)
            look(source)
    if shacl:
        found = _without_repeats(found, shacl_problems(_merged(folder, read, found)))
    return sorted(found), Counts(len(known), evidence["quoted"], evidence["cited"], count)


def _entities(folder: Path) -> tuple[dict[str, Entity], list[Problem]]:
    """Read the entities, and list their problems."""
    try:
        stated, found = _file("entities.ttl", folder / "entities.ttl")
    except BadData as error:
        return {}, [_unread("entities.ttl", folder, error)]
    known = entities(_with_names(stated))
    return known, _without_repeats(found, entity_problems(known))


def _sources(
    folder: Path, place: Path, known: Mapping[str, Entity]
) -> tuple[list[Source], list[Problem]]:
    """Read the sources of a source's file, and list their problems."""
    name = claims_file(place.name)
    try:
        text = text_of(place)
        stated, found = _file(name, place / "claims.ttl")
    except BadData as error:
        return [], [_unread(name, folder, error)]
    if text is not None:
        stated.setdefault(str(SOURCE[place.name]), {}).setdefault(str(TP.text), []).append(text)
        found += _changed(place, text)
    described = list(sources(stated).values())
    wrong = chain.from_iterable(source_problems(source, known) for source in described)
    return described, _without_repeats(found, wrong)


def _merged(folder: Path, paths: Iterable[Path], found: list[Problem]) -> Graph:
    """Merge the files that can be read into one graph for SHACL."""
    unread = {problem.file for problem in found if not problem.claim}
    merged = Graph()
    if (folder / own_relations.FILE).exists() and own_relations.FILE not in unread:
        merged += parsed(folder / own_relations.FILE)
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            merged += parsed(path)
            text = None if name == "entities.ttl" else text_of(path.parent)
        except BadData as error:
            found += [] if name in unread else [_unread(name, folder, error)]
            continue
        if text is not None:
            merged.add((SOURCE[path.parent.name], TP.text, Literal(text)))
    return merged


def _changed(place: Path, text: str) -> Iterator[Problem]:
    """Report control characters, and a text that has not the hash recorded when it was added."""
    if control := CONTROL.search(text):
        yield Problem(
            f"sources/{place.name}/article.txt",
            "",
            f"character {control.start()} is a control character: U+{ord(control[0]):04X}",
            "put a blank in its place; no format for XML can hold it",
        )
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


def _file(name: str, path: Path) -> tuple[Index, list[Problem]]:
    """Index the statements of a file, and list the problems of each."""
    stated, faults = checked(statements(path))
    found = [_placed(fault, name) for fault in faults]
    for node, links in sorted(stated.items()):
        place = _home(node) if TYPE in links else ""
        if place and place != name:
            found.append(
                Problem(
                    name, problem_slug(node), "this file describes what belongs in another", place
                )
            )
    if name != "entities.ttl":
        iri = str(SOURCE[Path(name).parts[1]])
        if str(TP.Source) not in stated.get(iri, {}).get(TYPE, ()):
            wrong = "the file does not describe the source of its folder"
            found.append(Problem(name, "", wrong, f"describe <{iri}> a tp:Source"))
    return stated, found


def _home(iri: str) -> str:
    """The file in which a node is to be described."""
    if iri.startswith(str(ENTITY)):
        return "entities.ttl"
    if iri.startswith(str(SOURCE)):
        return claims_file(iri.removeprefix(str(SOURCE)).partition("/")[0].partition("#")[0])
    return ""


def _with_names(stated: Index) -> Index:
    """The statements with a name for each unnamed entity, so that only the lack is reported."""
    label = str(SKOS.prefLabel)
    return {
        node: {**links, label: [problem_slug(node)]}
        if node.startswith(str(ENTITY)) and TYPE in links and label not in links
        else links
        for node, links in stated.items()
    }


def _placed(fault: Found, file: str) -> Problem:
    node, wrong, right = fault
    return Problem(file or _home(node), problem_slug(node), wrong, right)


def _without_repeats(first: list[Problem], then: Iterable[Problem]) -> list[Problem]:
    """Join two lists, dropping second reports about claims that the first list already covers."""
    named = {(problem.file, problem.claim) for problem in first}
    return first + [p for p in then if (p.file, p.claim) not in named]


@cache
def shapes() -> Graph:
    """The shapes as they are shipped; do not change the graph."""
    return parsed(home("ontology") / "shapes.ttl")


def shacl_problems(graph: Graph) -> list[Problem]:
    """Run the SHACL shapes on a graph of entities, sources and claims.

    The ontology is merged in, because the shapes need its classes, relations and values.
    """
    import pyshacl  # noqa: PLC0415  (takes most of a second to import, and opening needs none)

    merged = _ParsedOnce()
    for part in (ontology(), graph):
        for triple in part:
            merged.add(triple)
    _, report, _ = pyshacl.validate(merged, shacl_graph=shapes(), inference="none")
    if not isinstance(report, Graph):
        raise TypeError("pySHACL gave no report graph")
    return sorted({_shape_problem(report, result) for result in report.objects(None, SH.result)})


class _ParsedOnce(Graph):
    """A graph that parses a query once, where pySHACL asks it again for every node."""

    def query(self, query_object: "str | Query", *args: Any, **kwargs: Any) -> Result:
        """The answer to a query."""
        known = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(known, *args, **kwargs)


@cache
def _prepared(sparql: str) -> "Query":
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415  (slow to import)

    return prepareQuery(sparql)


def _shape_problem(report: Graph, result: Node) -> Problem:
    focus = report.value(result, SH.focusNode)
    message = report.value(result, SH.resultMessage)
    value = report.value(result, SH.value)
    shown = f": {value}" if value is not None and value != focus else ""
    wrong, _, right = str(message if isinstance(message, Literal) else "").partition("; ")
    return Problem(
        _file_of(focus), problem_slug(_node_name(focus)) if focus else "", wrong + shown, right
    )


def _node_name(node: Node) -> str:
    return f"{BLANK}{node}" if isinstance(node, BNode) else str(node)


def _file_of(node: Node | None) -> str:
    name = str(node or "")
    if not name.startswith(str(SOURCE)):
        return "entities.ttl"
    return claims_file(name.removeprefix(str(SOURCE)).partition("/")[0].partition("#")[0])
