"""Relations between the names of a sentence, given its cues."""

import pytest

from kg.extraction.proposals import Proposal, proposals
from kg.model.claims import Entity
from kg.model.vocab import ENTITY, TP


def only(text: str, relation: str) -> Proposal:
    found = [one for one in proposals(text, {}) if one.relation == relation]
    assert len(found) == 1, proposals(text, {})
    return found[0]


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object_"),
    [
        ("Facebook bought Instagram in 2012.", "Facebook", "acquires", "Instagram"),
        ("GitHub was acquired by Microsoft in 2018.", "Microsoft", "acquires", "GitHub"),
        ("Dell completed its $67 billion acquisition of EMC.", "Dell", "acquires", "EMC"),
        ("Acme and Bell have teamed up on 5G.", "Acme", "partnersWith", "Bell"),
        (
            "Acme signed a deal worth €3 million with Bell Labs.",
            "Acme",
            "partnersWith",
            "Bell Labs",
        ),
        ("The tie-up between Renault and Nissan endures.", "Renault", "partnersWith", "Nissan"),
        ("Airbus competes with Boeing.", "Airbus", "competesWith", "Boeing"),
        ("Uber's Chinese rival Didi grew.", "Uber", "competesWith", "Didi"),
        ("Waymo sued Uber.", "Waymo", "disputesWith", "Uber"),
        ("Acme merged with Bell in 1999.", "Acme", "mergesWith", "Bell"),
        ("Acme has taken a minority stake in Bell.", "Acme", "holdsStakeIn", "Bell"),
        ("Baidu led a $600 million round in Didi.", "Baidu", "investsIn", "Didi"),
        ("Acme raised $5 million from Bell Capital.", "Bell Capital", "investsIn", "Acme"),
        ("Ericsson won a 5G contract from Vodafone.", "Ericsson", "supplies", "Vodafone"),
        ("Waymo, the self-driving arm of Alphabet, grew.", "Waymo", "isUnitOf", "Alphabet"),
        ("Alphabet's unit Waymo grew.", "Waymo", "isUnitOf", "Alphabet"),
        ("Acme licenses its patents to Bell.", "Acme", "licensesTo", "Bell"),
        ("Microsoft helps Novartis develop drugs.", "Microsoft", "assists", "Novartis"),
        (
            "Acme has committed to buy $2 billion of chips from Bell.",
            "Acme",
            "commitsToBuyFrom",
            "Bell",
        ),
        (
            "Acme joined the Linux Foundation as a full member.",
            "Acme",
            "memberOf",
            "Linux Foundation",
        ),
        ("Acme resells Bell's software in Japan.", "Acme", "distributesFor", "Bell"),
        ("Acme is the exclusive distributor of Bell.", "Acme", "distributesFor", "Bell"),
        ("Slack integrates with Zoom.", "Slack", "integratesWith", "Zoom"),
        (
            "Acme was certified by TÜV Rheinland in 2015.",
            "Acme",
            "isCertifiedBy",
            "TÜV Rheinland",
        ),
        ("Acme appointed Jane Doe as chief executive.", "Acme", "appoints", "Jane Doe"),
    ],
)
def test_a_sentence_of_business_news_is_read_the_right_way_round(
    text: str, subject: str, relation: str, object_: str
) -> None:
    one = only(text, relation)
    assert one.object is not None
    assert (one.subject.name, one.object.name) == (subject, object_)


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object_"),
    [
        ("Tencent-backed Epic Games grew.", "Tencent", "investsIn", "Epic Games"),
        ("Rivian, whose investors include Amazon, grew.", "Amazon", "investsIn", "Rivian"),
        ("Ericsson is Huawei's main rival.", "Ericsson", "competesWith", "Huawei"),
        ("Sanofi agreed to pay $1.2 billion for Provention.", "Sanofi", "acquires", "Provention"),
        ("Huawei is considering a bid for ZTE.", "Huawei", "acquires", "ZTE"),
        ("Slack, which Salesforce bought in 2021, grew.", "Salesforce", "acquires", "Slack"),
        ("Sonos, in which Walmart holds 7%, grew.", "Walmart", "holdsStakeIn", "Sonos"),
        ("Sonos raised $5 million, with participation from GV.", "GV", "investsIn", "Sonos"),
        ("Sonos is the maker of the Playbar.", "Sonos", "offers", "Playbar"),
        ("Tesla supplier Panasonic grew.", "Panasonic", "supplies", "Tesla"),
        (
            "Sonos grew. Among its clients are Nokia and others.",
            "Sonos",
            "supplies",
            "Nokia",
        ),
        ("Sonos, along with Nokia, opened a lab.", "Sonos", "partnersWith", "Nokia"),
        ("Sonos and Nokia are jointly developing a phone.", "Sonos", "partnersWith", "Nokia"),
        (
            "Sonos works with many makers at home and abroad, including Nokia.",
            "Sonos",
            "partnersWith",
            "Nokia",
        ),
        (
            "Sonos was bought by the American company, Nokia.",
            "Nokia",
            "acquires",
            "Sonos",
        ),
        ("Sonos bought German chip maker Nokia.", "Sonos", "acquires", "Nokia"),
        ("Sonos and Nokia are vying for the same customers.", "Sonos", "competesWith", "Nokia"),
        ("Flipkart grew. Amazon is its main rival.", "Amazon", "competesWith", "Flipkart"),
        ("Sonos grew. Nokia bought the company.", "Nokia", "acquires", "Sonos"),
        ("Sonos built speakers and was bought by Nokia.", "Nokia", "acquires", "Sonos"),
        ("Sonos bought and renamed Nokia.", "Sonos", "acquires", "Nokia"),
        ("It was sold to Sonos, an arm of Nokia.", "Sonos", "isUnitOf", "Nokia"),
        ("Sonos chief executive Tom Harker spoke.", "Tom Harker", "leads", "Sonos"),
        ("Jane Doe, Sonos's chief executive, spoke.", "Jane Doe", "leads", "Sonos"),
        ("Sonos, a smaller rival of Nokia, grew.", "Sonos", "competesWith", "Nokia"),
        ("Seattle-based Sonos grew.", "Sonos", "operatesIn", "Seattle"),
        ("Sonos, the Trondheim-based bank, grew.", "Sonos", "operatesIn", "Trondheim"),
        ("Acme will build a $5.5 billion factory.", "Acme", "undertakes", "$5.5 billion factory"),
        (
            "Acme and Bell grew, Acme said. Acme is in talks with Bell.",
            "Acme",
            "partnersWith",
            "Bell",
        ),
    ],
)
def test_less_usual_wordings_are_read_too(text, subject, relation, object_) -> None:
    one = only(text, relation)
    assert one.object is not None
    assert (one.subject.name, one.object.name) == (subject, object_)


