"""All claims of a store as values, in the order of their names."""

from kg.model.claims import Claim
from kg.model.triples import claims
from kg.model.turtle import Figure, Index
from kg.model.vocab import TP
from kg.store.local import Store


def stored_claims(store: Store) -> list[Claim]:
    """Every claim with its passage and its quantities; ten thousand take about a second."""
    figure, found = str(TP.value), Index()
    for node, link, value in store.texts("claims"):
        if node is not None and link is not None and value is not None:
            text = Figure(value) if link == figure else value
            found.setdefault(node, {}).setdefault(link, []).append(text)
    return sorted(claims(found), key=lambda claim: claim.iri)
