"""Small data folders for tests: four companies and one source with the claims given."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from kg.model.triples import Triple

PREFIXES = """
@prefix tp: <https://w3id.org/tech-partnerships/ontology#> .
@prefix e: <https://w3id.org/tech-partnerships/entity/> .
@prefix s: <https://w3id.org/tech-partnerships/source/> .
@prefix c: <https://w3id.org/tech-partnerships/source/paper/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
COMPANIES = ("acme", "bolt", "core", "dyna")


def claim(slug: str, relation: str, ends: str, modality: str = "fact", more: str = "") -> str:
    subject, target = ends.split()
    return f"""
c:{slug} a tp:Claim ; tp:subject e:{subject} ; tp:relation tp:{relation} ; tp:object e:{target} ;
    tp:evidence tp:cited ; tp:attributedTo s:paper ; tp:form tp:narration ;
    tp:summary "{subject} {relation} {target}" ;
    tp:modality tp:{modality} ; tp:polarity tp:affirmed {more} .
"""


def folder(place: Path, *claims: str, more: str = "") -> Path:
    """A data folder with four companies and one source."""
    source = place / "sources" / "paper"
    source.mkdir(parents=True)
    names = "".join(f'e:{c} a tp:Company ; skos:prefLabel "{c.title()}" .\n' for c in COMPANIES)
    (place / "entities.ttl").write_text(PREFIXES + names)
    head = """s:paper a tp:Source ; dcterms:title "Paper" ; dcterms:publisher "Daily" ;
        dcterms:date "2020-01-01" ; dcterms:source <http://example.org/paper> .\n"""
    (source / "claims.ttl").write_text(PREFIXES + head + "".join(claims) + more)
    return place


def hostile_folder(place: Path) -> Path:
    """A data folder with texts that formats trip over."""
    data = folder(
        place,
        claim("wish", "partnersWith", "acme bolt", "conditional"),
        claim("then", "competesWith", "acme core", "conditional", "; tp:condition c:wish"),
        claim(
            "formula", "competesWith", "bolt core", more="; skos:note '''=cmd() \\u0007 & <b>'''@en"
        ),
        claim("lines", "partnersWith", "core dyna", "hint"),
    )
    text = 'Acme, Bolt, Core, Dyna said: "yes""" \\ and\r\nleft.\n"""'
    (data / "sources/paper/article.txt").write_bytes(text.encode())
    return data


def graph_of(triples: Iterable[Triple]) -> Graph:
    """A graph of these triples."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
