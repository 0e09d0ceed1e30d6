"""The attributes of the nodes and edges of `kg.network.graph`."""

# Without postponed annotations, which would hide from Python what is not required.
from typing import NotRequired, TypedDict


class EntityAttributes(TypedDict):
    """The attributes of a node; the node itself is the entity's IRI."""

    label: str  # its preferred name
    kind: str  # the local name of its most specific class: Company
    organization: bool  # whether that class is an organization
    aliases: str  # other names, joined by " | "; empty if there are none


class ClaimAttributes(TypedDict):
    """Attributes of an edge, whose key is the claim's IRI. Unknown values are absent."""

    relation: str  # local name: partnersWith
    relation_label: str  # partners with
    family: str  # cooperation, competition, ownership, …
    sign: int  # 1 cooperates, -1 competes, 0 neither
    symmetric: bool  # whether the relation holds both ways
    modality: str  # local name: fact, agreement, plan, hint, …
    firmness: str  # stated, agreed, intended or suggested
    form: str  # local name: headline, narration, directQuote, …
    polarity: str  # affirmed or denied
    evidence: str  # quoted or cited
    speaker: str  # IRI of who says it: an entity, or the source in its own voice
    speaker_label: str
    voice: NotRequired[str]  # IRI of whose words these are: a speaker, a source, or the first of
    # several sources that are one voice
    voice_label: NotRequired[str]
    acknowledged_by: NotRequired[str]  # those of the two who say so themselves, joined by " | "
    source_iri: str
    source_title: str
    source_date: NotRequired[str]  # as far as known: 2016, 2016-01 or 2016-01-20
    quote: NotRequired[str]  # the exact words; absent where the evidence is cited
    quote_start: NotRequired[int]  # code points from the beginning of the source's text
    quote_end: NotRequired[int]  # exclusive
    amount: NotRequired[str]  # in the source's words
    amount_value: NotRequired[float]  # its figure, where the source gives one
    amount_unit: NotRequired[str]  # of the figure, as the source writes it: dollar, percent
    when: NotRequired[str]  # 2016, 2016-01 or 2016-01-20
    deadline_year: NotRequired[int]
    summary: NotRequired[str]  # the claim in our words, where the evidence is cited
    listed_in: NotRequired[str]  # of a table's row: listed in deals.csv, citing cnbc.com
    field: str  # IRIs joined by " | "; empty if there are none
    jointly_with: str  # IRIs joined by " | "; empty if there are none
    antecedent: bool  # whether it is the condition of another claim
    retracted: bool
    unreviewed: NotRequired[bool]  # true for what a program proposed and nobody has accepted
    cue: NotRequired[str]  # of such a proposal: the words that gave it away
