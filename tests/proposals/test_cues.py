"""The words by which claims are noticed, and those that a workspace adds."""

from pathlib import Path

import pytest

from kg.errors import BadInput
from kg.proposals import cues_of, proposals


def test_a_workspace_adds_cues_of_its_own(tmp_path: Path) -> None:
    text = "Acme frobnicated Bell."
    assert proposals(text, {}) == ()
    entry = '[[relation]]\nname = "assists"\npatterns = ["{who} ~frobnicate {whom}"]\n'
    (tmp_path / "cues.toml").write_text(entry, encoding="utf-8")
    assert [one.relation for one in proposals(text, {}, cues_of(tmp_path))] == ["assists"]


@pytest.mark.parametrize(
    ("cue", "complaint"),
    [
        ('patterns = ["{who} ~buy (("]', "does not parse"),
        ("patterns = [", "cannot be read"),
    ],
)
def test_a_cue_that_cannot_be_read_is_named(tmp_path: Path, cue: str, complaint: str) -> None:
    (tmp_path / "cues.toml").write_text(f'[[relation]]\nname = "assists"\n{cue}', encoding="utf-8")
    with pytest.raises(BadInput, match=complaint):
        cues_of(tmp_path)


def test_a_cue_for_an_unknown_relation_is_refused(tmp_path: Path) -> None:
    entry = '[[relation]]\nname = "frobs"\npatterns = ["{who} ~frob {whom}"]\n'
    (tmp_path / "cues.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(BadInput, match="no relation named 'frobs'"):
        cues_of(tmp_path)
