"""Saving into a workspace: merged, validated, undoable, and whole after any crash."""

import hashlib
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import BadData, BadInput, Conflict, NotFound
from kg.model.claims import Claim, Entity, Source
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.resources import home
from kg.validation.report import file_problems
from kg.workspace.edits import (
    free_claim_iri,
    recorded,
    retracted,
    with_claims,
    with_entities,
    with_source,
)
from kg.workspace.saving import last, latest_source, remove, save, undo
from kg.workspace.workspace import load, settle

NOTE = str(SOURCE["note"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return settle(tmp_path / "mine", example=True)


def cited(slug: str, *, source: str = NOTE, subject: str = "alicloud") -> Claim:
    return Claim(
        iri=f"{source}/claim/{slug}",
        source=source,
        subject=str(ENTITY[subject]),
        relation="partnersWith",
        object=str(ENTITY["nvidia"]),
        attributed_to=source,
        form="narration",
        modality="fact",
        evidence="cited",
        summary="They are partners.",
    )


def note(*claims: Claim) -> Source:
    return Source(iri=NOTE, title="A note", address="https://example.org/note", claims=claims)


def test_a_source_is_saved_and_found_again(folder: Path) -> None:
    before = load(folder, [])
    text = "AliCloud works with NVIDIA.\r\n"
    source = replace(note(), text=text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    save(folder, before, with_source(before, source, sha256=sha256), "added")
    found = load(folder)
    assert found.sources[NOTE] == source
    assert found.records["sources/note/record.json"] == {"sha256": sha256}
    assert (folder / "sources/note/article.txt").read_bytes().endswith(b"\r\n")
    assert file_problems(folder)[0] == []


def test_nothing_changed_is_nothing_saved(folder: Path) -> None:
    state = load(folder)
    save(folder, state, state, "nothing")
    assert last(folder) is None


def test_what_breaks_the_contract_is_refused_and_nothing_is_written(folder: Path) -> None:
    before = load(folder, [])
    wrong = replace(cited("one"), modality="rumour")
    with pytest.raises(BadData, match="unknown modality: rumour"):
        save(folder, before, with_source(before, note(wrong)), "added")
    assert not (folder / "sources/note").exists()


def test_a_fault_that_was_there_before_stops_nobody(folder: Path) -> None:
    path = folder / "sources/alicloud-nvidia/claims.ttl"
    text = path.read_text("utf-8").replace("entity:global-peers", "entity:nobody")
    path.write_text(text, "utf-8")
    before = load(folder, ["alicloud-nvidia"])
    iri = str(SOURCE["alicloud-nvidia/claim/hiring"])
    save(folder, before, retracted(before, iri, "a test"), "retracted")
    claims = {c.iri: c for s in load(folder).sources.values() for c in s.claims}
    assert claims[iri].retracted
    assert "Retracted: a test" in claims[iri].notes


def test_the_shipped_data_is_not_changed() -> None:
    before = load(home("data"), [])
    with pytest.raises(BadInput, match="workspace of your own"):
        save(home("data"), before, with_source(before, note()), "added")


def test_the_text_of_a_source_is_never_touched(folder: Path) -> None:
    before = load(folder, ["alicloud-nvidia"])
    iri = str(SOURCE["alicloud-nvidia"])
    other = {iri: replace(before.sources[iri], text="other")}
    with pytest.raises(BadInput, match="is not changed"):
        save(folder, before, replace(before, sources=other), "edited")


def test_two_tabs_adding_to_one_source_both_keep_what_they_added(folder: Path) -> None:
    empty = load(folder, [])
    save(folder, empty, with_source(empty, note()), "added")
    first = second = load(folder, ["note"])
    acme = Entity(str(ENTITY["acme"]), "Acme", (str(TP.Company),))
    save(folder, first, with_claims(first, [cited("one")]), "first")
    changed = with_entities(with_claims(second, [cited("two", subject="acme")]), [acme])
    save(folder, second, changed, "second")
    assert {c.slug for c in load(folder).sources[NOTE].claims} == {"one", "two"}


def test_two_tabs_changing_one_claim_is_a_conflict_that_names_it(folder: Path) -> None:
    empty = load(folder, [])
    save(folder, empty, with_source(empty, note(cited("one"))), "added")
    first = second = load(folder, ["note"])
    save(folder, first, retracted(first, f"{NOTE}/claim/one", "wrong"), "first")
    changed = with_claims(second, [replace(cited("one"), modality="hint")])
    with pytest.raises(Conflict, match="the claim one was changed elsewhere"):
        save(folder, second, changed, "second")
    assert load(folder).sources[NOTE].claims[0].retracted


def test_a_claim_of_a_source_deleted_elsewhere_is_a_conflict(folder: Path) -> None:
    empty = load(folder, [])
    save(folder, empty, with_source(empty, note()), "added")
    seen = load(folder, ["note"])
    undo(folder)
    with pytest.raises(Conflict, match="deleted elsewhere"):
        save(folder, seen, with_claims(seen, [cited("one")]), "late")


def test_an_entity_that_claims_still_name_cannot_be_taken_out(folder: Path) -> None:
    before = load(folder, [])
    left = {i: e for i, e in before.entities.items() if i != str(ENTITY["nvidia"])}
    with pytest.raises(BadData, match="undeclared object"):
        save(folder, before, replace(before, entities=left), "taken out")


def test_every_saving_can_be_taken_back_in_turn(folder: Path) -> None:
    untouched = load(folder)
    save(folder, untouched, with_source(untouched, note()), "one")
    state = load(folder, ["note"])
    save(folder, state, recorded(state, "sources/note/record.json", seen=True), "two")
    assert last(folder) == "two"
    assert undo(folder) == "two"
    assert undo(folder) == "one"
    assert load(folder) == untouched
    with pytest.raises(BadInput, match="nothing to undo"):
        undo(folder)


def test_the_source_changed_last_is_named_until_that_is_undone(folder: Path) -> None:
    assert latest_source(folder) is None
    for slug in ("first", "second"):
        state = load(folder)
        source = Source(str(SOURCE[slug]), slug, text="Acme buys Beta.", address="https://e.org/")
        save(folder, state, with_source(state, source), f"added {slug}")
        assert latest_source(folder) == slug
    state = load(folder)
    alicloud = replace(state.entities[str(ENTITY["alicloud"])], aliases=("Ali",))
    save(folder, state, with_entities(state, [alicloud]), "a name of all sources")
    assert latest_source(folder) == "second"
    undo(folder)
    undo(folder)
    assert latest_source(folder) == "first"


def test_what_was_edited_by_hand_since_is_not_undone(folder: Path) -> None:
    state = load(folder, [])
    save(folder, state, with_source(state, note()), "one")
    with (folder / "sources/note/claims.ttl").open("a") as file:
        file.write("# by hand\n")
    with pytest.raises(Conflict, match="by hand"):
        undo(folder)


def test_a_claim_gets_a_free_name(folder: Path) -> None:
    source = note(cited("acme-buys-beta"))
    assert free_claim_iri(source, "Acme buys Beta").endswith("/claim/acme-buys-beta-2")
    assert free_claim_iri(source, "买").endswith("/claim/claim")
    assert load(folder).entities  # the shipped names are there


def save_until_killed(folder: Path, number: int, confirmed: int) -> None:
    """Save one claim with its entity after another, and say so after each."""
    while True:
        state = load(folder, ["note"])
        entity = Entity(str(ENTITY[f"maker-{number}"]), f"maker-{number}", (str(TP.Company),))
        claim = cited(f"claim-{number}", subject=f"maker-{number}")
        save(folder, state, with_entities(with_claims(state, [claim]), [entity]), str(number))
        os.write(confirmed, f"{number}\n".encode())
        number += 1


def killed_while_saving(folder: Path, number: int, first: int, seconds: float) -> list[int]:
    """Confirmed saves of a process that was killed some time after the first of them."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            save_until_killed(folder, number, writer)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as lines:
        confirmed = [int(lines.readline()) for _ in range(first)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        return confirmed + [int(line) for line in lines]


def test_killed_fifty_times_while_saving_it_opens_and_holds_what_was_confirmed(
    folder: Path,
) -> None:
    empty = load(folder, [])
    save(folder, empty, with_source(empty, note()), "added")
    dice, confirmed, saved = random.Random(4), 0, {0}
    for _ in range(50):
        first, seconds = dice.randint(0, 1), dice.uniform(0.0, 0.1)
        told = killed_while_saving(folder, max(saved) + 1, first, seconds)
        confirmed = max([confirmed, *told])
        state = load(folder, ["note"])
        saved = {int(c.slug.rpartition("-")[2]) for c in state.sources[NOTE].claims} | {0}
        makers = {int(i.rpartition("-")[2]) for i in state.entities if "/maker-" in i} | {0}
        assert saved == makers
        assert saved == set(range(max(saved) + 1))
        assert max(saved) >= confirmed
    assert confirmed > 10
    assert file_problems(folder)[0] == []


def test_a_removed_source_takes_along_the_names_that_only_it_had(folder: Path) -> None:
    before = load(folder)
    new = [Entity(str(ENTITY[n]), n.title(), (str(TP.Company),)) for n in ("lonely", "shared")]
    second = str(SOURCE["second"])
    after = with_entities(before, new)
    after = with_source(after, note(cited("a", subject="lonely"), cited("b", subject="shared")))
    other = replace(note(cited("c", source=second, subject="shared")), iri=second)
    save(folder, before, with_source(after, other), "two notes")
    whole = load(folder)
    assert remove(folder, "note") == "removed “A note”, and 1 name that only it had"
    rest = load(folder)
    assert whole.sources.keys() - rest.sources.keys() == {NOTE}
    assert whole.entities.keys() - rest.entities.keys() == {str(ENTITY["lonely"])}
    assert not (folder / "sources/note").exists()
    assert file_problems(folder)[0] == []
    undo(folder)
    assert load(folder) == whole


def test_a_source_that_cannot_be_read_can_be_removed_and_keeps_its_names_meanwhile(
    folder: Path,
) -> None:
    path = folder / "sources/alicloud-nvidia/claims.ttl"
    path.write_text(path.read_text("utf-8") + "<[> a <b> .\n", "utf-8")
    before = load(folder)
    assert list(before.aside) == ["alicloud-nvidia"]
    for source in before.sources.values():
        remove(folder, source.slug)
    assert load(folder).entities.keys() >= {str(ENTITY["alicloud"]), str(ENTITY["nvidia"])}
    remove(folder, "alicloud-nvidia")
    assert (load(folder).sources, load(folder).aside) == ({}, {})


def test_what_is_not_there_or_not_ones_own_cannot_be_removed(folder: Path) -> None:
    with pytest.raises(
        NotFound, match=r"no source is called 'nobody'; there are: .*alicloud-nvidia"
    ):
        remove(folder, "nobody")
    with pytest.raises(BadInput, match="shipped data is not changed"):
        remove(home("data"), "alicloud-nvidia")
