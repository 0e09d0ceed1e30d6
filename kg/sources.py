"""Folders of Turtle and text, read into entities and sources; the one writer of Turtle files."""

from dataclasses import dataclass
from pathlib import Path

from rdflib import BNode, Graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import BadData
from kg.journal import settle
from kg.model import Entity, Source
from kg.statements import Index, bounded, index, triples
from kg.turtle import written
from kg.values import entities, sources
from kg.vocab import PREFIXES, RDF, TP

__all__ = [
    "Data",
    "parsed",
    "read",
    "source_folders",
    "sources_in",
    "text_of",
    "turtle",
]


@dataclass(frozen=True)
class Data:
    """What a data folder holds, by IRI."""

    entities: dict[str, Entity]
    sources: dict[str, Source]


def read(folder: Path) -> Data:
    """The entities and sources of a data folder; BadData names the file that cannot be read.

    What a claim lacks is an empty string here: `validation` says what is missing.
    """
    settle(folder)
    named = entities(index(triples(folder / "entities.ttl")))
    found: dict[str, Source] = {}
    for place in source_folders(folder):
        found |= sources_in(index(triples(place / "claims.ttl")), text_of(place))
    return Data(named, found)


def sources_in(stated: Index, text: str | None) -> dict[str, Source]:
    """The sources that a file describes, by IRI, with the text of its folder."""
    if text is not None:
        for links in stated.values():
            if str(TP.Source) in links.get(str(RDF.type), ()):
                links.setdefault(str(TP.text), []).append(text)
    return sources(stated)


def source_folders(folder: Path) -> list[Path]:
    """The folders of the sources in a data folder, sorted."""
    place = folder / "sources"
    if not place.is_dir():
        raise BadData(f"{folder} is not a data folder: it has no folder named sources")
    return sorted(p for p in place.iterdir() if p.is_dir())


def text_of(place: Path) -> str | None:
    """The text of a source, byte for byte, or None where none is kept."""
    path = place / "article.txt"
    if not path.exists():
        return None
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start} is not UTF-8; save the text as UTF-8") from error


def parsed(path: Path) -> Graph:
    """The triples of a Turtle file of ours; BadData names the file and the line."""
    bounded(path)
    try:
        return Graph().parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except FileNotFoundError as error:
        raise BadData(f"{path} is missing") from error
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start} is not UTF-8") from error
    except BadSyntax as error:
        # rdflib keeps the reason in a private field only; its own text quotes half the file.
        reason = str(error._why)
        raise BadData(f"{path}, line {error.lines + 1}: not valid Turtle: {reason}") from error
    except ValueError as error:
        raise BadData(f"{path}: not valid Turtle: {error}") from error
    except RecursionError as error:
        raise BadData(f"{path} is nested too deeply; give each thing in it a name") from error


def turtle(graph: Graph) -> str:
    """The graph as Turtle, the same bytes on every machine."""
    iris = sorted(str(iri) for iri in graph.subjects(RDF.type, TP.Source))
    prefixes = PREFIXES | ({"claim": f"{iris[0]}/claim/"} if iris else {})
    if not any(isinstance(node, BNode) for node in graph.all_nodes()):
        return written(graph, prefixes)
    # rdflib's own writer takes ten times as long, but knows blank nodes.
    named = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        named.bind(prefix, namespace)
    for triple in graph:
        named.add(triple)
    return named.serialize(format="turtle")
