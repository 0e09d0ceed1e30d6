from kg.presentation import search_index
from tests.networks import entity, network


def found(words: str) -> list[str]:
    net = network(("Alpha Cloud", "Café Networks", {"quote": "Alpha helps Café, they say."}))
    entity(net, "Amazon Web Services", "Organization", "AWS")
    entity(net, "Alphabet")
    return [hit.id for hit in search_index.names_and_quotes(net).find(words)]


def test_an_alias_finds_its_entity():
    assert found("aws") == ["Amazon Web Services"]


def test_accents_and_case_do_not_matter():
    assert found("CAFE net") == ["Café Networks"]


def test_the_very_name_comes_before_names_that_only_begin_so():
    assert found("alphabet")[0] == "Alphabet"


def test_names_come_before_quotes_that_hold_the_words():
    assert found("alpha") == ["Alpha Cloud", "Alphabet", "c0"]


def test_words_of_a_quote_find_its_claim():
    assert found("they say") == ["c0"]


def test_nothing_is_found_for_nothing():
    assert found("   ") == []
    assert found("nobody at all") == []
