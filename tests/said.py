"""Claims for tests of agreement: the same deed, reported by one source or another."""

from dataclasses import replace
from typing import Any

from kg.comparison.agreement import Comparison, comparisons
from kg.model.claims import Claim
from kg.model.vocab import ENTITY, SOURCE


def claim(source: str, slug: str = "one", **more: Any) -> Claim:
    """A claim of a source: by default, Acme partners with Beta."""
    iri = str(SOURCE[source])
    return replace(
        Claim(
            iri=f"{iri}/claim/{slug}",
            source=iri,
            subject=str(ENTITY["acme"]),
            relation="partnersWith",
            object=str(ENTITY["beta"]),
            attributed_to=iri,
            form="narration",
            modality="fact",
        ),
        **more,
    )


def only(*claims: Claim) -> Comparison:
    """The only comparison that the rules make of these claims."""
    (row,) = comparisons(claims)
    return row
