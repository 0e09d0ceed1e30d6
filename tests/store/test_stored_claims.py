"""All claims of a store as values."""

from pathlib import Path

import kg
from benchmarks import deals
from kg.analysis import network
from kg.model import triples
from kg.store.local import query_text
from kg.store.stored_claims import stored_claims
from kg.ui.shared_data import MOST_COMPARED, Opened


def test_the_claims_are_those_that_are_read_from_the_graph_itself() -> None:
    store = kg.open()
    read = list(triples.claims(store.construct(query_text("page_claim"))))
    assert stored_claims(store) == sorted(read, key=lambda claim: claim.iri)
    assert sum(claim.amount is not None for claim in stored_claims(store)) > 5
    assert any(claim.passage for claim in stored_claims(store))


def test_thousands_of_claims_have_their_comparisons(tmp_path: Path) -> None:
    count = 5_000
    folder = deals.folder(tmp_path / "deals", firms=200, deals=count)
    store = kg.open(folder)
    here = Opened(store, network.graph(store))
    assert len(stored_claims(store)) == count < MOST_COMPARED
    verdicts = {row.verdict for row in here.comparisons}
    assert verdicts == {"agree", "differ", "conflict"}