@pytest.mark.parametrize(
    "text",
    [
        "Acme agreed to build a joint laboratory for warehouse robots in Hamburg.",
        "Acme supplies chips to makers near Bergen.",
        "Acme delivered trains to operators in the Ruhr.",
    ],
)
def test_a_name_that_tells_where_is_not_supplied(text: str) -> None:
    assert [one for one in proposals(text, {}) if one.relation == "supplies"] == []


def test_a_preposition_of_the_pattern_itself_leads_in_a_party() -> None:
    assert only("Acme invests $3 million in Hamburg Labs.", "investsIn").object
    assert only("Acme bought a stake in Bergen Gruppe.", "holdsStakeIn").object
    assert only("Acme delivers trains to operators, and supplies Bell.", "supplies").object


@pytest.mark.parametrize(
    "text",
    [
        "Grab acquired Uber's Asian business.",
        "General Electric plans to sell its healthcare unit to Philips.",
        "The company was acquired in 2012.",
        "Acme has been acquired.",
        "Acme employs 700,000 people.",
        "Acme made an initial public offering on the Nasdaq.",
        "Acme was founded by former Netscape engineers.",
        "Acme is the parent company.",
        "Acme has been featured in leading newspapers such as Le Monde.",
        "Acme sold its shares to Bell.",
    ],
)
def test_what_names_no_second_party_is_not_proposed(text: str) -> None:
    assert proposals(text, {}) == ()


def test_a_relative_clause_is_about_the_name_before_it() -> None:
    found = proposals("Renault holds 15% of Nissan, which owns 34% of Mitsubishi Motors.", {})
    assert [(one.subject.name, one.amount and one.amount.wording) for one in found] == [
        ("Renault", "15%"),
        ("Nissan", "34%"),
    ]


