"""The formats in which answers are given, and how one is chosen among them."""

from kg.errors import BadInput

# Short names as on the command line; the first of each is what is sent to those who do not mind.
ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
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


def chosen(accept: str, offers: dict[str, str]) -> tuple[str, str]:
    """The short name and the media type of the offer that a request accepts.

    `accept` is an Accept header, one media type, or a short name; BadInput if nothing fits.
    """
    if accept in offers:
        return accept, offers[accept]
    names = {media: name for name, media in offers.items()}
    others = {media: name for media, name in _OTHER_NAMES.items() if name in offers}
    media = negotiated(accept, [*names, *others])
    if media is None:
        raise BadInput(
            f"there is no such answer as {accept[:200]!r}; it can be had as "
            f"{', '.join(offers.values())}"
        )
    return (names | others)[media], media


def negotiated(accept: str, offers: list[str]) -> str | None:
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
