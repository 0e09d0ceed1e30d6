import json
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.errors import BadInput, NotFound
from kg.extraction.drafts import (
    Draft,
    claimed,
    draft_from_values,
    draft_values,
    drafted,
    of_claim,
    suggested,
    voiced,
)
from kg.extraction.proposals import proposals
from kg.model.claims import Entity, Passage, Quantity, Source
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.resources import home
from kg.workspace.workspace import State, load

HERE = str(SOURCE["note"])
ACME = str(ENTITY["acme"])
TEXT = """Acme and its rivals

Acme Corp has acquired Beta for $5 million. “Beta is our best friend,” said Jane Doe.
It is hiring up to 30 people over the next 2 years.
"""


@pytest.fixture
def state() -> State:
    acme = Entity(ACME, "Acme", (str(TP.Company),))
    source = Source(HERE, "Note", text=TEXT, address="https://example.org/")
    return State(entities={ACME: acme}, sources={HERE: source})


def words(quote: str) -> Passage:
    start = TEXT.index(quote)
    return Passage(quote, start, start + len(quote))


def test_selected_words_fill_in_who_whom_and_how_much(state: State) -> None:
    passage = words("Acme Corp has acquired Beta for $5 million.")
    found = suggested(TEXT, passage, state.entities, proposals(TEXT, state.entities))
    assert (found.subject, found.relation, found.object) == (ACME, "acquires", "Beta")
    assert found.amount
    assert (found.amount.wording, found.modality, found.form) == ("$5 million", "fact", "narration")
    assert found.passage == passage


def test_without_a_proposal_names_figures_and_form_are_read(state: State) -> None:
    found = suggested(TEXT, words("hiring up to 30 people over the next 2 years"), state.entities)
    assert found.amount
    assert (found.relation, found.amount.wording) == ("", "up to 30 people")
    assert found.duration
    assert found.duration.wording == "over the next 2 years"
    assert suggested(TEXT, words("Acme and its rivals"), state.entities).form == "headline"
    assert suggested(TEXT, words("Beta is our best friend"), state.entities).form == "directQuote"


@pytest.mark.parametrize(
    ("text", "speaker", "subject", "polarity"),
    [
        ("Beta denied that it had been asked to take part.", "Beta", "Beta", "denied"),
        ("Jane Doe said the plan was sound.", "Jane Doe", "Jane Doe", "affirmed"),
        ("Beta did not disclose its figures.", "", "Beta", "denied"),
        ("Beta is large, and Beta grows.", "", "Beta", "affirmed"),
    ],
)
def test_one_name_is_not_both_ends_and_who_says_it_is_the_speaker(
    text: str, speaker: str, subject: str, polarity: str
) -> None:
    found = suggested(text, Passage(text, 0, len(text)), {})
    assert (found.subject, found.object, found.polarity) == (subject, "", polarity)
    assert found.attributed_to == speaker
    assert found.form == ("indirectSpeech" if speaker else "narration")


def test_a_typed_name_that_is_known_is_linked_and_a_new_one_becomes_an_entity(
    state: State,
) -> None:
    draft = Draft(
        passage=words("Acme Corp has acquired Beta for $5 million."),
        subject="ACME Inc.",
        relation="acquires",
        object="Beta",
        amount=Quantity("$5 million", "unstated"),
        kinds={"Beta": "Company"},
    )
    after, claim = claimed(state, HERE, draft)
    assert (claim.subject, claim.object) == (ACME, str(ENTITY["beta"]))
    assert claim.slug == "acme-acquires-beta"
    assert claim.amount
    assert (claim.amount.value, claim.amount.unit) == (Decimal(5_000_000), "dollar")
    assert after.entities[str(ENTITY["beta"])].classes == (str(TP.Company),)
    assert after.sources[HERE].claims == (claim,)


def test_a_name_that_the_user_links_becomes_an_alias(state: State) -> None:
    draft = Draft(
        passage=words("It"), subject="The Firm", relation="partnersWith", object="Beta",
        means={"The Firm": ACME},
    )  # fmt: skip
    after, claim = claimed(state, HERE, draft)
    assert claim.subject == ACME
    assert after.entities[ACME].aliases == ("The Firm",)


def test_a_second_thing_of_one_name_gets_an_address_of_its_own(state: State) -> None:
    taken = Entity(str(ENTITY["beta"]), "The Other", (str(TP.Place),))
    wider = replace(state, entities={**state.entities, taken.iri: taken})
    _, claim = claimed(wider, HERE, Draft(subject=ACME, relation="partnersWith", object="Beta"))
    assert claim.object == str(ENTITY["beta-2"])


