"""One entity, many spellings."""

import pytest

from kg.model.claims import Entity
from kg.model.names import alike, candidates, linked, lookalikes, name_index, normal, slug
from kg.model.vocab import ENTITY, TP


def entity(name: str, *aliases: str) -> Entity:
    return Entity(str(ENTITY[slug(name)]), name, (str(TP.Company),), aliases)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AliCloud", "Alicloud"),
        ("Cisco Systems", "Cisco Systems, Inc."),
        ("The Gap", "gap"),
        ("Société Générale", "Societe Generale"),
        ("Johnson & Johnson", "Johnson and Johnson"),
        ("Yahoo!", "Yahoo"),
        ("McDonald’s", "McDonald's"),
        ("Smith & Co.", "Smith"),
        ("NVIDIA Corp.", "Nvidia"),
        ("Nestlé", "NESTLE"),
        ("ＮＶＩＤＩＡ", "NVIDIA"),
        ("Ali\u200bbaba", "Alibaba"),
        ("\ufeffAli\u00adbaba\u202e", "Alibaba"),
        ("Canal+", "Canal Plus"),
        ("Coca-Cola Co.", "Coca-Cola Company"),
        ("Müller GmbH & Co. KG", "Müller"),
        ("Müller & Co. KG", "Müller & Co KG"),
        ("Ferro S.p.A.", "Ferro"),
        ("Kirin Sdn. Bhd.", "Kirin"),
        ("Wisła Sp. z o.o.", "Wisła"),
        ("Dansk Vind A/S", "Dansk Vind"),
        ("Linde SE", "Linde"),
        ("Acme™ Tools", "Acme Tools"),
        ("Türkiye İş Bankası", "TÜRKİYE İŞ BANKASI"),
        ("Ørsted", "Orsted"),
        ("A.P. Møller - Mærsk A/S", "AP Moller Maersk"),
        ("ﾊﾞｰﾄﾞ", "バード"),
    ],
)
def test_spellings_that_tell_no_entities_apart_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alibaba", "Alibaba Group"),
        ("AliCloud", "AliCloud offering"),
        ("Alibaba", "Alibaba Cloud"),
        ("Alibaba Cloud", "AliCloud"),
        ("Alibaba", "Alibaba's"),
        ("Alibaba", "Alibabas"),
        ("Alibaba", "Аlibaba"),  # the second with a Cyrillic A
        ("Alibaba", "AIibaba"),  # the second with a capital i
        ("IBM", "International Business Machines"),
        ("Disney", "Disney+"),
        ("C", "C++"),
        ("C++", "C#"),
        ("Net", ".NET"),
        ("The Limited", "The Company"),
        ("Open AI", "OpenAI"),
        ("Meta", "Metro"),
        ("3M", "3Com"),
        ("Coop Private", "Coop"),
        ("Limited Brands", "Brands"),
        ("ハート", "バード"),
        ("パンダ", "ハンダ"),
        ("Yahoo!", "Yahoo! Japan"),
    ],
)
def test_names_that_may_mean_two_are_not_equal(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_a_name_is_linked_to_the_one_entity_that_goes_by_it() -> None:
    known = name_index([entity("Amazon Web Services", "AWS"), entity("Amazon")])
    assert linked("A.W.S.", known) == str(ENTITY["amazon-web-services"])


def test_a_name_of_two_entities_is_linked_to_neither() -> None:
    known = name_index([entity("AliCloud"), entity("AliCloud offering", "alicloud")])
    assert linked("AliCloud", known) is None


def test_a_near_name_is_offered_and_never_linked() -> None:
    entities = [entity("Alibaba"), entity("NVIDIA")]
    assert linked("Alibaba Group", name_index(entities)) is None
    offered = candidates("Alibaba Group", entities)
    assert [one.entity.label for one in offered] == ["Alibaba"]
    assert offered[0].score > 80


@pytest.mark.parametrize("name", ["Аlibaba", "AIibaba", "A1ibaba", "Αlibaba", "АLIВАВА Ltd"])
def test_a_name_that_only_looks_the_same_is_warned_of_and_never_linked(name: str) -> None:
    entities = [entity("Alibaba"), entity("Alamo")]
    assert linked(name, name_index(entities)) is None
    assert [one.label for one in lookalikes(name, entities)] == ["Alibaba"]
    assert [one.entity.label for one in candidates(name, entities)][:1] == ["Alibaba"]
    assert alike([name], ["Alibaba"]) == [(name, "Alibaba")]


def test_an_equal_name_and_another_name_look_like_nobody() -> None:
    entities = [entity("Alibaba"), entity("NVIDIA", "Nvidia Corp.")]
    for name in ("Alibaba", "ALIBABA", "Ali\u200bbaba", "Alibaba Group", "Nvidia", "Novidia"):
        assert lookalikes(name, entities) == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("IBM", "International Business Machines"),
        ("International Business Machines Corporation", "IBM"),
        ("Alibaba's", "Alibaba"),
        ("Alibaba Group", "Alibaba"),
    ],
)
def test_what_may_be_the_same_is_offered(name: str, known: str) -> None:
    entities = [entity(known), entity("Zoom")]
    assert linked(name, name_index(entities)) is None
    assert [one.entity.label for one in candidates(name, entities)] == [known]


