"""The displayed part of a result."""

from kg.presentation.view_address import Asked
from kg.ui.ask import results


def test_the_claim_and_what_was_given_are_columns_for_experts_only():
    saved = Asked(question="partners-of-a-company")
    assert {"company", "source", "claim"} <= results.hidden(saved)
    assert not results.hidden(Asked(question="partners-of-a-company", expert=True))


def test_the_words_beside_a_bar_have_room_and_none_is_left_out():
    pairs = [("quantum computing lab", 2.0), ("quantum computing service", 1.0)]
    made = results.bars("what", "statements", pairs).to_dict()
    axis = made["encoding"]["y"]["axis"]
    # Seven pixels a letter are enough.
    assert axis["labelLimit"] >= 7 * max(len(words) for words, _ in pairs)
    assert axis["labelOverlap"] is False
    assert made["encoding"]["y"]["sort"] is None
