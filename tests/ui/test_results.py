"""What of an answer is shown."""

from kg.asking import Asked
from kg.ui import results


def test_the_claim_and_what_was_given_are_columns_for_experts_only():
    saved = Asked(question="partners-of-a-company")
    assert {"company", "source", "claim"} <= results.hidden(saved)
    assert not results.hidden(Asked(question="partners-of-a-company", expert=True))
