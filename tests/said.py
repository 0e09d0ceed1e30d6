"""Claims as tests of agreement need them: the same deed, told by one source or another."""

from dataclasses import replace
from typing import Any

from kg.comparison.agreement import Comparison, comparisons
from kg.model.claims import Claim
from kg.model.vocab import ENTITY, SOURCE


def claim(source: str, slug: str = "one", **more: Any) -> Claim:
    """A claim of a source: Acme partners with Beta, unless more is said."""
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
    """What the rules make of these claims: one comparison."""
    (row,) = comparisons(claims)
    return row
