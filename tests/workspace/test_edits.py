from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import BadData, BadInput, NotFound
from kg.model.claims import Claim, Entity, Source
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.workspace.edits import amended, merged, recorded, retracted, split, with_claims, with_source
from kg.workspace.saving import save, undo
from kg.workspace.workspace import State, load, settle

HERE = str(SOURCE["note"])
ACME, ACME_INC, BETA = (str(ENTITY[name]) for name in ("acme", "acme-inc", "beta"))


def company(iri: str, label: str, *aliases: str) -> Entity:
    return Entity(iri, label, (str(TP.Company),), aliases)


def claim(slug: str, subject: str, object: str | None, **more: object) -> Claim:  # noqa: A002
    return replace(
        Claim(
            iri=f"{HERE}/claim/{slug}",
            source=HERE,
            subject=subject,
            relation="partnersWith",
            object=object,
            attributed_to=HERE,
            form="narration",
            modality="fact",
            evidence="cited",
            summary="So it says.",
        ),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def state() -> State:
    claims = (
        claim("one", ACME, BETA),
        claim("two", ACME_INC, BETA, attributed_to=ACME_INC, field=(ACME_INC,)),
    )
    return State(
        entities={
            ACME: company(ACME, "Acme"),
            ACME_INC: company(ACME_INC, "Acme Inc.", "ACME"),
            BETA: company(BETA, "Beta"),
        },
        sources={HERE: Source(HERE, "Note", address="https://example.org/", claims=claims)},
    )


def test_merged_entities_share_their_names_and_claims(state: State) -> None:
    after = merged(state, ACME, ACME_INC)
    assert after.entities[ACME].aliases == ("ACME", "Acme Inc.")
    assert ACME_INC not in after.entities
    two = after.sources[HERE].claims[1]
    assert (two.subject, two.attributed_to, two.field) == (ACME, ACME, (ACME,))


def test_a_wider_field_follows_a_merge(state: State) -> None:
    narrow = Entity(str(ENTITY["narrow"]), "narrow", (str(TP.Field),), broader=(ACME_INC,))
    after = merged(replace(state, entities={**state.entities, narrow.iri: narrow}), ACME, ACME_INC)
    assert after.entities[narrow.iri].broader == (ACME,)


def test_an_entity_is_not_merged_with_itself_or_with_nothing(state: State) -> None:
    with pytest.raises(BadInput, match="itself"):
        merged(state, ACME, ACME)
    with pytest.raises(NotFound, match="nobody"):
        merged(state, ACME, str(ENTITY["nobody"]))


def test_merging_both_ends_of_a_claim_is_refused_when_saved(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    before = load(folder)
    after = merged(before, str(ENTITY["alicloud"]), str(ENTITY["alibaba"]))
    # In the words of the claim: a reader knows no slugs.
    with pytest.raises(
        BadData, match=r"“AliCloud is a unit of AliCloud”: the claim relates an entity to itself"
    ):
        save(folder, before, after, "merged")


def test_a_split_takes_names_and_chosen_claims_along(state: State) -> None:
    new = company(str(ENTITY["acme-of-ohio"]), "Acme of Ohio", "ACME")
    after = split(state, ACME_INC, new, {f"{HERE}/claim/two"})
    assert after.entities[ACME_INC].aliases == ()
    assert after.sources[HERE].claims[1].subject == new.iri
    assert after.sources[HERE].claims[0] == state.sources[HERE].claims[0]


def test_a_split_needs_a_name_of_its_own(state: State) -> None:
    with pytest.raises(BadInput, match="there already"):
        split(state, ACME, company(BETA, "Beta"), ())
    with pytest.raises(BadInput, match="keeps"):
        split(state, ACME, company(str(ENTITY["new"]), "Acme"), ())


def test_a_merge_in_a_workspace_is_undone_to_the_byte(tmp_path: Path) -> None:
    folder = settle(tmp_path / "mine", example=True)
    files = sorted(folder.rglob("*.ttl"))
    earlier = [path.read_bytes() for path in files]
    before = load(folder)
    organizations, businesses = str(ENTITY["organizations"]), str(ENTITY["businesses"])
    save(folder, before, merged(before, organizations, businesses), "merged")
    assert businesses not in load(folder).entities
    undo(folder)
    assert [path.read_bytes() for path in files] == earlier


def test_a_retracted_claim_stays_with_its_reason(state: State) -> None:
    after = retracted(state, f"{HERE}/claim/one", "misread")
    known = {c.slug: c for c in after.sources[HERE].claims}
    assert known["one"].retracted
    assert known["one"].notes == ("Retracted: misread",)
    assert not known["two"].retracted
    with pytest.raises(NotFound):
        retracted(state, f"{HERE}/claim/none", "misread")


def test_an_edited_claim_takes_the_place_of_the_old_one(state: State) -> None:
    after = with_claims(state, [claim("one", ACME, BETA, modality="hint")])
    assert sorted(c.modality for c in after.sources[HERE].claims) == ["fact", "hint"]


def test_a_source_is_described_anew_but_not_added_twice(state: State) -> None:
    assert amended(state, HERE, title="Better").sources[HERE].title == "Better"
    with pytest.raises(BadInput, match="there already"):
        with_source(state, state.sources[HERE])


def test_a_record_forgets_what_is_set_to_nothing(state: State) -> None:
    once = recorded(state, "judgements.json", a=1, b=2)
    assert recorded(once, "judgements.json", a=None).records == {"judgements.json": {"b": 2}}
