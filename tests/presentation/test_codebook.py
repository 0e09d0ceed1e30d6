import re
from pathlib import Path

import pytest

from kg.analysis.measures import MEASURES
from kg.model.ontology import vocabulary
from kg.model.vocab import TP
from kg.presentation import codebook

Row = tuple[str, dict[str, object]]


def row(claim: str, modality: str = "fact", length: int = 50, **more: object) -> Row:
    return claim, {
        "relation": str(TP.partnersWith),
        "modality": str(TP[modality]),
        "form": str(TP.narration),
        "quote_start": 0,
        "quote_end": length,
        "retracted": None,
    } | more


def entry(section: str, name: str, *rows: Row) -> codebook.Entry:
    return next(e for e in codebook.entries(section, dict(rows)) if e.name == name)


def test_every_answer_of_the_ontology_has_an_entry_with_a_definition():
    for section in ("Firmness", "Modality", "Form"):
        found = codebook.entries(section, {})
        assert [e.name for e in found] == list(vocabulary().values[section])
        assert all(e.definition and not e.count for e in found)


def test_relations_are_listed_without_the_heads_of_their_families():
    names = [e.name for e in codebook.entries("Relation", {})]
    assert "partnersWith" in names
    assert "founded" in names
    assert "cooperatesWith" not in names


def test_claims_are_counted_and_withdrawn_ones_are_not():
    rows = [row("a"), row("b", "hint"), row("c", "hint", retracted=True)]
    assert entry("Modality", "hint", *rows).count == 1
    assert entry("Firmness", "suggested", *rows).count == 1


def test_the_example_is_neither_a_scrap_nor_a_paragraph():
    rows = [row("scrap", length=5), row("right", length=80), row("paragraph", length=900)]
    assert entry("Modality", "fact", *rows).example == "right"


def test_the_counter_example_is_a_neighbour_of_the_same_step():
    rows = [row("a", "plan"), row("b", "goal"), row("c", "fact"), row("d", "hint")]
    found = entry("Modality", "plan", *rows)
    assert (found.other, found.counter) == ("goal", "b")


def test_without_data_there_is_no_example():
    found = entry("Form", "headline", row("a"))
    assert found.example is None
    assert found.counter == "a"


def test_the_glossary_explains_every_measure_and_says_nothing_twice():
    words = codebook.glossary()
    assert {one.label for one in MEASURES.values()} <= set(words)
    assert len(words) > len({one.label for one in MEASURES.values()}) + 15
    assert all(meaning.strip().endswith((".", "?")) for meaning in words.values())
    # What hangs on one source, speaker or voice is one measure by three names.
    assert len(set(words.values())) >= len(words) - 3


@pytest.mark.parametrize("page", sorted(Path("kg/ui").rglob("*.py")), ids=str)
def test_every_term_that_a_page_explains_on_hover_is_in_the_glossary(page):
    asked = re.findall(r"explained\(([^)]+)\)", page.read_text(encoding="utf-8"))
    words = {word for call in asked for word in re.findall(r"[\"']([^\"']+)[\"']", call)}
    assert words <= set(codebook.glossary())


@pytest.mark.parametrize("page", ["compare_page", "timeline_page", "codebook_page", "ask/page"])
def test_the_pages_explain_their_terms_on_hover(page):
    assert "explained(" in Path(f"kg/ui/{page}.py").read_text(encoding="utf-8")


def test_an_explanation_names_each_word_with_its_meaning():
    words = codebook.explained("matter", "voice")
    assert words.count("**") == 4
    assert codebook.glossary()["voice"] in words
