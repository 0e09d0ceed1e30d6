"""Values become triples and come back unchanged."""

from dataclasses import replace
from decimal import Decimal

from rdflib import Graph, URIRef
from rdflib.term import BNode

from kg.model.claims import Claim, Entity, Passage, Quantity, Source
from kg.model.triples import claims, entities, entity_triples, source_triples, sources
from kg.model.vocab import ENTITY, SOURCE, TP
from tests.small_data import graph_of

NOTE = str(SOURCE["note"])
WHOLE = Claim(
    iri=f"{NOTE}/claim/hiring",
    source=NOTE,
    subject=str(ENTITY["acme"]),
    relation="undertakes",
    object=str(ENTITY["hiring"]),
    attributed_to=str(ENTITY["ann"]),
    form="directQuote",
    modality="plan",
    polarity="denied",
    passage=Passage("“we hire\nup to 1,000”", 3, 23),
    amount=Quantity("up to 1,000 people", "atMost", Decimal(1000), "person"),
    duration=Quantity("2.5 years", "exactly", Decimal("2.5"), "year"),
    deadline_year=2018,
    when="2016-01",
    jointly_with=(str(ENTITY["bolt"]), str(ENTITY["core"])),
    field=(str(ENTITY["chips"]),),
    audience=(str(ENTITY["people"]),),
    condition=(f"{NOTE}/claim/other",),
    retracted=True,
    notes=("A note.",),
)
CITED = Claim(
    iri=f"{NOTE}/claim/said",
    source=NOTE,
    subject=str(ENTITY["acme"]),
    relation="hasRevenue",
    attributed_to=NOTE,
    form="narration",
    modality="fact",
    evidence="cited",
    amount=Quantity("a small portion", "unstated"),
    summary="Acme sells little.",
)
ALL = Source(
    iri=NOTE,
    title="A note",
    text="The text.",
    publisher="A paper",
    date="2016-01",
    creator="Somebody",
    address="https://example.org/a?b=c#d",
    leaves_open=("Who?", "Why?"),
    notes=("Odd.",),
    claims=(CITED, WHOLE),
)


def test_a_source_with_every_field_filled_survives_the_round_trip() -> None:
    assert sources(graph_of(source_triples(ALL))) == {NOTE: replace(ALL, text=None)}


def test_an_entity_with_every_field_filled_survives_the_round_trip() -> None:
    entity = Entity(
        iri=str(ENTITY["acme"]),
        label="Acme",
        classes=(str(TP.Company),),
        aliases=("Acme Inc.", "ACME"[::-1]),
        broader=(str(ENTITY["chips"]),),
        notes=("Ours.",),
    )
    entity = replace(entity, aliases=tuple(sorted(entity.aliases)))
    assert entities(graph_of(entity_triples([entity]))) == {entity.iri: entity}


def test_no_blank_node_is_ever_written() -> None:
    assert not [
        t for t in graph_of(source_triples(ALL)) if any(isinstance(node, BNode) for node in t)
    ]


def test_what_a_claim_lacks_is_left_empty_for_validation_to_report() -> None:
    graph = Graph().parse(
        data=f"<{NOTE}/claim/bare> a <{TP.Claim}> .",
        format="turtle",
    )
    (bare,) = claims(graph)
    assert (bare.subject, bare.relation, bare.modality, bare.passage) == ("", "", "", None)


def test_claims_come_in_the_order_of_the_text() -> None:
    early = replace(WHOLE, iri=f"{NOTE}/claim/zz", passage=Passage("“we", 1, 4))
    graph = graph_of(source_triples(replace(ALL, claims=(WHOLE, early))))
    assert [c.slug for c in sources(graph)[NOTE].claims] == ["zz", "hiring"]
    assert (URIRef(early.iri), TP.modality, TP.plan) in graph
