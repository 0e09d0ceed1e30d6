"""One thing wrong, and the ground on which a claim is judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.model.claims import Claim, Entity, Source
from kg.model.ontology import vocabulary
from kg.model.vocab import TP

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"

# What is wrong, and what would be right.
Fault = tuple[str, str]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data: its place, the fault, and the correct form."""

    file: str
    claim: str  # slug of the claim, entity or source; empty where the whole file is meant
    wrong: str
    right: str

    def __str__(self) -> str:
        """The problem as one line."""
        place = f"{self.file}: {self.claim}" if self.claim else self.file
        return " ".join(f"{place}: {self.wrong}; {self.right}".split())


@dataclass(frozen=True)
class Ground:
    """All that the claims of one source are judged by."""

    source: Source
    text: str  # folded for the search of names; empty where the source keeps none
    entities: Mapping[str, Entity]
    claims: Mapping[str, Claim]
    conditions: frozenset[str]  # IRIs of the claims that another one depends on


def claims_file(slug: str) -> str:
    """Path of the file with a source's claims in a data folder."""
    return f"sources/{slug}/claims.ttl"


@cache
def kinds(classes: tuple[str, ...]) -> frozenset[str]:
    """The local names of the classes and of all wider ones."""
    known = vocabulary().classes
    names = [c.removeprefix(str(TP)) for c in classes]
    return frozenset(n for name in names if name in known for n in (name, *known[name].supers))


def mentions(claim: Claim) -> Iterator[tuple[str, str]]:
    """Every entity that a claim names, each with the part it plays."""
    yield "subject", claim.subject
    if claim.object is not None:
        yield "object", claim.object
    if claim.attributed_to != claim.source:
        yield "speaker", claim.attributed_to
    for role, values in (
        ("joint party", claim.jointly_with),
        ("field", claim.field),
        ("audience", claim.audience),
    ):
        for value in values:
            yield role, value
