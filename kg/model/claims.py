"""The values that travel through the package: entities, sources, claims and their parts."""

from dataclasses import dataclass
from decimal import Decimal

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