def test_an_aside_between_name_and_verb_does_not_take_the_verb() -> None:
    text = "Royal Enfield, a subsidiary of Eicher Motors, acquired Harris Performance."
    assert only(text, "acquires").subject.name == "Royal Enfield"
    assert only(text, "isUnitOf").subject.name == "Royal Enfield"


def test_it_stands_for_the_company_spoken_of() -> None:
    text = "Lyft grew fast. It has partnered with Aptiv. The company will hire 200 engineers."
    partnered, hiring = proposals(text, {})
    assert (partnered.subject.words, partnered.subject.name) == ("It", "Lyft")
    assert (hiring.subject.words, hiring.subject.name) == ("The company", "Lyft")
    assert hiring.amount is not None
    assert hiring.amount.wording == "200 engineers"


def test_a_list_of_names_makes_a_proposal_for_each() -> None:
    found = proposals("GitHub competes with GitLab, Gitea and Bitbucket.", {})
    assert [one.object and one.object.name for one in found] == ["GitLab", "Gitea", "Bitbucket"]


def test_a_comma_before_who_said_so_makes_no_list() -> None:
    one = only("Apple bought Beats, the Wall Street Journal reported on Friday.", "acquires")
    assert one.object is not None
    assert one.object.name == "Beats"
    assert one.speaker is not None
    assert one.speaker.name == "Wall Street Journal"


def test_a_headline_with_w_slash_is_read_as_with() -> None:
    text = "Acme Teams w/ Bell to Invest $1B in Cargo Ships\n\nAcme has teamed up with Bell."
    found = [one for one in proposals(text, {}) if one.form == "headline"]
    assert {one.relation for one in found} == {"partnersWith", "makesInvestment"}
    assert {one.subject.name for one in found} == {"Acme"}


def test_who_takes_part_is_joined_and_not_the_object() -> None:
    one = only("Acme has co-founded a robotics lab with Bell Academy.", "coFounded")
    assert (one.object and one.object.name, [m.name for m in one.jointly]) == (
        "robotics lab",
        ["Bell Academy"],
    )
    one = only("Acme has teamed up with Bell to invest $1B in research.", "makesInvestment")
    assert (one.subject.name, [m.name for m in one.jointly]) == ("Acme", ["Bell"])


def test_an_adverb_at_the_head_of_a_sentence_is_no_name() -> None:
    one = only("Acme grew. Roughly speaking, it has teamed up with Bell.", "partnersWith")
    assert one.subject.name == "Acme"


def test_what_they_do_both_do() -> None:
    one = only("Acme and Bell met. They will invest $1B in research.", "makesInvestment")
    assert (one.subject.name, [m.name for m in one.jointly]) == ("Acme", ["Bell"])


def test_they_are_the_two_spoken_of() -> None:
    one = only("Acme and Bell announced that they have formed an alliance.", "partnersWith")
    assert (one.subject.name, one.object and one.object.name) == ("Acme", "Bell")
    one = only("Acme met Bell. Both companies have agreed to merge.", "mergesWith")
    assert (one.subject.name, one.object and one.object.name) == ("Acme", "Bell")
    assert proposals("Acme met Bell and, later, Cargo. The two companies have merged.", {}) == ()
    one = only("Acme and Bell met. The two companies have agreed to merge.", "mergesWith")
    assert (one.subject.name, one.object and one.object.name) == ("Acme", "Bell")


def test_an_investment_in_a_company_is_proposed_once() -> None:
    found = proposals("Toyota will invest $500 million in Uber.", {})
    assert [(one.relation, one.amount and one.amount.wording) for one in found] == [
        ("investsIn", "$500 million")
    ]


def test_a_pronoun_is_no_known_name() -> None:
    field = Entity(str(ENTITY.it), "information technology", (str(TP.Company),), ("IT", "They"))
    (one,) = proposals("It has partnered with Bell.", {field.iri: field})
    assert one.subject.entity is None


@pytest.mark.parametrize(
    "text",
    [
        "Acme committed to buying nothing.",
        "Acme is a member of the public.",
        "Acme integrated Bell into its retail arm.",
        "Acme joined Bell in suing Core.",
        "Jane Doe certified that Acme had paid Bell.",
    ],
)
def test_words_that_only_look_like_these_ties_are_not_read_as_them(text: str) -> None:
    ties = {"commitsToBuyFrom", "memberOf", "integratesWith", "isCertifiedBy", "distributesFor"}
    assert not ties & {one.relation for one in proposals(text, {})}
