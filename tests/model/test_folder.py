"""Data folders are read, and Turtle is written the same way every time."""

from pathlib import Path

import pytest

from kg.errors import BadData, BadInput
from kg.model.folder import as_turtle, parsed, read, start_source
from kg.model.quotes import anchor_folder
from kg.model.triples import entity_triples, source_triples
from kg.resources import home
from kg.validation.report import file_problems
from tests.small_data import graph_of

SHIPPED = home("data")


def test_the_first_article_is_kept_byte_for_byte() -> None:
    text = (SHIPPED / "sources" / "alicloud-nvidia" / "article.txt").read_bytes()
    assert len(text) == 2031
    assert len(text.decode("utf-8")) == 2011


def test_the_shipped_files_are_as_the_writer_writes_them() -> None:
    data = read(SHIPPED)
    written = {
        SHIPPED / "entities.ttl": as_turtle(graph_of(entity_triples(data.entities.values())))
    }
    for source in data.sources.values():
        path = SHIPPED / "sources" / source.slug / "claims.ttl"
        written[path] = as_turtle(graph_of(source_triples(source)))
    assert len(written) > 1
    for path, text in written.items():
        assert path.read_text(encoding="utf-8") == text, path


def test_a_syntax_error_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.ttl"
    path.write_text("@prefix a: <b:> .\na:x a:y ;;; ]\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"claims\.ttl, line 2: not valid Turtle"):
        parsed(path)


def test_a_text_that_is_not_utf8_is_refused_with_the_place(tmp_path: Path) -> None:
    place = tmp_path / "sources" / "note"
    place.mkdir(parents=True)
    (tmp_path / "entities.ttl").write_text("")
    (place / "claims.ttl").write_text("")
    (place / "article.txt").write_bytes(b"caf\xe9")
    with pytest.raises(BadData, match="byte 3 is not UTF-8"):
        read(tmp_path)


def test_a_folder_that_is_not_a_data_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"entities\.ttl is missing"):
        read(tmp_path)
    (tmp_path / "entities.ttl").write_text("")
    with pytest.raises(BadData, match="no folder named sources"):
        read(tmp_path)


def test_a_carriage_return_in_a_text_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "sources" / "note"
    place.mkdir(parents=True)
    (tmp_path / "entities.ttl").write_text("")
    iri = "https://w3id.org/tech-partnerships/source/note"
    (place / "claims.ttl").write_text(
        f"<{iri}> a <https://w3id.org/tech-partnerships/ontology#Source> ; "
        '<http://purl.org/dc/terms/title> "T" .'
    )
    (place / "article.txt").write_bytes(b"a\r\nb")
    assert read(tmp_path).sources[iri].text == "a\r\nb"


def filled(folder):
    """A workspace filled in by hand, by uncommenting the suggestions of the templates."""
    place = start_source(folder, "my-article")
    (place / "article.txt").write_text("Acme and Example have agreed to work together.\n")
    claims = place / "claims.ttl"
    head, example = claims.read_text().split("# A claim:")
    lines = [line.removeprefix("#").strip() for line in example.splitlines()[2:]]
    claims.write_text(head + "\n".join(lines))
    names = (folder / "entities.ttl").read_text().splitlines()[1:]
    names.append('entity:example a tp:Company ; skos:prefLabel "Example" .')
    (folder / "entities.ttl").write_text("\n".join(n.removeprefix("# ") for n in names))
    return place


def test_a_new_source_reads_as_a_source_without_claims(tmp_path):
    start_source(tmp_path, "my-article")
    [source] = read(tmp_path).sources.values()
    assert (source.slug, source.title, source.claims) == ("my-article", "My article", ())


def test_a_new_workspace_has_nothing_that_check_complains_of(tmp_path):
    start_source(tmp_path, "my-article")
    assert file_problems(tmp_path)[0] == []


def test_the_commented_example_becomes_a_valid_claim(tmp_path):
    place = filled(tmp_path)
    assert anchor_folder(place) == 1
    assert file_problems(tmp_path)[0] == []
    [source] = read(tmp_path).sources.values()
    passage = source.claims[0].passage
    assert passage
    assert passage.exact == "Acme and Example have agreed to work together"


def test_a_second_source_leaves_the_entities_as_they_are(tmp_path):
    start_source(tmp_path, "one")
    (tmp_path / "entities.ttl").write_text("# mine\n")
    start_source(tmp_path, "two")
    assert (tmp_path / "entities.ttl").read_text() == "# mine\n"


def test_a_source_is_never_started_twice(tmp_path):
    place = start_source(tmp_path, "one")
    (place / "claims.ttl").write_text("# mine\n")
    with pytest.raises(BadInput, match="is there already"):
        start_source(tmp_path, "one")
    assert (place / "claims.ttl").read_text() == "# mine\n"


@pytest.mark.parametrize("slug", ["", "Two Words", "../up", "a--b", "ünder", "a/b", "-a", "a\n"])
def test_a_slug_that_cannot_be_an_address_is_refused(tmp_path, slug):
    with pytest.raises(BadInput, match="lower-case"):
        start_source(tmp_path, slug)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "sources").write_text("")
    with pytest.raises(BadInput, match="cannot be made"):
        start_source(tmp_path, "one")
