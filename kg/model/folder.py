"""A data folder: where its sources lie, how they are read, and how a new one starts."""

import re
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, BNode, Graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import BadData, BadInput
from kg.model import own_relations
from kg.model.claims import Entity, Source
from kg.model.journal import finish_saving
from kg.model.triples import entities, sources
from kg.model.turtle import BYTE_ORDER_MARK, Index, bounded, index, statements, written
from kg.model.vocab import ENTITY, OA, PREFIXES, SOURCE, TP


@dataclass(frozen=True)
class Data:
    """The entities and sources of a data folder, by IRI."""

    entities: dict[str, Entity]
    sources: dict[str, Source]


def read(folder: Path) -> Data:
    """The entities and sources of a data folder; BadData names the file that cannot be read.

    What a claim lacks is an empty string here: `validation` says what is missing.
    """
    finish_saving(folder)
    own_relations.register(folder)
    named = entities(index(statements(folder / "entities.ttl")))
    found: dict[str, Source] = {}
    for place in source_folders(folder):
        found |= sources_in(index(statements(place / "claims.ttl")), text_of(place))
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
    """The text of a source, byte for byte after any byte order mark; None if none is kept."""
    path = place / "article.txt"
    if not path.exists():
        return None
    try:
        return path.read_bytes().removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start} is not UTF-8; save the text as UTF-8") from error


def parsed(path: Path) -> Graph:
    """The triples of a Turtle file of ours; BadData names the file and the line."""
    bounded(path)
    try:
        return Graph().parse(data=path.read_text(encoding="utf-8-sig"), format="turtle")
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


def as_turtle(graph: Graph) -> str:
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


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEMPLATES = Path(__file__).parent / "templates"


def start_source(folder: Path, slug: str) -> Path:
    """A commented folder for a new source in a workspace, which is made if it is not there."""
    if not SLUG.fullmatch(slug):
        raise BadInput(
            f"{slug!r} cannot name a source: write lower-case letters and digits with single "
            "hyphens between, such as 'alicloud-nvidia'"
        )
    place = folder / "sources" / slug
    names = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "source": SOURCE[slug],
        "entity": ENTITY,
        "tp": str(TP),
        "dcterms": str(DCTERMS),
        "oa": OA,
        "skos": str(SKOS),
    }
    try:
        place.mkdir(parents=True)
        (place / "article.txt").touch()
        _fill(place / "claims.ttl", names)
        if not (folder / "entities.ttl").exists():
            _fill(folder / "entities.ttl", names)
    except FileExistsError as error:
        raise BadInput(f"{place} is there already: choose another name, or edit it") from error
    except OSError as error:
        raise BadInput(f"{place} cannot be made: {error.strerror}") from error
    return place


def _fill(path: Path, names: dict[str, str]) -> None:
    template = (TEMPLATES / path.name).read_text(encoding="utf-8")
    path.write_text(template.format(**names), encoding="utf-8")


def claims_file(slug: str) -> str:
    """Path of the file with a source's claims in a data folder."""
    return f"sources/{slug}/claims.ttl"


def why_aside(error: BadData, folder: Path) -> str:
    """The reason why a source is set aside, its files named as seen from the folder."""
    return str(error).replace(f"{folder}/", "")
