"""Formats of answers and files: name on the screen, ending, media type, and writer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pyoxigraph as ox

from kg.errors import BadInput

Writer = TypeVar("Writer")


@dataclass(frozen=True)
class FileFormat(Generic[Writer]):
    """A format of files; there is none without a writer."""

    label: str
    extension: str
    media_type: str
    writer: Writer


_ROWS, _GRAPHS = ox.QueryResultsFormat, ox.RdfFormat
# By short names as on the command line; the first of each is sent to those who do not mind.
ROWS = {
    "json": FileFormat("JSON", "srj", "application/sparql-results+json", _ROWS.JSON),
    "xml": FileFormat("XML", "srx", "application/sparql-results+xml", _ROWS.XML),
    "csv": FileFormat("CSV", "csv", "text/csv", _ROWS.CSV),
    "tsv": FileFormat("TSV", "tsv", "text/tab-separated-values", _ROWS.TSV),
}
GRAPHS = {
    "turtle": FileFormat("Turtle", "ttl", "text/turtle", _GRAPHS.TURTLE),
    "ntriples": FileFormat("N-Triples", "nt", "application/n-triples", _GRAPHS.N_TRIPLES),
    "rdfxml": FileFormat("RDF/XML", "rdf", "application/rdf+xml", _GRAPHS.RDF_XML),
    "jsonld": FileFormat("JSON-LD", "jsonld", "application/ld+json", _GRAPHS.JSON_LD),
    "trig": FileFormat("TriG", "trig", "application/trig", _GRAPHS.TRIG),
    "nquads": FileFormat("N-Quads", "nq", "application/n-quads", _GRAPHS.N_QUADS),
}
# What else the same formats are asked for as.
_OTHER_NAMES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-turtle": "turtle",
    "text/rdf+n3": "turtle",
    "text/plain": "ntriples",
}


def accepted(accept: str, offers: Mapping[str, FileFormat[Any]]) -> tuple[str, str]:
    """The short name and the media type of the offer that a request accepts.

    `accept` is an Accept header, one media type, or a short name; BadInput if nothing fits.
    """
    if accept in offers:
        return accept, offers[accept].media_type
    names = {form.media_type: name for name, form in offers.items()}
    others = {media: name for media, name in _OTHER_NAMES.items() if name in offers}
    media = negotiated(accept, [*names, *others])
    if media is None:
        raise BadInput(
            f"there is no such answer as {accept[:200]!r}; it can be had as {', '.join(names)}"
        )
    return (names | others)[media], media


def negotiated(accept: str, offers: Collection[str]) -> str | None:
    """The offer that an Accept header prefers, the first of equals; None if it accepts none."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liked = [(_liking(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    best = max(liked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p[2:].strip() for p in parameters if p.startswith("q=")), "1")
    try:
        return name, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return name, 0.0


def _liking(offer: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that an offer falls into."""
    for pattern in (offer, offer.partition("/")[0] + "/*", "*/*"):
        weights = [weight for name, weight in ranges if name == pattern]
        if weights:
            return max(weights)
    return 0.0
