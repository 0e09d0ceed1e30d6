"""Cues: the shipped ones, and those that a workspace adds."""

from pathlib import Path

import pytest

from benchmarks import news
from kg.errors import BadInput
from kg.extraction.coreference import mentions
from kg.extraction.cues import literals, needed, stretches
from kg.extraction.names_in_text import marked
from kg.extraction.proposals import cues_of, proposals
from kg.model.quotes import sentences


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


def test_what_a_cue_needs_stands_wherever_it_fits() -> None:
    # A cue is tried only where all it needs stands: that must never lose a match.
    words = cues_of()
    texts = [text for tuning in (True, False) for text, _ in news.passages(tuning=tuning)]
    tried = 0
    for text in texts:
        parts = sentences(text)
        rows = mentions(text, parts, {}, words)
        for part, row in zip(parts, rows, strict=True):
            plain = marked(part, row).text
            able = {cue.text for cue in words.able(plain)}
            for cue in words.relations:
                if cue.regex.search(plain):
                    tried += 1
                    assert cue.text in able, (cue.text, plain)
    assert tried > 100


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("~buy {whom}", ("~buy",)),
        ("(has |have )?~(buy|sell) {whom} (of|in)", ("~(buy|sell)", "(of|in)")),
        ("{who}'s investors? (?=,)", ("investor",)),
        ("[^.;,]{0,40}?rivals with {whom}", ("rivals",)),
        ("bought|sold", ()),
    ],
)
def test_what_may_be_missing_is_not_needed(pattern: str, wanted: tuple[str, ...]) -> None:
    assert needed(pattern) == wanted


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("(?:buy|buy(?:s|es)|bought)(?:,\\s+then)?", {"buy", "bought"}),
        ("rivals?", {"rival"}),
        ("(?!never)take\\s+over", {"take"}),
        ("(?:a|the)", set()),
        ("[of]{2}", set()),
    ],
)
def test_letters_that_every_match_has(pattern: str, wanted: set[str]) -> None:
    assert literals(pattern) == wanted


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("{who} ~buy ... (stake|share) in {whom}", (" ~buy", "(stake|share) in")),
        ("{who}, (a {whom} of|b) buys", ()),
        ("{who} buys|{whom} sells", ()),
    ],
)
def test_stretches_stand_whole_between_names_and_gaps(
    pattern: str, wanted: tuple[str, ...]
) -> None:
    assert stretches(pattern) == wanted
