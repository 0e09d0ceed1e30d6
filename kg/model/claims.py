"""The values that travel through the package: entities, sources, claims and their parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# The scale of firmness, firmest first; each level takes in all before it. "suggested" is "all".
LEVELS = ("stated", "agreed", "intended", "all")


@dataclass(frozen=True)
class Entity:
    """Something a source speaks about, with its names."""

    iri: str
    label: str
    classes: tuple[str, ...]  # IRIs, sorted
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()  # IRIs of wider fields
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """The exact words of a source, with their position in its text."""

    exact: str
    start: int  # code points from the text's beginning, not bytes
    end: int  # exclusive


@dataclass(frozen=True)
class Quantity:
    """An amount or a duration in the source's words; `value` is None where it gives no figure."""

    wording: str
    bound: str  # a local name: exactly, atMost, …
    value: Decimal | None = None
    unit: str | None = None  # as written, singular: "dollar", "percent", "year"
    upper: Decimal | None = None  # the larger figure, where the bound is "between"


@dataclass(frozen=True)
class Claim:
    """A statement by one source: its content, speaker, wording and firmness."""

    iri: str
    source: str  # IRI
    subject: str  # IRI
    relation: str  # local name: partnersWith
    attributed_to: str  # IRI of the source or of a speaker
    form: str  # local name: headline
    modality: str  # local name: hint
    polarity: str = "affirmed"
    evidence: str = "quoted"
    object: str | None = None  # IRI
    passage: Passage | None = None  # None where the evidence is cited
    amount: Quantity | None = None
    duration: Quantity | None = None
    deadline_year: int | None = None
    when: str | None = None
    jointly_with: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()  # IRIs of claims
    summary: str | None = None
    retracted: bool = False
    notes: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of the IRI, unique within the source."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Field:
    """A field of a claim: its term, the kind of its values, and the words for it.

    Turtle, CSV, the form, the checks and the comparison of sources go through `FIELDS`.
    """

    name: str  # the attribute of `Claim`
    term: str  # local name in the ontology; the column of a table
    kind: str  # relation, answer, entity, claim, quantity, year, time, words, text or flag
    label: str  # beside its value
    noun: str  # in a problem: the claim has no …
    several: bool = False
    required: bool = False
    # The class of an entity or of the fixed answers; the ontology's rdfs:range.
    range: str = ""
    compared: str = ""  # the name of a difference between two sources; empty: not compared
    asked: str = ""  # label in the form; empty where the form asks in a way of its own
    help: str = ""


# In the order in which pages and tables show them.
FIELDS = (
    Field("relation", "relation", "relation", "how related", "relation", required=True,
          compared="relation"),
    Field("subject", "subject", "entity", "who", "subject", required=True, range="Entity"),
    Field("object", "object", "entity", "whom or what", "object", range="Entity"),
    Field("amount", "amount", "quantity", "amount", "amount", compared="amount", asked="Amount",
          help="In the words of the text, such as: up to 1,000 developers"),
    Field("duration", "duration", "quantity", "duration", "duration", compared="duration",
          asked="Duration, in the words"),
    Field("deadline_year", "deadlineYear", "year", "by the year", "deadline", compared="deadline",
          asked="By the year"),
    Field("when", "when", "time", "when", "time", compared="when",
          asked="When, as vaguely as the text"),
    Field("jointly_with", "jointlyWith", "entity", "jointly with", "joint party", several=True,
          range="Agent", compared="jointly with", asked="Jointly with"),
    Field("field", "field", "entity", "in the field of", "field", several=True, range="Entity",
          compared="field", asked="In the field of"),
    Field("audience", "audience", "entity", "for", "audience", several=True, range="Agent",
          compared="audience", asked="For"),
    Field("condition", "condition", "claim", "on condition that", "condition", several=True,
          range="Claim", compared="condition", asked="Only if"),
    Field("attributed_to", "attributedTo", "entity", "speaker", "speaker", required=True,
          compared="speaker"),
    Field("form", "form", "answer", "form", "form", required=True, range="Form"),
    Field("modality", "modality", "answer", "how firmly", "modality", required=True,
          range="Modality", compared="modality"),
    Field("polarity", "polarity", "answer", "said or denied", "polarity", required=True,
          range="Polarity", compared="polarity"),
    Field("evidence", "evidence", "answer", "evidence", "evidence", required=True,
          range="Evidence"),
    Field("summary", "summary", "text", "in our words", "summary"),
    Field("retracted", "retracted", "flag", "withdrawn", "retraction"),
)  # fmt: skip
QUANTITIES = tuple(field for field in FIELDS if field.kind == "quantity")
# What the form asks one after the other, beside its questions on who, whom and how.
ASKED = tuple(field for field in FIELDS if field.asked)


def named_by(claim: Claim) -> Iterator[tuple[Field, str]]:
    """Every entity that a claim names, with its field; the source's own voice is left out."""
    for field in FIELDS:
        if field.kind == "entity":
            for iri in values(claim, field):
                if field.name != "attributed_to" or iri != claim.source:
                    yield field, iri


def values(claim: Claim, field: Field) -> tuple[Any, ...]:
    """The values of a field: one, several or none."""
    found = getattr(claim, field.name)
    return found if isinstance(found, tuple) else () if found in (None, "", False) else (found,)


@dataclass(frozen=True)
class Source:
    """A published text with its metadata and the claims read from it."""

    iri: str
    title: str
    text: str | None = None  # None where the text may not be kept
    publisher: str | None = None
    date: str | None = None  # as far as known: 2016, 2016-01, 2016-01-20
    creator: str | None = None
    address: str | None = None  # of the page on the web
    leaves_open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()  # in the order of the text

    @property
    def slug(self) -> str:
        """The last part of the IRI, and the name of the source's folder."""
        return self.iri.rpartition("/")[2]