def test_an_unfinished_draft_is_refused(state: State) -> None:
    with pytest.raises(BadInput, match="choose who"):
        claimed(state, HERE, Draft(subject=ACME))
    with pytest.raises(NotFound):
        claimed(state, str(SOURCE["none"]), Draft(subject=ACME, relation="acquires"))


def test_a_source_without_its_text_gets_a_cited_claim(state: State) -> None:
    cited = replace(state.sources[HERE], text=None)
    draft = Draft(subject=ACME, relation="partnersWith", object=ACME, summary=" They do. ")
    _, claim = claimed(replace(state, sources={HERE: cited}), HERE, draft)
    assert (claim.evidence, claim.summary, claim.passage) == ("cited", "They do.", None)


@pytest.mark.parametrize("slug", ["hiring", "share-of-revenue", "goal-achieved-if"])
def test_opening_a_claim_in_the_form_and_saving_it_changes_nothing(slug: str) -> None:
    state = load(home("data"), ["alicloud-nvidia"])
    iri = str(SOURCE["alicloud-nvidia"])
    claim = next(c for c in state.sources[iri].claims if c.slug == slug)
    after, again = claimed(state, iri, of_claim(claim), replacing=claim.iri)
    assert again == claim
    assert {c.iri: c for c in after.sources[iri].claims} == {
        c.iri: c for c in state.sources[iri].claims
    }
    assert after.entities == state.entities


def test_a_proposal_becomes_a_draft_with_its_new_names(state: State) -> None:
    (first, *_) = [p for p in proposals(TEXT, state.entities) if p.relation == "acquires"]
    draft = drafted(first)
    assert draft.object == "Beta"
    assert set(draft.kinds) == {"Beta"}


@pytest.mark.parametrize(
    ("words", "speaker", "form", "expected"),
    [
        ("Acme will grow.", "", "narration", "narration"),
        ("Acme will grow.", "Brede", "narration", "indirectSpeech"),
        ("“Acme will grow.”", "Brede", "narration", "directQuote"),
        ("“Acme will grow.”", "Brede", "indirectSpeech", "indirectSpeech"),
        ("Acme will grow.", "", "indirectSpeech", "narration"),
        ("Acme, the arm of Beta", "Brede", "presupposition", "presupposition"),
    ],
)
def test_the_form_follows_who_says_it(words: str, speaker: str, form: str, expected: str) -> None:
    draft = Draft(passage=Passage(words, 0, len(words)), attributed_to=speaker, form=form)
    assert voiced(draft) == expected


def test_a_draft_comes_back_from_json_as_it_was(state: State) -> None:
    made = Draft(
        passage=words("acquired Beta"), subject=ACME, relation="acquires", object="Beta",
        modality="hint", polarity="denied", amount=Quantity("$5 million", "unstated"),
        deadline_year=2028, jointly_with=("Gamma",), notes=("as read",), kinds={"Beta": "Company"},
    )  # fmt: skip
    kept = json.loads(json.dumps(draft_values(made)))
    assert draft_from_values(kept, state, state.sources[HERE]) == made


@pytest.mark.parametrize(
    "changed",
    [
        {"passage": [3, 99_999]}, {"passage": [9, 4]}, {"passage": "3"}, {"passage": None},
    ],
)  # fmt: skip
def test_a_kept_draft_whose_words_are_not_in_the_text_is_left(
    state: State, changed: dict[str, object]
) -> None:
    kept = draft_values(Draft(passage=words("acquired Beta"), subject=ACME))
    assert draft_from_values(kept | changed, state, state.sources[HERE]) is None
    assert draft_from_values([kept], state, state.sources[HERE]) is None


def test_values_that_no_form_offers_are_left_out_of_a_kept_draft(state: State) -> None:
    plain = Draft(passage=words("acquired Beta"), subject=ACME)
    odd = {"relation": "buys", "modality": ["hint"], "notes": 3, "jointly_with": "Beta",
           "condition": ["https://example.org/claim"], "deadline_year": "MMXX",
           "kinds": {"Beta": "Ghost"}, "means": {"Beta": "https://example.org/beta"}}  # fmt: skip
    assert draft_from_values(draft_values(plain) | odd, state, state.sources[HERE]) == plain