def test_an_entity_is_offered_once_by_its_nearest_name() -> None:
    offered = candidates("Amazon Web Service", [entity("Amazon Web Services", "AWS", "Amazon WS")])
    assert [(one.entity.label, one.name) for one in offered] == [
        ("Amazon Web Services", "Amazon Web Services")
    ]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("AT&T Inc.", "at-and-t-inc"),
        ("L’Oréal", "loreal"),
        ("Ørsted", "orsted"),
        ("Łódź Textiles", "lodz-textiles"),
        ("Ægir", "aegir"),
        ("Straße & Söhne", "strasse-and-sohne"),
        ("İş Bankası", "is-bankasi"),
        ("Acme™ Tools", "acme-tools"),
        ("腾讯", "u817e-8baf"),
        ("../..", "u"),
    ],
)
def test_a_name_becomes_a_slug_without_anything_that_paths_mind(name: str, wanted: str) -> None:
    assert slug(name).startswith(wanted)
    assert "/" not in slug(name)
    assert ".." not in slug(name)


def test_names_with_two_legal_forms_are_not_linked_unasked():
    known = name_index([entity("Nova AB")])
    assert linked("Nova AB", known) == linked("Nova", known) == str(ENTITY["nova-ab"])
    assert linked("Nova Inc.", known) is None
    both = name_index([entity("Nova AB"), entity("Nova Inc.")])
    assert linked("Nova, Incorporated", both) == str(ENTITY["nova-inc"])
    assert linked("Nova", both) is None
    assert alike(["Nova Inc."], ["Nova AB"]) == [("Nova Inc.", "Nova AB")]
    assert linked("Nova Ltd.", name_index([entity("Nova")])) == str(ENTITY["nova"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Größe GmbH", "Groesse GmbH"), ("Müller", "Mueller"), ("Ørsted", "Oersted")],
)
def test_an_umlaut_and_its_two_letters_are_suggested_as_one_and_never_linked(one, other):
    assert {*alike([one], [other])[0]} == {one, other} == {*alike([other], [one])[0]}
    assert linked(one, name_index([entity(other)])) is None


def test_a_name_that_goes_on_with_more_words_is_suggested_unless_many_begin_so():
    assert alike(["Halvorsen Robotics"], ["Halvorsen AS", "Nova"]) == [
        ("Halvorsen AS", "Halvorsen Robotics")
    ]
    assert alike(["Halvorsen"], ["Halvorsen Robotics"]) == [("Halvorsen", "Halvorsen Robotics")]
    assert linked("Halvorsen", name_index([entity("Halvorsen Robotics")])) is None
    many = [f"Global {word}" for word in ("Insurance", "Foods", "Rubber", "Avionics")]
    assert alike(["Global"], many) == []
    assert alike(["Acme"], ["Halvorsen", "Halvorsen Robotics"]) == []


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("NVDA", "NVIDIA"),
        ("TSLA", "Tesla, Inc."),
        ("IBM", "International Business Machines"),
    ],
)
def test_tickers_and_initials_are_suggested_and_never_linked(short, whole):
    assert linked(short, name_index([entity(whole)])) is None
    assert candidates(short, [entity(whole)])[0].entity.label == whole
    assert alike([short], [whole, "Snap"]) == [(short, whole)]
    assert alike([whole], [short, "Nova"]) == [(short, whole)]
    assert alike(["Zoom"], [short, whole]) == []
