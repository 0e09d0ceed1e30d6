"""Data folders are read, and Turtle is written the same way every time."""

from pathlib import Path

import pytest

from kg.errors import BadData
from kg.model.folder import parsed, read, turtle
from kg.model.triples import entity_graph, source_graph
from kg.resources import home

SHIPPED = home("data")


def test_the_first_article_is_kept_byte_for_byte() -> None:
    text = (SHIPPED / "sources" / "alicloud-nvidia" / "article.txt").read_bytes()
    assert len(text) == 2031
    assert len(text.decode("utf-8")) == 2011


def test_the_shipped_files_are_as_the_writer_writes_them() -> None:
    data = read(SHIPPED)
    written = {SHIPPED / "entities.ttl": turtle(entity_graph(data.entities.values()))}
    for source in data.sources.values():
        path = SHIPPED / "sources" / source.slug / "claims.ttl"
        written[path] = turtle(source_graph(source))
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
