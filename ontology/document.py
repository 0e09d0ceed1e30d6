"""The ontology as one HTML page: `python ontology/document.py docs/ontology`."""

import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.model.ontology import ontology
from kg.model.vocab import ONTOLOGY, TP

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
section > article { border-top: 1px solid #8886; padding: .5rem 0; }
h3 { margin: .5rem 0 0; } h3 code { font-weight: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0; }
dd { margin: 0; } nav ul { columns: 3; padding-left: 1rem; }
"""
SECTIONS = (
    ("Classes", OWL.Class),
    ("Relations and other links", OWL.ObjectProperty),
    ("Plain values", OWL.DatatypeProperty),
    ("Notes", OWL.AnnotationProperty),
    ("Fixed answers", OWL.NamedIndividual),
)
# What is told of a term, and the words for it; True reads the link backwards.
FACTS = (
    ("kind of", RDFS.subClassOf, False),
    ("kinds", RDFS.subClassOf, True),
    ("narrower than", RDFS.subPropertyOf, False),
    ("wider than", RDFS.subPropertyOf, True),
    ("from", RDFS.domain, False),
    ("to", RDFS.range, False),
    ("starts", RDFS.domain, True),
    ("ends", RDFS.range, True),
    ("family", TP.familyName, False),
    ("sign", TP.sign, False),
    ("firmness", TP.firmness, False),
    ("answers", RDF.type, True),
)


def page(graph: Graph) -> str:
    """The whole documentation, with nothing to fetch."""
    title = escape(str(graph.value(ONTOLOGY, DCTERMS.title)))
    parts = [(name, terms(graph, kind)) for name, kind in SECTIONS]
    listed = "".join(
        f"<h2>{name}</h2><ul>{''.join(f'<li>{link(graph, term)}</li>' for term in found)}</ul>"
        for name, found in parts
    )
    told = "".join(
        f"<section><h2>{name}</h2>{''.join(article(graph, term) for term in found)}</section>"
        for name, found in parts
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{title}</h1>{header(graph)}<nav>{listed}</nav>{told}</main></body></html>\n"
    )


def header(graph: Graph) -> str:
    """Metadata of the ontology."""
    description = escape(str(graph.value(ONTOLOGY, DCTERMS.description)))
    rows = [
        ("Address", f"<code>{escape(str(ONTOLOGY))}</code>"),
        ("Version", escape(str(graph.value(ONTOLOGY, OWL.versionInfo)))),
        ("Licence", escape(str(graph.value(ONTOLOGY, DCTERMS.license)))),
        ("Never the same thing", "; ".join(disjoint(graph))),
    ]
    return f"<p>{description}</p><dl>{definitions(rows)}</dl>"


def disjoint(graph: Graph) -> Iterator[str]:
    """The groups of classes that share no member."""
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = graph.value(axiom, OWL.members)
        if members is not None:
            yield " / ".join(link(graph, member) for member in Collection(graph, members))


def terms(graph: Graph, kind: URIRef) -> list[Node]:
    """Our own terms of one kind, in the order of the file."""
    return [term for term in graph.subjects(RDF.type, kind) if str(term).startswith(str(TP))]


def article(graph: Graph, term: Node) -> str:
    """One term: its name, its definition, and its relations."""
    name, label = local(term), escape(str(graph.value(term, RDFS.label)))
    facts = [(words, links(graph, values)) for words, values in told(graph, term) if values]
    if (term, RDF.type, OWL.SymmetricProperty) in graph:
        facts.append(("symmetric", "yes"))
    return (
        f'<article id="{name}"><h3>{label} <code>tp:{name}</code></h3>'
        f"<p>{escape(str(graph.value(term, SKOS.definition)))}</p>"
        f"<dl>{definitions(facts)}</dl></article>"
    )


def told(graph: Graph, term: Node) -> Iterator[tuple[str, list[Node]]]:
    """The facts of a term, each with its values."""
    for words, link_, backwards in FACTS:
        found = graph.subjects(link_, term) if backwards else graph.objects(term, link_)
        yield words, [value for value in found if not isinstance(value, BNode)]


def definitions(rows: Iterable[tuple[str, str]]) -> str:
    """The inside of a definition list."""
    return "".join(f"<dt>{words}</dt><dd>{html}</dd>" for words, html in rows)


def links(graph: Graph, values: list[Node]) -> str:
    """Several terms or literals, after one another."""
    return ", ".join(link(graph, value) for value in values)


def link(graph: Graph, value: Node) -> str:
    """A term of ours as a link to its place on the page, anything else as it is."""
    if not str(value).startswith(str(TP)):
        return escape(str(value))
    label = graph.value(value, RDFS.label)
    return f'<a href="#{local(value)}">{escape(str(label or local(value)))}</a>'


def local(term: Node) -> str:
    """The part of a term's address that we chose."""
    return escape(str(term).removeprefix(str(TP)))


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/ontology")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(ontology()), encoding="utf-8")
    print(folder / "index.html")
