"""A claim that is withdrawn counts in no answer: as if it had never been read."""

import csv
import io
import re
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD

import kg
from kg.model.vocab import TP
from kg.query.saved_questions import Question, question, questions

ALL = pytest.mark.parametrize("asked", questions(), ids=lambda asked: f"{asked.name}")
CLAIM, CONDITION = ox.NamedNode(str(TP.Claim)), ox.NamedNode(str(TP.condition))
TYPE = ox.NamedNode(str(RDF.type))
RETRACTED = ox.NamedNode(str(TP.retracted))


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    with kg.open() as opened:
        return list(opened.quads())


def without(quads: list[ox.Quad], choose: Callable[[int], bool]) -> tuple[ox.Store, ox.Store]:
    """The data with some claims retracted, and the data with the same claims removed.

    What holds only on condition of one of them goes with it. Plain ties are left as they are
    in both, so that only the questions' own words keep a claim out.
    """
    typed = [q for q in quads if q.predicate == TYPE and q.object == CLAIM]
    claims = {str(quad.subject): quad.graph_name for quad in typed}
    chosen = {iri for at, iri in enumerate(sorted(claims)) if choose(at)}
    conditions = [q for q in quads if q.predicate == CONDITION]
    chosen |= {str(quad.subject) for quad in conditions if str(quad.object) in chosen}
    true = ox.Literal("true", datatype=ox.NamedNode(str(XSD.boolean)))
    withdrawn, gone = ox.Store(), ox.Store()
    withdrawn.bulk_extend(quads)
    for iri in chosen:
        withdrawn.add(ox.Quad(ox.NamedNode(iri[1:-1]), RETRACTED, true, claims[iri]))
    gone.bulk_extend(quad for quad in quads if str(quad.subject) not in chosen)
    assert len(gone) < len(quads) < len(withdrawn)
    return withdrawn, gone


@pytest.fixture(scope="module", params=["every second", "the others", "all"])
def stores(request: pytest.FixtureRequest, quads: list[ox.Quad]) -> tuple[ox.Store, ox.Store]:
    choose = {"every second": lambda at: at % 2, "the others": lambda at: not at % 2}
    return without(quads, choose.get(request.param, lambda _at: True))


def answer(own: ox.Store, query: str) -> list[list[str]]:
    found = own.query(query)
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=ox.QueryResultsFormat.CSV) or b""
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


@ALL
def test_a_withdrawn_claim_counts_in_no_answer(stores: tuple[ox.Store, ox.Store], asked: Question):
    withdrawn, gone = stores
    assert answer(withdrawn, asked.sparql) == answer(gone, asked.sparql)


@ALL
def test_nor_does_it_stand_behind_a_row(stores: tuple[ox.Store, ox.Store], asked: Question):
    if not asked.why:
        return  # its rows name their claims themselves
    names = {name[1:] for name in re.findall(r"\?\w+", asked.why)} - {"claim"}
    query, _ = asked.because(sorted(names))
    withdrawn, gone = stores
    assert answer(withdrawn, query) == answer(gone, query)


def test_without_the_words_that_keep_it_out_it_would_count(quads: list[ox.Quad]):
    withdrawn, gone = without(quads, lambda _at: True)
    query = question("who-speaks").sparql
    careless = re.sub(r"FILTER NOT EXISTS {[^}]*tp:retracted[^}]*}", "", query)
    assert careless != query
    assert answer(withdrawn, careless) != answer(gone, careless)
    assert answer(withdrawn, query) != question("who-speaks").expected()
